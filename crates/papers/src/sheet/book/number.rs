//! Numbers as a workbook's formats show them.
//!
//! A number is stored without its dress: 0012 is 12 with a format of four zeros, a date is a count of days. What a format
//! does beyond zeros, decimals, per cent and dates (colours, thousands, currencies) changes nothing that is compared.

use std::collections::HashMap;

use base::Error;

use crate::import::docx::xml::{Elements, Node};

/// Most formats of cells.
const MOST_FORMATS: usize = 70_000;
/// Days from the first day of the one epoch to that of the other.
const EPOCHS_APART: f64 = 1_462.0;
/// The last day that a spreadsheet knows: the end of the year 9999.
const LAST_DAY: f64 = 2_958_466.0;

/// A number as it is shown.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Shown {
    Number { shown: String, is_padded: bool },
    Date(String),
}

/// The formats of cells.
#[derive(Debug, Default)]
pub(super) struct Formats {
    /// The format of each kind of cell.
    cells: Vec<u32>,
    /// What formats of the workbook's own look like.
    codes: HashMap<u32, String>,
    /// Whether days count from 1904.
    pub has_later_epoch: bool,
}

impl Formats {
    /// Reads the part that describes them.
    pub fn read(mut xml: Elements<'_>) -> Result<Self, Error> {
        let mut formats = Self::default();
        let mut is_in_cells = false;
        while let Some(node) = xml.next()? {
            let Node::Open(tag) = node else { continue };
            match tag.name() {
                "cellXfs" => is_in_cells = true,
                "cellStyleXfs" | "cellStyles" | "dxfs" => is_in_cells = false,
                "xf" if is_in_cells && formats.cells.len() < MOST_FORMATS => {
                    formats.cells.push(tag.number("numFmtId").unwrap_or_default());
                }
                "numFmt" if formats.codes.len() < MOST_FORMATS => {
                    if let (Some(id), Some(code)) = (tag.number("numFmtId"), tag.value("formatCode")) {
                        formats.codes.insert(id, code.chars().take(200).collect());
                    }
                }
                _ => {}
            }
        }
        Ok(formats)
    }

    /// A number as a kind of cell shows it.
    pub fn show(&self, format: usize, number: &str) -> Shown {
        let id = self.cells.get(format).copied().unwrap_or_default();
        let code = match self.codes.get(&id) {
            Some(code) => code.as_str(),
            None => built_in(id),
        };
        show(code, number, self.has_later_epoch)
    }
}

/// The formats that every workbook has without naming them.
fn built_in(id: u32) -> &'static str {
    match id {
        1 | 3 | 37 | 38 => "0.",
        2 | 4 | 39 | 40 => "0.00",
        9 => "0%",
        10 => "0.00%",
        14 | 22 => "dd/mm/yyyy",
        15 => "d-mmm-yy",
        16 => "d-mmm",
        17 => "mmm-yy",
        18 | 20 => "h:mm",
        19 | 21 => "hh:mm:ss",
        45..=47 => "mm:ss",
        _ => "General",
    }
}

fn show(code: &str, number: &str, has_later_epoch: bool) -> Shown {
    let plain = |shown: String| Shown::Number {
        shown,
        is_padded: false,
    };
    let Ok(value) = number.parse::<f64>() else {
        return plain(number.to_owned());
    };
    let bare = bare(code);
    if is_date(&bare) && (0.0..LAST_DAY).contains(&value) {
        let days = if has_later_epoch { value + EPOCHS_APART } else { value };
        return Shown::Date(date(days, &bare));
    }
    if let Some(shown) = zeros(&bare, value) {
        return Shown::Number { shown, is_padded: true };
    }
    if let Some(rest) = bare.strip_suffix('%') {
        return plain(format!("{}%", decimals(rest, value * 100.0)));
    }
    plain(decimals(&bare, value))
}

/// A format's first part without colours, quotes and what only fills space; what is literal stays.
fn bare(code: &str) -> String {
    let mut bare = String::new();
    let mut chars = code.chars();
    while let Some(char) = chars.next() {
        match char {
            ';' => break,
            '[' => while chars.next().is_some_and(|char| char != ']') {},
            '"' => bare.extend(
                chars
                    .by_ref()
                    .take_while(|char| *char != '"')
                    .filter(|char| !char.is_alphanumeric()),
            ),
            '\\' => bare.extend(chars.next().filter(|char| !char.is_alphanumeric())),
            '_' | '*' => {
                chars.next();
            }
            char => bare.push(char.to_ascii_lowercase()),
        }
    }
    bare.trim().to_owned()
}

fn is_date(bare: &str) -> bool {
    bare != "general" && !bare.contains(['0', '#', '@']) && bare.contains(['y', 'm', 'd', 'h', 's'])
}

/// `0000` filled with a whole number; what stands between the zeros stays where it is.
fn zeros(bare: &str, value: f64) -> Option<String> {
    let places = bare.chars().filter(|char| *char == '0').count();
    let is_pattern = bare.chars().all(|char| matches!(char, '0' | '-' | ' ' | '/'));
    if places < 2 || !is_pattern || value < 0.0 || value.fract() != 0.0 || value >= 1e15 {
        return None;
    }
    let digits = format!("{value:0places$.0}");
    if digits.len() > places {
        // Longer than its format: it is shown whole.
        return Some(digits);
    }
    let mut digits = digits.chars();
    let shown = bare
        .chars()
        .filter_map(|char| if char == '0' { digits.next() } else { Some(char) });
    Some(shown.collect())
}

/// A number with as many decimals as its format has; without a format, with as many as it needs.
fn decimals(bare: &str, value: f64) -> String {
    let has_places = bare.contains('0') && !bare.contains(['e', '?']);
    if !has_places || value.abs() >= 1e15 {
        return general(value);
    }
    let places = bare.split_once('.').map_or(0, |(_, after)| after.matches('0').count());
    format!("{value:.places$}", places = places.min(15))
}

/// A number of at most fifteen digits, which is what a spreadsheet knows of one.
fn general(value: f64) -> String {
    if value == 0.0 || !value.is_finite() {
        return "0".to_owned();
    }
    if !(1e-9..1e15).contains(&value.abs()) {
        return format!("{value:E}");
    }
    let rounded = format!("{value:.14e}").parse::<f64>().unwrap_or(value);
    rounded.to_string()
}

/// A day and a time as a format shows them.
fn date(days: f64, bare: &str) -> String {
    #[expect(
        clippy::cast_possible_truncation,
        reason = "within the seconds of ten thousand years"
    )]
    let seconds = (days * 86_400.0).round() as i64;
    let (day, second) = (seconds.div_euclid(86_400), seconds.rem_euclid(86_400));
    let (year, month, date) = civil(day);
    let (hours, minutes, seconds_left) = (second / 3600, (second / 60) % 60, second % 60);
    let mut shown = String::new();
    let mut chars = bare.chars().peekable();
    let mut is_time = false;
    while let Some(char) = chars.next() {
        let mut count = 1;
        while chars.next_if_eq(&char).is_some() {
            count += 1;
        }
        let next_is_seconds = chars.clone().find(char::is_ascii_alphabetic) == Some('s');
        match char {
            'y' if count > 2 => shown.push_str(&padded(year, 4)),
            'y' => shown.push_str(&padded(year % 100, 2)),
            'm' if is_time || next_is_seconds => shown.push_str(&padded(minutes, count)),
            'm' if count > 2 => shown.push_str(month_name(month)),
            'm' => shown.push_str(&padded(month, count)),
            'd' if count < 3 => shown.push_str(&padded(date, count)),
            'h' => shown.push_str(&padded(hours, count)),
            's' => shown.push_str(&padded(seconds_left, count)),
            'd' | 'a' | 'p' | 'e' | 'g' | 'b' | ';' | '@' => {}
            other => shown.extend(std::iter::repeat_n(other, count)),
        }
        is_time = match char {
            'h' => true,
            'y' | 'd' | 'm' | 's' => false,
            _ => is_time,
        };
    }
    shown.trim().to_owned()
}

/// A part of a date or a time, with zeros if its format has more than one sign of it.
fn padded(number: i64, signs: usize) -> String {
    let width = match signs {
        1 => 1,
        2 | 3 => 2,
        _ => 4,
    };
    format!("{number:0width$}")
}

fn month_name(month: i64) -> &'static str {
    const NAMES: [&str; 12] = [
        "Jan", "Feb", "Mar", "Apr", "Mei", "Jun", "Jul", "Agu", "Sep", "Okt", "Nov", "Des",
    ];
    usize::try_from(month - 1)
        .ok()
        .and_then(|index| NAMES.get(index))
        .copied()
        .unwrap_or_default()
}

/// Year, month and day of a count of days from the end of 1899. The first two months of 1900 are a day off, as they are in
/// every spreadsheet, because of a 29th of February that never was.
fn civil(day: i64) -> (i64, i64, i64) {
    let day = if day < 60 { day + 1 } else { day };
    // Days since 1 March of the year 0, then eras of 400 years.
    let days = day + 693_899;
    let era = days.div_euclid(146_097);
    let of_era = days.rem_euclid(146_097);
    let year_of_era = (of_era - of_era / 1_460 + of_era / 36_524 - of_era / 146_096) / 365;
    let of_year = of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let shifted = (5 * of_year + 2) / 153;
    let date = of_year - (153 * shifted + 2) / 5 + 1;
    let month = if shifted < 10 { shifted + 3 } else { shifted - 9 };
    let year = year_of_era + era * 400 + i64::from(month <= 2);
    (year, month, date)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn number(code: &str, number: &str) -> (String, bool) {
        match show(code, number, false) {
            Shown::Number { shown, is_padded } => (shown, is_padded),
            Shown::Date(shown) => panic!("{shown} is a date"),
        }
    }

    #[test]
    fn numbers_are_shown_as_their_formats_say() {
        for (code, stored, shown) in [
            ("General", "2", "2"),
            ("General", "0.5", "0.5"),
            ("General", "0.30000000000000004", "0.3"),
            ("General", "1.0", "1"),
            ("General", "1234567890123", "1234567890123"),
            ("0.00", "2.5", "2.50"),
            ("#,##0", "1234", "1234"),
            ("0%", "0.5", "50%"),
            ("@", "7", "7"),
            ("[Red]0.0;-0.0", "3.14", "3.1"),
        ] {
            assert_eq!(number(code, stored), (shown.to_owned(), false), "{code} {stored}");
        }
    }

    #[test]
    fn a_format_of_zeros_fills_up() {
        assert_eq!(number("0000000000", "12345678"), ("0012345678".into(), true));
        assert_eq!(number("00\\-000", "1234"), ("01-234".into(), true));
        assert_eq!(number("000", "12345"), ("12345".into(), true));
        assert_eq!(number("0", "5"), ("5".into(), false));
    }

    #[test]
    fn dates_are_shown_as_dates() {
        for (code, stored, shown) in [
            ("dd/mm/yyyy", "45000", "15/03/2023"),
            ("d-mmm", "45778", "1-Mei"),
            ("yyyy\\-mm\\-dd hh:mm:ss", "36526.5", "2000-01-01 12:00:00"),
            ("h:mm", "0.75", "18:00"),
            ("[$-421]dd mmmm yyyy;@", "1", "01 Jan 1900"),
        ] {
            assert_eq!(
                show(code, stored, false),
                Shown::Date(shown.to_owned()),
                "{code} {stored}"
            );
        }
        assert_eq!(show("d/m/yy", "0", true), Shown::Date("1/1/04".into()));
    }

    proptest::proptest! {
        #[test]
        fn no_format_and_no_number_panics(code in "[0#.,%;@ymdhseg\\\\\"\\[\\]_* é-]{0,20}", number in proptest::num::f64::ANY) {
            show(&code, &number.to_string(), true);
        }
    }
}
