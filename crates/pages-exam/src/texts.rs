//! The texts that the program says, as JSON. What is filled into one stands there as `{name}`.

use std::collections::{BTreeMap, BTreeSet};

use pages_kit::Speech;
use platform::Error;

use crate::CATALOGUE;

/// What the keys of the program's texts begin with.
const PREFIX: &str = "exam-";

/// Each key of the program, with the names that are filled into its text.
pub(crate) fn keys() -> BTreeMap<&'static str, BTreeSet<&'static str>> {
    let lines = CATALOGUE.texts[0].lines();
    let texts = lines.filter_map(|line| line.split_once(" = ").filter(|(key, _)| key.starts_with(PREFIX)));
    texts.map(|(key, text)| (key, names(text))).collect()
}

fn names(text: &str) -> BTreeSet<&str> {
    let parts = text.split("{ $").skip(1);
    parts.filter_map(|part| Some(part.split_once(" }")?.0)).collect()
}

/// The texts in a language, as JSON that may stand in a page.
pub(crate) fn json(speech: Speech<'_>) -> Result<String, Error> {
    let texts: BTreeMap<&str, String> = keys()
        .into_iter()
        .map(|(key, names)| (key, text(speech, key, &names)))
        .collect();
    let json = serde_json::to_string(&texts).map_err(Error::internal)?;
    // Nothing in it ends the element in which it stands.
    Ok(json.replace('<', "\\u003c"))
}

fn text(speech: Speech<'_>, key: &str, names: &BTreeSet<&str>) -> String {
    let place = |name: &str| format!("{{{name}}}");
    match names.iter().copied().collect::<Vec<_>>()[..] {
        [] => speech.say(key),
        [name] => speech.with(key, name, place(name)),
        [first, second, ..] => speech.with_two(key, (first, place(first)), (second, place(second))),
    }
}
