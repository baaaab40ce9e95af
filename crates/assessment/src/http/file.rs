//! Files that are for whoever may see them, and for no store between.

use axum::response::Response;
use http::{HeaderMap, Method};
use platform::{
    Error,
    http::range::{self, FileFacts},
    media::Piece,
};

use crate::Assessment;

/// For nobody's store but the reader's own, which asks each time whether it still is what the address means.
pub(crate) const ASKED_EACH_TIME: &str = "private, no-cache";
/// For no store at all.
pub(crate) const KEPT_NOWHERE: &str = "private, no-store";

/// A file that a browser shows or plays.
pub(crate) struct Shown<'a> {
    pub(crate) piece: Piece,
    pub(crate) content_type: &'static str,
    /// The name under which a browser saves it.
    pub(crate) name: &'a str,
    /// Its `Cache-Control`.
    pub(crate) cache: &'static str,
}

impl Shown<'_> {
    /// The file, whole or in part, as it is asked for.
    pub(crate) async fn serve(
        &self,
        assessment: &Assessment,
        method: &Method,
        headers: &HeaderMap,
    ) -> Result<Response, Error> {
        let (hash, len) = self.piece;
        let facts = FileFacts {
            content_type: self.content_type,
            len,
            name: self.name,
            inline: true,
            cache: self.cache,
        };
        range::serve(assessment.media(), &hash, &facts, method, headers).await
    }
}
