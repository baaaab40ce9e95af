//! Pictures of listings as they are shown.

use accounts::AccountId;
use platform::{Timestamp, text_id};
use serde::Serialize;

use super::ListingId;

text_id! {
    /// A picture's id (UUIDv7).
    pub struct ImageId
}

/// One size of a picture.
#[derive(Debug, Clone, Serialize, schemars::JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct VariantView {
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
#[derive(Debug, Clone, Serialize, schemars::JsonSchema)]
pub struct Variants {
    /// At most 320 pixels wide and high.
    pub thumb: VariantView,
    /// At most 960.
    pub medium: VariantView,
    /// At most 1920.
    pub large: VariantView,
}

/// A picture as its listing shows it.
#[derive(Debug, Clone, Serialize, schemars::JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct ImageBrief {
    /// Id.
    pub id: ImageId,
    /// Its place, from 0.
    pub sort_order: i64,
    /// Whether it is the first.
    pub is_cover: bool,
    /// Caption.
    pub caption: Option<String>,
    /// Width of the picture that was sent, turned upright.
    pub width: i64,
    /// Height of the picture that was sent, turned upright.
    pub height: i64,
    /// Its sizes.
    pub variants: Variants,
}

/// A picture.
#[derive(Debug, Clone, Serialize, schemars::JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct ImageView {
    /// What its listing shows of it.
    #[serde(flatten)]
    pub brief: ImageBrief,
    /// Whose picture it is.
    pub listing_id: ListingId,
    /// Always `true`: a deleted picture is gone.
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
