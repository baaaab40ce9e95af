//! HTTP: extractors, replies, dialects, and the one place that says in which order a request passes them.

pub mod attachment;
pub mod body;
pub mod call;
pub mod dialect;
pub mod etag;
pub mod fault;
pub mod form;
mod joined;
mod known;
mod language;
pub mod listen;
pub mod origins;
pub mod page;
pub mod path;
pub mod query;
pub mod range;
mod render;
pub mod reply;
pub mod routes;
pub mod sample;
mod sending;
pub mod sse;
pub mod stack;
mod unread;

pub use body::{Body, MaybeBody, MaybePosted, Posted, Raw};
pub use dialect::{Dialect, STANDARD};
pub use etag::IfMatch;
pub use fault::Fault;
pub use known::refuse_unknown;
pub use origins::{Origin, Origins, OwnPagesOnly};
pub use page::{Filter, Pages, Paging};
pub use path::{Path, Query};
pub use query::Params;
pub use render::Answer;
pub use reply::{Outcome, Reply};
pub use stack::Peer;
