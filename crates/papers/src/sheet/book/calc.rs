//! Sheets of an `OpenDocument` spreadsheet, whose cells hold what they show as text.

use std::{
    collections::{HashMap, HashSet},
    sync::Arc,
};

use base::Error;

use super::{
    Filling, Limits, Lying, MOST_PAGES, Page, Value, cut,
    drawing::{MOST_PICTURES, picture},
};
use crate::{
    file_kind::Refusal,
    import::docx::{
        package::Package,
        xml::{Elements, Node, Tag},
    },
};

/// The most that the content may unpack to, in bytes.
const MOST_CONTENT: u64 = 100 * 1024 * 1024;
/// Rows that a row may stand for, if it says anything.
const MOST_REPEATED: u32 = 1_000;

/// Reads the sheets.
pub(super) fn read(package: &Package<'_>, limits: Limits) -> Result<Vec<Page>, Refusal> {
    let (mut refused, mut placed) = (None, Vec::new());
    let pages = package.with_part("content.xml", MOST_CONTENT, |xml| {
        let mut look = Look {
            filling: Filling::new(limits),
            hidden: HashSet::new(),
            scripts: HashMap::new(),
            placed: Vec::new(),
        };
        let pages = look.read(xml);
        placed = look.placed;
        match pages {
            Ok(pages) => Ok(pages),
            Err(Stopped::Broken(error)) => Err(error),
            Err(Stopped::Refused(refusal)) => {
                refused = Some(refusal);
                Ok(Vec::new())
            }
        }
    })?;
    if let Some(refusal) = refused {
        return Err(refusal);
    }
    let mut pages = pages.ok_or_else(|| Refusal::damaged("no content"))?;
    if limits.pictures {
        lay(package, &mut pages, placed)?;
    }
    Ok(pages)
}

/// Puts pictures onto their sheets.
fn lay(package: &Package<'_>, pages: &mut [Page], placed: Vec<Placed>) -> Result<(), Error> {
    let mut met: HashMap<String, Option<Arc<[u8]>>> = HashMap::new();
    for placed in placed {
        if !met.contains_key(&placed.part) {
            met.insert(placed.part.clone(), picture(package, &placed.part)?);
        }
        let Some(page) = pages.get_mut(placed.page) else {
            continue;
        };
        if let Some(bytes) = met.get(&placed.part).cloned().flatten() {
            page.pictures.push(Lying {
                row: placed.row,
                column: placed.column,
                bytes,
            });
        }
    }
    Ok(())
}

/// A picture in a cell.
struct Placed {
    /// Its sheet, counted from 0.
    page: usize,
    /// Counted from 1.
    row: u32,
    /// Counted from 0.
    column: u32,
    /// Which part of the file it is.
    part: String,
}

/// Why reading stopped.
enum Stopped {
    Broken(Error),
    Refused(Refusal),
}

impl From<Error> for Stopped {
    fn from(error: Error) -> Self {
        Self::Broken(error)
    }
}

impl From<Refusal> for Stopped {
    fn from(refusal: Refusal) -> Self {
        Self::Refused(refusal)
    }
}

struct Look {
    filling: Filling,
    /// Styles of sheets that are not shown.
    hidden: HashSet<String>,
    /// Styles of characters that are raised or lowered, with the elements of HTML that say so.
    scripts: HashMap<String, &'static str>,
    /// In the order of sheets, rows and columns.
    placed: Vec<Placed>,
}

impl Look {
    fn read(&mut self, mut xml: Elements<'_>) -> Result<Vec<Page>, Stopped> {
        let mut pages = Vec::new();
        let mut style = String::new();
        while let Some(node) = xml.next()? {
            let Node::Open(tag) = node else { continue };
            match tag.name() {
                "style" => style = tag.value("name").unwrap_or_default(),
                "table-properties" if tag.value("display").as_deref() == Some("false") => {
                    self.hidden.insert(std::mem::take(&mut style));
                }
                "text-properties" => {
                    if let Some(script) = tag.value("text-position").as_deref().and_then(script) {
                        self.scripts.insert(style.clone(), script);
                    }
                }
                "table" if pages.len() < MOST_PAGES => {
                    let name = tag.value("name").unwrap_or_default().trim().to_owned();
                    let is_shown = !tag
                        .value("style-name")
                        .is_some_and(|style| self.hidden.contains(&style));
                    self.table(&mut xml, pages.len())?;
                    pages.push(Page {
                        name,
                        is_shown,
                        rows: self.filling.take(),
                        pictures: Vec::new(),
                    });
                }
                _ => {}
            }
        }
        Ok(pages)
    }

    /// Reads the table that is open.
    fn table(&mut self, xml: &mut Elements<'_>, page: usize) -> Result<(), Stopped> {
        let (mut depth, mut row) = (1_usize, 0_u32);
        while depth > 0 {
            match xml.next()? {
                Some(Node::Open(tag)) if tag.name() == "table-row" => {
                    let repeated = repeated(&tag, "number-rows-repeated");
                    self.row(xml, (page, row), repeated)?;
                    row = row.saturating_add(repeated);
                }
                Some(Node::Open(_)) => depth += 1,
                Some(Node::Close) => depth -= 1,
                Some(Node::Text(_)) => {}
                None => break,
            }
        }
        Ok(())
    }

    /// Reads the row that is open, which stands for several.
    fn row(&mut self, xml: &mut Elements<'_>, (page, row): (usize, u32), repeated_rows: u32) -> Result<(), Stopped> {
        let limits = self.filling.limits;
        let mut cells = Vec::new();
        let (mut depth, mut column) = (1_usize, 0_u32);
        while depth > 0 {
            match xml.next()? {
                Some(Node::Open(tag)) if matches!(tag.name(), "table-cell" | "covered-table-cell") => {
                    let times = repeated(&tag, "number-columns-repeated");
                    let is_covered = tag.name() == "covered-table-cell";
                    let kind = CellKind::of(&tag);
                    let text = text_of_cell(xml, &self.scripts, limits)?;
                    let free = MOST_PICTURES.saturating_sub(self.placed.len());
                    self.placed
                        .extend(text.pictures.into_iter().take(free).map(|part| Placed {
                            page,
                            row: row.saturating_add(1),
                            column,
                            part,
                        }));
                    let value = kind.value(cut(&text.shown, limits), text.has_scripts.then_some(text.html));
                    let last = column.saturating_add(times).min(limits.columns);
                    if !is_covered && !value.shown().is_empty() {
                        cells.extend((column..last).map(|place| (place, value.clone())));
                    }
                    column = column.saturating_add(times);
                }
                Some(Node::Open(_)) => depth += 1,
                Some(Node::Close) => depth -= 1,
                Some(Node::Text(_)) => {}
                None => break,
            }
        }
        if cells.is_empty() || self.filling.is_full() {
            return Ok(());
        }
        for number in row..row.saturating_add(repeated_rows.min(MOST_REPEATED)) {
            for (column, value) in &cells {
                self.filling.put(number, *column, value.clone())?;
            }
        }
        Ok(())
    }
}

/// The element of HTML that says where a position puts characters: `super 58%`, `-33% 58%`.
fn script(position: &str) -> Option<&'static str> {
    let place = position.split_whitespace().next()?;
    let height = place.trim_end_matches('%').parse().unwrap_or(0.0);
    match place {
        "super" => Some("sup"),
        "sub" => Some("sub"),
        _ if height > 0.0 => Some("sup"),
        _ if height < 0.0 => Some("sub"),
        _ => None,
    }
}

fn repeated(tag: &Tag<'_>, name: &str) -> u32 {
    tag.number(name).unwrap_or(1).max(1)
}

/// The paragraphs of a cell in the making: as they are shown, and as HTML.
#[derive(Default)]
struct Growing {
    shown: String,
    html: String,
    has_scripts: bool,
    /// Parts of the file that are pictures in it.
    pictures: Vec<String>,
}

impl Growing {
    fn push(&mut self, text: &str) {
        self.shown.push_str(text);
        let escaped = text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;");
        self.html.push_str(&escaped.replace('\n', "<br>"));
    }

    /// What stands for an element that is no characters.
    fn element(&mut self, tag: &Tag<'_>) {
        match tag.name() {
            "p" if !self.shown.is_empty() => self.push("\n"),
            "s" => self.push(&" ".repeat(tag.number("c").unwrap_or(1).min(100) as usize)),
            "tab" => self.push("\t"),
            "line-break" => self.push("\n"),
            _ => {}
        }
    }
}

/// The paragraphs of the cell that is open, without its comments.
fn text_of_cell(
    xml: &mut Elements<'_>,
    scripts: &HashMap<String, &'static str>,
    limits: Limits,
) -> Result<Growing, Error> {
    let most = limits.cell.saturating_mul(8).saturating_add(64);
    let mut growing = Growing::default();
    let (mut depth, mut unread, mut in_paragraph) = (1_usize, None, None);
    let mut open: Vec<(usize, &str)> = Vec::new();
    while depth > 0 {
        match xml.next()? {
            Some(Node::Open(tag)) => {
                depth += 1;
                if unread.is_some() {
                    let part = tag.value("href").filter(|_| tag.name() == "image");
                    growing
                        .pictures
                        .extend(part.filter(|_| growing.pictures.len() < MOST_PICTURES));
                    continue;
                }
                match tag.name() {
                    "annotation" | "shapes" | "frame" => unread = Some(depth),
                    "p" => in_paragraph = Some(depth),
                    _ => {}
                }
                growing.element(&tag);
                let style = tag.value("style-name").filter(|_| tag.name() == "span");
                if let Some(script) = style.and_then(|style| scripts.get(&style).copied()) {
                    growing.html.extend(["<", script, ">"]);
                    growing.has_scripts = true;
                    open.push((depth, script));
                }
            }
            Some(Node::Close) => {
                if let Some((_, script)) = open.pop_if(|(begun, _)| *begun == depth) {
                    growing.html.extend(["</", script, ">"]);
                }
                unread = unread.filter(|open| *open != depth);
                in_paragraph = in_paragraph.filter(|open| *open != depth);
                depth -= 1;
            }
            Some(Node::Text(more)) if unread.is_none() && in_paragraph.is_some() && growing.html.len() < most => {
                growing.push(more);
            }
            Some(Node::Text(_)) => {}
            None => break,
        }
    }
    Ok(growing)
}

/// What a cell says that it holds.
enum CellKind {
    Text,
    Number,
    Date,
    Formula,
    Other,
}

impl CellKind {
    fn of(tag: &Tag<'_>) -> Self {
        if tag.value("formula").is_some() {
            return Self::Formula;
        }
        match tag.value("value-type").as_deref() {
            Some("float" | "percentage" | "currency") => Self::Number,
            Some("date" | "time") => Self::Date,
            Some("boolean") => Self::Other,
            _ => Self::Text,
        }
    }

    /// What the cell holds, by what it shows, and by what it shows in raised and lowered characters.
    fn value(&self, shown: String, html: Option<String>) -> Value {
        match (self, html) {
            (Self::Text, Some(html)) => Value::Rich { shown, html },
            (Self::Text, None) => Value::Text(shown),
            (Self::Number, _) => Value::Number {
                is_padded: shown.len() > 1
                    && shown.starts_with('0')
                    && shown
                        .bytes()
                        .all(|byte| byte.is_ascii_digit() || matches!(byte, b'-' | b' ' | b'/')),
                shown,
            },
            (Self::Date, _) => Value::Date(shown),
            (Self::Formula, _) => Value::Formula(shown),
            (Self::Other, _) => Value::Other(shown),
        }
    }
}
