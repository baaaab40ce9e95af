//! Trade numbers (GTIN): what the bars of a package say, of 8, 12, 13 or 14 digits, of which the last checks the others.
//!
//! Invariant: one is kept in 14 digits, filled up with zeros, so that the same number is one text however it was written.

use std::fmt;

use platform::{Message, Rule};

const DIGITS: usize = 14;
/// How many digits are printed.
const LENGTHS: [usize; 4] = [8, 12, 13, 14];

/// A trade number whose last digit is right.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Gtin(String);

impl Gtin {
    /// As somebody wrote it: blanks and hyphens between digits say nothing.
    pub fn read(text: &str) -> Result<Self, Rule> {
        let signs: Vec<char> = text
            .chars()
            .filter(|char| !char.is_whitespace() && *char != '-')
            .collect();
        if let Some(at) = signs.iter().position(|char| !char.is_ascii_digit()) {
            return Err(no_digit(at + 1, signs[at]));
        }
        if !LENGTHS.contains(&signs.len()) {
            return Err(wrong_length(signs.len()));
        }
        let digits: String = signs.iter().collect();
        let whole = format!("{digits:0>DIGITS$}");
        let (rest, last) = whole.split_at(DIGITS - 1);
        let right = check_digit(rest);
        if last != right.to_string() {
            return Err(wrong_check_digit(signs.len(), last, right));
        }
        Ok(Self(whole))
    }

    /// One that was stored.
    pub(crate) fn of_row(text: String) -> Self {
        Self(text)
    }

    /// All 14 digits.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// As it is printed below bars: without the zeros that fill it up, in as many digits as a shop's number has.
    pub fn printed(&self) -> &str {
        let digits = self.0.trim_start_matches('0').len();
        let length = LENGTHS.into_iter().find(|length| *length >= digits);
        &self.0[DIGITS - length.unwrap_or(DIGITS)..]
    }
}

impl fmt::Display for Gtin {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// The digit that follows others: it makes their sum, in which every second one from the right counts threefold, a multiple
/// of ten.
fn check_digit(rest: &str) -> u32 {
    let weights = [3, 1].into_iter().cycle();
    let digits = rest.chars().rev().filter_map(|char| char.to_digit(10));
    let sum: u32 = digits.zip(weights).map(|(digit, weight)| digit * weight).sum();
    (10 - sum % 10) % 10
}

fn no_digit(place: usize, sign: char) -> Rule {
    Rule::Other(Message::new(
        format!("hanya boleh berisi angka; tanda ke-{place} adalah “{sign}”"),
        format!("may have digits only; sign {place} is “{sign}”"),
    ))
}

fn wrong_length(length: usize) -> Rule {
    Rule::Other(Message::new(
        format!("harus 8, 12, 13, atau 14 angka, bukan {length}; salin semua angka di bawah kode batang"),
        format!("must have 8, 12, 13 or 14 digits, not {length}; copy all digits below the bars"),
    ))
}

fn wrong_check_digit(place: usize, is: &str, right: u32) -> Rule {
    Rule::Other(Message::new(
        format!(
            "salah ketik: angka terakhir (ke-{place}) seharusnya {right}, bukan {is}, jika angka di depannya benar; \
             bandingkan dengan kode batangnya"
        ),
        format!(
            "is mistyped: the last digit (number {place}) should be {right}, not {is}, if those before it are right; \
             compare them with the bars"
        ),
    ))
}

/// A product's trade number, and whether its labels say it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TradeNumber {
    pub gtin: Gtin,
    pub is_on_label: bool,
}

#[cfg(test)]
mod tests {
    use super::*;

    fn said(text: &str) -> String {
        match Gtin::read(text).unwrap_err() {
            Rule::Other(message) => format!("{message:?}"),
            other => panic!("{other:?}"),
        }
    }

    #[test]
    fn a_number_is_the_same_however_long_it_is_written() {
        let read = |text: &str| Gtin::read(text).unwrap().to_string();
        assert_eq!(read("96385074"), "00000096385074");
        assert_eq!(read("036000291452"), "00036000291452");
        assert_eq!(read("400-6381 333931"), "04006381333931");
        assert_eq!(read("04006381333931"), read("4006381333931"));
        assert_eq!(read("10614141000415"), "10614141000415");
    }

    #[test]
    fn a_number_is_printed_as_short_as_it_may_be() {
        for text in ["96385074", "4006381333931", "10614141000415"] {
            assert_eq!(Gtin::read(text).unwrap().printed(), text);
        }
    }

    #[test]
    fn what_is_wrong_is_told_with_its_place() {
        assert!(said("4006381333932").contains("(ke-13) seharusnya 1, bukan 2"));
        assert!(said("96385075").contains("digit (number 8) should be 4, not 5"));
        assert!(said("40O6381333931").contains("tanda ke-3 adalah “O”"));
        assert!(said("12345").contains("bukan 5"));
        assert!(said("").contains("bukan 0"));
    }

    #[test]
    fn every_digit_that_is_changed_is_found() {
        let right = "4006381333931";
        for at in 0..right.len() {
            for digit in '0'..='9' {
                let changed: String = right
                    .chars()
                    .enumerate()
                    .map(|(place, char)| if place == at { digit } else { char })
                    .collect();
                assert_eq!(Gtin::read(&changed).is_ok(), changed == right, "{changed}");
            }
        }
    }
}
