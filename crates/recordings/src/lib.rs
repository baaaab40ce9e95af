//! Sound and moving pictures as files: uploads judged by their content, archives of sound files, and what a browser's
//! recorder sent made fit to be watched.
//!
//! Invariants: nothing in here knows a database or HTTP; files are given, never looked for by a name; nothing holds a
//! whole file in memory; and no bytes, however hostile, make it panic or spin. All of it blocks: callers run it where
//! blocking is allowed.

pub mod archive;
pub mod audio;
pub mod chunks;
pub mod webm;
