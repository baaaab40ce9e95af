//! What a passage must be like.

use base::text::Check;

use super::{trimmed, written, written_text};
use crate::paper::Passage;

/// Longest code of a passage, in characters.
pub const LONGEST_CODE: usize = 20;
/// Longest title of a passage, in characters.
pub const LONGEST_TITLE: usize = 255;
/// Longest text of a passage, in characters.
pub const LONGEST_BODY: usize = 100_000;

/// A text as it is stored; what is wrong with it is noted.
pub fn body(check: &mut Check, path: &str, given: &str) -> String {
    let body = trimmed(given);
    written(check, path, &body, LONGEST_BODY);
    body
}

/// Notes what is wrong with a passage.
pub fn judge(check: &mut Check, passage: &Passage) {
    check.text("code", &passage.code, 1, LONGEST_CODE);
    check.text("title", &passage.title, 0, LONGEST_TITLE);
    written_text(check, "body", &passage.body, LONGEST_BODY);
}
