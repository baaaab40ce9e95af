//! What the envelope says, written member by member.

use http::{Method, StatusCode};
use platform::{
    Error, Kind, Rule,
    http::{
        dialect::{
            Facts, Written,
            write::{field, name, value},
        },
        reply::{Parkable, Parts},
    },
};
use serde_json::value::RawValue;

/// All that tells one request from another. The contract's order of keys is kept.
pub(super) fn head(status: StatusCode, facts: &Facts<'_>, out: &mut Vec<u8>) -> Written {
    let session_ms = facts.caller.map_or(0, |caller| caller.took.as_millis());
    out.extend_from_slice(b"{\"status\":\"OK\"");
    field(out, "statusCode", &status.as_u16())?;
    field(out, "elapsedMs", &facts.elapsed_ms)?;
    field(out, "ssoTime", &u64::try_from(session_ms).unwrap_or(u64::MAX))?;
    field(out, "source", if facts.source.cached { "cache" } else { "db" })?;
    field(out, "cacheKey", &facts.source.key)?;
    if let Some(caller) = facts.caller {
        field(out, "userId", &*caller.user)?;
        field(out, "sessionId", &*caller.session)?;
    }
    field(out, "requestId", facts.request.as_str())
}

/// The rest: it depends on nothing but the content.
pub(super) fn tail(reply: &dyn Parkable, method: &Method, out: &mut Vec<u8>) -> Written {
    let parts = reply.parts();
    let data_name = parts.name.unwrap_or("data");
    let one = usize::from(reply.has_value());
    field(out, "dataName", data_name)?;
    field(out, "method", shown(method))?;
    field(out, "action", action(method, parts))?;
    field(out, "appVersion", env!("CARGO_PKG_VERSION"))?;
    field(out, "rowCount", &parts.rows.unwrap_or(one))?;
    if let Some(message) = &parts.message {
        field(out, "message", message)?;
    }
    for (key, more) in &parts.more {
        field::<RawValue>(out, key, more)?;
    }
    value(out, data_name, reply)?;
    list_parts(parts, out)?;
    if let Some(changed) = &parts.changed {
        field(out, "oldDataValues", &changed.0)?;
        field(out, "newDataValues", &changed.1)?;
    }
    out.push(b'}');
    Ok(())
}

fn list_parts(parts: &Parts, out: &mut Vec<u8>) -> Written {
    let Some(paging) = parts.paging else {
        return Ok(());
    };
    name(out, "paging");
    let text = format!(
        "{{\"pageNumber\":{},\"pageRowCount\":{},\"totalRowCount\":{},\"pageCount\":{}}}",
        paging.page,
        paging.per_page,
        paging.total,
        paging.pages()
    );
    out.extend_from_slice(text.as_bytes());
    field(out, "filters", &parts.filters)?;
    field::<[(); 0]>(out, "uiPermissions", &[])
}

/// `HEAD` is answered like `GET`, and the answer may be kept for both.
fn shown(method: &Method) -> &str {
    if *method == Method::HEAD {
        "GET"
    } else {
        method.as_str()
    }
}

/// A POST that says what it changed (a restoration, say) is an update.
fn action(method: &Method, parts: &Parts) -> &'static str {
    match method.as_str() {
        "POST" if parts.changed.is_none() => "create",
        "POST" | "PUT" | "PATCH" => "update",
        "DELETE" => "delete",
        _ if parts.paging.is_some() => "list",
        _ => "get",
    }
}

pub(super) fn failure(error: &Error, status: StatusCode, facts: &Facts<'_>, out: &mut Vec<u8>) -> Written {
    let nobody = error.kind() == Kind::Unauthenticated;
    if nobody && facts.route.bare {
        out.extend_from_slice(br#"{"status":"ERR","message":"No login found"}"#);
        return Ok(());
    }
    out.extend_from_slice(b"{\"result\":\"ERR\"");
    field(out, "status", &status.as_u16())?;
    match facts.route.api {
        Some(api) if nobody => field(out, "message", &format!("errMsg_{api}RequiresLogin"))?,
        _ => field(out, "message", &key(error))?,
    }
    if nobody {
        field(out, "errCode", "LoginRequired")?;
    } else {
        field(out, "errCode", &status.as_u16())?;
    }
    field(out, "date", &facts.now)?;
    field(out, "detail", error.message().text(facts.lang))?;
    out.push(b'}');
    Ok(())
}

/// The `errMsg_…` key: the documented one, or one that follows from what is wrong.
fn key(error: &Error) -> String {
    if let Some(documented) = error.key() {
        return documented.to_owned();
    }
    if let Some(field) = error.fields().first().filter(|field| !field.path.is_empty()) {
        let name = &field.path;
        return match field.rule {
            Rule::Required | Rule::TooShort(1) => format!("errMsg_{name}isRequired"),
            Rule::NotAnId => format!("errMsg_{name}isNotAValidID"),
            Rule::Type(_)
            | Rule::TooShort(_)
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
