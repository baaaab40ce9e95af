//! The Standard Response: `success`, `failure` for input that breaks rules, `error` for everything else.

use std::collections::BTreeMap;

use super::{Facts, attributes, field, value};
use crate::{
    error::{Error, Kind},
    http::reply::Parkable,
};

pub(super) fn success(reply: &dyn Parkable, out: &mut Vec<u8>) -> serde_json::Result<()> {
    let parts = reply.parts();
    out.extend_from_slice(b"{\"status\":\"success\"");
    value(out, "data", reply)?;
    if let Some(message) = &parts.message {
        field(out, "message", message)?;
    }
    if let Some(paging) = parts.paging {
        let text = format!(
            ",\"pagination\":{{\"total_count\":{},\"current_page\":{},\"total_pages\":{}}}",
            paging.total,
            paging.page,
            paging.pages()
        );
        out.extend_from_slice(text.as_bytes());
    }
    out.push(b'}');
    Ok(())
}

pub(super) fn failure(error: &Error, facts: &Facts<'_>, out: &mut Vec<u8>) -> serde_json::Result<()> {
    let attributes = attributes(error, facts.lang);
    let message = error.message().text(facts.lang);
    if matches!(error.kind(), Kind::Invalid | Kind::Conflict) {
        let data: BTreeMap<&str, &[String]> = attributes
            .iter()
            .map(|attribute| (attribute.attribute_name, attribute.messages.as_slice()))
            .collect();
        out.extend_from_slice(b"{\"status\":\"failure\"");
        field(out, "data", &data)?;
    } else {
        out.extend_from_slice(b"{\"status\":\"error\"");
    }
    field(out, "message", message)?;
    field(out, "errors", &attributes)?;
    field(out, "code", error.code())?;
    out.push(b'}');
    Ok(())
}
