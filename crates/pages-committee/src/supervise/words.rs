//! Times as supervisors read them: how much is left, how long ago something was.

use std::time::Duration;

use pages_kit::Speech;
use platform::Timestamp;

/// Time that is left: `19:05`, `1:02:03`.
pub(super) fn clock(seconds: u64) -> String {
    let (hours, minutes, seconds) = (seconds / 3600, seconds / 60 % 60, seconds % 60);
    match hours {
        0 => format!("{minutes:02}:{seconds:02}"),
        _ => format!("{hours}:{minutes:02}:{seconds:02}"),
    }
}

/// How long ago something was.
pub(super) fn ago(speech: Speech<'_>, at: Timestamp, now: Timestamp) -> String {
    let since = now.since(at);
    let count = |each: u64| i64::try_from(since.as_secs() / each).unwrap_or(i64::MAX);
    if since < Duration::from_secs(2) {
        speech.say("supervise-ago-now")
    } else if since < Duration::from_secs(100) {
        speech.with("supervise-ago-seconds", "count", count(1))
    } else if since < Duration::from_secs(100 * 60) {
        speech.with("supervise-ago-minutes", "count", count(60))
    } else {
        speech.with("supervise-ago-hours", "count", count(3600))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_left_is_written_in_minutes_and_from_an_hour_on_in_hours() {
        assert_eq!(
            [0, 65, 3599, 3600, 7325].map(clock),
            ["00:00", "01:05", "59:59", "1:00:00", "2:02:05"]
        );
    }
}
