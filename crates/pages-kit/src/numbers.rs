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

/// A number with a decimal point as each language writes it: `12,5`, in English `12.5`.
pub fn decimal(language: Language, text: String) -> String {
    match language {
        Language::English => text,
        Language::Indonesian | Language::Turkish => text.replace('.', ","),
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

/// An amount of money in so many hundredths of a currency, an ISO 4217 code: `Rp25.000`, `745.000 TL`, `EUR 12,50`.
pub fn money(language: Language, hundredths: i64, currency: &str) -> String {
    if currency == "IDR" {
        return rupiah(language, hundredths);
    }
    let whole = grouped(language, hundredths / 100);
    let amount = match hundredths % 100 {
        0 => whole,
        rest => format!("{whole}{}", decimal(language, format!(".{:02}", rest.abs()))),
    };
    match (currency, language) {
        ("TRY", Language::Turkish) => format!("{amount} TL"),
        _ => format!("{currency} {amount}"),
    }
}

/// The hundredths of a price as people type it: `25.000`, `25000`, `Rp 12,50`, `1,250.5`. A mark before three digits groups
/// them, one before fewer begins the decimals.
pub fn typed_price(text: &str) -> Option<i64> {
    let text: String = text.chars().filter(|char| !char.is_whitespace()).collect();
    let named = text.strip_prefix("Rp").or_else(|| text.strip_prefix("rp"));
    let text = named.map_or(text.as_str(), |rest| rest.strip_prefix('.').unwrap_or(rest));
    let text = text.strip_suffix(",-").unwrap_or(text);
    let (whole, decimals) = match text.rfind(['.', ',']) {
        Some(at) if text.len() - at <= 3 => (&text[..at], &text[at + 1..]),
        _ => (text, ""),
    };
    let is_number = |digits: &str| digits.bytes().all(|byte| byte.is_ascii_digit());
    if whole.len() < text.len() && decimals.is_empty() || !is_number(decimals) {
        return None;
    }
    let hundredths: i64 = format!("{decimals:0<2}").parse().ok()?;
    ungrouped(whole)?.checked_mul(100)?.checked_add(hundredths)
}

/// A whole number, in groups of three or in one.
pub fn ungrouped(text: &str) -> Option<i64> {
    let mark = text.chars().find(|char| !char.is_ascii_digit());
    let mut groups = text.split(|char| Some(char) == mark);
    let first = groups.next()?;
    let rest: Vec<&str> = groups.collect();
    let is_grouped = matches!(mark, None | Some('.' | ',' | '\'' | '\u{a0}'))
        && (rest.is_empty() || (1..=3).contains(&first.len()))
        && rest.iter().all(|group| group.len() == 3);
    let digits = format!("{first}{}", rest.concat());
    let is_number = !first.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit());
    (is_grouped && is_number).then(|| digits.parse().ok()).flatten()
}

/// A day in words.
pub(crate) fn day(language: Language, day: Day) -> String {
    written(language, day, "%-d %B %Y")
}

/// A day where there is little room: `29 Nov`.
pub(crate) fn short_day(language: Language, day: Day) -> String {
    written(language, day, "%-d %b")
}

/// A month in words: `Desember 2026`.
pub fn month(language: Language, day: impl Into<Day>) -> String {
    written(language, day.into(), "%B %Y")
}

/// What the day of the week is called, short and in full: `Sen`, `Senin`.
pub fn weekday(language: Language, day: impl Into<Day>) -> (String, String) {
    let day = day.into();
    (written(language, day, "%a"), written(language, day, "%A"))
}

fn written(language: Language, Day(moment): Day, format: &str) -> String {
    let locale = match language {
        Language::Indonesian => Locale::id_ID,
        Language::English => Locale::en_GB,
        Language::Turkish => Locale::tr_TR,
    };
    let Some(moment) = DateTime::from_timestamp_micros(moment.0) else {
        return String::new();
    };
    moment.format_localized(format, locale).to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn money_is_written_with_its_currency() {
        use Language::{English, Indonesian, Turkish};
        for (language, currency, written) in [
            (Indonesian, "IDR", "Rp745.000,50"),
            (Turkish, "TRY", "745.000,50 TL"),
            (English, "TRY", "TRY 745,000.50"),
            (Turkish, "EUR", "EUR 745.000,50"),
        ] {
            assert_eq!(money(language, 74_500_050, currency), written);
        }
        assert_eq!(money(Turkish, 100, "TRY"), "1 TL");
    }

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
    fn prices_are_read_as_people_type_them() {
        for (typed, hundredths) in [
            ("25.000", 2_500_000),
            ("25000", 2_500_000),
            ("25,000", 2_500_000),
            ("Rp 25.000", 2_500_000),
            ("Rp.25.000,-", 2_500_000),
            ("12,50", 1_250),
            ("12.5", 1_250),
            ("1.250.000,75", 125_000_075),
            ("1,250.5", 125_050),
            ("0", 0),
            (" 1 250 ", 125_000),
        ] {
            assert_eq!(typed_price(typed), Some(hundredths), "{typed}");
        }
        for typed in [
            "",
            "Rp",
            "-1",
            "abc",
            "12,",
            "1.25.000",
            "1.2500",
            "12,5,5",
            "1,2,3",
            "1e3",
            "99999999999999999999",
            "２５",
            ".5",
        ] {
            assert_eq!(typed_price(typed), None, "{typed}");
        }
    }

    #[test]
    fn prices_are_read_as_they_are_written() {
        for language in Language::ALL {
            for hundredths in [0, 5, 1_250, 2_500_000, 125_000_075, 100_000] {
                assert_eq!(
                    typed_price(&rupiah(language, hundredths)),
                    Some(hundredths),
                    "{language:?}"
                );
            }
        }
    }

    #[test]
    fn days_have_the_months_of_each_language() {
        let moment = Timestamp(1_796_000_000_000_000);
        assert_eq!(day(Language::Indonesian, moment.into()), "30 November 2026");
        assert_eq!(day(Language::English, moment.into()), "30 November 2026");
        assert_eq!(day(Language::Turkish, moment.into()), "30 Kasım 2026");
    }
}
