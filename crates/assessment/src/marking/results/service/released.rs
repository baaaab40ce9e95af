//! What a participant is shown of their results.
//!
//! Invariants: nothing before all of their scores stand and results are released; then what the event's policy says, and no
//! more; questions and keys are those of the version that they sat.

use std::collections::HashMap;

use papers::{Points, Question, QuestionType, marking::best};
use platform::{Conn, Error, Timestamp};
use serde::Serialize;

use super::{Tables, scaled, tables};
use crate::{
    Assessment,
    bank::version::service::Versions,
    marking::{
        answer::{service::is_same_section, store::AskedQuestion},
        keys::service::questions_asked,
        results::store::{self, ReleasedRow},
        scale,
        voiding::{self, rules::Credit, store::VoidRow},
    },
    sitting::model::ReleaseMode,
};

/// A participant's results, as far as they are shown them.
#[derive(Debug, Clone, Serialize, schemars::JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct ResultView {
    pub participant_id: i64,
    pub event_id: i64,
    /// Since when the event is released; left out where results are shown as soon as they are scored.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub released_at: Option<Timestamp>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub total_score: Option<Points>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub max_score: Option<Points>,
    /// What the total becomes by the package's scale.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub scaled: Option<Points>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub band: Option<String>,
    /// In the order of the paper; left out where they are not shown.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub sections: Option<Vec<SectionResult>>,
    /// In the order in which they were asked; left out where neither answers nor keys are shown.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub questions: Option<Vec<QuestionResult>>,
}

/// What a participant reached in a section.
#[derive(Debug, Clone, Serialize, schemars::JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct SectionResult {
    pub section_id: i64,
    pub section_title: String,
    pub score: Option<Points>,
    pub max_score: Option<Points>,
    /// What the score becomes by the package's scale.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub scaled: Option<Points>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub band: Option<String>,
}

/// A question with what was answered, what that brought and what was right.
#[derive(Debug, Clone, Serialize, schemars::JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct QuestionResult {
    pub question_id: i64,
    pub section_id: i64,
    /// Its place in its section as it was asked, from 1.
    pub number: usize,
    pub question: String,
    /// Its text as marked text, where the plain one does not say it all.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub question_marked: Option<String>,
    pub question_type: QuestionType,
    /// As people read it; left out where answers are not shown, and where nothing was answered.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub answer: Option<String>,
    /// What the answer brought; left out where answers are not shown.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub score: Option<Points>,
    pub max_score: Points,
    /// What is right; left out where keys are not shown, empty where people rate the answers.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub keys: Option<Vec<ResultKey>>,
    /// That it was voided, and what it brings since.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub void: Option<Credit>,
}

/// A right answer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, schemars::JsonSchema)]
pub struct ResultKey {
    /// A label, an accepted text, or a pair such as `1-A`.
    pub answer: String,
    /// What the option says.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub text: Option<String>,
}

/// What results of a participant are made of.
struct Sources {
    row: ReleasedRow,
    asked: Vec<AskedQuestion>,
    sections: HashMap<i64, store::SectionScoreRow>,
    answers: HashMap<i64, (Option<String>, Option<Points>)>,
    voids: HashMap<i64, VoidRow>,
    tables: Tables,
}

impl Sources {
    /// Nothing if the participant is not to see them.
    async fn load(conn: &mut Conn<'_>, versions: &Versions, participant: i64) -> Result<Option<Self>, Error> {
        let found = store::released(conn, participant).await?;
        let Some(row) = found.filter(is_shown) else {
            return Ok(None);
        };
        let sat = (row.version, row.seed);
        let sections = store::own_sections(conn, participant).await?;
        Ok(Some(Self {
            asked: questions_asked(conn, versions, sat, row.package_id).await?,
            sections: sections.into_iter().map(|row| (row.section_detail_id, row)).collect(),
            answers: store::own_scores(conn, participant).await?,
            voids: voiding::store::shown(conn, row.event_id).await?,
            tables: tables(scale::store::of_package(conn, row.package_id).await?)?,
            row,
        }))
    }

    fn view(&self, participant_id: i64) -> ResultView {
        let (row, shown) = (&self.row, self.row.shown);
        let (scaled, band) = self.scaled(None, row.total);
        ResultView {
            participant_id,
            event_id: row.event_id,
            released_at: row.released_at,
            total_score: row.total.filter(|_| shown.score),
            max_score: row.most.filter(|_| shown.score),
            scaled,
            band,
            sections: shown.sections.then(|| self.sections()),
            questions: (shown.answers || shown.keys).then(|| self.questions()),
        }
    }

    /// What a score becomes, if that is shown.
    fn scaled(&self, section: Option<i64>, score: Option<Points>) -> (Option<Points>, Option<String>) {
        scaled(&self.tables, section, score.filter(|_| self.row.shown.scale))
    }

    fn sections(&self) -> Vec<SectionResult> {
        let parts = self.asked.chunk_by(is_same_section);
        let section = |asked: &[AskedQuestion]| {
            let first = &asked[0];
            let row = self.sections.get(&first.section_detail_id);
            let score = row.and_then(|row| row.raw);
            let (scaled, band) = self.scaled(Some(first.section_id), score);
            SectionResult {
                section_id: first.section_id,
                section_title: first.section_title.clone(),
                score,
                max_score: row.and_then(|row| row.most),
                scaled,
                band,
            }
        };
        parts.map(section).collect()
    }

    fn questions(&self) -> Vec<QuestionResult> {
        let parts = self.asked.chunk_by(is_same_section);
        let numbered = parts.flat_map(|asked| (1..).zip(asked));
        numbered.map(|(number, asked)| self.question(number, asked)).collect()
    }

    fn question(&self, number: usize, asked: &AskedQuestion) -> QuestionResult {
        let (question, shown) = (&asked.question, self.row.shown);
        let own = self.answers.get(&asked.id).filter(|_| shown.answers);
        QuestionResult {
            question_id: asked.id,
            section_id: asked.section_id,
            number,
            question: question.text.plain().to_owned(),
            question_marked: question.text.markup().map(str::to_owned),
            question_type: question.kind,
            answer: own.and_then(|(answer, _)| answer.clone()),
            score: own.and_then(|(_, score)| *score),
            max_score: best(question, &self.row.policy),
            keys: shown.keys.then(|| keys(question)),
            void: self.voids.get(&asked.id).map(|void| void.credit),
        }
    }
}

/// Whether a participant sees their results: all scores stand, and the event says so.
fn is_shown(row: &ReleasedRow) -> bool {
    match row.status.as_str() {
        "published" => true,
        "scored" => row.released_at.is_some() || row.mode == ReleaseMode::AtOnce,
        _ => false,
    }
}

/// What is right, with the words of the options.
fn keys(question: &Question) -> Vec<ResultKey> {
    let text = |label: &str| {
        let option = question.options.iter().find(|option| option.label == label);
        option.map(|option| option.value.plain().to_owned())
    };
    let keys = question.key.iter().map(|key| ResultKey {
        answer: key.answer.clone(),
        text: text(&key.answer),
    });
    keys.collect()
}

impl Assessment {
    /// What a participant is shown of their results; nothing as long as they are not released, or not all scored.
    pub async fn released_result(&self, participant: i64) -> Result<Option<ResultView>, Error> {
        let versions = self.0.versions.clone();
        let find = async move |conn: &mut Conn<'_>| Sources::load(conn, &versions, participant).await;
        let found = self.0.db.read(find).await?;
        Ok(found.map(|sources| sources.view(participant)))
    }
}
