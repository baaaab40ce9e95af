//! What stands in the cells of a question, and what there is to say of it.

use std::collections::HashSet;

use base::{Message, text::hex};
use marked::Hash;
use sha2::{Digest as _, Sha256};

use super::{Compose, cell, gridded};
use crate::{
    finding::{Severity, excerpt},
    import::{
        borrowed::{self, words},
        docx::{At, Note, Row},
        styled::{Object, StyledText},
        workbook::columns::{Mapping, Use},
    },
    paper::Picture,
    sheet::book::{self, Lying, Page, Value},
};

/// The longest code of a passage, in characters; what is longer is the passage itself.
const LONGEST_CODE: usize = 20;
/// Most notes that are kept; a report shows fewer.
const MOST_NOTES: usize = 5_000;

impl Compose {
    /// A row of the grid: its number, and what is filled.
    pub(super) fn row(&mut self, row: &book::Row, mapping: &Mapping, number: &str, pictures: &[&Lying], at: At) -> Row {
        let mut cells = vec![cell(0, StyledText::of(number), at)];
        for (column, usage) in (1..).zip(gridded(mapping)) {
            let place = mapping.place(usage);
            let value = place.and_then(|place| row.cells.get(&place));
            let mut text = match value.filter(|value| !value.shown().trim().is_empty()) {
                Some(value) => self.value(value, usage, at),
                None => StyledText::default(),
            };
            for lying in pictures.iter().filter(|lying| home(lying, mapping) == place) {
                self.add_picture(lying, &mut text);
            }
            if !text.is_empty() {
                cells.push(cell(column, text, at));
            }
        }
        Row { cells, at }
    }

    fn value(&mut self, value: &Value, usage: Use, at: At) -> StyledText {
        self.tell_of_value(value, at);
        match usage {
            Use::Question | Use::Answer | Use::Option(_) => self.borrow(value, at),
            Use::Passage => StyledText::of(&self.passage_code(value.shown().trim(), at)),
            _ => StyledText::of(value.shown().trim()),
        }
    }

    /// Puts a picture below what its cell says.
    fn add_picture(&mut self, lying: &Lying, text: &mut StyledText) {
        let digits = hex(&Sha256::digest(&lying.bytes));
        let Some(hash) = Hash::parse(&digits) else { return };
        let bytes = lying.bytes.to_vec();
        self.document.pictures.insert(digits, Picture { bytes });
        let picture = StyledText::of_object(Object::Picture {
            hash,
            alt: String::new(),
        });
        if text.is_empty() {
            *text = picture;
        } else {
            text.append_line(&picture);
        }
    }

    /// The code of the passage that a cell names or holds.
    fn passage_code(&mut self, said: &str, at: At) -> String {
        let is_code = said.chars().count() <= LONGEST_CODE && !said.contains(char::is_whitespace);
        if is_code {
            return said.to_owned();
        }
        if let Some(code) = self.passages.get(said) {
            return code.clone();
        }
        let mut number = self.passages.len() + 1;
        while self.codes.contains(&format!("t{number}")) {
            number += 1;
        }
        let code = format!("T{number}");
        self.codes.insert(format!("t{number}"));
        self.passages.insert(said.to_owned(), code.clone());
        self.passage(at, &code, "", said);
        code
    }

    /// What a cell says, with its own marks or those of other programs.
    fn borrow(&mut self, value: &Value, at: At) -> StyledText {
        match value {
            Value::Rich { html, .. } => {
                let found = borrowed::read(html);
                self.tell_of_formula(&found, at);
                words(&found.content)
            }
            value => self.borrow_text(value.shown(), at),
        }
    }

    /// What a text says, with the marks of other programs.
    pub(super) fn borrow_text(&mut self, text: &str, at: At) -> StyledText {
        let found = borrowed::read(text.trim());
        if found.is_html {
            self.tell(at, "cell.html", text, &HTML);
        }
        if found.has_picture {
            self.note(at, "picture.missing", text, &PICTURE);
        }
        self.tell_of_formula(&found, at);
        words(&found.content)
    }

    fn tell_of_formula(&mut self, found: &borrowed::Borrowed, at: At) {
        if let Some(formula) = &found.unreadable {
            self.note(at, "formula.unreadable", formula, &FORMULA);
        }
    }

    /// Columns that hold what a paper has no place for.
    pub(super) fn tell_of_unread(&mut self, table: usize, page: &Page, mapping: &Mapping) {
        let rows: HashSet<u32> = page.rows[mapping.rows..].iter().map(|row| row.number).collect();
        if let Some(lost) = page.pictures.iter().find(|lying| !rows.contains(&lying.row)) {
            let at = self.at(table, lost.row);
            self.note(at, "picture.homeless", "", &HOMELESS);
        }
        for (usage, code, what) in [
            (Use::Picture, "picture.missing", &PICTURE),
            (Use::Explanation, "grid.column.ignored", &EXPLANATION),
        ] {
            let Some(place) = mapping.place(usage) else { continue };
            let rows = &page.rows[mapping.rows..];
            if let Some((number, cell)) = rows.iter().find_map(|row| Some((row.number, row.cells.get(&place)?))) {
                let at = self.at(table, number);
                self.note(at, code, cell.shown(), what);
            }
        }
    }

    fn tell_of_value(&mut self, value: &Value, at: At) {
        match value {
            Value::Date(shown) => self.note(at, "cell.date", shown, &DATE),
            Value::Other(shown) if shown.starts_with('#') => self.note(at, "cell.error", shown, &ERROR),
            _ => {}
        }
    }

    /// Tells something once.
    pub(super) fn tell(&mut self, at: At, code: &'static str, text: &str, said: &(&'static str, &'static str)) {
        let is_told = self.told.contains(&code) && code != "grid.column.unknown";
        if !is_told {
            self.told.push(code);
            self.note(at, code, text, said);
        }
    }

    pub(super) fn note(&mut self, at: At, code: &'static str, text: &str, said: &(&'static str, &'static str)) {
        if self.document.notes.len() >= MOST_NOTES {
            return;
        }
        self.document.notes.push(Note {
            severity: Severity::Warning,
            at,
            code,
            excerpt: excerpt(text),
            message: Message::new(said.0, said.1),
        });
    }
}

/// The column that a picture belongs to: the one that it lies on, or else the question's.
fn home(lying: &Lying, mapping: &Mapping) -> Option<u32> {
    let on = mapping.columns.iter().find(|(place, _)| *place == lying.column);
    match on {
        Some((place, Use::Question | Use::Answer | Use::Option(_))) => Some(*place),
        _ => mapping.place(Use::Question),
    }
}

pub(super) const COLUMN_UNKNOWN: (&str, &str) = (
    "Judul kolom ini tidak dikenal atau ada dua kali; kolomnya diabaikan.",
    "The head of this column is unknown or is there twice; the column is ignored.",
);
const HTML: (&str, &str) = (
    "Sel memuat HTML; penandanya dibaca sebagai format tulisan. Periksa soal tentang HTML.",
    "Cells hold HTML, which was read as the format of the text. Check questions that are about HTML.",
);
const PICTURE: (&str, &str) = (
    "Gambar yang hanya disebut namanya tidak terbawa. Tempel gambarnya pada baris soal, atau tambahkan di editor soal.",
    "A picture that is only named is not carried over. Paste it onto the question's row, or add it in the editor.",
);
const HOMELESS: (&str, &str) = (
    "Gambar ini tidak terletak pada baris soal dan tidak diimpor. Geser ke baris soalnya.",
    "This picture does not lie on the row of a question and is not imported. Move it onto its question's row.",
);
const FORMULA: (&str, &str) = (
    "Rumus LaTeX ini tidak terbaca dan dibiarkan sebagai tulisan.",
    "This formula in LaTeX cannot be read and was left as text.",
);
pub(super) const DURATION: (&str, &str) = (
    "Durasi bagian ini tidak ditulis; dianggap 60 menit. Tulis kolom Durasi, atau DURASI di atas judul kolom.",
    "The section has no duration; 60 minutes are assumed. Write a column Duration, or DURATION above the heads.",
);
const EXPLANATION: (&str, &str) = (
    "Kolom pembahasan tidak ikut diimpor.",
    "The column of explanations is not imported.",
);
const DATE: (&str, &str) = (
    "Sel ini berupa tanggal; program lembar kerja mungkin mengubah yang diketik. Ubah sel menjadi Teks.",
    "This cell is a date; the spreadsheet program may have changed what was typed. Make the cell Text.",
);
const ERROR: (&str, &str) = (
    "Sel ini memuat kesalahan rumus.",
    "This cell holds an error of a formula.",
);
