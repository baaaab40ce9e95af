//! Which options were chosen, by how many of all, of the best third and of the last; and what of a question deserves a look.
//!
//! Invariant: an option is who it is by what it says, so what was chosen in an older wording of a question counts for the
//! same option of the one that is shown; an option that the shown wording has not stands behind its own.

use std::collections::HashMap;

use papers::{Choice, Points, Question, QuestionType, marking::Answer};
use serde::Serialize;

use super::store::choices::GivenRow;
use crate::marking::keys::rules::options_elsewhere;

/// Scored answers from which on a question is judged: of fewer, chance says more than the question.
pub const ENOUGH: i64 = 10;
/// Below this, whoever reaches more in the rest hardly reaches more here.
const TELLING: f64 = 0.1;
/// Below this nearly nobody knew it, above the other nearly everybody did.
const HARD: f64 = 0.2;
const EASY: f64 = 0.95;

/// An option, or a pair of a matching question, and how many chose it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, schemars::JsonSchema)]
#[serde(rename_all = "camelCase")]
#[schemars(rename = "ResultChoiceView")]
pub struct ChoiceView {
    /// `A`; of a matching question `1-A`.
    pub label: String,
    /// What it says.
    pub text: String,
    /// Whether it is right, or a part of what is right; pages show it, but no answer of the API tells a key unasked.
    #[serde(skip)]
    #[schemars(skip)]
    pub is_key: bool,
    pub count: i64,
    /// How many of the best third; `null` where there is none (`statistics.thirds`).
    pub upper: Option<i64>,
    /// How many of the last third.
    pub lower: Option<i64>,
}

/// What of a question deserves a look.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, schemars::JsonSchema)]
#[serde(rename_all = "snake_case")]
#[schemars(rename = "ResultConcern")]
pub enum Concern {
    /// Its scores hardly go with the rest of the totals: below 0.1.
    Discrimination,
    /// Nearly nobody knew it: a facility below 0.2.
    Hard,
    /// Nearly everybody knew it: a facility above 0.95.
    Easy,
    /// More of the best third chose a wrong option than the key.
    Distractor,
}

/// The thirds of those whose scores all stand.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, schemars::JsonSchema)]
#[serde(rename_all = "camelCase")]
#[schemars(rename = "ResultThirds")]
pub struct Thirds {
    /// The total from which on somebody belongs to the best third.
    pub upper_from: Points,
    /// How many do. Who is level with the last of them belongs to them as well.
    pub upper: usize,
    /// The total up to which somebody belongs to the last third.
    pub lower_to: Points,
    pub lower: usize,
}

impl Thirds {
    /// Of totals; none of fewer than three, or where a third cannot be told from the other.
    pub(super) fn of(mut totals: Vec<Points>) -> Option<Self> {
        totals.sort_unstable();
        let third = totals.len() / 3;
        let (lower_to, upper_from) = (*totals.get(third.checked_sub(1)?)?, *totals.get(totals.len() - third)?);
        (lower_to < upper_from).then(|| Self {
            upper_from,
            upper: totals.iter().filter(|total| **total >= upper_from).count(),
            lower_to,
            lower: totals.iter().filter(|total| **total <= lower_to).count(),
        })
    }
}

/// What was chosen of a question.
pub(super) struct Chosen {
    pub(super) choices: Vec<ChoiceView>,
    /// How many were asked and answered nothing.
    pub(super) blank: i64,
}

/// The choices of a question as they are shown, which rows of answers are added to.
struct Count<'q> {
    shown: &'q Question,
    choices: Vec<ChoiceView>,
    /// Whether there are thirds to be told apart.
    has_thirds: bool,
}

impl<'q> Count<'q> {
    fn new(shown: &'q Question, has_thirds: bool) -> Self {
        let mut count = Self {
            shown,
            choices: Vec::new(),
            has_thirds,
        };
        // Of pairs only those are told that somebody made: the right ones among all would tell the key.
        if shown.kind.has_options() && shown.kind != QuestionType::Matching {
            for option in &shown.options {
                count.place(&option.label, || said(option).to_owned());
            }
        }
        count
    }

    /// Where a choice stands; it gets a place if it has none.
    fn place(&mut self, label: &str, text: impl FnOnce() -> String) -> usize {
        if let Some(at) = self.choices.iter().position(|choice| choice.label == label) {
            return at;
        }
        self.choices.push(ChoiceView {
            label: label.to_owned(),
            text: text(),
            is_key: self.shown.key.iter().any(|key| key.answer == label),
            count: 0,
            upper: self.has_thirds.then_some(0),
            lower: self.has_thirds.then_some(0),
        });
        self.choices.len() - 1
    }

    fn add(&mut self, at: usize, row: &GivenRow) {
        let choice = &mut self.choices[at];
        choice.count += row.count;
        choice.upper = choice.upper.map(|upper| upper + row.upper);
        choice.lower = choice.lower.map(|lower| lower + row.lower);
    }

    /// Adds an option that was chosen in the wording that was sat.
    fn add_label(&mut self, label: &str, sat: &Question, elsewhere: &HashMap<&str, &str>, row: &GivenRow) {
        let at = match elsewhere.get(label) {
            Some(here) => self.place(here, String::new),
            // The shown wording may have another option of that letter.
            None => self.place(&format!("{label}′"), || {
                let option = sat.options.iter().find(|option| option.label == label);
                option.map_or_else(String::new, |option| said(option).to_owned())
            }),
        };
        self.add(at, row);
    }

    fn add_pair(&mut self, (premise, response): (&str, &str), elsewhere: &HashMap<&str, &str>, row: &GivenRow) {
        let here = |label| elsewhere.get(label).copied().unwrap_or(label);
        let pair = format!("{}-{}", here(premise), here(response));
        let shown = self.shown;
        let at = self.place(&pair, || said_pair(shown, &pair));
        self.add(at, row);
    }
}

/// What an option says; its label where that is nothing.
fn said(option: &Choice) -> &str {
    let value = option.value.plain().trim();
    if value.is_empty() { &option.label } else { value }
}

/// What a pair of labels says.
fn said_pair(question: &Question, pair: &str) -> String {
    let text = |label: &str| {
        let option = question.options.iter().find(|option| option.label == label);
        option.map_or_else(|| label.to_owned(), |option| said(option).to_owned())
    };
    match pair.split_once('-') {
        Some((premise, response)) => format!("{} → {}", text(premise), text(response)),
        None => pair.to_owned(),
    }
}

/// Counts the answers to a question. `sat` finds the wording of a version.
pub(super) fn chosen<'q>(
    shown: &'q Question,
    rows: &[&GivenRow],
    has_thirds: bool,
    sat: impl Fn(Option<i64>) -> Option<&'q Question>,
) -> Chosen {
    let mut count = Count::new(shown, has_thirds);
    let mut blank = 0;
    for row in rows {
        if row.given.is_empty() {
            blank += row.count;
            continue;
        }
        let Some(answer) = Answer::from_json(&row.given) else {
            continue;
        };
        if answer.is_blank() {
            blank += row.count;
        }
        let sat = sat(row.version).unwrap_or(shown);
        let elsewhere = options_elsewhere(sat, shown);
        match &answer {
            Answer::Labels(labels) => {
                for label in labels {
                    count.add_label(label, sat, &elsewhere, row);
                }
            }
            Answer::Pairs(pairs) => {
                for (premise, response) in pairs {
                    count.add_pair((premise, response), &elsewhere, row);
                }
            }
            Answer::Text(_) | Answer::Recording => {}
        }
    }
    if shown.kind == QuestionType::Matching {
        count.choices.sort_by(|one, other| one.label.cmp(&other.label));
    }
    Chosen {
        choices: count.choices,
        blank,
    }
}

/// What of a question deserves a look, given its figures; nothing before enough have answered.
pub(super) fn concerns(
    kind: QuestionType,
    count: i64,
    (facility, discrimination): (Option<f64>, Option<f64>),
    choices: &[ChoiceView],
) -> Vec<Concern> {
    if count < ENOUGH {
        return Vec::new();
    }
    let has_one = matches!(kind, QuestionType::MultipleChoice | QuestionType::TrueFalse);
    let most = |is_key: bool| {
        let of = choices.iter().filter(|choice| choice.is_key == is_key);
        of.filter_map(|choice| choice.upper).max()
    };
    let found = [
        (
            discrimination.is_some_and(|number| number < TELLING),
            Concern::Discrimination,
        ),
        (facility.is_some_and(|number| number < HARD), Concern::Hard),
        (facility.is_some_and(|number| number > EASY), Concern::Easy),
        (has_one && most(false) > most(true), Concern::Distractor),
    ];
    let found = found.into_iter().filter(|(is_so, _)| *is_so);
    found.map(|(_, concern)| concern).collect()
}

#[cfg(test)]
mod tests;
