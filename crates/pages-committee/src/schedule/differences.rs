//! What is stored beside what was typed, for whoever was outrun.

use pages_kit::{Field, Speech};

/// A field in which both differ.
pub(crate) struct Difference {
    pub(crate) label: String,
    pub(crate) stored: String,
    pub(crate) typed: String,
}

/// A value as people read it.
fn told(field: &Field, speech: Speech<'_>) -> String {
    if field.is_tick() {
        let is_ticked = !field.value.is_empty();
        return speech.say(if is_ticked { "committee-yes" } else { "committee-no" });
    }
    let chosen = field
        .choices()
        .and_then(|choices| choices.iter().find(|(value, _)| *value == field.value));
    match chosen {
        Some((_, text)) => text.clone(),
        None if field.value.trim().is_empty() => "–".to_owned(),
        None => field.value.clone(),
    }
}

/// Browsers send lines with two characters between them.
fn plain(value: &str) -> String {
    value.replace("\r\n", "\n").trim().to_owned()
}

/// Where two forms with the same fields differ.
pub(crate) fn between(speech: Speech<'_>, stored: &[Field], typed: &[Field]) -> Vec<Difference> {
    let pairs = stored.iter().zip(typed);
    let pairs = pairs.filter(|(stored, typed)| plain(&stored.value) != plain(&typed.value));
    pairs
        .map(|(stored, typed)| Difference {
            label: typed.label.clone(),
            stored: told(stored, speech),
            typed: told(typed, speech),
        })
        .collect()
}
