//! How far the raters of an event agree, question by question and in all.
//!
//! Invariant: it is said of pairs of blind ratings, and names neither answers nor raters.

use std::collections::HashMap;

use papers::{
    Points,
    marking::{Agreement, Pair},
};
use platform::{Conn, Error};
use serde::Serialize;

use super::EVENT;
use crate::{
    Assessment,
    failures::not_found,
    marking::{
        answer::{service::is_same_section, store::AskedQuestion},
        keys::service::EventPaper,
        rating::store::desk as rows,
        results, voiding,
    },
};

/// How far raters agree.
#[derive(Debug, Clone, Copy, Default, PartialEq, Serialize, schemars::JsonSchema)]
#[serde(rename_all = "camelCase")]
#[schemars(rename = "RatingAgreementFigures")]
pub struct AgreementFigures {
    /// Answers that two people have rated blind.
    pub pairs: i64,
    /// Among them those about which they differ by two points or more.
    pub disputed: i64,
    /// The part to which both gave the same points: 0 to 1.
    pub same: Option<f64>,
    /// Cohen's kappa without weights; none where both always gave one and the same score.
    pub kappa: Option<f64>,
    /// Cohen's kappa with linear weights.
    pub weighted_kappa: Option<f64>,
}

impl AgreementFigures {
    fn of(agreement: Option<&Agreement>) -> Self {
        Self {
            pairs: agreement.map_or(0, |found| found.pairs),
            disputed: agreement.map_or(0, |found| found.disputed),
            same: agreement.map(Agreement::same),
            kappa: agreement.and_then(Agreement::kappa),
            weighted_kappa: agreement.and_then(Agreement::weighted_kappa),
        }
    }
}

/// How far raters agree about the answers to a question.
#[derive(Debug, Clone, Serialize, schemars::JsonSchema)]
#[serde(rename_all = "camelCase")]
#[schemars(rename = "RatingAgreementQuestion")]
pub struct QuestionAgreement {
    pub question_id: i64,
    pub section_title: String,
    /// Its place in its section, from 1.
    pub number: usize,
    pub question: String,
    /// The most that an answer is worth.
    pub max_score: Points,
    #[serde(flatten)]
    pub figures: AgreementFigures,
}

/// How far the raters of an event agree.
#[derive(Debug, Clone, Serialize, schemars::JsonSchema)]
#[serde(rename_all = "camelCase")]
#[schemars(rename = "RatingAgreementView")]
pub struct AgreementView {
    pub event_id: i64,
    /// All questions together, each by how many pairs it has.
    #[serde(flatten)]
    pub figures: AgreementFigures,
    /// In the order of the paper; those whose answers no two have rated are left out.
    pub questions: Vec<QuestionAgreement>,
}

fn view(event_id: i64, asked: &[AskedQuestion], pairs: Vec<(i64, Pair)>) -> AgreementView {
    let mut of: HashMap<i64, Vec<Pair>> = HashMap::new();
    for (question, pair) in pairs {
        of.entry(question).or_default().push(pair);
    }
    let numbered = asked
        .chunk_by(is_same_section)
        .flat_map(|questions| (1..).zip(questions));
    let found = numbered.filter_map(|(number, asked)| {
        let agreement = Agreement::of(of.get(&asked.id)?, asked.question.point)?;
        Some((agreement, one(number, asked, &agreement)))
    });
    let (agreements, questions): (Vec<_>, Vec<_>) = found.unzip();
    AgreementView {
        event_id,
        figures: AgreementFigures::of(Agreement::together(&agreements).as_ref()),
        questions,
    }
}

fn one(number: usize, asked: &AskedQuestion, agreement: &Agreement) -> QuestionAgreement {
    QuestionAgreement {
        question_id: asked.id,
        section_title: asked.section_title.clone(),
        number,
        question: asked.question.text.plain().to_owned(),
        max_score: asked.question.point,
        figures: AgreementFigures::of(Some(agreement)),
    }
}

impl Assessment {
    /// How far the raters of an event agree.
    #[platform::boxed]
    pub async fn rating_agreement(&self, event: i64) -> Result<AgreementView, Error> {
        let versions = self.0.versions.clone();
        let find = async move |conn: &mut Conn<'_>| {
            let found = results::store::event(conn, event).await?;
            let (package, _) = found.ok_or_else(|| not_found(EVENT))?;
            let held = voiding::store::event(conn, event).await?;
            let held_with = held.and_then(|(_, version)| version);
            let paper = EventPaper::load(conn, &versions, (event, package), held_with).await?;
            Ok::<_, Error>(view(event, &paper.asked, rows::pairs(conn, event).await?))
        };
        self.0.db.read(find).await
    }
}
