//! HTML as editors of questions write it, as a tree, whatever is wrong with it.
//!
//! Invariant: nothing of it is refused; elements that are never closed end with what they stand in, scripts and style sheets
//! keep their place with nothing in them, and nesting stops at [`DEEPEST`].

use super::tree::{Element, Node};
use crate::import::entities;

/// How deep elements nest; what is deeper lies beside.
const DEEPEST: usize = 64;
/// Most elements that are told apart; further tags are looked past.
const MOST: usize = 100_000;

/// Elements that have no end.
const VOID: [&str; 12] = [
    "br", "img", "hr", "input", "source", "wbr", "col", "link", "meta", "embed", "track", "area",
];
/// Elements whose content is no text.
const RAW: [&str; 2] = ["script", "style"];
/// What begins no paragraph within a paragraph, but ends it.
const BLOCKS: [&str; 19] = [
    "p",
    "div",
    "ul",
    "ol",
    "li",
    "table",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "pre",
    "blockquote",
    "section",
    "article",
    "hr",
    "form",
    "dl",
];

/// The elements of a fragment, in an element without a name.
pub(super) fn read(html: &str) -> Element {
    let mut open = vec![Element::default()];
    let mut rest = html;
    let mut count = 0;
    while let Some(start) = rest.find('<') {
        push_text(&mut open, &rest[..start]);
        rest = &rest[start..];
        if let Some(after) = comment(rest) {
            rest = after;
        } else if begins_tag(rest) {
            // A tag that never ends makes words of all that follows, which is not looked at again.
            let Some((tag, after)) = tag(rest) else {
                break;
            };
            rest = after;
            count += 1;
            if count <= MOST {
                take(&mut open, tag, &mut rest);
            }
        } else {
            push_text(&mut open, "<");
            rest = &rest[1..];
        }
    }
    push_text(&mut open, rest);
    while open.len() > 1 {
        close(&mut open);
    }
    open.pop().unwrap_or_default()
}

/// Signs in their own form, with the blanks that shall stay as such.
fn characters(text: &str) -> String {
    entities(&text.replace("&nbsp;", "\u{a0}").replace("&#160;", "\u{a0}"))
}

fn push_text(open: &mut [Element], text: &str) {
    if let Some(last) = open.last_mut().filter(|_| !text.is_empty()) {
        last.push_text(&characters(text));
    }
}

/// What follows a comment or a declaration that a text begins with.
fn comment(text: &str) -> Option<&str> {
    if let Some(inner) = text.strip_prefix("<!--") {
        return Some(inner.find("-->").map_or("", |end| &inner[end + 3..]));
    }
    let is_declaration = text.starts_with("<!") || text.starts_with("<?");
    is_declaration.then(|| text.find('>').map_or("", |end| &text[end + 1..]))
}

/// An element's beginning or end.
struct Tag {
    element: Element,
    is_end: bool,
    is_closed: bool,
}

/// Whether a text begins as a tag does.
fn begins_tag(text: &str) -> bool {
    let inner = text.get(1..).unwrap_or_default();
    inner
        .strip_prefix('/')
        .unwrap_or(inner)
        .starts_with(|char: char| char.is_ascii_alphabetic())
}

/// The tag that a text begins with, and what follows it; nothing if it never ends.
fn tag(text: &str) -> Option<(Tag, &str)> {
    let inner = &text[1..];
    let (is_end, inner) = match inner.strip_prefix('/') {
        Some(inner) => (true, inner),
        None => (false, inner),
    };
    let length = inner.find(|char: char| !char.is_ascii_alphanumeric() && char != ':' && char != '-')?;
    let name = inner[..length]
        .rsplit(':')
        .next()
        .unwrap_or_default()
        .to_ascii_lowercase();
    let (attributes, is_closed, after) = attributes(&inner[length..])?;
    let element = Element {
        name,
        attributes,
        children: Vec::new(),
    };
    Some((
        Tag {
            element,
            is_end,
            is_closed,
        },
        after,
    ))
}

/// Names and values.
type Attributes = Vec<(String, String)>;

/// The attributes of a tag, whether it ends itself, and what follows it.
fn attributes(text: &str) -> Option<(Attributes, bool, &str)> {
    let mut found = Vec::new();
    let mut rest = text;
    loop {
        rest = rest.trim_start();
        if let Some(after) = rest.strip_prefix('>') {
            return Some((found, false, after));
        }
        if let Some(after) = rest.strip_prefix("/>") {
            return Some((found, true, after));
        }
        if let Some(after) = rest.strip_prefix('/') {
            rest = after;
            continue;
        }
        let end = rest.find(|char: char| char.is_whitespace() || "=/>".contains(char))?;
        let name = rest[..end].rsplit(':').next().unwrap_or_default().to_ascii_lowercase();
        rest = rest[end..].trim_start();
        let Some(value) = rest.strip_prefix('=') else {
            found.push((name, String::new()));
            continue;
        };
        let value = value.trim_start();
        let quote = value.chars().next().filter(|first| "\"'".contains(*first));
        let (value, after) = match quote {
            Some(quote) => value[1..].split_once(quote)?,
            None => value.split_at(value.find(|char: char| char.is_whitespace() || char == '>')?),
        };
        found.push((name, characters(value)));
        rest = after;
    }
}

fn take(open: &mut Vec<Element>, tag: Tag, rest: &mut &str) {
    let name = tag.element.name.as_str();
    if tag.is_end {
        end(open, name);
        return;
    }
    end_before(open, name);
    if RAW.contains(&name) && !tag.is_closed {
        *rest = behind(rest, name);
        push(open, tag.element);
    } else if tag.is_closed || VOID.contains(&name) || open.len() >= DEEPEST {
        push(open, tag.element);
    } else {
        open.push(tag.element);
    }
}

/// What follows the end of an element in a text.
fn behind<'t>(text: &'t str, name: &str) -> &'t str {
    let is_end = |at: &usize| {
        let named = text.get(at + 2..at + 2 + name.len());
        named.is_some_and(|named| named.eq_ignore_ascii_case(name))
    };
    let end = text.match_indices("</").map(|(at, _)| at).find(is_end);
    let after = end.and_then(|end| text[end..].split_once('>'));
    after.map_or("", |(_, after)| after)
}

fn push(open: &mut [Element], element: Element) {
    if let Some(last) = open.last_mut() {
        last.children.push(Node::Element(element));
    }
}

fn close(open: &mut Vec<Element>) {
    if let Some(done) = open.pop() {
        push(open, done);
    }
}

/// Ends an element that is open, and what is open within it. A cell keeps what is left open in it to itself.
fn end(open: &mut Vec<Element>, name: &str) {
    let Some(at) = open
        .iter()
        .rposition(|element| element.name == name)
        .filter(|at| *at > 0)
    else {
        return;
    };
    let is_walled = !["table", "tr", "tbody", "thead", "tfoot", "td", "th"].contains(&name)
        && open[at..]
            .iter()
            .any(|element| ["td", "th"].contains(&element.name.as_str()));
    if !is_walled {
        while open.len() > at {
            close(open);
        }
    }
}

/// Ends what cannot go on before an element that begins.
fn end_before(open: &mut Vec<Element>, name: &str) {
    let ends: (&[&str], &[&str]) = match name {
        "li" => (&["li"], &["ul", "ol"]),
        "td" | "th" => (&["td", "th"], &["tr", "table"]),
        "tr" => (&["tr"], &["table"]),
        "option" => (&["option"], &["select"]),
        _ if BLOCKS.contains(&name) => (&["p"], &["td", "th", "li", "div", "blockquote"]),
        _ => return,
    };
    let found = open.iter().rposition(|element| ends.0.contains(&element.name.as_str()));
    let wall = open.iter().rposition(|element| ends.1.contains(&element.name.as_str()));
    if let Some(at) = found.filter(|at| wall.is_none_or(|wall| wall < *at)) {
        while open.len() > at {
            close(open);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shape(element: &Element) -> String {
        let inner = element.children.iter().map(|child| match child {
            Node::Text(text) => text.clone(),
            Node::Element(element) => shape(element),
        });
        let inner: String = inner.collect();
        if element.name.is_empty() {
            inner
        } else {
            format!("[{} {inner}]", element.name)
        }
    }

    #[test]
    fn html_is_read_whatever_is_wrong_with_it() {
        for (html, told) in [
            ("a <b>c</b> &lt;d&gt; 1 < 2", "a [b c] <d> 1 < 2"),
            ("<p>a<p>b", "[p a][p b]"),
            ("<ul><li>a<li>b</ul>c", "[ul [li a][li b]]c"),
            ("<table><tr><td>a<td>b</table>", "[table [tr [td a][td b]]]"),
            ("<b>a</i></b></p>c", "[b a]c"),
            ("<script>alert('</p>')</SCRIPT>a<style>p{}", "[script ]a[style ]"),
            ("<!-- <b> -->a<!DOCTYPE x>b<br/>c", "ab[br ]c"),
            ("<img src='a>b' alt=x>c", "[img ]c"),
            ("<", "<"),
            ("<b", "<b"),
            ("a\u{a0}b&nbsp;c", "a\u{a0}b\u{a0}c"),
        ] {
            assert_eq!(shape(&read(html)), told, "{html}");
        }
        let deep = read(&"<div>".repeat(100_000));
        assert!(deep.walk().len() > 1_000);
    }
}
