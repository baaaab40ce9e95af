//! Results, as shown.

use papers::{Points, marking::Summary};
use platform::page::Paging;
use serde::Serialize;

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
        matches!(self.status.as_str(), "scored" | "published")
    }
}

/// What is said about a question.
#[derive(Debug, Clone, Serialize, schemars::JsonSchema)]
#[serde(rename_all = "camelCase")]
pub(crate) struct ItemView {
    pub(super) question_id: i64,
    pub(super) section_id: i64,
    /// Its place in its section, from 1.
    pub(super) number: usize,
    pub(super) question: String,
    pub(super) question_type: &'static str,
    pub(super) max_score: Points,
    pub(super) count: i64,
    pub(super) mean: Option<f64>,
    pub(super) standard_deviation: Option<f64>,
    /// Mean over maximum.
    pub(super) facility: Option<f64>,
    /// Correlation with the rest of the total.
    pub(super) discrimination: Option<f64>,
    /// That it was voided, and what its answers bring since; left out where it counts as it was asked.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) void: Option<VoidView>,
}

/// That a question was voided.
#[derive(Debug, Clone, Serialize, schemars::JsonSchema)]
pub(crate) struct VoidView {
    pub(super) credit: Credit,
    /// Why.
    pub(super) reason: String,
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
pub(crate) struct SectionView {
    pub(super) section_id: i64,
    pub(super) section_title: String,
    pub(super) questions: usize,
    pub(super) max_score: Points,
    #[serde(flatten)]
    pub(super) summary: Summary,
    /// Cronbach's alpha.
    pub(super) alpha: Option<f64>,
}

/// What is said about an event.
#[derive(Debug, Clone, Serialize, schemars::JsonSchema)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Statistics {
    pub(super) participants: usize,
    /// Of totals of those whose scores all stand.
    #[serde(flatten)]
    pub(super) summary: Summary,
    /// Cronbach's alpha.
    pub(super) alpha: Option<f64>,
    /// How far a total is from what it would be without chance: standard deviation times the root of 1 − alpha.
    pub(super) standard_error: Option<f64>,
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
