//! `balai backup`.
//!
//! In a backup's folder, each backup has one of its own named by its time, with the database as one SQLite file, whatever the
//! engine, and what it must amount to; all share the files, which are named by their content.
//!
//! Invariant: a backup appears under its name once it is whole.

use std::{
    fs::{self, DirBuilder, File},
    io,
    os::unix::fs::{DirBuilderExt as _, PermissionsExt as _},
    path::{Path, PathBuf},
};

use clap::Args;
use platform::{
    Clock, Error, Kind, Timestamp,
    db::{
        Location,
        copy::{self, CopiedTables},
    },
};
use serde::{Deserialize, Serialize};

use super::{
    media::{copy_all, refuse_same},
    output,
};
use crate::{advice::advise, media::MediaPlace, settings::Settings, wiring};

pub(super) const DATABASE: &str = "balai.db";
pub(super) const MANIFEST: &str = "manifest.json";
pub(super) const MEDIA: &str = "media";

#[derive(Args)]
pub(super) struct Backup {
    /// Folder of the backups; it is made if it is not there
    folder: PathBuf,
    /// Copy the secret keys as well, to this file: best on another medium than the backups
    #[arg(long, value_name = "FILE")]
    keys_copy: Option<PathBuf>,
}

/// What a backup must amount to.
#[derive(Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Manifest {
    program: String,
    made_at: Timestamp,
    /// Of which engine the rows were; of PostgreSQL there are no indexes of words.
    pub(super) engine: Engine,
    pub(super) tables: CopiedTables,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(super) enum Engine {
    Sqlite,
    Postgres,
}

pub(super) fn engine_of(location: &Location) -> Engine {
    match location {
        Location::Sqlite(_) => Engine::Sqlite,
        Location::Postgres(_) => Engine::Postgres,
    }
}

pub(super) fn refused(code: &'static str, said: String) -> Error {
    Error::new(Kind::Conflict, code, said)
}

/// A folder or file cannot be used; told with its name and with what to do.
pub(super) fn unusable(path: &Path, cause: io::Error) -> Error {
    let said = format!("{}: {}", path.display(), advise(&cause));
    Error::new(Kind::Invalid, "backup.unusable", said).caused_by(cause)
}

pub(super) fn make_private(folder: &Path) -> Result<(), Error> {
    let made = DirBuilder::new().recursive(true).mode(0o700).create(folder);
    made.map_err(|cause| unusable(folder, cause))
}

pub(super) fn sync(path: &Path) -> Result<(), Error> {
    let synced = File::open(path).and_then(|file| file.sync_all());
    synced.map_err(|cause| unusable(path, cause))
}

/// `2026-11-30T17-05-00Z`: in the order of time, and a name on every file system.
fn name_of(now: Timestamp) -> String {
    let text = now.to_string();
    let (seconds, _) = text.split_once('.').unwrap_or((text.trim_end_matches('Z'), ""));
    format!("{}Z", seconds.replace(':', "-"))
}

/// A name that no backup has: two may be made within a second.
fn free_name(folder: &Path, now: Timestamp) -> String {
    let name = name_of(now);
    let others = (2..).map(|number| format!("{name}-{number}"));
    let mut names = std::iter::once(name.clone()).chain(others);
    names.find(|name| !folder.join(name).exists()).unwrap_or(name)
}

pub(super) async fn backup(settings: &Settings, asked: Backup) -> Result<(), Error> {
    if let Location::Sqlite(path) = &settings.database
        && !path.exists()
    {
        return Err(refused(
            "backup.nothing",
            format!("there is no database at {}", settings.database),
        ));
    }
    let now = Clock::system().now();
    let folder = asked.folder;
    make_private(&folder)?;
    let name = free_name(&folder, now);
    let (from, to) = (settings.media_place()?, MediaPlace::Folder(folder.join(MEDIA)));
    refuse_same(&from, &to).await?;
    // Files first, so that those are here which somebody deletes while the rows are copied; then those that came meanwhile.
    let mut files = copy_all(&from, &to).await?;
    let part = folder.join(format!(".{name}.part"));
    make_private(&part)?;
    let made = write_rows(settings, &part, now).await;
    let manifest = match made {
        Ok(manifest) => manifest,
        Err(error) => {
            // What cannot be removed has a name that nobody takes for a backup.
            drop(fs::remove_dir_all(&part));
            return Err(error);
        }
    };
    let late = copy_all(&from, &to).await?;
    files.files += late.files;
    files.bytes += late.bytes;
    let whole = folder.join(&name);
    fs::rename(&part, &whole).map_err(|cause| unusable(&whole, cause))?;
    sync(&folder)?;
    let rows: u64 = manifest.tables.values().map(|sum| sum.rows).sum();
    output::line(&format!(
        "{}: {} tables with {rows} rows.",
        whole.display(),
        manifest.tables.len()
    ));
    output::line(&files.told());
    tell_keys(settings, asked.keys_copy.as_deref())?;
    files.refuse_damaged()
}

async fn write_rows(settings: &Settings, part: &Path, now: Timestamp) -> Result<Manifest, Error> {
    let file = part.join(DATABASE);
    let tables = copy::snapshot(&settings.database, &file, &wiring::migrations()).await?;
    let private = fs::set_permissions(&file, fs::Permissions::from_mode(0o600));
    private.map_err(|cause| unusable(&file, cause))?;
    let manifest = Manifest {
        program: env!("CARGO_PKG_VERSION").to_owned(),
        made_at: now,
        engine: engine_of(&settings.database),
        tables,
    };
    let path = part.join(MANIFEST);
    let text = serde_json::to_vec_pretty(&manifest).map_err(Error::internal)?;
    fs::write(&path, text).map_err(|cause| unusable(&path, cause))?;
    for path in [&file, &path, part] {
        sync(path)?;
    }
    Ok(manifest)
}

/// Keys are apart from what they lock: who has a backup alone can sign nothing.
fn tell_keys(settings: &Settings, copy: Option<&Path>) -> Result<(), Error> {
    let keys = settings.keys.display();
    let Some(copy) = copy else {
        output::line(&format!(
            "Not in it: the secret keys in {keys}. Keep a copy elsewhere (--keys-copy FILE): without them everybody logs in anew."
        ));
        return Ok(());
    };
    let copied =
        fs::copy(&settings.keys, copy).and_then(|_| fs::set_permissions(copy, fs::Permissions::from_mode(0o600)));
    copied.map_err(|cause| unusable(copy, cause))?;
    sync(copy)?;
    output::line(&format!("Secret keys: {}", copy.display()));
    Ok(())
}
