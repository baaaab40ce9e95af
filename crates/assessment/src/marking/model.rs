//! Terms of the marking: what use cases, stores and routes of it share.

use papers::Points;
use serde::{Deserialize, Serialize};

/// What a rating of an answer is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(rename_all = "lowercase")]
#[schemars(rename = "RatingRound")]
pub enum Round {
    /// Blind, before anybody else.
    First,
    /// Blind, after one other.
    Second,
    /// In sight of two that differ.
    Adjudication,
}

impl Round {
    /// What the next rating is, after so many.
    pub(crate) fn after(given: usize) -> Self {
        match given {
            0 => Self::First,
            1 => Self::Second,
            _ => Self::Adjudication,
        }
    }

    /// As the API and the database write it.
    pub fn name(self) -> &'static str {
        match self {
            Self::First => "first",
            Self::Second => "second",
            Self::Adjudication => "adjudication",
        }
    }

    /// Whether who gives it sees what others gave.
    pub fn is_blind(self) -> bool {
        self != Self::Adjudication
    }
}

/// A rating as it is given.
#[derive(Debug, Clone)]
pub struct NewRating {
    pub(crate) score: Points,
    /// JSON.
    pub criteria: String,
    pub(crate) comment: Option<String>,
    /// What the rater was asked for; whether that was to be blind must still hold.
    pub(crate) round: Option<Round>,
}
