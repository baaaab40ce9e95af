//! Sheets of an Excel workbook.

use std::collections::HashMap;

use base::Error;

use super::{
    Filling, Limits, MOST_PAGES, Page, Value, column_of, cut, drawing,
    number::{Formats, Shown},
    strings,
};
use crate::{
    file_kind::Refusal,
    import::docx::{
        package::Package,
        xml::{Elements, Node, Tag},
    },
};

/// The most that a part may unpack to, in bytes.
const MOST_PART: u64 = 100 * 1024 * 1024;

/// A sheet as the workbook names it.
struct Named {
    name: String,
    is_shown: bool,
    relation: String,
}

/// What the workbook says of itself.
#[derive(Default)]
struct Book {
    sheets: Vec<Named>,
    has_later_epoch: bool,
}

/// Reads the sheets of a workbook.
pub(super) fn read(package: &Package<'_>, limits: Limits) -> Result<Vec<Page>, Refusal> {
    let names = package.names();
    let main = names
        .iter()
        .find(|name| **name == "xl/workbook.xml")
        .or_else(|| names.iter().find(|name| name.ends_with("workbook.xml")))
        .ok_or_else(|| Refusal::damaged("no workbook"))?;
    let book = package.with_part(main, MOST_PART, read_book)?.unwrap_or_default();
    let (folder, _) = main.rsplit_once('/').unwrap_or(("", main));
    let relations = relations_of(package, main)?;
    let kind = |wanted: &str| {
        let found = relations.values().find(|(kind, _)| kind == wanted);
        found.map_or_else(|| format!("{folder}/{wanted}.xml"), |(_, target)| target.clone())
    };
    let strings = package.with_part(&kind("sharedStrings"), MOST_PART, |xml| strings::read(xml, limits))?;
    let formats = package.with_part(&kind("styles"), MOST_PART, Formats::read)?;
    let mut look = Look {
        strings: strings.unwrap_or_default(),
        formats: formats.unwrap_or_default(),
        filling: Filling::new(limits),
    };
    look.formats.has_later_epoch = book.has_later_epoch;
    let mut pages = Vec::new();
    for sheet in book.sheets.into_iter().take(MOST_PAGES) {
        let Some((_, part)) = relations.get(&sheet.relation).filter(|(kind, _)| kind == "worksheet") else {
            continue;
        };
        let mut refused = None;
        package.with_part(part, MOST_PART, |xml| {
            refused = look.read(xml)?;
            Ok(())
        })?;
        if let Some(refusal) = refused {
            return Err(refusal);
        }
        let pictures = if limits.pictures {
            drawing::read(package, part)?
        } else {
            Vec::new()
        };
        pages.push(Page {
            name: sheet.name,
            is_shown: sheet.is_shown,
            rows: look.filling.take(),
            pictures,
        });
    }
    Ok(pages)
}

fn read_book(mut xml: Elements<'_>) -> Result<Book, Error> {
    let mut book = Book::default();
    while let Some(node) = xml.next()? {
        let Node::Open(tag) = node else { continue };
        match tag.name() {
            "sheet" => book.sheets.push(Named {
                name: tag.value("name").unwrap_or_default().trim().to_owned(),
                is_shown: tag.value("state").is_none_or(|state| state == "visible"),
                relation: tag.value("id").unwrap_or_default(),
            }),
            "workbookPr" => {
                book.has_later_epoch = matches!(tag.value("date1904").as_deref(), Some("1" | "true"));
            }
            _ => {}
        }
    }
    Ok(book)
}

/// The last words of the types, and the parts, of relationships by their ids.
pub(super) type Relations = HashMap<String, (String, String)>;

/// The relationships of a part.
pub(super) fn relations_of(package: &Package<'_>, part: &str) -> Result<Relations, Error> {
    let (folder, file) = part.rsplit_once('/').unwrap_or(("", part));
    let name = format!("{folder}/_rels/{file}.rels");
    let found = package.with_part(name.trim_start_matches('/'), MOST_PART, |xml| {
        read_relations(xml, folder)
    })?;
    Ok(found.unwrap_or_default())
}

fn read_relations(mut xml: Elements<'_>, folder: &str) -> Result<Relations, Error> {
    let mut all = HashMap::new();
    while let Some(node) = xml.next()? {
        let Node::Open(tag) = node else { continue };
        if let (Some(id), Some(kind), Some(target)) = (tag.value("Id"), tag.value("Type"), tag.value("Target")) {
            let kind = kind.rsplit('/').next().unwrap_or_default().to_owned();
            let part = match target.strip_prefix('/') {
                Some(part) => part.to_owned(),
                None => beside(folder, &target),
            };
            all.insert(id, (kind, part.trim_start_matches('/').to_owned()));
        }
    }
    Ok(all)
}

/// A part by its address from a folder.
fn beside(folder: &str, target: &str) -> String {
    let mut folders: Vec<&str> = folder.split('/').filter(|name| !name.is_empty()).collect();
    for name in target.split('/') {
        match name {
            "." | "" => {}
            ".." => {
                folders.pop();
            }
            name => folders.push(name),
        }
    }
    folders.join("/")
}

/// What reading the sheets needs.
struct Look {
    strings: Vec<Value>,
    formats: Formats,
    filling: Filling,
}

/// A cell in the making.
#[derive(Default)]
struct Open {
    column: u32,
    kind: String,
    format: usize,
    content: String,
    /// What stands in it itself, instead of in the table of strings.
    inline: Option<Value>,
    is_formula: bool,
}

impl Look {
    /// Reads the rows of a sheet, at most as many as are wanted.
    fn read(&mut self, mut xml: Elements<'_>) -> Result<Option<Refusal>, Error> {
        let (mut row, mut next_row, mut next_column) = (0, 0, 0);
        while let Some(node) = xml.next()? {
            let Node::Open(tag) = node else { continue };
            match tag.name() {
                "row" => {
                    if self.filling.is_full() {
                        return Ok(None);
                    }
                    row = tag.number("r").map_or(next_row, |number| number.saturating_sub(1));
                    (next_row, next_column) = (row.saturating_add(1), 0);
                }
                "c" => {
                    let mut open = begin(&tag, next_column);
                    next_column = open.column.saturating_add(1);
                    self.fill(&mut xml, &mut open)?;
                    if let Err(refusal) = self.put(row, open) {
                        return Ok(Some(refusal));
                    }
                }
                _ => {}
            }
        }
        Ok(None)
    }

    /// Reads what stands in the cell that is open.
    fn fill(&self, xml: &mut Elements<'_>, open: &mut Open) -> Result<(), Error> {
        let limits = self.filling.limits;
        loop {
            match xml.next()? {
                Some(Node::Open(tag)) => match tag.name() {
                    "is" => open.inline = Some(strings::text_within(xml, limits)?),
                    "f" => {
                        open.is_formula = true;
                        value_within(xml)?;
                    }
                    "v" => open.content = value_within(xml)?,
                    _ => {
                        value_within(xml)?;
                    }
                },
                Some(Node::Text(_)) => {}
                Some(Node::Close) | None => return Ok(()),
            }
        }
    }

    fn put(&mut self, row: u32, open: Open) -> Result<(), Refusal> {
        let limits = self.filling.limits;
        let text = |text: &str| Value::Text(cut(text, limits));
        let value = match open.kind.as_str() {
            "s" => {
                let index = open.content.trim().parse::<usize>().ok();
                let found = index.and_then(|index| self.strings.get(index));
                found.cloned().unwrap_or_else(|| Value::Text(String::new()))
            }
            "inlineStr" => open.inline.unwrap_or_else(|| text(&open.content)),
            "str" => text(&open.content),
            "b" => Value::Other(if open.content.trim() == "1" { "TRUE" } else { "FALSE" }.to_owned()),
            "e" => Value::Other(cut(&open.content, limits)),
            "d" => Value::Date(cut(&open.content, limits)),
            _ if open.content.trim().is_empty() => Value::Text(String::new()),
            _ => match self.formats.show(open.format, open.content.trim()) {
                Shown::Number { shown, is_padded } => Value::Number { shown, is_padded },
                Shown::Date(shown) => Value::Date(shown),
            },
        };
        let value = if open.is_formula {
            Value::Formula(value.shown().to_owned())
        } else {
            value
        };
        self.filling.put(row, open.column, value)
    }
}

fn begin(tag: &Tag<'_>, next_column: u32) -> Open {
    let place = tag.value("r").unwrap_or_default();
    let letters = place.trim_end_matches(|char: char| char.is_ascii_digit());
    Open {
        column: column_of(letters).unwrap_or(next_column),
        kind: tag.value("t").unwrap_or_default(),
        format: tag
            .number("s")
            .and_then(|format| usize::try_from(format).ok())
            .unwrap_or_default(),
        ..Open::default()
    }
}

/// The characters of the element that is open.
fn value_within(xml: &mut Elements<'_>) -> Result<String, Error> {
    let mut value = String::new();
    let mut depth = 1_usize;
    while depth > 0 {
        match xml.next()? {
            Some(Node::Open(_)) => depth += 1,
            Some(Node::Close) => depth -= 1,
            // Longer than any cell may be.
            Some(Node::Text(more)) if value.len() < 200_000 => value.push_str(more),
            Some(Node::Text(_)) => {}
            None => break,
        }
    }
    Ok(value)
}
