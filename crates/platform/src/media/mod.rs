//! Uploaded files, addressed by the hash of their content.
//!
//! Invariant: a blob exists under its hash as a whole or not at all, never passes through memory as a whole, and is judged
//! by what it contains ([`ImageType`]), never by the name or the type that it came with.

pub mod audit;
pub mod drawing;
pub mod files;
pub mod fs;
mod made;
pub mod store;

use std::{
    io::{self, Read, Seek, Write},
    ops::Range,
    path::Path,
    pin::pin,
    sync::Arc,
};

use bytes::Bytes;
use futures_util::{Stream, StreamExt, TryStreamExt as _, stream::BoxStream};
use sha2::{Digest, Sha256};
use tempfile::NamedTempFile;
use tokio::task::spawn_blocking;

pub use self::{
    audit::{Comparison, KeptFiles, compare, measure},
    drawing::Drawing,
    files::Files,
    fs::FsStore,
    store::{BlobHash, BlobStore, BlobStream, Found, SignedHeaders, Staged, Staging, disk_error},
};
pub use crate::picture::ImageType;
use crate::{
    error::{Error, Kind, Message, Result},
    picture::HEAD,
};

/// A blob that is a part of a file, and its length in bytes.
pub type Piece = (BlobHash, u64);

/// As much is collected before a thread is asked to hash and write it: a small upload costs one such hop.
const BATCH: usize = 256 * 1024;

/// Receives, keeps and hands out blobs. Cheap to clone.
#[derive(Clone)]
pub struct Media {
    store: Arc<dyn BlobStore>,
    staging: Arc<Staging>,
}

/// An upload that has arrived as a whole and is not kept yet: dropped, it is gone.
#[derive(Debug)]
pub struct Received {
    /// The SHA-256 of its content.
    pub hash: BlobHash,
    /// Its length in bytes; never 0.
    pub len: u64,
    /// Its first bytes, at most [`HEAD`].
    pub head: Vec<u8>,
    /// Where it waits.
    pub staged: Staged,
}

impl Received {
    /// The whole content, for uploads that are small enough to be held in memory.
    pub async fn content(&self) -> Result<Vec<u8>> {
        let path = self.staged.path().to_owned();
        let read = spawn_blocking(move || std::fs::read(path)).await;
        read.map_err(Error::internal)?.map_err(disk_error)
    }
}

impl Media {
    /// Blobs in any store; uploads wait in `staging`, which must be on the store's own file system if that is [`FsStore`].
    pub fn new(store: Arc<dyn BlobStore>, staging: Arc<Staging>) -> Self {
        Self { store, staging }
    }

    /// Blobs in a directory, which is made if it is not there. Blocks on the disk: for start-up.
    pub fn on_disk(root: impl AsRef<Path>) -> Result<Self> {
        let store = FsStore::new(root)?;
        let staging = store.staging();
        Ok(Self::new(Arc::new(store), staging))
    }

    /// Takes an upload in, hashing it on its way to the disk. More than `limit` bytes are refused as soon as they arrive
    /// (`media.too_large`), no bytes at all as well (`media.empty`). When this fails or is given up half-way, nothing
    /// stays behind.
    pub async fn receive(&self, stream: impl Stream<Item = Result<Bytes>> + Send, limit: u64) -> Result<Received> {
        let mut stream = pin!(stream);
        let mut sink = Sink::default();
        let mut batch = Batch::default();
        while let Some(chunk) = stream.next().await {
            batch.push(chunk?);
            if sink.len + batch.len > limit {
                return Err(too_large(limit));
            }
            if batch.is_full() {
                sink = self.write(sink, std::mem::take(&mut batch), false).await?;
            }
        }
        if sink.len + batch.len == 0 {
            return Err(empty());
        }
        self.write(sink, batch, true).await?.finish()
    }

    /// Puts an upload under its hash, durably. If the content is there already, that is kept.
    pub async fn keep(&self, received: Received) -> Result<BlobHash> {
        self.store.put(&received.hash, received.staged).await?;
        Ok(received.hash)
    }

    /// An empty file beside the uploads, for what is made of them. Dropped, it is gone. Blocks on the disk.
    pub fn scratch(&self) -> io::Result<NamedTempFile> {
        self.staging.create()
    }

    /// Takes a file that was written into a [`Media::scratch`] as if it had been uploaded: hashed and synced.
    pub async fn adopt(&self, file: NamedTempFile) -> Result<Received> {
        let read = move || adopt_file(file).map_err(disk_error);
        spawn_blocking(read).await.map_err(Error::internal)?
    }

    /// The bytes of a blob (of a part of it, which must lie inside), in pieces; `None` if there is no such blob.
    pub async fn open(&self, hash: &BlobHash, range: Option<Range<u64>>) -> Result<Option<BlobStream>> {
        self.store.open(hash, range).await
    }

    /// An address at which a browser reads a blob from the store itself, for some hours and with these headers; `None` if
    /// browsers cannot ask the store.
    pub fn address(&self, hash: &BlobHash, headers: &SignedHeaders<'_>) -> Option<String> {
        self.store.address(hash, headers)
    }

    /// The length of a blob in bytes; `None` if there is no such blob.
    pub async fn len(&self, hash: &BlobHash) -> Result<Option<u64>> {
        self.store.len(hash).await
    }

    /// What was made of a blob under this name, as a whole: it is small. `None` if nothing was.
    pub async fn made(&self, hash: &BlobHash, name: &'static str) -> Result<Option<Bytes>> {
        self.store.made(hash, name).await
    }

    /// Keeps what was made of a blob beside it, as long as the blob is there.
    pub async fn keep_made(&self, hash: &BlobHash, name: &'static str, content: Bytes) -> Result<()> {
        let staging = Arc::clone(&self.staging);
        let write = move || -> io::Result<Staged> {
            let mut file = staging.create()?;
            file.write_all(&content)?;
            file.as_file().sync_all()?;
            Ok(Staged::new(file, content.len() as u64))
        };
        let staged = spawn_blocking(write).await.map_err(Error::internal)?;
        self.store.keep_made(hash, name, staged.map_err(disk_error)?).await
    }

    /// Bytes that may still be kept; `None` if the store does not know.
    pub async fn free_space(&self) -> Result<Option<u64>> {
        self.store.free_space().await
    }

    /// A whole blob in memory, if it has at most `most` bytes; `None` if it has more, or if there is no such blob.
    pub async fn read(&self, hash: &BlobHash, most: u64) -> Result<Option<Vec<u8>>> {
        let Some(length) = self.len(hash).await?.filter(|length| *length <= most) else {
            return Ok(None);
        };
        let Some(stream) = self.open(hash, None).await? else {
            return Ok(None);
        };
        let content = Vec::with_capacity(usize::try_from(length).map_err(Error::internal)?);
        let extend = async |mut content: Vec<u8>, piece: Bytes| {
            content.extend_from_slice(&piece);
            Ok(content)
        };
        stream.try_fold(content, extend).await.map(Some)
    }

    /// Whether a blob is there and has the content that its name says. Reads all of it.
    pub async fn is_whole(&self, hash: &BlobHash) -> Result<bool> {
        is_whole(&*self.store, hash).await
    }

    /// All blobs, in no order.
    pub fn list(&self) -> BoxStream<'_, Result<Found>> {
        self.store.list()
    }

    /// Removes a blob and says whether it was there. The caller makes sure that no row names it and none is about to.
    pub async fn delete(&self, hash: &BlobHash) -> Result<bool> {
        self.store.delete(hash).await
    }

    /// The sink travels to the thread and back. If the upload is given up meanwhile, the thread drops it, file and all.
    async fn write(&self, mut sink: Sink, batch: Batch, last: bool) -> Result<Sink> {
        let staging = Arc::clone(&self.staging);
        let write = move || -> io::Result<Sink> {
            sink.write(&staging, &batch)?;
            if last {
                sink.sync()?;
            }
            Ok(sink)
        };
        spawn_blocking(write)
            .await
            .map_err(Error::internal)?
            .map_err(disk_error)
    }
}

/// Whether a store has a blob with the content that its name says. Reads all of it.
pub async fn is_whole(store: &dyn BlobStore, hash: &BlobHash) -> Result<bool> {
    let Some(stream) = store.open(hash, None).await? else {
        return Ok(false);
    };
    let extend = async |mut hasher: Sha256, piece: Bytes| {
        hasher.update(&piece);
        Ok(hasher)
    };
    let hasher = stream.try_fold(Sha256::new(), extend).await?;
    Ok(BlobHash::from(<[u8; 32]>::from(hasher.finalize())) == *hash)
}

/// Reads a file once from its beginning to its end.
fn adopt_file(mut file: NamedTempFile) -> io::Result<Received> {
    let (mut hasher, mut head, mut len) = (Sha256::new(), Vec::new(), 0);
    let mut buffer = vec![0; 64 * 1024];
    file.rewind()?;
    loop {
        let got = file.read(&mut buffer)?;
        if got == 0 {
            break;
        }
        let missing = HEAD - head.len();
        head.extend_from_slice(&buffer[..got.min(missing)]);
        hasher.update(&buffer[..got]);
        len += got as u64;
    }
    file.as_file().sync_all()?;
    Ok(Received {
        hash: BlobHash::from(<[u8; 32]>::from(hasher.finalize())),
        len,
        head,
        staged: Staged::new(file, len),
    })
}

/// What has arrived and is not written yet.
#[derive(Default)]
struct Batch {
    chunks: Vec<Bytes>,
    len: u64,
}

impl Batch {
    fn push(&mut self, chunk: Bytes) {
        self.len += chunk.len() as u64;
        self.chunks.push(chunk);
    }

    fn is_full(&self) -> bool {
        // The number counts as well: a client that sends single bytes must not make us hold a million handles.
        self.len >= BATCH as u64 || self.chunks.len() >= 1024
    }
}

/// The file being written and what is known of it so far.
#[derive(Default)]
struct Sink {
    file: Option<NamedTempFile>,
    hasher: Sha256,
    head: Vec<u8>,
    len: u64,
}

impl Sink {
    fn write(&mut self, staging: &Staging, batch: &Batch) -> io::Result<()> {
        let file = match &mut self.file {
            Some(file) => file,
            none => none.insert(staging.create()?),
        };
        for chunk in &batch.chunks {
            let missing = HEAD - self.head.len();
            self.head.extend_from_slice(&chunk[..chunk.len().min(missing)]);
            self.hasher.update(chunk);
            file.write_all(chunk)?;
        }
        self.len += batch.len;
        Ok(())
    }

    /// Synced here and not in the store, so that what is staged is whole whatever the store does with it.
    fn sync(&self) -> io::Result<()> {
        self.file.as_ref().map_or(Ok(()), |file| file.as_file().sync_all())
    }

    fn finish(self) -> Result<Received> {
        let file = self.file.ok_or_else(empty)?;
        Ok(Received {
            hash: BlobHash::from(<[u8; 32]>::from(self.hasher.finalize())),
            len: self.len,
            head: self.head,
            staged: Staged::new(file, self.len),
        })
    }
}

/// The file has no bytes.
pub fn empty() -> Error {
    Error::new(
        Kind::Invalid,
        "media.empty",
        Message::new("Berkas ini kosong.", "The file is empty."),
    )
}

fn too_large(limit: u64) -> Error {
    let limit = size(limit);
    Error::new(
        Kind::TooLarge,
        "media.too_large",
        Message::new(
            format!("Berkas terlalu besar, maksimal {limit}."),
            format!("The file is too large, at most {limit}."),
        ),
    )
}

/// "5 MiB" for what is a round number of them, else bytes.
fn size(bytes: u64) -> String {
    match bytes {
        0 => "0 B".to_owned(),
        _ if bytes.is_multiple_of(1 << 20) => format!("{} MiB", bytes >> 20),
        _ if bytes.is_multiple_of(1 << 10) => format!("{} KiB", bytes >> 10),
        _ => format!("{bytes} B"),
    }
}

#[cfg(test)]
mod tests {
    use std::path::PathBuf;

    use futures_util::{FutureExt, future::pending, stream};
    use tempfile::TempDir;

    use super::*;

    fn start() -> (TempDir, Media) {
        let dir = tempfile::tempdir().unwrap();
        let media = Media::on_disk(dir.path().join("media")).unwrap();
        (dir, media)
    }

    fn pieces(content: &[u8], piece: usize) -> impl Stream<Item = Result<Bytes>> + Send + use<> {
        let pieces: Vec<_> = content
            .chunks(piece)
            .map(|chunk| Ok(Bytes::copy_from_slice(chunk)))
            .collect();
        stream::iter(pieces)
    }

    fn waiting(dir: &TempDir) -> Vec<PathBuf> {
        std::fs::read_dir(dir.path().join("media/tmp"))
            .unwrap()
            .map(|entry| entry.unwrap().path())
            .collect()
    }

    async fn read(media: &Media, hash: &BlobHash, range: Option<Range<u64>>) -> Vec<u8> {
        let stream = media.open(hash, range).await.unwrap().unwrap();
        stream.map(|chunk| chunk.unwrap().to_vec()).concat().await
    }

    #[tokio::test]
    async fn an_upload_is_hashed_kept_and_read_back() {
        let (dir, media) = start();
        let received = media.receive(pieces(b"abc", 1), 3).await.unwrap();
        assert_eq!(
            received.hash.to_string(),
            "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"
        );
        assert_eq!(
            (received.len, received.head.as_slice(), waiting(&dir).len()),
            (3, &b"abc"[..], 1)
        );
        let hash = media.keep(received).await.unwrap();
        assert!(waiting(&dir).is_empty());
        assert_eq!(media.len(&hash).await.unwrap(), Some(3));
        assert_eq!(read(&media, &hash, None).await, b"abc");
    }

    #[tokio::test]
    async fn a_large_upload_comes_back_byte_for_byte_and_only_its_head_is_held() {
        let (_dir, media) = start();
        let content: Vec<u8> = (0..1_000_003_u32).map(|n| (n % 251).to_le_bytes()[0]).collect();
        let received = media.receive(pieces(&content, 8_191), 2_000_000).await.unwrap();
        assert_eq!(received.head, &content[..HEAD]);
        let hash = media.keep(received).await.unwrap();
        assert_eq!(read(&media, &hash, None).await, content);
        assert_eq!(
            read(&media, &hash, Some(70_000..700_001)).await,
            &content[70_000..700_001]
        );
    }

    #[tokio::test]
    async fn an_upload_beyond_the_limit_is_refused_and_leaves_nothing_behind() {
        let (dir, media) = start();
        for (len, limit) in [(11, 10), (600_000, 300_000)] {
            let error = media.receive(pieces(&vec![7; len], 1000), limit).await.unwrap_err();
            assert_eq!((error.kind(), error.code()), (Kind::TooLarge, "media.too_large"));
            assert!(waiting(&dir).is_empty());
        }
        assert_eq!(media.receive(pieces(&[7; 10], 3), 10).await.unwrap().len, 10);
    }

    #[tokio::test]
    async fn an_upload_that_breaks_off_leaves_nothing_behind() {
        let (dir, media) = start();
        let broken = pieces(&vec![7; 400_000], 100_000).chain(stream::iter([Err(Error::internal("connection lost"))]));
        assert_eq!(media.receive(broken, 1 << 20).await.unwrap_err().kind(), Kind::Internal);
        assert!(waiting(&dir).is_empty());
    }

    #[tokio::test]
    async fn an_upload_that_is_given_up_half_way_leaves_nothing_behind() {
        let (dir, media) = start();
        let stuck = pieces(&vec![7; 400_000], 100_000).chain(stream::once(pending()));
        let mut receiving = Box::pin(media.receive(stuck, 1 << 20));
        while waiting(&dir).is_empty() {
            assert!((&mut receiving).now_or_never().is_none());
            tokio::task::yield_now().await;
        }
        drop(receiving);
        // If the thread still has the file, it drops it when it has written.
        while !waiting(&dir).is_empty() {
            tokio::task::yield_now().await;
        }
    }

    #[tokio::test]
    async fn an_upload_that_is_not_kept_is_gone() {
        let (dir, media) = start();
        let received = media.receive(pieces(b"abc", 3), 10).await.unwrap();
        let hash = received.hash;
        drop(received);
        assert!(waiting(&dir).is_empty());
        assert!(media.open(&hash, None).await.unwrap().is_none());
    }

    #[tokio::test]
    async fn a_file_that_was_made_here_is_kept_like_an_upload() {
        let (dir, media) = start();
        let mut file = media.scratch().unwrap();
        file.write_all(b"abc").unwrap();
        let made = media.adopt(file).await.unwrap();
        let sent = media.receive(pieces(b"abc", 1), 3).await.unwrap();
        assert_eq!((made.hash, made.len, &made.head), (sent.hash, sent.len, &sent.head));
        let hash = media.keep(made).await.unwrap();
        drop(sent);
        assert!(waiting(&dir).is_empty());
        assert_eq!(read(&media, &hash, None).await, b"abc");
    }

    #[tokio::test]
    async fn an_empty_upload_is_refused() {
        let (dir, media) = start();
        for stream in [vec![], vec![Ok(Bytes::new())]] {
            let error = media.receive(stream::iter(stream), 10).await.unwrap_err();
            assert_eq!((error.kind(), error.code()), (Kind::Invalid, "media.empty"));
        }
        assert!(waiting(&dir).is_empty());
    }

    #[test]
    fn a_limit_is_told_in_the_unit_that_it_was_set_in() {
        assert_eq!(
            [size(5 << 20), size(100 << 10), size(1000)],
            ["5 MiB", "100 KiB", "1000 B"]
        );
    }
}
