//! The open section's bytes, and what may be looked at with it.
//!
//! Invariants: only a section that was opened and is not over is shown; the bytes that a whole event is asked are made and
//! compressed once and kept, with their tag.

use std::sync::Arc;

use bytes::Bytes;
use platform::{Conn, Error, encoded::Encoded, text::hex};
use quick_cache::{Weighter, sync::Cache};
use sha2::{Digest as _, Sha256};

use super::model::PaperView;
use crate::{
    Assessment, Sitter,
    bank::{
        picture::service::ShownPicture,
        version::service::{FrozenSection, FrozenVersion},
    },
    exam::run::{
        rules::{no_such_section, not_started, section_not_open},
        service::find_seat,
    },
};

/// Most bytes of papers in memory, as they are and compressed.
const KEPT: u64 = 64 * 1024 * 1024;
/// About how many papers that is.
const ABOUT: usize = 512;

/// Version and number of the section.
type Key = (i64, usize);

#[derive(Clone)]
struct ByBytes;

impl Weighter<Key, Encoded> for ByBytes {
    fn weight(&self, _: &Key, paper: &Encoded) -> u64 {
        u64::try_from(paper.held() + 256).unwrap_or(u64::MAX)
    }
}

/// Papers in memory; clones share them.
#[derive(Clone)]
pub(crate) struct Papers(Arc<Cache<Key, Encoded, ByBytes>>);

impl Papers {
    pub(crate) fn new() -> Self {
        Self(Arc::new(Cache::with_weighter(ABOUT, KEPT, ByBytes)))
    }
}

/// A section's bytes as a seed asks it, with their tag.
fn write(version: &FrozenVersion, n: usize, seed: i64) -> Result<(Bytes, String), Error> {
    let section = version.section(n).ok_or_else(no_such_section)?;
    let view = PaperView::of(version, n, section, seed);
    let bytes = serde_json::to_vec(&view).map_err(Error::internal)?;
    let tag = hex(&Sha256::digest(&bytes)[..16]);
    Ok((bytes.into(), tag))
}

impl Assessment {
    /// The section of a number, or the one that is open, if it is.
    pub async fn paper(&self, sitter: &Sitter, n: Option<usize>) -> Result<Encoded, Error> {
        let (own, participant, now) = (self.clone(), sitter.participant, sitter.ctx.now());
        let find = async move |conn: &mut Conn<'_>| {
            let seat = find_seat(conn, participant).await?;
            let attempt = seat.attempt.as_ref().ok_or_else(not_started)?;
            let version = own.0.versions.get(conn, attempt.version).await?;
            if let Some(n) = n
                && (n == 0 || n > version.sections.len())
            {
                return Err(no_such_section());
            }
            let open = seat
                .open_section(now)
                .map(|section| section.n)
                .ok_or_else(section_not_open)?;
            if n.is_some_and(|n| n != open) {
                return Err(section_not_open());
            }
            Ok((version, open, attempt.seed))
        };
        let (version, n, seed) = self.0.db.read_by_key(find).await?;
        self.paper_of(version, n, seed).await
    }

    /// A section of a version as a seed asks it.
    ///
    /// What everybody is asked is compressed as well as it can be, off the threads that answer, and kept. What one participant
    /// is asked is written for each answer and left to the stack, which compresses it as fast as it can: it is fetched once,
    /// and three thousand such papers would push out of memory what the next event shares.
    pub(crate) async fn paper_of(&self, version: Arc<FrozenVersion>, n: usize, seed: i64) -> Result<Encoded, Error> {
        if version.section(n).is_some_and(FrozenSection::is_personal) {
            let (bytes, tag) = write(&version, n, seed)?;
            return Encoded::plain(bytes, &tag);
        }
        let make = async {
            let made = version.clone();
            let make = move || {
                let (bytes, tag) = write(&made, n, 0)?;
                Encoded::compressed(bytes, &tag)
            };
            tokio::task::spawn_blocking(make).await.map_err(Error::internal)?
        };
        self.0.papers.0.get_or_insert_async(&(version.id, n), make).await
    }

    /// A picture of a text that the participant may see: of a section that was opened.
    pub async fn exam_picture(&self, sitter: &Sitter, hash: &str) -> Result<ShownPicture, Error> {
        let (own, participant, wanted) = (self.clone(), sitter.participant, hash.to_owned());
        let find = async move |conn: &mut Conn<'_>| {
            let seat = find_seat(conn, participant).await?;
            let Some(attempt) = &seat.attempt else { return Ok(false) };
            let version = own.0.versions.get(conn, attempt.version).await?;
            let mut opened = seat.sections.iter().filter_map(|sat| version.section(sat.n));
            Ok::<_, Error>(opened.any(|section| section.shows_picture(&wanted)))
        };
        if self.0.db.read_by_key(find).await? {
            self.picture(hash).await
        } else {
            Err(crate::bank::picture::service::no_such_picture())
        }
    }
}
