//! Sealing the next section, and the key that opens it.
//!
//! Invariants: a key follows from the server's secret and from what it opens (event, version, section, and the seed where the
//! section is each participant's own), and is stored nowhere; it is told under the condition under which the section itself is
//! shown, and never before. A key that does not fit, because the version changed or the server's secret did, costs a fetch of
//! the open section and nothing else.

use std::{collections::BTreeMap, sync::Arc};

use base64::{Engine as _, prelude::BASE64_URL_SAFE_NO_PAD};
use bytes::Bytes;
use platform::{
    Conn, Error, Timestamp,
    auth::{Keyring, sealing},
};
use quick_cache::{Weighter, sync::Cache};

use super::rules::{ahead, not_ahead};
use crate::{
    Assessment, Sitter,
    bank::version::service::{FrozenSection, FrozenVersion},
    exam::{
        model::Seat,
        run::{
            rules::{no_paper, no_such_section},
            service::find_seat,
        },
    },
};

/// Most sealed bytes in memory.
const KEPT: u64 = 32 * 1024 * 1024;
/// About how many sections that is.
const ABOUT: usize = 256;

/// What a key opens.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
struct Sealed {
    event: i64,
    version: i64,
    n: usize,
    /// What orders it; `None` where everybody is asked the same.
    seed: Option<i64>,
}

/// What was sealed, and the count of the server's secrets by which it was.
type Key = (Sealed, u64);

#[derive(Clone)]
struct ByBytes;

impl Weighter<Key, Bytes> for ByBytes {
    fn weight(&self, _: &Key, sealed: &Bytes) -> u64 {
        u64::try_from(sealed.len()).unwrap_or(u64::MAX)
    }
}

/// Sealed sections that a whole event shares; clones share them.
#[derive(Clone)]
pub(crate) struct SealedPapers(Arc<Cache<Key, Bytes, ByBytes>>);

impl SealedPapers {
    pub(crate) fn new() -> Self {
        Self(Arc::new(Cache::with_weighter(ABOUT, KEPT, ByBytes)))
    }
}

impl Sealed {
    fn new(event: i64, version: &FrozenVersion, n: usize, section: &FrozenSection, seed: i64) -> Self {
        Self {
            event,
            version: version.id,
            n,
            seed: section.is_personal().then_some(seed),
        }
    }

    fn key(&self, keys: &Keyring) -> [u8; 32] {
        let Self {
            event,
            version,
            n,
            seed,
        } = self;
        let whose = seed.map_or_else(|| "everybody".to_owned(), |seed| seed.to_string());
        keys.current().derive(&format!(
            "sealed paper: event {event}, version {version}, section {n}, {whose}"
        ))
    }
}

/// The keys of what a seat may read at a moment: of the section that is open.
pub(crate) fn open_keys(
    keys: &Keyring,
    seat: &Seat,
    version: Option<&FrozenVersion>,
    now: Timestamp,
) -> BTreeMap<usize, String> {
    let found = || {
        let (open, attempt) = (seat.open_section(now)?, seat.attempt.as_ref()?);
        let version = version.filter(|version| version.id == attempt.version)?;
        let section = version.section(open.n)?;
        let sealed = Sealed::new(seat.event.id, version, open.n, section, attempt.seed);
        Some((open.n, BASE64_URL_SAFE_NO_PAD.encode(sealed.key(keys))))
    };
    found().into_iter().collect()
}

impl Assessment {
    /// The next section of a participant, sealed; refused for any other number than its own.
    pub async fn sealed_paper(&self, sitter: &Sitter, n: Option<usize>) -> Result<Bytes, Error> {
        let (own, participant, now) = (self.clone(), sitter.participant, sitter.ctx.now());
        let find = async move |conn: &mut Conn<'_>| {
            let seat = find_seat(conn, participant).await?;
            let next = ahead(&seat, now)?;
            let version = own.version_of(conn, &seat).await?.ok_or_else(no_paper)?;
            if n.is_some_and(|n| version.section(n).is_none()) {
                return Err(no_such_section());
            }
            if n.is_some_and(|n| n != next.n) {
                return Err(not_ahead());
            }
            Ok((version, seat.event.id, next))
        };
        let (version, event, next) = self.0.db.read_by_key(find).await?;
        let section = version.section(next.n).ok_or_else(not_ahead)?;
        let seed = match next.seed {
            None if section.is_personal() => return Err(not_ahead()),
            seed => seed.unwrap_or_default(),
        };
        let sealed = Sealed::new(event, &version, next.n, section, seed);
        if sealed.seed.is_some() {
            return self.seal(version, sealed, seed).await;
        }
        let key = (sealed, self.0.keys.generation());
        let made = self.seal(version, sealed, seed);
        self.0.sealed.0.get_or_insert_async(&key, made).await
    }

    /// Seals a section off the threads that answer, compressed first: what is encrypted cannot be made smaller on its way.
    async fn seal(&self, version: Arc<FrozenVersion>, sealed: Sealed, seed: i64) -> Result<Bytes, Error> {
        let paper = self.paper_of(version, sealed.n, seed).await?;
        let key = sealed.key(&self.0.keys);
        let work = move || sealing::seal(&key, &paper.gzip()?).map(Bytes::from);
        tokio::task::spawn_blocking(work).await.map_err(Error::internal)?
    }
}

#[cfg(test)]
mod tests {
    use platform::Clock;

    use super::*;

    #[test]
    fn no_two_things_share_a_key() {
        let dir = tempfile::tempdir().unwrap();
        let keys = Keyring::open(dir.path().join("keys.json"), &Clock::system()).unwrap();
        let one = Sealed {
            event: 1,
            version: 2,
            n: 3,
            seed: None,
        };
        let others = [
            Sealed { event: 2, ..one },
            Sealed { version: 1, ..one },
            Sealed { n: 1, ..one },
            Sealed { seed: Some(0), ..one },
            Sealed { seed: Some(1), ..one },
        ];
        let mut all: Vec<_> = others.iter().chain([&one]).map(|sealed| sealed.key(&keys)).collect();
        all.sort_unstable();
        all.dedup();
        assert_eq!(all.len(), 6);
        assert_eq!(one.key(&keys), one.key(&keys));
    }
}
