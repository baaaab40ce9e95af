//! Where sound files are played, and what they take.

use std::collections::{BTreeSet, HashMap};

use platform::{Conn, Error};
use serde::Serialize;

use super::{AUDIO, store};
use crate::{Assessment, bank::audio::store::uses, failures::not_found};

/// A question that plays a sound file.
#[derive(Debug, Clone, Serialize, schemars::JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct AudioUse {
    /// The question.
    pub id: i64,
    pub package_id: i64,
    pub package_title: String,
}

/// What all sound files take.
#[derive(Debug, Clone, Copy, Serialize, schemars::JsonSchema)]
pub struct AudioTotals {
    /// How many there are.
    pub files: i64,
    /// Together, in bytes.
    pub bytes: i64,
    /// How many of them no question plays; a published version may still.
    pub unused: i64,
}

impl Assessment {
    /// The questions that play a sound file, a thousand at most; not found if there is no such file.
    #[platform::boxed]
    pub async fn audio_uses(&self, id: i64) -> Result<Vec<AudioUse>, Error> {
        let find = async move |conn: &mut Conn<'_>| {
            store::by_id(conn, id).await?.ok_or_else(|| not_found(AUDIO))?;
            uses::of(conn, id).await
        };
        let found = self.0.db.read(find).await?.into_iter();
        Ok(found
            .map(|(id, package_id, package_title)| AudioUse {
                id,
                package_id,
                package_title,
            })
            .collect())
    }

    /// How many questions play each of some sound files.
    #[platform::boxed]
    pub async fn audio_use_counts(&self, files: BTreeSet<i64>) -> Result<HashMap<i64, i64>, Error> {
        let find = async move |conn: &mut Conn<'_>| uses::counts(conn, &files).await;
        Ok(self.0.db.read(find).await?.into_iter().collect())
    }

    /// What all sound files take.
    #[platform::boxed]
    pub async fn audio_totals(&self) -> Result<AudioTotals, Error> {
        let find = async |conn: &mut Conn<'_>| uses::totals(conn).await;
        let [files, bytes, unused] = self.0.db.read(find).await?;
        Ok(AudioTotals { files, bytes, unused })
    }
}
