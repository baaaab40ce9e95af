//! Making a backup.

use std::{
    fs::{self, File, TryLockError},
    os::unix::fs::{OpenOptionsExt as _, PermissionsExt as _},
    path::{Path, PathBuf},
};

use platform::{
    Error, Timestamp,
    db::{Location, copy},
};

use super::{DATABASE, MANIFEST, MEDIA, Manifest, engine_of, make_private, refused, sync, unusable};
use crate::{
    media::{
        MediaPlace,
        copying::{Copied, Watch, copy_all, refuse_same},
    },
    settings::Settings,
    wiring,
};

/// A backup that was just made.
pub(crate) struct Made {
    /// Its folder.
    pub(crate) whole: PathBuf,
    pub(crate) name: String,
    pub(crate) manifest: Manifest,
    /// What came of copying the files.
    pub(crate) files: Copied,
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

/// One backup is made at a time. A folder of a file system that knows no locks has to do without.
fn lock(folder: &Path) -> Result<File, Error> {
    let path = folder.join(".lock");
    let opened = File::options()
        .create(true)
        .truncate(false)
        .write(true)
        .mode(0o600)
        .open(&path);
    let file = opened.map_err(|cause| unusable(&path, cause))?;
    match file.try_lock() {
        Err(TryLockError::WouldBlock) => {
            let said = format!(
                "another backup is being made in {}: wait until it is done",
                folder.display()
            );
            Err(refused("backup.busy", said))
        }
        Ok(()) | Err(TryLockError::Error(_)) => Ok(file),
    }
}

/// What is left of backups that were interrupted.
fn remove_parts(folder: &Path) -> Result<(), Error> {
    for entry in fs::read_dir(folder).map_err(|cause| unusable(folder, cause))? {
        let path = entry.map_err(|cause| unusable(folder, cause))?.path();
        let name = path.file_name().unwrap_or_default().to_string_lossy();
        if name.starts_with('.') && name.ends_with(".part") {
            fs::remove_dir_all(&path).map_err(|cause| unusable(&path, cause))?;
        }
    }
    Ok(())
}

/// Makes a backup of everything in a folder, which is made if it is not there.
pub(crate) async fn make(settings: &Settings, folder: &Path, now: Timestamp, watch: Watch) -> Result<Made, Error> {
    if let Location::Sqlite(path) = &settings.database
        && !path.exists()
    {
        return Err(refused(
            "backup.nothing",
            format!("there is no database at {}", settings.database),
        ));
    }
    make_private(folder)?;
    let _alone = lock(folder)?;
    remove_parts(folder)?;
    let name = free_name(folder, now);
    let (from, to) = (settings.media_place()?, MediaPlace::Folder(folder.join(MEDIA)));
    refuse_same(&from, &to).await?;
    // Files first, so that those are here which somebody deletes while the rows are copied; then those that came meanwhile.
    let mut files = copy_all(&from, &to, watch).await?;
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
    let late = copy_all(&from, &to, watch).await?;
    files.files += late.files;
    files.bytes += late.bytes;
    let whole = folder.join(&name);
    fs::rename(&part, &whole).map_err(|cause| unusable(&whole, cause))?;
    sync(folder)?;
    Ok(Made {
        whole,
        name,
        manifest,
        files,
    })
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
