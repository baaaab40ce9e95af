//! Attempts at a secret: few may be wrong for one name, and not many from one network.
//!
//! Invariant: an attempt counts before it is made and stops counting when it was right, so that however many are made at the
//! same time, no more than the limit are wrong.

use std::time::Duration;

use super::{
    tally::Tallies,
    throttle::{Rate, Throttle},
};
use crate::{Clock, error::Result};

/// Names and networks that are remembered.
const REMEMBERED: usize = 100_000;

/// Counts wrong attempts.
#[derive(Clone)]
pub struct Attempts {
    by_name: Throttle,
    by_network: Throttle,
}

/// How many attempts may be wrong in a period; more are refused.
#[derive(Debug, Clone, Copy)]
pub struct AttemptLimits {
    /// For one name.
    pub by_name: u32,
    /// From one network, in which many people may sit.
    pub by_network: u32,
    /// The period.
    pub per: Duration,
    /// Code of the refusal.
    pub code: &'static str,
}

impl Attempts {
    /// Nothing was tried yet.
    pub fn new(clock: &Clock, limits: AttemptLimits) -> Self {
        let throttle = |burst| {
            let per = limits.per;
            Throttle::new(clock.clone(), Rate { burst, per }, REMEMBERED).with_code(limits.code)
        };
        Self {
            by_name: throttle(limits.by_name),
            by_network: throttle(limits.by_network),
        }
    }

    /// The same, counting with those of these names (of names and of networks) on other servers.
    #[must_use]
    pub fn shared(self, tallies: &Tallies, [by_name, by_network]: [&'static str; 2]) -> Self {
        Self {
            by_name: self.by_name.shared(tallies, by_name),
            by_network: self.by_network.shared(tallies, by_network),
        }
    }

    /// Makes an attempt for a name, from a network unless it is known who asks; nothing if it was wrong. One that could not
    /// be made does not count; one that was right forgives the wrong ones of its name.
    pub async fn make<T>(
        &self,
        name: &str,
        network: Option<&str>,
        attempt: impl Future<Output = Result<Option<T>>>,
    ) -> Result<Option<T>> {
        self.by_name.take(name)?;
        if let Some(network) = network
            && let Err(refusal) = self.by_network.take(network)
        {
            self.by_name.give_back(name);
            return Err(refusal);
        }
        let outcome = attempt.await;
        match &outcome {
            Ok(None) => return outcome,
            Ok(Some(_)) => self.by_name.forgive(name),
            Err(_) => self.by_name.give_back(name),
        }
        if let Some(network) = network {
            self.by_network.give_back(network);
        }
        outcome
    }
}

#[cfg(test)]
mod tests {
    use std::sync::atomic::{AtomicU32, Ordering};

    use futures_util::future::join_all;

    use super::*;
    use crate::error::{Error, Kind};

    fn attempts() -> Attempts {
        let limits = AttemptLimits {
            by_name: 3,
            by_network: 5,
            per: Duration::from_secs(60),
            code: "sample.throttled",
        };
        Attempts::new(&Clock::manual(crate::Timestamp(0)), limits)
    }

    #[tokio::test]
    async fn of_many_at_the_same_time_no_more_than_the_limit_are_made() {
        let (attempts, made) = (attempts(), AtomicU32::new(0));
        let guess = async || {
            made.fetch_add(1, Ordering::Relaxed);
            tokio::task::yield_now().await;
            Ok(None::<()>)
        };
        let all = join_all((0..64).map(|_| attempts.make("sari", Some("n"), guess()))).await;
        assert_eq!(made.load(Ordering::Relaxed), 3);
        let refused = all.iter().filter_map(|outcome| outcome.as_ref().err());
        assert!(refused.clone().all(|error| error.kind() == Kind::TooManyRequests));
        assert_eq!(refused.count(), 61);
    }

    #[tokio::test]
    async fn right_and_failed_ones_do_not_count() {
        let attempts = attempts();
        for _ in 0..20 {
            assert_eq!(
                attempts.make("sari", Some("n"), async { Ok(Some(1)) }).await.unwrap(),
                Some(1)
            );
            let busy = async { Err::<Option<()>, _>(Error::internal("busy")) };
            assert!(attempts.make("sari", Some("n"), busy).await.is_err());
        }
        for name in ["a", "b", "c", "d", "e"] {
            assert_eq!(
                attempts.make(name, Some("n"), async { Ok(None::<()>) }).await.unwrap(),
                None
            );
        }
        assert!(attempts.make("f", Some("n"), async { Ok(Some(())) }).await.is_err());
        assert_eq!(
            attempts.make("f", None, async { Ok(Some(())) }).await.unwrap(),
            Some(())
        );
    }
}
