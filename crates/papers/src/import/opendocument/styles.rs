//! Styles of an `OpenDocument` text: what characters are set in, and what paragraphs are called.

use std::collections::HashMap;

use base::text::fold;
use marked::Style;

use crate::import::{docx::xml::Tag, styled};

/// Most styles that are kept.
const MOST: usize = 50_000;
/// How far a style is followed to those that it is made from.
const FARTHEST: usize = 20;

/// What a style says itself.
#[derive(Debug, Default, Clone)]
struct Said {
    parent: Option<String>,
    display: Option<String>,
    /// Styles that it sets or unsets.
    set: Vec<(Style, bool)>,
    outline: Option<u32>,
    /// Whether characters are hidden.
    hidden: Option<bool>,
}

/// The styles.
#[derive(Debug, Default)]
pub(super) struct Styles {
    /// By family and name.
    all: HashMap<(String, String), Said>,
    /// The one whose properties come next.
    open: Option<(String, String)>,
}

impl Styles {
    /// Takes an element of the description.
    pub fn take(&mut self, tag: &Tag<'_>) {
        match tag.name() {
            "style" if self.all.len() < MOST => self.begin(tag),
            "default-style" => self.open = None,
            "text-properties" => {
                if let Some(said) = self.open.as_ref().and_then(|open| self.all.get_mut(open)) {
                    said.set.extend(properties(tag));
                    said.hidden = tag.value("display").map(|display| display == "none").or(said.hidden);
                }
            }
            _ => {}
        }
    }

    fn begin(&mut self, tag: &Tag<'_>) {
        let (Some(family), Some(name)) = (tag.value("family"), tag.value("name")) else {
            self.open = None;
            return;
        };
        let said = Said {
            parent: tag.value("parent-style-name"),
            display: tag.value("display-name"),
            set: Vec::new(),
            outline: tag.number("default-outline-level"),
            hidden: None,
        };
        self.all.insert((family.clone(), name.clone()), said);
        self.open = Some((family, name));
    }

    /// A style and those that it is made from, the nearest first.
    fn line(&self, family: &str, name: &str) -> impl Iterator<Item = (String, &Said)> {
        let mut next = Some(name.to_owned());
        let family = family.to_owned();
        let found = std::iter::from_fn(move || {
            let name = next.take()?;
            let (_, said) = self.all.get_key_value(&(family.clone(), name.clone()))?;
            next.clone_from(&said.parent);
            Some((name, said))
        });
        found.take(FARTHEST)
    }

    /// What characters in a style are set in, within others.
    pub fn characters(&self, name: &str, within: styled::Styles) -> styled::Styles {
        let line: Vec<&Said> = self.line("text", name).map(|(_, said)| said).collect();
        apply(line.into_iter().rev(), within)
    }

    /// Whether characters in a style are hidden.
    pub fn hides(&self, name: &str) -> bool {
        let said = self.line("text", name).find_map(|(_, said)| said.hidden);
        said.unwrap_or_default()
    }

    /// What characters of a paragraph are set in. A heading's own look says nothing.
    pub fn paragraph(&self, name: &str) -> styled::Styles {
        // Only what was set by hand: a style that has a name gives a look to everything in it.
        let automatic = self
            .line("paragraph", name)
            .next()
            .filter(|(_, said)| said.display.is_none());
        let automatic = automatic.filter(|(name, _)| is_automatic(name));
        apply(automatic.map(|(_, said)| said).into_iter(), styled::Styles::NONE)
    }

    /// The name of a paragraph's style as people see it, folded.
    pub fn name(&self, style: &str) -> String {
        let named = self.line("paragraph", style).find(|(name, _)| !is_automatic(name));
        named.map_or_else(String::new, |(name, said)| {
            let shown = said.display.clone().unwrap_or_else(|| unescaped(&name));
            fold(&shown)
        })
    }

    /// The outline's level of a paragraph's style.
    pub fn outline(&self, style: &str) -> Option<u32> {
        self.line("paragraph", style).find_map(|(_, said)| said.outline)
    }
}

/// `P1`, `T12`: names that Writer gives to what was set by hand.
fn is_automatic(name: &str) -> bool {
    name.strip_prefix(['P', 'T'])
        .is_some_and(|digits| !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit()))
}

/// `Heading_20_1` as `Heading 1`.
fn unescaped(name: &str) -> String {
    name.replace("_20_", " ")
}

fn apply<'s>(line: impl Iterator<Item = &'s Said>, within: styled::Styles) -> styled::Styles {
    line.flat_map(|said| &said.set)
        .fold(within, |styles, (style, is_set)| styles.with(*style, *is_set))
}

/// The styles that the properties of text set or unset.
fn properties(tag: &Tag<'_>) -> Vec<(Style, bool)> {
    let mut set = Vec::new();
    if let Some(weight) = tag.value("font-weight") {
        let is_bold = weight == "bold" || weight.parse::<u32>().is_ok_and(|weight| weight >= 600);
        set.push((Style::Bold, is_bold));
    }
    if let Some(slant) = tag.value("font-style") {
        set.push((Style::Italic, slant != "normal"));
    }
    if let Some(line) = tag.value("text-underline-style") {
        set.push((Style::Underline, line != "none"));
    }
    if let Some(line) = tag
        .value("text-line-through-style")
        .or_else(|| tag.value("text-line-through-type"))
    {
        set.push((Style::Strike, line != "none"));
    }
    if let Some(position) = tag.value("text-position") {
        let place = position.split_whitespace().next().unwrap_or_default();
        let height: f64 = place.trim_end_matches('%').parse().unwrap_or_default();
        set.push((Style::Sup, place == "super" || height > 0.0));
        if place == "sub" || height < 0.0 {
            set.push((Style::Sub, true));
        }
    }
    set
}
