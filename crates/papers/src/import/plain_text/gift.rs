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
    let mut rest = text;
    let mut before = '\n';
    while let Some(open) = rest.find('{') {
        before = rest[..open].chars().next_back().unwrap_or(before);
        let inner = &rest[open + 1..];
        let content = inner[..closing(inner).unwrap_or(0)].trim_start();
        let is_answer = content.starts_with(['=', '~']) && content.len() > 1
            || content.starts_with('#')
                && content[1..]
                    .trim_start()
                    .starts_with(|char: char| char.is_ascii_digit() || "-=".contains(char))
            || truth(content).is_some();
        if before != '\\' && before != '$' && is_answer && closing(inner).is_some() {
            return true;
        }
        rest = inner;
        before = '{';
    }
    false
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
    let mut start = 0;
    for (index, line) in lines.iter().enumerate() {
        let trimmed = line.trim();
        if trimmed.starts_with("//") {
            continue;
        }
        if let Some(category) = trimmed.strip_prefix("$CATEGORY:") {
            question(&mut sheets, &std::mem::take(&mut held), at(start));
            let title = category.rsplit('/').next().unwrap_or_default().trim();
            let title = if title.is_empty() { "Soal" } else { title };
            sheets.section(title, at(index));
            continue;
        }
        if trimmed.is_empty() && !is_open(&held) {
            question(&mut sheets, &std::mem::take(&mut held), at(start));
            continue;
        }
        if held.is_empty() {
            start = index;
        } else {
            held.push('\n');
        }
        held.push_str(trimmed);
    }
    question(&mut sheets, &held, at(start));
    sheets.document
}

/// Whether an answer has begun and not ended.
fn is_open(text: &str) -> bool {
    find(text, '{').is_some_and(|open| closing(&text[open + 1..]).is_none())
}

/// The first place of a sign that is not escaped.
fn find(text: &str, sign: char) -> Option<usize> {
    let mut is_escaped = false;
    for (index, char) in text.char_indices() {
        if char == sign && !is_escaped {
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
    let end = find(content, '#').unwrap_or(content.len());
    match content[..end].trim().trim_end_matches('}').trim() {
        "T" | "TRUE" => Some("B"),
        "F" | "FALSE" => Some("S"),
        _ => None,
    }
}
