//! Choosing a backup, and bringing its rows back.

use std::{
    fs,
    os::unix::fs::PermissionsExt as _,
    path::{Path, PathBuf},
};

use platform::{
    Clock, Db, Error, Kind,
    db::{
        Location, Options,
        copy::{self, TableSum},
    },
    events::Bus,
};

use super::{DATABASE, MANIFEST, MEDIA, Manifest, refused, unusable};
use crate::{media::MediaPlace, wiring};

/// The names of whole backups, oldest first.
pub(crate) fn names_of(folder: &Path) -> Result<Vec<String>, Error> {
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
pub(crate) struct Chosen {
    pub(crate) name: String,
    pub(crate) folder: PathBuf,
    pub(crate) manifest: Manifest,
    pub(crate) media: MediaPlace,
}

/// A backup by its name, or the newest one.
pub(crate) fn choose(folder: &Path, wanted: Option<String>) -> Result<Chosen, Error> {
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
    pub(crate) async fn unpack(&self, file: &Path) -> Result<Location, Error> {
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
}
