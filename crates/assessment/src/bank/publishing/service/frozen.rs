//! What is frozen of a package: its paper without keys, and the keys.

use std::collections::BTreeMap;

use papers::{
    Choice, Key, Navigation, Paper, Passage, Points, Question, QuestionType, ScoringRule, Section,
    draw::{Difficulty, Draw},
};
use platform::{Conn, Error, text::hex};
use serde::Serialize;
use sha2::{Digest as _, Sha256};

use crate::{
    bank::{
        package::{self, service::PACKAGE, store::References},
        paper,
    },
    failures::not_found,
};

/// A paper as it is frozen: without keys, with the ids that responses refer to.
#[derive(Serialize)]
struct FrozenPaper<'a> {
    title: &'a str,
    passages: &'a [Passage],
    sections: Vec<FrozenSection<'a>>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct FrozenSection<'a> {
    section_detail_id: Option<i64>,
    title: &'a str,
    duration: i64,
    instruction: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    instruction_marked: Option<&'a str>,
    navigation: Navigation,
    shuffle: bool,
    #[serde(skip_serializing_if = "<[Draw]>::is_empty")]
    draws: &'a [Draw],
    questions: Vec<FrozenQuestion<'a>>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct FrozenQuestion<'a> {
    id: i64,
    question_type: QuestionType,
    question: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    question_marked: Option<&'a str>,
    passage: Option<&'a str>,
    audio: Option<&'a str>,
    audio_id: Option<i64>,
    options: &'a [Choice],
    point: Points,
    rule: ScoringRule,
    preparation_time: Option<i64>,
    response_time: Option<i64>,
    // Left out where there is nothing, so that what was frozen before these were is frozen alike.
    #[serde(skip_serializing_if = "Option::is_none")]
    audio_plays: Option<i64>,
    #[serde(skip_serializing_if = "<[String]>::is_empty")]
    tags: &'a [String],
    #[serde(skip_serializing_if = "Option::is_none")]
    difficulty: Option<Difficulty>,
}

/// The key of a question of a frozen paper.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct FrozenKey {
    question_id: i64,
    key: Vec<Key>,
}

/// What is stored of a version.
pub(super) struct Frozen {
    pub(super) paper: String,
    pub(super) keys: String,
    pub(super) sha256: String,
}

/// A package as content, with the ids that its parts have in this database.
pub(super) struct Content {
    pub(super) paper: Paper,
    /// The ids of the questions, section by section, in the paper's order.
    pub(super) questions: Vec<Vec<i64>>,
    pub(super) references: BTreeMap<i64, References>,
}

impl Content {
    pub(super) async fn load(conn: &mut Conn<'_>, package: i64) -> Result<Self, Error> {
        let stored = paper::store::load_stored(conn, package).await?;
        let stored = stored.ok_or_else(|| not_found(PACKAGE))?;
        Ok(Self {
            references: package::store::references(conn, package).await?,
            paper: stored.paper,
            questions: stored.questions,
        })
    }

    /// Every section with its questions and their ids, in order.
    pub(super) fn sections(&self) -> impl Iterator<Item = (&Section, impl Iterator<Item = (i64, &Question)>)> {
        let sections = self.paper.sections.iter().zip(&self.questions);
        sections.map(|(section, ids)| (section, ids.iter().copied().zip(&section.questions)))
    }

    /// Every question with its id, in order.
    pub(super) fn questions(&self) -> impl Iterator<Item = (i64, &Question)> {
        self.sections().flat_map(|(_, questions)| questions)
    }

    pub(super) fn audio_of(&self, id: i64) -> Option<i64> {
        self.references.get(&id).and_then(|references| references.audio)
    }

    fn frozen_question<'a>(&self, id: i64, question: &'a Question) -> FrozenQuestion<'a> {
        FrozenQuestion {
            id,
            question_type: question.kind,
            question: question.text.plain(),
            question_marked: question.text.markup(),
            passage: question.passage.as_deref(),
            audio: question.audio.as_deref(),
            audio_id: self.audio_of(id),
            options: &question.options,
            point: question.point,
            rule: question.rule,
            preparation_time: question.preparation_time,
            response_time: question.response_time,
            audio_plays: question.audio_plays,
            tags: &question.tags,
            difficulty: question.difficulty,
        }
    }

    fn frozen_section<'a>(
        &self,
        section: &'a Section,
        questions: impl Iterator<Item = (i64, &'a Question)>,
    ) -> FrozenSection<'a> {
        let questions: Vec<_> = questions
            .map(|(id, question)| self.frozen_question(id, question))
            .collect();
        let first = questions.first().and_then(|first| self.references.get(&first.id));
        FrozenSection {
            section_detail_id: first.map(|references| references.section_detail),
            title: &section.title,
            duration: section.duration,
            instruction: section.instruction.plain(),
            instruction_marked: section.instruction.markup(),
            navigation: section.navigation,
            shuffle: section.shuffle,
            draws: &section.draws,
            questions,
        }
    }

    /// The paper and its keys, apart.
    pub(super) fn frozen(&self) -> Result<Frozen, Error> {
        let sections = self.sections();
        let paper = FrozenPaper {
            title: &self.paper.title,
            passages: &self.paper.passages,
            sections: sections
                .map(|(section, questions)| self.frozen_section(section, questions))
                .collect(),
        };
        let key = |(question_id, question): (i64, &'_ Question)| FrozenKey {
            question_id,
            key: question.key.clone(),
        };
        let keys: Vec<FrozenKey> = self.questions().map(key).collect();
        let paper = serde_json::to_string(&paper).map_err(Error::internal)?;
        let keys = serde_json::to_string(&keys).map_err(Error::internal)?;
        let mut hash = Sha256::new();
        for part in [&paper, &keys] {
            hash.update(part.len().to_le_bytes());
            hash.update(part);
        }
        let sha256 = hex(&hash.finalize());
        Ok(Frozen { paper, keys, sha256 })
    }
}
