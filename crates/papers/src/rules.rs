//! What the content of a paper must be like, whoever wrote it: a form, a document or a program.
//!
//! Invariants: every broken rule is noted at its field, none stops at the first; content is shown as text and never as
//! HTML, so formulas and code stay what they are.

pub mod passage;
pub mod question;
pub mod section;

mod paper;
pub(crate) mod unreadable;

use base::{Message, Rule, text::Check};
use marked::Text;

pub use self::{paper::obstacles, unreadable::is_unreadable};

/// Most bytes of markup for each character that a text may have: a formula takes many.
const MARKUP_PER_CHARACTER: usize = 64;

/// Most bytes of the markup of a text that may have so many characters.
pub const fn most_markup(characters: usize) -> usize {
    characters * MARKUP_PER_CHARACTER
}

/// Notes what is wrong with a text that may have marks and must be there.
pub fn written_text(check: &mut Check, path: &str, text: &Text, most: usize) {
    written(check, path, text.plain(), most);
    short_markup(check, path, text, most);
}

/// Notes markup that is too long for a text of so many characters at most.
fn short_markup(check: &mut Check, path: &str, text: &Text, most: usize) {
    let markup = text.markup();
    if markup.is_some_and(|markup| markup.len() > most_markup(most)) {
        check.note(path, Rule::TooLong(most));
    }
}

/// A text as it is stored: without blanks around it, with line feeds alone between its lines.
pub fn trimmed(text: &str) -> String {
    text.trim().replace("\r\n", "\n")
}

/// Notes what is wrong with a text that must be there.
pub fn written(check: &mut Check, path: &str, text: &str, most: usize) {
    let text = check.text(path, text, 1, most);
    printable(check, path, &text);
}

/// Notes control characters in a text, beside line feeds and tabs.
fn printable(check: &mut Check, path: &str, text: &str) {
    let strange = |c: char| c.is_control() && !matches!(c, '\n' | '\t' | '\0');
    if text.contains(strange) {
        let said = Message::new(
            "tidak boleh memuat karakter kendali",
            "must not contain control characters",
        );
        check.note(path, Rule::Other(said));
    }
}
