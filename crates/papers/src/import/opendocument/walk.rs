//! Walking the content of an `OpenDocument` text.

use base::{Error, Message};
use marked::Hash;

use super::{
    lists::Lists,
    pictures::{Found, Pictures},
    styles::Styles,
};
use crate::{
    finding::{Severity, excerpt},
    import::{
        Place,
        docx::{
            At, Block, Cell, Document, Note, Paragraph, Row, Table,
            xml::{Elements, Node, Tag},
        },
        styled::{self, Object, StyledText},
    },
};

/// How deep elements within content are followed.
const DEEPEST: usize = 60;
/// Most columns and rows that one cell may stand for.
const MOST_SPANNED: u32 = 100;
/// Most blanks that one element stands for.
const MOST_BLANKS: u32 = 1_000;

/// What to do about a formula.
const FORMULA: (&str, &str) = (
    "Rumus di sini tidak terbaca. Buka dengan editor rumus LibreOffice lalu tulis ulang.",
    "The formula here cannot be read. Open it in LibreOffice's editor of formulas and write it again.",
);
/// What to do about a picture.
const PICTURE: (&str, &str) = (
    "Gambar di sini tidak ada di dalam berkas atau tidak dapat ditampilkan. Ganti dengan PNG atau JPEG.",
    "The picture here is not in the file or cannot be shown. Replace it with a PNG or JPEG.",
);

/// A document in the making.
pub(super) struct Walk<'a> {
    styles: Styles,
    lists: Lists,
    pictures: Pictures<'a>,
    document: Document,
    tables: usize,
    paragraphs: usize,
    at: At,
    depth: usize,
}

/// What a frame shows.
#[derive(Default)]
struct Frame {
    picture: Option<Hash>,
    alt: String,
    object: Option<Found>,
    has_picture: bool,
    boxes: Vec<StyledText>,
}

impl<'a> Walk<'a> {
    /// Nothing yet.
    pub fn new(styles: Styles, lists: Lists, pictures: Pictures<'a>) -> Self {
        Self {
            styles,
            lists,
            pictures,
            document: Document::default(),
            tables: 0,
            paragraphs: 0,
            at: At::default(),
            depth: 0,
        }
    }

    /// The document.
    pub fn finish(mut self) -> Document {
        self.document.pictures = self.pictures.taken;
        self.document
    }

    /// Walks the whole part.
    pub fn document(&mut self, xml: &mut Elements<'_>) -> Result<(), Error> {
        while let Some(node) = xml.next()? {
            match node {
                Node::Open(tag) if tag.name() == "text" => self.body(xml)?,
                _ => {}
            }
        }
        Ok(())
    }

    /// Walks what is open, whose paragraphs and tables are those of the document.
    fn body(&mut self, xml: &mut Elements<'_>) -> Result<(), Error> {
        let mut depth = 1_usize;
        // Which of the elements that are open are lists.
        let mut lists = Vec::new();
        while depth > 0 {
            match xml.next()? {
                Some(Node::Open(tag)) => match tag.name() {
                    "p" | "h" => {
                        let begun = Begun::of(&tag);
                        self.paragraphs += 1;
                        self.place(Place {
                            paragraph: Some(self.paragraphs),
                            ..Place::default()
                        });
                        let paragraph = self.paragraph(xml, &begun)?;
                        self.document.blocks.push(Block::Paragraph(paragraph));
                    }
                    "table" => {
                        self.tables += 1;
                        self.place(Place {
                            table: Some(self.tables),
                            ..Place::default()
                        });
                        let table = self.table(xml)?;
                        self.document.blocks.push(Block::Table(table));
                    }
                    name if is_unread(name) => skip(xml)?,
                    _ => {
                        depth += 1;
                        if self.list(&tag) {
                            lists.push(depth);
                        }
                    }
                },
                Some(Node::Close) => {
                    if lists.last() == Some(&depth) {
                        lists.pop();
                        self.lists.end();
                    }
                    depth -= 1;
                }
                Some(Node::Text(_)) => {}
                None => break,
            }
        }
        Ok(())
    }

    fn place(&mut self, place: Place) {
        self.at = At {
            order: self.at.order + 1,
            place,
        };
    }

    /// Takes an element of a list; whether it is a list that begins.
    fn list(&mut self, tag: &Tag<'_>) -> bool {
        match tag.name() {
            "list" => {
                let goes_on = tag.value("continue-numbering").as_deref() == Some("true");
                let with = tag.value("continue-list");
                self.lists
                    .begin(tag.value("style-name"), tag.value("id"), with.as_deref(), goes_on);
                true
            }
            "list-item" => {
                self.lists.item(tag.number("start-value"));
                false
            }
            _ => false,
        }
    }

    /// Reads the paragraph that is open.
    fn paragraph(&mut self, xml: &mut Elements<'_>, begun: &Begun) -> Result<Paragraph, Error> {
        let style = match begun.outline.or_else(|| self.styles.outline(&begun.style)) {
            Some(level) if begun.is_heading => format!("heading {level}"),
            _ => self.styles.name(&begun.style),
        };
        let is_named = begun.is_heading || style == "title";
        let styles = if is_named {
            styled::Styles::NONE
        } else {
            self.styles.paragraph(&begun.style)
        };
        let label = self.lists.label();
        let mut text = StyledText::default();
        let mut boxes = Vec::new();
        self.inline(xml, styles, &mut text, &mut boxes)?;
        for line in boxes {
            text.append_line(&line);
        }
        Ok(Paragraph {
            label,
            text: text.trimmed_end(),
            style,
            at: self.at,
        })
    }

    /// Reads what stands within a line of what is open.
    fn inline(
        &mut self,
        xml: &mut Elements<'_>,
        styles: styled::Styles,
        text: &mut StyledText,
        boxes: &mut Vec<StyledText>,
    ) -> Result<(), Error> {
        self.depth += 1;
        if self.depth > DEEPEST {
            self.depth -= 1;
            return skip(xml);
        }
        loop {
            match xml.next()? {
                Some(Node::Open(tag)) => {
                    let blanks = tag.number("c").unwrap_or(1).min(MOST_BLANKS);
                    match tag.name() {
                        "span" => {
                            let inner = self
                                .styles
                                .characters(&tag.value("style-name").unwrap_or_default(), styles);
                            self.inline(xml, inner, text, boxes)?;
                        }
                        "s" => {
                            let blanks: String = (0..blanks).map(|_| ' ').collect();
                            text.push_str(&blanks, styles);
                            skip(xml)?;
                        }
                        "tab" => {
                            text.push_str("\t", styles);
                            skip(xml)?;
                        }
                        "line-break" => {
                            text.push_str("\n", styles);
                            skip(xml)?;
                        }
                        "frame" => self.frame(xml, text, boxes)?,
                        name if is_unread(name) => skip(xml)?,
                        _ => self.inline(xml, styles, text, boxes)?,
                    }
                }
                Some(Node::Text(more)) => text.push_str(&content(more), styles),
                Some(Node::Close) | None => break,
            }
        }
        self.depth -= 1;
        Ok(())
    }

    /// Reads the frame that is open: a formula, or else a picture, or else a box of text.
    fn frame(
        &mut self,
        xml: &mut Elements<'_>,
        text: &mut StyledText,
        boxes: &mut Vec<StyledText>,
    ) -> Result<(), Error> {
        let mut frame = Frame::default();
        self.fill_frame(xml, &mut frame)?;
        match (frame.object, frame.picture) {
            (Some(Found::Formula(formula)), _) => text.push_object(Object::Formula(formula)),
            (Some(Found::Unreadable), _) => {
                text.push_str("[rumus]", styled::Styles::NONE);
                self.note(Severity::Error, "formula.unreadable", &frame.alt, FORMULA);
            }
            (_, Some(hash)) => {
                let alt = if is_words(&frame.alt) { frame.alt } else { String::new() };
                text.push_object(Object::Picture { hash, alt });
            }
            (Some(Found::Nothing), None) => self.lose_picture(text, &frame.alt),
            (None, None) if frame.has_picture => self.lose_picture(text, &frame.alt),
            (None, None) => {}
        }
        boxes.append(&mut frame.boxes);
        Ok(())
    }

    fn lose_picture(&mut self, text: &mut StyledText, alt: &str) {
        text.push_str("[gambar]", styled::Styles::NONE);
        self.note(Severity::Warning, "picture.unreadable", alt, PICTURE);
    }

    fn fill_frame(&mut self, xml: &mut Elements<'_>, frame: &mut Frame) -> Result<(), Error> {
        let mut depth = 1_usize;
        while depth > 0 {
            match xml.next()? {
                Some(Node::Open(tag)) => match tag.name() {
                    "image" => {
                        depth += 1;
                        frame.has_picture = true;
                        let address = tag.value("href").unwrap_or_default();
                        if frame.picture.is_none() {
                            frame.picture = self.pictures.find(&address)?;
                        }
                    }
                    "object" => {
                        depth += 1;
                        let address = tag.value("href").unwrap_or_default();
                        frame.object = Some(self.pictures.formula(&address)?);
                    }
                    "desc" => frame.alt = text_of(xml)?,
                    "p" | "h" => {
                        let mut line = StyledText::default();
                        let mut inner = Vec::new();
                        self.inline(xml, styled::Styles::NONE, &mut line, &mut inner)?;
                        frame.boxes.push(line);
                        frame.boxes.append(&mut inner);
                    }
                    name if is_unread(name) || name == "title" => skip(xml)?,
                    _ => depth += 1,
                },
                Some(Node::Close) => depth -= 1,
                Some(Node::Text(_)) => {}
                None => break,
            }
        }
        Ok(())
    }

    fn note(&mut self, severity: Severity, code: &'static str, text: &str, said: (&'static str, &'static str)) {
        self.document.notes.push(Note {
            severity,
            at: self.at,
            code,
            excerpt: excerpt(text),
            message: Message::new(said.0, said.1),
        });
    }

    /// Reads the table that is open.
    fn table(&mut self, xml: &mut Elements<'_>) -> Result<Table, Error> {
        let begun = self.at;
        let mut table = Table {
            at: begun,
            ..Table::default()
        };
        let mut depth = 1_usize;
        while depth > 0 {
            match xml.next()? {
                Some(Node::Open(tag)) => match tag.name() {
                    "table-row" => {
                        self.at = begun;
                        self.at.place.row = Some(table.rows.len() + 1);
                        let row = self.row(xml)?;
                        table.rows.push(row);
                    }
                    name => {
                        table.header |= name == "table-header-rows" && table.rows.is_empty();
                        depth += 1;
                    }
                },
                Some(Node::Close) => depth -= 1,
                Some(Node::Text(_)) => {}
                None => break,
            }
        }
        self.at = begun;
        Ok(table)
    }

    fn row(&mut self, xml: &mut Elements<'_>) -> Result<Row, Error> {
        let mut row = Row {
            cells: Vec::new(),
            at: self.at,
        };
        let (mut depth, mut column, mut covered) = (1_usize, 0_usize, 0_usize);
        while depth > 0 {
            match xml.next()? {
                Some(Node::Open(tag)) if matches!(tag.name(), "table-cell" | "covered-table-cell") => {
                    let count = |name: &str| tag.number(name).unwrap_or(1).clamp(1, MOST_SPANNED) as usize;
                    let (span, times) = (count("number-columns-spanned"), count("number-columns-repeated"));
                    let is_covered = tag.name() == "covered-table-cell";
                    let paragraphs = self.cell(xml)?;
                    // What lies below a merged cell of this row is no cell; below one of the row above, it goes on with it.
                    let continues = is_covered && covered == 0;
                    for _ in 0..times {
                        if !is_covered || continues {
                            row.cells.push(Cell {
                                paragraphs: Vec::new(),
                                column,
                                span,
                                continues,
                            });
                        } else {
                            covered -= 1;
                        }
                        column += 1;
                        if is_covered && covered == 0 && !continues {
                            break;
                        }
                    }
                    if !is_covered {
                        covered = span - 1;
                        if let Some(cell) = row.cells.last_mut() {
                            cell.paragraphs = paragraphs;
                        }
                    }
                }
                Some(Node::Open(_)) => depth += 1,
                Some(Node::Close) => depth -= 1,
                Some(Node::Text(_)) => {}
                None => break,
            }
        }
        Ok(row)
    }

    /// Reads the cell that is open; a table within it stands in a paragraph.
    fn cell(&mut self, xml: &mut Elements<'_>) -> Result<Vec<Paragraph>, Error> {
        let mut paragraphs = Vec::new();
        self.depth += 1;
        if self.depth > DEEPEST {
            self.depth -= 1;
            skip(xml)?;
            return Ok(paragraphs);
        }
        let mut depth = 1_usize;
        let mut lists = Vec::new();
        while depth > 0 {
            match xml.next()? {
                Some(Node::Open(tag)) => match tag.name() {
                    "p" | "h" => {
                        let begun = Begun::of(&tag);
                        paragraphs.push(self.paragraph(xml, &begun)?);
                    }
                    "table" => {
                        let at = self.at;
                        let inner = self.table(xml)?;
                        self.at = at;
                        paragraphs.push(Paragraph {
                            text: StyledText::of_object(inner.to_object()),
                            at,
                            ..Paragraph::default()
                        });
                    }
                    name if is_unread(name) => skip(xml)?,
                    _ => {
                        depth += 1;
                        if self.list(&tag) {
                            lists.push(depth);
                        }
                    }
                },
                Some(Node::Close) => {
                    if lists.last() == Some(&depth) {
                        lists.pop();
                        self.lists.end();
                    }
                    depth -= 1;
                }
                Some(Node::Text(_)) => {}
                None => break,
            }
        }
        self.depth -= 1;
        Ok(paragraphs)
    }
}

/// How a paragraph begins.
struct Begun {
    style: String,
    is_heading: bool,
    outline: Option<u32>,
}

impl Begun {
    fn of(tag: &Tag<'_>) -> Self {
        Self {
            style: tag.value("style-name").unwrap_or_default(),
            is_heading: tag.name() == "h",
            outline: tag.number("outline-level"),
        }
    }
}

/// Elements whose content is no part of the text: what was deleted, comments, footnotes, forms, contents tables' sources.
fn is_unread(name: &str) -> bool {
    matches!(
        name,
        "tracked-changes"
            | "annotation"
            | "note"
            | "forms"
            | "ruby-text"
            | "sequence-decls"
            | "variable-decls"
            | "user-field-decls"
    )
}

/// Characters as content keeps them. Line feeds of the file are blanks.
fn content(text: &str) -> String {
    text.chars()
        .filter_map(|char| match char {
            '\n' | '\r' | '\t' | '\u{a0}' | '\u{202f}' | '\u{2007}' => Some(' '),
            '\u{ad}' | '\u{feff}' => None,
            char => Some(char),
        })
        .collect()
}

/// Whether the description of a picture is words: no path and no name of a file.
fn is_words(alt: &str) -> bool {
    let end = alt.rsplit_once('.').map_or("", |(_, end)| end);
    let is_file = (2..=4).contains(&end.len()) && end.bytes().all(|byte| byte.is_ascii_alphanumeric());
    !(is_file || alt.contains(['/', '\\']))
}

fn text_of(xml: &mut Elements<'_>) -> Result<String, Error> {
    let mut text = String::new();
    let mut depth = 1_usize;
    while depth > 0 {
        match xml.next()? {
            Some(Node::Open(_)) => depth += 1,
            Some(Node::Close) => depth -= 1,
            Some(Node::Text(more)) if text.len() < 2_000 => text.push_str(more),
            Some(Node::Text(_)) => {}
            None => break,
        }
    }
    Ok(text.split_whitespace().collect::<Vec<_>>().join(" "))
}

/// Passes over what is open.
fn skip(xml: &mut Elements<'_>) -> Result<(), Error> {
    let mut depth = 1_usize;
    while depth > 0 {
        match xml.next()? {
            Some(Node::Open(_)) => depth += 1,
            Some(Node::Close) => depth -= 1,
            Some(Node::Text(_)) => {}
            None => break,
        }
    }
    Ok(())
}
