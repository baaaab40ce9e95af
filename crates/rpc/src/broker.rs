//! A message broker (NATS): documented events go out, requests come in, and servers wake each other.
//!
//! Events leave by the outbox, so that one that was committed is announced at least once, in order per object, whatever
//! becomes of the broker meanwhile ([`announcer`]). Requests run the documented calls and answer their envelopes
//! ([`Requests`]). What a server writes, it tells the others by a message without content, upon which they look into the
//! outbox at once ([`wake_each_other`]).

mod announcer;
mod connection;
mod requests;
mod wake;

pub use announcer::announcer;
pub use connection::{Broker, BrokerOptions};
pub use requests::Requests;
pub use wake::wake_each_other;
