//! What a question was worth in the sittings that asked it, for those who see results.

use assessment::{Admin, EventEmbedding, EventMode, Order, QuestionView, Raters, Requirement as _};
use pages_kit::Speech;
use platform::{Error, page::Pages};

use crate::{Committee, frame::address, results::figures::maybe_decimal};

/// Sittings that are looked through, the newest first, and how many of them are told.
const SITTINGS: i64 = 200;
const TOLD: usize = 5;
const NEWEST_FIRST: Order = Order { by: "date", down: true };

/// A sitting that asked a question, with its figures there.
pub(super) struct Sat {
    pub(super) title: String,
    pub(super) day: String,
    /// Where its figures are.
    pub(super) path: String,
    pub(super) scored: String,
    pub(super) facility: String,
    pub(super) discrimination: String,
}

/// The last sittings in which the question was scored.
pub(super) async fn find(
    committee: &Committee,
    (admin, speech): (&Admin, Speech<'_>),
    question: &QuestionView,
) -> Result<Vec<Sat>, Error> {
    if !Raters::met(admin.role) {
        return Ok(Vec::new());
    }
    let assessment = committee.assessment();
    let (events, _) = assessment
        .list_events(
            None,
            EventMode::default(),
            NEWEST_FIRST,
            EventEmbedding::default(),
            Pages::after(0, SITTINGS),
        )
        .await?;
    let mut sat = Vec::new();
    for event in events.iter().filter(|event| event.package_id == question.package_id) {
        if sat.len() == TOLD {
            break;
        }
        let results = assessment.results(event.id).await?;
        let mut items = results.items().iter();
        let Some(item) = items.find(|item| item.question_id == question.id && item.count > 0) else {
            continue;
        };
        sat.push(Sat {
            title: event.title.clone(),
            day: event.date.clone(),
            path: address(event.id, &format!("/hasil/soal/{}", question.id)),
            scored: speech.number(item.count),
            facility: maybe_decimal(speech, item.facility, 2),
            discrimination: maybe_decimal(speech, item.discrimination, 2),
        });
    }
    Ok(sat)
}
