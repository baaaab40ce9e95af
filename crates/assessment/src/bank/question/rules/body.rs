//! A question as a body says it: every field may be left out, so that one form serves both a new one and a change.

use papers::{Points, QuestionType, ScoringRule, draw::Difficulty};
use platform::input::nullable;
use serde::Deserialize;

use crate::bank::passage::rules::NewPassageIn;

/// An option as it is sent.
#[derive(Debug, Clone, Deserialize, schemars::JsonSchema)]
pub struct ChoiceIn {
    /// Up to three letters and digits; `1`, `2`, … are the premises of a matching question.
    pub label: String,
    /// Up to 5,000 characters; may be left out beside `valueMarked`.
    #[serde(default)]
    pub value: Option<String>,
    /// What it says as marked text; `null` takes its marks away.
    #[serde(default, deserialize_with = "nullable", rename = "valueMarked")]
    pub value_marked: Option<Option<String>>,
}

/// A right answer as it is sent.
#[derive(Debug, Clone, Deserialize, schemars::JsonSchema)]
#[serde(untagged)]
pub enum KeyIn {
    /// A label, an accepted text, or a pair such as `1-A`.
    Plain(String),
    /// The same with what it is worth.
    Weighted {
        /// A label or an accepted text.
        answer: String,
        /// Per cent of the points, -100 to 100.
        weight: Option<i64>,
    },
    /// Anything else, which is refused by its place.
    #[schemars(skip)]
    Other(serde::de::IgnoredAny),
}

/// A question, or a change of one. What a change leaves out stays, `null` clears.
#[derive(Debug, Clone, Default, Deserialize, schemars::JsonSchema)]
#[serde(rename_all = "camelCase", default)]
pub struct QuestionIn {
    /// The package that it belongs to.
    #[serde(deserialize_with = "nullable")]
    pub package_id: Option<Option<i64>>,
    /// The section that it stands in.
    #[serde(deserialize_with = "nullable")]
    pub section_id: Option<Option<i64>>,
    /// How long that section lasts in this package, in seconds; the section's own duration if it is left out.
    #[serde(deserialize_with = "nullable")]
    pub section_duration: Option<Option<i64>>,
    /// What participants read before that section in this package.
    #[serde(deserialize_with = "nullable")]
    pub section_instruction: Option<Option<String>>,
    /// The same as marked text; `null` takes its marks away.
    #[serde(deserialize_with = "nullable")]
    pub section_instruction_marked: Option<Option<String>>,
    /// Its text, up to 20,000 characters.
    #[serde(deserialize_with = "nullable")]
    pub question: Option<Option<String>>,
    /// Its text as marked text. Alone it says the plain text, too; together with `question` it must say the same, unless one
    /// of them is what is stored. `null` takes its marks away.
    #[serde(deserialize_with = "nullable")]
    pub question_marked: Option<Option<String>>,
    /// Its place in its section, as `ordinal` shows places: the question that has it and those behind it make room. Last if it
    /// is left out of a new one.
    #[serde(deserialize_with = "nullable")]
    pub ordinal: Option<Option<i64>>,
    /// What it asks for.
    #[serde(deserialize_with = "nullable")]
    #[schemars(with = "Option<QuestionType>")]
    pub question_type: Option<Option<String>>,
    /// What is to be heard with it.
    #[serde(deserialize_with = "nullable")]
    pub audio_id: Option<Option<i64>>,
    /// The passage that it is about, as the first clients spell it.
    #[serde(deserialize_with = "nullable")]
    pub pasage_id: Option<Option<i64>>,
    /// The passage that it is about.
    #[serde(deserialize_with = "nullable")]
    pub passage_id: Option<Option<i64>>,
    /// A passage to make for it.
    pub passage: Option<NewPassageIn>,
    /// Seconds before a spoken answer begins, up to 86,400.
    #[serde(deserialize_with = "nullable")]
    pub preparation_time: Option<Option<i64>>,
    /// Seconds that an answer may take, up to 86,400.
    #[serde(deserialize_with = "nullable")]
    pub response_time: Option<Option<i64>>,
    /// How often participants may play its audio, 1 to 20; `null`: as often as they like.
    #[serde(deserialize_with = "nullable")]
    pub audio_plays: Option<Option<i64>>,
    /// What it is about, in words by which it may be drawn: up to 20 of up to 50 characters, without commas.
    #[serde(deserialize_with = "nullable")]
    pub tags: Option<Option<Vec<String>>>,
    /// How hard it is meant to be.
    #[serde(deserialize_with = "nullable")]
    #[schemars(with = "Option<Difficulty>")]
    pub difficulty: Option<Option<String>>,
    /// What it is worth; 1 if it is left out.
    #[serde(deserialize_with = "nullable")]
    pub point: Option<Option<Points>>,
    /// How its points are shared out; `exact`, or `weights` where the key has weights.
    #[serde(deserialize_with = "nullable")]
    #[schemars(with = "Option<ScoringRule>")]
    pub rule: Option<Option<String>>,
    /// What can be chosen.
    #[serde(deserialize_with = "nullable")]
    pub option_questions: Option<Option<Vec<ChoiceIn>>>,
    /// What is right: labels, accepted texts or pairs.
    #[serde(deserialize_with = "nullable")]
    pub answer_key: Option<Option<Vec<KeyIn>>>,
}
