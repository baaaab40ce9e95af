//! Files of all modules copied from one place to another, and each read back.

use std::collections::HashMap;

use bytes::Bytes;
use futures_util::{StreamExt as _, TryStreamExt as _, stream};
use indicatif::ProgressBar;
use platform::{
    Error, Kind,
    media::{BlobHash, Found, KeptFiles, Media},
};

use super::MediaPlace;
use crate::wiring;

/// Files that are copied at once.
const AT_ONCE: usize = 4;
/// Names of damaged files that are told.
const TOLD: usize = 20;

/// Shows how far the files of a module are, to whoever watches.
pub(crate) type Watch = fn(&'static str) -> ProgressBar;

/// For work that nobody watches.
pub(crate) fn unwatched(_: &'static str) -> ProgressBar {
    ProgressBar::hidden()
}

/// Refuses a place that is the other one under another name, or a part of it: what was copied there would be deleted with the rest.
/// A file that is put at one must not appear at the other.
pub(crate) async fn refuse_same(from: &MediaPlace, to: &MediaPlace) -> Result<(), Error> {
    for (_, kept) in wiring::modules_with_files() {
        let target = to.open(&kept)?;
        let probe = format!("balai looks for itself: {:032x}", fastrand::u128(..));
        let probe = stream::iter([Ok(Bytes::from(probe))]);
        let hash = target.keep(target.receive(probe, u64::MAX).await?).await?;
        let mut is_there = false;
        for (_, kept) in wiring::modules_with_files() {
            is_there |= from.store(&kept).len(&hash).await?.is_some();
        }
        target.delete(&hash).await?;
        if is_there {
            let said = "the files are there already: it is the same place, or a part of it";
            return Err(Error::new(Kind::Invalid, "media.same_place", said));
        }
    }
    Ok(())
}

/// What came of copying files.
#[derive(Debug, Default)]
pub(crate) struct Copied {
    pub(crate) files: u64,
    pub(crate) bytes: u64,
    /// Files that were at the other place before.
    pub(crate) there: u64,
    /// Names of files whose content is not what they say.
    pub(crate) damaged: Vec<String>,
}

impl Copied {
    /// An error that names what is damaged, if anything is.
    pub(crate) fn refuse_damaged(&self) -> Result<(), Error> {
        if self.damaged.is_empty() {
            return Ok(());
        }
        let names: Vec<_> = self.damaged.iter().take(TOLD).map(String::as_str).collect();
        let more = if self.damaged.len() > TOLD { ", …" } else { "" };
        let said = format!(
            "{} files are damaged where they are now and were not copied: {}{more}: restore them from a backup",
            self.damaged.len(),
            names.join(", ")
        );
        Err(Error::new(Kind::Conflict, "media.damaged", said))
    }
}

/// Copies what all modules have at one place to another.
pub(crate) async fn copy_all(from: &MediaPlace, to: &MediaPlace, watch: Watch) -> Result<Copied, Error> {
    let mut copied = Copied::default();
    for (module, kept) in wiring::modules_with_files() {
        copy_module((from, to), (module, &kept), &mut copied, &watch(module)).await?;
    }
    Ok(copied)
}

async fn copy_module(
    (from, to): (&MediaPlace, &MediaPlace),
    (module, kept): (&'static str, &KeptFiles),
    copied: &mut Copied,
    bar: &ProgressBar,
) -> Result<(), Error> {
    let (source, target) = (from.store(kept), to.open(kept)?);
    let there: HashMap<BlobHash, u64> = target
        .list()
        .map_ok(|found| (found.hash, found.bytes))
        .try_collect()
        .await?;
    let all: Vec<Found> = source.list().try_collect().await?;
    let is_missing = |found: &Found| there.get(&found.hash) != Some(&found.bytes);
    let missing: Vec<Found> = all.iter().filter(|found| is_missing(found)).copied().collect();
    copied.there += (all.len() - missing.len()) as u64;
    bar.set_length(missing.len() as u64);
    let copies = stream::iter(missing).map(|found| {
        let (source, target) = (&source, &target);
        async move {
            let is_whole = match source.open(&found.hash, None).await? {
                Some(content) => copy(target, &found.hash, content).await?,
                // It was deleted since it was listed.
                None => return Ok::<_, Error>((found, true)),
            };
            bar.inc(1);
            Ok((found, is_whole))
        }
    });
    let mut copies = copies.buffer_unordered(AT_ONCE);
    while let Some((found, is_whole)) = copies.try_next().await? {
        if is_whole {
            copied.files += 1;
            copied.bytes += found.bytes;
        } else {
            copied.damaged.push(format!("{module}/{}", found.hash));
        }
    }
    bar.finish_and_clear();
    Ok(())
}

/// Copies a file and reads it back; whether its content is what its name says.
async fn copy(target: &Media, hash: &BlobHash, content: platform::media::BlobStream) -> Result<bool, Error> {
    let received = target.receive(content, u64::MAX).await?;
    if received.hash != *hash {
        return Ok(false);
    }
    target.keep(received).await?;
    if target.is_whole(hash).await? {
        return Ok(true);
    }
    Err(Error::internal(format!("{hash} was put and reads otherwise")))
}
