//! Uploaded pictures.

use bytes::Bytes;
use platform::media::BlobHash;

/// A stored file.
#[derive(Clone)]
pub(crate) struct StoredFile {
    pub(crate) hash: String,
    pub(crate) content_type: String,
    pub(crate) bytes: i64,
}

/// A stored picture.
pub struct ShownPicture {
    pub(crate) hash: BlobHash,
    pub(crate) content_type: &'static str,
    pub(crate) len: u64,
}

/// A stored picture made narrower.
pub struct NarrowPicture {
    /// What tells it apart from other sizes of the same picture.
    pub(crate) name: &'static str,
    pub(crate) content_type: &'static str,
    pub(crate) bytes: Bytes,
}
