//! Media in a bucket that speaks S3: of a cloud, or of a program of one's own (`MinIO`, Garage, Ceph, …).
//!
//! Invariants: an object is put whole or not at all, under the hash of its content; what was acknowledged was acknowledged by the
//! bucket first; secrets are in no address that is shown and in no log.

mod address;
mod client;
mod credentials;
mod store;
mod upload;

pub use self::{
    address::BucketAddress,
    credentials::{BucketCredentials, CredentialsFile},
    store::BucketStore,
};
