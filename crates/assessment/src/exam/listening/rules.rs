//! When a request begins a play.
//!
//! Invariant: nothing of a sound is heard that belongs to no play; what goes on with the last one is no other.

use std::time::Duration;

use platform::{Error, Kind, Message, Timestamp};
use serde::Serialize;

/// How much longer than a sound a play of it may take before another begins: players fetch the beginning more than once.
const SLACK: Duration = Duration::from_secs(5);
/// The same where a request goes on in the middle: somebody may have stopped for a while.
const PAUSE: Duration = Duration::from_secs(60);

/// The plays of a sound so far.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Plays {
    pub(crate) used: i64,
    /// When the last one began.
    pub(crate) began_at: Timestamp,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Used {
    plays_used: i64,
    plays_allowed: i64,
}

/// It was played as often as it may be.
pub(crate) fn plays_used(used: i64, allowed: i64) -> Error {
    Error::new(
        Kind::Forbidden,
        "assessment.plays_used",
        Message::new(
            "Audio ini sudah diputar sebanyak yang diizinkan.",
            "This sound was played as often as it may be.",
        ),
    )
    .with_detail(&Used {
        plays_used: used,
        plays_allowed: allowed,
    })
}

/// Whether a request begins another play of a sound that lasts so many milliseconds. `from_start` says whether it asks for
/// the first byte.
pub(crate) fn begins(last: Option<Plays>, from_start: bool, duration_ms: i64, now: Timestamp) -> bool {
    let Some(last) = last else { return true };
    let lasts = Duration::from_millis(u64::try_from(duration_ms).unwrap_or(0));
    let until = if from_start {
        last.began_at.plus(lasts + SLACK)
    } else {
        last.began_at.plus(lasts * 2 + PAUSE)
    };
    now >= until
}

/// How often a sound may be played that questions have with these bounds: the widest that one of them says; without one, as
/// often as one likes.
pub(crate) fn allowed(bounds: impl Iterator<Item = Option<i64>>) -> Option<i64> {
    bounds.flatten().max()
}

#[cfg(test)]
mod tests {
    use super::*;

    const SECOND: i64 = 1_000_000;

    #[test]
    fn the_same_play_goes_on_until_the_sound_is_over_and_a_little_longer() {
        let last = Some(Plays {
            used: 1,
            began_at: Timestamp(0),
        });
        let at = |from_start, second: i64| begins(last, from_start, 10_000, Timestamp(second * SECOND));
        assert!(begins(None, true, 10_000, Timestamp(0)) && begins(None, false, 10_000, Timestamp(0)));
        assert!(!at(true, 0) && !at(true, 14) && at(true, 15));
        // The rest may be fetched later, but not as a way to hear all of it again.
        assert!(!at(false, 15) && !at(false, 79) && at(false, 80));
    }

    #[test]
    fn the_widest_bound_that_is_said_counts() {
        let of = |bounds: &[Option<i64>]| allowed(bounds.iter().copied());
        assert_eq!(of(&[None, Some(1), Some(2)]), Some(2));
        assert_eq!(of(&[None, None]), None);
        assert_eq!(of(&[]), None);
    }
}
