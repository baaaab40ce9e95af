//! What exams keep, and what room is left for more.

use platform::{Conn, Error};
use serde::{Deserialize, Serialize};

use super::store::{self, Kept};
use crate::Assessment;

/// Files of a kind.
#[derive(Debug, Clone, Copy, Serialize, Deserialize, schemars::JsonSchema)]
#[schemars(rename = "KeptFilesView")]
pub struct KeptView {
    /// How many.
    pub count: i64,
    /// How large they are together.
    pub bytes: i64,
}

impl From<Kept> for KeptView {
    fn from(kept: Kept) -> Self {
        Self {
            count: kept.count,
            bytes: kept.bytes,
        }
    }
}

/// What lies on the disk.
#[derive(Debug, Clone, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct StorageView {
    /// Audio of packages.
    pub audio: KeptView,
    /// Pictures of packages.
    pub pictures: KeptView,
    /// What participants said.
    pub spoken_answers: KeptView,
    /// Cameras and screens, with the pieces that they came in.
    pub recordings: KeptView,
    /// The database, whosever the rows are.
    pub database_bytes: u64,
    /// What is free where files are kept; `null` where nobody can say.
    pub free_bytes: Option<u64>,
    /// What recordings leave free for answers: with less, they are refused.
    pub reserved_bytes: u64,
}

impl Assessment {
    /// What exams keep, and what room is left.
    #[platform::boxed]
    pub async fn storage(&self) -> Result<StorageView, Error> {
        let find = async |conn: &mut Conn<'_>| store::kept(conn).await;
        let [audio, pictures, spoken, recordings] = self.0.db.read(find).await?;
        Ok(StorageView {
            audio: audio.into(),
            pictures: pictures.into(),
            spoken_answers: spoken.into(),
            recordings: recordings.into(),
            database_bytes: self.0.db.bytes().await?,
            free_bytes: self.media().free_space().await?,
            reserved_bytes: self.0.options.video_reserve,
        })
    }
}
