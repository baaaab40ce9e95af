//! The outline of a package: its sections as they are now, with what is in them.

use papers::{Points, draw::Draw};
use platform::{Conn, Error};
use serde::{Deserialize, Serialize};

use super::store;
use crate::{Assessment, bank::package::service::package_exists};

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

impl Assessment {
    /// The sections of a package in its order, with what is in them now.
    #[platform::boxed]
    pub async fn outline_of_package(&self, package: i64) -> Result<Vec<OutlineView>, Error> {
        let find = async move |conn: &mut Conn<'_>| {
            package_exists(conn, package).await?;
            store::of_package(conn, package).await
        };
        self.0.db.read(find).await
    }
}
