//! The open section's bytes, and what may be looked at with it.
//!
//! Invariants: only a section that was opened and is not over is shown; the bytes of a version, a section and an order are made once and kept, with
//! their tag.

use std::sync::Arc;

use bytes::Bytes;
use platform::{Conn, Error, text::hex};
use quick_cache::{Weighter, sync::Cache};
use sha2::{Digest as _, Sha256};

use super::model::PaperView;
use crate::{
    Assessment, Sitter,
    bank::{picture::service::ShownPicture, version::service::FrozenSection},
    exam::run::{
        rules::{not_started, section_not_open},
        service::find_seat,
    },
    failures::{Noun, not_found},
};

/// Most bytes of papers in memory.
const KEPT: u64 = 64 * 1024 * 1024;
/// About how many papers that is.
const ABOUT: usize = 512;

const SECTION: Noun = Noun {
    id: "bagian ujian",
    en: "section of this exam",
};

/// A section's bytes with their tag.
#[derive(Debug, Clone)]
pub struct Paper {
    /// JSON.
    pub bytes: Bytes,
    /// A digest of them, in quotes.
    pub tag: Arc<str>,
}

/// Version, number of the section, and what orders it; 0 where everybody gets the same.
type Key = (i64, usize, i64);

#[derive(Clone)]
struct ByBytes;

impl Weighter<Key, Paper> for ByBytes {
    fn weight(&self, _: &Key, paper: &Paper) -> u64 {
        u64::try_from(paper.bytes.len() + 256).unwrap_or(u64::MAX)
    }
}

/// Papers in memory; clones share them.
#[derive(Clone)]
pub(crate) struct Papers(Arc<Cache<Key, Paper, ByBytes>>);

impl Papers {
    pub(crate) fn new() -> Self {
        Self(Arc::new(Cache::with_weighter(ABOUT, KEPT, ByBytes)))
    }
}

/// What tells the papers of a section apart: nothing, where everybody is asked the same in the same order.
fn order_of(section: &FrozenSection, seed: i64) -> i64 {
    if section.shuffle || !section.draws.is_empty() {
        seed
    } else {
        0
    }
}

impl Assessment {
    /// The section of a number, or the one that is open, if it is.
    pub async fn paper(&self, sitter: &Sitter, n: Option<usize>) -> Result<Paper, Error> {
        let (own, participant, now) = (self.clone(), sitter.participant, sitter.ctx.now());
        let find = async move |conn: &mut Conn<'_>| {
            let seat = find_seat(conn, participant).await?;
            let attempt = seat.attempt.as_ref().ok_or_else(not_started)?;
            let version = own.0.versions.get(conn, attempt.version).await?;
            if let Some(n) = n
                && (n == 0 || n > version.sections.len())
            {
                return Err(not_found(SECTION));
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
        let section = &version.sections[n - 1];
        let key = (version.id, n, order_of(section, seed));
        let make = || {
            let view = PaperView::of(&version, n, section, seed);
            let bytes = serde_json::to_vec(&view).map_err(Error::internal)?;
            let tag = format!("\"{}\"", hex(&Sha256::digest(&bytes)[..16]));
            Ok::<_, Error>(Paper {
                bytes: bytes.into(),
                tag: tag.into(),
            })
        };
        self.0.papers.0.get_or_insert_with(&key, make)
    }

    /// A picture of a text that the participant may see: of a section that was opened.
    pub async fn exam_picture(&self, sitter: &Sitter, hash: &str) -> Result<ShownPicture, Error> {
        let (own, participant, wanted) = (self.clone(), sitter.participant, hash.to_owned());
        let find = async move |conn: &mut Conn<'_>| {
            let seat = find_seat(conn, participant).await?;
            let Some(attempt) = &seat.attempt else { return Ok(false) };
            let version = own.0.versions.get(conn, attempt.version).await?;
            let mut opened = seat.sections.iter().filter_map(|sat| version.sections.get(sat.n - 1));
            Ok::<_, Error>(opened.any(|section| section.shows_picture(&wanted)))
        };
        if self.0.db.read_by_key(find).await? {
            self.picture(hash).await
        } else {
            Err(crate::bank::picture::service::no_such_picture())
        }
    }
}
