//! What a form says of a question, as the API is told it, and where what is wrong with it was typed.

use assessment::{ChoiceIn, KeyIn, QuestionIn};
use pages_kit::Speech;
use papers::{Choice, Key, Points, Question, QuestionType, ScoringRule, draw::Difficulty};
use platform::{Error, Rule, text::Check};

use super::{
    super::written::{read, read_leniently},
    typed::{ANSWERS, CHOICES, PREMISES, RESPONSES, Row, Typed, letter},
};
use crate::schedule::{reading::no_minutes, typed::read_minutes};

/// An option with the field in which it was typed.
struct Written {
    field: String,
    label: String,
    text: String,
}

impl Typed {
    fn option_rows(&self) -> Vec<Written> {
        let of = |prefix: &str, rows: &[Row], label: fn(usize) -> String| {
            let rows = rows.iter().enumerate();
            rows.map(|(at, row)| Written {
                field: format!("{prefix}.{at}"),
                label: label(at),
                text: row.text.clone(),
            })
            .collect::<Vec<_>>()
        };
        match self.kind {
            QuestionType::MultipleChoice | QuestionType::MultipleAnswer => of(CHOICES, &self.choices, letter),
            QuestionType::TrueFalse => of(CHOICES, &self.choices, truth),
            QuestionType::Matching => {
                let mut all = of(PREMISES, &self.premises, number);
                all.extend(of(RESPONSES, &self.responses, letter));
                all
            }
            QuestionType::ShortAnswer | QuestionType::Essay | QuestionType::Speaking => Vec::new(),
        }
    }

    /// What is right, with the field in which each was typed.
    fn key_rows(&self) -> Vec<(String, String, Option<String>)> {
        let is_weighted = self.rule == ScoringRule::Weights;
        let weight = |row: &Row| is_weighted.then(|| row.more.clone());
        let of_choices = |label: fn(usize) -> String| {
            let rows = self.choices.iter().enumerate();
            let right = rows.filter(|(_, row)| {
                if is_weighted {
                    !row.more.is_empty()
                } else {
                    row.is_right
                }
            });
            right
                .map(|(at, row)| (format!("{CHOICES}.{at}"), label(at), weight(row)))
                .collect()
        };
        match self.kind {
            QuestionType::MultipleChoice | QuestionType::MultipleAnswer => of_choices(letter),
            QuestionType::TrueFalse => of_choices(truth),
            QuestionType::ShortAnswer => {
                let rows = self.answers.iter().enumerate();
                rows.map(|(at, row)| (format!("{ANSWERS}.{at}"), row.text.trim().to_owned(), weight(row)))
                    .collect()
            }
            QuestionType::Matching => {
                let rows = self.premises.iter().enumerate().filter(|(_, row)| !row.more.is_empty());
                rows.map(|(at, row)| (format!("{PREMISES}.{at}"), format!("{}-{}", at + 1, row.more), None))
                    .collect()
            }
            QuestionType::Essay | QuestionType::Speaking => Vec::new(),
        }
    }

    /// What the API calls a field is typed here. What is of the whole key or of all options belongs to no field.
    pub(super) fn field_of(&self, path: &str) -> String {
        let index = |path: &str, prefix: &str| {
            let (inside, _) = path.strip_prefix(prefix)?.strip_prefix('[')?.split_once(']')?;
            inside.parse::<usize>().ok()
        };
        if let Some(at) = index(path, "optionQuestions") {
            return self
                .option_rows()
                .into_iter()
                .nth(at)
                .map_or_else(|| path.to_owned(), |row| row.field);
        }
        if let Some(at) = index(path, "answerKey") {
            return self
                .key_rows()
                .into_iter()
                .nth(at)
                .map_or_else(|| path.to_owned(), |(field, ..)| field);
        }
        path.strip_suffix("Marked").unwrap_or(path).to_owned()
    }

    /// What the API is told; of a new question, its package as well.
    pub(super) fn body(&self, package: Option<i64>) -> Result<QuestionIn, Error> {
        let mut check = Check::new();
        let text = read(&self.text).map_err(|rule| check.note("question", rule));
        let (plain, marked) = text.unwrap_or_default().into_parts();
        let options = self.options(&mut check);
        let key = self.key(&mut check);
        let point = points(&mut check, &self.point);
        let (preparation, response) = (
            seconds(&mut check, "preparationTime", &self.preparation),
            seconds(&mut check, "responseTime", &self.response),
        );
        let (audio, passage) = (
            id(&mut check, "audioId", &self.audio),
            id(&mut check, "passageId", &self.passage),
        );
        let plays = id(&mut check, "audioPlays", &self.plays);
        let section = id(&mut check, "sectionId", &self.section);
        check.finish()?;
        let tags = self.tags.split([',', '\n']).map(str::to_owned).collect();
        Ok(QuestionIn {
            package_id: package.map(Some),
            section_id: Some(section),
            question: Some(Some(plain)),
            question_marked: Some(marked),
            question_type: Some(Some(self.kind.name().to_owned())),
            audio_id: Some(audio),
            passage_id: Some(passage),
            preparation_time: Some(preparation),
            response_time: Some(response),
            audio_plays: Some(plays),
            tags: Some(Some(tags)),
            difficulty: Some(Some(self.difficulty.clone()).filter(|name| !name.is_empty())),
            point: Some(point),
            rule: Some(Some(self.rule().name().to_owned())),
            option_questions: Some(Some(options).filter(|all| !all.is_empty())),
            answer_key: Some(Some(key).filter(|all| !all.is_empty())),
            ..QuestionIn::default()
        })
    }

    /// The rule, unless its type has no such one.
    pub(super) fn rule(&self) -> ScoringRule {
        if rules_of(self.kind).contains(&self.rule) {
            self.rule
        } else {
            ScoringRule::Exact
        }
    }

    fn options(&self, check: &mut Check) -> Vec<ChoiceIn> {
        let rows = self.option_rows();
        // True and false have words of their own where nobody types others.
        if self.kind == QuestionType::TrueFalse && rows.iter().all(|row| row.text.trim().is_empty()) {
            return Vec::new();
        }
        let mut options = Vec::new();
        for row in rows {
            let text = read(&row.text).map_err(|rule| check.note(row.field.as_str(), rule));
            let (plain, marked) = text.unwrap_or_default().into_parts();
            options.push(ChoiceIn {
                label: row.label,
                value: Some(plain),
                value_marked: Some(marked),
            });
        }
        options
    }

    fn key(&self, check: &mut Check) -> Vec<KeyIn> {
        let mut key = Vec::new();
        for (field, answer, weight) in self.key_rows() {
            key.push(match weight {
                None => KeyIn::Plain(answer),
                Some(typed) => {
                    let weight = typed.parse().ok();
                    if weight.is_none() {
                        check.note(field, Rule::Type("an integer".into()));
                    }
                    KeyIn::Weighted { answer, weight }
                }
            });
        }
        key
    }

    /// The question as it would be sat, whatever is still wrong with it.
    pub(super) fn draft(&self, speech: Speech<'_>) -> Question {
        let mut options: Vec<Choice> = self
            .option_rows()
            .into_iter()
            .map(|row| Choice {
                label: row.label,
                value: read_leniently(&row.text),
            })
            .collect();
        if self.kind == QuestionType::TrueFalse && options.iter().all(|option| option.value.is_empty()) {
            for (option, text) in options.iter_mut().zip(["bank-true", "bank-false"]) {
                option.value = speech.say(text).as_str().into();
            }
        }
        Question {
            kind: self.kind,
            text: read_leniently(&self.text),
            passage: None,
            audio: None,
            options,
            key: Vec::<Key>::new(),
            point: Points::parse(&self.point).unwrap_or(Points::ZERO),
            rule: ScoringRule::Exact,
            preparation_time: read_minutes(&self.preparation),
            response_time: read_minutes(&self.response),
            audio_plays: self.plays.parse().ok(),
            tags: Vec::new(),
            difficulty: Difficulty::from_name(&self.difficulty),
        }
    }
}

/// The rules by which the points of a type are shared out.
pub(super) fn rules_of(kind: QuestionType) -> &'static [ScoringRule] {
    match kind {
        QuestionType::MultipleChoice | QuestionType::ShortAnswer => &[ScoringRule::Exact, ScoringRule::Weights],
        QuestionType::MultipleAnswer => &[
            ScoringRule::Exact,
            ScoringRule::PartialNet,
            ScoringRule::PerOption,
            ScoringRule::Weights,
        ],
        QuestionType::Matching => &[ScoringRule::Exact, ScoringRule::PartialNet, ScoringRule::PerOption],
        QuestionType::TrueFalse | QuestionType::Essay | QuestionType::Speaking => &[ScoringRule::Exact],
    }
}

/// The label of an option of a question that is true or false.
pub(super) fn truth(at: usize) -> String {
    if at == 0 { "B" } else { "S" }.to_owned()
}

fn number(at: usize) -> String {
    (at + 1).to_string()
}

fn points(check: &mut Check, typed: &str) -> Option<Points> {
    let read = Points::parse(typed);
    if read.is_none() {
        check.note("point", Rule::OutOfRange("0".into(), Points::MOST.to_string()));
    }
    read
}

fn seconds(check: &mut Check, path: &str, typed: &str) -> Option<i64> {
    if typed.is_empty() {
        return None;
    }
    let read = read_minutes(typed);
    if read.is_none() {
        check.note(path, no_minutes());
    }
    read
}

fn id(check: &mut Check, path: &str, typed: &str) -> Option<i64> {
    if typed.is_empty() {
        return None;
    }
    let read = typed.parse().ok();
    if read.is_none() {
        check.note(path, Rule::NotAnId);
    }
    read
}
