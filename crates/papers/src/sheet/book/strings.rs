//! The table of strings of an Excel workbook, and text that stands in its cells.

use base::Error;

use super::{Limits, MOST_TEXT, Value, cut};
use crate::import::docx::xml::{Elements, Node, Tag};

/// Elements of HTML that stand for the looks of a run.
const LOOKS: [(&str, &str); 5] = [("b", "b"), ("i", "i"), ("u", "u"), ("strike", "s"), ("vertAlign", "")];

/// The strings, in order. What lies beyond memory's bound is left out, and cells that name it are empty.
pub(super) fn read(mut xml: Elements<'_>, limits: Limits) -> Result<Vec<Value>, Error> {
    let mut strings = Vec::new();
    let mut held = 0;
    while let Some(node) = xml.next()? {
        let Node::Open(tag) = node else { continue };
        if tag.name() == "si" {
            let text = text_within(&mut xml, limits)?;
            held += text.size();
            if held > MOST_TEXT {
                break;
            }
            strings.push(text);
        }
    }
    Ok(strings)
}

/// A text in the making: as it is shown, and as HTML.
#[derive(Default)]
struct Growing {
    shown: String,
    html: String,
    /// The looks of the run that is open.
    looks: Vec<&'static str>,
    has_looks: bool,
}

impl Growing {
    fn look(&mut self, tag: &Tag<'_>) {
        let Some((name, element)) = LOOKS.into_iter().find(|(name, _)| *name == tag.name()) else {
            return;
        };
        let value = tag.value("val");
        let element = match (name, value.as_deref()) {
            ("vertAlign", Some("superscript")) => "sup",
            ("vertAlign", Some("subscript")) => "sub",
            ("vertAlign", _) | (_, Some("0" | "false" | "none")) => return,
            _ => element,
        };
        if !self.looks.contains(&element) {
            self.looks.push(element);
        }
    }

    fn text(&mut self, text: &str) {
        let text = unescape(text);
        self.has_looks |= !self.looks.is_empty();
        for look in &self.looks {
            self.html.extend(["<", look, ">"]);
        }
        let escaped = text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;");
        self.html.push_str(&escaped.replace('\n', "<br>"));
        for look in self.looks.iter().rev() {
            self.html.extend(["</", look, ">"]);
        }
        self.shown.push_str(&text);
    }

    fn finish(self, limits: Limits) -> Value {
        let shown = cut(&self.shown, limits);
        if self.has_looks && !shown.is_empty() {
            Value::Rich { shown, html: self.html }
        } else {
            Value::Text(shown)
        }
    }
}

/// The text of the element that is open, without how it is pronounced.
pub(super) fn text_within(xml: &mut Elements<'_>, limits: Limits) -> Result<Value, Error> {
    let mut growing = Growing::default();
    let most = limits.cell.saturating_mul(8).saturating_add(64);
    let (mut depth, mut unread, mut in_text) = (1_usize, None, None);
    while depth > 0 {
        match xml.next()? {
            Some(Node::Open(tag)) => {
                depth += 1;
                match tag.name() {
                    _ if unread.is_some() => {}
                    "rPh" | "phoneticPr" => unread = Some(depth),
                    "r" => growing.looks.clear(),
                    "t" if in_text.is_none() => in_text = Some(depth),
                    _ => growing.look(&tag),
                }
            }
            Some(Node::Close) => {
                unread = unread.filter(|open| *open != depth);
                in_text = in_text.filter(|open| *open != depth);
                depth -= 1;
            }
            Some(Node::Text(more)) if unread.is_none() && in_text.is_some() && growing.html.len() < most => {
                growing.text(more);
            }
            Some(Node::Text(_)) => {}
            None => break,
        }
    }
    Ok(growing.finish(limits))
}

/// Excel writes characters that XML has not as `_x000D_`.
fn unescape(text: &str) -> String {
    text.replace("_x000D_", "")
        .replace("_x000A_", "\n")
        .replace("\r\n", "\n")
}
