//! Sound files: what they may be called, and what they are.

pub mod name;
pub mod probe;
