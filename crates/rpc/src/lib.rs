//! Two more ways into the documented services: gRPC, and requests and events at a message broker.
//!
//! Neither knows a module. A [`Service`] says which documented calls it has, as the modules list them for HTTP, and both ways
//! ask the same endpoints in process, so that who may call, what is valid, what is throttled, kept or repeated is decided in
//! one place ([decision 33](../../../docs/decisions/0033-one-call-three-ways-in.md)).

pub mod broker;
mod call;
pub mod grpc;
mod service;

pub use service::Service;
