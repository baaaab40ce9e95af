//! What the readers of foreign files and the platform share: the one error with its messages in two languages, the rules
//! of text, and the kinds of pictures.
//!
//! Invariant: nothing in here reads or writes anything but memory, so that a crate over it stays pure and builds in
//! seconds. Whoever depends on `platform` finds all of it there under the same names.

pub mod error;
pub mod picture;
pub mod text;

pub use error::{Error, FieldError, Kind, Lang, Message, Result, Rule};
