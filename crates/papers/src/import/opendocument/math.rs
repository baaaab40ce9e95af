//! `MathML` as `LibreOffice` writes it, in the strict form that formulas are read from.
//!
//! Invariant: what changes what a formula says is left to be refused; only how it is drawn, and its source in other
//! languages, is left out.

use base::Error;

use crate::import::docx::xml::{Elements, Node, Tag};

/// The longest formula, in bytes.
const LONGEST: usize = 200_000;
/// Signs that stand before what they take, with limits.
const LARGE: [char; 9] = ['∑', '∏', '∐', '∫', '∬', '∭', '∮', '⋃', '⋂'];
/// What limits are written with.
const LIMITED: [&str; 6] = ["munderover", "munder", "mover", "msubsup", "msub", "msup"];

/// The `math` element of a part; nothing if there is none.
pub(super) fn strict(mut xml: Elements<'_>) -> Result<Option<String>, Error> {
    let mut written = String::new();
    let mut open: Vec<String> = Vec::new();
    let mut skipped = 0_usize;
    // Where an operator's attributes would stand that is the first of what has limits.
    let mut limited = None;
    while let Some(node) = xml.next()? {
        match node {
            Node::Open(_) if skipped > 0 => skipped += 1,
            Node::Open(tag) if matches!(tag.name(), "annotation" | "annotation-xml") => skipped = 1,
            Node::Open(tag) => {
                let name = name_of(&tag).to_owned();
                if open.is_empty() && name != "math" {
                    return Ok(None);
                }
                let is_first = open
                    .last()
                    .is_some_and(|outer| LIMITED.contains(&outer.as_str()) && written.ends_with(&format!("<{outer}>")));
                written.push('<');
                written.push_str(&name);
                limited = (is_first && name == "mo").then_some(written.len());
                written.push_str(&kept(&tag));
                written.push('>');
                open.push(name);
            }
            Node::Close if skipped > 0 => skipped -= 1,
            Node::Close => {
                if let Some(name) = open.pop() {
                    written.push_str("</");
                    written.push_str(&name);
                    written.push('>');
                }
            }
            Node::Text(text) if skipped == 0 && !open.is_empty() => {
                if let Some(at) = limited.take()
                    && is_large(text)
                {
                    written.insert_str(at, r#" largeop="true""#);
                }
                written.push_str(&text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;"));
            }
            Node::Text(_) => {}
        }
        if written.len() > LONGEST {
            return Ok(None);
        }
    }
    Ok(Some(written).filter(|written| !written.is_empty()))
}

fn is_large(text: &str) -> bool {
    let mut signs = text.trim().chars();
    signs.next().is_some_and(|sign| LARGE.contains(&sign)) && signs.next().is_none()
}

/// The name of an element; those that only say how their content is drawn are rows.
fn name_of<'t>(tag: &'t Tag<'_>) -> &'t str {
    match tag.name() {
        "semantics" | "mstyle" | "mpadded" => "mrow",
        name => name,
    }
}

/// Attributes that say something.
fn kept(tag: &Tag<'_>) -> String {
    let known: &[(&str, &str)] = match tag.name() {
        "mfrac" => &[("linethickness", "0")],
        "mo" if tag.value("fence").as_deref() == Some("true") => {
            &[("fence", "true"), ("form", "prefix"), ("form", "postfix")]
        }
        "mover" => &[("accent", "true")],
        "munder" => &[("accentunder", "true")],
        _ => &[],
    };
    let kept = known
        .iter()
        .filter(|(name, only)| tag.value(name).as_deref() == Some(only));
    kept.flat_map(|(name, value)| [" ", name, "=\"", value, "\""]).collect()
}
