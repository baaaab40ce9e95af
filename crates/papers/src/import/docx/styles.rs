//! Styles: their names, and what they say of numbers and hidden text.
//!
//! Ids of styles are translated by Word (`Judul1`), names are not (`heading 1`).

use std::collections::HashMap;

use base::{Error, text::fold};

use super::{
    super::styled::Styles as Set,
    setting, too_large,
    xml::{Elements, Node, Tag},
};

/// Most styles of a document.
const MOST_STYLES: usize = 20_000;
/// As many styles stand behind one another at most.
const LONGEST_CHAIN: usize = 16;

/// The styles of a document.
#[derive(Debug, Default)]
pub(super) struct Styles {
    by_id: HashMap<String, Style>,
    /// The id of the style of paragraphs that name none.
    default: Option<String>,
}

/// A style.
#[derive(Debug, Default, Clone)]
pub(super) struct Style {
    /// Its name, folded.
    pub name: String,
    based_on: Option<String>,
    number: Option<u32>,
    level: Option<usize>,
    hidden: Option<bool>,
    characters: Change,
}

/// What a style makes of how characters are set: each style of theirs is on, off or as it was.
#[derive(Debug, Clone, Copy)]
struct Change {
    /// What it makes of none.
    of_none: Set,
    /// What it makes of all.
    of_all: Set,
}

impl Default for Change {
    fn default() -> Self {
        Self {
            of_none: Set::NONE,
            of_all: Set::ALL,
        }
    }
}

impl Change {
    fn learn(&mut self, tag: &Tag<'_>) {
        self.of_none = setting::after(tag, self.of_none);
        self.of_all = setting::after(tag, self.of_all);
    }

    fn apply(self, set: Set) -> Set {
        self.of_none.or(set.and(self.of_all))
    }
}

impl Styles {
    /// Reads them.
    pub fn read(mut xml: Elements<'_>) -> Result<Self, Error> {
        let mut styles = Self::default();
        let mut current: Option<(String, Style)> = None;
        while let Some(node) = xml.next()? {
            let Node::Open(tag) = node else { continue };
            if tag.name() == "style" {
                styles.keep(current.take());
                if styles.by_id.len() > MOST_STYLES {
                    return Err(too_large("styles.xml"));
                }
                current = Some((tag.value("styleId").unwrap_or_default(), Style::default()));
                if tag
                    .value("default")
                    .is_some_and(|value| value == "1" || value == "true")
                    && tag.value("type").is_none_or(|kind| kind == "paragraph")
                {
                    styles.default = tag.value("styleId");
                }
            } else if let Some((_, style)) = &mut current {
                style.learn(&tag);
            }
        }
        styles.keep(current);
        Ok(styles)
    }

    fn keep(&mut self, style: Option<(String, Style)>) {
        self.by_id.extend(style);
    }

    /// The folded name of a paragraph's style; empty if it has none.
    pub fn name(&self, id: Option<&str>) -> &str {
        let id = self.effective(id).unwrap_or_default();
        self.by_id.get(id).map_or("", |style| style.name.as_str())
    }

    /// The list that a style puts its paragraphs in, and the level if the style says it.
    pub fn number(&self, id: Option<&str>) -> (Option<u32>, Option<usize>) {
        (
            self.chain(id).find_map(|style| style.number),
            self.chain(id).find_map(|style| style.level),
        )
    }

    /// Whether a style hides its text.
    pub fn hides(&self, id: Option<&str>) -> bool {
        self.chain(id).find_map(|style| style.hidden).unwrap_or(false)
    }

    /// How a paragraph's style sets its characters. A heading is bold because it is one, which is nothing that it says.
    pub fn set_of_paragraph(&self, id: Option<&str>) -> Set {
        let is_heading = ["heading", "title", "subtitle", "judul", "subjudul", "header", "footer"]
            .into_iter()
            .any(|word| self.name(id).starts_with(word));
        if is_heading {
            Set::NONE
        } else {
            self.changed(id, Set::NONE)
        }
    }

    /// How a style of characters sets what was set otherwise. Links are underlined because they are links.
    pub fn set_of_characters(&self, id: Option<&str>, set: Set) -> Set {
        let named = id.and_then(|id| self.by_id.get(id));
        if named.is_none_or(|style| style.name.contains("hyperlink")) {
            return set;
        }
        self.changed(id, set)
    }

    fn changed(&self, id: Option<&str>, set: Set) -> Set {
        let styles: Vec<&Style> = self.chain(id).collect();
        styles
            .into_iter()
            .rev()
            .fold(set, |set, style| style.characters.apply(set))
            .coloured(false)
    }

    /// The id that counts for a paragraph that names `id`.
    pub fn effective<'a>(&'a self, id: Option<&'a str>) -> Option<&'a str> {
        id.or(self.default.as_deref())
    }

    fn chain<'a>(&'a self, id: Option<&'a str>) -> impl Iterator<Item = &'a Style> {
        let mut next = self.effective(id);
        std::iter::from_fn(move || {
            let style = self.by_id.get(next?)?;
            next = style.based_on.as_deref();
            Some(style)
        })
        .take(LONGEST_CHAIN)
    }
}

impl Style {
    fn learn(&mut self, tag: &Tag<'_>) {
        match tag.name() {
            "name" => self.name = fold(tag.value("val").unwrap_or_default().trim()),
            "basedOn" => self.based_on = tag.value("val"),
            "numId" => self.number = tag.number("val"),
            "ilvl" => self.level = tag.number("val").and_then(|level| usize::try_from(level).ok()),
            "vanish" => self.hidden = Some(tag.is_on()),
            _ => self.characters.learn(tag),
        }
    }
}
