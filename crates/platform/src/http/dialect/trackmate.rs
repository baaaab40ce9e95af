//! TrackMate's envelope, as its document's "Error Handling" section and samples show it.

use http::StatusCode;

use super::{Facts, field, name, value};
use crate::{error::Error, http::reply::Parkable};

pub(super) fn success(reply: &dyn Parkable, out: &mut Vec<u8>) -> serde_json::Result<()> {
    let parts = reply.parts();
    out.extend_from_slice(b"{\"error\":false,\"status\":\"success\"");
    if let Some(message) = &parts.message {
        field(out, "message", message)?;
    }
    if let Some(paging) = parts.paging {
        field(out, "count", &paging.total)?;
    }
    match parts.name {
        Some(inner) => {
            name(out, "data");
            out.push(b'{');
            value(out, inner, reply)?;
            out.push(b'}');
        }
        None if reply.has_value() => value(out, "data", reply)?,
        None => {}
    }
    out.push(b'}');
    Ok(())
}

pub(super) fn failure(
    error: &Error,
    status: StatusCode,
    facts: &Facts<'_>,
    out: &mut Vec<u8>,
) -> serde_json::Result<()> {
    let ours = status.is_server_error();
    out.extend_from_slice(b"{\"error\":true");
    field(out, "status", if ours { "error" } else { "fail" })?;
    field(out, "message", error.message().text(facts.lang))?;
    if ours {
        // A string, as documented; but only the id under which the log has the rest.
        field(out, "stack", facts.request.as_str())?;
    }
    out.extend_from_slice(b",\"data\":null}");
    Ok(())
}
