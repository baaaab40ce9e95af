//! What an outline says of a section.

use papers::{Points, draw::Draw};
use serde::{Deserialize, Serialize};

/// A section of a package, with how much is in it.
#[derive(Debug, Clone, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct OutlineView {
    /// The section.
    pub id: i64,
    pub title: String,
    /// Its details in the package.
    pub section_detail_id: i64,
    /// Its place in the package.
    pub ordinal: i64,
    /// How long it lasts there, in seconds.
    pub duration: i64,
    /// `free` or `linear`.
    pub navigation: String,
    /// Whether each participant gets the questions in another order.
    pub shuffle: bool,
    /// What is drawn of its questions for each participant; left out where all are asked.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub draws: Vec<Draw>,
    /// How many questions it has.
    pub questions: i64,
    /// What they are worth together.
    pub points: Points,
    /// How many of them lack a key that they need.
    pub without_key: i64,
    /// How many are heard with audio.
    pub with_audio: i64,
    /// How many name a file that was not uploaded yet.
    pub lacking_audio: i64,
    /// In how many packages the section is.
    pub packages: i64,
}
