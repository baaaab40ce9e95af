//! Sizes, lengths of time and moments as they are read.

use pages_kit::{Speech, numbers};
use platform::Timestamp;

const UNITS: [&str; 5] = ["B", "KiB", "MiB", "GiB", "TiB"];

/// `812 B`, `3,4 MiB`.
pub(crate) fn bytes(speech: Speech<'_>, bytes: u64) -> String {
    let mut unit = 0;
    let mut tenths = u128::from(bytes) * 10;
    while tenths >= 10_240 && unit + 1 < UNITS.len() {
        tenths = tenths.div_ceil(1024);
        unit += 1;
    }
    let number = if unit == 0 || tenths >= 1_000 {
        (tenths / 10).to_string()
    } else {
        numbers::decimal(speech.language, format!("{}.{}", tenths / 10, tenths % 10))
    };
    format!("{number} {}", UNITS[unit])
}

/// A length of time by its largest unit: days, hours, minutes, or seconds.
pub(crate) fn length(speech: Speech<'_>, seconds: u64) -> String {
    let (key, count) = match seconds {
        86_400.. => ("manage-days", seconds / 86_400),
        3_600.. => ("manage-hours", seconds / 3_600),
        60.. => ("manage-minutes", seconds / 60),
        _ => ("manage-seconds", seconds),
    };
    speech.with(key, "count", i64::try_from(count).unwrap_or(i64::MAX))
}

/// `12 ms`, or seconds and more.
pub(crate) fn milliseconds(speech: Speech<'_>, took: u64) -> String {
    if took >= 1_000 {
        return length(speech, took / 1_000);
    }
    speech.with("manage-milliseconds", "count", i64::try_from(took).unwrap_or(i64::MAX))
}

/// How long ago a moment is.
pub(crate) fn ago(speech: Speech<'_>, now: Timestamp, at: Timestamp) -> String {
    speech.with("manage-ago", "length", length(speech, now.since(at).as_secs()))
}

/// `29 November 2026, 13:05`, in UTC.
pub(crate) fn moment(speech: Speech<'_>, at: Timestamp) -> String {
    let minutes = at.seconds().div_euclid(60).rem_euclid(24 * 60);
    format!("{}, {:02}:{:02}", speech.day(at), minutes / 60, minutes % 60)
}

#[cfg(test)]
mod tests {
    use pages_kit::{Language, Words, words::KIT};

    use super::*;
    use crate::CATALOGUE;

    #[test]
    fn sizes_have_three_digits_at_most_and_the_comma_of_the_language() {
        let words = Words::of(&[KIT, CATALOGUE]).unwrap();
        let told = |language, size| bytes(words.in_language(language), size);
        let of = [0, 1023, 1024, 3_565_158, 1 << 30, u64::MAX].map(|size| told(Language::Indonesian, size));
        assert_eq!(of[..5], ["0 B", "1023 B", "1,0 KiB", "3,4 MiB", "1,0 GiB"]);
        assert!(of[5].ends_with("TiB"));
        assert_eq!(told(Language::English, 1536), "1.5 KiB");
    }

    #[test]
    fn a_length_is_told_by_its_largest_unit() {
        let words = Words::of(&[KIT, CATALOGUE]).unwrap();
        let english = words.in_language(Language::English);
        let told = [5, 60, 7_200, 86_400, 200_000].map(|seconds| length(english, seconds));
        assert_eq!(told, ["5 seconds", "1 minute", "2 hours", "1 day", "2 days"]);
    }
}
