//! Marking: what an answer is worth, what ratings settle, what scores become on another scale, and what they say about a
//! test.
//!
//! Invariants: everything here is pure; scores are exact and rounded once; an answer is judged by the labels of the options
//! that it names, never by where they stood on somebody's screen.

mod adjudication;
mod agreement;
mod answer;
mod policy;
mod scale;
mod scoring;
mod short_answer;
mod statistics;
mod told;

pub use adjudication::{DISPUTE, Rating, Verdict, verdict};
pub use agreement::{Agreement, Pair};
pub use answer::Answer;
pub use policy::{Policy, Unit};
pub use scale::{Band, Table};
pub use scoring::{Scored, Status, best, score};
pub use statistics::{Group, Item, Summary, Tally, alpha};
pub use told::SPEECH;
