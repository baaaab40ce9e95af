//! Rows of a table as the blocks of a document.

use std::collections::HashMap;

use base::Message;

use super::columns::{ColumnUse, Mapping, Passages, Use};
use crate::{
    finding::{Severity, excerpt},
    import::{
        Place,
        borrowed::{self, words},
        docx::{At, Block, Cell, Document, Note, Paragraph, Row, Table},
        styled::StyledText,
    },
    sheet::book::{self, Page, Value},
};

/// The style of a paragraph that is words, whatever they look like.
const CONTENT: &str = "isi";
/// The longest code of a passage, in characters; what is longer is the passage itself.
const LONGEST_CODE: usize = 20;
/// How long a section takes of which nobody says it.
const ASSUMED: &str = "60 menit";
/// What a line above the heads may begin with.
const KEYWORDS: [&str; 12] = [
    "paket",
    "package",
    "bagian",
    "section",
    "durasi",
    "duration",
    "instruksi",
    "instruction",
    "navigasi",
    "navigation",
    "acak",
    "shuffle",
];

/// A document in the making.
#[derive(Default)]
pub(super) struct Compose {
    document: Document,
    columns: Vec<ColumnUse>,
    /// Codes of passages that stand in cells, by what they say.
    passages: HashMap<String, String>,
    passage_blocks: Vec<Block>,
    order: usize,
    told: Vec<&'static str>,
}

/// A section in the making.
struct Part {
    title: String,
    duration: Option<String>,
    rows: Vec<Row>,
    /// Where its first row stands.
    at: At,
    /// Where its grid stands.
    grid: At,
}

impl Compose {
    /// The document, and what each column was taken for.
    pub fn finish(mut self) -> (Document, Vec<ColumnUse>) {
        let mut blocks = self.passage_blocks;
        blocks.append(&mut self.document.blocks);
        self.document.blocks = blocks;
        (self.document, self.columns)
    }

    fn at(&mut self, table: usize, row: u32) -> At {
        self.order += 1;
        at(self.order, table, row)
    }

    /// Takes a sheet that lists passages.
    pub fn passages(&mut self, table: usize, page: &Page, heads: &Passages) {
        for row in &page.rows[heads.rows..] {
            let text = |place: u32| row.cells.get(&place).map_or("", |cell| cell.shown()).trim();
            let (code, body) = (text(heads.code), text(heads.body));
            if !code.is_empty() || !body.is_empty() {
                let title = heads.title.map(text).unwrap_or_default();
                let at = self.at(table, row.number);
                self.passage(at, code, title, body);
            }
        }
    }

    fn passage(&mut self, at: At, code: &str, title: &str, body: &str) {
        let head = if title.is_empty() {
            format!("TEKS {code}:")
        } else {
            format!("TEKS {code}: {}", one_line(title))
        };
        self.passage_blocks.push(paragraph(StyledText::of(&head), "", at));
        let body = self.borrow(body, at);
        self.passage_blocks.push(paragraph(body, CONTENT, at));
        self.passage_blocks
            .push(paragraph(StyledText::of("AKHIR TEKS"), "", at));
    }

    /// Takes a sheet of questions.
    pub fn questions(&mut self, table: usize, page: &Page, mapping: &Mapping, is_one_of_many: bool) {
        let head = mapping.rows - 1;
        let head_row = page.rows.get(head).map_or(1, |row| row.number);
        self.columns.extend(mapping.preview.iter().cloned());
        let above = self.settings(table, &page.rows[..head]);
        let at = self.at(table, head_row);
        for unknown in &mapping.unknown {
            self.tell(at, "grid.column.unknown", unknown, &COLUMN_UNKNOWN);
        }
        self.tell_of_unread(table, page, mapping);
        let title = match page.name.as_str() {
            "" => "Soal",
            name if is_one_of_many || !is_default_name(name) => name,
            _ => "Soal",
        };
        let titles = titles(mapping);
        for part in self.parts(table, page, mapping, title, head_row) {
            self.section(part, &titles, &above);
        }
    }

    /// Lines above the heads that say something of sections; the title of the package is taken.
    fn settings(&mut self, table: usize, rows: &[book::Row]) -> Vec<(String, At)> {
        let mut said = Vec::new();
        for row in rows {
            let cells: Vec<String> = row.cells.values().map(|cell| one_line(cell.shown())).collect();
            let line = cells.join(" ");
            let Some((keyword, rest)) = KEYWORDS.iter().find_map(|keyword| {
                let (begun, rest) = line.split_at_checked(keyword.len())?;
                let is_one = begun.eq_ignore_ascii_case(keyword) && !rest.starts_with(char::is_alphanumeric);
                is_one.then_some((keyword, rest))
            }) else {
                continue;
            };
            let line = format!("{}: {}", keyword.to_uppercase(), rest.trim_start_matches([':', ' ']));
            let at = self.at(table, row.number);
            if ["paket", "package"].contains(keyword) {
                self.document.blocks.push(paragraph(StyledText::of(&line), "", at));
            } else {
                said.push((line, at));
            }
        }
        said
    }

    /// The rows of a sheet by their sections.
    fn parts(&mut self, table: usize, page: &Page, mapping: &Mapping, title: &str, head_row: u32) -> Vec<Part> {
        let (section, number) = (mapping.place(Use::Section), mapping.place(Use::Number));
        let is_per_option = mapping.place(Use::Label).is_some();
        let mut parts: Vec<Part> = Vec::new();
        let mut count = 0_usize;
        for row in &page.rows[mapping.rows..] {
            let named = section
                .and_then(|place| row.cells.get(&place))
                .map(|cell| one_line(cell.shown()));
            let begins = match (&named, parts.last()) {
                (_, None) => true,
                (Some(named), Some(last)) => base::text::fold(named) != base::text::fold(&last.title),
                (None, Some(_)) => false,
            };
            if begins {
                parts.push(Part {
                    title: named.unwrap_or_else(|| title.to_owned()),
                    duration: None,
                    rows: Vec::new(),
                    at: self.at(table, row.number),
                    grid: self.at(table, head_row),
                });
            }
            let asks = mapping
                .place(Use::Question)
                .is_some_and(|place| row.cells.contains_key(&place));
            count += usize::from(asks);
            let own = number
                .and_then(|place| row.cells.get(&place))
                .map(|cell| cell.shown().to_owned());
            let counted = (asks || !is_per_option).then(|| count.max(1).to_string());
            let number = own.or(counted.filter(|_| number.is_none() || asks)).unwrap_or_default();
            let grid = parts.last().map_or_else(At::default, |part| part.grid);
            let cells = self.row(row, mapping, &number, at_row(grid, row.number));
            if let Some(part) = parts.last_mut() {
                if part.duration.is_none() {
                    part.duration = duration(row, mapping);
                }
                if cells.cells.len() > 1 {
                    part.rows.push(cells);
                }
            }
        }
        parts
    }

    /// A row of the grid: its number, and what is filled.
    fn row(&mut self, row: &book::Row, mapping: &Mapping, number: &str, at: At) -> Row {
        let mut cells = vec![cell(0, StyledText::of(number), at)];
        for (column, usage) in (1..).zip(gridded(mapping)) {
            let value = mapping.place(usage).and_then(|place| row.cells.get(&place));
            let Some(value) = value.filter(|value| !value.shown().trim().is_empty()) else {
                continue;
            };
            self.tell_of_value(value, at);
            let text = match usage {
                Use::Question | Use::Answer | Use::Option(_) => self.borrow(value.shown(), at),
                Use::Passage => StyledText::of(&self.passage_code(value.shown().trim(), at)),
                _ => StyledText::of(value.shown().trim()),
            };
            cells.push(cell(column, text, at));
        }
        Row { cells, at }
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
        let code = format!("T{}", self.passages.len() + 1);
        self.passages.insert(said.to_owned(), code.clone());
        self.passage(at, &code, "", said);
        code
    }

    /// What a cell says, with the marks of other programs.
    fn borrow(&mut self, text: &str, at: At) -> StyledText {
        let found = borrowed::read(text.trim());
        if found.is_html {
            self.tell(at, "cell.html", text, &HTML);
        }
        if found.has_picture {
            self.note(at, "picture.missing", text, &PICTURE);
        }
        if let Some(formula) = &found.unreadable {
            self.note(at, "formula.unreadable", formula, &FORMULA);
        }
        words(&found.content)
    }

    fn section(&mut self, part: Part, titles: &[String], above: &[(String, At)]) {
        let says = |keywords: [&str; 2]| {
            above
                .iter()
                .any(|(line, _)| keywords.iter().any(|word| line.starts_with(word)))
        };
        if !says(["BAGIAN", "SECTION"]) {
            let line = format!("BAGIAN: {}", part.title);
            self.document.blocks.push(paragraph(StyledText::of(&line), "", part.at));
        }
        // A section must be open before anything is said of it.
        let (names, others): (Vec<_>, Vec<_>) = above
            .iter()
            .partition(|(line, _)| line.starts_with("BAGIAN") || line.starts_with("SECTION"));
        for (line, at) in names {
            self.document.blocks.push(paragraph(StyledText::of(line), "", *at));
        }
        if let Some(duration) = &part.duration {
            let line = format!("DURASI: {duration}");
            self.document.blocks.push(paragraph(StyledText::of(&line), "", part.at));
        } else if !says(["DURASI", "DURATION"]) {
            let line = format!("DURASI: {ASSUMED}");
            self.document.blocks.push(paragraph(StyledText::of(&line), "", part.at));
            self.note(part.at, "section.duration.assumed", &part.title, &DURATION);
        }
        let has_own = part.duration.is_some();
        let others = others
            .into_iter()
            .filter(|(line, _)| !(has_own && line.starts_with("DURA")));
        for (line, at) in others {
            self.document.blocks.push(paragraph(StyledText::of(line), "", *at));
        }
        let at = part.grid;
        let head = Row {
            cells: (0..)
                .zip(titles)
                .map(|(column, title)| cell(column, StyledText::of(title), at))
                .collect(),
            at,
        };
        self.document.blocks.push(Block::Table(Table {
            rows: std::iter::once(head).chain(part.rows).collect(),
            at,
            ..Table::default()
        }));
    }

    /// Columns that hold what a paper has no place for.
    fn tell_of_unread(&mut self, table: usize, page: &Page, mapping: &Mapping) {
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
    fn tell(&mut self, at: At, code: &'static str, text: &str, said: &(&'static str, &'static str)) {
        let is_told = self.told.contains(&code) && code != "grid.column.unknown";
        if !is_told {
            self.told.push(code);
            self.note(at, code, text, said);
        }
    }

    fn note(&mut self, at: At, code: &'static str, text: &str, said: &(&'static str, &'static str)) {
        self.document.notes.push(Note {
            severity: Severity::Warning,
            at,
            code,
            excerpt: excerpt(text),
            message: Message::new(said.0, said.1),
        });
    }
}

const COLUMN_UNKNOWN: (&str, &str) = (
    "Judul kolom ini tidak dikenal atau ada dua kali; kolomnya diabaikan.",
    "The head of this column is unknown or is there twice; the column is ignored.",
);
const HTML: (&str, &str) = (
    "Sel memuat HTML; penandanya dibaca sebagai format tulisan. Periksa soal tentang HTML.",
    "Cells hold HTML, which was read as the format of the text. Check questions that are about HTML.",
);
const PICTURE: (&str, &str) = (
    "Gambar tidak terbawa dari tabel. Tambahkan gambarnya di editor soal, atau pakai dokumen Word.",
    "Pictures are not carried over from tables. Add them in the editor of questions, or use a Word document.",
);
const FORMULA: (&str, &str) = (
    "Rumus LaTeX ini tidak terbaca dan dibiarkan sebagai tulisan.",
    "This formula in LaTeX cannot be read and was left as text.",
);
const DURATION: (&str, &str) = (
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

/// The columns of the grid behind that of the number, in the order of the sheet.
fn gridded(mapping: &Mapping) -> impl Iterator<Item = Use> {
    let uses = mapping.columns.iter().map(|(_, usage)| *usage);
    uses.filter(|usage| *usage != Use::Number && usage.title().is_some())
}

fn titles(mapping: &Mapping) -> Vec<String> {
    let number = Use::Number.title();
    number
        .into_iter()
        .chain(gridded(mapping).filter_map(Use::title))
        .collect()
}

/// How long a section takes, if a row says it.
fn duration(row: &book::Row, mapping: &Mapping) -> Option<String> {
    let said = |usage| {
        let place = mapping.place(usage)?;
        let said = one_line(row.cells.get(&place)?.shown());
        (!said.is_empty()).then_some(said)
    };
    let is_number = |said: &str| said.bytes().all(|byte| byte.is_ascii_digit());
    let minutes = said(Use::Minutes).map(|said| {
        if is_number(&said) {
            format!("{said} menit")
        } else {
            said
        }
    });
    minutes.or_else(|| said(Use::Duration))
}

/// Names that spreadsheet programs give to sheets.
fn is_default_name(name: &str) -> bool {
    let folded = base::text::fold(name);
    let bare = folded.trim_end_matches(|char: char| char.is_ascii_digit() || char == ' ');
    matches!(bare, "sheet" | "lembar" | "lembar kerja" | "worksheet" | "tabelle")
}

fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn at(order: usize, table: usize, row: u32) -> At {
    At {
        order,
        place: Place {
            table: Some(table),
            row: usize::try_from(row).ok(),
            ..Place::default()
        },
    }
}

fn at_row(at: At, row: u32) -> At {
    let mut at = at;
    at.place.row = usize::try_from(row).ok();
    at
}

fn paragraph(text: StyledText, style: &str, at: At) -> Block {
    Block::Paragraph(Paragraph {
        text,
        style: style.to_owned(),
        at,
        ..Paragraph::default()
    })
}

fn cell(column: usize, text: StyledText, at: At) -> Cell {
    Cell {
        paragraphs: vec![Paragraph {
            text,
            at,
            ..Paragraph::default()
        }],
        column,
        span: 1,
        continues: false,
    }
}
