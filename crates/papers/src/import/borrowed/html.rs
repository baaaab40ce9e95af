//! The HTML that editors of questions write: styles, lines, entities. What else it says is how it looks.

use marked::{Inline, Style};

use crate::rules::unreadable;

/// How deep styles nest at most; what is deeper is not set in them.
const DEEPEST: usize = 12;
/// The longest tag, in bytes.
const LONGEST_TAG: usize = 2_000;

/// An element's beginning or end.
pub(super) struct Tag {
    pub name: String,
    is_end: bool,
}

/// The tag of an element of HTML that a text begins with, and what follows it.
pub(super) fn tag(text: &str) -> Option<(Tag, &str)> {
    let close = text
        .bytes()
        .skip(1)
        .take(LONGEST_TAG)
        .position(|byte| matches!(byte, b'>' | b'<'))?
        + 1;
    let inner = text.get(1..close).filter(|_| text[close..].starts_with('>'))?;
    let (is_end, inner) = match inner.strip_prefix('/') {
        Some(inner) => (true, inner),
        None => (false, inner),
    };
    let end = inner
        .find(|char: char| !char.is_ascii_alphanumeric())
        .unwrap_or(inner.len());
    let name = inner[..end].to_ascii_lowercase();
    let goes_on = inner[end..].starts_with(|char: char| char.is_whitespace() || char == '/') || end == inner.len();
    (goes_on && is_element(&name)).then(|| (Tag { name, is_end }, &text[close + 1..]))
}

fn is_element(name: &str) -> bool {
    const OTHERS: [&str; 18] = [
        "p", "div", "br", "li", "ul", "ol", "tr", "td", "th", "table", "tbody", "thead", "span", "font", "img", "a",
        "small", "hr",
    ];
    style(name).is_some() || OTHERS.contains(&name) || (name.len() == 2 && name.starts_with('h') && name != "hr")
}

fn style(name: &str) -> Option<Style> {
    Some(match name {
        "b" | "strong" => Style::Bold,
        "i" | "em" => Style::Italic,
        "u" | "ins" => Style::Underline,
        "s" | "strike" | "del" => Style::Strike,
        "sub" => Style::Sub,
        "sup" => Style::Sup,
        _ => return None,
    })
}

/// Whether a text is HTML: it begins with an element, an element of it ends, or lines of it end in one.
pub(super) fn is_html(text: &str) -> bool {
    let mut begun: Vec<String> = Vec::new();
    let mut rest = text;
    let begins = text.trim_start().starts_with('<');
    while let Some(open) = rest.find('<') {
        let before = &rest[..open];
        let Some((tag, after)) = tag(&rest[open..]) else {
            rest = &rest[open + 1..];
            continue;
        };
        if tag.is_end && begun.contains(&tag.name) {
            return true;
        }
        let is_mentioned = before.ends_with(' ') && after.starts_with([' ', '?', '.', ',']);
        if !tag.is_end && tag.name == "br" && !is_mentioned {
            return true;
        }
        if begins && before.trim().is_empty() && tag.name == "img" {
            return true;
        }
        if !tag.is_end && begun.len() < 64 {
            begun.push(tag.name);
        }
        rest = after;
    }
    text.contains("&nbsp;")
}

/// A text with its entities as characters.
pub(crate) fn entities(text: &str) -> String {
    let mut read = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(start) = rest.find('&') {
        read.push_str(&rest[..start]);
        rest = &rest[start..];
        let end = rest.bytes().take(12).position(|byte| byte == b';');
        if let Some((char, end)) = end.and_then(|end| Some((entity(rest.get(1..end)?)?, end))) {
            read.push(char);
            rest = &rest[end + 1..];
        } else {
            read.push('&');
            rest = &rest[1..];
        }
    }
    read.push_str(rest);
    read
}

fn entity(name: &str) -> Option<char> {
    if let Some(number) = name.strip_prefix('#') {
        let code = match number.strip_prefix(['x', 'X']) {
            Some(hexadecimal) => u32::from_str_radix(hexadecimal, 16).ok()?,
            None => number.parse().ok()?,
        };
        return char::from_u32(code).filter(|char| !char.is_control() || *char == '\n');
    }
    Some(match name {
        "nbsp" => ' ',
        "amp" => '&',
        "lt" => '<',
        "gt" => '>',
        "quot" => '"',
        "apos" => '\'',
        "ldquo" => '“',
        "rdquo" => '”',
        "lsquo" => '‘',
        "rsquo" => '’',
        "ndash" => '–',
        "mdash" => '—',
        "hellip" => '…',
        "times" => '×',
        "divide" => '÷',
        "deg" => '°',
        "plusmn" => '±',
        "frac12" => '½',
        "sup2" => '²',
        "sup3" => '³',
        "radic" => '√',
        "pi" => 'π',
        "le" => '≤',
        "ge" => '≥',
        "ne" => '≠',
        "rarr" => '→',
        _ => return None,
    })
}

/// Parts in the making, with the styles that are open.
#[derive(Default)]
pub(super) struct Growing {
    done: Vec<Inline>,
    open: Vec<(Style, Vec<Inline>)>,
    /// A line ends before whatever comes next.
    breaks: bool,
}

impl Growing {
    fn last(&mut self) -> &mut Vec<Inline> {
        match self.open.last_mut() {
            Some((_, content)) => content,
            None => &mut self.done,
        }
    }

    pub fn text(&mut self, text: &str, unreadable: &mut Option<String>) {
        // Line feeds of the source are blanks.
        let text = text.replace(['\n', '\r', '\t'], " ");
        let text = if self.breaks || self.done.is_empty() && self.open.is_empty() {
            text.trim_start()
        } else {
            &text
        };
        if text.is_empty() {
            return;
        }
        if std::mem::take(&mut self.breaks) && !(self.done.is_empty() && self.open.iter().all(|(_, of)| of.is_empty()))
        {
            self.last().push(Inline::Break);
        }
        let parts = super::formulas(text, unreadable);
        self.last().extend(parts);
    }

    pub fn tag(&mut self, tag: &Tag) {
        if let Some(style) = style(&tag.name) {
            if !tag.is_end && self.open.len() < DEEPEST {
                self.open.push((style, Vec::new()));
            } else if tag.is_end && self.open.iter().any(|(open, _)| *open == style) {
                while self.close() != Some(style) {}
            }
            return;
        }
        match tag.name.as_str() {
            "td" | "th" if !tag.is_end => self.last().push(Inline::Text(" ".to_owned())),
            "p" | "div" | "br" | "li" | "tr" | "ul" | "ol" | "table" | "hr" => self.breaks = true,
            "img" => self.last().push(Inline::Text(unreadable::PICTURE.to_owned())),
            name if name.starts_with('h') => self.breaks = true,
            _ => {}
        }
    }

    /// Ends the style that was begun last.
    fn close(&mut self) -> Option<Style> {
        let (style, content) = self.open.pop()?;
        self.last().push(Inline::Styled { style, content });
        Some(style)
    }

    pub fn finish(mut self) -> Vec<Inline> {
        while self.close().is_some() {}
        self.done
    }
}
