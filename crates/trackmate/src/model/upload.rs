//! Uploaded pictures.

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
