//! Brakes: a token bucket per key (an address, an account), in bounded memory, on the program's own clock.
//!
//! Invariant: of two callers who take a bucket's last token at the same time, one gets it. Memory is bounded by forgetting:
//! when more than `capacity` keys are in use, buckets that are rarely asked for go first and come back full, so the
//! capacity must exceed the number of keys that matter within one period.

use std::{
    hash::{BuildHasher, RandomState},
    sync::Arc,
    time::Duration,
};

use quick_cache::sync::{Cache, EntryAction, EntryResult};

use super::tally::{KeyDigest, Tallies, digest};
use crate::{
    clock::Clock,
    error::{Error, Result},
};

/// How often something may happen: `burst` times at once, and `burst` times per `per` in the long run.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Rate {
    /// Tokens in a full bucket; at least one.
    pub burst: u32,
    /// The time in which an empty bucket fills up again.
    pub per: Duration,
}

/// Token buckets by key. Clones share them.
#[derive(Clone)]
pub struct Throttle {
    code: &'static str,
    buckets: Arc<Buckets>,
}

pub(super) struct Buckets {
    clock: Clock,
    /// With whom they count, and under which name.
    shared: Option<(Tallies, &'static str)>,
    /// Microseconds in which one token comes back.
    interval: i64,
    /// Microseconds in which all of them do.
    period: i64,
    /// Keeps whoever chooses the keys from choosing two that collide.
    hasher: RandomState,
    /// By the hash of its key, the moment (microseconds since 1970) at which a bucket will be full again. That one number
    /// is the whole state of a bucket: each token taken moves it one interval ahead (the "generic cell rate algorithm").
    full_at: Cache<u64, i64>,
}

impl Throttle {
    /// Full buckets for every key, of which about `capacity` are remembered.
    pub fn new(clock: Clock, rate: Rate, capacity: usize) -> Self {
        let burst = i64::from(rate.burst.max(1));
        let interval = i64::try_from(rate.per.as_micros()).unwrap_or(i64::MAX) / burst;
        // Bounded so that no sum below can overflow: 2^60 µs are 36 000 years.
        let interval = interval.clamp(1, (1 << 60) / burst);
        let buckets = Buckets {
            clock,
            shared: None,
            interval,
            period: interval * burst,
            hasher: RandomState::new(),
            full_at: Cache::new(capacity.max(1)),
        };
        Self {
            code: "auth.throttled",
            buckets: Arc::new(buckets),
        }
    }

    /// The same buckets, refusing with an error code of their own instead of `auth.throttled`.
    #[must_use]
    pub fn with_code(mut self, code: &'static str) -> Self {
        self.code = code;
        self
    }

    /// The same buckets, which count with those of this name on other servers, if they hear of each other.
    #[must_use]
    pub fn shared(mut self, tallies: &Tallies, name: &'static str) -> Self {
        // Nobody else has them yet: what was counted by then would not be found again.
        if let Some(buckets) = Arc::get_mut(&mut self.buckets) {
            buckets.shared = Some((tallies.clone(), name));
            tallies.register(name, &self.buckets);
        }
        self
    }

    /// Is there a token? Takes none.
    pub fn check(&self, key: &str) -> Result<()> {
        self.buckets.check(key).map_err(|wait| self.refusal(wait))
    }

    /// Takes a token, or says how long to wait for one.
    pub fn take(&self, key: &str) -> Result<()> {
        self.buckets.take(key).map_err(|wait| self.refusal(wait))?;
        self.buckets.tell(key, 1);
        Ok(())
    }

    /// Gives a token back that was taken for something that turned out not to count.
    pub fn give_back(&self, key: &str) {
        self.buckets.move_by(self.buckets.slot(key), -1);
        self.buckets.tell(key, -1);
    }

    /// Fills the bucket: what was counted does not matter any more. Only for a key that the one forgiven cannot share
    /// with others; an address that is forgiven at each of an attacker's own good logins brakes nothing.
    pub fn forgive(&self, key: &str) {
        self.buckets.full_at.remove(&self.buckets.slot(key));
        self.buckets.tell(key, 0);
    }

    /// Waits are told in whole seconds, rounded up, so that whoever obeys gets through.
    fn refusal(&self, wait: Duration) -> Error {
        let seconds = wait.as_secs() + u64::from(wait.subsec_nanos() > 0);
        Error::too_many(self.code, Duration::from_secs(seconds))
    }
}

impl Buckets {
    fn slot(&self, key: &str) -> u64 {
        match self.shared {
            Some(_) => self.hasher.hash_one(digest(key)),
            None => self.hasher.hash_one(key),
        }
    }

    fn tell(&self, key: &str, tokens: i8) {
        if let Some((tallies, name)) = &self.shared {
            tallies.tell(name, key, tokens);
        }
    }

    /// Counts what another server counted: taken tokens, ones that were given back (below zero), or a full bucket (zero).
    pub(super) fn absorb(&self, key: KeyDigest, tokens: i8) {
        let slot = self.hasher.hash_one(key);
        if tokens == 0 {
            self.full_at.remove(&slot);
        } else {
            self.move_by(slot, tokens.into());
        }
    }

    fn check(&self, key: &str) -> Result<(), Duration> {
        let full_at = self.full_at.get(&self.slot(key)).unwrap_or(i64::MIN);
        self.after_one(full_at, self.clock.now().0).map(drop)
    }

    /// Takes a token under the lock of the key's shard, or says how long to wait.
    fn take(&self, key: &str) -> Result<(), Duration> {
        let now = self.clock.now().0;
        let taken = self.full_at.entry(&self.slot(key), None, |_, full_at| {
            let after = self.after_one(*full_at, now);
            if let Ok(after) = after {
                *full_at = after;
            }
            EntryAction::Retain(after.map(drop))
        });
        match taken {
            EntryResult::Retained(result) => result,
            EntryResult::Vacant(guard) => {
                let after = self.after_one(i64::MIN, now)?;
                // Refused only if the bucket was forgiven in between, and then it is full, as it should be.
                let _forgiven = guard.insert(after);
                Ok(())
            }
            // The closure above never asks for a removal, and no time-out was given.
            EntryResult::Removed(..) | EntryResult::Replaced(..) | EntryResult::Timeout => Ok(()),
        }
    }

    /// Takes or gives back so many tokens, whether or not there are any: at most the bucket is empty afterwards.
    fn move_by(&self, slot: u64, tokens: i64) {
        let now = self.clock.now().0;
        let empty = now.saturating_add(self.period);
        let moved = |full_at: i64| {
            full_at
                .max(now)
                .saturating_add(self.interval.saturating_mul(tokens))
                .min(empty)
        };
        let found = self.full_at.entry(&slot, None, |_, full_at| {
            *full_at = moved(*full_at);
            EntryAction::Retain(())
        });
        // A bucket that was forgotten is full.
        if let EntryResult::Vacant(guard) = found
            && tokens > 0
        {
            let _taken_meanwhile = guard.insert(moved(now));
        }
    }

    /// When the bucket will be full after one more token is taken from it, or how long until there is one.
    fn after_one(&self, full_at: i64, now: i64) -> Result<i64, Duration> {
        // The upper bound heals buckets after the machine's clock was turned back.
        let after = full_at
            .clamp(now, now.saturating_add(self.period))
            .saturating_add(self.interval);
        let wait = after.saturating_sub(now.saturating_add(self.period));
        u64::try_from(wait)
            .ok()
            .filter(|wait| *wait > 0)
            .map_or(Ok(after), |wait| Err(Duration::from_micros(wait)))
    }
}

#[cfg(test)]
mod tests {
    use std::{
        sync::{
            Barrier,
            atomic::{AtomicU32, Ordering},
        },
        thread,
    };

    use proptest::prelude::*;

    use super::*;
    use crate::{clock::Timestamp, error::Kind};

    const START: Timestamp = Timestamp(1_700_000_000_000_000);

    fn throttle(burst: u32, seconds: u64) -> (Clock, Throttle) {
        let clock = Clock::manual(START);
        let per = Duration::from_secs(seconds);
        (clock.clone(), Throttle::new(clock, Rate { burst, per }, 1_000))
    }

    #[test]
    fn a_burst_passes_and_the_next_one_waits_for_the_first_token_to_come_back() {
        let (clock, throttle) = throttle(3, 30);
        for _ in 0..3 {
            throttle.take("10.0.0.1").unwrap();
        }
        let error = throttle.take("10.0.0.1").unwrap_err();
        assert_eq!((error.kind(), error.code()), (Kind::TooManyRequests, "auth.throttled"));
        assert_eq!(error.retry_after(), Some(Duration::from_secs(10)));
        throttle.take("10.0.0.2").unwrap();

        clock.advance(Duration::from_millis(9_999));
        assert_eq!(
            throttle.take("10.0.0.1").unwrap_err().retry_after(),
            Some(Duration::from_secs(1))
        );
        clock.advance(Duration::from_millis(1));
        throttle.take("10.0.0.1").unwrap();
        throttle.take("10.0.0.1").unwrap_err();
    }

    #[test]
    fn a_bucket_never_holds_more_than_its_burst() {
        let (clock, throttle) = throttle(2, 10);
        throttle.take("a").unwrap();
        clock.advance(Duration::from_hours(24));
        throttle.take("a").unwrap();
        throttle.take("a").unwrap();
        throttle.take("a").unwrap_err();
    }

    #[test]
    fn checking_takes_nothing() {
        let (_, throttle) = throttle(1, 10);
        throttle.check("a").unwrap();
        throttle.check("a").unwrap();
        throttle.take("a").unwrap();
        throttle.check("a").unwrap_err();
    }

    #[test]
    fn failures_add_up_until_they_are_forgiven() {
        let (_, throttle) = throttle(2, 60);
        for _ in 0..5 {
            let _ = throttle.take("sari@example.com");
        }
        let error = throttle.check("sari@example.com").unwrap_err();
        assert_eq!(
            error.retry_after(),
            Some(Duration::from_secs(30)),
            "spending on an empty bucket digs no debt"
        );
        throttle.forgive("sari@example.com");
        throttle.check("sari@example.com").unwrap();
    }

    #[test]
    fn the_error_code_can_be_the_callers_own() {
        let (_, throttle) = throttle(1, 10);
        let throttle = throttle.with_code("search.throttled");
        throttle.take("a").unwrap();
        assert_eq!(throttle.take("a").unwrap_err().code(), "search.throttled");
    }

    #[test]
    fn of_many_who_take_at_once_exactly_the_burst_gets_through() {
        let (_, throttle) = throttle(100, 3600);
        let (passed, start) = (AtomicU32::new(0), Barrier::new(8));
        thread::scope(|scope| {
            for _ in 0..8 {
                scope.spawn(|| {
                    start.wait();
                    for _ in 0..50 {
                        if throttle.take("one key").is_ok() {
                            passed.fetch_add(1, Ordering::SeqCst);
                        }
                    }
                });
            }
        });
        assert_eq!(passed.into_inner(), 100);
    }

    #[test]
    fn a_flood_of_keys_does_not_grow_the_memory() {
        let (_, throttle) = throttle(1, 10);
        for key in 0..50_000 {
            throttle.take(&key.to_string()).unwrap();
        }
        assert!(
            throttle.buckets.full_at.len() <= 2_000,
            "{} buckets",
            throttle.buckets.full_at.len()
        );
    }

    #[test]
    fn a_clock_that_was_turned_back_delays_nobody_beyond_one_period() {
        let (_, throttle) = throttle(2, 10);
        let ahead = START.0 + 3_600_000_000;
        assert_eq!(throttle.buckets.after_one(ahead, START.0), Err(Duration::from_secs(5)));
    }

    proptest! {
        #[test]
        fn within_any_time_no_more_passes_than_the_burst_and_what_came_back(
            burst in 1_u32..20, seconds in 1_u64..100, steps in prop::collection::vec(0_u64..5_000, 1..200),
        ) {
            let (clock, throttle) = throttle(burst, seconds);
            let (mut passed, mut elapsed) = (0_u64, Duration::ZERO);
            for step in steps {
                clock.advance(Duration::from_millis(step));
                elapsed += Duration::from_millis(step);
                passed += u64::from(throttle.take("k").is_ok());
            }
            let interval = seconds * 1_000_000 / u64::from(burst);
            let most = u64::from(burst) + u64::try_from(elapsed.as_micros()).unwrap() / interval;
            prop_assert!(passed <= most, "{passed} > {most}");
        }

        #[test]
        fn no_rate_and_no_time_overflows(burst: u32, per: u64, now: i64, full_at: i64) {
            let rate = Rate { burst, per: Duration::from_micros(per) };
            let throttle = Throttle::new(Clock::manual(Timestamp(now)), rate, 10);
            let _ = throttle.buckets.after_one(full_at, now);
            let _ = throttle.take("k");
        }
    }
}
