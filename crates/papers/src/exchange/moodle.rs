//! Moodle XML: `<quiz>` with `<question type="…">`, in and out.
//!
//! What Moodle has no place for stands in elements `<balai>`, which its import looks past.

mod cloze;
pub(super) mod question;
mod read;
#[cfg(test)]
mod tests;
mod write;

pub(super) use self::write::numbers;
pub(crate) use self::{read::read, write::write};

/// What stands for what Moodle has no place for.
const BESIDE: &str = "balai";
