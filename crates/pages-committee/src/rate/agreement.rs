//! How far the raters of a sitting agree.

use askama::Template;
use assessment::{AgreementFigures, QuestionAgreement, Raters, WantedAnswer};
use axum::extract::{Path, State};
use pages_kit::{Answer, Failed, Frame, Language, Speech, numbers};

use super::{form::score, page::ways};
use crate::{
    Committee,
    caller::Entered,
    event::{Head, find},
    frame::{Officer, Room, Tab, around},
};

#[derive(Template)]
#[template(path = "committee/rate-agreement.html")]
struct Page<'a> {
    frame: Frame<'a>,
    officer: Officer<'a>,
    head: Head,
    style: &'a str,
    queues: Vec<Tab>,
    all: Figures,
    rows: Vec<Row>,
}

/// Figures as they are written.
struct Figures {
    pairs: String,
    same: String,
    kappa: String,
    weighted: String,
    disputed: String,
    /// What the weighted kappa says, in words.
    verdict: String,
    is_any: bool,
}

struct Row {
    place: String,
    question: String,
    most: String,
    figures: Figures,
}

/// A number with two decimals; a dash for none.
fn decimal(speech: Speech<'_>, number: Option<f64>) -> String {
    let Some(number) = number else {
        return "–".to_owned();
    };
    // Adding zero turns −0 into 0.
    let text = format!("{:.2}", (number * 100.0).round() / 100.0 + 0.0).replace('-', "−");
    numbers::decimal(speech.language, text)
}

/// A part of one as a percentage.
fn percent(speech: Speech<'_>, part: Option<f64>) -> String {
    let said = |part: f64| match speech.language {
        Language::Turkish => format!("%{:.0}", part * 100.0),
        Language::Indonesian | Language::English => format!("{:.0}%", part * 100.0),
    };
    part.map_or_else(|| "–".to_owned(), said)
}

/// The key of what a kappa says, in the steps of J. R. Landis and G. G. Koch (1977).
fn verdict(kappa: Option<f64>) -> &'static str {
    match kappa {
        None => "rate-agree-unknown",
        Some(kappa) if kappa < 0.0 => "rate-agree-none",
        Some(kappa) if kappa <= 0.2 => "rate-agree-slight",
        Some(kappa) if kappa <= 0.4 => "rate-agree-fair",
        Some(kappa) if kappa <= 0.6 => "rate-agree-moderate",
        Some(kappa) if kappa <= 0.8 => "rate-agree-substantial",
        Some(_) => "rate-agree-full",
    }
}

impl Figures {
    fn of(figures: &AgreementFigures, speech: Speech<'_>) -> Self {
        Self {
            pairs: speech.number(figures.pairs),
            same: percent(speech, figures.same),
            kappa: decimal(speech, figures.kappa),
            weighted: decimal(speech, figures.weighted_kappa),
            disputed: speech.number(figures.disputed),
            verdict: speech.say(verdict(figures.weighted_kappa)),
            is_any: figures.pairs > 0,
        }
    }
}

impl Row {
    fn of(question: QuestionAgreement, speech: Speech<'_>) -> Self {
        Self {
            place: format!("{} · {}", question.section_title, question.number),
            most: score(speech, question.max_score),
            figures: Figures::of(&question.figures, speech),
            question: question.question,
        }
    }
}

/// `GET /ujian/{event}/nilai/kesepakatan`
pub(crate) async fn show(
    State(committee): State<Committee>,
    Path(event): Path<String>,
    entered: Entered<Raters>,
) -> Result<Answer, Failed> {
    let Entered { visit, admin, .. } = entered;
    let shown = async {
        let event = find(&committee, &event).await?;
        let (assessment, speech) = (committee.assessment(), visit.speech());
        let agreement = assessment.rating_agreement(event.id).await?;
        let waiting = assessment
            .rating_desk(&admin, event.id, WantedAnswer::default())
            .await?;
        let (frame, officer) = around(&committee, &visit, &admin, speech.say("rate-agreement-title")).await?;
        Answer::page(&Page {
            frame,
            officer,
            head: Head::of(&event, (&visit, &admin), Room::Rate),
            style: committee.rate_style(),
            queues: ways(speech, event.id, &waiting.questions),
            all: Figures::of(&agreement.figures, speech),
            rows: agreement
                .questions
                .into_iter()
                .map(|question| Row::of(question, speech))
                .collect(),
        })
    };
    shown.await.map_err(Failed::at(&visit))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn steps_of_agreement_are_those_of_the_literature() {
        let said = [
            None,
            Some(-0.1),
            Some(0.2),
            Some(0.21),
            Some(0.6),
            Some(0.8),
            Some(0.81),
        ]
        .map(verdict);
        let short = said.map(|key| key.trim_start_matches("rate-agree-"));
        assert_eq!(
            short,
            ["unknown", "none", "slight", "fair", "moderate", "substantial", "full"]
        );
    }
}
