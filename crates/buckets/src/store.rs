//! Blobs as objects of a bucket: `pictures/ab/cdef…`, named as files in a folder are, so that one can be copied to the other
//! by any program.
//!
//! Invariant: an object is put under its hash only; what was made of a blob goes with it.

use std::{
    ops::Range,
    sync::Arc,
    time::{Duration, SystemTime},
};

use base64::{Engine as _, engine::general_purpose::STANDARD};
use bytes::Bytes;
use futures_util::{
    FutureExt as _, StreamExt as _, TryStreamExt as _,
    future::BoxFuture,
    stream::{self, BoxStream},
};
use http::{HeaderMap, HeaderValue, Method, Response, StatusCode, header};
use hyper::body::Incoming;
use platform::{
    Error, Result,
    media::{BlobHash, BlobStore, BlobStream, Found, SignedHeaders, Staged},
};
use rusty_s3::{
    Bucket, S3Action as _,
    actions::{ListObjectsV2, list_objects_v2::ListObjectsContent},
};

use crate::{
    BucketAddress, BucketCredentials,
    client::{Asked, BucketClient, Payload, SIGNED_FOR, piece, text},
    upload,
};

/// Files of more bytes are sent in parts.
const MOST_AT_ONCE: u64 = 16 << 20;
/// The largest piece of a blob.
const PIECE: usize = 64 << 10;
/// How long a browser may read what it was shown the way to: as long as somebody looks at a long recording.
const SIGNED_FOR_BROWSERS: Duration = Duration::from_secs(4 * 60 * 60);
/// Below the folder of a store: what was made of blobs.
const MADE: &str = "made/";

/// Blobs in a folder of a bucket. Cheap to clone.
#[derive(Clone)]
pub struct BucketStore {
    client: Arc<BucketClient>,
    /// What keys begin with: nothing, or something that ends with a slash.
    root: String,
    /// The bucket as browsers ask it, if they may.
    public: Option<Arc<Bucket>>,
}

impl BucketStore {
    /// Those of a folder, such as `pictures`; of none if it is empty. Asks nobody, but reads what this machine trusts.
    pub fn new(address: &BucketAddress, credentials: &BucketCredentials, folder: &str) -> Result<Self> {
        let bucket = address.bucket().map_err(Error::internal)?;
        let all = Self {
            client: BucketClient::new(bucket, credentials.0.clone())?,
            root: address.prefix().to_owned(),
            public: address.public_bucket().map_err(Error::internal)?.map(Arc::new),
        };
        Ok(all.folder(folder))
    }

    /// Those of a folder below this one, over the same connections; the same if it is empty.
    #[must_use]
    pub fn folder(&self, folder: &str) -> Self {
        let slash = if folder.is_empty() { "" } else { "/" };
        Self {
            client: Arc::clone(&self.client),
            root: format!("{}{folder}{slash}", self.root),
            public: self.public.clone(),
        }
    }

    /// Whether the bucket answers, and lets these keys in.
    pub async fn check(&self) -> Result<()> {
        self.page(&self.root, None).await.map(drop)
    }

    fn key(&self, hash: &BlobHash) -> String {
        let name = hash.to_string();
        let (shard, rest) = name.split_at(2);
        format!("{}{shard}/{rest}", self.root)
    }

    /// What the keys of everything that was made of a blob begin with.
    fn made_of(&self, hash: &BlobHash) -> String {
        let name = hash.to_string();
        let (shard, rest) = name.split_at(2);
        format!("{}{MADE}{shard}/{rest}/", self.root)
    }

    async fn get(&self, key: &str, range: Option<&Range<u64>>) -> Result<Option<Response<Incoming>>> {
        let mut headers = HeaderMap::new();
        if let Some(range) = range {
            let value = format!("bytes={}-{}", range.start, range.end - 1);
            headers.insert(header::RANGE, HeaderValue::try_from(value).map_err(Error::internal)?);
        }
        let asked = Asked {
            method: Method::GET,
            sign: |bucket: &Bucket, keys: &_| bucket.get_object(Some(keys), key).sign(SIGNED_FOR),
            headers,
            payload: Payload::Nothing,
        };
        let response = self.client.ask(asked).await?;
        Ok((response.status() != StatusCode::NOT_FOUND).then_some(response))
    }

    async fn length(&self, key: &str) -> Result<Option<u64>> {
        let asked = Asked {
            method: Method::HEAD,
            sign: |bucket: &Bucket, keys: &_| bucket.head_object(Some(keys), key).sign(SIGNED_FOR),
            headers: HeaderMap::new(),
            payload: Payload::Nothing,
        };
        let response = self.client.ask(asked).await?;
        if response.status() == StatusCode::NOT_FOUND {
            return Ok(None);
        }
        length_of(response.headers()).map(Some)
    }

    async fn put_file(&self, key: &str, staged: &Staged, hash: Option<&BlobHash>) -> Result<()> {
        if staged.bytes() > MOST_AT_ONCE {
            return upload::in_parts(&self.client, key, staged).await;
        }
        // The bucket compares what arrives with this.
        let sum = hash.map(|hash| STANDARD.encode(hash.as_bytes()));
        let mut headers = HeaderMap::new();
        if let Some(sum) = &sum {
            headers.insert(CHECKSUM, HeaderValue::try_from(sum).map_err(Error::internal)?);
        }
        let asked = Asked {
            method: Method::PUT,
            sign: |bucket: &Bucket, keys: &_| {
                let mut action = bucket.put_object(Some(keys), key);
                if let Some(sum) = &sum {
                    action.headers_mut().insert(CHECKSUM, sum.as_str());
                }
                action.sign(SIGNED_FOR)
            },
            headers,
            payload: Payload::File(staged.path().to_owned(), 0..staged.bytes()),
        };
        self.client.ask(asked).await.and_then(there)
    }

    async fn remove(&self, key: &str) -> Result<()> {
        let asked = Asked {
            method: Method::DELETE,
            sign: |bucket: &Bucket, keys: &_| bucket.delete_object(Some(keys), key).sign(SIGNED_FOR),
            headers: HeaderMap::new(),
            payload: Payload::Nothing,
        };
        self.client.ask(asked).await.map(drop)
    }

    async fn remove_made(&self, hash: &BlobHash) -> Result<()> {
        let mut made = self.objects(self.made_of(hash));
        while let Some(object) = made.try_next().await? {
            self.remove(&object.key).await?;
        }
        Ok(())
    }

    /// A page of the objects whose keys begin so, and what leads to the next one.
    async fn page(&self, prefix: &str, after: Option<&str>) -> Result<(Vec<ListObjectsContent>, Option<String>)> {
        let asked = Asked {
            method: Method::GET,
            sign: |bucket: &Bucket, keys: &_| {
                let mut action = bucket.list_objects_v2(Some(keys));
                action.with_prefix(prefix);
                if let Some(after) = after {
                    action.with_continuation_token(after);
                }
                action.sign(SIGNED_FOR)
            },
            headers: HeaderMap::new(),
            payload: Payload::Nothing,
        };
        let response = self.client.ask(asked).await?;
        if response.status() == StatusCode::NOT_FOUND {
            return Err(Error::internal("there is no such bucket"));
        }
        let page = ListObjectsV2::parse_response(&text(response).await?).map_err(Error::internal)?;
        Ok((page.contents, page.next_continuation_token))
    }

    /// All objects whose keys begin so, by their keys.
    fn objects(&self, prefix: String) -> BoxStream<'_, Result<ListObjectsContent>> {
        let pages = stream::try_unfold(Some(None::<String>), move |after| {
            let prefix = prefix.clone();
            async move {
                let Some(after) = after else { return Ok(None) };
                let (objects, next) = self.page(&prefix, after.as_deref()).await?;
                let objects = stream::iter(objects.into_iter().map(Ok::<_, Error>));
                Ok::<_, Error>(Some((objects, next.map(Some))))
            }
        });
        pages.try_flatten().boxed()
    }
}

const CHECKSUM: &str = "x-amz-checksum-sha256";

fn length_of(headers: &HeaderMap) -> Result<u64> {
    let length = headers
        .get(header::CONTENT_LENGTH)
        .and_then(|value| value.to_str().ok()?.parse().ok());
    length.ok_or_else(|| Error::internal("the bucket says no length"))
}

/// Not found is a fault of whoever puts something: then it is the bucket that is missing.
pub(crate) fn there(response: Response<Incoming>) -> Result<()> {
    if response.status() == StatusCode::NOT_FOUND {
        return Err(Error::internal("there is no such bucket"));
    }
    Ok(())
}

/// The pieces of an answer.
fn pieces(response: Response<Incoming>) -> BlobStream {
    let body = stream::try_unfold((response.into_body(), Bytes::new()), async |(mut body, mut rest)| {
        while rest.is_empty() {
            match piece(&mut body).await? {
                Some(data) => rest = data,
                None => return Ok(None),
            }
        }
        let first = rest.split_to(rest.len().min(PIECE));
        Ok(Some((first, (body, rest))))
    });
    body.boxed()
}

impl BlobStore for BucketStore {
    fn put(&self, hash: &BlobHash, staged: Staged) -> BoxFuture<'_, Result<()>> {
        let hash = *hash;
        async move {
            let key = self.key(&hash);
            if self.length(&key).await? == Some(staged.bytes()) {
                return Ok(());
            }
            self.put_file(&key, &staged, Some(&hash)).await
        }
        .boxed()
    }

    fn open(&self, hash: &BlobHash, range: Option<Range<u64>>) -> BoxFuture<'_, Result<Option<BlobStream>>> {
        let key = self.key(hash);
        async move {
            if let Some(range) = range.as_ref().filter(|range| range.start >= range.end) {
                let length = self.length(&key).await?;
                let is_within = |length: u64| range.start == range.end && range.end <= length;
                return match length {
                    None => Ok(None),
                    Some(length) if is_within(length) => Ok(Some(stream::empty().boxed())),
                    Some(_) => Err(Error::internal("a range that is none")),
                };
            }
            let Some(response) = self.get(&key, range.as_ref()).await? else {
                return Ok(None);
            };
            let wanted = range.map(|range| range.end - range.start);
            if wanted.is_some_and(|wanted| length_of(response.headers()).ok() != Some(wanted)) {
                return Err(Error::internal(
                    "the bucket has another range than the one that was asked for",
                ));
            }
            Ok(Some(pieces(response)))
        }
        .boxed()
    }

    fn address(&self, hash: &BlobHash, headers: &SignedHeaders<'_>) -> Option<String> {
        let (bucket, key) = (self.public.as_deref()?, self.key(hash));
        let mut action = bucket.get_object(Some(&self.client.credentials), &key);
        let asked = action.query_mut();
        asked.insert("response-content-type", headers.content_type);
        asked.insert("response-content-disposition", headers.content_disposition);
        asked.insert("response-cache-control", headers.cache_control);
        Some(action.sign(SIGNED_FOR_BROWSERS).into())
    }

    fn len(&self, hash: &BlobHash) -> BoxFuture<'_, Result<Option<u64>>> {
        let key = self.key(hash);
        async move { self.length(&key).await }.boxed()
    }

    fn made(&self, hash: &BlobHash, name: &'static str) -> BoxFuture<'_, Result<Option<Bytes>>> {
        let key = format!("{}{name}", self.made_of(hash));
        async move {
            let Some(response) = self.get(&key, None).await? else {
                return Ok(None);
            };
            let whole = pieces(response).try_fold(Vec::new(), async |mut whole, piece| {
                whole.extend_from_slice(&piece);
                Ok(whole)
            });
            Ok(Some(whole.await?.into()))
        }
        .boxed()
    }

    fn keep_made(&self, hash: &BlobHash, name: &'static str, staged: Staged) -> BoxFuture<'_, Result<()>> {
        let hash = *hash;
        async move {
            let key = format!("{}{name}", self.made_of(&hash));
            self.put_file(&key, &staged, None).await?;
            // Whoever removed the blob meanwhile looked for what was made of it before or after this.
            match self.length(&self.key(&hash)).await? {
                Some(_) => Ok(()),
                None => self.remove(&key).await,
            }
        }
        .boxed()
    }

    fn free_space(&self) -> BoxFuture<'_, Result<Option<u64>>> {
        async { Ok(None) }.boxed()
    }

    fn delete(&self, hash: &BlobHash) -> BoxFuture<'_, Result<bool>> {
        let hash = *hash;
        async move {
            let key = self.key(&hash);
            let was_there = self.length(&key).await?.is_some();
            self.remove(&key).await?;
            self.remove_made(&hash).await?;
            Ok(was_there)
        }
        .boxed()
    }

    fn list(&self) -> BoxStream<'_, Result<Found>> {
        let found = |object: ListObjectsContent| {
            let (shard, rest) = object.key.strip_prefix(&self.root)?.split_once('/')?;
            let hash = BlobHash::parse(&format!("{shard}{rest}")).filter(|_| shard.len() == 2)?;
            let at = object
                .last_modified
                .as_deref()
                .map(chrono::DateTime::parse_from_rfc3339);
            Some(Found {
                hash,
                bytes: object.size.unwrap_or_default(),
                at: at
                    .and_then(core::result::Result::ok)
                    .map_or(SystemTime::UNIX_EPOCH, Into::into),
            })
        };
        self.objects(self.root.clone())
            .try_filter_map(move |object| std::future::ready(Ok(found(object))))
            .boxed()
    }
}
