//! Large files, sent in parts.
//!
//! Invariant: the object appears once all parts are there; parts of an upload that failed are given up.

use std::{ops::Range, sync::Arc};

use futures_util::{StreamExt as _, TryStreamExt as _, stream};
use http::{HeaderMap, Method, header};
use platform::{Error, Result, media::Staged};
use rusty_s3::{S3Action as _, actions::CreateMultipartUpload};

use crate::{
    client::{Asked, BucketClient, Payload, SIGNED_FOR, text},
    store::there,
};

/// Bytes of a part; a bucket takes 10,000 of an object.
const PART: u64 = 16 << 20;
/// Parts that are on their way at once.
const AT_ONCE: usize = 3;

/// The parts of so many bytes, numbered from 1.
fn parts(bytes: u64) -> impl Iterator<Item = (u16, Range<u64>)> {
    let starts = (0..bytes).step_by(usize::try_from(PART).unwrap_or(usize::MAX));
    (1..).zip(starts.map(move |start| start..(start + PART).min(bytes)))
}

/// An upload that was begun.
struct Upload<'u> {
    client: &'u BucketClient,
    key: &'u str,
    id: String,
}

/// Puts a file under a key, in parts.
pub(crate) async fn in_parts(client: &Arc<BucketClient>, key: &str, staged: &Staged) -> Result<()> {
    let upload = Upload::begin(client, key).await?;
    let sent = upload.send(staged).await;
    if sent.is_err() {
        // What cannot be given up now is given up by the bucket's own rules.
        if let Err(error) = upload.give_up().await {
            tracing::warn!(%error, "an upload in parts that failed was not given up");
        }
    }
    sent
}

impl<'u> Upload<'u> {
    async fn begin(client: &'u BucketClient, key: &'u str) -> Result<Self> {
        let asked = Asked {
            method: Method::POST,
            sign: |bucket: &rusty_s3::Bucket, keys: &_| {
                bucket.create_multipart_upload(Some(keys), key).sign(SIGNED_FOR)
            },
            headers: HeaderMap::new(),
            payload: Payload::Nothing,
        };
        let begun = text(client.ask(asked).await?).await?;
        let begun = CreateMultipartUpload::parse_response(&begun).map_err(Error::internal)?;
        let id = begun.upload_id().to_owned();
        Ok(Self { client, key, id })
    }

    async fn send(&self, staged: &Staged) -> Result<()> {
        let sent = stream::iter(parts(staged.bytes())).map(|part| self.send_part(staged, part));
        let tags: Vec<String> = sent.buffered(AT_ONCE).try_collect().await?;
        let body = self.completion(&tags).body();
        let asked = Asked {
            method: Method::POST,
            sign: |bucket: &rusty_s3::Bucket, keys: &_| {
                let tags = tags.iter().map(String::as_str);
                bucket
                    .complete_multipart_upload(Some(keys), self.key, &self.id, tags)
                    .sign(SIGNED_FOR)
            },
            headers: HeaderMap::new(),
            payload: Payload::Text(body),
        };
        let said = text(self.client.ask(asked).await?).await?;
        // Such an answer begins before the bucket knows how it ends.
        if said.contains("<Error>") {
            return Err(Error::internal(format!("an upload in parts was not completed: {said}")));
        }
        Ok(())
    }

    fn completion<'t>(
        &'t self,
        tags: &'t [String],
    ) -> rusty_s3::actions::CompleteMultipartUpload<'t, impl Iterator<Item = &'t str> + 't> {
        let tags = tags.iter().map(String::as_str);
        let (bucket, keys) = (&self.client.bucket, &self.client.credentials);
        bucket.complete_multipart_upload(Some(keys), self.key, &self.id, tags)
    }

    async fn send_part(&self, staged: &Staged, (number, range): (u16, Range<u64>)) -> Result<String> {
        let asked = Asked {
            method: Method::PUT,
            sign: |bucket: &rusty_s3::Bucket, keys: &_| {
                bucket
                    .upload_part(Some(keys), self.key, number, &self.id)
                    .sign(SIGNED_FOR)
            },
            headers: HeaderMap::new(),
            payload: Payload::File(staged.path().to_owned(), range),
        };
        let response = self.client.ask(asked).await?;
        let tag = response.headers().get(header::ETAG).cloned();
        there(response)?;
        let tag = tag.as_ref().and_then(|tag| tag.to_str().ok());
        let tag = tag.ok_or_else(|| Error::internal("the bucket names no part"))?;
        Ok(tag.to_owned())
    }

    async fn give_up(&self) -> Result<()> {
        let asked = Asked {
            method: Method::DELETE,
            sign: |bucket: &rusty_s3::Bucket, keys: &_| {
                bucket
                    .abort_multipart_upload(Some(keys), self.key, &self.id)
                    .sign(SIGNED_FOR)
            },
            headers: HeaderMap::new(),
            payload: Payload::Nothing,
        };
        self.client.ask(asked).await.map(drop)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parts_follow_each_other_and_the_last_is_what_is_left() {
        let of = |bytes| parts(bytes).collect::<Vec<_>>();
        assert_eq!(of(PART), [(1, 0..PART)]);
        assert_eq!(of(PART + 1), [(1, 0..PART), (2, PART..PART + 1)]);
        assert_eq!(of(3 * PART).last().unwrap(), &(3, 2 * PART..3 * PART));
    }
}
