//! The envelope that classifieds and conversations share.

use http::{Method, StatusCode};

use super::{Facts, field, value};
use crate::{
    error::{Error, Kind, Rule},
    http::reply::Parkable,
};

pub(super) fn success(reply: &dyn Parkable, facts: &Facts<'_>, out: &mut Vec<u8>) -> serde_json::Result<()> {
    let parts = reply.parts();
    let data_name = parts.name.unwrap_or("data");
    let rows = parts
        .paging
        .map_or(i64::from(reply.has_value()), |paging| paging.rows());
    out.extend_from_slice(b"{\"status\":\"OK\"");
    field(out, "statusCode", &parts.status.as_u16())?;
    field(out, "elapsedMs", &facts.elapsed_ms)?;
    field(out, "requestId", facts.request.as_str())?;
    field(out, "dataName", data_name)?;
    field(out, "method", facts.method.as_str())?;
    field(out, "action", action(facts.method, parts.paging.is_some()))?;
    field(out, "appVersion", env!("CARGO_PKG_VERSION"))?;
    field(out, "rowCount", &rows)?;
    if let Some(message) = &parts.message {
        field(out, "message", message)?;
    }
    value(out, data_name, reply)?;
    if let Some(paging) = parts.paging {
        let text = format!(
            ",\"paging\":{{\"pageNumber\":{},\"pageRowCount\":{},\"totalRowCount\":{},\"pageCount\":{}}},\"filters\":[],\"uiPermissions\":[]",
            paging.page,
            paging.per_page,
            paging.total,
            paging.pages()
        );
        out.extend_from_slice(text.as_bytes());
    }
    out.push(b'}');
    Ok(())
}

fn action(method: &Method, list: bool) -> &'static str {
    match method.as_str() {
        "POST" => "create",
        "PUT" | "PATCH" => "update",
        "DELETE" => "delete",
        _ if list => "list",
        _ => "get",
    }
}

pub(super) fn failure(
    error: &Error,
    status: StatusCode,
    facts: &Facts<'_>,
    out: &mut Vec<u8>,
) -> serde_json::Result<()> {
    out.extend_from_slice(b"{\"result\":\"ERR\"");
    field(out, "status", &status.as_u16())?;
    field(out, "message", &key(error))?;
    field(out, "errCode", &status.as_u16())?;
    field(out, "date", &facts.now)?;
    field(out, "detail", error.message().text(facts.lang))?;
    out.push(b'}');
    Ok(())
}

/// The `errMsg_…` key. A module that has a documented key gives it as its message.
fn key(error: &Error) -> String {
    let said = error.message().text(crate::Lang::En);
    if said.starts_with("errMsg_") {
        return said.to_owned();
    }
    if let Some(field) = error.fields().first() {
        let name = &field.path;
        return match field.rule {
            Rule::Required | Rule::TooShort(_) => format!("errMsg_{name}isRequired"),
            Rule::Type(_)
            | Rule::OutOfRange(..)
            | Rule::Unknown
            | Rule::TooLong(_)
            | Rule::TooMany(_)
            | Rule::Other(_) => {
                format!("errMsg_{name}TypeIsNotValid")
            }
        };
    }
    let name = match error.kind() {
        Kind::Invalid => "RequestIsNotValid",
        Kind::Conflict => "RecordConflict",
        Kind::Unauthenticated => "LoginRequired",
        Kind::Forbidden => "AccessForbidden",
        Kind::NotFound => "RecordNotFound",
        Kind::MethodNotAllowed => "MethodNotAllowed",
        Kind::Timeout => "RequestTimeout",
        Kind::PreconditionFailed => "RecordVersionConflict",
        Kind::TooLarge => "RequestTooLarge",
        Kind::UnsupportedMedia => "UnsupportedMediaType",
        Kind::RangeNotSatisfiable => "RangeNotSatisfiable",
        Kind::TooManyRequests => "TooManyRequests",
        Kind::Unavailable => "ServiceUnavailable",
        Kind::Internal => "InternalServerError",
    };
    format!("errMsg_{name}")
}
