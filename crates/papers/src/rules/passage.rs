//! What a passage must be like.

use base::text::Check;

use super::{trimmed, written};

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
