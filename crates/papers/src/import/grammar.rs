//! The grammar of test packages, over the blocks of a document.
//!
//! Keywords are Indonesian or English, in any case, and a colon behind them is optional: PAKET, BAGIAN, DURASI, INSTRUKSI,
//! NAVIGASI, ACAK and TEKS … AKHIR TEKS make the [outline]; questions come as tables of their own ([sheet]), in a
//! [grid], or as numbered [lines].

mod draft;
mod emphasis;
mod fault;
mod grid;
mod key;
mod key_list;
mod labels;
mod lines;
mod listed;
mod outline;
mod pairs;
mod parts;
mod pending;
mod report;
mod shared;
mod sheet;
mod tags;
mod typeset;
mod values;
mod words;

use std::collections::HashSet;

use self::{lines::TextLine, outline::Outline};
use super::{
    Reading, StyledLine,
    docx::{At, Block, Document, Note},
};
use crate::paper::{Paper, Pictures};

/// Reads the blocks of a Word document.
pub(super) fn read(document: Document) -> Reading {
    let mut outline = Outline::default();
    for block in document.blocks {
        match block {
            Block::Paragraph(paragraph) => outline.paragraph(paragraph),
            Block::Table(table) => outline.table(table),
        }
    }
    finish(outline, document.pictures, document.notes)
}

/// Reads lines.
pub(super) fn read_lines(lines: Vec<StyledLine>) -> Reading {
    let mut outline = Outline::default();
    for (order, line) in lines.into_iter().enumerate() {
        outline.line(TextLine {
            text: line.text,
            label: None,
            is_first: true,
            is_content: false,
            at: At {
                order,
                place: line.place,
            },
        });
    }
    finish(outline, Pictures::new(), Vec::new())
}

/// Whether a line could be taken for more than words.
pub(super) fn is_special(line: &str) -> bool {
    lines::is_special(line)
}

fn finish(outline: Outline, mut pictures: Pictures, notes: Vec<Note>) -> Reading {
    let (paper, origins, mut report) = outline.finish();
    report.add_notes(notes);
    let named: HashSet<String> = named_pictures(&paper);
    pictures.retain(|hash, _| named.contains(hash));
    Reading {
        paper,
        pictures,
        findings: report.finish(),
        origins,
        columns: Vec::new(),
    }
}

/// The pictures that any text of a paper names; a letterhead is not one of them.
fn named_pictures(paper: &Paper) -> HashSet<String> {
    let named = paper.texts().flat_map(marked::Text::pictures);
    named.map(|hash| hash.as_str().to_owned()).collect()
}
