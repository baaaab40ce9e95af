//! Rows of a table as the blocks of a document.

mod cells;

use std::collections::{HashMap, HashSet};

use super::columns::{ColumnUse, Mapping, Passages, Use};
use crate::{
    import::{
        Place,
        docx::{At, Block, Cell, Document, Paragraph, Row, Table},
        styled::StyledText,
    },
    sheet::book::{self, Lying, Page},
};

/// The style of a paragraph that is words, whatever they look like.
const CONTENT: &str = "isi";
/// How long a section takes of which nobody says it.
const ASSUMED: &str = "60 menit";
/// What a line above the heads may begin with.
const KEYWORDS: [&str; 14] = [
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
    "undian",
    "draw",
];

/// A document in the making.
#[derive(Default)]
pub(super) struct Compose {
    document: Document,
    columns: Vec<ColumnUse>,
    /// Codes of passages that stand in cells, by what they say.
    passages: HashMap<String, String>,
    /// Codes that the file gives to passages itself, folded.
    codes: HashSet<String>,
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
                self.codes.insert(base::text::fold(code));
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
        let body = self.borrow_text(body, at);
        self.passage_blocks.push(paragraph(body, CONTENT, at));
        self.passage_blocks
            .push(paragraph(StyledText::of("AKHIR TEKS"), "", at));
    }

    /// Takes a sheet of questions.
    pub fn questions(&mut self, table: usize, page: &Page, mapping: &Mapping, is_one_of_many: bool) {
        let head = mapping.rows.saturating_sub(1);
        let head_row = page.rows.get(head).map_or(1, |row| row.number);
        self.columns.extend(mapping.preview.iter().cloned());
        let above = self.settings(table, &page.rows[..head]);
        let at = self.at(table, head_row);
        for unknown in &mapping.unknown {
            self.tell(at, "grid.column.unknown", unknown, &cells::COLUMN_UNKNOWN);
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
            let rest = rest.trim_start_matches([':', ' ']);
            // How many are drawn, and not what is to be drawn.
            if ["undian", "draw"].contains(keyword) && !rest.starts_with(|char: char| char.is_ascii_digit()) {
                continue;
            }
            let line = format!("{}: {rest}", keyword.to_uppercase());
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
            let pictures = lying_on(page, row.number);
            let cells = self.row(row, mapping, &number, &pictures, at_row(grid, row.number));
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
            self.note(part.at, "section.duration.assumed", &part.title, &cells::DURATION);
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
}

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

/// The pictures that lie on a row.
fn lying_on(page: &Page, row: u32) -> Vec<&Lying> {
    let first = page.pictures.partition_point(|lying| lying.row < row);
    page.pictures[first..]
        .iter()
        .take_while(|lying| lying.row == row)
        .collect()
}
