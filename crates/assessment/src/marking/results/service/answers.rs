//! What everybody answered, told row by row: a column for each question, and its points beside it.
//!
//! Invariants: an answer is told by the version that its participant sat; participants come in the order of the results, some
//! at a time, so that no more than their answers are in memory.

use std::collections::{HashMap, hash_map::Entry};

use papers::{
    Points, Question,
    marking::{Answer, SPEECH},
    sheet::{Cell, cut},
};
use platform::{Conn, Error};

use super::{
    Results, Sources,
    sheets::{PERSON, person},
    view::Reached,
};
use crate::{
    bank::version::service::Versions,
    marking::{
        keys::service::Keyed,
        results::store::{self, GivenAnswer},
    },
};

/// About as many answers are in memory at a time.
const AT_ONCE: usize = 4_000;

/// The results of an event, and what is needed to tell its answers.
pub(super) struct Told {
    pub(super) results: Results,
    /// The version that each participant sat.
    sat: HashMap<i64, i64>,
    versions: HashMap<i64, Keyed>,
    /// Questions as they are now, for attempts without a version.
    live: HashMap<i64, Question>,
}

/// What some participants answered, by participant and question.
pub(super) type Page = HashMap<(i64, i64), GivenAnswer>;

impl Told {
    pub(super) async fn load(conn: &mut Conn<'_>, held: &Versions, event: i64) -> Result<Self, Error> {
        let sources = Sources::load(conn, held, event).await?;
        let sat = store::sat(conn, event).await?;
        let mut versions = HashMap::new();
        for id in sat.values() {
            if let Entry::Vacant(place) = versions.entry(*id) {
                place.insert(Keyed::of(conn, held, *id).await?);
            }
        }
        let asked = sources.paper.asked.iter();
        Ok(Self {
            live: asked.map(|asked| (asked.id, asked.question.clone())).collect(),
            results: sources.results()?,
            sat,
            versions,
        })
    }

    /// How many participants are told at a time.
    pub(super) fn at_once(&self) -> usize {
        (AT_ONCE / self.results.items.len().max(1)).clamp(1, 200)
    }

    /// The heads of the columns: who it is, then each question of the paper, in its order.
    pub(super) fn head(&self) -> Vec<String> {
        let titles: HashMap<i64, &str> = self
            .results
            .sections
            .iter()
            .map(|section| (section.section_id, section.section_title.as_str()))
            .collect();
        let questions = self.results.items.iter().flat_map(|item| {
            let title = titles.get(&item.section_id).copied().unwrap_or_default();
            let name = format!("{title} {}", item.number);
            let points = format!("{name} (points)");
            [name, points]
        });
        PERSON.map(str::to_owned).into_iter().chain(questions).collect()
    }

    /// Hands on the rows of some participants, one after the other.
    pub(super) fn rows(
        &self,
        participants: &[Reached],
        page: &Page,
        mut write: impl FnMut(&[Cell<'_>]) -> Result<(), Error>,
    ) -> Result<(), Error> {
        for reached in participants {
            let told = self.told(reached.participant_id, page);
            let mut cells = person(reached).to_vec();
            cells.extend(
                told.iter()
                    .flat_map(|(said, score)| [Cell::Text(cut(said)), Cell::Points(*score)]),
            );
            write(&cells)?;
        }
        Ok(())
    }

    /// What somebody answered to each question, and what it brought.
    fn told(&self, participant: i64, page: &Page) -> Vec<(String, Option<Points>)> {
        let version = self.sat.get(&participant).and_then(|id| self.versions.get(id));
        let items = self.results.items.iter();
        let told = items.map(|item| {
            let Some(given) = page.get(&(participant, item.question_id)) else {
                return (String::new(), None);
            };
            let question = match version {
                Some(version) => version.question(item.question_id),
                None => self.live.get(&item.question_id),
            };
            (said(given, question), given.score)
        });
        told.collect()
    }
}

/// An answer as people read it; what cannot be read by its question as it was shown when it was given.
fn said(given: &GivenAnswer, question: Option<&Question>) -> String {
    let answer = given.json.as_deref().and_then(Answer::from_json);
    match (answer, question) {
        (Some(answer), Some(question)) => answer.told(question),
        _ if given.is_spoken => SPEECH.to_owned(),
        _ => given.shown.clone().unwrap_or_default(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_answer_without_a_question_is_told_as_it_was_shown() {
        let given = |json: Option<&str>, shown: Option<&str>, is_spoken| GivenAnswer {
            shown: shown.map(str::to_owned),
            json: json.map(str::to_owned),
            is_spoken,
            score: None,
        };
        assert_eq!(
            said(&given(Some(r#"{"labels":["A"]}"#), Some("Paris"), false), None),
            "Paris"
        );
        assert_eq!(said(&given(None, None, true), None), "(audio)");
        assert_eq!(said(&given(Some("?"), None, false), None), "");
    }
}
