//! GIFT, the text format of Moodle's question bank.
//!
//! Read are titles (left out), stems with a blank, single and several right options with weights, true and false, short
//! answers, numbers with a tolerance or a range, matching pairs, essays, comments, categories and escapes. What a paper has
//! no place for (feedback, weights of short answers) is told.

mod answers;

use self::answers::answers;
use super::{At, Document, Sheet, Sheets, at};

/// The blank of a stem.
const BLANK: &str = " ____ ";

/// Whether a text is GIFT: a brace behind words opens on an answer of it.
pub(super) fn is_gift(text: &str) -> bool {
    let mut from = 0;
    // Where the brace ends, for all that open before it.
    let mut end = 0;
    while let Some(open) = text[from..].find('{').map(|open| from + open) {
        from = open + 1;
        if end < from {
            let Some(close) = closing(&text[from..]) else {
                return false;
            };
            end = from + close;
        }
        let is_escaped = text[..open].ends_with(['\\', '$']);
        if !is_escaped && is_answer(text[from..end].trim_start()) {
            return true;
        }
    }
    false
}

/// Whether something between braces begins as an answer.
fn is_answer(content: &str) -> bool {
    match content.strip_prefix('#') {
        Some(number) => number
            .trim_start()
            .starts_with(|char: char| char.is_ascii_digit() || "-=".contains(char)),
        None => content.starts_with(['=', '~']) && content.len() > 1 || truth(content).is_some(),
    }
}

/// Where the brace ends that has just been opened.
fn closing(inner: &str) -> Option<usize> {
    let mut is_escaped = false;
    for (index, char) in inner.char_indices() {
        match char {
            '}' if !is_escaped => return Some(index),
            '\\' => is_escaped = !is_escaped,
            _ => is_escaped = false,
        }
    }
    None
}

/// Reads its questions.
pub(super) fn read(lines: &[&str]) -> Document {
    let mut sheets = Sheets::default();
    let mut held = String::new();
    let (mut start, mut is_open) = (0, false);
    for (index, line) in lines.iter().enumerate() {
        let trimmed = line.trim();
        if trimmed.starts_with("//") {
            continue;
        }
        if let Some(category) = trimmed.strip_prefix("$CATEGORY:") {
            question(&mut sheets, &std::mem::take(&mut held), at(start));
            is_open = false;
            let title = category.rsplit('/').next().unwrap_or_default().trim();
            let title = if title.is_empty() { "Soal" } else { title };
            sheets.section(title, at(index));
            continue;
        }
        if trimmed.is_empty() && !is_open {
            question(&mut sheets, &std::mem::take(&mut held), at(start));
            continue;
        }
        if held.is_empty() {
            start = index;
        } else {
            held.push('\n');
        }
        held.push_str(trimmed);
        is_open = is_open_behind(trimmed, is_open);
    }
    question(&mut sheets, &held, at(start));
    sheets.document
}

/// Whether an answer is open behind a line.
fn is_open_behind(line: &str, was_open: bool) -> bool {
    let mut is_open = was_open;
    let mut is_escaped = false;
    for char in line.chars() {
        match char {
            '{' if !is_escaped => is_open = true,
            '}' if !is_escaped => is_open = false,
            _ => {}
        }
        is_escaped = char == '\\' && !is_escaped;
    }
    is_open
}

/// The first place of a sign that is not escaped.
fn find(text: &str, sign: char) -> Option<usize> {
    find_any(text, &[sign])
}

/// The first place of any of some signs that is not escaped.
fn find_any(text: &str, signs: &[char]) -> Option<usize> {
    let mut is_escaped = false;
    for (index, char) in text.char_indices() {
        if signs.contains(&char) && !is_escaped {
            return Some(index);
        }
        is_escaped = char == '\\' && !is_escaped;
    }
    None
}

fn question(sheets: &mut Sheets, text: &str, at: At) {
    let text = text.trim();
    if text.is_empty() {
        return;
    }
    let text = untitled(text);
    let answer = find(text, '{').and_then(|open| Some((open, open + 1 + closing(&text[open + 1..])?)));
    let mut sheet = Sheet::default();
    let Some((open, close)) = answer else {
        // A description, or an answer that never ends: a question without a type, which is an error with its place.
        sheets.note(
            at,
            "gift.answer.missing",
            text,
            "Soal GIFT ini tidak memiliki jawaban di antara { dan }.",
            "This GIFT question has no answer between { and }.",
        );
        sheets.question(&plain(text), &sheet, at);
        return;
    };
    let (before, after) = (&text[..open], &text[close + 1..]);
    let stem = if after.trim().is_empty() {
        plain(before)
    } else {
        format!("{}{BLANK}{}", plain(before), plain(after))
    };
    answers(&text[open + 1..close], &mut sheet, sheets, at);
    sheets.question(&stem, &sheet, at);
}

/// A question without its title and the name of its format.
fn untitled(text: &str) -> &str {
    let text = text
        .strip_prefix("::")
        .and_then(|rest| Some(&rest[rest.find("::")? + 2..]))
        .unwrap_or(text)
        .trim_start();
    ["[html]", "[moodle]", "[plain]", "[markdown]"]
        .into_iter()
        .find_map(|format| text.strip_prefix(format))
        .unwrap_or(text)
        .trim_start()
}

/// A text without its escapes.
fn plain(text: &str) -> String {
    let mut plain = String::with_capacity(text.len());
    let mut chars = text.chars().peekable();
    while let Some(char) = chars.next() {
        match char {
            '\\' => match chars.next_if(|next| "~=#{}:n\\".contains(*next)) {
                Some('n') => plain.push('\n'),
                Some(escaped) => plain.push(escaped),
                None => plain.push('\\'),
            },
            char => plain.push(char),
        }
    }
    plain.trim().to_owned()
}

fn truth(content: &str) -> Option<&'static str> {
    if !content.starts_with(['T', 'F']) {
        return None;
    }
    let end = find(content, '#').unwrap_or(content.len());
    match content[..end].trim() {
        "T" | "TRUE" => Some("B"),
        "F" | "FALSE" => Some("S"),
        _ => None,
    }
}
