//! Short answers: when what was written counts as an accepted text or number.
//!
//! Invariants: numbers are compared exactly, as decimals; whatever differs only by what keyboards put in for one another
//! (width, case, blanks, curly quotes, long dashes) is the same.

use unicode_normalization::UnicodeNormalization as _;

/// Most digits of a number, so that comparing two cannot overflow.
const DIGITS: usize = 18;

/// What a key of a short answer accepts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Accepted {
    /// A text, folded.
    Text(String),
    /// A number, give or take.
    Number {
        /// The number.
        value: Decimal,
        /// How far from it one may be.
        tolerance: Decimal,
    },
}

impl Accepted {
    /// Reads a key: `=3,14±0,01` (also `+/-`) is a number, anything else a text.
    pub fn parse(key: &str) -> Self {
        Self::number(key).unwrap_or_else(|| Self::Text(fold_answer(key)))
    }

    fn number(key: &str) -> Option<Self> {
        let key = fold_answer(key).replace("+/-", "±").replace("+-", "±");
        let key = key.strip_prefix('=')?;
        let (value, tolerance) = key.split_once('±').unwrap_or((key, "0"));
        let (value, tolerance) = (Decimal::parse(value)?, Decimal::parse(tolerance)?);
        (tolerance.digits >= 0).then_some(Self::Number { value, tolerance })
    }

    /// Whether an answer is accepted.
    pub fn takes(&self, answer: &str) -> bool {
        match self {
            Self::Text(text) => *text == fold_answer(answer),
            Self::Number { value, tolerance } => {
                Decimal::parse(&fold_answer(answer)).is_some_and(|given| given.is_within(*tolerance, *value))
            }
        }
    }
}

/// A text as it is compared.
fn fold_answer(text: &str) -> String {
    // Upper case first: that is what makes ß and ss, and both small sigmas, the same.
    let text: String = text.nfkc().map(plain).collect::<String>().to_uppercase().to_lowercase();
    let text: String = text.nfkc().filter(|c| !is_invisible(*c)).collect();
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// The plain form of a character that keyboards and word processors put in for it.
fn plain(c: char) -> char {
    match c {
        '‘' | '’' | '‛' | 'ʼ' | '′' | '`' | '´' => '\'',
        '“' | '”' | '„' | '″' => '"',
        '‐' | '‑' | '‒' | '–' | '—' | '−' => '-',
        other => other,
    }
}

/// Soft hyphens, zero-width blanks and marks of direction.
fn is_invisible(c: char) -> bool {
    matches!(c, '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}' | '\u{feff}')
}

/// An exact decimal number: `digits` over ten to the power of `places`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Decimal {
    digits: i128,
    places: u32,
}

impl Decimal {
    /// Reads `3.14`, `3,14`, `-2`, `1.234,5` or `1,234.5`. One mark alone is a decimal one: `1.000` is 1.
    fn parse(text: &str) -> Option<Self> {
        let text = text.trim();
        let (sign, text) = match text.strip_prefix('-') {
            Some(rest) => (-1, rest.trim_start()),
            None => (1, text.strip_prefix('+').unwrap_or(text)),
        };
        let (whole, rest) = match text.rfind(['.', ',']) {
            Some(mark) => (drop_grouping(&text[..mark], &text[mark..=mark])?, &text[mark + 1..]),
            None => (text.to_owned(), "0"),
        };
        let all_digits = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
        if !all_digits(&whole) || !all_digits(rest) || whole.len() + rest.len() > DIGITS {
            return None;
        }
        let digits: i128 = format!("{whole}{rest}").parse().ok()?;
        Some(Self {
            digits: sign * digits,
            places: u32::try_from(rest.len()).ok()?,
        })
    }

    fn at(self, places: u32) -> i128 {
        self.digits * 10_i128.pow(places - self.places)
    }

    fn is_within(self, tolerance: Self, of: Self) -> bool {
        let places = self.places.max(tolerance.places).max(of.places);
        (self.at(places) - of.at(places)).abs() <= tolerance.at(places)
    }
}

/// The digits before a decimal mark, which the other mark may part into groups of three.
fn drop_grouping(whole: &str, mark: &str) -> Option<String> {
    let other = if mark == "." { ',' } else { '.' };
    let mut groups = whole.split(other);
    let first = groups.next()?;
    let mut digits = first.to_owned();
    for group in groups {
        if group.len() != 3 || !(1..=3).contains(&first.len()) {
            return None;
        }
        digits.push_str(group);
    }
    Some(digits)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn takes(key: &str, answer: &str) -> bool {
        Accepted::parse(key).takes(answer)
    }

    #[test]
    fn texts_are_the_same_whatever_keyboard_wrote_them() {
        for (key, answer) in [
            ("Jakarta", " jakarta "),
            ("ibu  kota", "Ibu\u{a0}Kota"),
            ("Straße", "STRASSE"),
            ("ΟΔΟΣ", "οδος"),
            ("don't", "Don’t"),
            ("ＡＢＣ１", "abc1"),
            ("e\u{301}tude", "étude"),
            ("ﬁsh", "FISH"),
            ("x-ray", "X–ray"),
            ("rumah", "ru\u{200b}mah"),
        ] {
            assert!(takes(key, answer), "{key} {answer}");
        }
        for (key, answer) in [
            ("Jakarta", "Jakart"),
            ("ibukota", "ibu kota"),
            ("3,14", "3.14"),
            ("é", "e"),
        ] {
            assert!(!takes(key, answer), "{key} {answer}");
        }
    }

    #[test]
    fn numbers_are_compared_exactly_within_their_tolerance() {
        for (key, answer, is_taken) in [
            ("=3,14±0,01", "3.15", true),
            ("=3.14±0.01", "3,13", true),
            ("=3,14±0,01", "3,1501", false),
            ("=3,14+/-0,01", " 3,150 ", true),
            ("=3,14 +- 0,01", "３．１４", true),
            ("=10", "10,00", true),
            ("=10", "10.0001", false),
            ("=-5±1", "−6", true),
            ("=-5±1", "5", false),
            ("=1234,5", "1.234,5", true),
            ("=1234.5", "1,234.5", true),
            ("=1234,5", "12.34,5", false),
            ("=1", "1.000", true),
            ("=0.3±0", "0.3", true),
            ("=5", "lima", false),
            ("=5", "", false),
            ("=5", "5 kg", false),
        ] {
            assert_eq!(takes(key, answer), is_taken, "{key} {answer}");
        }
    }

    #[test]
    fn what_is_no_number_with_a_tolerance_is_a_text() {
        assert!(takes("=lima", "=LIMA"));
        assert!(takes("=5±-1", "=5±-1"));
        assert!(takes(&format!("={}", "9".repeat(40)), &format!("={}", "9".repeat(40))));
    }

    proptest::proptest! {
        #[test]
        fn every_text_takes_itself_whatever_it_is(text in "\\PC{0,30}") {
            let key = Accepted::parse(&text);
            if matches!(key, Accepted::Text(_)) {
                proptest::prop_assert!(key.takes(&text));
            }
        }

        #[test]
        fn the_ends_of_a_tolerance_are_in_and_what_is_beyond_is_out(
            value in -1_000_000_i64..1_000_000, tolerance in 0_i64..10_000, beyond in 1_i64..100
        ) {
            let show = |hundredths: i64| format!("{}{}.{:02}", if hundredths < 0 { "-" } else { "" }, hundredths.abs() / 100, hundredths.abs() % 100);
            let key = Accepted::parse(&format!("={}±{}", show(value), show(tolerance)));
            proptest::prop_assert!(key.takes(&show(value + tolerance)) && key.takes(&show(value - tolerance)));
            proptest::prop_assert!(!key.takes(&show(value + tolerance + beyond)));
            proptest::prop_assert!(!key.takes(&show(value - tolerance - beyond)));
        }
    }
}
