//! `balai restore`: a backup brought back, or tried.
//!
//! Invariants: what is restored is compared with what was noted when it was made; a database that is there is never overwritten.

use std::{
    fs,
    os::unix::fs::PermissionsExt as _,
    path::{Path, PathBuf},
};

use clap::Args;
use futures_util::TryStreamExt as _;
use platform::{
    Clock, Db, Error, Kind,
    db::{
        Location, Options,
        copy::{self, TableSum},
    },
    events::Bus,
    media::{BlobHash, compare, is_whole},
};

use super::{
    backup::{DATABASE, Engine, MANIFEST, MEDIA, Manifest, engine_of, make_private, refused, sync, unusable},
    database,
    media::copy_all,
    output,
};
use crate::{media::MediaPlace, serving_lock::ServingLock, settings::Settings, wiring};

/// Names of files that are told.
const TOLD: usize = 20;

#[derive(Args)]
pub(super) struct Restore {
    /// Folder of the backups
    folder: PathBuf,
    /// Which one, by the name of its folder [default: the newest]
    #[arg(long, value_name = "NAME")]
    backup: Option<String>,
    /// Only try it: bring the backup back into a folder that is removed afterwards, compare all of it, and say what came of it
    #[arg(long)]
    drill: bool,
}

/// The names of whole backups, oldest first.
fn names_of(folder: &Path) -> Result<Vec<String>, Error> {
    let entries = fs::read_dir(folder).map_err(|cause| unusable(folder, cause))?;
    let mut names = Vec::new();
    for entry in entries {
        let entry = entry.map_err(|cause| unusable(folder, cause))?;
        let name = entry.file_name().to_string_lossy().into_owned();
        if !name.starts_with('.') && entry.path().join(MANIFEST).exists() {
            names.push(name);
        }
    }
    names.sort_unstable();
    Ok(names)
}

/// A backup that was chosen.
struct Chosen {
    name: String,
    folder: PathBuf,
    manifest: Manifest,
    media: MediaPlace,
}

fn choose(folder: &Path, wanted: Option<String>) -> Result<Chosen, Error> {
    let names = names_of(folder)?;
    let name = match wanted {
        Some(wanted) => names.iter().find(|name| **name == wanted),
        None => names.last(),
    };
    let there = || {
        let all = if names.is_empty() {
            "none".to_owned()
        } else {
            names.join(", ")
        };
        refused(
            "restore.no_backup",
            format!("no such backup in {}; there are: {all}", folder.display()),
        )
    };
    let name = name.ok_or_else(there)?.clone();
    let path = folder.join(&name).join(MANIFEST);
    let text = fs::read(&path).map_err(|cause| unusable(&path, cause))?;
    let manifest = serde_json::from_slice(&text).map_err(|cause| {
        let said = format!("{} cannot be read: {cause}", path.display());
        Error::new(Kind::Invalid, "restore.manifest", said)
    })?;
    Ok(Chosen {
        folder: folder.join(&name),
        media: MediaPlace::Folder(folder.join(MEDIA)),
        name,
        manifest,
    })
}

impl Chosen {
    /// The rows in a file of their own, compared with what was noted, and brought up to date. Answers where they are.
    async fn unpack(&self, file: &Path) -> Result<Location, Error> {
        let stored = self.folder.join(DATABASE);
        fs::copy(&stored, file).map_err(|cause| unusable(&stored, cause))?;
        let private = fs::set_permissions(file, fs::Permissions::from_mode(0o600));
        private.map_err(|cause| unusable(file, cause))?;
        let unpacked = Location::Sqlite(file.to_owned());
        let found = copy::measure(&unpacked).await?;
        let differs = |(table, sum): &(&String, &TableSum)| found.get(*table) != Some(*sum);
        let damaged: Vec<&str> = self
            .manifest
            .tables
            .iter()
            .filter(differs)
            .map(|(table, _)| table.as_str())
            .collect();
        if !damaged.is_empty() || found.len() != self.manifest.tables.len() {
            let said = format!(
                "the backup {} is damaged: its tables are not what was noted when it was made ({}): take another one",
                self.name,
                damaged.join(", ")
            );
            return Err(refused("restore.damaged", said));
        }
        let db = Db::open(&unpacked, Options::default(), Clock::system(), Bus::new()).await?;
        let migrated = db.migrate(&wiring::migrations()).await;
        db.close().await;
        migrated?;
        Ok(unpacked)
    }

    fn told(&self) -> String {
        let rows: u64 = self.manifest.tables.values().map(|sum| sum.rows).sum();
        format!(
            "{}: {} tables with {rows} rows, as they were noted.",
            self.name,
            self.manifest.tables.len()
        )
    }
}

pub(super) async fn restore(settings: &Settings, asked: Restore) -> Result<(), Error> {
    let chosen = choose(&asked.folder, asked.backup)?;
    if asked.drill {
        return drill(&chosen, &asked.folder).await;
    }
    if let Location::Sqlite(path) = &settings.database
        && path.exists()
    {
        let said = format!(
            "{} is there already: move it away first, or name another --database",
            settings.database
        );
        return Err(refused("restore.exists", said));
    }
    make_private(&settings.data)?;
    let _lock = ServingLock::take(&settings.database)?;
    let scratch = scratch_of(settings, &chosen.name);
    let restored = restore_rows(settings, &chosen, &scratch).await;
    remove_database(&scratch);
    restored?;
    output::line(&chosen.told());
    let files = copy_all(&chosen.media, &settings.media_place()?).await?;
    output::line(&files.told());
    if chosen.manifest.engine != Engine::Sqlite || engine_of(&settings.database) != Engine::Sqlite {
        database::rebuild_search(settings, &settings.database).await?;
    }
    let missing = missing_files(&settings.database, &settings.media_place()?).await?;
    files.refuse_damaged()?;
    refuse_missing(&missing)?;
    if !settings.keys.exists() {
        output::line(&format!(
            "Put the secret keys back at {} (mode 0600) before the first start; without them everybody logs in anew.",
            settings.keys.display()
        ));
    }
    Ok(())
}

/// Where rows are unpacked: beside the file that they become, on its own disk.
fn scratch_of(settings: &Settings, name: &str) -> PathBuf {
    let file = format!("restoring-{name}.db");
    match &settings.database {
        Location::Sqlite(path) => path.with_file_name(file),
        Location::Postgres(_) => settings.data.join(file),
    }
}

async fn restore_rows(settings: &Settings, chosen: &Chosen, scratch: &Path) -> Result<(), Error> {
    let unpacked = chosen.unpack(scratch).await?;
    match &settings.database {
        Location::Sqlite(path) => {
            fs::rename(scratch, path).map_err(|cause| unusable(path, cause))?;
            sync(path)
        }
        Location::Postgres(_) => database::copy_database(&unpacked, &settings.database).await,
    }
}

/// A SQLite file and what is beside it.
fn remove_database(file: &Path) {
    for end in ["", "-wal", "-shm", ".lock"] {
        // What is not there is what is wanted.
        drop(fs::remove_file(format!("{}{end}", file.display())));
    }
}

/// Brings a backup back into a folder that goes away again, and reads everything that its rows name.
async fn drill(chosen: &Chosen, folder: &Path) -> Result<(), Error> {
    let scratch = tempfile::Builder::new().prefix(".drill-").tempdir_in(folder);
    let scratch = scratch.map_err(|cause| unusable(folder, cause))?;
    let unpacked = chosen.unpack(&scratch.path().join(DATABASE)).await?;
    output::line(&chosen.told());
    let missing = missing_files(&unpacked, &chosen.media).await?;
    let (files, damaged) = read_files(&chosen.media).await?;
    output::line(&format!(
        "{files} files read, each with the content that its name says."
    ));
    refuse_missing(&missing)?;
    if damaged.is_empty() {
        return Ok(());
    }
    let said = format!("files of the backup are damaged: {}", first(&damaged));
    Err(refused("restore.damaged_files", said))
}

/// Files that rows name and that are not there.
async fn missing_files(database: &Location, media: &MediaPlace) -> Result<Vec<String>, Error> {
    let db = Db::open(database, Options::default(), Clock::system(), Bus::new()).await?;
    let mut missing = Vec::new();
    for (module, kept) in wiring::modules_with_files() {
        let compared = compare(&db, &*media.store(&kept), &kept, Clock::system().now()).await?;
        missing.extend(compared.missing.iter().map(|name| format!("{module}/{name}")));
    }
    db.close().await;
    Ok(missing)
}

fn refuse_missing(missing: &[String]) -> Result<(), Error> {
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
async fn read_files(media: &MediaPlace) -> Result<(u64, Vec<String>), Error> {
    let (mut whole, mut damaged) = (0, Vec::new());
    for (module, kept) in wiring::modules_with_files() {
        let files = media.store(&kept);
        let hashes: Vec<BlobHash> = files.list().map_ok(|found| found.hash).try_collect().await?;
        let bar = output::progress(module);
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
