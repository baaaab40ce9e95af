//! What was typed, read into the stored form of marked text.

use marked::{Formula, Hash};
use platform::{Message, Rule};

/// How elements may be typed, and what they are.
const ELEMENTS: [(&str, &str); 17] = [
    ("b", "b"),
    ("strong", "b"),
    ("i", "i"),
    ("em", "i"),
    ("u", "u"),
    ("s", "s"),
    ("sub", "sub"),
    ("sup", "sup"),
    ("br", "br"),
    ("p", "p"),
    ("ul", "ul"),
    ("ol", "ol"),
    ("li", "li"),
    ("table", "table"),
    ("tr", "tr"),
    ("td", "td"),
    ("th", "th"),
];
/// What begins and ends a formula.
const FORMULA: (&str, &str) = ("\\(", "\\)");
/// What begins and ends a formula that LaTeX does not say.
const MATH: (&str, &str) = ("<math>", "</math>");

/// The longest tag and entity that are looked for, and the longest mark of a picture, in bytes.
const LONGEST_TAG: usize = 16;
const LONGEST_PICTURE: usize = 4_096;

/// Whether a text begins with something that is read as a mark.
pub(super) fn is_mark(text: &str) -> bool {
    let begins = text.starts_with(FORMULA.0) || text.starts_with(MATH.0);
    begins || tag(text).is_some() || entity(text).is_some() || picture(text).is_some()
}

/// An element's beginning or end.
#[derive(Clone, Copy)]
struct Tag {
    name: &'static str,
    is_end: bool,
    len: usize,
}

/// The beginning of a text: nothing looks further ahead, so that reading takes time in proportion to what was typed.
fn head(text: &str, most: usize) -> &str {
    let end = (0..=most.min(text.len())).rev().find(|end| text.is_char_boundary(*end));
    &text[..end.unwrap_or_default()]
}

fn tag(text: &str) -> Option<Tag> {
    let inner = head(text, LONGEST_TAG).strip_prefix('<')?;
    let (inner, _) = inner.split_once('>')?;
    let len = inner.len() + 2;
    let (typed, is_end) = match inner.strip_prefix('/') {
        Some(rest) => (rest, true),
        None => (inner.strip_suffix('/').unwrap_or(inner), false),
    };
    let typed = typed.trim_end();
    let found = ELEMENTS.iter().find(|(own, _)| own.eq_ignore_ascii_case(typed));
    found.map(|(_, name)| Tag { name, is_end, len })
}

/// The length of a character that is written as a name or a number.
fn entity(text: &str) -> Option<usize> {
    let inner = head(text, LONGEST_TAG).strip_prefix('&')?;
    let (inner, _) = inner.split_once(';')?;
    let is_name = matches!(inner, "amp" | "lt" | "gt" | "quot" | "apos");
    let digits = inner.strip_prefix('#').filter(|digits| digits.len() <= 7);
    let is_number = digits.is_some_and(|digits| {
        let number = digits.parse().ok().and_then(char::from_u32);
        digits.bytes().all(|byte| byte.is_ascii_digit()) && number.is_some_and(|one| one != '\0')
    });
    (is_name || is_number).then_some(inner.len() + 2)
}

/// What a picture shows, its hash, and the length of its mark.
fn picture(text: &str) -> Option<(&str, &str, usize)> {
    let inner = head(text, LONGEST_PICTURE).strip_prefix("![")?;
    let (alt, rest) = inner.split_once("](image:")?;
    let (hash, _) = rest.split_once(')')?;
    let fits = Hash::parse(hash).is_some() && !alt.contains('\n') && !alt.contains("![");
    fits.then(|| (alt, hash, "![](image:)".len() + alt.len() + hash.len()))
}

fn is_block(name: &str) -> bool {
    matches!(name, "p" | "ul" | "ol" | "table")
}

/// Reads what was typed from its beginning to its end.
pub(super) struct Reader<'t> {
    rest: &'t str,
    to: String,
    /// The paragraph that a line is, as far as it is read.
    line: String,
    /// Whether there is a line, even an empty one.
    is_begun: bool,
    /// Blocks that are open.
    depth: usize,
    /// Styles that are open in the line.
    styles: usize,
}

impl<'t> Reader<'t> {
    pub(super) fn over(rest: &'t str) -> Self {
        Self {
            rest,
            to: String::new(),
            line: String::new(),
            is_begun: true,
            depth: 0,
            styles: 0,
        }
    }

    /// The stored form.
    pub(super) fn read(mut self) -> Result<String, Rule> {
        while let Some(first) = self.rest.chars().next() {
            if let Some(tag) = tag(self.rest) {
                self.take_tag(tag);
            } else if self.rest.starts_with(FORMULA.0) {
                self.take_formula()?;
            } else if self.rest.starts_with(MATH.0) {
                self.take_math()?;
            } else if let Some((alt, hash, len)) = picture(self.rest) {
                let picture = format!("<img src=\"image:{hash}\" alt=\"{}\"/>", escaped(alt));
                self.put(&picture, len);
            } else if let Some(len) = entity(self.rest) {
                let entity = &self.rest[..len];
                self.put(entity, len);
            } else if first == '\n' {
                self.end_line();
            } else {
                self.put(&escaped(&self.rest[..first.len_utf8()]), first.len_utf8());
            }
        }
        self.flush();
        Ok(self.to)
    }

    /// Writes a part of a line, for so many bytes of what was typed.
    fn put(&mut self, text: &str, len: usize) {
        self.rest = &self.rest[len..];
        self.is_begun = true;
        let to = if self.depth == 0 { &mut self.line } else { &mut self.to };
        to.push_str(text);
    }

    /// Ends the paragraph that a line is.
    fn flush(&mut self) {
        if self.is_begun {
            self.to.push_str("<p>");
            self.to.push_str(&self.line);
            self.to.push_str("</p>");
        }
        self.line.clear();
        self.is_begun = false;
        self.styles = 0;
    }

    fn end_line(&mut self) {
        self.rest = &self.rest[1..];
        if self.depth > 0 {
            self.to.push(' ');
        } else if self.styles > 0 {
            self.line.push_str("<br/>");
        } else {
            self.flush();
            self.is_begun = true;
        }
    }

    fn take_tag(&mut self, tag: Tag) {
        let Tag { name, is_end, len } = tag;
        if name == "br" {
            return self.put("<br/>", len);
        }
        let written = if is_end {
            format!("</{name}>")
        } else {
            format!("<{name}>")
        };
        if !is_block(name) {
            let is_style = !matches!(name, "li" | "tr" | "td" | "th");
            if self.depth == 0 && is_style {
                self.styles = if is_end {
                    self.styles.saturating_sub(1)
                } else {
                    self.styles + 1
                };
            } else if is_end && !is_style {
                let kept = self.to.trim_end_matches(' ').len();
                self.to.truncate(kept);
            }
            return self.put(&written, len);
        }
        if self.depth == 0 {
            self.is_begun = !self.line.trim().is_empty();
            self.flush();
        }
        self.rest = &self.rest[len..];
        self.to.push_str(&written);
        self.depth = if is_end {
            self.depth.saturating_sub(1)
        } else {
            self.depth + 1
        };
        if self.depth == 0 {
            // The line on which a block ends has nothing behind it.
            self.is_begun = false;
            if let Some(rest) = self.rest.strip_prefix('\n') {
                self.rest = rest;
                self.is_begun = !rest.is_empty();
            }
        }
    }

    fn take_formula(&mut self) -> Result<(), Rule> {
        let inner = &self.rest[FORMULA.0.len()..];
        let (latex, _) = inner.split_once(FORMULA.1).ok_or_else(endless)?;
        let formula = Formula::of_latex(latex).map_err(|error| Rule::Other(error.message()))?;
        let len = FORMULA.0.len() + latex.len() + FORMULA.1.len();
        self.put(&formula.to_mathml(), len);
        Ok(())
    }

    fn take_math(&mut self) -> Result<(), Rule> {
        let end = self.rest.find(MATH.1).ok_or_else(endless)? + MATH.1.len();
        let math = &self.rest[..end];
        self.put(math, end);
        Ok(())
    }
}

fn endless() -> Rule {
    Rule::Other(Message::new(
        "memuat rumus yang tidak ditutup dengan \\)",
        "has a formula that does not end with \\)",
    ))
}

/// Characters as markup holds them.
fn escaped(text: &str) -> String {
    let mut to = String::with_capacity(text.len());
    for one in text.chars() {
        match one {
            '&' => to.push_str("&amp;"),
            '<' => to.push_str("&lt;"),
            '>' => to.push_str("&gt;"),
            '"' => to.push_str("&quot;"),
            one if one.is_control() => {
                to.push_str("&#");
                to.push_str(&u32::from(one).to_string());
                to.push(';');
            }
            one => to.push(one),
        }
    }
    to
}
