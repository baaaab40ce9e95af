//! What was made of blobs (a picture in another size), beside them. It can be made anew at any time, so no row names it and
//! no backup needs it.
//!
//! Invariant: what was made of a blob goes with it, also if it is being made while the blob goes.

use std::{
    fs, io,
    path::{Path, PathBuf},
};

use bytes::Bytes;

use super::{
    BlobHash,
    fs::none_if_missing,
    store::{Staged, make_private_dir},
};

/// Below the folder of a store. No blob is in it: their folders have names of two letters.
const FOLDER: &str = "made";

/// The folder of what was made of a blob.
pub(super) fn folder(root: &Path, hash: &BlobHash) -> PathBuf {
    let name = hash.to_string();
    let (shard, rest) = name.split_at(2);
    root.join(FOLDER).join(shard).join(rest)
}

pub(super) fn read(folder: &Path, name: &str) -> io::Result<Option<Bytes>> {
    Ok(none_if_missing(fs::read(folder.join(name)))?.map(Bytes::from))
}

/// Keeps a file for as long as the blob is there.
pub(super) fn keep(folder: &Path, name: &str, blob: &Path, staged: Staged) -> io::Result<()> {
    make_private_dir(folder)?;
    // Whoever removes the blob meanwhile takes the folder away before or after this.
    none_if_missing(staged.persist(&folder.join(name)))?;
    if fs::exists(blob)? { Ok(()) } else { remove(folder) }
}

pub(super) fn remove(folder: &Path) -> io::Result<()> {
    none_if_missing(fs::remove_dir_all(folder)).map(drop)
}
