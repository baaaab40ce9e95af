//! What follows from an attempt: when the next one is, and when there is none.

use std::time::Duration;

use platform::Timestamp;

use crate::model::delivery::Attempt;

const MINUTE: u64 = 60;
const HOUR: u64 = 60 * MINUTE;

/// Pauses in seconds, after the first attempt and so on: three days in all.
const PAUSES: [u64; 9] = [
    5,
    5 * MINUTE,
    30 * MINUTE,
    2 * HOUR,
    5 * HOUR,
    10 * HOUR,
    14 * HOUR,
    20 * HOUR,
    24 * HOUR,
];

/// The longest that a receiver can ask to be left alone.
const LONGEST_ASKED: Duration = Duration::from_secs(HOUR);

/// An endpoint at which nothing has arrived for so long is disabled.
const PATIENCE: Duration = Duration::from_secs(5 * 24 * HOUR);

/// What follows from an attempt.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Verdict {
    /// The receiver has it.
    Delivered,
    /// It is tried again after a pause.
    Again(Duration),
    /// It is given up.
    Dead,
    /// It is given up, and so is the receiver.
    Gone,
}

/// `attempts` counts this one; `jitter` (0 to 1) keeps receivers that came back from being asked by everybody at once.
pub(crate) fn judge(attempt: &Attempt, attempts: i64, jitter: f64) -> Verdict {
    match attempt.status {
        Some(200..=299) => return Verdict::Delivered,
        Some(410) => return Verdict::Gone,
        _ => {}
    }
    let place = usize::try_from(attempts.saturating_sub(1)).unwrap_or_default();
    let Some(pause) = PAUSES.get(place) else {
        return Verdict::Dead;
    };
    let pause = Duration::from_secs(*pause).mul_f64(0.9 + 0.2 * jitter.clamp(0.0, 1.0));
    let asked = attempt.retry_after.unwrap_or_default().min(LONGEST_ASKED);
    Verdict::Again(pause.max(asked))
}

/// Whether an endpoint has failed for so long that it is disabled.
pub(crate) fn is_given_up(failing_since: Timestamp, now: Timestamp) -> bool {
    now.since(failing_since) >= PATIENCE
}

#[cfg(test)]
mod tests {
    use super::*;

    fn failed(status: Option<u16>, retry_after: Option<u64>) -> Attempt {
        Attempt {
            status,
            error: Some("no".to_owned()),
            retry_after: retry_after.map(Duration::from_secs),
        }
    }

    #[test]
    fn pauses_grow_over_three_days_and_then_it_is_dead() {
        let all: Vec<_> = (1..=10).map(|n| judge(&failed(None, None), n, 0.5)).collect();
        let expected = PAUSES.map(|seconds| Verdict::Again(Duration::from_secs(seconds)));
        assert_eq!(all[..9], expected);
        assert_eq!(all[9], Verdict::Dead);
        let hours = PAUSES.iter().sum::<u64>() / HOUR;
        assert!((72..=84).contains(&hours), "{hours}");
    }

    #[test]
    fn a_pause_varies_by_a_tenth() {
        let at = |jitter| judge(&failed(Some(500), None), 2, jitter);
        assert_eq!(at(0.0), Verdict::Again(Duration::from_secs(270)));
        assert_eq!(at(1.0), Verdict::Again(Duration::from_secs(330)));
    }

    #[test]
    fn a_receiver_can_ask_for_an_hour_at_most() {
        let after = |seconds| judge(&failed(Some(429), Some(seconds)), 1, 0.5);
        assert_eq!(after(1), Verdict::Again(Duration::from_secs(5)));
        assert_eq!(after(120), Verdict::Again(Duration::from_secs(120)));
        assert_eq!(after(u64::MAX), Verdict::Again(Duration::from_secs(HOUR)));
    }

    #[test]
    fn success_is_2xx_alone() {
        for (status, expected) in [
            (199, false),
            (200, true),
            (204, true),
            (299, true),
            (301, false),
            (304, false),
        ] {
            let verdict = judge(&failed(Some(status), None), 1, 0.5);
            assert_eq!(verdict == Verdict::Delivered, expected, "{status}");
        }
        assert_eq!(judge(&failed(Some(410), None), 1, 0.5), Verdict::Gone);
    }

    #[test]
    fn an_endpoint_is_given_up_after_five_days() {
        let (since, day) = (Timestamp(0), 24 * HOUR);
        assert!(!is_given_up(since, since.plus(Duration::from_secs(5 * day - 1))));
        assert!(is_given_up(since, since.plus(Duration::from_secs(5 * day))));
    }
}
