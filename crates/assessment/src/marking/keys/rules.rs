//! Carrying a key that was put right over to a frozen question.
//!
//! Invariant: an option is who it is by what it says, never by its letter or its place; a key that names an option which the
//! frozen question does not have is never guessed at.

use std::collections::HashMap;

use papers::{Choice, Key, Points, Question, QuestionType, ScoringRule};
use serde::{Deserialize, Serialize};

/// What counts for a frozen question instead of what was frozen; stored as JSON.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Correction {
    pub(crate) question_id: i64,
    pub(crate) key: Vec<Key>,
    pub(crate) point: Points,
    pub(crate) rule: ScoringRule,
}

impl Correction {
    /// What a question says of how it is marked.
    pub(crate) fn of(question_id: i64, question: &Question) -> Self {
        Self {
            question_id,
            key: question.key.clone(),
            point: question.point,
            rule: question.rule,
        }
    }

    /// A frozen question as it is marked with this.
    pub(crate) fn applied(&self, frozen: &Question) -> Question {
        Question {
            key: self.key.clone(),
            point: self.point,
            rule: self.rule,
            ..frozen.clone()
        }
    }
}

/// Why a key cannot be carried over.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Unmatched {
    /// The question asks for something else now.
    Type,
    /// The frozen question has no such option.
    Option(String),
}

/// A frozen question as it is marked by the key, the points and the rule of the live one.
pub(crate) fn carry_over(id: i64, live: &Question, frozen: &Question) -> Result<Correction, Unmatched> {
    if live.kind != frozen.kind {
        return Err(Unmatched::Type);
    }
    let labels = Labels::of(live, frozen);
    let key = live.key.iter().map(|key| {
        let answer = match live.kind {
            QuestionType::Matching => labels.pair(&key.answer)?,
            kind if kind.has_options() => labels.one(&key.answer)?.to_owned(),
            _ => key.answer.clone(),
        };
        Ok(Key {
            answer,
            weight: key.weight,
        })
    });
    Ok(Correction {
        key: key.collect::<Result<_, _>>()?,
        ..Correction::of(id, live)
    })
}

/// What another wording of a question calls the options of this one, by their labels here. What the other does not have is not
/// among them.
pub(crate) fn options_elsewhere<'q>(here: &'q Question, there: &'q Question) -> HashMap<&'q str, &'q str> {
    Labels::of(here, there).0
}

/// A right option of a question that was sat, which the question as it is written now calls otherwise, or has no more.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MovedKey {
    /// What participants saw it called; of a matching question, the pair.
    pub label: String,
    /// What it says.
    pub text: String,
    /// What it is called now; nothing if it is not there any more.
    pub now: Option<String>,
}

/// The right options of a frozen question whose letters are others now, or which are gone. Of a question without options, and of one of
/// another type, there are none.
pub(crate) fn moved_keys(frozen: &Question, live: &Question) -> Vec<MovedKey> {
    if live.kind != frozen.kind || !live.kind.has_options() {
        return Vec::new();
    }
    let labels = Labels::of(frozen, live);
    let moved = |key: &Key| {
        let (now, option) = match (frozen.kind, key.answer.split_once('-')) {
            (QuestionType::Matching, Some((_, response))) => (labels.pair(&key.answer).ok(), response),
            _ => (labels.one(&key.answer).ok().map(str::to_owned), key.answer.as_str()),
        };
        let option = frozen.options.iter().find(|own| own.label == option)?;
        (now.as_ref() != Some(&key.answer)).then(|| MovedKey {
            label: key.answer.clone(),
            text: option.value.plain().to_owned(),
            now,
        })
    };
    frozen.key.iter().filter_map(moved).collect()
}

/// Frozen labels by live ones.
struct Labels<'q>(HashMap<&'q str, &'q str>);

impl<'q> Labels<'q> {
    fn of(live: &'q Question, frozen: &'q Question) -> Self {
        let mut labels = HashMap::new();
        // Premises of a matching question are never its responses.
        for side in [true, false] {
            let of_side = |option: &&'q Choice| {
                live.kind != QuestionType::Matching && side
                    || live.kind == QuestionType::Matching && is_premise(option) == side
            };
            let live: Vec<&Choice> = live.options.iter().filter(of_side).collect();
            let frozen: Vec<&Choice> = frozen.options.iter().filter(of_side).collect();
            match_options(&mut labels, live, frozen);
        }
        Self(labels)
    }

    fn one(&self, label: &str) -> Result<&'q str, Unmatched> {
        let found = self.0.get(label).copied();
        found.ok_or_else(|| Unmatched::Option(label.to_owned()))
    }

    fn pair(&self, pair: &str) -> Result<String, Unmatched> {
        let Some((premise, response)) = pair.split_once('-') else {
            return Err(Unmatched::Option(pair.to_owned()));
        };
        Ok(format!("{}-{}", self.one(premise)?, self.one(response)?))
    }
}

fn is_premise(option: &Choice) -> bool {
    option.label.starts_with(|first: char| first.is_ascii_digit())
}

/// Those that say the same, alike lettered ones first; then, of those that are left over on both sides, alike lettered ones.
fn match_options<'q>(labels: &mut HashMap<&'q str, &'q str>, mut live: Vec<&'q Choice>, mut frozen: Vec<&'q Choice>) {
    let same: [fn(&Choice, &Choice) -> bool; 3] = [
        |one, other| one.value == other.value && one.label == other.label,
        |one, other| one.value == other.value,
        |one, other| one.label == other.label,
    ];
    for same in same {
        live.retain(|option| {
            let Some(at) = frozen.iter().position(|other| same(option, other)) else {
                return true;
            };
            labels.insert(&option.label, &frozen.remove(at).label);
            false
        });
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn question(kind: QuestionType, options: &[(&str, &str)], key: &[&str]) -> Question {
        Question {
            kind,
            text: "Apa?".into(),
            passage: None,
            audio: None,
            options: options
                .iter()
                .map(|(label, value)| Choice {
                    label: (*label).to_owned(),
                    value: (*value).into(),
                })
                .collect(),
            key: key
                .iter()
                .map(|answer| Key {
                    answer: (*answer).to_owned(),
                    weight: None,
                })
                .collect(),
            point: Points::whole(1),
            rule: ScoringRule::Exact,
            preparation_time: None,
            response_time: None,
            audio_plays: None,
            tags: Vec::new(),
            difficulty: None,
        }
    }

    fn carried(live: &[(&str, &str)], key: &[&str], frozen: &[(&str, &str)]) -> Result<Vec<String>, Unmatched> {
        let kind = QuestionType::MultipleAnswer;
        let correction = carry_over(1, &question(kind, live, key), &question(kind, frozen, &[]))?;
        Ok(correction.key.into_iter().map(|key| key.answer).collect())
    }

    #[test]
    fn an_option_is_known_by_what_it_says_whatever_its_letter_and_place() {
        let frozen = [("A", "Paris"), ("B", "London"), ("C", "Rom")];
        let relettered = [("A", "Rom"), ("B", "Paris"), ("C", "London")];
        assert_eq!(carried(&relettered, &["B"], &frozen).unwrap(), ["A"]);
        let reordered = [("B", "London"), ("A", "Paris"), ("C", "Rom")];
        assert_eq!(carried(&reordered, &["A", "C"], &frozen).unwrap(), ["A", "C"]);
        assert_eq!(
            carried(&[("A", "Paris"), ("B", "Rom")], &["B"], &frozen).unwrap(),
            ["C"]
        );
    }

    #[test]
    fn what_was_spelt_anew_is_known_by_its_letter_if_that_is_left_over() {
        let frozen = [("A", "Pariss"), ("B", "London")];
        assert_eq!(
            carried(&[("A", "Paris"), ("B", "London")], &["A"], &frozen).unwrap(),
            ["A"]
        );
        // Spelt anew and lettered anew: nobody can tell.
        let swapped = carried(&[("A", "London"), ("B", "Paris")], &["B"], &frozen);
        assert_eq!(swapped, Err(Unmatched::Option("B".to_owned())));
        let added = carried(&[("A", "Pariss"), ("B", "London"), ("C", "Rom")], &["C"], &frozen);
        assert_eq!(added, Err(Unmatched::Option("C".to_owned())));
    }

    #[test]
    fn options_that_say_the_same_keep_their_letters() {
        let frozen = [("A", "x"), ("B", "x"), ("C", "y")];
        assert_eq!(
            carried(&[("A", "x"), ("B", "x"), ("C", "y")], &["B"], &frozen).unwrap(),
            ["B"]
        );
    }

    #[test]
    fn premises_are_matched_with_premises_alone() {
        let kind = QuestionType::Matching;
        let frozen = question(kind, &[("1", "satu"), ("2", "dua"), ("A", "satu"), ("B", "one")], &[]);
        let live = question(
            kind,
            &[("1", "dua"), ("2", "satu"), ("A", "one"), ("B", "satu")],
            &["2-A", "1-B"],
        );
        let key = carry_over(1, &live, &frozen).unwrap().key;
        assert_eq!(
            key.iter().map(|key| key.answer.as_str()).collect::<Vec<_>>(),
            ["1-B", "2-A"]
        );
    }

    #[test]
    fn right_options_are_told_that_have_other_letters_or_are_gone() {
        let kind = QuestionType::MultipleAnswer;
        let frozen = question(kind, &[("A", "Paris"), ("B", "London"), ("C", "Rom")], &["A", "B"]);
        let moved = |options: &[(&str, &str)]| {
            let moved = moved_keys(&frozen, &question(kind, options, &[])).into_iter();
            moved.map(|key| (key.label, key.now)).collect::<Vec<_>>()
        };
        assert_eq!(moved(&[("A", "Paris"), ("B", "London"), ("C", "Bonn")]), []);
        let reordered = moved(&[("A", "London"), ("B", "Paris"), ("C", "Rom")]);
        assert_eq!(
            reordered,
            [
                ("A".to_owned(), Some("B".to_owned())),
                ("B".to_owned(), Some("A".to_owned()))
            ]
        );
        let gone = moved(&[("A", "Rom"), ("B", "London")]);
        assert_eq!(gone, [("A".to_owned(), None)]);
        let matched = question(QuestionType::Matching, &[("1", "x"), ("A", "y"), ("B", "z")], &["1-B"]);
        let swapped = question(QuestionType::Matching, &[("1", "x"), ("A", "z"), ("B", "y")], &[]);
        assert_eq!(moved_keys(&matched, &swapped)[0].now.as_deref(), Some("1-A"));
        let written = question(QuestionType::ShortAnswer, &[], &["9"]);
        assert_eq!(moved_keys(&written, &written), []);
    }

    #[test]
    fn a_question_of_another_type_is_another_question() {
        let live = question(QuestionType::MultipleChoice, &[("A", "x")], &["A"]);
        let frozen = question(QuestionType::MultipleAnswer, &[("A", "x")], &["A"]);
        assert_eq!(carry_over(1, &live, &frozen), Err(Unmatched::Type));
        let written = question(QuestionType::ShortAnswer, &[], &["=3,14±0,01", "pi"]);
        assert_eq!(carry_over(1, &written, &written).unwrap().key, written.key);
    }
}
