//! Lists as an export writes them: paragraphs in styles of their own, each with tabs for its level and its label before it.

use super::{
    super::styled::{Object, StyledText},
    block::Paragraph,
};

/// The style of what a template tells its reader; never content.
pub(in super::super) const GUIDANCE: &str = "petunjuk";
/// The style of words in which nothing is looked for: an export sets lines in it that look like keywords.
pub(in super::super) const CONTENT: &str = "isi";
/// The style of what parts tables; nothing.
pub(in super::super) const GAP: &str = "isi jeda";
const NUMBERED: &str = "isi angka";
const BULLETS: &str = "isi butir";
const CONTINUED: &str = "isi lanjutan";

/// Lists nest as deep as this.
const DEEPEST: usize = 8;

/// A paragraph of a list.
struct Item {
    level: usize,
    /// Whether it is numbered; nothing if it goes on with the item before it.
    ordered: Option<bool>,
    text: StyledText,
}

/// Whether a paragraph belongs to a list that was written as one.
pub(in super::super) fn is_listed(paragraph: &Paragraph) -> bool {
    matches!(paragraph.style.as_str(), NUMBERED | BULLETS | CONTINUED)
}

/// What paragraphs say, line by line: those of a list are one line.
pub(in super::super) fn lines(paragraphs: &[Paragraph]) -> Vec<StyledText> {
    let mut lines = Vec::new();
    for group in paragraphs.chunk_by(|one, other| is_listed(one) && is_listed(other)) {
        match group {
            [first, ..] if is_listed(first) => lines.extend(of_items(group)),
            group => {
                let said = group
                    .iter()
                    .filter(|paragraph| !matches!(paragraph.style.as_str(), GUIDANCE | GAP));
                lines.extend(said.map(|paragraph| paragraph.shown().trimmed_end()));
            }
        }
    }
    lines
}

/// The lists of paragraphs that stand in their styles.
pub(in super::super) fn of_items(paragraphs: &[Paragraph]) -> Vec<StyledText> {
    let items: Vec<Item> = paragraphs.iter().map(item).collect();
    lists(&items)
}

fn item(paragraph: &Paragraph) -> Item {
    let text = paragraph.text.as_str();
    let bare = text.trim_start_matches('\t');
    let level = (text.len() - bare.len()).min(DEEPEST);
    let ordered = match paragraph.style.as_str() {
        NUMBERED => Some(true),
        BULLETS => Some(false),
        _ => None,
    };
    let said = match (ordered, bare.split_once('\t')) {
        (Some(_), Some((_, said))) => said,
        _ => bare,
    };
    Item {
        level,
        ordered,
        text: paragraph.text.part(said),
    }
}

fn lists(items: &[Item]) -> Vec<StyledText> {
    let mut found = Vec::new();
    let mut rest = items;
    while let Some(first) = rest.first() {
        let ordered = first.ordered.unwrap_or_default();
        let belongs = |item: &Item| item.level > first.level || item.ordered.is_none_or(|kind| kind == ordered);
        let end = rest.iter().position(|item| !belongs(item)).unwrap_or(rest.len());
        let (own, behind) = rest.split_at(end.max(1));
        found.push(StyledText::of_object(Object::List {
            ordered,
            items: items_of(own, first.level),
        }));
        rest = behind;
    }
    found
}

/// The items of one list, with what is nested in them.
fn items_of(own: &[Item], level: usize) -> Vec<StyledText> {
    let mut items: Vec<StyledText> = Vec::new();
    for group in own.chunk_by(|one, other| one.level > level && other.level > level) {
        let is_nested = group.first().is_some_and(|item| item.level > level);
        for line in if is_nested { lists(group) } else { Vec::new() } {
            add_line(&mut items, &line);
        }
        for item in group.iter().filter(|_| !is_nested) {
            match item.ordered {
                Some(_) => items.push(item.text.clone()),
                None => add_line(&mut items, &item.text),
            }
        }
    }
    items
}

fn add_line(items: &mut Vec<StyledText>, line: &StyledText) {
    match items.last_mut() {
        Some(last) => last.append_line(line),
        None => items.push(line.clone()),
    }
}
