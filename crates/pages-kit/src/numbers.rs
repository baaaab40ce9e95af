//! Numbers, money and days as each language writes them.

use chrono::{DateTime, Locale};
use platform::Timestamp;

use crate::lang::Language;

/// A day of a moment in UTC.
#[derive(Debug, Clone, Copy)]
pub struct Day(Timestamp);

impl From<Timestamp> for Day {
    fn from(moment: Timestamp) -> Self {
        Self(moment)
    }
}

/// A whole number in groups of three: `1.234.567`, in English `1,234,567`.
pub fn grouped(language: Language, number: i64) -> String {
    let separator = match language {
        Language::English => ',',
        Language::Indonesian | Language::Turkish => '.',
    };
    let digits = number.unsigned_abs().to_string();
    let mut text = String::with_capacity(digits.len() + digits.len() / 3 + 1);
    if number < 0 {
        text.push('−');
    }
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            text.push(separator);
        }
        text.push(digit);
    }
    text
}

/// A price in rupiah of so many hundredths: `Rp25.000`, `Rp12,50`.
pub fn rupiah(language: Language, hundredths: i64) -> String {
    let point = match language {
        Language::English => '.',
        Language::Indonesian | Language::Turkish => ',',
    };
    let whole = grouped(language, hundredths / 100);
    match hundredths % 100 {
        0 => format!("Rp{whole}"),
        rest => format!("Rp{whole}{point}{:02}", rest.abs()),
    }
}

/// A day in words.
pub(crate) fn day(language: Language, Day(moment): Day) -> String {
    let locale = match language {
        Language::Indonesian => Locale::id_ID,
        Language::English => Locale::en_GB,
        Language::Turkish => Locale::tr_TR,
    };
    let Some(moment) = DateTime::from_timestamp_micros(moment.0) else {
        return String::new();
    };
    moment.format_localized("%-d %B %Y", locale).to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_grouped_as_each_language_groups_them() {
        assert_eq!(grouped(Language::Indonesian, 1_234_567), "1.234.567");
        assert_eq!(grouped(Language::English, 1_234), "1,234");
        assert_eq!(grouped(Language::Turkish, -12), "−12");
        assert_eq!(grouped(Language::English, 0), "0");
        assert_eq!(rupiah(Language::Indonesian, 2_500_000), "Rp25.000");
        assert_eq!(rupiah(Language::English, 1_250), "Rp12.50");
    }

    #[test]
    fn days_have_the_months_of_each_language() {
        let moment = Timestamp(1_796_000_000_000_000);
        assert_eq!(day(Language::Indonesian, moment.into()), "30 November 2026");
        assert_eq!(day(Language::English, moment.into()), "30 November 2026");
        assert_eq!(day(Language::Turkish, moment.into()), "30 Kasım 2026");
    }
}
