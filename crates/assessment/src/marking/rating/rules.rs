//! What a mark that people give must be like.

use std::collections::BTreeMap;

use papers::Points;
use platform::{Error, Rule, text::Check};
use serde::Deserialize;

use crate::marking::model::{NewRating, Round};

/// Most criteria of a rating.
const CRITERIA: usize = 20;

/// A mark as it was given.
#[derive(Deserialize, schemars::JsonSchema)]
#[schemars(rename = "ResponseRatingIn")]
pub struct RatingIn {
    /// Within the points of the question.
    pub score: Points,
    /// Up to 2,000 characters.
    #[serde(default)]
    pub comment: Option<String>,
    /// Points by criterion, for whoever reads the rating; up to 20.
    #[serde(default)]
    pub criteria: BTreeMap<String, Points>,
    /// What one was asked for, as the queue says it. If others have rated since, so that a blind rating would now decide a
    /// dispute, it is refused.
    #[serde(default)]
    pub round: Option<Round>,
}

impl RatingIn {
    /// The mark, if what is said with it is good; the points of its question are judged by the use case.
    pub fn judge(self) -> Result<NewRating, Error> {
        let mut check = Check::new();
        let comment = check.maybe_text("comment", self.comment.as_deref(), 2000);
        if self.criteria.len() > CRITERIA {
            check.note("criteria", Rule::TooMany(CRITERIA));
        }
        for name in self.criteria.keys() {
            check.text("criteria", name, 1, 100);
        }
        check.finish()?;
        Ok(NewRating {
            score: self.score,
            criteria: serde_json::to_string(&self.criteria).map_err(Error::internal)?,
            comment,
            round: self.round,
        })
    }
}
