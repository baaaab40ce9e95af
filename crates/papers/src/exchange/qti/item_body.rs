//! What an item declares, asks and how it is scored, as elements.

use std::fmt::Write as _;

use super::{
    super::{
        moodle::numbers,
        weigh::{percent, shares},
    },
    write::{html, said},
};
use crate::paper::{Choice, Key, Pictures, Question, QuestionType, ScoringRule, is_premise};

const TEMPLATES: &str = "https://purl.imsglobal.org/spec/qti/v3p0/rptemplates";
const WHOLE: f64 = 100.0;

/// A label as an identifier, which begins with a letter.
fn identifier(label: &str) -> String {
    said(&format!("C_{label}"))
}

/// Whether answers are compared with what is right alone.
fn is_exact(question: &Question) -> bool {
    question.rule == ScoringRule::Exact
}

/// The number that a question accepts, if it is the only answer.
fn number(question: &Question) -> Option<(String, String)> {
    let found = numbers(question)?;
    match found.as_slice() {
        [(_, value, tolerance)] if is_exact(question) => Some((value.clone(), tolerance.clone())),
        _ => None,
    }
}

/// A share of the points, as a part of one.
fn part(share: f64) -> String {
    let written = format!("{:.6}", share / WHOLE);
    written.trim_end_matches('0').trim_end_matches('.').to_owned()
}

/// What a response may be, and what of it is right.
pub(super) fn declaration(question: &Question) -> String {
    let (cardinality, kind) = match question.kind {
        QuestionType::MultipleChoice | QuestionType::TrueFalse => ("single", "identifier"),
        QuestionType::MultipleAnswer => ("multiple", "identifier"),
        QuestionType::Matching => ("multiple", "directedPair"),
        QuestionType::ShortAnswer if number(question).is_some() => ("single", "float"),
        QuestionType::ShortAnswer | QuestionType::Essay => ("single", "string"),
        QuestionType::Speaking => ("single", "file"),
    };
    let mut to = format!(
        "<qti-response-declaration identifier=\"RESPONSE\" cardinality=\"{cardinality}\" base-type=\"{kind}\">"
    );
    let right: Vec<String> = match question.kind {
        QuestionType::Matching => pairs(question),
        QuestionType::ShortAnswer => match number(question) {
            Some((value, _)) => vec![value],
            None => question.key.first().map(|key| said(&key.answer)).into_iter().collect(),
        },
        _ => question
            .key
            .iter()
            .filter(|key| key.weight.is_none_or(|weight| weight > 0))
            .map(|key| identifier(&key.answer))
            .collect(),
    };
    let right = if cardinality == "single" {
        right.into_iter().take(1).collect()
    } else {
        right
    };
    if !right.is_empty() {
        to.push_str("<qti-correct-response>");
        for value in &right {
            let _ = write!(to, "<qti-value>{value}</qti-value>");
        }
        to.push_str("</qti-correct-response>");
    }
    to.push_str(&mapping(question));
    to.push_str("</qti-response-declaration>\n");
    to
}

fn pairs(question: &Question) -> Vec<String> {
    let pair = |key: &Key| {
        let (premise, response) = key.answer.split_once('-')?;
        Some(format!("{} {}", identifier(premise), identifier(response)))
    };
    question.key.iter().filter_map(pair).collect()
}

/// What answers are worth, where that is not all or nothing.
fn mapping(question: &Question) -> String {
    let entry = |key: &str, share: f64, more: &str| {
        format!(
            "<qti-map-entry map-key=\"{key}\" mapped-value=\"{}\"{more}/>",
            part(share)
        )
    };
    let entries: Vec<String> = match question.kind {
        QuestionType::ShortAnswer if number(question).is_none() => {
            let share = |key: &Key| key.weight.map_or(WHOLE, percent);
            let accepted = |key: &Key| entry(&said(&key.answer), share(key), " case-sensitive=\"false\"");
            question.key.iter().map(accepted).collect()
        }
        QuestionType::Matching if !is_exact(question) => {
            let count = f64::from(u32::try_from(question.key.len().max(1)).unwrap_or(u32::MAX));
            pairs(question)
                .iter()
                .map(|pair| entry(pair, WHOLE / count, ""))
                .collect()
        }
        QuestionType::MultipleChoice | QuestionType::MultipleAnswer | QuestionType::TrueFalse
            if !is_exact(question) =>
        {
            let worth = question
                .options
                .iter()
                .zip(shares(question))
                .filter(|(_, share)| *share != 0.0);
            worth
                .map(|(option, share)| entry(&identifier(&option.label), share, ""))
                .collect()
        }
        _ => Vec::new(),
    };
    if entries.is_empty() {
        return String::new();
    }
    format!(
        "<qti-mapping lower-bound=\"0\" upper-bound=\"1\" default-value=\"0\">{}</qti-mapping>",
        entries.concat()
    )
}

/// What is asked.
pub(super) fn interaction(question: &Question, pictures: &Pictures) -> String {
    match question.kind {
        QuestionType::MultipleChoice | QuestionType::TrueFalse => choices(question, pictures, "1"),
        QuestionType::MultipleAnswer => choices(question, pictures, "0"),
        QuestionType::ShortAnswer => {
            "<p><qti-text-entry-interaction response-identifier=\"RESPONSE\" expected-length=\"30\"/></p>".to_owned()
        }
        QuestionType::Essay => {
            "<qti-extended-text-interaction response-identifier=\"RESPONSE\" expected-lines=\"10\"/>".to_owned()
        }
        QuestionType::Speaking => {
            "<qti-upload-interaction response-identifier=\"RESPONSE\" type=\"audio/*\"/>".to_owned()
        }
        QuestionType::Matching => {
            let (left, right): (Vec<&Choice>, Vec<&Choice>) =
                question.options.iter().partition(|option| is_premise(&option.label));
            format!(
                "<qti-match-interaction response-identifier=\"RESPONSE\" shuffle=\"false\" max-associations=\"{}\">{}{}</qti-match-interaction>",
                left.len(),
                set(&left, "1", pictures),
                set(&right, "0", pictures)
            )
        }
    }
}

fn choices(question: &Question, pictures: &Pictures, most: &str) -> String {
    let choice = |option: &Choice| {
        let (identifier, text) = (identifier(&option.label), html(&option.value, pictures));
        format!("<qti-simple-choice identifier=\"{identifier}\">{text}</qti-simple-choice>")
    };
    let choices: String = question.options.iter().map(choice).collect();
    format!(
        "<qti-choice-interaction response-identifier=\"RESPONSE\" shuffle=\"false\" max-choices=\"{most}\">{choices}</qti-choice-interaction>"
    )
}

fn set(options: &[&Choice], most: &str, pictures: &Pictures) -> String {
    let choice = |option: &&Choice| {
        let (identifier, text) = (identifier(&option.label), html(&option.value, pictures));
        format!(
            "<qti-simple-associable-choice identifier=\"{identifier}\" match-max=\"{most}\">{text}</qti-simple-associable-choice>"
        )
    };
    let choices: String = options.iter().map(choice).collect();
    format!("<qti-simple-match-set>{choices}</qti-simple-match-set>")
}

/// How it is scored; nothing for what people rate.
pub(super) fn processing(question: &Question) -> String {
    if question.kind.is_rated() {
        return String::new();
    }
    if let Some((_, tolerance)) = number(question) {
        return format!(
            "<qti-response-processing><qti-response-condition><qti-response-if>\
             <qti-equal tolerance-mode=\"absolute\" tolerance=\"{tolerance} {tolerance}\"><qti-variable identifier=\"RESPONSE\"/><qti-correct identifier=\"RESPONSE\"/></qti-equal>\
             <qti-set-outcome-value identifier=\"SCORE\"><qti-base-value base-type=\"float\">1</qti-base-value></qti-set-outcome-value>\
             </qti-response-if></qti-response-condition></qti-response-processing>\n"
        );
    }
    let template = match question.kind {
        QuestionType::ShortAnswer => "map_response",
        _ if is_exact(question) => "match_correct",
        _ => "map_response",
    };
    format!("<qti-response-processing template=\"{TEMPLATES}/{template}.xml\"/>\n")
}
