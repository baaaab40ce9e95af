//! How properties set characters.

use marked::Style;

use super::{super::styled::Styles, xml::Tag};

/// By as many half points superscript is raised at least.
const LEAST_RAISED: i32 = 4;
/// As far subscript is lowered, in half points upwards.
const LEAST_LOWERED: i32 = -2;

/// The styles of characters after one of their properties.
pub(super) fn after(tag: &Tag<'_>, set: Styles) -> Styles {
    let value = || tag.value("val").unwrap_or_default();
    match tag.name() {
        "b" => set.with(Style::Bold, tag.is_on()),
        "i" => set.with(Style::Italic, tag.is_on()),
        "strike" | "dstrike" => set.with(Style::Strike, tag.is_on()),
        "u" => set.with(Style::Underline, value() != "none"),
        "vertAlign" => match value().as_str() {
            "superscript" => set.with(Style::Sup, true),
            "subscript" => set.with(Style::Sub, true),
            _ => set.with(Style::Sup, false).with(Style::Sub, false),
        },
        // LibreOffice raises and lowers by a distance. Less of it straightens a line.
        "position" => match value().parse::<i32>() {
            Ok(shift) if shift >= LEAST_RAISED => set.with(Style::Sup, true),
            Ok(shift) if shift <= LEAST_LOWERED => set.with(Style::Sub, true),
            _ => set,
        },
        "highlight" => set.coloured(value() != "none"),
        "color" => set.coloured(!is_black(&value())),
        "shd" => {
            let fill = tag.value("fill").unwrap_or_default();
            if is_white(&fill) { set } else { set.coloured(true) }
        }
        _ => set,
    }
}

/// Whether a colour is that of any text.
fn is_black(colour: &str) -> bool {
    matches!(
        colour.to_ascii_lowercase().as_str(),
        "" | "auto" | "000000" | "windowtext"
    )
}

/// Whether a colour is that of any page.
fn is_white(colour: &str) -> bool {
    matches!(colour.to_ascii_lowercase().as_str(), "" | "auto" | "ffffff" | "clear")
}
