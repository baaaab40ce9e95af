//! `balai backup`.

use std::{
    fs,
    os::unix::fs::PermissionsExt as _,
    path::{Path, PathBuf},
};

use clap::Args;
use platform::{Clock, Error};

use super::{media::tell_copied, output};
use crate::{
    backups::{make, sync, unusable},
    settings::Settings,
};

#[derive(Args)]
pub(super) struct Backup {
    /// Folder of the backups; it is made if it is not there
    folder: PathBuf,
    /// Copy the secret keys as well, to this file: best on another medium than the backups
    #[arg(long, value_name = "FILE")]
    keys_copy: Option<PathBuf>,
}

pub(super) async fn backup(settings: &Settings, asked: Backup) -> Result<(), Error> {
    let made = make(settings, &asked.folder, Clock::system().now(), output::progress).await?;
    output::line(&format!(
        "{}: {} tables with {} rows.",
        made.whole.display(),
        made.manifest.tables.len(),
        made.manifest.rows()
    ));
    output::line(&tell_copied(&made.files));
    tell_keys(settings, asked.keys_copy.as_deref())?;
    made.files.refuse_damaged()
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
