//! Results, as shown.

use marked::Text;
use papers::{Points, QuestionType, marking::Summary};
use platform::page::Paging;
use serde::Serialize;

use super::choices::{ChoiceView, Concern, Thirds};

use crate::marking::voiding::{rules::Credit, store::VoidRow};

/// What somebody reached in a section.
#[derive(Debug, Clone, Serialize, schemars::JsonSchema)]
#[serde(rename_all = "camelCase")]
pub(crate) struct SectionScore {
    pub(super) section_id: i64,
    pub(super) section_title: String,
    /// `null` as long as something in it waits for a rater.
    pub(super) score: Option<Points>,
    pub(super) max_score: Option<Points>,
    pub(super) scaled: Option<Points>,
    pub(super) band: Option<String>,
}

/// A participant's results.
#[derive(Debug, Clone, Serialize, schemars::JsonSchema)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Reached {
    pub(super) participant_id: i64,
    pub(super) name: String,
    pub(super) registered_number: String,
    pub(super) exam_registered_number: String,
    /// Unit, rank and position are what they were when the participant was added.
    pub(super) unit: Option<String>,
    pub(super) rank: Option<String>,
    pub(super) position: Option<String>,
    pub(super) status: String,
    pub(super) sections: Vec<SectionScore>,
    /// `null` as long as a part of it is missing.
    pub(super) total_score: Option<Points>,
    pub(super) max_score: Option<Points>,
    pub(super) scaled: Option<Points>,
    pub(super) band: Option<String>,
    /// `awaiting rating` where there is no total yet because answers wait for raters; else left out.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) note: Option<&'static str>,
}

impl Reached {
    /// Whether some of what was handed in waits for a rater.
    pub(super) fn is_partial(&self) -> bool {
        let waits = || {
            self.sections
                .iter()
                .any(|section| section.max_score.is_some() && section.score.is_none())
        };
        match self.status.as_str() {
            "awaiting_rating" => true,
            "terminated" => waits(),
            _ => false,
        }
    }

    /// Whether the total is one that stands, or lacks a part; nothing if it is neither.
    pub(super) fn completeness(&self) -> &'static str {
        if self.is_partial() {
            "partial"
        } else if self.stands() {
            "final"
        } else {
            ""
        }
    }

    /// Whether its scores all stand.
    pub(super) fn stands(&self) -> bool {
        is_standing(&self.status)
    }
}

/// Whether all scores of a participant of this status stand.
pub(super) fn is_standing(status: &str) -> bool {
    matches!(status, "scored" | "published")
}

/// What is said about a question.
#[derive(Debug, Clone, Serialize, schemars::JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct ItemView {
    pub question_id: i64,
    pub section_id: i64,
    /// Its place in its section, from 1.
    pub number: usize,
    pub question: String,
    pub question_type: &'static str,
    pub max_score: Points,
    pub count: i64,
    pub mean: Option<f64>,
    pub standard_deviation: Option<f64>,
    /// Mean over maximum.
    pub facility: Option<f64>,
    /// Correlation with the rest of the total.
    pub discrimination: Option<f64>,
    /// How many were asked it and answered nothing.
    pub blank: i64,
    /// Its options, or the pairs that somebody made of it, with how many chose each; empty where nothing is chosen.
    pub choices: Vec<ChoiceView>,
    /// What of it deserves a look; nothing before ten answers were scored, or where it is void.
    pub concerns: Vec<Concern>,
    /// That it was voided, and what its answers bring since; left out where it counts as it was asked.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub void: Option<VoidView>,
    /// The question as marked text.
    #[serde(skip)]
    #[schemars(skip)]
    pub text: Text,
    #[serde(skip)]
    #[schemars(skip)]
    pub kind: QuestionType,
}

/// That a question was voided.
#[derive(Debug, Clone, Serialize, schemars::JsonSchema)]
pub struct VoidView {
    pub credit: Credit,
    /// Why.
    pub reason: String,
}

impl VoidView {
    pub(super) fn of(row: &VoidRow) -> Self {
        Self {
            credit: row.credit,
            reason: row.reason.clone(),
        }
    }

    /// Whether it is part of sums and maxima.
    pub(super) fn counts(&self) -> bool {
        self.credit.counts()
    }
}

/// What is said about a section.
#[derive(Debug, Clone, Serialize, schemars::JsonSchema)]
#[serde(rename_all = "camelCase")]
#[schemars(rename = "SectionResultView")]
pub struct SectionView {
    pub section_id: i64,
    pub section_title: String,
    pub questions: usize,
    pub max_score: Points,
    #[serde(flatten)]
    pub summary: Summary,
    /// Cronbach's alpha.
    pub alpha: Option<f64>,
}

/// What is said about an event.
#[derive(Debug, Clone, Serialize, schemars::JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct Statistics {
    pub participants: usize,
    /// Of totals of those whose scores all stand.
    #[serde(flatten)]
    pub summary: Summary,
    /// Cronbach's alpha.
    pub alpha: Option<f64>,
    /// How far a total is from what it would be without chance: standard deviation times the root of 1 − alpha.
    pub standard_error: Option<f64>,
    /// The best and the last third of them; `null` where they cannot be told apart.
    pub thirds: Option<Thirds>,
}

/// Where a page stands.
#[derive(Debug, Clone, Serialize, schemars::JsonSchema)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Metadata {
    pub(super) total_items: i64,
    pub(super) current_page: i64,
    pub(super) items_per_page: i64,
}

impl From<Paging> for Metadata {
    fn from(paging: Paging) -> Self {
        Self {
            total_items: paging.total,
            current_page: paging.page,
            items_per_page: paging.per_page,
        }
    }
}

/// Results of an event, a page of its participants.
#[derive(Debug, Clone, Serialize, schemars::JsonSchema)]
#[serde(rename_all = "camelCase")]
pub(crate) struct ResultsView {
    pub(super) metadata: Metadata,
    pub(super) data: Vec<Reached>,
    pub(super) event_id: i64,
    pub(super) event_title: String,
    pub(super) package_id: i64,
    pub(super) sections: Vec<SectionView>,
    pub(super) items: Vec<ItemView>,
    pub(super) statistics: Statistics,
}
