//! The table of strings of an Excel workbook, and text that stands in elements of either kind of workbook.

use base::Error;

use super::{Limits, MOST_TEXT, cut};
use crate::import::docx::xml::{Elements, Node};

/// The strings, in order. What lies beyond memory's bound is left out, and cells that name it are empty.
pub(super) fn read(mut xml: Elements<'_>, limits: Limits) -> Result<Vec<String>, Error> {
    let mut strings = Vec::new();
    let mut held = 0;
    while let Some(node) = xml.next()? {
        let Node::Open(tag) = node else { continue };
        if tag.name() == "si" {
            let text = cut(&text_within(&mut xml, limits)?, limits);
            held += text.len() + size_of::<String>();
            if held > MOST_TEXT {
                break;
            }
            strings.push(text);
        }
    }
    Ok(strings)
}

/// The text of the element that is open, without how it is pronounced.
pub(super) fn text_within(xml: &mut Elements<'_>, limits: Limits) -> Result<String, Error> {
    let mut text = String::new();
    let mut depth = 1_usize;
    let (mut unread, mut in_text) = (None, None);
    let most = limits.cell.saturating_mul(8).saturating_add(64);
    while depth > 0 {
        match xml.next()? {
            Some(Node::Open(tag)) => {
                depth += 1;
                if unread.is_none() && matches!(tag.name(), "rPh" | "rPr" | "phoneticPr") {
                    unread = Some(depth);
                }
                if in_text.is_none() && tag.name() == "t" {
                    in_text = Some(depth);
                }
            }
            Some(Node::Close) => {
                unread = unread.filter(|open| *open != depth);
                in_text = in_text.filter(|open| *open != depth);
                depth -= 1;
            }
            Some(Node::Text(more)) if unread.is_none() && in_text.is_some() && text.len() < most => text.push_str(more),
            Some(Node::Text(_)) => {}
            None => break,
        }
    }
    Ok(unescape(&text))
}

/// Excel writes characters that XML has not as `_x000D_`.
fn unescape(text: &str) -> String {
    text.replace("_x000D_", "")
        .replace("_x000A_", "\n")
        .replace("\r\n", "\n")
}
