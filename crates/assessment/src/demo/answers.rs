//! What invented people answer: right as often as they are good, wrong in ways that people are.

use std::collections::BTreeMap;

use fastrand::Rng;
use papers::{Question, QuestionType};
use serde::Deserialize;
use serde_json::{Value, json};

/// Texts for questions that no key can answer, and what those say who rate them.
#[derive(Deserialize)]
pub(super) struct Texts {
    /// From the poorest to the best.
    pub(super) comments: Vec<String>,
    essay: Vec<Written>,
    wrong: Vec<Written>,
}

/// What is written to a question.
#[derive(Deserialize)]
struct Written {
    /// How the question begins.
    begins: String,
    answers: Vec<String>,
}

/// What somebody does with a question.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Reply {
    /// Leaves it out.
    Nothing,
    /// Answers it.
    Said(Value),
    /// Speaks.
    Spoke,
}

impl Texts {
    fn of<'t>(written: &'t [Written], question: &Question) -> &'t [String] {
        let found = written
            .iter()
            .find(|one| question.text.plain().starts_with(&one.begins));
        found.map_or(&[], |one| &one.answers)
    }

    /// How good an essay is, in quarters; `None` if it is not one of these.
    pub(super) fn quality(&self, question: &Question, answer: &str) -> Option<usize> {
        let all = Self::of(&self.essay, question);
        let at = all.iter().position(|one| one.trim() == answer.trim())?;
        Some(at * 4 / (all.len() - 1).max(1))
    }
}

/// What somebody answers who is right in so many of 100 cases.
pub(super) fn reply(question: &Question, skill: usize, texts: &Texts, dice: &mut Rng) -> Reply {
    let right = dice.usize(..100) < skill;
    if !right && dice.usize(..100) < 12 {
        return Reply::Nothing;
    }
    match question.kind {
        QuestionType::MultipleChoice | QuestionType::TrueFalse => one_label(question, right, dice),
        QuestionType::MultipleAnswer => labels(question, skill, dice),
        QuestionType::Matching => pairs(question, skill, dice),
        QuestionType::ShortAnswer if right => picked(&accepted(question), dice),
        QuestionType::ShortAnswer => picked(Texts::of(&texts.wrong, question), dice),
        QuestionType::Essay => essay(Texts::of(&texts.essay, question), skill, dice),
        QuestionType::Speaking => Reply::Spoke,
    }
}

fn picked(texts: &[String], dice: &mut Rng) -> Reply {
    match texts {
        [] => Reply::Nothing,
        texts => Reply::Said(json!(texts[dice.usize(..texts.len())])),
    }
}

/// The options of a key: those that bring something.
fn is_right(question: &Question, label: &str) -> bool {
    let keys = question.key.iter().filter(|key| key.weight.unwrap_or(100) > 0);
    keys.into_iter().any(|key| key.answer == label)
}

fn one_label(question: &Question, right: bool, dice: &mut Rng) -> Reply {
    let fitting = question
        .options
        .iter()
        .filter(|one| is_right(question, &one.label) == right);
    let labels: Vec<String> = fitting.map(|one| one.label.clone()).collect();
    picked(&labels, dice)
}

/// Most of what is right, and now and then something else.
fn labels(question: &Question, skill: usize, dice: &mut Rng) -> Reply {
    let mut taken = |label: &str| {
        let likely = if is_right(question, label) {
            usize::midpoint(skill, 100)
        } else {
            (100 - skill) / 2
        };
        dice.usize(..100) < likely
    };
    let chosen: Vec<&str> = question
        .options
        .iter()
        .map(|one| one.label.as_str())
        .filter(|label| taken(label))
        .collect();
    if chosen.is_empty() {
        return Reply::Nothing;
    }
    Reply::Said(json!(chosen))
}

fn pairs(question: &Question, skill: usize, dice: &mut Rng) -> Reply {
    let is_premise = |label: &str| label.bytes().all(|byte| byte.is_ascii_digit());
    let (premises, responses): (Vec<&str>, Vec<&str>) = question
        .options
        .iter()
        .map(|one| one.label.as_str())
        .partition(|label| is_premise(label));
    let key: BTreeMap<&str, &str> = question
        .key
        .iter()
        .filter_map(|key| key.answer.split_once('-'))
        .collect();
    let chosen = premises.into_iter().filter_map(|premise| {
        let right = key.get(premise).copied().filter(|_| dice.usize(..100) < skill);
        let guessed = (!responses.is_empty()).then(|| responses[dice.usize(..responses.len().max(1))]);
        Some((premise, right.or(guessed)?))
    });
    let chosen: BTreeMap<&str, &str> = chosen.collect();
    Reply::Said(json!(chosen))
}

/// What a key accepts, as somebody would write it: of a number with a tolerance, the number.
fn accepted(question: &Question) -> Vec<String> {
    let plain = |text: &str| match text.strip_prefix('=') {
        Some(number) => number.split('±').next().unwrap_or_default().to_owned(),
        None => text.to_owned(),
    };
    question.key.iter().map(|key| plain(&key.answer)).collect()
}

fn essay(texts: &[String], skill: usize, dice: &mut Rng) -> Reply {
    let level = (skill + dice.usize(..30)).saturating_sub(15).min(99) * texts.len() / 100;
    texts.get(level).map_or(Reply::Nothing, |text| Reply::Said(json!(text)))
}

#[cfg(test)]
mod tests {
    use papers::{
        Points,
        marking::{Answer, Policy, best, score},
    };

    use super::*;
    use crate::demo::{papers, texts};

    /// What the questions of both papers that are not rated bring somebody, and what they could.
    fn marked(skill: usize) -> (Points, Points) {
        let (texts, mut dice) = (texts().unwrap(), Rng::with_seed(1));
        let (mut got, mut most) = (Points::ZERO, Points::ZERO);
        let papers = papers().unwrap();
        for question in papers
            .iter()
            .flat_map(|paper| &paper.sections)
            .flat_map(|section| &section.questions)
        {
            if question.kind.is_rated() {
                continue;
            }
            let answer = match reply(question, skill, &texts, &mut dice) {
                Reply::Said(value) => Answer::read(question, &value).unwrap(),
                Reply::Nothing | Reply::Spoke => None,
            };
            got = got + score(question, answer.as_ref(), &Policy::default()).points.unwrap();
            most = most + best(question, &Policy::default());
        }
        (got, most)
    }

    #[test]
    fn whoever_knows_everything_gets_everything() {
        let (got, most) = marked(100);
        assert_eq!(got, most);
        assert_eq!(most, Points::whole(128 + 14));
    }

    #[test]
    fn whoever_knows_less_gets_less() {
        let (little, _) = marked(10);
        let (some, _) = marked(60);
        let (all, _) = marked(100);
        assert!(little < some && some < all, "{little} {some} {all}");
    }

    #[test]
    fn every_question_that_no_key_answers_has_texts() {
        let texts = texts().unwrap();
        for question in papers()
            .unwrap()
            .iter()
            .flat_map(|paper| &paper.sections)
            .flat_map(|section| &section.questions)
        {
            match question.kind {
                QuestionType::Essay => assert!(
                    Texts::of(&texts.essay, question).len() >= 3,
                    "{}",
                    question.text.plain()
                ),
                QuestionType::ShortAnswer => {
                    let wrong = Texts::of(&texts.wrong, question);
                    assert!(wrong.len() >= 3, "{}", question.text.plain());
                    for text in wrong {
                        let answer = Answer::read(question, &json!(text)).unwrap();
                        let got = score(question, answer.as_ref(), &Policy::default()).points;
                        assert_eq!(got, Some(Points::ZERO), "{text}");
                    }
                }
                _ => {}
            }
        }
    }
}
