//! What a paper has and other formats have no place for, as JSON that their readers look past.

use serde::{Deserialize, Serialize, de::DeserializeOwned};

use crate::{
    draw::{Difficulty, Draw},
    paper::{Navigation, Question, QuestionType, ScoringRule, Section},
};

/// The longest of these, in bytes.
const LONGEST: usize = 20_000;

/// What stands beside a section.
#[derive(Debug, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub(super) struct BesideSection {
    pub duration: Option<i64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub navigation: Option<Navigation>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub shuffle: Option<bool>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub draws: Vec<Draw>,
}

impl BesideSection {
    pub fn of(section: &Section) -> Self {
        Self {
            duration: Some(section.duration),
            navigation: Some(section.navigation),
            shuffle: Some(section.shuffle),
            draws: section.draws.clone(),
        }
    }
}

/// What stands beside a question.
#[derive(Debug, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub(super) struct BesideQuestion {
    #[serde(rename = "type", skip_serializing_if = "Option::is_none")]
    pub kind: Option<QuestionType>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub rule: Option<ScoringRule>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub passage: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub audio: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub preparation_time: Option<i64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub response_time: Option<i64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub audio_plays: Option<i64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub difficulty: Option<Difficulty>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub tags: Vec<String>,
    /// Labels of options in their order, where the format has none.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub labels: Vec<String>,
}

impl BesideQuestion {
    pub fn of(question: &Question) -> Self {
        Self {
            kind: Some(question.kind),
            rule: Some(question.rule),
            passage: question.passage.clone(),
            audio: question.audio.clone(),
            preparation_time: question.preparation_time,
            response_time: question.response_time,
            audio_plays: question.audio_plays,
            difficulty: question.difficulty,
            tags: question.tags.clone(),
            labels: question.options.iter().map(|option| option.label.clone()).collect(),
        }
    }

    /// Puts what belongs to no type into a question.
    pub fn settle(self, question: &mut Question) {
        question.passage = self.passage.or(question.passage.take());
        question.audio = self.audio.or(question.audio.take());
        question.preparation_time = self.preparation_time.or(question.preparation_time);
        question.response_time = self.response_time.or(question.response_time);
        question.audio_plays = self.audio_plays.or(question.audio_plays);
        question.difficulty = self.difficulty.or(question.difficulty);
        if question.tags.is_empty() {
            question.tags = self.tags;
        }
    }
}

/// JSON in one line.
pub(super) fn write(beside: &impl Serialize) -> String {
    // Nothing of it has keys that are no texts, which is all that could fail.
    serde_json::to_string(beside).unwrap_or_default()
}

/// What such JSON says; nothing if it is none.
pub(super) fn read<T: DeserializeOwned + Default>(json: Option<&str>) -> Option<T> {
    let json = json.filter(|json| json.len() <= LONGEST)?;
    serde_json::from_str(json).ok()
}
