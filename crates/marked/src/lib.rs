//! Marked text: what people write with meaning, as one closed format.
//!
//! 2³ is not 23, an underlined word is what the question is about, and a fraction has a bar. Marked text keeps that, and
//! nothing else: paragraphs, lists, tables, a few styles, pictures by the hash of their bytes, and formulas.
//!
//! Invariants: the stored form is a strict subset of XHTML with one spelling per value; what is not known is refused,
//! never dropped; reading needs memory in proportion to the text and recursion within bounds, whatever was sent; nothing
//! here reads or writes anything but memory.

mod elements;
mod failure;
pub mod formula;
mod html;
mod markup;
mod plain;
mod scripts;
mod text;
mod tree;
mod write;
mod xml;

#[cfg(test)]
mod samples;

pub use failure::{MarkupError, Mistake};
pub use formula::{Formula, FormulaError, OfficeMath};
pub use text::Text;
pub use tree::{Block, DEEPEST, Hash, Inline, Marked, Style};
