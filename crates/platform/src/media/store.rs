//! What a store of blobs must be able to do, and the directory where uploads wait for it.
//!
//! Invariant: what is staged vanishes unless a store takes it over: at once when it is dropped, and at the next start if
//! the process was killed.

use std::{
    fmt,
    fs::{self, DirBuilder, File, TryLockError},
    io,
    ops::Range,
    os::unix::fs::{DirBuilderExt, MetadataExt},
    path::{Path, PathBuf},
    time::{Duration, SystemTime},
};

use bytes::Bytes;
use futures_util::{future::BoxFuture, stream::BoxStream};
use tempfile::NamedTempFile;

use crate::error::{Error, Message, Result};

/// A blob's bytes, in pieces of at most 64 KiB.
pub type BlobStream = BoxStream<'static, Result<Bytes>>;

/// Where blobs are kept: a directory, or something that speaks S3. The futures are boxed so that the program can choose
/// at start-up.
pub trait BlobStore: Send + Sync {
    /// Keeps what is staged under its hash, durably when the future is ready. What is there already stays.
    fn put(&self, hash: &BlobHash, staged: Staged) -> BoxFuture<'_, Result<()>>;

    /// The bytes of a blob, or of a part of it; `None` if there is no such blob. A range beyond the end is a fault of the
    /// caller, who knows the length.
    fn open(&self, hash: &BlobHash, range: Option<Range<u64>>) -> BoxFuture<'_, Result<Option<BlobStream>>>;

    /// An address at which a browser reads a blob from the store itself, for some hours and with these headers; `None` if
    /// browsers cannot ask the store. Whether there is such a blob is not asked.
    fn address(&self, _hash: &BlobHash, _headers: &SignedHeaders<'_>) -> Option<String> {
        None
    }

    /// The length of a blob in bytes; `None` if there is no such blob.
    fn len(&self, hash: &BlobHash) -> BoxFuture<'_, Result<Option<u64>>>;

    /// What was made of a blob under a name of few, as a whole; `None` if nothing was.
    fn made(&self, hash: &BlobHash, name: &'static str) -> BoxFuture<'_, Result<Option<Bytes>>>;

    /// Keeps what was made of a blob, unless the blob is gone meanwhile.
    fn keep_made(&self, hash: &BlobHash, name: &'static str, staged: Staged) -> BoxFuture<'_, Result<()>>;

    /// Bytes that may still be kept; `None` if nobody knows.
    fn free_space(&self) -> BoxFuture<'_, Result<Option<u64>>>;

    /// Removes a blob with what was made of it, and says whether it was there.
    fn delete(&self, hash: &BlobHash) -> BoxFuture<'_, Result<bool>>;

    /// All blobs, in no order; none of what was made of them.
    fn list(&self) -> BoxStream<'_, Result<Found>>;
}

/// What a store that answers browsers itself says of a blob.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SignedHeaders<'a> {
    pub content_type: &'a str,
    pub content_disposition: &'a str,
    pub cache_control: &'a str,
}

/// A blob that a store has.
#[derive(Debug, Clone, Copy)]
pub struct Found {
    pub hash: BlobHash,
    /// Its length in bytes.
    pub bytes: u64,
    /// Since when it is there.
    pub at: SystemTime,
}

/// A blob's name: the SHA-256 of its content. Prints as 64 lower-case hexadecimal digits, the form that rows keep.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct BlobHash([u8; 32]);

impl BlobHash {
    /// The hash that is written as these 64 lower-case hexadecimal digits.
    pub fn parse(text: &str) -> Option<Self> {
        let digits = text.as_bytes();
        if digits.len() != 64 || !digits.iter().all(|digit| matches!(digit, b'0'..=b'9' | b'a'..=b'f')) {
            return None;
        }
        let mut hash = [0; 32];
        for (byte, pair) in hash.iter_mut().zip(digits.chunks_exact(2)) {
            *byte = u8::from_str_radix(str::from_utf8(pair).ok()?, 16).ok()?;
        }
        Some(Self(hash))
    }

    pub fn as_bytes(&self) -> &[u8; 32] {
        &self.0
    }
}

impl From<[u8; 32]> for BlobHash {
    fn from(hash: [u8; 32]) -> Self {
        Self(hash)
    }
}

impl fmt::Display for BlobHash {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.iter().try_for_each(|byte| write!(f, "{byte:02x}"))
    }
}

impl fmt::Debug for BlobHash {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "BlobHash({self})")
    }
}

/// A whole file that waits to be kept. Dropped, it is gone.
#[derive(Debug)]
pub struct Staged {
    file: NamedTempFile,
    len: u64,
}

impl Staged {
    /// A file that was written and synced.
    pub fn new(file: NamedTempFile, len: u64) -> Self {
        Self { file, len }
    }

    /// Its length in bytes.
    pub fn bytes(&self) -> u64 {
        self.len
    }

    /// Where it is, for a store that reads it.
    pub fn path(&self) -> &Path {
        self.file.path()
    }

    /// Moves it to its place, which must be on the same file system, over whatever is there.
    pub fn persist(self, path: &Path) -> io::Result<()> {
        self.file.persist(path).map(drop).map_err(|error| error.error)
    }
}

/// The directory where uploads wait. Several processes may share it: each file is locked by the process that writes it,
/// and a file that nobody has locked was left by one that died.
#[derive(Debug)]
pub struct Staging(PathBuf);

impl Staging {
    /// Makes the directory (mode 0700) if it is not there, and removes what dead processes left in it.
    pub fn open(dir: impl Into<PathBuf>) -> Result<Self> {
        let dir = dir.into();
        make_private_dir(&dir).and_then(|()| sweep(&dir)).map_err(disk_error)?;
        Ok(Self(dir))
    }

    /// The directory as it is, made or not.
    pub(super) fn at(dir: PathBuf) -> Self {
        Self(dir)
    }

    /// A new file, mode 0600, removed when it is dropped.
    pub fn create(&self) -> io::Result<NamedTempFile> {
        loop {
            let file = tempfile::Builder::new().prefix("upload-").tempfile_in(&self.0)?;
            file.as_file().lock()?;
            // A process that starts may have swept it away between the two calls.
            if file.as_file().metadata()?.nlink() > 0 {
                return Ok(file);
            }
        }
    }
}

/// Makes a directory, and those above it that are missing, for this user alone.
pub(super) fn make_private_dir(dir: &Path) -> io::Result<()> {
    DirBuilder::new().recursive(true).mode(0o700).create(dir)
}

fn sweep(dir: &Path) -> io::Result<()> {
    for entry in fs::read_dir(dir)? {
        let entry = entry?;
        if !entry.file_type()?.is_file() {
            continue;
        }
        let path = entry.path();
        let removed = File::open(&path).and_then(|file| match file.try_lock() {
            Ok(()) => fs::remove_file(&path),
            Err(TryLockError::WouldBlock) => Ok(()),
            Err(TryLockError::Error(error)) => Err(error),
        });
        match removed {
            // Another process is sweeping too, or has just kept it.
            Err(error) if error.kind() == io::ErrorKind::NotFound => {}
            other => other?,
        }
    }
    Ok(())
}

/// A full disk is told as such, because waiting or cleaning up helps; anything else is a fault of ours.
pub fn disk_error(error: io::Error) -> Error {
    if !matches!(error.kind(), io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded) {
        return Error::internal(error);
    }
    Error::unavailable(
        "media.disk_full",
        Message::new(
            "Ruang penyimpanan server penuh. Coba lagi nanti.",
            "The server's storage is full. Try again later.",
        ),
        Duration::from_mins(1),
    )
    .caused_by(error)
}

#[cfg(test)]
mod tests {
    use std::os::unix::fs::PermissionsExt;

    use super::*;
    use crate::error::Kind;

    #[test]
    fn a_hash_reads_back_what_it_prints_and_nothing_else() {
        let hash = BlobHash::from([0xA5; 32]);
        assert_eq!(hash.to_string(), "a5".repeat(32));
        assert_eq!(BlobHash::parse(&hash.to_string()), Some(hash));
        for text in [
            "",
            "a5",
            &"A5".repeat(32),
            &"+5".repeat(32),
            &"../".repeat(21),
            &"é".repeat(32),
        ] {
            assert_eq!(BlobHash::parse(text), None, "{text}");
        }
    }

    #[test]
    fn what_a_dead_process_left_is_removed_at_start_and_what_a_living_one_writes_is_not() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("a/tmp");
        let staging = Staging::open(&path).unwrap();
        assert_eq!(fs::metadata(&path).unwrap().permissions().mode() & 0o777, 0o700);
        let living = staging.create().unwrap();
        fs::write(path.join("upload-left"), b"half of it").unwrap();
        Staging::open(&path).unwrap();
        assert!(living.path().exists());
        assert!(!path.join("upload-left").exists());
        assert_eq!(living.as_file().metadata().unwrap().permissions().mode() & 0o777, 0o600);
    }

    #[test]
    fn a_full_disk_is_told_as_such() {
        let error = disk_error(io::ErrorKind::StorageFull.into());
        assert_eq!((error.kind(), error.code()), (Kind::Unavailable, "media.disk_full"));
        assert_eq!(
            disk_error(io::ErrorKind::PermissionDenied.into()).kind(),
            Kind::Internal
        );
    }
}
