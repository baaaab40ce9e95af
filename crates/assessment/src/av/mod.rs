//! Sound and moving pictures: judging uploads by their content, and making recordings fit to be watched.
//!
//! Invariant: nothing in here knows the database or HTTP, nothing holds a whole file in memory, and no bytes, however
//! hostile, make it panic or spin. All of it blocks: callers run it where blocking is allowed.

pub mod name;
pub mod probe;
pub mod recording;
pub mod webm;
pub mod zip;
