//! Text as other programs write it into cells and lines: HTML, and formulas as LaTeX between dollar signs.
//!
//! Invariant: what is not for certain one of the two stays as it is written. A question may be about HTML.

use marked::{Formula, Inline, Style};

use super::styled::{Object, StyledText, Styles};

/// How deep styles nest at most; what is deeper is not set in them.
const DEEPEST: usize = 12;
/// The longest tag, in bytes.
const LONGEST_TAG: usize = 2_000;

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

/// An element's beginning or end.
struct Tag {
    name: String,
    is_end: bool,
}

/// The tag of an element of HTML that a text begins with, and what follows it.
fn tag(text: &str) -> Option<(Tag, &str)> {
    let close = text.bytes().take(LONGEST_TAG).position(|byte| byte == b'>')?;
    let inner = text.get(1..close)?;
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
fn is_html(text: &str) -> bool {
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
fn entities(text: &str) -> String {
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
struct Growing {
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

    fn text(&mut self, text: &str, unreadable: &mut Option<String>) {
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
        let parts = formulas(text, unreadable);
        self.last().extend(parts);
    }

    fn tag(&mut self, tag: &Tag) {
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
            "img" => self.last().push(Inline::Text("[gambar]".to_owned())),
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

    fn finish(mut self) -> Vec<Inline> {
        while self.close().is_some() {}
        self.done
    }
}

/// What sets a formula apart, and what ends it.
const DELIMITERS: [(&str, &str); 4] = [("$$", "$$"), ("\\(", "\\)"), ("\\[", "\\]"), ("$", "$")];

/// A text with its formulas.
fn formulas(text: &str, unreadable: &mut Option<String>) -> Vec<Inline> {
    let mut parts = Vec::new();
    let mut plain = String::new();
    let mut rest = text;
    while let Some(start) = rest.find(['$', '\\']) {
        plain.push_str(&rest[..start]);
        rest = &rest[start..];
        if let Some((source, after)) = formula(rest) {
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
fn formula(text: &str) -> Option<(&str, &str)> {
    let (open, close) = DELIMITERS.into_iter().find(|(open, _)| text.starts_with(open))?;
    let inner = &text[open.len()..];
    let end = inner.find(close)?;
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

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(text: &str) -> String {
        words(&read(text).content).to_text().plain().to_owned()
    }

    #[test]
    fn html_becomes_its_marks() {
        for (text, is_html, plain) in [
            (
                "<p>H<sub>2</sub>O &amp; &nbsp;x</p><p>baris</p>",
                true,
                "H₂O &  x\nbaris",
            ),
            ("satu<br>dua<br/>tiga", true, "satu\ndua\ntiga"),
            ("2<sup>3</sup>", true, "2³"),
            ("<p><b><i>x</b></i></p>", true, "x"),
            ("a < b dan c > d", false, "a < b dan c > d"),
            ("Apa fungsi tag <br> ?", false, "Apa fungsi tag <br> ?"),
            ("Tag <b> dipakai", false, "Tag <b> dipakai"),
        ] {
            assert_eq!((read(text).is_html, shown(text)), (is_html, plain.to_owned()), "{text}");
        }
        let found = read("<p>H<sub>2</sub>O</p>").content;
        assert!(
            matches!(&found[1], Inline::Styled { style: Style::Sub, .. }),
            "{found:?}"
        );
    }

    #[test]
    fn formulas_are_read_and_prices_are_not() {
        let found = read("Hitung $x^2$ dan \\(\\frac{1}{2}\\).");
        let count = found
            .content
            .iter()
            .filter(|part| matches!(part, Inline::Formula(_)))
            .count();
        assert_eq!((count, found.unreadable), (2, None));
        assert_eq!(shown("Harga $5 dan $10"), "Harga $5 dan $10");
        let found = read("$\\frac{1$");
        assert!(found.unreadable.is_some());
        assert_eq!(words(&found.content).as_str(), "$\\frac{1$");
    }

    proptest::proptest! {
        #[test]
        fn nothing_makes_it_panic(text in "([<>/&;$\\\\(){}^_ é\n]|p|b|br|sup|img|nbsp|frac|#x1F){0,40}") {
            shown(&text);
        }
    }
}
