//! Proving a backup: it is brought back into a folder that goes away again, and everything is read that its rows name.

use std::{fs, path::Path};

use futures_util::TryStreamExt as _;
use platform::{
    Clock, Db, Error, Lang, Timestamp,
    db::{Location, Options},
    events::Bus,
    media::{BlobHash, compare, is_whole},
};
use serde::{Deserialize, Serialize};

use super::{Chosen, DATABASE, refused, unusable};
use crate::{
    media::{MediaPlace, copying::Watch},
    wiring,
};

/// Names of files that are told.
const TOLD: usize = 20;
/// Where what came of it is noted, beside the manifest.
const PROOF: &str = "proof.json";

/// What came of proving a backup.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Proof {
    pub(crate) at: Timestamp,
    /// Files that were read, each with the content that its name says.
    pub(crate) files: u64,
    /// What is wrong with it; `None` if it came back with everything.
    pub(crate) error: Option<String>,
}

impl Proof {
    /// What came of proving the backup in a folder, if anybody did.
    pub(crate) fn read(folder: &Path) -> Option<Self> {
        let text = fs::read(folder.join(PROOF)).ok()?;
        serde_json::from_slice(&text).ok()
    }

    /// Notes it. A folder that is only read keeps no notes, and what was proved is proved all the same.
    fn keep(&self, folder: &Path) {
        let kept = serde_json::to_vec_pretty(self)
            .map_err(std::io::Error::other)
            .and_then(|text| fs::write(folder.join(PROOF), text));
        if let Err(cause) = kept {
            tracing::warn!(%cause, folder = %folder.display(), "what came of proving a backup was not noted");
        }
    }
}

/// Brings a backup back, compares all of it, reads every file, and notes what came of that beside it.
pub(crate) async fn prove(chosen: &Chosen, folder: &Path, at: Timestamp, watch: Watch) -> Result<Proof, Error> {
    let tried = attempt(chosen, folder, watch).await;
    let proof = Proof {
        at,
        files: *tried.as_ref().unwrap_or(&0),
        error: tried
            .as_ref()
            .err()
            .map(|error| error.message().text(Lang::En).to_owned()),
    };
    proof.keep(&chosen.folder);
    tried.map(|_| proof)
}

async fn attempt(chosen: &Chosen, folder: &Path, watch: Watch) -> Result<u64, Error> {
    let scratch = tempfile::Builder::new().prefix(".drill-").tempdir_in(folder);
    let scratch = scratch.map_err(|cause| unusable(folder, cause))?;
    let unpacked = chosen.unpack(&scratch.path().join(DATABASE)).await?;
    let missing = missing_files(&unpacked, &chosen.media).await?;
    let (files, damaged) = read_files(&chosen.media, watch).await?;
    refuse_missing(&missing)?;
    if damaged.is_empty() {
        return Ok(files);
    }
    let said = format!("files of the backup are damaged: {}", first(&damaged));
    Err(refused("restore.damaged_files", said))
}

/// Files that rows name and that are not there.
pub(crate) async fn missing_files(database: &Location, media: &MediaPlace) -> Result<Vec<String>, Error> {
    let db = Db::open(database, Options::default(), Clock::system(), Bus::new()).await?;
    let mut missing = Vec::new();
    for (module, kept) in wiring::modules_with_files() {
        let compared = compare(&db, &*media.store(&kept), &kept, Clock::system().now()).await?;
        missing.extend(compared.missing.iter().map(|name| format!("{module}/{name}")));
    }
    db.close().await;
    Ok(missing)
}

/// Refuses what lacks files.
pub(crate) fn refuse_missing(missing: &[String]) -> Result<(), Error> {
    if missing.is_empty() {
        return Ok(());
    }
    let said = format!(
        "{} files that rows name are not in the backup: {}",
        missing.len(),
        first(missing)
    );
    Err(refused("restore.missing_files", said))
}

fn first(names: &[String]) -> String {
    let more = if names.len() > TOLD { ", …" } else { "" };
    let some: Vec<&str> = names.iter().take(TOLD).map(String::as_str).collect();
    format!("{}{more}", some.join(", "))
}

/// Reads all files; answers how many are whole, and which are not.
async fn read_files(media: &MediaPlace, watch: Watch) -> Result<(u64, Vec<String>), Error> {
    let (mut whole, mut damaged) = (0, Vec::new());
    for (module, kept) in wiring::modules_with_files() {
        let files = media.store(&kept);
        let hashes: Vec<BlobHash> = files.list().map_ok(|found| found.hash).try_collect().await?;
        let bar = watch(module);
        bar.set_length(hashes.len() as u64);
        for hash in hashes {
            bar.inc(1);
            if is_whole(&*files, &hash).await? {
                whole += 1;
            } else {
                damaged.push(format!("{module}/{hash}"));
            }
        }
        bar.finish_and_clear();
    }
    Ok((whole, damaged))
}
