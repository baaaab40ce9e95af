//! Automatic numbers: what Word shows before a paragraph and keeps out of its text.
//!
//! Source: ECMA-376 part 1, 17.9. Lists count by their abstract definition: two lists with the same definition continue one
//! another, unless the later one says where it starts.

use std::collections::{HashMap, HashSet};

use base::Error;

use super::{
    styles::Styles,
    too_large,
    xml::{Elements, Node, Tag},
};
use crate::import::numerals::roman;

/// Levels of a list.
const LEVELS: usize = 9;
/// Most definitions of lists; each takes a kilobyte.
const MOST_DEFINITIONS: usize = 5000;
/// Most lists. Word makes a new one for each restart, and some documents have thousands.
const MOST_LISTS: usize = 50_000;
/// Longest pattern of a label, and longest label that is made of it, in characters: no person writes one half as long.
const LONGEST_PATTERN: usize = 64;
const LONGEST_LABEL: usize = 200;
/// The most that a number is counted or a letter repeated to.
const MOST: u32 = 32_767;

/// The first letters of the Arabic script in the order of numerals.
const ABJAD: [char; 10] = ['أ', 'ب', 'ج', 'د', 'ه', 'و', 'ز', 'ح', 'ط', 'ي'];

/// The lists of a document and how far they have counted.
#[derive(Debug, Default)]
pub(super) struct Numbering {
    definitions: HashMap<u32, Definition>,
    lists: HashMap<u32, List>,
    counted: HashMap<u32, [Option<u32>; LEVELS]>,
    begun: HashSet<u32>,
}

#[derive(Debug, Default, Clone)]
struct Definition {
    levels: [Level; LEVELS],
    /// The style that says which list this one is.
    linked: Option<String>,
}

#[derive(Debug, Clone, Default)]
struct Level {
    start: Option<u32>,
    format: String,
    text: String,
    /// The level (from 1) whose step makes this one start again; 0 for never.
    restart: Option<u32>,
    style: Option<String>,
    decimal_only: bool,
}

#[derive(Debug, Default)]
struct List {
    definition: u32,
    starts: [Option<u32>; LEVELS],
    levels: HashMap<usize, Level>,
}

/// Where a level that is being read belongs.
#[derive(Default)]
struct Reading {
    definition: Option<u32>,
    list: Option<u32>,
    level: usize,
    override_level: Option<usize>,
}

impl Numbering {
    /// Reads the lists.
    pub fn read(mut xml: Elements<'_>, styles: &Styles) -> Result<Self, Error> {
        let mut numbering = Self::default();
        let mut reading = Reading::default();
        while let Some(node) = xml.next()? {
            if let Node::Open(tag) = node {
                numbering.learn(&tag, &mut reading);
            }
            if numbering.definitions.len() > MOST_DEFINITIONS || numbering.lists.len() > MOST_LISTS {
                return Err(too_large("numbering.xml"));
            }
        }
        numbering.follow_links(styles);
        Ok(numbering)
    }

    fn learn(&mut self, tag: &Tag<'_>, reading: &mut Reading) {
        let level_of = |name| tag.number(name).map_or(0, |level| (level as usize).min(LEVELS - 1));
        match tag.name() {
            "abstractNum" => {
                *reading = Reading {
                    definition: tag.number("abstractNumId"),
                    ..Reading::default()
                };
            }
            "num" => {
                *reading = Reading {
                    list: tag.number("numId"),
                    ..Reading::default()
                };
                if let Some(list) = reading.list {
                    self.lists.entry(list).or_default();
                }
            }
            "abstractNumId" => {
                if let (Some(list), Some(definition)) = (self.list(reading), tag.number("val")) {
                    list.definition = definition;
                }
            }
            "lvlOverride" => reading.override_level = Some(level_of("ilvl")),
            "startOverride" => {
                let level = reading.override_level.unwrap_or(0);
                if let Some(list) = self.list(reading) {
                    list.starts[level] = tag.number("val");
                }
            }
            "lvl" => reading.level = level_of("ilvl"),
            "numStyleLink" => {
                if let Some(id) = reading.definition {
                    self.definitions.entry(id).or_default().linked = tag.value("val");
                }
            }
            _ => {
                if let Some(level) = self.level(reading) {
                    level.learn(tag);
                }
            }
        }
    }

    fn list(&mut self, reading: &Reading) -> Option<&mut List> {
        self.lists.get_mut(&reading.list?)
    }

    fn level(&mut self, reading: &Reading) -> Option<&mut Level> {
        match (reading.definition, reading.list) {
            (Some(id), _) => self.definitions.entry(id).or_default().levels.get_mut(reading.level),
            (_, Some(list)) => Some(self.lists.get_mut(&list)?.levels.entry(reading.level).or_default()),
            _ => None,
        }
    }

    /// A definition that only names a style is the one of that style's list.
    fn follow_links(&mut self, styles: &Styles) {
        let linked: Vec<(u32, u32)> = self
            .definitions
            .iter()
            .filter_map(|(id, definition)| {
                let list = styles.number(Some(definition.linked.as_deref()?)).0?;
                Some((*id, self.lists.get(&list)?.definition))
            })
            .collect();
        for (id, source) in linked {
            if let Some(definition) = self.definitions.get(&source).cloned() {
                self.definitions.insert(id, definition);
            }
        }
    }

    /// Counts a paragraph and answers what Word shows before it.
    pub fn next(&mut self, list_id: u32, level: Option<usize>, style: Option<&str>) -> Option<String> {
        let list = self.lists.get(&list_id)?;
        let definition = self.definitions.get(&list.definition)?;
        let at = level
            .or_else(|| definition.level_of(style?))
            .unwrap_or(0)
            .min(LEVELS - 1);
        let counted = self.counted.entry(list.definition).or_default();
        if self.begun.insert(list_id) {
            for (count, start) in counted.iter_mut().zip(list.starts) {
                // One less, since the first paragraph of the level counts on.
                *count = start.map_or(*count, |start| start.checked_sub(1));
            }
        }
        let level = |index: usize| {
            list.levels
                .get(&index)
                .filter(|level| !level.text.is_empty())
                .unwrap_or(&definition.levels[index])
        };
        let start = |index: usize| list.starts[index].or(level(index).start).unwrap_or(1);
        counted[at] = Some(
            counted[at]
                .map_or_else(|| start(at), |count| count.saturating_add(1))
                .min(MOST),
        );
        for (below, count) in counted.iter_mut().enumerate().skip(at + 1) {
            if level(below).restart.is_none_or(|by| at < by as usize) {
                *count = None;
            }
        }
        for (above, count) in counted.iter_mut().enumerate().take(at) {
            count.get_or_insert_with(|| start(above));
        }
        level(at).shown(|index| (counted[index].unwrap_or(1), level(index).format.as_str()))
    }
}

impl Definition {
    fn level_of(&self, style: &str) -> Option<usize> {
        self.levels
            .iter()
            .position(|level| level.style.as_deref() == Some(style))
    }
}

impl Level {
    fn learn(&mut self, tag: &Tag<'_>) {
        match tag.name() {
            "start" => self.start = tag.number("val"),
            "numFmt" => self.format = tag.value("val").unwrap_or_default(),
            "lvlText" => {
                let pattern = tag.value("val").unwrap_or_default();
                self.text = pattern.chars().take(LONGEST_PATTERN).collect();
            }
            "lvlRestart" => self.restart = tag.number("val"),
            "pStyle" => self.style = tag.value("val"),
            "isLgl" => self.decimal_only = tag.is_on(),
            _ => {}
        }
    }

    /// What is shown, `counts` telling the number and the format of each level.
    fn shown<'a>(&self, counts: impl Fn(usize) -> (u32, &'a str)) -> Option<String> {
        if self.format == "bullet" {
            return Some("•".to_owned());
        }
        let mut shown = String::new();
        let mut chars = self.text.chars().peekable();
        while let Some(char) = chars.next().filter(|_| shown.len() < LONGEST_LABEL) {
            let level = chars.peek().and_then(|next| next.to_digit(10)).filter(|_| char == '%');
            match level {
                Some(level @ 1..=9) => {
                    chars.next();
                    let (count, format) = counts(level as usize - 1);
                    shown.push_str(&write_number(count, if self.decimal_only { "decimal" } else { format }));
                }
                _ => shown.push(char),
            }
        }
        let shown = shown.trim();
        (!shown.is_empty()).then(|| shown.to_owned())
    }
}

/// A number in a format; formats that nobody numbers questions with count in digits.
fn write_number(count: u32, format: &str) -> String {
    match format {
        "lowerLetter" => letters(count, 'a'),
        "upperLetter" => letters(count, 'A'),
        "lowerRoman" => roman(count).to_lowercase(),
        "upperRoman" => roman(count),
        // One order for both, so that the third option is known as the third whichever order its list counts in.
        "arabicAlpha" | "arabicAbjad" => abjad(count),
        "decimalZero" => format!("{count:02}"),
        "none" => String::new(),
        _ => count.to_string(),
    }
}

/// Word counts a, b, …, z, aa, bb, …
fn letters(count: u32, first: char) -> String {
    let Some(index) = count.checked_sub(1) else {
        return String::new();
    };
    let letter = char::from_u32(first as u32 + index % 26).unwrap_or(first);
    // A letter repeated a thousand times is no label any more.
    std::iter::repeat_n(letter, (index / 26 + 1).min(100) as usize).collect()
}

/// A number as a letter of the Arabic script, in the order of numerals; in digits beyond its first ten.
fn abjad(count: u32) -> String {
    let letter = count.checked_sub(1).and_then(|index| ABJAD.get(index as usize));
    letter.map_or_else(|| count.to_string(), char::to_string)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_label_is_no_longer_than_people_write_them() {
        let level = Level {
            format: "lowerLetter".to_owned(),
            text: "%1".repeat(100_000),
            ..Level::default()
        };
        let shown = level.shown(|_| (2600, "lowerLetter")).unwrap();
        assert!(shown.len() <= LONGEST_LABEL + 100, "{}", shown.len());
    }

    #[test]
    fn numbers_are_written_as_word_writes_them() {
        for (count, format, text) in [
            (4, "decimal", "4"),
            (3, "lowerLetter", "c"),
            (27, "upperLetter", "AA"),
            (28, "upperLetter", "BB"),
            (4, "lowerRoman", "iv"),
            (1994, "upperRoman", "MCMXCIV"),
            (7, "decimalZero", "07"),
            (3, "arabicAlpha", "ج"),
            (11, "arabicAbjad", "11"),
            (5, "somethingElse", "5"),
        ] {
            assert_eq!(write_number(count, format), text, "{format}");
        }
    }
}
