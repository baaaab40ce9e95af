//! Sound files: what they may be called, and what they are.

pub mod mp4;
pub mod name;
pub mod probe;
pub mod speech;
