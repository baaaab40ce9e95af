//! Rows held against files: which files rows name that are not there, and which are there that no row names.
//!
//! A server may run meanwhile. So a difference counts only if it still is one when both sides are looked at once more, and
//! a file only if it is old enough that its rows would have been written.

use std::{
    collections::HashSet,
    path::{Path, PathBuf},
    time::{Duration, SystemTime},
};

use futures_util::TryStreamExt as _;

use super::{
    BlobHash,
    store::{BlobStore, Found},
};
use crate::{
    clock::Timestamp,
    db::{Conn, Db, Sql},
    error::Result,
    params,
};

/// Rows of one page of names.
const PAGE: i64 = 1000;
/// How long after a file its rows may come.
const SETTLED: Duration = Duration::from_mins(10);

/// Where the files of a module are, and which statements know of them.
#[derive(Debug, Clone, Copy)]
pub struct KeptFiles {
    /// Their folder below that of all files; the folder itself if empty.
    pub folder: &'static str,
    /// Counts the rows that name the file `$1`, or tells 0 if there are none.
    pub named: Sql,
    /// The names of at most `$2` files that rows name, each once, in order, after `$1`.
    pub listed: Sql,
}

impl KeptFiles {
    /// Their folder.
    pub fn path(&self, media: &Path) -> PathBuf {
        media.join(self.folder)
    }
}

/// What rows and files say of each other.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Comparison {
    /// Files that are there.
    pub files: usize,
    /// Their size.
    pub bytes: u64,
    /// The size of those that came within the last seven days.
    pub bytes_of_week: u64,
    /// Names of files that rows name and that are not there.
    pub missing: Vec<String>,
    /// Names of files that are there and that no row names.
    pub orphans: Vec<String>,
}

/// Compares the rows of a module with its files, which are in `store`.
pub async fn compare(db: &Db, store: &dyn BlobStore, kept: &KeptFiles, now: Timestamp) -> Result<Comparison> {
    let files: Vec<Found> = store.list().try_collect().await?;
    let now = SystemTime::UNIX_EPOCH + Duration::from_micros(u64::try_from(now.0).unwrap_or_default());
    let mut comparison = Comparison {
        files: files.len(),
        bytes: files.iter().map(|file| file.bytes).sum(),
        ..Comparison::default()
    };
    let age = |file: &Found| now.duration_since(file.at).unwrap_or_default();
    let fresh = files.iter().filter(|file| age(file) < Duration::from_hours(7 * 24));
    comparison.bytes_of_week = fresh.map(|file| file.bytes).sum();
    let mut named = listed(db, kept.listed).await?;
    for file in &files {
        let known = named.remove(&file.hash);
        if !known && age(file) > SETTLED && !is_named(db, kept.named, file.hash).await? {
            comparison.orphans.push(file.hash.to_string());
        }
    }
    for hash in named {
        if store.len(&hash).await?.is_none() && is_named(db, kept.named, hash).await? {
            comparison.missing.push(hash.to_string());
        }
    }
    comparison.missing.sort_unstable();
    comparison.orphans.sort_unstable();
    Ok(comparison)
}

/// Number and size of the files of a store.
pub async fn measure(store: &dyn BlobStore) -> Result<(u64, u64)> {
    let sum = async |(files, bytes): (u64, u64), found: Found| Ok((files + 1, bytes + found.bytes));
    store.list().try_fold((0, 0), sum).await
}

async fn listed(db: &Db, sql: Sql) -> Result<HashSet<BlobHash>> {
    let mut all = HashSet::new();
    let mut after = String::new();
    loop {
        let from = after.clone();
        let page = db.read(async move |conn: &mut Conn<'_>| {
            conn.all(sql, params![&*from, PAGE], |row| row.get::<String>(0)).await
        });
        let page = page.await?;
        let Some(last) = page.last() else { return Ok(all) };
        after.clone_from(last);
        all.extend(page.iter().filter_map(|name| BlobHash::parse(name)));
    }
}

async fn is_named(db: &Db, sql: Sql, hash: BlobHash) -> Result<bool> {
    let name = hash.to_string();
    let count = db.read(async move |conn: &mut Conn<'_>| conn.number(sql, params![&*name]).await);
    Ok(count.await? > 0)
}
