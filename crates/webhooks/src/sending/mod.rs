//! Sending to addresses of others: where nothing may be sent, what a signature is, and what a receiver can cost.

pub(crate) mod address;
mod connector;
mod resolver;
pub(crate) mod sender;
pub(crate) mod signature;
pub(crate) mod target;

pub(crate) use resolver::{Resolve, SystemResolver};
pub(crate) use sender::{Parcel, Sender};
