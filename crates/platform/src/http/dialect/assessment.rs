//! The exam system's envelope: bare JSON; pages where its document prints `metadata`.

use super::{Facts, attributes, field, value};
use crate::{error::Error, http::reply::Parkable};

pub(super) fn success(reply: &dyn Parkable, out: &mut Vec<u8>) -> serde_json::Result<()> {
    let parts = reply.parts();
    if let Some(paging) = parts.paging.filter(|_| !parts.bare) {
        out.push(b'{');
        let metadata = format!(
            "{{\"totalItems\":{},\"currentPage\":{},\"itemsPerPage\":{}}}",
            paging.total, paging.page, paging.per_page
        );
        super::name(out, "metadata");
        out.extend_from_slice(metadata.as_bytes());
        value(out, "data", reply)?;
        out.push(b'}');
        return Ok(());
    }
    if reply.has_value() {
        return reply.write(out);
    }
    out.push(b'{');
    field(out, "message", parts.message.as_deref().unwrap_or("OK"))?;
    out.push(b'}');
    Ok(())
}

pub(super) fn failure(error: &Error, facts: &Facts<'_>, out: &mut Vec<u8>) -> serde_json::Result<()> {
    out.push(b'{');
    field(out, "message", error.message().text(facts.lang))?;
    if !error.fields().is_empty() {
        field(out, "errors", &attributes(error, facts.lang))?;
    }
    let own = |name: &str| matches!(name, "message" | "errors");
    for (name, value) in error.detail().iter().filter(|(name, _)| !own(name)) {
        field(out, name, value)?;
    }
    out.push(b'}');
    Ok(())
}
