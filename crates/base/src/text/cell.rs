//! Texts as cells of sheets: none of them is a formula to a spreadsheet program, and each can be read back.
//!
//! Invariant: for every text, [`plain`] of [`neutral`] is the text.

use std::borrow::Cow;

use super::invisible::is_unseen;

/// Characters that begin a formula; East Asian settings take the wide ones for the same.
const SIGNS: [char; 8] = ['=', '+', '-', '@', '＝', '＋', '－', '＠'];
/// What parts cells and rows: before a text it may begin a cell of its own.
const BREAKS: [char; 3] = ['\t', '\r', '\n'];

/// Whether a spreadsheet program could compute a cell, or the cell was made harmless (perhaps more than once). Some programs
/// skip blanks and what nobody sees before a sign.
fn looks_computed(cell: &str) -> bool {
    for c in cell.chars() {
        match c {
            _ if SIGNS.contains(&c) || BREAKS.contains(&c) => return true,
            '\'' => {}
            _ if c.is_whitespace() || is_unseen(c) => {}
            _ => return false,
        }
    }
    false
}

/// The cell of a text: one apostrophe before what could be computed. Excel itself keeps such a cell as text, but whoever
/// saves the sheet as CSV and opens it again would have it computed. A text that would read as if it had been made harmless
/// gets one apostrophe more.
pub fn neutral(text: &str) -> Cow<'_, str> {
    if looks_computed(text) {
        Cow::Owned(format!("'{text}"))
    } else {
        Cow::Borrowed(text)
    }
}

/// The text of a cell that [`neutral`] wrote.
pub fn plain(cell: &str) -> &str {
    match cell.strip_prefix('\'') {
        Some(text) if looks_computed(text) => text,
        _ => cell,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_could_be_computed_gets_an_apostrophe() {
        for text in [
            "=1+1", "+62812", "-x", "-1", "@SUM(A1)", "＝1", "－1", "'=1", "''=1", "\t=1", "\tx", "\r", "\nx",
        ] {
            assert_eq!(neutral(text), format!("'{text}"), "{text:?}");
        }
    }

    #[test]
    fn blanks_before_a_sign_hide_nothing() {
        for text in [
            "  =1",
            " +1",
            " -1",
            " @x",
            "\u{a0}=1",
            "\u{3000}＝1",
            "\u{200b}=1",
            "\u{feff}=1",
            "\n=1",
            " \t=1",
            " '=1",
            "' =1",
        ] {
            assert_eq!(neutral(text), format!("'{text}"), "{text:?}");
        }
    }

    #[test]
    fn everything_else_stays_as_it_is() {
        for text in [
            "",
            " ",
            "'",
            "Budi",
            " Budi",
            "00123",
            "a=b",
            "O'Neil",
            "'s-Hertogenbosch",
        ] {
            assert_eq!(neutral(text), text);
            assert_eq!(plain(text), text);
        }
    }

    proptest::proptest! {
        #[test]
        fn what_was_made_harmless_reads_as_it_was(text in "['=+@ \\t\\r\\n\u{a0}-]{0,4}\\PC{0,8}") {
            let cell = neutral(&text);
            proptest::prop_assert!(!cell.trim_start().starts_with(SIGNS));
            proptest::prop_assert!(!cell.starts_with(BREAKS));
            proptest::prop_assert_eq!(plain(&cell), text.as_str());
        }
    }
}
