//! What stands between the braces.

use super::{At, Sheet, Sheets, find, find_any, plain, truth};

/// Most answers of a question; more than that have no letters, which is told.
const MOST_ANSWERS: usize = 100;

/// An answer between the braces.
#[derive(Debug)]
struct Answer {
    is_right: bool,
    weight: Option<f64>,
    text: String,
}

pub(super) fn answers(content: &str, sheet: &mut Sheet, sheets: &mut Sheets, at: At) {
    let content = content.trim();
    if content.is_empty() {
        sheet.add("JENIS", "URAIAN", "");
    } else if let Some(key) = truth(content) {
        feedback(content, sheets, at);
        sheet.add("JENIS", "BS", "");
        sheet.add("KUNCI", key, "");
    } else if let Some(numbers) = content.strip_prefix('#') {
        number(numbers, sheet, sheets, at);
    } else {
        let found = split(content, sheets, at);
        let is_matching = !found.is_empty() && found.iter().all(|answer| answer.is_right && answer.text.contains("->"));
        if is_matching {
            matching(&found, sheet);
        } else if found.iter().all(|answer| answer.is_right) {
            short(&found, sheet, sheets, at);
        } else {
            choice(&found, sheet, sheets, at);
        }
    }
}

/// The answers, without their feedback.
fn split(content: &str, sheets: &mut Sheets, at: At) -> Vec<Answer> {
    let mut found = Vec::new();
    let mut rest = content;
    while let Some(sign) = rest.chars().next().filter(|_| found.len() < MOST_ANSWERS) {
        let is_right = sign == '=';
        let inner = if matches!(sign, '=' | '~') { &rest[1..] } else { rest };
        let end = find_any(inner, &['=', '~']).unwrap_or(inner.len());
        let (mut own, next) = inner.split_at(end);
        if let Some(feedback_start) = find(own, '#') {
            feedback(own, sheets, at);
            own = &own[..feedback_start];
        }
        let (weight, text) = weighted(own.trim());
        found.push(Answer {
            is_right,
            weight,
            text: text.trim().to_owned(),
        });
        rest = next;
    }
    found
}

/// `%50%text`: the weight and the text.
fn weighted(text: &str) -> (Option<f64>, &str) {
    let found = text
        .strip_prefix('%')
        .and_then(|rest| rest.split_once('%'))
        .and_then(|(weight, text)| Some((weight.trim().parse::<f64>().ok()?, text)));
    match found {
        Some((weight, text)) if weight.is_finite() => (Some(weight), text),
        _ => (None, text),
    }
}

fn feedback(text: &str, sheets: &mut Sheets, at: At) {
    if find(text, '#').is_some() {
        sheets.note(
            at,
            "gift.feedback",
            text,
            "Umpan balik jawaban tidak ikut diimpor.",
            "Feedback of answers is not imported.",
        );
    }
}

/// `#3.14:0.01`, `#1..5`, `#=3:0.5 =%50%3:1`.
fn number(content: &str, sheet: &mut Sheet, sheets: &mut Sheets, at: At) {
    sheet.add("JENIS", "ISIAN", "");
    let content = content.trim();
    let found = if content.starts_with(['=', '~']) {
        split(content, sheets, at)
    } else {
        split(&format!("={content}"), sheets, at)
    };
    let partial = found
        .iter()
        .any(|answer| answer.weight.is_some_and(|weight| weight < 100.0));
    if partial {
        tell_of_weights(content, sheets, at);
    }
    let whole = found
        .iter()
        .filter(|answer| answer.is_right && answer.weight.is_none_or(|weight| weight >= 100.0));
    let keys: Vec<String> = whole.map(|answer| tolerance(&answer.text)).collect();
    sheet.add("KUNCI", &keys.join(" ~ "), "");
}

/// A number with its tolerance or its range, as a key has it. What is no number is left for the key's reader to refuse.
fn tolerance(text: &str) -> String {
    if let Some((low, high)) = text.split_once("..")
        && let (Ok(low), Ok(high)) = (low.trim().parse::<f64>(), high.trim().parse::<f64>())
    {
        let rounded = |number: f64| (number * 1e9).round() / 1e9;
        return format!(
            "={}±{}",
            rounded(f64::midpoint(low, high)),
            rounded((high - low).abs() / 2.0)
        );
    }
    match text.split_once(':') {
        Some((value, tolerance)) => format!("={}±{}", value.trim(), tolerance.trim()),
        None => format!("={}", text.trim()),
    }
}

fn tell_of_weights(text: &str, sheets: &mut Sheets, at: At) {
    sheets.note(
        at,
        "gift.weight",
        text,
        "Jawaban isian dengan bobot sebagian tidak didukung dan tidak diterima sebagai jawaban.",
        "Short answers with a partial weight are not supported and are not accepted.",
    );
}

fn short(found: &[Answer], sheet: &mut Sheet, sheets: &mut Sheets, at: At) {
    sheet.add("JENIS", "ISIAN", "");
    let is_whole = |answer: &&Answer| answer.weight.is_none_or(|weight| weight >= 100.0);
    if let Some(partial) = found.iter().find(|answer| !is_whole(answer)) {
        tell_of_weights(&partial.text, sheets, at);
    }
    let texts = found
        .iter()
        .filter(is_whole)
        .map(|answer| plain(&answer.text).replace('~', "\\~"));
    sheet.add("KUNCI", &texts.collect::<Vec<_>>().join(" ~ "), "");
}

fn matching(found: &[Answer], sheet: &mut Sheet) {
    sheet.add("JENIS", "JODOH", "");
    let mut responses: Vec<String> = Vec::new();
    let mut premises = Vec::new();
    for answer in found {
        let (premise, response) = answer.text.split_once("->").unwrap_or((&answer.text, ""));
        let response = plain(response);
        let place = responses
            .iter()
            .position(|known| *known == response)
            .unwrap_or_else(|| {
                responses.push(response);
                responses.len() - 1
            });
        let premise = plain(premise);
        // A pair without a premise only adds a response that fits nothing.
        if !premise.is_empty() {
            premises.push((premise, letter(place)));
        }
    }
    let mut key = Vec::new();
    for (number, (premise, letter)) in (1..).zip(&premises) {
        sheet.add(&number.to_string(), premise, "");
        key.push(format!("{number}-{letter}"));
    }
    for (place, response) in responses.iter().enumerate() {
        sheet.add(&letter(place), response, "");
    }
    sheet.add("KUNCI", &key.join(", "), "");
}

fn choice(found: &[Answer], sheet: &mut Sheet, sheets: &mut Sheets, at: At) {
    let right = found.iter().filter(|answer| answer.is_right).count();
    let is_weighted = found.iter().any(|answer| answer.weight.is_some());
    sheet.add("JENIS", if right == 1 { "PG" } else { "PGK" }, "");
    for (place, answer) in found.iter().enumerate() {
        let weight = answer.weight.or((answer.is_right && is_weighted).then_some(100.0));
        let sign = match weight {
            Some(weight) => {
                if weight.fract() != 0.0 {
                    sheets.note(
                        at,
                        "gift.weight.rounded",
                        &answer.text,
                        "Bobot jawaban dibulatkan ke persen utuh.",
                        "The weight of an answer was rounded to whole per cent.",
                    );
                }
                format!("v {weight:.0}%")
            }
            None if answer.is_right => "v".to_owned(),
            None => String::new(),
        };
        sheet.add(&letter(place), &plain(&answer.text), &sign);
    }
}

/// The letter of an option; beyond Z there is none, and its label is refused.
fn letter(place: usize) -> String {
    crate::sheet::book::letters(u32::try_from(place).unwrap_or(u32::MAX))
}
