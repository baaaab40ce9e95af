//! What a request asks to see of a list that is searched and paged, and which version of a thing a form changes.

use http::StatusCode;
use pages_kit::{Answer, Fields, Paged};
use platform::{Error, Kind, version::IfMatch};

/// Words and a page, as addresses of lists have them.
pub(crate) struct Asked {
    pub(crate) query: String,
    pub(crate) at: i64,
}

impl Asked {
    pub(crate) fn of(query: Option<String>, paged: &Paged) -> Self {
        let fields = Fields::read(query.unwrap_or_default().as_bytes());
        Self {
            query: fields.get("q").trim().to_owned(),
            at: paged.read(&fields),
        }
    }

    /// Where another page of the same list is.
    pub(crate) fn way(&self, list: &str, page: i64) -> String {
        let mut written = form_urlencoded::Serializer::new(String::new());
        if !self.query.is_empty() {
            written.append_pair("q", &self.query);
        }
        format!("{list}?{}", written.append_pair("hal", &page.to_string()).finish())
    }
}

/// The hidden field with the version that a form's reader has seen.
pub(crate) const SEEN: &str = "_versi";

/// The version that a form's reader has seen, as a hidden field says it; none fits a form that does not say it.
pub(crate) fn seen(fields: &Fields, field: &str) -> IfMatch {
    IfMatch::OneOf(fields.get(field).parse::<i64>().into_iter().collect())
}

/// A page with a form that was refused: 412 where others were first, else 422.
pub(crate) fn refused(page: Answer, error: &Error) -> Answer {
    page.status(match error.kind() {
        Kind::PreconditionFailed => StatusCode::PRECONDITION_FAILED,
        _ => StatusCode::UNPROCESSABLE_ENTITY,
    })
}
