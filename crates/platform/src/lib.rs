//! Everything that no module may reinvent: database, HTTP dialects, events, media, tokens. It knows no domain.
//!
//! Invariant: nothing in here names a product, a listing or an exam; modules depend on this crate, never the other way.

pub mod auth;
pub mod cache;
pub mod clock;
pub mod ctx;
pub mod db;
pub mod encoded;
pub mod events;
pub mod http;
pub mod id;
pub mod idempotency;
pub mod input;
pub mod lanes;
pub mod mail;
pub mod media;
pub mod module;
pub mod moving;
pub mod page;
pub mod peer;
pub mod personal;
pub mod telemetry;
pub mod tls;
pub mod version;

/// Boxes what an `async fn` returns, so that its body is compiled in its own crate alone. What a plain `async fn` does is compiled
/// again, with all that it calls, in each crate that awaits it; the use cases that other crates call are marked with this.
pub use async_recursion::async_recursion as boxed;
pub use base::{error, picture, text};
pub use clock::{Clock, Timestamp};
pub use ctx::Ctx;
pub use db::{Conn, Db, Tx};
pub use error::{Error, FieldError, Kind, Lang, Message, Result, Rule};
