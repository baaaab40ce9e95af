//! `balai restore`: a backup brought back, or tried.
//!
//! Invariants: what is restored is compared with what was noted when it was made; a database that is there is never overwritten.

use std::{
    fs,
    path::{Path, PathBuf},
};

use clap::Args;
use platform::{Clock, Error, db::Location};

use super::{database, media::tell_copied, output};
use crate::{
    backups::{
        Chosen, Engine, choose, engine_of, make_private, missing_files, prove, refuse_missing, refused, sync, unusable,
    },
    media::copying::copy_all,
    serving_lock::ServingLock,
    settings::Settings,
};

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

fn told(chosen: &Chosen) -> String {
    format!(
        "{}: {} tables with {} rows, as they were noted.",
        chosen.name,
        chosen.manifest.tables.len(),
        chosen.manifest.rows()
    )
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
    output::line(&told(&chosen));
    let files = copy_all(&chosen.media, &settings.media_place()?, output::progress).await?;
    output::line(&tell_copied(&files));
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
    let proof = prove(chosen, folder, Clock::system().now(), output::progress).await?;
    output::line(&told(chosen));
    output::line(&format!(
        "{} files read, each with the content that its name says.",
        proof.files
    ));
    Ok(())
}
