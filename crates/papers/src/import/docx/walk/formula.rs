//! Formulas in the walk: Office Math, EQ fields, and objects of older editors.
//!
//! Invariant: a formula is read whole or is an error with its place, and then stands as [`LOST`] in its text.

use base::{Lang, Message};
use marked::{Formula, FormulaError, OfficeMath};

use super::{
    super::{
        super::styled::{Object, Styles},
        xml::Node,
    },
    Walk,
};
use crate::{import::Severity, rules::unreadable::FORMULA as LOST};

/// A formula of Office Math that is being read.
pub(super) struct OpenMath {
    math: OfficeMath,
    /// How many of its elements are open.
    depth: usize,
    error: Option<FormulaError>,
}

impl OpenMath {
    fn take(&mut self, node: &Node<'_>) {
        if self.error.is_some() {
            return;
        }
        let taken = match node {
            Node::Open(tag) => self.math.open(tag.name(), tag.value("val").as_deref()),
            Node::Text(text) => self.math.text(text),
            Node::Close => self.math.close(),
        };
        self.error = taken.err();
    }
}

impl Walk<'_> {
    /// Begins a formula.
    pub(super) fn open_math(&mut self) {
        self.math = Some(OpenMath {
            math: OfficeMath::new(),
            depth: 1,
            error: None,
        });
    }

    /// Takes the next piece into the formula that is open, if one is. Answers whether it did.
    pub(super) fn take_math(&mut self, node: &Node<'_>) -> bool {
        let Some(open) = &mut self.math else {
            return false;
        };
        match node {
            Node::Open(_) => open.depth += 1,
            Node::Close if open.depth == 1 => {
                self.close_math();
                return false;
            }
            Node::Close => open.depth -= 1,
            Node::Text(_) => {}
        }
        if let Some(open) = &mut self.math {
            open.take(node);
        }
        true
    }

    fn close_math(&mut self) {
        let Some(open) = self.math.take() else { return };
        let read = match open.error {
            Some(error) => Err(error),
            None => open.math.finish(),
        };
        self.show_formula(read);
    }

    /// Shows the formula of an EQ field.
    pub(super) fn show_field(&mut self, instruction: &str) {
        self.show_formula(Formula::of_eq_field(instruction));
    }

    fn show_formula(&mut self, read: Result<Formula, FormulaError>) {
        if self.run.hidden || self.paragraphs.is_empty() {
            return;
        }
        match read {
            Ok(formula) if formula.is_nothing() => {}
            Ok(formula) => self.emit_object(Object::Formula(formula)),
            Err(error) => {
                let why = error.message();
                let said = Message::new(
                    format!(
                        "Rumus di sini tidak terbaca: {}. Tulis ulang dengan editor rumus Word (Alt+=), atau tempel sebagai gambar PNG.",
                        why.text(Lang::Id)
                    ),
                    format!(
                        "The formula here cannot be read: {}. Write it again with Word's equation editor (Alt+=), or paste it as a PNG picture.",
                        why.text(Lang::En)
                    ),
                );
                self.note(Severity::Error, "formula.unreadable", said);
                self.emit(LOST);
            }
        }
    }

    /// Says that a formula is only there as the picture that an older editor drew.
    pub(super) fn lose_equation(&mut self) {
        let said = Message::new(
            "Rumus di sini dibuat dengan editor lama (Equation 3.0 atau MathType) dan tidak terbaca. Ubah dengan Convert to Office Math (Word) atau Convert Equations (MathType), atau tempel sebagai gambar PNG.",
            "The formula here was made with an older editor (Equation 3.0 or MathType) and cannot be read. Convert it: Convert to Office Math (Word) or Convert Equations (MathType), or paste it as a PNG picture.",
        );
        self.note(Severity::Error, "formula.picture", said);
        self.emit(LOST);
    }

    /// Adds an object to the paragraph that is open.
    pub(super) fn emit_object(&mut self, object: Object) {
        let hidden = self.run.hidden;
        let Some(paragraph) = self.paragraphs.last_mut() else {
            return;
        };
        if hidden || paragraph.is_in_instruction() {
            return;
        }
        if paragraph.text.len() < super::LONGEST_PARAGRAPH {
            paragraph.text.push_object(object);
        }
        self.emitted += 1;
    }

    /// The styles that characters are set in now.
    pub(super) fn styles_now(&self) -> Styles {
        self.run.set
    }
}
