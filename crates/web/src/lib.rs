//! The frame around the interactive API reference, which is a JavaScript program.
//!
//! Invariants: it loads nothing from elsewhere, and has no inline script or style, so that a strict
//! Content-Security-Policy holds.

mod reference;

use pages_kit::Asset;

pub use reference::Reference;

/// Style around the API reference.
pub fn style() -> Asset {
    Asset::css("reference", include_bytes!("../assets/reference.css").as_slice())
}

/// Starts the API reference.
pub fn script() -> Asset {
    Asset::js("reference", include_bytes!("../assets/reference.js").as_slice())
}
