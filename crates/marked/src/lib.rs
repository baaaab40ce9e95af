//! Marked text: what people write with meaning, as one closed format.
//!
//! 2³ is not 23, an underlined word is what the question is about, and a fraction has a bar. Marked text keeps that, and
//! nothing else: paragraphs, lists, tables, a few styles, pictures by the hash of their bytes, and formulas.
//!
//! The stored form, as elements and what may be in them:
//!
//! | Element | Holds |
//! | --- | --- |
//! | the outside | `p`, `ul`, `ol`, `table` |
//! | `ul`, `ol` | `li` |
//! | `table` | `tr`; its cells are `td`, all of the first row may be `th` |
//! | `li`, `td`, `th` | blocks, or the parts of one line |
//! | `p`, `b`, `i`, `u`, `s`, `sub`, `sup` | the parts of a line: text, these styles, `br`, `img`, `math` |
//! | `img` | nothing; `src="image:<64 hexadecimal digits>"` and `alt` |
//! | `math` | a formula: rows, tokens, fractions, roots, scripts, limits and tables of `MathML` Core |
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
