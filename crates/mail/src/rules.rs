//! What follows from an attempt: when the next one is, and when there is none.

use std::time::Duration;

use platform::Timestamp;

const MINUTE: u64 = 60;
const HOUR: u64 = 60 * MINUTE;

/// Pauses in seconds, after the first attempt and so on: three days in all.
const PAUSES: [u64; 10] = [
    MINUTE,
    5 * MINUTE,
    15 * MINUTE,
    HOUR,
    3 * HOUR,
    6 * HOUR,
    12 * HOUR,
    12 * HOUR,
    18 * HOUR,
    20 * HOUR,
];

/// How an attempt failed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Failure {
    /// No server was reached, or it knows us not: other letters would fare alike.
    Away(String),
    /// The server asks to come again with this letter.
    NotNow(String),
    /// The server will never take this letter.
    Never(String),
}

impl Failure {
    /// By the code with which a server refused; `None` if no server said anything.
    pub(crate) fn of(code: Option<u16>, said: String) -> Self {
        match code {
            // Whoever runs the place has to mend a wrong password; the letters wait for it.
            None | Some(421 | 454 | 530..=538) => Self::Away(said),
            Some(500..) => Self::Never(said),
            Some(_) => Self::NotNow(said),
        }
    }

    pub(crate) fn said(&self) -> &str {
        let (Self::Away(said) | Self::NotNow(said) | Self::Never(said)) = self;
        said
    }
}

/// When a letter is tried again after a failure; `None` if it is given up. `attempts` counts this one; `jitter` (0 to 1)
/// spreads what failed together.
pub(crate) fn next_attempt(
    failure: &Failure,
    attempts: i64,
    jitter: f64,
    now: Timestamp,
    good_until: Option<Timestamp>,
) -> Option<Timestamp> {
    if matches!(failure, Failure::Never(_)) {
        return None;
    }
    let place = usize::try_from(attempts.saturating_sub(1)).unwrap_or_default();
    let pause = Duration::from_secs(*PAUSES.get(place)?).mul_f64(0.9 + 0.2 * jitter.clamp(0.0, 1.0));
    let next = now.plus(pause);
    good_until.is_none_or(|until| next < until).then_some(next)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pauses_grow_over_three_days_and_then_it_is_given_up() {
        let away = Failure::of(None, "no route".to_owned());
        let pause = |attempts| next_attempt(&away, attempts, 0.5, Timestamp(0), None);
        let all: Vec<_> = (1..=10).map(|attempts| pause(attempts).unwrap()).collect();
        assert!(all.is_sorted());
        assert_eq!(pause(11), None);
        let hours = PAUSES.iter().sum::<u64>() / HOUR;
        assert!((70..=76).contains(&hours), "{hours}");
    }

    #[test]
    fn a_refused_recipient_is_given_up_and_a_wrong_password_is_not() {
        for (code, is_tried_again) in [
            (Some(550), false),
            (Some(552), false),
            (Some(450), true),
            (Some(421), true),
            (Some(535), true),
            (None, true),
        ] {
            let failure = Failure::of(code, String::new());
            let next = next_attempt(&failure, 1, 0.0, Timestamp(0), None);
            assert_eq!(next.is_some(), is_tried_again, "{code:?}");
        }
    }

    #[test]
    fn what_would_come_too_late_is_not_tried_again() {
        let away = Failure::of(None, String::new());
        let until = Timestamp(0).plus(Duration::from_secs(90));
        assert!(next_attempt(&away, 1, 0.5, Timestamp(0), Some(until)).is_some());
        assert_eq!(next_attempt(&away, 2, 0.5, Timestamp(0), Some(until)), None);
    }
}
