//! Blobs and the rows that name them.
//!
//! Invariant: a blob that a row names exists, and a blob that no row names does not stay. Whoever writes rows holds the lock
//! shared from before the blobs are kept until the rows are there; whoever removes blobs holds it alone and asks the
//! database first. Both are brought to their end even if the caller stops waiting.

use std::sync::Arc;

use tokio::sync::RwLock;
use tracing::Instrument as _;

use super::{BlobHash, Media, Received};
use crate::{
    db::{Conn, Db, Sql},
    error::{Error, Result},
    params,
};

/// A module's blobs, whose names are in its rows. Cheap to clone.
#[derive(Clone)]
pub struct Files(Arc<Inner>);

struct Inner {
    media: Media,
    db: Db,
    named: Sql,
    rows: RwLock<()>,
}

impl Files {
    /// Blobs that nobody else names. `named` counts the rows that name the blob `$1`, or tells 0 if there are none.
    pub fn new(media: Media, db: Db, named: Sql) -> Self {
        let rows = RwLock::default();
        Self(Arc::new(Inner { media, db, named, rows }))
    }

    /// Where the blobs are.
    pub fn media(&self) -> &Media {
        &self.0.media
    }

    /// Keeps what has arrived and then writes the rows that name it. If the rows are refused, no blob stays that no row
    /// names.
    pub async fn keep_with<T: Send + 'static>(
        &self,
        arrived: Vec<Received>,
        rows: impl Future<Output = Result<T>> + Send + 'static,
    ) -> Result<T> {
        let files = self.clone();
        to_its_end(async move {
            let hashes: Vec<_> = arrived.iter().map(|one| one.hash).collect();
            let written = files.keep_all(arrived, rows).await;
            if written.is_err() {
                let _alone = files.0.rows.write().await;
                files.remove_unnamed(&hashes).await?;
            }
            written
        })
        .await
    }

    /// Removes rows, and then those of the blobs that they named which no other row names. `rows` answers these blobs,
    /// as the rows keep them.
    pub async fn remove_with<T: Send + 'static>(
        &self,
        rows: impl Future<Output = Result<(T, Vec<String>)>> + Send + 'static,
    ) -> Result<T> {
        let files = self.clone();
        to_its_end(async move {
            let _alone = files.0.rows.write().await;
            let (answer, named) = rows.await?;
            let hashes: Vec<_> = named.iter().filter_map(|hash| BlobHash::parse(hash)).collect();
            files.remove_unnamed(&hashes).await?;
            Ok(answer)
        })
        .await
    }

    async fn keep_all<T>(&self, arrived: Vec<Received>, rows: impl Future<Output = Result<T>> + Send) -> Result<T> {
        let _with_others = self.0.rows.read().await;
        for one in arrived {
            self.0.media.keep(one).await?;
        }
        rows.await
    }

    /// The caller holds the lock alone.
    async fn remove_unnamed(&self, hashes: &[BlobHash]) -> Result<()> {
        let (named, names) = (self.0.named, hashes.iter().map(ToString::to_string));
        let names: Vec<_> = names.collect();
        let count = async move |conn: &mut Conn<'_>| {
            let mut counts = Vec::with_capacity(names.len());
            for name in &names {
                counts.push(conn.number(named, params![name]).await?);
            }
            Ok::<_, Error>(counts)
        };
        let counts = self.0.db.read(count).await?;
        for (hash, count) in hashes.iter().zip(counts) {
            if count == 0 {
                self.0.media.delete(hash).await?;
            }
        }
        Ok(())
    }
}

/// Runs work in a task of its own, so that a caller who goes away does not stop it half-way.
async fn to_its_end<T: Send + 'static>(work: impl Future<Output = Result<T>> + Send + 'static) -> Result<T> {
    tokio::spawn(work.in_current_span()).await.map_err(Error::internal)?
}
