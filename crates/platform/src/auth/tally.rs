//! What brakes count on one server, told to the others, so that several servers brake like one.
//!
//! Nothing depends on a tally that is lost: then a limit is as high as it was without.

use std::{
    collections::HashMap,
    fmt,
    sync::{Arc, OnceLock, PoisonError, RwLock, Weak},
};

use sha2::{Digest as _, Sha256};
use tokio::sync::mpsc;

use super::throttle::Buckets;

/// Tallies that wait to be told; more are dropped.
const WAITING: usize = 10_000;

/// A key without what it says: it travels between servers.
pub(super) type KeyDigest = [u8; 16];

pub(super) fn digest(key: &str) -> KeyDigest {
    let whole = Sha256::digest(key.as_bytes());
    let mut digest = KeyDigest::default();
    digest.copy_from_slice(&whole[..16]);
    digest
}

/// What happened to a bucket.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Tally {
    /// The brake's name.
    pub brake: String,
    pub key: [u8; 16],
    /// Tokens that were taken; fewer than none were given back; none: the bucket is full again.
    pub tokens: i8,
}

impl Tally {
    /// As bytes for another server.
    pub fn to_bytes(&self) -> Vec<u8> {
        [&self.tokens.to_be_bytes()[..], &self.key, self.brake.as_bytes()].concat()
    }

    /// From bytes of another server; `None` if they are none of these.
    pub fn from_bytes(bytes: &[u8]) -> Option<Self> {
        let (tokens, rest) = bytes.split_first()?;
        let (key, brake) = rest.split_first_chunk::<16>()?;
        Some(Self {
            brake: std::str::from_utf8(brake).ok()?.to_owned(),
            key: *key,
            tokens: i8::from_be_bytes([*tokens]),
        })
    }
}

/// The brakes of a server that count with those of others; clones share them.
#[derive(Clone, Default)]
pub struct Tallies(Arc<Inner>);

#[derive(Default)]
struct Inner {
    brakes: RwLock<HashMap<&'static str, Weak<Buckets>>>,
    told: OnceLock<mpsc::Sender<Tally>>,
}

impl fmt::Debug for Tallies {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Tallies").finish_non_exhaustive()
    }
}

impl Tallies {
    /// From now on, what is counted here can be heard. `None` if somebody hears it already.
    pub fn hear(&self) -> Option<mpsc::Receiver<Tally>> {
        let (told, heard) = mpsc::channel(WAITING);
        self.0.told.set(told).ok().map(|()| heard)
    }

    /// Counts what another server counted.
    pub fn absorb(&self, tally: &Tally) {
        let brakes = self.0.brakes.read().unwrap_or_else(PoisonError::into_inner);
        if let Some(buckets) = brakes.get(tally.brake.as_str()).and_then(Weak::upgrade) {
            buckets.absorb(tally.key, tally.tokens);
        }
    }

    pub(super) fn register(&self, name: &'static str, buckets: &Arc<Buckets>) {
        let mut brakes = self.0.brakes.write().unwrap_or_else(PoisonError::into_inner);
        brakes.insert(name, Arc::downgrade(buckets));
    }

    pub(super) fn tell(&self, brake: &'static str, key: &str, tokens: i8) {
        if let Some(told) = self.0.told.get() {
            // Of a flood, what does not fit is braked by this server alone.
            let _dropped = told.try_send(Tally {
                brake: brake.to_owned(),
                key: digest(key),
                tokens,
            });
        }
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::*;
    use crate::{
        Clock, Timestamp,
        auth::throttle::{Rate, Throttle},
    };

    /// A brake on a server, and what is heard of it.
    fn server(clock: &Clock, burst: u32) -> (Throttle, Tallies, mpsc::Receiver<Tally>) {
        let tallies = Tallies::default();
        let rate = Rate {
            burst,
            per: Duration::from_secs(60),
        };
        let brake = Throttle::new(clock.clone(), rate, 100).shared(&tallies, "test");
        let heard = tallies.hear().unwrap();
        (brake, tallies, heard)
    }

    fn pass_on(heard: &mut mpsc::Receiver<Tally>, to: &Tallies) {
        while let Ok(tally) = heard.try_recv() {
            to.absorb(&Tally::from_bytes(&tally.to_bytes()).unwrap());
        }
    }

    #[test]
    fn two_servers_brake_like_one() {
        let clock = Clock::manual(Timestamp(1_700_000_000_000_000));
        let (here, _, mut heard) = server(&clock, 4);
        let (there, tallies, _) = server(&clock, 4);
        for _ in 0..3 {
            here.take("ayse").unwrap();
        }
        pass_on(&mut heard, &tallies);
        there.take("ayse").unwrap();
        there.take("ayse").unwrap_err();
        there.take("budi").unwrap();
        here.give_back("ayse");
        pass_on(&mut heard, &tallies);
        there.take("ayse").unwrap();
        here.forgive("ayse");
        pass_on(&mut heard, &tallies);
        for _ in 0..4 {
            there.take("ayse").unwrap();
        }
        clock.advance(Duration::from_secs(60));
        there.take("ayse").unwrap();
    }

    #[test]
    fn a_refusal_is_not_told_and_a_flood_never_locks_for_longer_than_a_period() {
        let clock = Clock::manual(Timestamp(1_700_000_000_000_000));
        let (here, own, mut heard) = server(&clock, 1);
        here.take("k").unwrap();
        here.take("k").unwrap_err();
        assert_eq!(heard.try_recv().map(|tally| tally.tokens), Ok(1));
        assert!(heard.try_recv().is_err());
        for _ in 0..1000 {
            own.absorb(&Tally {
                brake: "test".to_owned(),
                key: digest("k"),
                tokens: i8::MAX,
            });
        }
        clock.advance(Duration::from_secs(60));
        here.take("k").unwrap();
    }

    #[test]
    fn bytes_that_are_no_tally_are_none() {
        for bytes in [&b""[..], b"1", &[1; 16], &[&[1; 17][..], &[0xff]].concat()] {
            assert_eq!(Tally::from_bytes(bytes), None);
        }
    }
}
