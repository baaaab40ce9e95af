//! The questions of a document that is tried, as they will be once it is stored, with what was read as right.
//!
//! Invariant: texts become HTML by their marks alone; pictures, which are kept nowhere yet, stand in the page itself.

use std::{
    cell::{Cell, RefCell},
    collections::{BTreeMap, BTreeSet},
};

use base64::{Engine, engine::general_purpose::STANDARD};
use marked::Text;
use pages_kit::Speech;
use papers::{Paper, Pictures};
use platform::media::ImageType;

use crate::papers::questions::{Asked, passage};

/// Most questions that are shown.
const MOST: usize = 300;
/// Most bytes of pictures that stand in a page.
const MOST_PICTURED: usize = 6 << 20;
/// What stands for a picture that is one too many: a grey field.
const NO_PICTURE: &str = "data:image/svg+xml,%3Csvg xmlns='http://www.w3.org/2000/svg' width='120' height='80'%3E\
    %3Crect width='120' height='80' fill='%23bbb'/%3E%3C/svg%3E";

/// The questions of a document.
pub(super) struct Preview {
    pub(super) rows: Vec<Asked>,
    /// That there are more.
    pub(super) more: Option<String>,
}

/// Pictures as addresses that hold them, up to so many bytes in all; each counts once.
struct Pictured<'p> {
    pictures: &'p Pictures,
    left: Cell<usize>,
    written: RefCell<BTreeMap<String, String>>,
}

impl Pictured<'_> {
    fn write(&self, hash: &str) -> String {
        let mut written = self.written.borrow_mut();
        if let Some(address) = written.get(hash) {
            return address.clone();
        }
        let fits = |bytes: &[u8]| bytes.len() <= self.left.get();
        let found = self.pictures.get(hash).map(|picture| picture.bytes.as_slice());
        let address = found.filter(|bytes| fits(bytes)).and_then(|bytes| {
            let kind = ImageType::sniff(bytes).ok()?;
            self.left.set(self.left.get() - bytes.len());
            Some(format!(
                "data:{};base64,{}",
                kind.content_type(),
                STANDARD.encode(bytes)
            ))
        });
        let address = address.unwrap_or_else(|| NO_PICTURE.to_owned());
        written.insert(hash.to_owned(), address.clone());
        address
    }

    fn html(&self, text: &Text) -> String {
        text.marked().to_html(|hash| self.write(hash.as_str()))
    }
}

/// What leads to the question of a place, from 0, on the page; nothing if it is not shown.
pub(super) fn anchor(place: usize) -> Option<String> {
    (place < MOST).then(|| format!("soal-{}", place + 1))
}

impl Preview {
    pub(super) fn of(paper: &Paper, pictures: &Pictures, speech: Speech<'_>) -> Self {
        let pictured = Pictured {
            pictures,
            left: Cell::new(MOST_PICTURED),
            written: RefCell::default(),
        };
        let html = |text: &Text| pictured.html(text);
        let mut told = BTreeSet::new();
        let mut rows = Vec::new();
        for section in &paper.sections {
            for (question, number) in section.questions.iter().zip(1..) {
                let Some(id) = anchor(rows.len()) else { break };
                let mut row = Asked::of(question, number, speech, html);
                row.id = id;
                row.section = (number == 1).then(|| section.title.clone());
                let code = question.passage.as_deref();
                row.passage = code
                    .filter(|code| told.insert(*code))
                    .and_then(|code| passage(paper, code, html));
                rows.push(row);
            }
        }
        let all: usize = paper.sections.iter().map(|section| section.questions.len()).sum();
        let hidden = i64::try_from(all - rows.len()).unwrap_or(i64::MAX);
        Self {
            rows,
            more: (hidden > 0).then(|| speech.with("papers-preview-more", "count", hidden)),
        }
    }
}
