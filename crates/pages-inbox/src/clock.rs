//! Days and times of day. The server does not know where a reader is: it goes by the clocks of western Indonesia, which have no
//! summer time, and says so; where scripts run, they say times by the reader's own clock.

use pages_kit::{Language, Speech};
use platform::Timestamp;

const MINUTE: i64 = 60 * 1_000_000;
const DAY: i64 = 24 * 60 * MINUTE;
/// Seven hours ahead of UTC.
const AHEAD: i64 = 7 * 60 * MINUTE;

/// A moment as if those clocks were UTC.
fn shifted(at: Timestamp) -> Timestamp {
    Timestamp(at.0 + AHEAD)
}

/// The number of a moment's day: the same for moments of one day.
pub(crate) fn day_number(at: Timestamp) -> i64 {
    shifted(at).0.div_euclid(DAY)
}

/// The time of day: `15.04`, in other languages `15:04`.
pub(crate) fn time_of_day(language: Language, at: Timestamp) -> String {
    let minutes = shifted(at).0.rem_euclid(DAY) / MINUTE;
    let between = match language {
        Language::Indonesian => '.',
        Language::English | Language::Turkish => ':',
    };
    format!("{:02}{between}{:02}", minutes / 60, minutes % 60)
}

/// What a day is called by somebody who reads now.
pub(crate) fn day(speech: Speech<'_>, at: Timestamp, now: Timestamp) -> String {
    match day_number(now) - day_number(at) {
        0 => speech.say("inbox-today"),
        1 => speech.say("inbox-yesterday"),
        _ => speech.day(shifted(at)),
    }
}

/// When something was, where there is little room: the time of day, or the day.
pub(crate) fn short(speech: Speech<'_>, at: Timestamp, now: Timestamp) -> String {
    if day_number(at) == day_number(now) {
        time_of_day(speech.language, at)
    } else {
        speech.short_day(shifted(at))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_day_ends_at_midnight_in_jakarta() {
        // 2023-11-14T16:59:59Z and a second later.
        let late = Timestamp(1_699_981_199_000_000);
        let next = Timestamp(late.0 + 1_000_000);
        assert_eq!(day_number(late) + 1, day_number(next));
        assert_eq!(time_of_day(Language::Indonesian, late), "23.59");
        assert_eq!(time_of_day(Language::Turkish, next), "00:00");
    }
}
