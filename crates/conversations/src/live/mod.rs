//! Live: what happens in somebody's threads, told to whoever of theirs is listening, while it happens.
//!
//! Everything that is told has a number in its account's log, which is written in the transaction of what happened. A
//! stream passes numbers on in order and without gaps: what comes too early, or was missed because the listener is slow,
//! makes it read the log. So a stream can be resumed after any number, on any process, and needs almost no memory.

mod deliver;
mod ending;
mod frame;
mod mailbox;
mod registry;
mod subscription;

pub(crate) use deliver::listeners;
pub(crate) use ending::Ending;
pub(crate) use registry::Registry;
pub(crate) use subscription::{Next, Start, Subscription};
