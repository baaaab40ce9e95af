//! Versions of what can be edited: a change is made to the version that somebody has seen, or not at all.

use crate::error::{Error, Kind, Message, Result};

/// Which versions a change may be made to.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub enum IfMatch {
    /// Any: the caller did not say, or does not mind.
    #[default]
    Any,
    /// One of these; none fits an empty list.
    OneOf(Vec<i64>),
}

impl IfMatch {
    /// Refuses a change of a version that is not named: somebody else has changed it meanwhile.
    pub fn check(&self, version: i64) -> Result<()> {
        match self {
            Self::OneOf(named) if !named.contains(&version) => Err(changed_meanwhile()),
            Self::Any | Self::OneOf(_) => Ok(()),
        }
    }
}

/// What is changed under a version that its readers name (`If-Match`, `version`).
pub trait Versioned {
    /// Its version, which rises with every change.
    fn version(&self) -> i64;
}

/// What is to be changed has no versions, so nothing says whether it is still what the caller has seen. Changing it all the
/// same would be what the condition was to prevent.
pub fn no_versions() -> Error {
    Error::new(
        Kind::PreconditionFailed,
        "request.no_versions",
        Message::new(
            "Data ini tidak punya versi, jadi tidak ada yang diubah. Kirim lagi tanpa If-Match.",
            "This has no versions, so nothing was changed. Send it again without If-Match.",
        ),
    )
}

/// What is stored is another version than those that were named.
pub fn changed_meanwhile() -> Error {
    Error::new(
        Kind::PreconditionFailed,
        "request.version",
        Message::new(
            "Data ini sudah diubah orang lain. Muat ulang, lalu coba lagi.",
            "Somebody else has changed this meanwhile. Load it again, then try again.",
        ),
    )
}
