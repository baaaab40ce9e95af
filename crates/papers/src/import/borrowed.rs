//! Text as other programs write it into cells and lines: HTML, and formulas as LaTeX between dollar signs.
//!
//! Invariant: what is not for certain one of the two stays as it is written. A question may be about HTML.

mod html;
#[cfg(test)]
mod tests;

use marked::{Formula, Inline};

pub(crate) use self::html::entities;
use self::html::{Growing, is_html, tag};
use super::styled::{Object, StyledText, Styles};

/// Parts of a line as a document holds them.
pub(super) fn words(content: &[Inline]) -> StyledText {
    let mut text = StyledText::default();
    push(&mut text, content, Styles::NONE);
    text
}

fn push(text: &mut StyledText, content: &[Inline], styles: Styles) {
    for part in content {
        match part {
            Inline::Text(words) => text.push_str(words, styles),
            Inline::Break => text.push_str("\n", Styles::NONE),
            Inline::Styled { style, content } => push(text, content, styles.with(*style, true)),
            Inline::Picture { hash, alt } => text.push_object(Object::Picture {
                hash: hash.clone(),
                alt: alt.clone(),
            }),
            Inline::Formula(formula) => text.push_object(Object::Formula(formula.clone())),
        }
    }
}

/// What was found in a text.
#[derive(Debug, Default)]
pub(super) struct Borrowed {
    /// Its parts.
    pub content: Vec<Inline>,
    /// Whether it was HTML.
    pub is_html: bool,
    /// A formula that could not be read, as it is written.
    pub unreadable: Option<String>,
    /// Whether a picture was named that is not in the file.
    pub has_picture: bool,
}

/// The parts of a text.
pub(super) fn read(text: &str) -> Borrowed {
    let mut found = Borrowed {
        is_html: is_html(text),
        ..Borrowed::default()
    };
    if !found.is_html {
        found.content = formulas(text, &mut found.unreadable);
        return found;
    }
    let mut growing = Growing::default();
    let mut rest = text;
    while let Some(open) = rest.find('<') {
        growing.text(&entities(&rest[..open]), &mut found.unreadable);
        if let Some((tag, after)) = tag(&rest[open..]) {
            found.has_picture |= tag.name == "img";
            growing.tag(&tag);
            rest = after;
        } else {
            growing.text("<", &mut found.unreadable);
            rest = &rest[open + 1..];
        }
    }
    growing.text(&entities(rest), &mut found.unreadable);
    found.content = growing.finish();
    found
}

/// What sets a formula apart, and what ends it.
const DELIMITERS: [(&str, &str); 4] = [("$$", "$$"), ("\\(", "\\)"), ("\\[", "\\]"), ("$", "$")];

/// A text with its formulas.
pub(crate) fn formulas(text: &str, unreadable: &mut Option<String>) -> Vec<Inline> {
    let mut parts = Vec::new();
    let mut plain = String::new();
    let mut rest = text;
    // Delimiters that never close again, so that they are not looked for again.
    let mut unclosed = [false; DELIMITERS.len()];
    while let Some(start) = rest.find(['$', '\\']) {
        plain.push_str(&rest[..start]);
        rest = &rest[start..];
        if let Some((source, after)) = formula(rest, &mut unclosed) {
            if let Ok(formula) = Formula::of_latex(source) {
                parts.push(Inline::Text(std::mem::take(&mut plain)));
                parts.push(Inline::Formula(formula));
            } else {
                unreadable.get_or_insert_with(|| source.to_owned());
                plain.push_str(&rest[..rest.len() - after.len()]);
            }
            rest = after;
        } else {
            let char = rest.chars().next().map_or(1, char::len_utf8);
            plain.push_str(&rest[..char]);
            rest = &rest[char..];
        }
    }
    plain.push_str(rest);
    parts.push(Inline::Text(plain));
    parts
}

/// The formula that a text begins with, and what follows it. Between single dollars there must be something that prices
/// have not.
fn formula<'t>(text: &'t str, unclosed: &mut [bool; DELIMITERS.len()]) -> Option<(&'t str, &'t str)> {
    let kind = DELIMITERS.iter().position(|(open, _)| text.starts_with(open))?;
    let (open, close) = DELIMITERS[kind];
    let inner = &text[open.len()..];
    if unclosed[kind] {
        return None;
    }
    let found = inner.find(close);
    unclosed[kind] = found.is_none();
    let end = found?;
    let source = &inner[..end];
    let is_one = match open {
        "$" => {
            let is_letter = source.len() == 1 && source.bytes().all(|byte| byte.is_ascii_alphabetic());
            !source.starts_with(' ')
                && !source.contains('\n')
                && (is_letter || source.contains(['\\', '^', '_', '{', '=']))
        }
        _ => !source.trim().is_empty(),
    };
    is_one.then(|| (source, &inner[end + close.len()..]))
}
