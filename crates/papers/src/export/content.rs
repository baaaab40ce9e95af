//! Marked text as a Word document has it: paragraphs of runs, formulas, pictures, tables and lists.
//!
//! Invariant: what is written is read back as the same marked text. Lists and cells stand in styles that the import knows
//! by name, so that no words in them are taken for more than words.

use std::fmt::Write as _;

use marked::{Block, Inline, Marked, Style as Set, Text};

use super::body::{Body, Style, is_right_to_left};
use crate::import::is_special;

/// What parts two tables, or a table from the end of its cell: Word would join them, or call the document broken.
const GAP: &str = r#"<w:p><w:pPr><w:pStyle w:val="IsiJeda"/></w:pPr></w:p>"#;
/// As many columns are given a width of their own.
const MOST_COLUMNS: usize = 63;
/// How far each level of a list stands in, in twentieths of a point.
const INDENT: usize = 360;

/// Where marked text is written.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Among {
    /// In a cell, where nothing else is looked for.
    Cell,
    /// Among keywords.
    Keywords,
    /// In a table of its own, which is no table of questions.
    Table,
}

/// Styles that are open, from the outside in.
type Open = Vec<Set>;

impl Body<'_> {
    /// Writes a text.
    pub(super) fn text(&mut self, text: &Text, among: Among, width: u32) {
        let marked = text.marked();
        if marked.blocks.is_empty() {
            self.paragraph(None, &[]);
        }
        self.blocks(&marked.blocks, among, width);
    }

    fn blocks(&mut self, blocks: &[Block], among: Among, width: u32) {
        let mut after_table = false;
        for block in blocks {
            match block {
                Block::Paragraph(content) => {
                    for line in content.split(|inline| *inline == Inline::Break) {
                        self.paragraph(style(line, among), line);
                    }
                }
                Block::List { ordered, items } => self.list(*ordered, items, 0),
                Block::Table { header, rows } => {
                    if after_table {
                        self.raw(GAP);
                    }
                    self.nested(*header, rows, width);
                }
            }
            after_table = matches!(block, Block::Table { .. });
        }
        // A cell ends in a paragraph, and a table among keywords must not touch the next.
        if after_table {
            self.raw(GAP);
        }
    }

    fn list(&mut self, ordered: bool, items: &[Vec<Block>], level: usize) {
        let style = if ordered { Style::Numbered } else { Style::Bullets };
        for (index, item) in items.iter().enumerate() {
            let label = if ordered {
                format!("{}.", index + 1)
            } else {
                "•".to_owned()
            };
            let mut label = Some(format!("{}{label}\t", "\t".repeat(level)));
            for block in item {
                match block {
                    Block::Paragraph(content) => {
                        for line in content.split(|inline| *inline == Inline::Break) {
                            let (style, before) = match label.take() {
                                Some(label) => (style, label),
                                None => (Style::Continued, "\t".repeat(level)),
                            };
                            let mut parts = vec![Inline::Text(before)];
                            parts.extend_from_slice(line);
                            self.indented(style, &parts, level);
                        }
                    }
                    Block::List { ordered, items } => {
                        self.labelled(style, label.take(), level);
                        self.list(*ordered, items, level + 1);
                    }
                    Block::Table { header, rows } => {
                        self.labelled(style, label.take(), level);
                        self.nested(*header, rows, super::body::CONTENT);
                        self.raw(GAP);
                    }
                }
            }
            self.labelled(style, label, level);
        }
    }

    /// A label that no words follow.
    fn labelled(&mut self, style: Style, label: Option<String>, level: usize) {
        if let Some(label) = label {
            self.indented(style, &[Inline::Text(label)], level);
        }
    }

    fn indented(&mut self, style: Style, line: &[Inline], level: usize) {
        let left = INDENT * (level + 1);
        let indent = format!(r#"<w:ind w:left="{left}" w:hanging="{INDENT}"/>"#);
        self.paragraph_with(style.id(), &indent, line);
    }

    fn nested(&mut self, header: bool, rows: &[Vec<Vec<Block>>], width: u32) {
        let columns = rows.iter().map(Vec::len).max().unwrap_or(1).clamp(1, MOST_COLUMNS);
        let share = width / u32::try_from(columns).unwrap_or(1);
        self.raw(
            r#"<w:tbl><w:tblPr><w:tblStyle w:val="TableGrid"/><w:tblW w:w="0" w:type="auto"/></w:tblPr><w:tblGrid>"#,
        );
        let column = format!(r#"<w:gridCol w:w="{share}"/>"#);
        self.raw(&column.repeat(columns));
        self.raw("</w:tblGrid>");
        for (index, cells) in rows.iter().enumerate() {
            let names = if header && index == 0 {
                "<w:trPr><w:tblHeader/></w:trPr>"
            } else {
                ""
            };
            self.raw("<w:tr>");
            self.raw(names);
            for cell in cells {
                self.cell(share, 1, |body| {
                    if cell.is_empty() {
                        body.paragraph(Style::Content.id(), &[]);
                    }
                    body.blocks(cell, Among::Table, share);
                });
            }
            self.raw("</w:tr>");
        }
        self.raw("</w:tbl>");
    }

    /// A paragraph of one line.
    pub(super) fn paragraph(&mut self, style: Option<&str>, line: &[Inline]) {
        self.paragraph_with(style, "", line);
    }

    fn paragraph_with(&mut self, style: Option<&str>, properties: &str, line: &[Inline]) {
        let right_to_left = is_right_to_left(&reading(line));
        self.raw("<w:p>");
        if style.is_some() || right_to_left || !properties.is_empty() {
            self.raw("<w:pPr>");
            if let Some(style) = style {
                self.raw(&format!(r#"<w:pStyle w:val="{style}"/>"#));
            }
            if right_to_left {
                self.raw("<w:bidi/>");
            }
            self.raw(properties);
            self.raw("</w:pPr>");
        }
        self.inlines(line, &mut Open::new(), right_to_left);
        self.raw("</w:p>");
    }

    fn inlines(&mut self, line: &[Inline], open: &mut Open, right_to_left: bool) {
        for inline in line {
            match inline {
                Inline::Text(text) => self.run(text, open, right_to_left),
                Inline::Break => self.raw("<w:r><w:br/></w:r>"),
                Inline::Formula(formula) => self.raw(&formula.to_omml()),
                Inline::Picture { hash, alt } if self.has(hash.as_str()) => self.picture(alt, hash.as_str()),
                Inline::Picture { hash, alt } => {
                    self.run(&format!("![{alt}](image:{})", hash.as_str()), open, right_to_left);
                }
                Inline::Styled { style, content } => {
                    open.push(*style);
                    self.inlines(content, open, right_to_left);
                    open.pop();
                }
            }
        }
    }

    fn run(&mut self, text: &str, open: &Open, right_to_left: bool) {
        self.raw("<w:r>");
        let mut properties = properties(open);
        if right_to_left {
            properties.push_str("<w:rtl/>");
        }
        if !properties.is_empty() {
            self.raw(&format!("<w:rPr>{properties}</w:rPr>"));
        }
        self.words(text);
        self.raw("</w:r>");
    }
}

/// The properties of a run, in the order that Word wants.
fn properties(open: &Open) -> String {
    let mut written = String::new();
    let raised = open.iter().rev().find(|style| matches!(style, Set::Sub | Set::Sup));
    for (style, property) in [
        (Set::Bold, "<w:b/><w:bCs/>"),
        (Set::Italic, "<w:i/><w:iCs/>"),
        (Set::Strike, "<w:strike/>"),
        (Set::Underline, r#"<w:u w:val="single"/>"#),
    ] {
        if open.contains(&style) {
            written.push_str(property);
        }
    }
    let position = match raised {
        Some(Set::Sup) => "superscript",
        Some(Set::Sub) => "subscript",
        _ => return written,
    };
    let _ = write!(written, r#"<w:vertAlign w:val="{position}"/>"#);
    written
}

/// The style of a line: among keywords, one that could be taken for more than words says that it is none.
fn style(line: &[Inline], among: Among) -> Option<&'static str> {
    let has_marks = || line.iter().any(|inline| !matches!(inline, Inline::Text(_)));
    let is_content = match among {
        Among::Cell => false,
        Among::Keywords => has_marks() || is_special(&reading(line)),
        Among::Table => true,
    };
    is_content.then(|| Style::Content.id()).flatten()
}

fn reading(line: &[Inline]) -> String {
    Marked::new(vec![Block::Paragraph(line.to_vec())]).to_plain()
}
