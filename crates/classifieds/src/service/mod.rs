//! Use cases, free of HTTP.

pub(crate) mod category;
pub(crate) mod location;

use platform::{Error, Kind, Message};

/// There is no such thing, or not any more.
pub(crate) fn no_such_record() -> Error {
    let said = Message::new("Data tidak ditemukan.", "There is no such record.");
    Error::new(Kind::NotFound, "classifieds.not_found", said)
}
