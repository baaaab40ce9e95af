//! Test packages as other platforms exchange them: Moodle XML and QTI, in and out.
//!
//! Invariants: what a format has no place for goes along where its readers look past it, so that what is written here is read
//! here as the same paper; what a paper has no place for is a finding about its question, and never lost in silence; a
//! document type is refused, and trees are bounded, so that no XML spins or takes much memory.

mod album;
mod beside;
mod fragment;
mod gaps;
mod gather;
mod markup;
pub(crate) mod moodle;
mod prose;
pub(crate) mod qti;
mod tree;
mod weigh;

/// How a file is read when it is read as one of these.
type Read = Result<crate::import::Reading, crate::file_kind::Refusal>;
