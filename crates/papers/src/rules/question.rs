//! What makes a question good by itself: its text, its options and its key fit one another.
//!
//! Invariant: nothing is invented. [`tidy`] only spells what is there in one way, and makes the two options of a
//! true/false question, which have only one form.

use std::collections::BTreeSet;

use base::{
    Message, Rule,
    text::{Check, fold},
};

use super::{trimmed, written, written_text};
use crate::{
    paper::{self, Choice, Key, Question, QuestionType, ScoringRule, is_premise},
    points::Points,
};

/// Longest text of a question, in characters.
pub const LONGEST_TEXT: usize = 20_000;
/// Longest text of an option.
pub const LONGEST_OPTION: usize = 5_000;
/// Longest accepted text of a short answer.
const LONGEST_ANSWER: usize = 500;
/// Longest label.
const LONGEST_LABEL: usize = 3;
/// Most options, and most accepted texts, of a question.
const MOST_OPTIONS: usize = 26;
/// Most premises and responses together, and most accepted texts.
const MOST_ENTRIES: usize = 100;
/// A day, in seconds.
pub(super) const LONGEST_TIME: i64 = 86_400;
/// How often the audio of a question may be played, where that is bounded.
pub const PLAYS: std::ops::RangeInclusive<i64> = 1..=20;
/// Most tags of a question.
const MOST_TAGS: usize = 20;
/// Longest tag, in characters.
const LONGEST_TAG: usize = 50;
/// The whole of a question's points, in per cent.
const WHOLE: i64 = 100;

/// The options of a true/false question.
const TRUE: (&str, &str) = ("B", "Benar");
const FALSE: (&str, &str) = ("S", "Salah");

/// The label `B` or `S` that a word for true or false stands for.
fn truth(word: &str) -> Option<&'static str> {
    paper::truth(&fold(word))
}

/// Spells labels and keys the way that they are stored: labels in capitals, true and false as `B` and `S`, pairs without
/// blanks.
pub fn tidy(question: &mut Question) {
    question.text = std::mem::take(&mut question.text).trimmed();
    let kind = question.kind;
    for option in &mut question.options {
        option.label = label(kind, &option.label);
        option.value = std::mem::take(&mut option.value).trimmed();
    }
    for key in &mut question.key {
        key.answer = answer(kind, &key.answer);
    }
    if kind == QuestionType::TrueFalse && question.options.is_empty() {
        question.options = [TRUE, FALSE].map(choice).into();
    }
}

fn choice((label, value): (&str, &str)) -> Choice {
    Choice {
        label: label.to_owned(),
        value: value.into(),
    }
}

/// A label as it is stored: in capitals; of a true/false question, the letter that its word stands for.
pub fn label(kind: QuestionType, given: &str) -> String {
    match truth(given.trim()) {
        Some(label) if kind == QuestionType::TrueFalse => label.to_owned(),
        _ => given.trim().to_uppercase(),
    }
}

fn answer(kind: QuestionType, given: &str) -> String {
    match kind {
        QuestionType::Matching => match given.split_once('-') {
            Some((premise, response)) => format!("{}-{}", label(kind, premise), label(kind, response)),
            None => label(kind, given),
        },
        _ if kind.has_options() => label(kind, given),
        _ => trimmed(given),
    }
}

/// Notes every rule that a question breaks. One without a key is still good: it can be stored, and not yet published.
pub fn judge(check: &mut Check, question: &Question) {
    written_text(check, "question", &question.text, LONGEST_TEXT);
    options(check, question);
    key(check, question);
    weights(check, question);
    if !(Points::ZERO..=Points::MOST).contains(&question.point) {
        check.note("point", Rule::OutOfRange("0".into(), Points::MOST.to_string()));
    }
    seconds(check, "preparationTime", question.preparation_time);
    seconds(check, "responseTime", question.response_time);
    plays(check, "audioPlays", question.audio_plays);
}

/// Tags as they are stored: without blanks around them, each once without case, empty ones left out. They hold no commas and
/// no line breaks, which stand between tags where they are written.
pub fn tidy_tags(given: impl IntoIterator<Item = String>) -> Result<Vec<String>, Rule> {
    let mut tags: Vec<String> = Vec::new();
    for tag in given {
        let tag = tag.trim();
        if tag.chars().count() > LONGEST_TAG {
            return Err(Rule::TooLong(LONGEST_TAG));
        }
        if tag.contains([',', ';']) || tag.contains(char::is_control) {
            return Err(other(
                "tidak boleh berisi koma atau titik koma",
                "must not contain commas or semicolons",
            ));
        }
        if !tag.is_empty() && !tags.iter().any(|one| fold(one) == fold(tag)) {
            tags.push(tag.to_owned());
        }
    }
    if tags.len() > MOST_TAGS {
        return Err(Rule::TooMany(MOST_TAGS));
    }
    Ok(tags)
}

/// Notes how often audio may be played, if that is out of bounds.
pub fn plays(check: &mut Check, path: &str, given: Option<i64>) {
    if given.is_some_and(|given| !PLAYS.contains(&given)) {
        check.note(
            path,
            Rule::OutOfRange(PLAYS.start().to_string(), PLAYS.end().to_string()),
        );
    }
}

/// Notes a time that is negative or longer than a day.
pub fn seconds(check: &mut Check, path: &str, given: Option<i64>) {
    if given.is_some_and(|given| !(0..=LONGEST_TIME).contains(&given)) {
        check.note(path, Rule::OutOfRange("0".into(), LONGEST_TIME.to_string()));
    }
}

fn other(id: impl Into<String>, en: impl Into<String>) -> Rule {
    Rule::Other(Message::new(id.into(), en.into()))
}

const OPTIONS: &str = "optionQuestions";
const KEY: &str = "answerKey";

fn options(check: &mut Check, question: &Question) {
    let (kind, options) = (question.kind, &question.options);
    if !kind.has_options() {
        if !options.is_empty() {
            let name = kind.name();
            check.note(
                OPTIONS,
                other(
                    format!("tidak dipakai pada soal {name}"),
                    format!("must be left out: a question of type {name} has no options"),
                ),
            );
        }
        return;
    }
    let mut taken = BTreeSet::new();
    for (index, option) in options.iter().enumerate().take(MOST_ENTRIES) {
        let at = format!("{OPTIONS}[{index}]");
        written_text(check, &format!("{at}.value"), &option.value, LONGEST_OPTION);
        let path = format!("{at}.label");
        if let Some(rule) = broken_label(kind, &option.label) {
            check.note(path, rule);
        } else if !taken.insert(fold(&option.label)) {
            check.note(path, other("dipakai dua kali", "is used twice"));
        }
    }
    if let Some(rule) = find_miscount(question) {
        check.note(OPTIONS, rule);
    }
}

fn broken_label(kind: QuestionType, label: &str) -> Option<Rule> {
    let plain = label.chars().all(char::is_alphanumeric);
    match label.chars().count() {
        0 => Some(Rule::TooShort(1)),
        count if count > LONGEST_LABEL => Some(Rule::TooLong(LONGEST_LABEL)),
        _ if !plain => Some(other(
            "hanya boleh memuat huruf dan angka",
            "must have letters and digits only",
        )),
        _ if kind == QuestionType::TrueFalse && truth(label) != Some(label) => {
            Some(other("harus B (benar) atau S (salah)", "must be B (true) or S (false)"))
        }
        _ => None,
    }
}

/// The rule that the number of options breaks.
fn find_miscount(question: &Question) -> Option<Rule> {
    let options = &question.options;
    match question.kind {
        QuestionType::Matching if options.len() > MOST_ENTRIES => Some(Rule::TooMany(MOST_ENTRIES)),
        QuestionType::Matching => {
            let premises = premises(question).count();
            (premises == 0 || premises == options.len()).then(|| {
                other(
                    "harus memuat premis (1, 2, …) dan pasangan (A, B, …)",
                    "must have premises (1, 2, …) and responses (A, B, …)",
                )
            })
        }
        QuestionType::TrueFalse => (options.len() != 2).then(|| {
            other(
                "harus B (benar) dan S (salah), atau kosong",
                "must be B (true) and S (false), or left out",
            )
        }),
        _ if options.len() > MOST_OPTIONS => Some(Rule::TooMany(MOST_OPTIONS)),
        _ => {
            (options.len() < 2).then(|| other("harus memuat sedikitnya dua pilihan", "must have at least two entries"))
        }
    }
}

fn premises(question: &Question) -> impl Iterator<Item = &str> {
    let labels = question.options.iter().map(|option| option.label.as_str());
    labels.filter(|label| is_premise(label))
}

fn key(check: &mut Check, question: &Question) {
    let (kind, key) = (question.kind, &question.key);
    if key.is_empty() {
        return;
    }
    if kind.is_rated() {
        let name = kind.name();
        check.note(
            KEY,
            other(
                format!("tidak dipakai pada soal {name}, yang dinilai oleh penilai"),
                format!("must be left out: a question of type {name} is rated by people"),
            ),
        );
        return;
    }
    if key.len() > MOST_ENTRIES {
        check.note(KEY, Rule::TooMany(MOST_ENTRIES));
        return;
    }
    match kind {
        QuestionType::ShortAnswer => {
            for (index, key) in key.iter().enumerate() {
                written(check, &at(index), &key.answer, LONGEST_ANSWER);
            }
        }
        QuestionType::Matching => pairs(check, question),
        _ => choices(check, question),
    }
}

fn at(index: usize) -> String {
    format!("{KEY}[{index}]")
}

/// Every entry names an option, and none twice.
fn choices(check: &mut Check, question: &Question) {
    let labels: BTreeSet<String> = question.options.iter().map(|option| fold(&option.label)).collect();
    let mut named = BTreeSet::new();
    for (index, key) in question.key.iter().enumerate() {
        let label = fold(&key.answer);
        if !labels.contains(&label) {
            check.note(at(index), names_no_option());
        } else if !named.insert(label) {
            check.note(at(index), other("tertulis dua kali", "is given twice"));
        }
    }
    let one = matches!(question.kind, QuestionType::MultipleChoice | QuestionType::TrueFalse);
    if one && question.rule != ScoringRule::Weights && question.key.len() != 1 {
        check.note(KEY, other("harus tepat satu", "must name exactly one option"));
    }
}

fn names_no_option() -> Rule {
    other("tidak menunjuk pilihan yang ada", "names no option")
}

/// Every entry pairs a premise with a response, and every premise has one.
fn pairs(check: &mut Check, question: &Question) {
    let labels: BTreeSet<&str> = question.options.iter().map(|option| option.label.as_str()).collect();
    let mut paired = BTreeSet::new();
    for (index, key) in question.key.iter().enumerate() {
        let Some((premise, response)) = key.answer.split_once('-') else {
            check.note(at(index), other("harus berbentuk 1-A", "must be of the form 1-A"));
            continue;
        };
        let fits = is_premise(premise) && !is_premise(response);
        if !fits || !labels.contains(premise) || !labels.contains(response) {
            check.note(at(index), names_no_option());
        } else if !paired.insert(premise) {
            check.note(
                at(index),
                other("memasangkan premis dua kali", "pairs its premise twice"),
            );
        }
    }
    let alone: Vec<&str> = premises(question).filter(|premise| !paired.contains(premise)).collect();
    if !alone.is_empty() {
        let alone = alone.join(", ");
        check.note(
            KEY,
            other(
                format!("belum memasangkan premis {alone}"),
                format!("does not pair premise {alone}"),
            ),
        );
    }
}

/// Weights stand exactly where the rule asks for them, and full points can be had.
fn weights(check: &mut Check, question: &Question) {
    let weighted = question.rule == ScoringRule::Weights;
    let may = matches!(
        question.kind,
        QuestionType::MultipleChoice | QuestionType::MultipleAnswer | QuestionType::ShortAnswer
    );
    if weighted && !may {
        let said = other(
            "weights hanya untuk multiple_choice, multiple_answer dan short_answer",
            "weights is for multiple_choice, multiple_answer and short_answer only",
        );
        check.note("rule", said);
        return;
    }
    for (index, key) in question.key.iter().enumerate() {
        if let Some(rule) = broken_weight(weighted, key) {
            check.note(format!("{}.weight", at(index)), rule);
        }
    }
    if weighted && !question.key.is_empty() && !reaches_all(question) {
        let said = other("tidak memberi nilai penuh (100)", "does not give full points (100)");
        check.note(KEY, said);
    }
}

fn broken_weight(weighted: bool, key: &Key) -> Option<Rule> {
    match key.weight {
        None if weighted => Some(Rule::Required),
        Some(_) if !weighted => Some(other("hanya untuk rule weights", "is for the rule weights only")),
        Some(weight) if !(-WHOLE..=WHOLE).contains(&weight) => {
            Some(Rule::OutOfRange((-WHOLE).to_string(), WHOLE.to_string()))
        }
        _ => None,
    }
}

/// Whether somebody can get all points. Several choices are added, and three thirds are 99 per cent.
fn reaches_all(question: &Question) -> bool {
    let gains = question
        .key
        .iter()
        .filter_map(|key| key.weight)
        .filter(|weight| *weight > 0);
    match question.kind {
        QuestionType::MultipleAnswer => gains.sum::<i64>() >= WHOLE - 1,
        _ => gains.max() == Some(WHOLE),
    }
}
