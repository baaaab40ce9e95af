//! Text as it grows out of runs: the characters of a paragraph and what surrounds them.

use super::symbols;

/// A paragraph in the making.
#[derive(Debug, Default)]
pub(super) struct Growing {
    /// Its text so far.
    pub text: String,
    /// The lines of its text boxes, which come after it.
    pub boxes: Vec<String>,
    /// The id of its style.
    pub style: Option<String>,
    /// The list that it names.
    pub list: Option<u32>,
    /// The level that it names.
    pub level: Option<usize>,
    /// Whether the end of it is a tracked deletion, so that it runs on into the next paragraph.
    pub runs_on: bool,
    /// Open fields: whether their result has begun.
    fields: Vec<bool>,
}

impl Growing {
    /// One that begins with what is left of another.
    pub fn from(text: String) -> Self {
        Self {
            text,
            ..Self::default()
        }
    }

    /// Whether characters are a field's instruction instead of its result.
    pub fn is_in_instruction(&self) -> bool {
        self.fields.contains(&false)
    }

    /// A field begins, shows its result or ends.
    pub fn field(&mut self, step: &str) {
        match step {
            // Deeper than anybody nests them; what is beyond is shown.
            "begin" if self.fields.len() < 64 => self.fields.push(false),
            "separate" => {
                if let Some(last) = self.fields.last_mut() {
                    *last = true;
                }
            }
            "end" => {
                self.fields.pop();
            }
            _ => {}
        }
    }
}

/// Characters as content keeps them: blanks that do not break become blanks, and what only guides layout goes.
pub(super) fn content(char: char) -> Option<char> {
    match char {
        '\u{a0}' | '\u{202f}' | '\u{2007}' => Some(' '),
        '\u{ad}' | '\u{feff}' => None,
        '\n' | '\t' => Some(char),
        char if char.is_control() => None,
        char => Some(char),
    }
}

/// Characters of a run, which may be set in a symbol font.
pub(super) fn push(text: &mut String, run: &str, font: &str) {
    let is_symbol = symbols::is_symbol_font(font);
    let shown = |char: char| {
        if is_symbol {
            symbols::shown(font, char as u32)
        } else {
            Some(char)
        }
    };
    text.extend(run.chars().filter_map(shown).filter_map(content));
}

/// Describes a picture in marked text; brackets would end the description.
pub(super) fn picture(alt: &str, hash: &str) -> String {
    let alt: String = alt
        .chars()
        .map(|char| {
            if matches!(char, '[' | ']' | '\n' | '\r' | '\t') {
                ' '
            } else {
                char
            }
        })
        .take(200)
        .collect();
    format!("![{}](image:{hash})", alt.trim())
}

/// The longest part of a formula, in bytes. Longer ones are text that somebody set as a formula.
const LONGEST_PART: usize = 4096;

/// Puts a part of a formula that began at `start` behind a sign, in parentheses if it is more than one thing.
pub(super) fn wrap(text: &mut String, start: usize, sign: &str) {
    let part = text.get(start..).filter(|part| part.len() <= LONGEST_PART);
    let Some(inner) = part.map(str::to_owned) else {
        return;
    };
    text.truncate(start);
    text.push_str(sign);
    if inner.chars().all(char::is_alphanumeric) {
        text.push_str(&inner);
    } else {
        text.push('(');
        text.push_str(&inner);
        text.push(')');
    }
}
