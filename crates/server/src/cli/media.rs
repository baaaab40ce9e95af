//! `balai media move`: files from a folder into a bucket, and back.
//!
//! Invariants: what was copied was read back and has the content that its name says; nothing is deleted before everything was
//! copied so.

use clap::{Args, Subcommand};
use futures_util::TryStreamExt as _;
use platform::{Error, media::Found};

use super::output;
use crate::{
    media::{
        MediaLocation, MediaPlace,
        copying::{Copied, copy_all, refuse_same},
    },
    settings::Settings,
    wiring,
};

#[derive(Subcommand)]
pub(super) enum MediaCommand {
    /// Copy all files to another place, and read each back; what is there already is left as it is
    Move(Move),
}

#[derive(Args)]
pub(super) struct Move {
    /// Where to: a folder, or a bucket as `--media` names it
    #[arg(long, value_name = "PLACE")]
    to: MediaLocation,
    /// Delete the files where they were, once all are at the other place
    #[arg(long)]
    delete: bool,
}

pub(super) async fn media(settings: &Settings, command: MediaCommand) -> Result<(), Error> {
    let MediaCommand::Move(asked) = command;
    let (from, to) = (settings.media_place()?, settings.place_of(&asked.to)?);
    to.check().await?;
    refuse_same(&from, &to).await?;
    let copied = copy_all(&from, &to, output::progress).await?;
    output::line(&tell_copied(&copied));
    copied.refuse_damaged()?;
    if asked.delete {
        let deleted = delete_all(&from).await?;
        output::line(&format!("{deleted} files deleted at {}.", settings.media));
    }
    output::line(&format!("Start the servers with --media '{}' from now on.", asked.to));
    Ok(())
}

/// What was copied, in a line.
pub(super) fn tell_copied(copied: &Copied) -> String {
    format!(
        "{} files copied and read back ({}); {} were there already.",
        copied.files,
        output::size(copied.bytes),
        copied.there
    )
}

async fn delete_all(place: &MediaPlace) -> Result<u64, Error> {
    let mut deleted = 0;
    for (_, kept) in wiring::modules_with_files() {
        let store = place.store(&kept);
        let all: Vec<Found> = store.list().try_collect().await?;
        for found in all {
            deleted += u64::from(store.delete(&found.hash).await?);
        }
    }
    Ok(deleted)
}
