//! Blobs in a directory: `ab/cdef…`, named by the hexadecimal hash of their content.
//!
//! Invariant: a file is complete and synced before it gets its name, and its name is synced before anybody is told that
//! it is kept. So there is nothing to repair after a crash.

use std::{
    fs::File,
    io::{self, Read, Seek, SeekFrom},
    ops::Range,
    path::{Path, PathBuf},
    sync::Arc,
};

use bytes::Bytes;
use futures_util::{
    FutureExt, StreamExt, TryFutureExt as _, TryStreamExt,
    future::BoxFuture,
    stream::{self, BoxStream},
};
use tokio::{io::AsyncReadExt, task::spawn_blocking};
use tokio_util::io::ReaderStream;

use super::{
    made,
    store::{BlobHash, BlobStore, BlobStream, Found, Staged, Staging, disk_error, make_private_dir},
};
use crate::error::{Error, Result};

/// Bytes read at a time.
const PIECE: usize = 64 * 1024;

/// A directory of blobs.
#[derive(Debug)]
pub struct FsStore {
    root: PathBuf,
    staging: Arc<Staging>,
}

impl FsStore {
    /// Makes the directory (mode 0700) if it is not there and removes stale uploads from its `tmp`. Blocks on the disk.
    pub fn new(root: impl AsRef<Path>) -> Result<Self> {
        let root = root.as_ref().to_owned();
        let staging = Arc::new(Staging::open(root.join("tmp"))?);
        Ok(Self { root, staging })
    }

    /// A directory of blobs as it is, for whoever only looks.
    /// A store as it is, made or not, for whoever only looks.
    pub fn at(root: PathBuf) -> Self {
        let staging = Arc::new(Staging::at(root.join("tmp")));
        Self { root, staging }
    }

    /// Where uploads for this store wait: on its own file system, so that keeping one is a rename.
    pub fn staging(&self) -> Arc<Staging> {
        Arc::clone(&self.staging)
    }

    fn path(&self, hash: &BlobHash) -> PathBuf {
        let name = hash.to_string();
        let (shard, rest) = name.split_at(2);
        self.root.join(shard).join(rest)
    }
}

impl BlobStore for FsStore {
    fn put(&self, hash: &BlobHash, staged: Staged) -> BoxFuture<'_, Result<()>> {
        let path = self.path(hash);
        let root = self.root.clone();
        blocking(move || put(&root, &path, staged))
    }

    fn open(&self, hash: &BlobHash, range: Option<Range<u64>>) -> BoxFuture<'_, Result<Option<BlobStream>>> {
        let path = self.path(hash);
        let open = move || none_if_missing(open(&path, range));
        blocking(open)
            .map(|opened| Ok(opened?.map(Opened::into_stream)))
            .boxed()
    }

    fn len(&self, hash: &BlobHash) -> BoxFuture<'_, Result<Option<u64>>> {
        let path = self.path(hash);
        blocking(move || none_if_missing(std::fs::metadata(path).map(|metadata| metadata.len())))
    }

    fn delete(&self, hash: &BlobHash) -> BoxFuture<'_, Result<bool>> {
        let path = self.path(hash);
        let made = made::folder(&self.root, hash);
        blocking(move || {
            let was_there = none_if_missing(std::fs::remove_file(path))?.is_some();
            made::remove(&made)?;
            Ok(was_there)
        })
    }

    fn free_space(&self) -> BoxFuture<'_, Result<Option<u64>>> {
        let root = self.root.clone();
        blocking(move || fs4::available_space(&root).map(Some))
    }

    fn made(&self, hash: &BlobHash, name: &'static str) -> BoxFuture<'_, Result<Option<Bytes>>> {
        let made = made::folder(&self.root, hash);
        blocking(move || made::read(&made, name))
    }

    fn keep_made(&self, hash: &BlobHash, name: &'static str, staged: Staged) -> BoxFuture<'_, Result<()>> {
        let (path, made) = (self.path(hash), made::folder(&self.root, hash));
        blocking(move || made::keep(&made, name, &path, staged))
    }

    fn list(&self) -> BoxStream<'_, Result<Found>> {
        let root = self.root.clone();
        let found = blocking(move || find_all(&root)).map_ok(|found| stream::iter(found.into_iter().map(Ok)));
        found.try_flatten_stream().boxed()
    }
}

fn blocking<T: Send + 'static>(job: impl FnOnce() -> io::Result<T> + Send + 'static) -> BoxFuture<'static, Result<T>> {
    async move { spawn_blocking(job).await.map_err(Error::internal)?.map_err(disk_error) }.boxed()
}

/// `None` for what is not there.
pub(super) fn none_if_missing<T>(result: io::Result<T>) -> io::Result<Option<T>> {
    match result {
        Ok(value) => Ok(Some(value)),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
        Err(error) => Err(error),
    }
}

fn put(root: &Path, path: &Path, staged: Staged) -> io::Result<()> {
    let shard = path.parent().unwrap_or(root);
    make_private_dir(shard)?;
    // The same name means the same content. Another length would mean that the disk has lost some of it: then the new
    // file takes its place.
    let there = none_if_missing(std::fs::metadata(path))?.is_some_and(|metadata| metadata.len() == staged.bytes());
    if !there {
        staged.persist(path)?;
    }
    // Also if file and directory were there: whoever made them may not have got as far as this yet.
    sync_dir(shard)?;
    sync_dir(root)
}

fn sync_dir(dir: &Path) -> io::Result<()> {
    File::open(dir)?.sync_all()
}

/// A file with its first piece, so that a small one is read in a single hop to the disk's thread.
struct Opened {
    first: Bytes,
    rest: File,
    /// Bytes after the first piece.
    left: u64,
}

fn open(path: &Path, range: Option<Range<u64>>) -> io::Result<Opened> {
    let mut file = File::open(path)?;
    let len = file.metadata()?.len();
    let range = range.unwrap_or(0..len);
    if range.start > range.end || range.end > len {
        let reason = format!("bytes {}..{} of a blob of {len}", range.start, range.end);
        return Err(io::Error::new(io::ErrorKind::InvalidInput, reason));
    }
    if range.start > 0 {
        file.seek(SeekFrom::Start(range.start))?;
    }
    let wanted = range.end - range.start;
    let mut first = vec![0; usize::try_from(wanted).map_or(PIECE, |wanted| wanted.min(PIECE))];
    file.read_exact(&mut first)?;
    Ok(Opened {
        left: wanted - first.len() as u64,
        first: first.into(),
        rest: file,
    })
}

impl Opened {
    fn into_stream(self) -> BlobStream {
        let first = stream::iter((!self.first.is_empty()).then_some(Ok(self.first)));
        if self.left == 0 {
            return first.boxed();
        }
        let rest = tokio::fs::File::from_std(self.rest).take(self.left);
        first
            .chain(ReaderStream::with_capacity(rest, PIECE).map_err(disk_error))
            .boxed()
    }
}

/// All blobs of a folder; none if it is not there.
fn find_all(folder: &Path) -> io::Result<Vec<Found>> {
    let mut found = Vec::new();
    for shard in entries(folder)? {
        let name = shard.file_name();
        let Some(start) = name.to_str().filter(|name| name.len() == 2) else {
            continue;
        };
        for file in entries(&shard.path())? {
            let rest = file.file_name();
            let Some(hash) = rest
                .to_str()
                .and_then(|rest| BlobHash::parse(&format!("{start}{rest}")))
            else {
                continue;
            };
            // It may have been removed since.
            if let Ok(facts) = file.metadata() {
                found.push(Found {
                    hash,
                    bytes: facts.len(),
                    at: facts.modified()?,
                });
            }
        }
    }
    Ok(found)
}

fn entries(folder: &Path) -> io::Result<Vec<std::fs::DirEntry>> {
    match std::fs::read_dir(folder) {
        Ok(entries) => entries.collect(),
        Err(error) if matches!(error.kind(), io::ErrorKind::NotFound | io::ErrorKind::NotADirectory) => Ok(Vec::new()),
        Err(error) => Err(error),
    }
}

#[cfg(test)]
mod tests {
    use std::{
        fs,
        io::Write,
        os::unix::fs::{MetadataExt, PermissionsExt},
    };

    use tempfile::TempDir;

    use super::*;

    fn start() -> (TempDir, FsStore) {
        let dir = tempfile::tempdir().unwrap();
        let store = FsStore::new(dir.path().join("media")).unwrap();
        (dir, store)
    }

    fn stage(store: &FsStore, content: &[u8]) -> Staged {
        let mut file = store.staging().create().unwrap();
        file.write_all(content).unwrap();
        Staged::new(file, content.len() as u64)
    }

    const HASH: [u8; 32] = [0xAB; 32];

    #[tokio::test]
    async fn a_blob_lies_under_its_hash_and_only_for_this_user() {
        let (dir, store) = start();
        store.put(&HASH.into(), stage(&store, b"content")).await.unwrap();
        let path = dir.path().join("media/ab").join("ab".repeat(31));
        assert_eq!(fs::read(&path).unwrap(), b"content");
        let mode = |path: &Path| fs::metadata(path).unwrap().permissions().mode() & 0o777;
        assert_eq!(
            [
                mode(&dir.path().join("media")),
                mode(path.parent().unwrap()),
                mode(&path)
            ],
            [0o700, 0o700, 0o600]
        );
        assert_eq!(fs::read_dir(dir.path().join("media/tmp")).unwrap().count(), 0);
    }

    #[tokio::test]
    async fn the_same_content_is_kept_once() {
        let (dir, store) = start();
        let inode = || fs::metadata(store.path(&HASH.into())).unwrap().ino();
        store.put(&HASH.into(), stage(&store, b"content")).await.unwrap();
        let first = inode();
        store.put(&HASH.into(), stage(&store, b"content")).await.unwrap();
        assert_eq!(inode(), first);
        assert_eq!(fs::read_dir(dir.path().join("media/tmp")).unwrap().count(), 0);
    }

    #[tokio::test]
    async fn a_blob_that_the_disk_has_cut_short_is_replaced_by_the_next_upload() {
        let (_dir, store) = start();
        store.put(&HASH.into(), stage(&store, b"content")).await.unwrap();
        fs::write(store.path(&HASH.into()), b"con").unwrap();
        store.put(&HASH.into(), stage(&store, b"content")).await.unwrap();
        assert_eq!(store.len(&HASH.into()).await.unwrap(), Some(7));
    }

    #[tokio::test]
    async fn what_is_not_there_is_none_and_not_an_error() {
        let (_dir, store) = start();
        let hash = HASH.into();
        assert!(store.open(&hash, None).await.unwrap().is_none());
        assert_eq!(store.len(&hash).await.unwrap(), None);
        assert!(!store.delete(&hash).await.unwrap());
        store.put(&hash, stage(&store, b"content")).await.unwrap();
        assert!(store.delete(&hash).await.unwrap());
        assert_eq!(store.len(&hash).await.unwrap(), None);
    }

    #[tokio::test]
    async fn a_blob_comes_in_pieces_of_64_kib() {
        let (_dir, store) = start();
        store.put(&HASH.into(), stage(&store, &vec![7; 200_000])).await.unwrap();
        let lens = |range| {
            let opened = store.open(&BlobHash::from(HASH), range);
            async {
                opened
                    .await
                    .unwrap()
                    .unwrap()
                    .map(|piece| piece.unwrap().len())
                    .collect::<Vec<_>>()
                    .await
            }
        };
        let all = lens(None).await;
        assert_eq!(all.iter().sum::<usize>(), 200_000);
        assert!(all.iter().all(|len| *len <= PIECE), "{all:?}");
        assert_eq!(lens(Some(0..65_536)).await, [65_536]);
        assert_eq!(lens(Some(199_999..200_000)).await, [1]);
        assert_eq!(lens(Some(5..5)).await, [0_usize; 0]);
        assert!(store.open(&HASH.into(), Some(0..200_001)).await.is_err());
    }

    #[tokio::test]
    async fn what_was_made_of_a_blob_goes_with_it() {
        let (_dir, store) = start();
        let hash = BlobHash::from(HASH);
        store.put(&hash, stage(&store, b"content")).await.unwrap();
        assert_eq!(store.made(&hash, "320.webp").await.unwrap(), None);
        store
            .keep_made(&hash, "320.webp", stage(&store, b"small"))
            .await
            .unwrap();
        assert_eq!(store.made(&hash, "320.webp").await.unwrap().unwrap(), "small");
        let folder = made::folder(&store.root, &hash);
        assert!(store.delete(&hash).await.unwrap() && !folder.exists());
        // What comes too late does not stay.
        store
            .keep_made(&hash, "320.webp", stage(&store, b"small"))
            .await
            .unwrap();
        assert!(!folder.exists());
        assert!(!store.delete(&hash).await.unwrap());
    }

    #[tokio::test]
    async fn how_much_room_is_left_is_known() {
        let (_dir, store) = start();
        assert!(store.free_space().await.unwrap().unwrap() > 0);
    }

    #[tokio::test]
    async fn a_place_that_cannot_be_written_is_an_error() {
        let dir = tempfile::tempdir().unwrap();
        fs::write(dir.path().join("file"), b"").unwrap();
        assert!(FsStore::new(dir.path().join("file")).is_err());
    }
}
