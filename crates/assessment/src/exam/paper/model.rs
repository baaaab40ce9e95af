//! A section as its participant sees it: no key, no weight, no rule.
//!
//! Invariant: what is here is written field by field; nothing of a question comes along that is not named.

use marked::Text;
use papers::{Navigation, Points, QuestionType};
use serde::Serialize;

use crate::bank::version::model::{FrozenQuestion, FrozenSection, FrozenVersion};

/// Where pictures of texts are.
const PICTURES: &str = "/api/v1/exam/images/";

/// A section that is open.
#[derive(Debug, Serialize, schemars::JsonSchema)]
#[schemars(rename = "ExamPaper")]
pub(crate) struct PaperView {
    section: SectionHead,
    passages: Vec<PassageView>,
    questions: Vec<QuestionView>,
}

#[derive(Debug, Serialize, schemars::JsonSchema)]
#[schemars(rename = "ExamPaperSection")]
struct SectionHead {
    n: usize,
    title: String,
    /// Safe HTML.
    instruction: String,
    /// Seconds.
    duration: i64,
    /// `linear` or `free`.
    #[schemars(with = "String")]
    navigation: Navigation,
}

#[derive(Debug, Serialize, schemars::JsonSchema)]
#[schemars(rename = "ExamPassage")]
struct PassageView {
    code: String,
    title: String,
    /// Safe HTML.
    body: String,
    plain: String,
}

#[derive(Debug, Serialize, schemars::JsonSchema)]
#[serde(rename_all = "camelCase")]
#[schemars(rename = "ExamQuestion")]
struct QuestionView {
    id: i64,
    #[serde(rename = "type")]
    kind: QuestionType,
    /// Safe HTML.
    text: String,
    plain: String,
    /// The code of the passage that it is about.
    #[serde(skip_serializing_if = "Option::is_none")]
    passage: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    audio: Option<AudioView>,
    #[serde(skip_serializing_if = "Option::is_none")]
    options: Option<Vec<OptionView>>,
    /// Of a matching question: what others are matched to.
    #[serde(skip_serializing_if = "Option::is_none")]
    left: Option<Vec<OptionView>>,
    /// And those.
    #[serde(skip_serializing_if = "Option::is_none")]
    right: Option<Vec<OptionView>>,
    /// Seconds before a spoken answer begins.
    #[serde(skip_serializing_if = "Option::is_none")]
    preparation_time: Option<i64>,
    /// Seconds that an answer may take.
    #[serde(skip_serializing_if = "Option::is_none")]
    response_time: Option<i64>,
    point: Points,
}

#[derive(Debug, Serialize, schemars::JsonSchema)]
#[schemars(rename = "ExamAudio")]
struct AudioView {
    id: i64,
    /// How often it may be played; `null`: as often as one likes.
    plays: Option<i64>,
}

#[derive(Debug, Serialize, schemars::JsonSchema)]
#[schemars(rename = "ExamOption")]
struct OptionView {
    label: String,
    /// Safe HTML.
    text: String,
    plain: String,
}

fn html(text: &Text) -> String {
    text.marked().to_html(|hash| format!("{PICTURES}{}", hash.as_str()))
}

impl PaperView {
    /// A section of a version as a seed asks it.
    pub(crate) fn of(version: &FrozenVersion, n: usize, section: &FrozenSection, seed: i64) -> Self {
        let questions: Vec<&FrozenQuestion> = section.asked(seed).collect();
        let mut codes: Vec<&str> = Vec::new();
        for code in questions.iter().filter_map(|asked| asked.question.passage.as_deref()) {
            if !codes.contains(&code) {
                codes.push(code);
            }
        }
        let passages = codes.into_iter().filter_map(|code| version.passage(code));
        Self {
            section: SectionHead {
                n,
                title: section.title.clone(),
                instruction: html(&section.instruction),
                duration: section.duration,
                navigation: section.navigation,
            },
            passages: passages
                .map(|passage| PassageView {
                    code: passage.code.clone(),
                    title: passage.title.clone(),
                    body: html(&passage.body),
                    plain: passage.body.plain().to_owned(),
                })
                .collect(),
            questions: questions.into_iter().map(QuestionView::of).collect(),
        }
    }
}

impl QuestionView {
    fn of(asked: &FrozenQuestion) -> Self {
        let question = &asked.question;
        let options = || {
            question.options.iter().map(|option| OptionView {
                label: option.label.clone(),
                text: html(&option.value),
                plain: option.value.plain().to_owned(),
            })
        };
        let is_premise = |option: &OptionView| option.label.starts_with(|first: char| first.is_ascii_digit());
        let matches = question.kind == QuestionType::Matching;
        let has_options = question.kind.has_options() && !matches;
        Self {
            id: asked.id,
            kind: question.kind,
            text: html(&question.text),
            plain: question.text.plain().to_owned(),
            passage: question.passage.clone(),
            audio: asked.audio_id.map(|id| AudioView {
                id,
                plays: asked.audio_plays,
            }),
            options: has_options.then(|| options().collect()),
            left: matches.then(|| options().filter(|option| is_premise(option)).collect()),
            right: matches.then(|| options().filter(|option| !is_premise(option)).collect()),
            preparation_time: question.preparation_time,
            response_time: question.response_time,
            point: question.point,
        }
    }
}
