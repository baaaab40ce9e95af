//! The stored form written: one spelling for each value.

use crate::{
    Block, Hash, Inline, Marked,
    elements::{element, escape},
};

impl Marked {
    /// The stored form, which [`Marked::parse`] reads.
    pub fn to_markup(&self) -> String {
        let mut to = String::new();
        blocks(&mut to, &self.blocks, &Stored);
        to
    }
}

/// What differs between the stored form and pages.
pub(crate) trait Form {
    /// Writes characters.
    fn text(&self, to: &mut String, text: &str);
    /// Writes where a picture is.
    fn source(&self, to: &mut String, hash: &Hash);
    /// A formula, as an element.
    fn formula(&self, formula: &crate::Formula) -> String;
}

struct Stored;

impl Form for Stored {
    fn text(&self, to: &mut String, text: &str) {
        escape(to, text);
    }

    fn source(&self, to: &mut String, hash: &Hash) {
        to.push_str("image:");
        to.push_str(hash.as_str());
    }

    fn formula(&self, formula: &crate::Formula) -> String {
        formula.to_mathml()
    }
}

/// Writes blocks one after the other.
pub(crate) fn blocks(to: &mut String, blocks: &[Block], form: &impl Form) {
    for one in blocks {
        block(to, one, form);
    }
}

fn block(to: &mut String, block: &Block, form: &impl Form) {
    match block {
        Block::Paragraph(content) => element(to, "p", "", |to| inlines(to, content, form)),
        Block::List { ordered, items } => {
            let name = if *ordered { "ol" } else { "ul" };
            element(to, name, "", |to| {
                for item in items {
                    part(to, "li", item, form);
                }
            });
        }
        Block::Table { header, rows } => element(to, "table", "", |to| {
            for (index, cells) in rows.iter().enumerate() {
                let name = if *header && index == 0 { "th" } else { "td" };
                element(to, "tr", "", |to| {
                    for cell in cells {
                        part(to, name, cell, form);
                    }
                });
            }
        }),
    }
}

/// An item or a cell. A single paragraph needs no element of its own, unless its blanks would count for nothing.
fn part(to: &mut String, name: &str, content: &[Block], form: &impl Form) {
    element(to, name, "", |to| match content {
        [Block::Paragraph(line)] if !begins_blank(line) => inlines(to, line, form),
        content => blocks(to, content, form),
    });
}

fn begins_blank(line: &[Inline]) -> bool {
    matches!(line.first(), None | Some(Inline::Text(_))) && {
        let text = match line.first() {
            Some(Inline::Text(text)) => text.as_str(),
            _ => "",
        };
        text.is_empty() || text.starts_with(' ')
    }
}

fn inlines(to: &mut String, content: &[Inline], form: &impl Form) {
    for one in content {
        inline(to, one, form);
    }
}

fn inline(to: &mut String, inline: &Inline, form: &impl Form) {
    match inline {
        Inline::Text(text) => form.text(to, text),
        Inline::Break => to.push_str("<br/>"),
        Inline::Styled { style, content } => element(to, style.element(), "", |to| inlines(to, content, form)),
        Inline::Picture { hash, alt } => {
            to.push_str("<img src=\"");
            form.source(to, hash);
            to.push_str("\" alt=\"");
            form.text(to, alt);
            to.push_str("\"/>");
        }
        Inline::Formula(formula) => to.push_str(&form.formula(formula)),
    }
}
