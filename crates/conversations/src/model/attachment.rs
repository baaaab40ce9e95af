//! Pictures that come with messages, as they are stored and as they are shown.

use accounts::AccountId;
use platform::{
    media::{BlobHash, ImageType, Received},
    text_id,
};
use serde::{Deserialize, Serialize};

text_id! {
    /// The id of a picture that comes with a message (UUIDv7).
    pub struct AttachmentId
}

/// A picture of a message, for those who may read that.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
pub struct Attachment {
    pub id: AttachmentId,
    /// Width of the picture that was sent, turned upright.
    pub width: i64,
    /// Height of the picture that was sent, turned upright.
    pub height: i64,
    /// Its sizes.
    pub variants: AttachmentVariants,
}

/// The sizes of a picture. None is larger than the picture that was sent.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
pub struct AttachmentVariants {
    /// At most 320 pixels wide and high.
    pub thumb: AttachmentVariant,
    /// At most 960.
    pub medium: AttachmentVariant,
    /// At most 1920.
    pub large: AttachmentVariant,
}

/// One size of a picture.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct AttachmentVariant {
    /// Where it is, on this server, for those who may read the message.
    pub url: String,
    /// `image/jpeg`, or `image/png` where something is transparent.
    pub content_type: String,
    /// Width in pixels.
    pub width: i64,
    /// Height in pixels.
    pub height: i64,
    /// Length in bytes.
    pub bytes: i64,
}

/// A picture that has arrived.
pub struct ArrivedAttachment {
    /// The bytes, in a file of their own until they are kept.
    pub(crate) received: Received,
    /// What its first bytes say it is.
    pub(crate) kind: ImageType,
}

/// A size of a picture, ready to be served to whoever asked.
pub(crate) struct ShownAttachment {
    pub(crate) hash: BlobHash,
    pub(crate) content_type: &'static str,
    /// In bytes.
    pub(crate) len: u64,
}

/// One size of a picture as it is stored.
#[derive(Debug, Clone)]
pub(crate) struct AttachmentBlob {
    /// Its name among the sizes.
    pub(crate) name: &'static str,
    pub(crate) hash: BlobHash,
    pub(crate) content_type: &'static str,
    pub(crate) bytes: i64,
}

/// A stored size of a picture, and what decides who may see it.
#[derive(Debug, Clone)]
pub(crate) struct AttachmentFile {
    pub(crate) hash: String,
    pub(crate) content_type: String,
    pub(crate) bytes: i64,
    /// Who sent it, or is about to.
    pub(crate) owner: AccountId,
    /// The message that it came with.
    pub(crate) sent: Option<SentWith>,
}

/// What matters of the message that a picture came with.
#[derive(Debug, Clone)]
pub(crate) struct SentWith {
    /// Sequence number of its thread.
    pub(crate) thread: i64,
    pub(crate) participants: [AccountId; 2],
    pub(crate) is_deleted: bool,
}
