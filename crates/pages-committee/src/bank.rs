//! The question bank as it is being written: packages with their sections, questions, passages, and how they look when they
//! are sat.
//!
//! Invariants:
//! - what is published is frozen: whatever is written here changes no version, and pages say so;
//! - a form changes the version that its reader has seen; who was outrun sees what is stored beside what they typed;
//! - what is right is shown to roles that the API shows it to.

mod edit;
pub(crate) mod order;
pub(crate) mod passages;
pub(crate) mod question;
mod refusal;
pub(crate) mod section;
pub(crate) mod settings;
pub(crate) mod table;
pub(crate) mod tree;
mod written;

use pages_kit::{Asset, asset};

/// The field of a button that does something else than to save.
const DEED: &str = "_lakukan";

/// The files of these pages.
pub(crate) struct Assets {
    pub(crate) style: Asset,
    pub(crate) script: Asset,
}

impl Assets {
    pub(crate) fn load() -> Self {
        Self {
            style: asset::sheet("bank", include_str!("../assets/bank.css")),
            script: Asset::js("bank", include_bytes!("../assets/bank.js").as_slice()),
        }
    }
}
