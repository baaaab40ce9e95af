//! Marked text as XHTML that other platforms show, and that is read here as the same text.
//!
//! Invariant: blanks that count are written so that no reader of HTML takes them for layout, and no dollar or backslash of
//! a text begins a formula.

use std::fmt::Write as _;

use marked::{Block, Inline, Marked, Style, Text};
use quick_xml::escape::escape;

use crate::export::storable;

/// How formulas are written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Formulas {
    /// As `LaTeX`, which pages of Moodle set.
    Latex,
    /// As `MathML`.
    MathMl,
}

/// Where pictures are, by their hashes; nothing for one that is not there.
pub(super) type Address<'a> = dyn Fn(&str) -> Option<String> + 'a;

/// A text as XHTML.
pub(super) fn write(text: &Text, formulas: Formulas, address: &Address<'_>) -> String {
    let mut writer = Writer {
        to: String::new(),
        formulas,
        address,
    };
    writer.blocks(&text.marked());
    writer.to
}

struct Writer<'a> {
    to: String,
    formulas: Formulas,
    address: &'a Address<'a>,
}

impl Writer<'_> {
    fn blocks(&mut self, marked: &Marked) {
        for block in &marked.blocks {
            self.block(block);
        }
    }

    fn block(&mut self, block: &Block) {
        match block {
            Block::Paragraph(line) => {
                self.to.push_str("<p>");
                self.line(line);
                self.to.push_str("</p>");
            }
            Block::List { ordered, items } => {
                let name = if *ordered { "ol" } else { "ul" };
                let _ = write!(self.to, "<{name}>");
                for item in items {
                    self.within("li", item);
                }
                let _ = write!(self.to, "</{name}>");
            }
            Block::Table { header, rows } => {
                self.to.push_str("<table><tbody>");
                for (index, row) in rows.iter().enumerate() {
                    let cell = if *header && index == 0 { "th" } else { "td" };
                    self.to.push_str("<tr>");
                    for blocks in row {
                        self.within(cell, blocks);
                    }
                    self.to.push_str("</tr>");
                }
                self.to.push_str("</tbody></table>");
            }
        }
    }

    fn within(&mut self, name: &str, blocks: &[Block]) {
        let _ = write!(self.to, "<{name}>");
        for block in blocks {
            self.block(block);
        }
        let _ = write!(self.to, "</{name}>");
    }

    fn line(&mut self, line: &[Inline]) {
        for inline in line {
            match inline {
                Inline::Text(text) => self.words(text),
                Inline::Break => self.to.push_str("<br/>"),
                Inline::Styled { style, content } => {
                    let name = element(*style);
                    let _ = write!(self.to, "<{name}>");
                    self.line(content);
                    let _ = write!(self.to, "</{name}>");
                }
                Inline::Picture { hash, alt } => match (self.address)(hash.as_str()) {
                    Some(address) => {
                        let (address, alt) = (escape(address.as_str()), storable(alt));
                        let _ = write!(self.to, "<img src=\"{address}\" alt=\"{}\"/>", escape(&*alt));
                    }
                    None => self.words(&format!("[{alt}]")),
                },
                Inline::Formula(formula) => match self.formulas {
                    Formulas::Latex => {
                        let latex = formula.to_latex();
                        let _ = write!(self.to, "\\({}\\)", escape(latex.as_str()));
                    }
                    Formulas::MathMl => {
                        let math = formula.to_mathml();
                        let named = math.replacen("<math", "<math xmlns=\"http://www.w3.org/1998/Math/MathML\"", 1);
                        self.to.push_str(&named);
                    }
                },
            }
        }
    }

    /// Words: each blank of them stays one.
    fn words(&mut self, text: &str) {
        let text = storable(text);
        let mut chars = text.chars().peekable();
        let mut is_after_blank = true;
        while let Some(char) = chars.next() {
            match char {
                ' ' if is_after_blank || chars.peek().is_none_or(|next| *next == ' ') => self.to.push_str("&#160;"),
                '\t' => self.to.push_str("<span style=\"white-space:pre\">\t</span>"),
                '$' => self.to.push_str("$<span></span>"),
                '\\' if chars.peek().is_some_and(|next| matches!(next, '(' | '[')) => {
                    self.to.push_str("\\<span></span>")
                }
                char => self.to.push_str(&escape(&*char.to_string())),
            }
            is_after_blank = char == ' ';
        }
    }
}

fn element(style: Style) -> &'static str {
    match style {
        Style::Bold => "b",
        Style::Italic => "i",
        Style::Underline => "u",
        Style::Strike => "s",
        Style::Sub => "sub",
        Style::Sup => "sup",
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::{
        exchange::{album::Album, fragment, prose, tree},
        samples,
    };

    fn album() -> Album {
        let mut album = Album::default();
        for (name, picture) in samples::pictures() {
            album.keep(&name, picture.bytes);
        }
        album
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(60))]

        #[test]
        fn what_is_written_is_read_as_the_same_text(paper in samples::marked_paper()) {
            for text in paper.texts() {
                let html = write(text, Formulas::Latex, &|hash| Some(hash.to_owned()));
                let read = prose::read(&fragment::read(&html), &mut album());
                prop_assert_eq!(&read.text, text, "{}", html);
                let xml = format!("<a>{}</a>", write(text, Formulas::MathMl, &|hash| Some(hash.to_owned())));
                let tree = tree::read(&mut xml.as_bytes()).unwrap();
                let read = prose::read(&tree, &mut album());
                prop_assert_eq!(&read.text, text, "{}", xml);
                prop_assert!(read.lost.is_empty(), "{:?}", read.lost);
            }
        }
    }
}
