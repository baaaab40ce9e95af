//! A test package as content: what an import reads, an export writes, publishing freezes and marking scores by.
//!
//! Invariant: content names things by what people call them (labels, codes, file names), never by row ids, so that a paper
//! means the same in every database.

mod texts;

use std::collections::BTreeMap;

use marked::Text;
use serde::{Deserialize, Serialize};

use crate::{
    draw::{Difficulty, Draw},
    points::Points,
};

/// What a question asks for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum QuestionType {
    /// Exactly one of the options.
    MultipleChoice,
    /// One or more of the options.
    MultipleAnswer,
    /// True or false: the options `B` (benar, true) and `S` (salah, false).
    TrueFalse,
    /// A short text, compared with accepted ones.
    ShortAnswer,
    /// A long text, rated by people.
    Essay,
    /// Speech, rated by people.
    Speaking,
    /// Numbered premises (options labelled `1`, `2`, …) matched with lettered responses (`A`, `B`, …).
    Matching,
}

impl QuestionType {
    /// Every type.
    pub const ALL: [Self; 7] = [
        Self::MultipleChoice,
        Self::MultipleAnswer,
        Self::TrueFalse,
        Self::ShortAnswer,
        Self::Essay,
        Self::Speaking,
        Self::Matching,
    ];

    /// As the API and the database write it.
    pub fn name(self) -> &'static str {
        match self {
            Self::MultipleChoice => "multiple_choice",
            Self::MultipleAnswer => "multiple_answer",
            Self::TrueFalse => "true_false",
            Self::ShortAnswer => "short_answer",
            Self::Essay => "essay",
            Self::Speaking => "speaking",
            Self::Matching => "matching",
        }
    }

    /// The type of a name.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.name() == name)
    }

    /// Whether people rate it; such a question has no key.
    pub fn is_rated(self) -> bool {
        matches!(self, Self::Essay | Self::Speaking)
    }

    /// Whether it has options.
    pub fn has_options(self) -> bool {
        matches!(
            self,
            Self::MultipleChoice | Self::MultipleAnswer | Self::TrueFalse | Self::Matching
        )
    }
}

/// How the points of a question are shared out.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum ScoringRule {
    /// All points for exactly the key, else none.
    #[default]
    Exact,
    /// Right choices minus wrong ones, over the right ones; never below zero.
    PartialNet,
    /// Every option (of a matching question: every premise) counts alike.
    PerOption,
    /// The weights of the chosen options are added, within 0 and 100 per cent.
    Weights,
}

impl ScoringRule {
    /// As the API and the database write it.
    pub fn name(self) -> &'static str {
        match self {
            Self::Exact => "exact",
            Self::PartialNet => "partial_net",
            Self::PerOption => "per_option",
            Self::Weights => "weights",
        }
    }

    /// The rule of a name.
    pub fn from_name(name: &str) -> Option<Self> {
        [Self::Exact, Self::PartialNet, Self::PerOption, Self::Weights]
            .into_iter()
            .find(|rule| rule.name() == name)
    }
}

/// Whether participants may go back within a section.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Navigation {
    /// One question after the other.
    Linear,
    /// In any order.
    #[default]
    Free,
}

impl Navigation {
    /// As the API and the database write it.
    pub fn name(self) -> &'static str {
        match self {
            Self::Linear => "linear",
            Self::Free => "free",
        }
    }

    /// The one of a name.
    pub fn from_name(name: &str) -> Option<Self> {
        [Self::Linear, Self::Free].into_iter().find(|one| one.name() == name)
    }
}

/// A whole package.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Paper {
    pub title: String,
    /// Texts that questions refer to, in order.
    pub passages: Vec<Passage>,
    /// Sections, in order.
    pub sections: Vec<Section>,
}

/// A text that several questions refer to.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Passage {
    /// What questions call it (`P1`); unique in its package, without case.
    pub code: String,
    /// Its title; may be empty.
    pub title: String,
    #[serde(flatten, with = "texts::body")]
    pub body: Text,
}

/// A part of a package with a time of its own.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Section {
    /// Its title, unique in its package, without case.
    pub title: String,
    /// How long it lasts, in seconds.
    pub duration: i64,
    /// What participants read before it; may be empty.
    #[serde(flatten, with = "texts::instruction")]
    pub instruction: Text,
    /// Whether participants may go back.
    pub navigation: Navigation,
    /// Whether each participant gets the questions in another order.
    pub shuffle: bool,
    /// What is drawn of its questions for each participant; empty: all of them are asked.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub draws: Vec<Draw>,
    /// Its questions, in order.
    pub questions: Vec<Question>,
}

/// A question.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Question {
    /// What it asks for.
    #[serde(rename = "questionType")]
    pub kind: QuestionType,
    /// The stem. In its plain reading, `![alt](image:<64 hexadecimal digits>)` stands for the picture with that SHA-256.
    #[serde(flatten, with = "texts::question")]
    pub text: Text,
    /// The code of the passage that it is about.
    pub passage: Option<String>,
    /// File name of what is to be heard with it.
    pub audio: Option<String>,
    /// What can be chosen, in order.
    pub options: Vec<Choice>,
    /// What is right; a frozen paper keeps it apart.
    #[serde(default)]
    pub key: Vec<Key>,
    /// What it is worth.
    pub point: Points,
    /// How its points are shared out.
    pub rule: ScoringRule,
    /// Seconds before a spoken answer begins.
    pub preparation_time: Option<i64>,
    /// Seconds that an answer may take.
    pub response_time: Option<i64>,
    /// How often participants may play its audio; `None`: as often as they like.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub audio_plays: Option<i64>,
    /// What it is about, in words by which it may be drawn.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub tags: Vec<String>,
    /// How hard it is meant to be.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub difficulty: Option<Difficulty>,
}

/// Something that can be chosen.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Choice {
    /// `A`, `B`, …; `1`, `2`, … for the premises of a matching question.
    pub label: String,
    /// What it says.
    #[serde(flatten, with = "texts::value")]
    pub value: Text,
}

/// One right answer.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Key {
    /// The label of an option; for a short answer an accepted text, or a number with its tolerance (`=3.14±0.01`); for a
    /// matching question a pair of labels (`1-A`).
    pub answer: String,
    /// Per cent of the points that choosing it is worth, with [`ScoringRule::Weights`]; -100 to 100.
    pub weight: Option<i64>,
}

/// A picture in a paper.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Picture {
    /// Its bytes: PNG, JPEG, GIF or WebP.
    pub bytes: Vec<u8>,
}

/// Pictures by the SHA-256 of their bytes, in lower-case hexadecimal digits.
pub type Pictures = BTreeMap<String, Picture>;

impl Paper {
    /// All its texts: bodies of passages, then instructions, stems and options, section by section.
    pub fn texts(&self) -> impl Iterator<Item = &Text> {
        let passages = self.passages.iter().map(|passage| &passage.body);
        let sections = self.sections.iter().flat_map(|section| {
            let questions = section.questions.iter().flat_map(Question::texts);
            std::iter::once(&section.instruction).chain(questions)
        });
        passages.chain(sections)
    }
}

impl Question {
    /// Its stem and its options.
    pub fn texts(&self) -> impl Iterator<Item = &Text> {
        std::iter::once(&self.text).chain(self.options.iter().map(|option| &option.value))
    }
}

/// The option of a true/false question that a word means: `B` (benar, true) or `S` (salah, false). Readers differ in what
/// they fold away before; the word comes in lower case.
pub(crate) fn truth(word: &str) -> Option<&'static str> {
    match word {
        "b" | "benar" | "t" | "true" => Some("B"),
        "s" | "salah" | "f" | "false" => Some("S"),
        _ => None,
    }
}

/// Whether a label of a matching question is that of a premise, which others are matched to: a number.
pub(crate) fn is_premise(label: &str) -> bool {
    label.starts_with(|first: char| first.is_ascii_digit())
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A paper as it was frozen before texts had marks.
    const BEFORE_MARKS: &str = r#"{"title":"Ujian","passages":[{"code":"P1","title":"","body":"isi"}],"sections":[{"title":"Satu","duration":60,"instruction":"Baca!","navigation":"free","shuffle":false,"questions":[{"questionType":"multiple_choice","question":"2 + 2?","passage":"P1","audio":null,"options":[{"label":"A","value":"4"},{"label":"B","value":"5"}],"key":[{"answer":"A","weight":null}],"point":2.5,"rule":"exact","preparationTime":null,"responseTime":null}]}]}"#;

    #[test]
    fn what_was_frozen_before_there_were_marks_is_read_and_written_as_before() {
        let paper: Paper = serde_json::from_str(BEFORE_MARKS).unwrap();
        let texts: Vec<&str> = paper.texts().map(Text::plain).collect();
        assert_eq!(texts, ["isi", "Baca!", "2 + 2?", "4", "5"]);
        assert!(paper.texts().all(|text| text.markup().is_none()));
        assert_eq!(serde_json::to_string(&paper).unwrap(), BEFORE_MARKS);
    }

    #[test]
    fn markup_stands_beside_the_plain_reading() {
        let mut paper: Paper = serde_json::from_str(BEFORE_MARKS).unwrap();
        let power = Text::of_markup("<p>2<sup>3</sup></p>").unwrap();
        paper.passages[0].body = power.clone();
        paper.sections[0].instruction = power.clone();
        paper.sections[0].questions[0].text = power.clone();
        paper.sections[0].questions[0].options[0].value = power;
        let written = serde_json::to_value(&paper).unwrap();
        let question = &written["sections"][0]["questions"][0];
        assert_eq!(question["question"], "2³");
        assert_eq!(question["questionMarked"], "<p>2<sup>3</sup></p>");
        assert_eq!(question["options"][0]["valueMarked"], "<p>2<sup>3</sup></p>");
        assert_eq!(written["passages"][0]["bodyMarked"], "<p>2<sup>3</sup></p>");
        assert_eq!(written["sections"][0]["instructionMarked"], "<p>2<sup>3</sup></p>");
        let again: Paper = serde_json::from_str(&written.to_string()).unwrap();
        assert_eq!(again, paper);
    }

    #[test]
    fn names_are_those_of_the_api() {
        for kind in QuestionType::ALL {
            assert_eq!(serde_json::to_value(kind).unwrap(), kind.name());
            assert_eq!(QuestionType::from_name(kind.name()), Some(kind));
        }
    }
}
