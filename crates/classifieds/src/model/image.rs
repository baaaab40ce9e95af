//! Pictures of listings as they are shown.

use accounts::AccountId;
use platform::{
    Timestamp,
    media::{BlobHash, ImageType, Received},
    text_id,
    version::Versioned,
};
use serde::{Deserialize, Serialize};

use super::listing::ListingId;

text_id! {
    /// A picture's id (UUIDv7).
    pub struct ImageId
}

/// One size of a picture.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct Variant {
    /// Where it is, on this server.
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

/// The sizes of a picture. None is larger than the picture that was sent.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
pub struct Variants {
    /// At most 320 pixels wide and high.
    pub thumb: Variant,
    /// At most 960.
    pub medium: Variant,
    /// At most 1920.
    pub large: Variant,
}

/// A picture.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct Image {
    pub id: ImageId,
    /// Whose picture it is.
    pub listing_id: ListingId,
    /// Its place, from 0.
    pub sort_order: i64,
    /// Whether it is the first.
    pub is_cover: bool,
    pub caption: Option<String>,
    /// Width of the picture that was sent, turned upright.
    pub width: i64,
    /// Height of the picture that was sent, turned upright.
    pub height: i64,
    /// Its sizes.
    pub variants: Variants,
    /// `false` once deleted, which only the event of it tells: a deleted picture is gone.
    pub is_active: bool,
    /// 1, and one more with each update.
    pub record_version: i64,
    /// When it was sent.
    pub created_at: Timestamp,
    /// When it was last updated.
    pub updated_at: Timestamp,
    /// Who sent it.
    #[serde(rename = "_owner")]
    pub owner: AccountId,
}

impl Image {
    /// The same at another place, or with another caption, updated now if that is another one.
    pub(crate) fn place_at(&self, sort_order: i64, caption: Option<String>, now: Timestamp) -> Self {
        let mut image = Self {
            sort_order,
            is_cover: sort_order == 0,
            caption,
            ..self.clone()
        };
        if image != *self {
            image.record_version += 1;
            image.updated_at = now;
        }
        image
    }

    /// As its listing shows it.
    pub(crate) fn brief(&self) -> ImageBrief<'_> {
        ImageBrief {
            id: &self.id,
            sort_order: self.sort_order,
            is_cover: self.is_cover,
            caption: self.caption.as_deref(),
            width: self.width,
            height: self.height,
            variants: &self.variants,
        }
    }
}

/// A picture as its listing shows it.
#[derive(Debug, Serialize, schemars::JsonSchema)]
#[serde(rename_all = "camelCase")]
pub(crate) struct ImageBrief<'i> {
    id: &'i ImageId,
    /// Its place, from 0.
    sort_order: i64,
    /// Whether it is the first.
    is_cover: bool,
    caption: Option<&'i str>,
    /// Width of the picture that was sent, turned upright.
    width: i64,
    /// Height of the picture that was sent, turned upright.
    height: i64,
    variants: &'i Variants,
}

/// A picture that has arrived.
pub struct ArrivedImage {
    /// The bytes, in a file of their own until they are kept.
    pub received: Received,
    /// What its first bytes say it is.
    pub kind: ImageType,
}

/// A size of a picture, ready to be served.
pub struct ShownImage {
    /// Where its bytes are.
    pub hash: BlobHash,
    /// MIME type.
    pub content_type: &'static str,
    /// In bytes.
    pub len: u64,
    /// Whether everybody may see it.
    pub public: bool,
}

/// One size of a picture as it is stored.
#[derive(Debug, Clone)]
pub(crate) struct ImageBlob {
    /// Its name among the sizes.
    pub(crate) name: &'static str,
    pub(crate) hash: BlobHash,
    pub(crate) content_type: &'static str,
    pub(crate) bytes: i64,
    pub(crate) width: i64,
    pub(crate) height: i64,
}

/// A stored size of a picture, and what decides who may see it.
#[derive(Debug, Clone)]
pub(crate) struct ImageFile {
    pub(crate) hash: String,
    pub(crate) content_type: String,
    pub(crate) bytes: i64,
    /// Of the listing.
    pub(crate) owner: String,
    /// Whether the listing is there.
    pub(crate) active: bool,
    /// Whether everybody sees the listing until it expires.
    pub(crate) shown: bool,
    /// When the listing expires.
    pub(crate) expires_at: Timestamp,
}

impl Versioned for Image {
    fn version(&self) -> i64 {
        self.record_version
    }
}
