//! Exam papers: what they consist of, as documents that are read and written, and what an answer to them is worth; lists of
//! people and tables of results as workbooks.
//!
//! Invariants: bytes come in and values go out, and nothing in here knows a database, HTTP or a clock; what was not
//! understood is a finding with its place, never a guess; no bytes, however hostile, make it panic, spin, or take much more
//! memory than they are long. All of it blocks: callers run it where blocking is allowed.

pub mod draw;
mod exchange;
pub mod export;
pub(crate) mod file_kind;
mod finding;
pub mod import;
pub mod marking;
mod paper;
mod points;
pub mod roster;
pub mod rules;
#[cfg(any(test, feature = "samples"))]
pub mod samples;
pub mod sheet;

pub use finding::Severity;
pub use paper::{
    Choice, Key, Navigation, Paper, Passage, Picture, Pictures, Question, QuestionType, ScoringRule, Section,
};
pub use points::Points;
