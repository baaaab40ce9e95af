//! The grammar of test packages, over the blocks of a document.

use super::{Line, Reading, docx::Document};
use crate::paper::Paper;

/// Reads the blocks of a Word document.
pub(super) fn read(document: Document) -> Reading {
    Reading {
        pictures: document.pictures,
        ..empty()
    }
}

/// Reads lines.
pub(super) fn read_lines(_lines: Vec<Line>) -> Reading {
    empty()
}

fn empty() -> Reading {
    Reading {
        paper: Paper {
            title: String::new(),
            passages: Vec::new(),
            sections: Vec::new(),
        },
        pictures: crate::paper::Pictures::new(),
        findings: Vec::new(),
    }
}
