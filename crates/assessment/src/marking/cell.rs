//! What is written into cells of spreadsheets, so that no name becomes a formula.

use std::borrow::Cow;

/// A text that spreadsheet programs take for text: what would begin a formula gets an apostrophe before it. A negative number
/// stays one.
pub fn neutral(text: &str) -> Cow<'_, str> {
    // Full-width signs begin formulas in East Asian settings; blanks before a sign are skipped by some programs.
    let starts = |text: &str| text.starts_with(['=', '+', '-', '@', '\t', '\r', '\n', '＝', '＋', '－', '＠']);
    if (starts(text) || starts(text.trim_start())) && !is_negative_number(text) {
        Cow::Owned(format!("'{text}"))
    } else {
        Cow::Borrowed(text)
    }
}

fn is_negative_number(text: &str) -> bool {
    let digits = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    text.strip_prefix('-').is_some_and(|number| {
        let (whole, rest) = number.split_once(['.', ',']).unwrap_or((number, "0"));
        digits(whole) && digits(rest)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_would_begin_a_formula_gets_an_apostrophe() {
        for text in [
            "=1+1", "+62812", "-x", "@SUM(A1)", "\t=1", "\r", "-1-1", "-", "--1", "-1.", "＝1", "  =1", "\n=1",
        ] {
            assert_eq!(neutral(text), format!("'{text}"), "{text:?}");
        }
    }

    #[test]
    fn everything_else_stays_as_it_is() {
        for text in ["", "Budi", "-1", "-12.5", "-0,25", "00123", "a=b", "O'Neil"] {
            assert_eq!(neutral(text), text);
        }
    }
}
