//! QTI packages: an archive with `imsmanifest.xml`, items, perhaps a test and shared passages. Written as 3.0, read also as
//! 2.1 and 2.2, whose names differ in how they are put together alone.
//!
//! What QTI has no place for stands in attributes `data-balai` of bodies, which its readers look past.

mod item;
mod item_body;
mod package;
mod read;
mod scoring;
#[cfg(test)]
mod tests;
mod write;

pub(crate) use self::{read::read, write::write};

/// The attribute that holds what QTI has no place for, and as it is read.
const BESIDE: &str = "data-balai";
const BESIDE_READ: &str = "databalai";
