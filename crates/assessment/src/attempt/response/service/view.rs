//! Answers and changes of their scores, as they are shown.

use papers::Points;
use platform::Timestamp;
use serde::{Deserialize, Serialize};

use crate::{
    BASE,
    attempt::response::store::{AudioRow, AuditRow, ResponseRow},
};

/// A recording, as far as its facts go.
#[derive(Debug, Clone, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(rename_all = "camelCase")]
#[schemars(rename = "ResponseAudioView")]
pub(crate) struct AudioView {
    id: i64,
    /// Where it is heard: a path of this server.
    url: String,
    media_type: String,
    bytes: i64,
    duration_ms: i64,
    /// `recording`, `complete` or `failed`.
    status: String,
}

impl AudioView {
    /// The recording of an answer.
    pub(crate) fn of(response: i64, row: AudioRow) -> Self {
        Self {
            id: row.id,
            url: format!("{BASE}/test-response/{response}/audio"),
            media_type: row.media_type,
            bytes: row.bytes,
            duration_ms: row.duration_ms,
            status: row.status,
        }
    }
}

/// An answer and its score (section 9 of the document).
#[derive(Debug, Clone, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct ResponseView {
    id: i64,
    /// As people read it; `null` if nothing was answered.
    pub answer: Option<String>,
    participant_id: i64,
    question_id: i64,
    package_id: i64,
    event_id: i64,
    audio_response_id: Option<i64>,
    /// `null` while it waits for a rater.
    pub score: Option<Points>,
    created_at: Timestamp,
    updated_at: Timestamp,
    audio: Option<AudioView>,
    #[serde(skip)]
    #[schemars(skip)]
    pub(crate) version: i64,
}

impl From<ResponseRow> for ResponseView {
    fn from(row: ResponseRow) -> Self {
        Self {
            id: row.id,
            answer: row.answer,
            participant_id: row.participant_id,
            question_id: row.question_id,
            package_id: row.package_id,
            event_id: row.event_id,
            audio_response_id: row.audio_response_id,
            score: row.score,
            created_at: row.created_at,
            updated_at: row.updated_at,
            audio: row.audio.map(|audio| AudioView::of(row.id, audio)),
            version: row.version,
        }
    }
}

/// Answers to the questions of a section.
#[derive(Debug, Serialize, schemars::JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct SectionResponses {
    section_id: i64,
    section_title: String,
    responses: Vec<ResponseView>,
}

/// How an answer or its score was changed.
#[derive(Debug, Serialize, schemars::JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct ScoreChangeView {
    id: i64,
    old_score: Option<Points>,
    new_score: Option<Points>,
    old_answer: Option<String>,
    new_answer: Option<String>,
    /// `unscored`, `auto`, `pending`, `manual` or `void`.
    pub old_status: String,
    new_status: String,
    /// `manual`, `rating`, `regrade`, `revert` (of a regrading), `void` or `unvoid`.
    pub cause: String,
    regrade_id: Option<i64>,
    reason: Option<String>,
    admin_id: Option<i64>,
    created_at: Timestamp,
}

impl From<AuditRow> for ScoreChangeView {
    fn from(row: AuditRow) -> Self {
        Self {
            id: row.id,
            old_score: row.old_score,
            new_score: row.new_score,
            old_answer: row.old_answer,
            new_answer: row.new_answer,
            old_status: row.old_status,
            new_status: row.new_status,
            cause: row.cause,
            regrade_id: row.regrade_id,
            reason: row.reason,
            admin_id: row.admin_id,
            created_at: row.at,
        }
    }
}

/// Puts answers under the sections of their questions, in the order of the answers.
pub(super) fn by_section(rows: Vec<ResponseRow>, sections: &[(i64, i64, String)]) -> Vec<SectionResponses> {
    let mut grouped: Vec<SectionResponses> = Vec::new();
    for row in rows {
        let at = sections.binary_search_by_key(&row.question_id, |(question, ..)| *question);
        let Some((_, section, title)) = at.ok().map(|at| &sections[at]) else {
            continue;
        };
        if grouped.last().is_none_or(|last| last.section_id != *section) {
            grouped.push(SectionResponses {
                section_id: *section,
                section_title: title.clone(),
                responses: Vec::new(),
            });
        }
        if let Some(last) = grouped.last_mut() {
            last.responses.push(ResponseView::from(row));
        }
    }
    grouped
}
