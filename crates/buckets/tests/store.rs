//! A store in a bucket does what one in a folder does.
#![cfg(test)]

use std::{io::Write as _, ops::Range, sync::Arc};

use buckets::{BucketCredentials, BucketStore};
use bytes::Bytes;
use futures_util::{StreamExt as _, TryStreamExt as _, stream};
use platform::{
    Kind, Result,
    media::{BlobHash, BlobStore as _, Media, Received, SignedHeaders, Staged, Staging},
};
use testkit::Bucket;

/// A store in a bucket of its own, and where uploads wait.
struct Shelf {
    bucket: Bucket,
    store: BucketStore,
    media: Media,
    staging: Arc<Staging>,
    _waiting: tempfile::TempDir,
}

impl Shelf {
    async fn start() -> Option<Self> {
        let bucket = Bucket::start().await?;
        let credentials = BucketCredentials::new(&bucket.keys.0, &bucket.keys.1);
        let store = BucketStore::new(&bucket.url().parse().unwrap(), &credentials, "pictures").unwrap();
        let waiting = tempfile::tempdir().unwrap();
        let staging = Arc::new(Staging::open(waiting.path().join("tmp")).unwrap());
        Some(Self {
            media: Media::new(Arc::new(store.clone()), Arc::clone(&staging)),
            bucket,
            store,
            staging,
            _waiting: waiting,
        })
    }

    async fn receive(&self, content: &[u8]) -> Received {
        let content = Bytes::copy_from_slice(content);
        self.media.receive(stream::iter([Ok(content)]), u64::MAX).await.unwrap()
    }

    async fn keep(&self, content: &[u8]) -> Result<BlobHash> {
        self.media.keep(self.receive(content).await).await
    }

    fn stage(&self, content: &[u8]) -> Staged {
        let mut file = self.staging.create().unwrap();
        file.write_all(content).unwrap();
        Staged::new(file, content.len() as u64)
    }

    async fn read(&self, hash: &BlobHash, range: Option<Range<u64>>) -> Option<Vec<u8>> {
        let stream = self.store.open(hash, range).await.unwrap()?;
        let pieces: Vec<Bytes> = stream.try_collect().await.unwrap();
        assert!(pieces.iter().all(|piece| piece.len() <= 64 << 10));
        Some(pieces.concat())
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn blobs_are_kept_read_in_parts_listed_and_deleted() {
    let Some(shelf) = Shelf::start().await else { return };
    let content: Vec<u8> = (0..200_000_u32).map(|number| number.to_le_bytes()[1]).collect();
    let hash = shelf.keep(&content).await.unwrap();
    assert_eq!(shelf.keep(&content).await.unwrap(), hash, "the same again is no fault");
    assert_eq!(shelf.store.len(&hash).await.unwrap(), Some(200_000));
    assert_eq!(shelf.read(&hash, None).await.unwrap(), content);
    assert_eq!(
        shelf.read(&hash, Some(70_000..140_001)).await.unwrap(),
        content[70_000..140_001]
    );
    assert_eq!(
        shelf.read(&hash, Some(199_999..200_000)).await.unwrap(),
        content[199_999..]
    );
    assert!(shelf.read(&hash, Some(5..5)).await.unwrap().is_empty());
    assert!(shelf.store.open(&hash, Some(0..200_001)).await.is_err());
    assert!(shelf.media.is_whole(&hash).await.unwrap());
    let other = shelf.keep(b"x").await.unwrap();
    let listed = shelf.store.list().map_ok(|found| (found.hash, found.bytes));
    let mut listed: Vec<(BlobHash, u64)> = listed.try_collect().await.unwrap();
    listed.sort_unstable();
    let mut expected = vec![(hash, 200_000), (other, 1)];
    expected.sort_unstable();
    assert_eq!(listed, expected);
    assert!(shelf.store.delete(&hash).await.unwrap());
    assert!(!shelf.store.delete(&hash).await.unwrap());
    assert_eq!(shelf.read(&hash, None).await, None);
    assert_eq!(shelf.store.len(&hash).await.unwrap(), None);
    assert_eq!(shelf.read(&other, None).await.unwrap(), b"x");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn browsers_get_an_address_only_of_a_bucket_that_they_may_ask() {
    let Some(shelf) = Shelf::start().await else { return };
    let hash = shelf.keep(b"content").await.unwrap();
    let headers = SignedHeaders {
        content_type: "audio/mpeg",
        content_disposition: "inline; filename=\"a b.mp3\"",
        cache_control: "private, no-store",
    };
    assert_eq!(shelf.media.address(&hash, &headers), None);
    let url = format!("{}&public=https://files.example.org/s3", shelf.bucket.url());
    let credentials = BucketCredentials::new(&shelf.bucket.keys.0, &shelf.bucket.keys.1);
    let store = BucketStore::new(&url.parse().unwrap(), &credentials, "pictures").unwrap();
    let address = store.address(&hash, &headers).unwrap();
    assert!(address.starts_with("https://files.example.org/s3/"), "{address}");
    assert!(
        address.contains(&hash.to_string()[2..]) && address.contains("X-Amz-Signature="),
        "{address}"
    );
    assert!(address.contains("response-content-type=audio%2Fmpeg"), "{address}");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_large_file_goes_in_parts_and_arrives_whole() {
    let Some(shelf) = Shelf::start().await else { return };
    let content: Vec<u8> = (0..10_000_000_u32).flat_map(u32::to_le_bytes).collect();
    let hash = shelf.keep(&content).await.unwrap();
    assert_eq!(shelf.store.len(&hash).await.unwrap(), Some(40_000_000));
    assert!(shelf.media.is_whole(&hash).await.unwrap());
    let edge = 16 << 20;
    let part = shelf.read(&hash, Some(edge - 3..edge + 3)).await.unwrap();
    let at = usize::try_from(edge).unwrap();
    assert_eq!(part, content[at - 3..at + 3]);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_was_made_of_a_blob_goes_with_it() {
    let Some(shelf) = Shelf::start().await else { return };
    let hash = shelf.keep(b"picture").await.unwrap();
    assert_eq!(shelf.store.made(&hash, "small").await.unwrap(), None);
    shelf
        .store
        .keep_made(&hash, "small", shelf.stage(b"small one"))
        .await
        .unwrap();
    assert_eq!(shelf.store.made(&hash, "small").await.unwrap().unwrap(), "small one");
    assert_eq!(shelf.store.list().count().await, 1, "what was made is no blob");
    assert!(shelf.store.delete(&hash).await.unwrap());
    assert_eq!(shelf.store.made(&hash, "small").await.unwrap(), None);
    shelf
        .store
        .keep_made(&hash, "small", shelf.stage(b"late"))
        .await
        .unwrap();
    let late = shelf.store.made(&hash, "small").await.unwrap();
    assert_eq!(late, None, "of a blob that is gone nothing stays");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_bucket_that_is_away_is_told_as_such_and_serves_again_when_it_is_back() {
    let Some(mut shelf) = Shelf::start().await.filter(|shelf| shelf.bucket.is_own()) else {
        return;
    };
    let hash = shelf.keep(b"content").await.unwrap();
    shelf.bucket.kill();
    let error = shelf.store.len(&hash).await.unwrap_err();
    assert_eq!((error.kind(), error.code()), (Kind::Unavailable, "media.bucket_away"));
    assert!(error.retry_after().is_some());
    assert_eq!(shelf.keep(b"more").await.unwrap_err().kind(), Kind::Unavailable);
    shelf.bucket.resume().await;
    assert_eq!(shelf.read(&hash, None).await.unwrap(), b"content");
    shelf.keep(b"more").await.unwrap();
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn wrong_keys_and_a_bucket_that_is_not_there_are_faults_of_the_server() {
    let Some(shelf) = Shelf::start().await.filter(|shelf| shelf.bucket.is_own()) else {
        return;
    };
    let address = shelf.bucket.url().parse().unwrap();
    let wrong = BucketCredentials::new(&shelf.bucket.keys.0, "hemmelig");
    let store = BucketStore::new(&address, &wrong, "pictures").unwrap();
    let error = store.check().await.unwrap_err();
    assert_eq!(error.kind(), Kind::Internal);
    assert!(!error.to_string().contains("hemmelig"), "{error}");
    let url = shelf.bucket.url().replace("s3://balai/", "s3://nowhere/");
    let keys = BucketCredentials::new(&shelf.bucket.keys.0, &shelf.bucket.keys.1);
    let store = BucketStore::new(&url.parse().unwrap(), &keys, "pictures").unwrap();
    assert!(store.check().await.unwrap_err().to_string().contains("bucket"));
    assert!(store.put(&[1; 32].into(), shelf.stage(b"x")).await.is_err());
    shelf.store.check().await.unwrap();
}
