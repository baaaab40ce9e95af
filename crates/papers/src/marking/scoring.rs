//! What an answer is worth.
//!
//! Invariants: an answer's worth depends on the labels that it names and nothing else; a score is exact until it is rounded,
//! once; what people have to rate is never scored here, except that nothing is worth what the policy says of nothing.

use std::collections::{BTreeMap, BTreeSet};

use super::{
    Answer, Policy,
    answer::{pair, truth},
    short_answer::Accepted,
};
use crate::{
    paper::{Key, Question, QuestionType, ScoringRule, is_premise},
    points::Points,
};

/// Where a score comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Status {
    /// The key.
    Auto,
    /// Nowhere yet: it waits for people.
    Pending,
    /// People.
    Manual,
    /// It does not count.
    Void,
}

impl Status {
    /// As the API and the database write it.
    pub fn name(self) -> &'static str {
        match self {
            Self::Auto => "auto",
            Self::Pending => "pending",
            Self::Manual => "manual",
            Self::Void => "void",
        }
    }

    /// The status of a name.
    pub fn from_name(name: &str) -> Option<Self> {
        [Self::Auto, Self::Pending, Self::Manual, Self::Void]
            .into_iter()
            .find(|status| status.name() == name)
    }
}

/// What scoring says of an answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Scored {
    /// What it is worth, unless people have to say.
    pub points: Option<Points>,
    /// Where that comes from.
    pub status: Status,
}

/// Scores an answer. No answer, and one without content, is blank; a written or spoken one that has content waits for
/// raters.
pub fn score(question: &Question, answer: Option<&Answer>, policy: &Policy) -> Scored {
    let points = match answer.filter(|answer| !answer.is_blank()) {
        None => Some(policy.blank(question.point)),
        Some(_) if question.kind.is_rated() => None,
        Some(answer) => Some(policy.answered(question.point, right_part(question, answer))),
    };
    let status = if points.is_some() {
        Status::Auto
    } else {
        Status::Pending
    };
    Scored { points, status }
}

/// The most that a question can bring.
pub fn best(question: &Question, policy: &Policy) -> Points {
    if question.kind.is_rated() {
        question.point
    } else {
        policy.answered(question.point, Fraction::WHOLE)
    }
}

/// An exact part of a whole, from nothing to all of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Fraction {
    part: i64,
    of_all: i64,
}

impl Fraction {
    const NONE: Self = Self { part: 0, of_all: 1 };
    const WHOLE: Self = Self { part: 1, of_all: 1 };

    /// `part` of `of_all`, not below nothing and not above all; nothing of nothing is nothing.
    pub(super) fn new(part: i64, of_all: i64) -> Self {
        if of_all <= 0 {
            return Self::NONE;
        }
        Self {
            part: part.clamp(0, of_all),
            of_all,
        }
    }

    fn all_if(is_right: bool) -> Self {
        if is_right { Self::WHOLE } else { Self::NONE }
    }

    pub(super) fn part(self) -> i64 {
        self.part
    }

    pub(super) fn of_all(self) -> i64 {
        self.of_all
    }
}

/// How much of an answer is right. An answer of another form than the question's, or one that names what the question does
/// not have, is wrong.
fn right_part(question: &Question, answer: &Answer) -> Fraction {
    use QuestionType as Type;
    match (question.kind, answer) {
        (Type::MultipleChoice | Type::TrueFalse, Answer::Labels(chosen)) => one_choice(question, chosen),
        (Type::MultipleAnswer, Answer::Labels(chosen)) => choices(question, chosen),
        (Type::Matching, Answer::Pairs(pairs)) => matches(question, pairs),
        (Type::ShortAnswer, Answer::Text(text)) => short(question, text),
        _ => Fraction::NONE,
    }
}

/// One option is to be chosen. With several keys any of them is right: that is how an ambiguous question is mended. As a
/// single choice is right or wrong as a whole, only [`ScoringRule::Weights`] differs from [`ScoringRule::Exact`] here.
fn one_choice(question: &Question, chosen: &BTreeSet<String>) -> Fraction {
    let [label] = chosen.iter().map(String::as_str).collect::<Vec<_>>()[..] else {
        return Fraction::NONE;
    };
    let entry = question.key.iter().find(|key| key_label(question, key) == label);
    weighed_or_all(question.rule, entry)
}

/// The label that a key entry means; true and false have several words.
fn key_label<'a>(question: &Question, key: &'a Key) -> &'a str {
    match question.kind {
        QuestionType::TrueFalse => truth(&key.answer).unwrap_or(&key.answer),
        _ => key.answer.trim(),
    }
}

fn weighed_or_all(rule: ScoringRule, entry: Option<&Key>) -> Fraction {
    match (rule, entry) {
        (_, None) => Fraction::NONE,
        (ScoringRule::Weights, Some(key)) => Fraction::new(weight(key), 100),
        (ScoringRule::Exact | ScoringRule::PartialNet | ScoringRule::PerOption, Some(_)) => Fraction::WHOLE,
    }
}

/// Per cent; an entry that names none is worth everything.
fn weight(key: &Key) -> i64 {
    key.weight.unwrap_or(100)
}

/// Any number of options is to be chosen.
fn choices(question: &Question, chosen: &BTreeSet<String>) -> Fraction {
    let offered: BTreeSet<&str> = question.options.iter().map(|option| option.label.as_str()).collect();
    let chosen: BTreeSet<&str> = chosen.iter().map(String::as_str).collect();
    if !chosen.is_subset(&offered) {
        return Fraction::NONE;
    }
    let key: BTreeSet<&str> = question.key.iter().map(|key| key.answer.trim()).collect();
    let (right, wrong) = (count(chosen.intersection(&key)), count(chosen.difference(&key)));
    match question.rule {
        ScoringRule::Exact => Fraction::all_if(chosen == key),
        ScoringRule::PartialNet => Fraction::new(right - wrong, count(key)),
        ScoringRule::PerOption => {
            let judged_wrongly = count(chosen.symmetric_difference(&key));
            Fraction::new(count(&offered) - judged_wrongly, count(&offered))
        }
        ScoringRule::Weights => {
            let entries = question.key.iter().filter(|key| chosen.contains(key.answer.trim()));
            Fraction::new(entries.map(weight).sum(), 100)
        }
    }
}

/// Responses are to be found for premises. Where the key has several for one premise, any of them is right; a premise
/// without a key is right as long as nothing is matched to it.
fn matches(question: &Question, pairs: &BTreeMap<String, String>) -> Fraction {
    let mut accepted: BTreeMap<&str, Vec<(&str, &Key)>> = BTreeMap::new();
    for key in &question.key {
        if let Some((premise, response)) = pair(&key.answer) {
            accepted.entry(premise).or_default().push((response, key));
        }
    }
    let entry = |premise: &str, response: &str| {
        let responses = accepted.get(premise)?;
        responses.iter().find(|(one, _)| *one == response).map(|(_, key)| *key)
    };
    let right: Vec<&Key> = pairs
        .iter()
        .filter_map(|(premise, response)| entry(premise, response))
        .collect();
    let wrong = count(pairs) - count(&right);
    let asked = count(&accepted);
    match question.rule {
        ScoringRule::Exact => Fraction::all_if(wrong == 0 && count(&right) == asked),
        ScoringRule::PartialNet => Fraction::new(count(&right) - wrong, asked),
        ScoringRule::PerOption => {
            let labels = question.options.iter().map(|option| option.label.as_str());
            let premises = labels.filter(|label| is_premise(label));
            let judged = premises.map(|premise| match pairs.get(premise) {
                Some(response) => entry(premise, response).is_some(),
                None => !accepted.contains_key(premise),
            });
            let judged: Vec<bool> = judged.collect();
            Fraction::new(count(judged.iter().filter(|right| **right)), count(&judged))
        }
        ScoringRule::Weights => Fraction::new(right.into_iter().map(weight).sum(), 100),
    }
}

/// A text is to be written; of the entries that accept it the best one counts.
fn short(question: &Question, text: &str) -> Fraction {
    let taken = question
        .key
        .iter()
        .filter(|key| Accepted::parse(&key.answer).takes(text));
    weighed_or_all(question.rule, taken.max_by_key(|key| weight(key)))
}

fn count(things: impl IntoIterator) -> i64 {
    i64::try_from(things.into_iter().count()).unwrap_or(i64::MAX)
}

#[cfg(test)]
pub(super) mod tests;
