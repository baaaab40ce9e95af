//! Backups: made, chosen, proved, and deleted when there are newer ones.
//!
//! In a backup's folder, each backup has one of its own named by its time, with the database as one SQLite file, whatever the
//! engine, and what it must amount to; all share the files, which are named by their content.
//!
//! Invariants: a backup appears under its name once it is whole; what is brought back is compared with what was noted when it was
//! made; one that was proved is not deleted for one that was not.

mod choose;
mod keeper;
mod make;
mod prove;

use std::{
    fs::{DirBuilder, File},
    io,
    os::unix::fs::DirBuilderExt as _,
    path::Path,
};

use platform::{
    Error, Kind, Timestamp,
    db::{Location, copy::CopiedTables},
};
use serde::{Deserialize, Serialize};

pub(crate) use self::{
    choose::{Chosen, choose, names_of},
    keeper::{BackupState, Doing, Keeper},
    make::make,
    prove::{Proof, missing_files, prove, refuse_missing},
};
use crate::advice::advise;

pub(crate) const DATABASE: &str = "balai.db";
pub(crate) const MANIFEST: &str = "manifest.json";
pub(crate) const MEDIA: &str = "media";

/// What a backup must amount to.
#[derive(Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Manifest {
    program: String,
    pub(crate) made_at: Timestamp,
    /// Of which engine the rows were; of PostgreSQL there are no indexes of words.
    pub(crate) engine: Engine,
    pub(crate) tables: CopiedTables,
}

impl Manifest {
    /// How many rows all tables have.
    pub(crate) fn rows(&self) -> u64 {
        self.tables.values().map(|sum| sum.rows).sum()
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(crate) enum Engine {
    Sqlite,
    Postgres,
}

pub(crate) fn engine_of(location: &Location) -> Engine {
    match location {
        Location::Sqlite(_) => Engine::Sqlite,
        Location::Postgres(_) => Engine::Postgres,
    }
}

pub(crate) fn refused(code: &'static str, said: String) -> Error {
    Error::new(Kind::Conflict, code, said)
}

/// A folder or file cannot be used; told with its name and with what to do.
pub(crate) fn unusable(path: &Path, cause: io::Error) -> Error {
    let said = format!("{}: {}", path.display(), advise(&cause));
    Error::new(Kind::Invalid, "backup.unusable", said).caused_by(cause)
}

pub(crate) fn make_private(folder: &Path) -> Result<(), Error> {
    let made = DirBuilder::new().recursive(true).mode(0o700).create(folder);
    made.map_err(|cause| unusable(folder, cause))
}

pub(crate) fn sync(path: &Path) -> Result<(), Error> {
    let synced = File::open(path).and_then(|file| file.sync_all());
    synced.map_err(|cause| unusable(path, cause))
}
