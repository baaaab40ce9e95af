//! Somebody else's catalogue as a table of text: read whole, or refused with the lines that are wrong.
//!
//! Columns are found by name, in any order; others are ignored. Numbers are read as people write them (`4,1`, `24,269`);
//! one that cannot be read counts as none, and its line is told.

use std::collections::HashSet;

use platform::{Error, Kind, Message, text::unstorable};

use crate::{
    model::{ExternalProduct, ReadCatalogue},
    rules::score,
};

/// Largest file, in bytes.
pub(crate) const LARGEST: usize = 64 * 1024 * 1024;
/// Most products.
const MOST: usize = 100_000;
const LONGEST_ID: usize = 64;
const LONGEST_NAME: usize = 1_000;
const LONGEST_LINK: usize = 2_048;
/// What is longer is cut: it only says what a product is like.
const KEPT_OF_TEXT: usize = 2_000;
/// How many lines are told of.
const TOLD: usize = 20;

fn refused(id: String, en: String) -> Error {
    Error::new(Kind::Invalid, "trackmate.catalogue.unreadable", Message::new(id, en))
}

/// Where each column stands.
struct Columns {
    id: usize,
    name: usize,
    link: usize,
    category: Option<usize>,
    rating: Option<usize>,
    count: Option<usize>,
    about: Option<usize>,
}

impl Columns {
    fn of(heads: &csv::StringRecord) -> Result<Self, Error> {
        let find = |name: &str| heads.iter().position(|head| head.trim().eq_ignore_ascii_case(name));
        let need = |name: &str| {
            find(name).ok_or_else(|| {
                refused(
                    format!("Kolom {name} tidak ada. Baris pertama harus menyebut product_id, product_name, dan product_link."),
                    format!("The column {name} is missing. The first line has to name product_id, product_name and product_link."),
                )
            })
        };
        Ok(Self {
            id: need("product_id")?,
            name: need("product_name")?,
            link: need("product_link")?,
            category: find("category"),
            rating: find("rating"),
            count: find("rating_count"),
            about: find("about_product"),
        })
    }
}

/// Reads a catalogue; nothing of it if a line has no id, no name or no link that can be followed.
pub(crate) fn read(bytes: &[u8]) -> Result<ReadCatalogue, Error> {
    let text = text_of(bytes)?;
    let mut reader = csv::ReaderBuilder::new()
        .delimiter(separator(text))
        .flexible(true)
        .from_reader(text.as_bytes());
    let broken = |cause: csv::Error| {
        refused(
            "Baris pertama tidak dapat dibaca.".into(),
            "The first line cannot be read.".into(),
        )
        .caused_by(cause)
    };
    let columns = Columns::of(reader.headers().map_err(broken)?)?;
    let mut found = ReadCatalogue::default();
    let mut faults = Vec::new();
    let mut ids = HashSet::new();
    let mut lines = Lines::of(text);
    for record in reader.records() {
        match record {
            Ok(record) => {
                let line = record.position().map_or(0, |place| lines.line_at(place.byte()));
                match row(&columns, &record, line, &mut found.told) {
                    Ok(product) if ids.insert(product.id.clone()) => found.products.push(product),
                    Ok(product) => found.told.push(format!(
                        "line {line}: {} was there already; the first one counts",
                        product.id
                    )),
                    Err(fault) => faults.push(format!("line {line}: {fault}")),
                }
            }
            Err(cause) => faults.push(cause.to_string()),
        }
        if found.products.len() > MOST {
            return Err(refused(
                format!("Paling banyak {MOST} produk."),
                format!("At most {MOST} products."),
            ));
        }
    }
    if !faults.is_empty() {
        return Err(of_faults(&faults));
    }
    Ok(found)
}

/// Which line a place is in, as an editor counts them: the reader counts a line end of two bytes late.
struct Lines<'a> {
    text: &'a [u8],
    at: usize,
    line: u64,
}

impl<'a> Lines<'a> {
    fn of(text: &'a str) -> Self {
        Self {
            text: text.as_bytes(),
            at: 0,
            line: 1,
        }
    }

    /// Of a place that is not before the last one.
    fn line_at(&mut self, byte: u64) -> u64 {
        let mut end = usize::try_from(byte).unwrap_or(usize::MAX).min(self.text.len());
        while self.text.get(end).is_some_and(|byte| matches!(byte, b'\r' | b'\n')) {
            end += 1;
        }
        for byte in self.text.get(self.at..end).unwrap_or_default() {
            self.line += u64::from(*byte == b'\n');
        }
        self.at = end.max(self.at);
        self.line
    }
}

fn of_faults(faults: &[String]) -> Error {
    let mut list = faults.iter().take(TOLD).cloned().collect::<Vec<_>>().join("\n");
    if faults.len() > TOLD {
        list = format!("{list}\n… and {} more", faults.len() - TOLD);
    }
    refused(
        format!("Tidak ada yang diimpor. Perbaiki baris ini lalu impor lagi:\n{list}"),
        format!("Nothing was imported. Mend these lines and import again:\n{list}"),
    )
}

fn text_of(bytes: &[u8]) -> Result<&str, Error> {
    if bytes.len() > LARGEST {
        return Err(refused(
            format!("Berkas paling besar {LARGEST} byte."),
            format!("The file has at most {LARGEST} bytes."),
        ));
    }
    let text = std::str::from_utf8(bytes).map_err(|cause| {
        refused(
            "Berkas bukan teks UTF-8. Simpan sebagai CSV UTF-8.".into(),
            "The file is not UTF-8 text. Save it as CSV UTF-8.".into(),
        )
        .caused_by(cause)
    })?;
    Ok(text.strip_prefix('\u{feff}').unwrap_or(text))
}

/// Whichever of comma, semicolon and tab the first line has most of.
fn separator(text: &str) -> u8 {
    let first = text.lines().next().unwrap_or_default();
    let count = |mark: u8| first.bytes().filter(|byte| *byte == mark).count();
    let mut best = b',';
    for mark in [b';', b'\t'] {
        if count(mark) > count(best) {
            best = mark;
        }
    }
    best
}

fn row(
    columns: &Columns,
    record: &csv::StringRecord,
    line: u64,
    told: &mut Vec<String>,
) -> Result<ExternalProduct, String> {
    let cell = |at: usize| record.get(at).unwrap_or_default().trim();
    let maybe = |at: Option<usize>| at.map_or("", cell);
    let text = |at: usize, name: &str, longest: usize| {
        let text = cell(at);
        if text.is_empty() {
            return Err(format!("{name} is empty"));
        }
        if text.chars().count() > longest || unstorable(text).is_some() {
            return Err(format!(
                "{name} cannot be stored (at most {longest} characters, no control characters)"
            ));
        }
        Ok(text.to_owned())
    };
    let link = text(columns.link, "product_link", LONGEST_LINK)?;
    if !(link.starts_with("https://") || link.starts_with("http://")) || link.contains(char::is_whitespace) {
        return Err("product_link is no address that begins with https:// or http://".to_owned());
    }
    let mut read = |name: &str, text: &str, number: Option<i64>| {
        if number.is_none() && !text.is_empty() {
            told.push(format!(
                "line {line}: {name} \"{}\" cannot be read and counts as none",
                text.chars().take(40).collect::<String>()
            ));
        }
        number
    };
    let rating = read("rating", maybe(columns.rating), stars(maybe(columns.rating)));
    let count = read("rating_count", maybe(columns.count), whole(maybe(columns.count))).unwrap_or(0);
    let count = if rating.is_some() { count } else { 0 };
    Ok(ExternalProduct {
        id: text(columns.id, "product_id", LONGEST_ID)?,
        name: text(columns.name, "product_name", LONGEST_NAME)?,
        category: kept(maybe(columns.category)),
        rating,
        rating_count: count,
        about: kept(maybe(columns.about)),
        link,
        score: score(count, rating.unwrap_or(0).saturating_mul(count) / 100),
    })
}

/// The beginning of a text, without what no database takes.
fn kept(text: &str) -> String {
    text.chars().filter(|c| !c.is_control()).take(KEPT_OF_TEXT).collect()
}

/// `4.1`, `4,1`, `4`: hundredths of a star, from 0 to 5.
fn stars(text: &str) -> Option<i64> {
    let text = text.replace(',', ".");
    let (whole, part) = text.split_once('.').unwrap_or((&text, ""));
    let digits = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
    if whole.is_empty() || !digits(whole) || !digits(part) || part.len() > 6 {
        return None;
    }
    let part: i64 = format!("{part:0<2}").get(..2)?.parse().ok()?;
    let hundredths = whole.parse::<i64>().ok()?.checked_mul(100)?.checked_add(part)?;
    (hundredths <= 500).then_some(hundredths)
}

/// `24,269`, `24.269`, `24 269`, `24269`.
fn whole(text: &str) -> Option<i64> {
    let is_mark = |c: char| matches!(c, ',' | '.' | ' ' | '\u{a0}' | '\'');
    let digits: String = text.chars().filter(|c| !is_mark(*c)).collect();
    let count = digits.parse::<i64>().ok()?;
    (0..=1_000_000_000_000).contains(&count).then_some(count)
}

#[cfg(test)]
mod tests;
