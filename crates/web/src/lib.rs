//! Server-rendered pages: templates and the files that they need, all inside of the binary.
//!
//! Invariants: a page works without JavaScript (the interactive API reference excepted, which is a JavaScript program),
//! loads nothing from elsewhere, and has no inline script or style, so that a strict Content-Security-Policy holds.

pub mod asset;
mod pages;

pub use asset::Asset;
pub use pages::{
    landing::{Landing, Part},
    reference::Reference,
};

/// A page that cannot be rendered: a fault of ours.
pub type Error = askama::Error;
