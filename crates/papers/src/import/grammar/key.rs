//! Which answers are right, as the document says it.
//!
//! Invariant: what cannot be read for certain is a finding, never a guess.

use std::collections::HashSet;

use super::{
    draft::{Draft, DraftOption},
    emphasis,
    fault::{self, Fault},
    labels::option_start,
    report::Report,
    values::{self, Mark},
    words::plain,
};
use crate::{
    import::{docx::At, styled::StyledText},
    paper::{self, Key, QuestionType, ScoringRule},
};

/// What is wrong, where, and what stands there.
type Wrong = (&'static Fault, At, String);

/// The key of a question and the rule that goes with it. Nothing if something is wrong with them, which is then noted.
pub(super) fn of(draft: &mut Draft, kind: QuestionType, report: &mut Report) -> Option<(Vec<Key>, ScoringRule)> {
    let key = match kind {
        QuestionType::Essay | QuestionType::Speaking => read_no_key(draft),
        QuestionType::ShortAnswer => read_accepted_texts(draft),
        QuestionType::Matching => pairs(draft),
        QuestionType::MultipleChoice | QuestionType::MultipleAnswer | QuestionType::TrueFalse => {
            read_chosen_labels(draft)
        }
    };
    let result = key.and_then(|key| {
        let rule = rule_of(draft, kind, &key)?;
        Ok((key, rule))
    });
    match result {
        Ok(found) => Some(found),
        Err((fault, at, excerpt)) => {
            report.add(fault, at, &excerpt);
            None
        }
    }
}

fn rule_of(draft: &Draft, kind: QuestionType, key: &[Key]) -> Result<ScoringRule, Wrong> {
    let wrong = |fault| Err((fault, draft.at, draft.text.reading()));
    let weighted = key.iter().filter(|key| key.weight.is_some()).count();
    let rule = match draft.rule() {
        Some(rule) if weighted > 0 && rule != ScoringRule::Weights => return wrong(&fault::WEIGHT_UNEXPECTED),
        Some(rule) => rule,
        None if weighted > 0 => ScoringRule::Weights,
        None => ScoringRule::Exact,
    };
    let is_positive = key.iter().any(|key| key.weight.is_some_and(|weight| weight > 0));
    if rule == ScoringRule::Weights && !kind.is_rated() && !(weighted == key.len() && is_positive) {
        return wrong(&fault::WEIGHT_MISSING);
    }
    if kind == QuestionType::MultipleChoice && rule != ScoringRule::Weights && key.len() > 1 {
        return wrong(&fault::KEY_SEVERAL);
    }
    if kind == QuestionType::TrueFalse && key.len() > 1 {
        return wrong(&fault::KEY_SEVERAL);
    }
    Ok(rule)
}

fn read_no_key(draft: &Draft) -> Result<Vec<Key>, Wrong> {
    match &draft.key {
        Some((text, at)) => Err((&fault::KEY_UNEXPECTED, *at, text.clone())),
        None => Ok(Vec::new()),
    }
}

fn missing<T>(draft: &Draft) -> Result<T, Wrong> {
    if let Some(option) = emphasis::only(&draft.options) {
        let shown = format!("{}. {}", option.label, option.text.reading());
        return Err((&fault::KEY_SHOWN, option.at, shown));
    }
    Err((&fault::KEY_MISSING, draft.at, draft.text.reading()))
}

/// Accepted texts: `colour ~ color ~ =3,14±0,01`.
fn read_accepted_texts(draft: &Draft) -> Result<Vec<Key>, Wrong> {
    let written = draft.key.iter().chain(&draft.answers);
    let mut key: Vec<Key> = Vec::new();
    let mut known = HashSet::new();
    for (text, at) in written {
        let texts = alternatives(text);
        for answer in texts.iter().map(|text| text.trim()).filter(|answer| !answer.is_empty()) {
            let answer = if answer.starts_with('=') {
                number(answer).ok_or_else(|| (&fault::KEY_UNREADABLE, *at, answer.to_owned()))?
            } else {
                answer.to_owned()
            };
            if known.insert(answer.clone()) {
                key.push(Key { answer, weight: None });
            }
        }
    }
    if key.is_empty() { missing(draft) } else { Ok(key) }
}

/// The texts between tildes. A tilde behind a backslash is one of the text, which is how an export writes it.
fn alternatives(text: &str) -> Vec<String> {
    let mut found: Vec<String> = Vec::new();
    for part in text.split('~') {
        match found.last_mut() {
            Some(last) if last.ends_with('\\') => {
                last.pop();
                last.push('~');
                last.push_str(part);
            }
            _ => found.push(part.to_owned()),
        }
    }
    found
}

/// A number with its tolerance, with points for decimals: `=3.14±0.01`.
fn number(text: &str) -> Option<String> {
    let text: String = text
        .strip_prefix('=')?
        .chars()
        .filter(|char| !char.is_whitespace())
        .map(|char| match char {
            ',' => '.',
            '−' | '–' => '-',
            char => char,
        })
        .collect();
    let text = text.replace("+/-", "±").replace("+-", "±");
    let (value, tolerance) = match text.split_once('±') {
        Some((value, tolerance)) => (value, Some(tolerance)),
        None => (text.as_str(), None),
    };
    let unsigned = value.strip_prefix(['-', '+']).unwrap_or(value);
    (is_decimal(unsigned) && tolerance.is_none_or(is_decimal)).then(|| format!("={text}"))
}

fn is_decimal(text: &str) -> bool {
    let (whole, rest) = text.split_once('.').unwrap_or((text, "0"));
    let is_digits = |text: &str| (1..=15).contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_digit());
    is_digits(whole) && is_digits(rest)
}

/// Ticked options, or the labels at KUNCI.
fn read_chosen_labels(draft: &Draft) -> Result<Vec<Key>, Wrong> {
    let ticked: Vec<Key> = draft
        .options
        .iter()
        .filter_map(|option| match option.mark {
            Mark::Ticked(weight) => Some(Key {
                answer: option.label.clone(),
                weight,
            }),
            Mark::None => None,
        })
        .collect();
    let Some((text, at)) = &draft.key else {
        return if ticked.is_empty() { missing(draft) } else { Ok(ticked) };
    };
    let named = named_option(draft, text);
    let mut written: Vec<Key> = named.into_iter().collect();
    let parts = if written.is_empty() { parts(text) } else { Vec::new() };
    for part in parts {
        let key = key_of_label(draft, part).map_err(|fault| (fault, *at, text.clone()))?;
        if !written.iter().any(|known: &Key| known.answer == key.answer) {
            written.push(key);
        }
    }
    if written.is_empty() {
        return missing(draft);
    }
    let same = ticked.len() == written.len() && ticked.iter().all(|key| written.contains(key));
    if ticked.is_empty() || same {
        Ok(written)
    } else {
        Err((&fault::KEY_CONFLICT, *at, text.clone()))
    }
}

/// The option that a key names by its letter and by what it says: `B. dua`. Both have to agree.
fn named_option(draft: &Draft, text: &str) -> Option<Key> {
    let (_, letter, said) = option_start(text).filter(|(_, _, said)| !said.is_empty())?;
    let label = letter.to_string();
    let is_named = |option: &&DraftOption| option.label == label && plain(&option.text.reading()) == plain(said);
    draft.options.iter().find(is_named).map(|_| Key {
        answer: label.clone(),
        weight: None,
    })
}

/// `A,C`, `A; C`, `A dan C`, `A 50%, C 50%`, `A C`.
fn parts(text: &str) -> Vec<&str> {
    let split: Vec<&str> = text
        .split([',', ';', '&', '\n', '，'])
        .flat_map(|part| part.split(" dan "))
        .flat_map(|part| part.split(" and "))
        .map(str::trim)
        .filter(|part| !part.is_empty())
        .collect();
    match split.as_slice() {
        [one] if one.split_whitespace().all(|word| values::label(word).is_some()) => one.split_whitespace().collect(),
        _ => split,
    }
}

fn key_of_label(draft: &Draft, part: &str) -> Result<Key, &'static Fault> {
    let (label, weight) = match part.split_once(char::is_whitespace) {
        Some((label, weight)) => (label, Some(values::weight_of(weight).ok_or(&fault::KEY_UNREADABLE)?)),
        None => (part, None),
    };
    let answer = if draft.kind == Some(QuestionType::TrueFalse) {
        truth(label).map(str::to_owned)
    } else {
        values::label(label)
            .filter(|(ticked, _)| !ticked)
            .map(|(_, label)| label)
    }
    .ok_or(&fault::KEY_UNREADABLE)?;
    if draft.options.iter().any(|option| option.label == answer) {
        Ok(Key { answer, weight })
    } else {
        Err(&fault::KEY_UNKNOWN)
    }
}

/// `1-A, 2-B`.
fn pairs(draft: &Draft) -> Result<Vec<Key>, Wrong> {
    let Some((text, at)) = &draft.key else {
        return missing(draft);
    };
    let wrong = |fault| (fault, *at, text.clone());
    let mut key: Vec<Key> = Vec::new();
    for part in text
        .split([',', ';', '\n'])
        .map(str::trim)
        .filter(|part| !part.is_empty())
    {
        let (premise, response) = part
            .split_once(['-', '–', '—', '=', ':'])
            .ok_or_else(|| wrong(&fault::KEY_UNREADABLE))?;
        let known = |text: &str, is_premise: bool| {
            let (_, label) = values::label(text).ok_or_else(|| wrong(&fault::KEY_UNREADABLE))?;
            let is_right = label.starts_with(|char: char| char.is_ascii_digit()) == is_premise;
            let exists = draft.options.iter().any(|option| option.label == label);
            if is_right && exists {
                Ok(label)
            } else {
                Err(wrong(&fault::KEY_UNKNOWN))
            }
        };
        let answer = format!("{}-{}", known(premise, true)?, known(response, false)?);
        if !key.iter().any(|known| known.answer == answer) {
            key.push(Key { answer, weight: None });
        }
    }
    let is_paired = |option: &DraftOption| {
        key.iter()
            .any(|key| key.answer.split('-').next() == Some(&option.label))
    };
    let unpaired = draft
        .options
        .iter()
        .find(|option| option.label.starts_with(|char: char| char.is_ascii_digit()) && !is_paired(option));
    match unpaired {
        Some(option) => Err((&fault::KEY_MISSING, option.at, option.text.reading())),
        None => Ok(key),
    }
}

/// Gives a true-false question its two options. Documents letter them `B`/`S` or `T`/`F`, or name them; where none are
/// written there is only one way to answer.
pub(super) fn settle_true_false(draft: &mut Draft) -> bool {
    if draft.options.is_empty() {
        let at = draft.at;
        let option = |label: &str, text: &str| DraftOption {
            label: label.to_owned(),
            text: StyledText::of(text),
            mark: Mark::None,
            at,
        };
        draft.options = vec![option("B", "Benar"), option("S", "Salah")];
        return true;
    }
    let by_label = |option: &DraftOption| truth(&option.label);
    let by_text = |option: &DraftOption| truth(option.text.as_str());
    let labels: Vec<Option<&str>> = if draft.options.iter().all(|option| by_label(option).is_some()) {
        draft.options.iter().map(by_label).collect()
    } else {
        // Options lettered A and B, where B is not "benar": a key at KUNCI would mean either.
        if draft.key.is_some() {
            return false;
        }
        draft.options.iter().map(by_text).collect()
    };
    let is_whole = matches!(labels.as_slice(), [Some("B"), Some("S")] | [Some("S"), Some("B")]);
    if is_whole {
        for (option, label) in draft.options.iter_mut().zip(labels) {
            label.unwrap_or_default().clone_into(&mut option.label);
        }
    }
    is_whole
}

/// `B` for what means true, `S` for what means false.
fn truth(text: &str) -> Option<&'static str> {
    paper::truth(plain(text).trim_end_matches(['.', ')']))
}
