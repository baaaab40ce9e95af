//! What is stored of a question beside what was typed.

use pages_kit::Speech;

use super::sheet::Sheet;
use crate::schedule::differences::Difference;

/// A part of a question as people read it: what it is called, and what it says.
fn parts(sheet: &Sheet, speech: Speech<'_>) -> Vec<(String, String)> {
    let value = |name: &str, value: &str| {
        let field = sheet.field(name)?;
        let chosen = field
            .choices()
            .and_then(|choices| choices.iter().find(|(own, _)| own == value));
        Some(chosen.map_or_else(|| value.to_owned(), |(_, said)| said.clone()))
    };
    let mut parts = Vec::new();
    for field in &sheet.form.fields {
        let mut said = value(&field.name, &field.value).unwrap_or_default();
        if field.name == "audioId" {
            let file = sheet.audio.iter().find(|file| file.id == field.value);
            said = file.map(|file| file.said.clone()).unwrap_or(said);
        }
        let row = ["pilihan", "jawaban", "premis"]
            .iter()
            .flat_map(|prefix| sheet.rows(prefix))
            .find(|row| row.name == field.name);
        if let Some(row) = row {
            if row.is_right && !sheet.is_weighted() && sheet.kind() != "short_answer" {
                said = format!("{said} ({})", speech.say("bank-key"));
            }
            if !row.more.is_empty() {
                said = format!("{said} ({})", row.more);
            }
        }
        parts.push((field.label.clone(), said));
    }
    parts
}

fn plain(text: &str) -> String {
    text.replace("\r\n", "\n").trim().to_owned()
}

/// Where two forms of a question differ.
pub(super) fn between(speech: Speech<'_>, stored: &Sheet, typed: &Sheet) -> Vec<Difference> {
    let (stored, typed) = (parts(stored, speech), parts(typed, speech));
    let said = |of: &[(String, String)], label: &str| {
        let found = of.iter().find(|(own, _)| own == label);
        found.map(|(_, said)| plain(said)).unwrap_or_default()
    };
    let mut labels: Vec<&String> = Vec::new();
    for (label, _) in typed.iter().chain(&stored) {
        if !labels.contains(&label) {
            labels.push(label);
        }
    }
    let shown = |text: String| if text.is_empty() { "–".to_owned() } else { text };
    labels
        .into_iter()
        .map(|label| (label, said(&stored, label), said(&typed, label)))
        .filter(|(_, stored, typed)| stored != typed)
        .map(|(label, stored, typed)| Difference {
            label: label.clone(),
            stored: shown(stored),
            typed: shown(typed),
        })
        .collect()
}
