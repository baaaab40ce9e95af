//! Numbers that lists show before their paragraphs. They are no text of the document and are counted here.

use std::collections::HashMap;

use crate::import::{docx::xml::Tag, numerals};

/// Levels that a list has.
const LEVELS: usize = 10;
/// Most styles of lists.
const MOST: usize = 20_000;

/// How a level shows its numbers.
#[derive(Debug, Clone, Default)]
struct Level {
    format: String,
    prefix: String,
    suffix: String,
    start: u32,
    /// How many levels it shows at once.
    shown: usize,
}

/// The styles of lists, and how far each list has counted.
#[derive(Debug, Default)]
pub(super) struct Lists {
    styles: HashMap<String, HashMap<usize, Level>>,
    /// The style that is being described.
    described: Option<String>,
    /// Lists that are open, the outermost first.
    open: Vec<Open>,
    /// How far lists have counted that may be gone on with: by their ids and, for the last of each, their styles.
    counted: HashMap<String, [u32; LEVELS]>,
}

#[derive(Debug)]
struct Open {
    style: String,
    id: Option<String>,
    /// Whether its next item shows a number.
    is_due: bool,
    counts: [u32; LEVELS],
}

impl Lists {
    /// Takes an element of the description.
    pub fn take(&mut self, tag: &Tag<'_>) {
        match tag.name() {
            "list-style" if self.styles.len() < MOST => {
                let name = tag.value("name").unwrap_or_default();
                self.styles.insert(name.clone(), HashMap::new());
                self.described = Some(name);
            }
            "outline-style" => self.described = None,
            "list-level-style-number" => {
                let level = tag
                    .number("level")
                    .and_then(|level| usize::try_from(level).ok())
                    .unwrap_or(1);
                let style = self.described.as_ref().and_then(|name| self.styles.get_mut(name));
                if let Some(style) = style.filter(|_| (1..=LEVELS).contains(&level)) {
                    style.insert(level, described(tag));
                }
            }
            _ => {}
        }
    }

    /// A list begins, in a style of its own or in that of the list around it.
    pub fn begin(&mut self, style: Option<String>, id: Option<String>, goes_on_with: Option<&str>, goes_on: bool) {
        let outer = self.open.last();
        let style = style
            .or_else(|| outer.map(|open| open.style.clone()))
            .unwrap_or_default();
        let counts = match (outer, goes_on_with) {
            (Some(outer), _) => outer.counts,
            (None, Some(other)) => self.counted.get(other).copied().unwrap_or_default(),
            (None, None) if goes_on => self.counted.get(&style).copied().unwrap_or_default(),
            (None, None) => [0; LEVELS],
        };
        self.open.push(Open {
            style,
            id,
            is_due: false,
            counts,
        });
    }

    /// The list that was begun last ends.
    pub fn end(&mut self) {
        let Some(done) = self.open.pop() else { return };
        match self.open.last_mut() {
            Some(outer) => outer.counts = done.counts,
            None if self.counted.len() < MOST => {
                self.counted.insert(done.style, done.counts);
                if let Some(id) = done.id {
                    self.counted.insert(id, done.counts);
                }
            }
            None => {}
        }
    }

    /// An item begins, perhaps with a number of its own.
    pub fn item(&mut self, start: Option<u32>) {
        let level = self.open.len();
        let first = self.level(level).map_or(1, |level| level.start);
        let Some(open) = self.open.last_mut().filter(|_| level <= LEVELS) else {
            return;
        };
        open.is_due = true;
        let count = &mut open.counts[level - 1];
        *count = match (start, *count) {
            (Some(start), _) => start,
            (None, 0) => first,
            (None, count) => count.saturating_add(1),
        };
        open.counts[level..].fill(0);
    }

    /// The number that the next paragraph shows: that of its item, for the first of it.
    pub fn label(&mut self) -> Option<String> {
        let depth = self.open.len();
        let open = self.open.last_mut()?;
        if !std::mem::take(&mut open.is_due) {
            return None;
        }
        let counts = open.counts;
        let level = self.level(depth)?;
        if level.format.is_empty() {
            return None;
        }
        let from = depth.saturating_sub(level.shown.max(1));
        let numbers: Vec<String> = (from..depth)
            .map(|index| {
                let format = self.level(index + 1).map_or("1", |level| level.format.as_str());
                numeral(counts[index].max(1), format)
            })
            .collect();
        Some(format!("{}{}{}", level.prefix, numbers.join("."), level.suffix))
    }

    fn level(&self, depth: usize) -> Option<&Level> {
        self.styles.get(&self.open.last()?.style)?.get(&depth)
    }
}

fn described(tag: &Tag<'_>) -> Level {
    let short = |name: &str| tag.value(name).unwrap_or_default().chars().take(10).collect::<String>();
    // Newer files write the whole shape: `%1%.`, `(%2%)`.
    let whole = tag.value("num-list-format").unwrap_or_default();
    let shape = whole.split_once('%').zip(whole.rsplit_once('%'));
    let (prefix, suffix) = match shape {
        Some(((before, _), (_, after))) => (before.to_owned(), after.to_owned()),
        None => (short("num-prefix"), short("num-suffix")),
    };
    Level {
        format: tag.value("num-format").unwrap_or_default(),
        prefix: prefix.chars().take(10).collect(),
        suffix: suffix.chars().take(10).collect(),
        start: tag.number("start-value").unwrap_or(1),
        shown: tag
            .number("display-levels")
            .and_then(|levels| usize::try_from(levels).ok())
            .unwrap_or(1),
    }
}

/// A number as a format writes it.
fn numeral(number: u32, format: &str) -> String {
    match format {
        "a" => letters(number).to_lowercase(),
        "A" => letters(number),
        "i" => roman(number).to_lowercase(),
        "I" => roman(number),
        _ => number.to_string(),
    }
}

fn letters(number: u32) -> String {
    crate::sheet::book::letters(number.saturating_sub(1))
}

/// Nobody counts further than this in Roman numerals.
fn roman(number: u32) -> String {
    if number > 3_999 {
        return number.to_string();
    }
    numerals::roman(number)
}
