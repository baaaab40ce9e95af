//! One answer after another, as a rater's page shows them.
//!
//! Invariant: nothing here says whose answer it is, and nothing says what others gave before two have rated it.

use std::collections::BTreeMap;

use marked::Text;
use papers::{Passage, Points, Question, QuestionType};
use platform::{Conn, Error};

use super::{EVENT, RatingView, RatingsView, state_of};
use crate::{
    Admin, Assessment, BASE,
    attempt::response::{
        self,
        service::{RESPONSE, question_of},
        store::ResponseRow,
    },
    bank::{self, audio::service::file_url},
    failures::not_found,
    marking::{
        model::Round,
        rating::store::{self, desk as rows, desk::WaitingQuestionRow},
        results,
    },
};

/// Which answers somebody wants to rate.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct WantedAnswer {
    /// Of this question alone.
    pub question: Option<i64>,
    /// Those about which two differ, instead of those that wait for a blind rating.
    pub disputed: bool,
    /// Behind this one, which was rated or skipped.
    pub after: Option<i64>,
}

/// How much of a question waits for the caller.
#[derive(Debug, Clone)]
pub struct WaitingQuestion {
    pub id: i64,
    /// Without its marks.
    pub text: String,
    /// Nobody has rated it.
    pub first: i64,
    /// One has.
    pub second: i64,
    /// Two differ.
    pub disputed: i64,
}

impl WaitingQuestion {
    /// How much of it there is in a queue.
    pub fn waiting(&self, disputed: bool) -> i64 {
        if disputed {
            self.disputed
        } else {
            self.first + self.second
        }
    }
}

impl From<WaitingQuestionRow> for WaitingQuestion {
    fn from(row: WaitingQuestionRow) -> Self {
        Self {
            id: row.question_id,
            text: row.question,
            first: row.first,
            second: row.second,
            disputed: row.disputed,
        }
    }
}

/// What was said, as it is heard.
#[derive(Debug, Clone)]
pub struct Spoken {
    /// A path of this server.
    pub url: String,
    pub duration_ms: i64,
    /// Whether it arrived whole.
    pub is_complete: bool,
}

/// What a question is about.
#[derive(Debug, Clone)]
pub struct ShownPassage {
    pub title: String,
    /// Safe HTML.
    pub body: String,
}

/// An answer that is to be rated.
#[derive(Debug, Clone)]
pub struct AnswerToRate {
    pub response_id: i64,
    pub question_id: i64,
    pub question_type: QuestionType,
    /// Safe HTML.
    pub question: String,
    pub passage: Option<ShownPassage>,
    /// Where the sound is heard that belongs to the question: a path of this server.
    pub sound: Option<String>,
    /// The most that it is worth.
    pub point: Points,
    pub answer: Option<String>,
    pub spoken: Option<Spoken>,
    /// What the caller's rating would be.
    pub round: Round,
    /// Whether it still waits for a rating by the caller.
    pub waits: bool,
    /// The caller's own, if there is one.
    pub own: Option<RatingView>,
    /// What others gave, once two have rated it.
    pub others: Vec<RatingView>,
    /// What answers to this question were rated by last.
    pub criteria: Vec<String>,
}

/// What a rater's page shows.
#[derive(Debug, Clone)]
pub struct RatingDesk {
    /// In the order of the paper; those of which nothing waits are left out.
    pub questions: Vec<WaitingQuestion>,
    pub answer: Option<AnswerToRate>,
    /// The answer that the caller rated last, if that rating may still be replaced.
    pub replaceable: Option<i64>,
}

/// Which question's answers come next: those of `from` on, then from the first on again.
fn turns(questions: &[WaitingQuestion], wanted: WantedAnswer, from: Option<i64>) -> Vec<i64> {
    let has = |one: &&WaitingQuestion| {
        one.waiting(wanted.disputed) > 0 && wanted.question.is_none_or(|question| question == one.id)
    };
    let mut waiting: Vec<i64> = questions.iter().filter(has).map(|one| one.id).collect();
    let at = from.and_then(|from| waiting.iter().position(|id| *id == from));
    waiting.rotate_left(at.unwrap_or_default());
    waiting
}

/// The answer that comes next.
async fn find_next(
    conn: &mut Conn<'_>,
    who: (i64, i64),
    questions: &[WaitingQuestion],
    wanted: WantedAnswer,
) -> Result<Option<i64>, Error> {
    let behind = match wanted.after {
        Some(after) => response::store::by_id(conn, after).await?,
        None => None,
    };
    let from = behind
        .filter(|row| row.event_id == who.0)
        .map(|row| (row.question_id, row.id));
    let turns = turns(questions, wanted, from.map(|(question, _)| question));
    for question in &turns {
        let after = from.filter(|(of, _)| of == question).map_or(0, |(_, id)| id);
        if let Some(found) = rows::next(conn, who, (*question, after), wanted.disputed).await? {
            return Ok(Some(found));
        }
    }
    // All behind it are done: what was skipped before it comes round again.
    match turns.first() {
        Some(question) => rows::next(conn, who, (*question, 0), wanted.disputed).await,
        None => Ok(None),
    }
}

fn html(text: &Text) -> String {
    text.marked().to_html(|hash| format!("{BASE}/images/{}", hash.as_str()))
}

fn spoken(row: &ResponseRow) -> Option<Spoken> {
    row.audio.as_ref().map(|audio| Spoken {
        url: format!("{BASE}/test-response/{}/audio", row.id),
        duration_ms: audio.duration_ms,
        is_complete: audio.blob.is_some(),
    })
}

impl Assessment {
    /// What waits for the caller at an event, and the answer that comes next.
    #[platform::boxed]
    pub async fn rating_desk(&self, by: &Admin, event: i64, wanted: WantedAnswer) -> Result<RatingDesk, Error> {
        let (own, who) = (self.clone(), (event, by.id));
        let find = async move |conn: &mut Conn<'_>| {
            let (questions, replaceable) = waiting(conn, who).await?;
            let answer = match find_next(conn, who, &questions, wanted).await? {
                Some(found) => Some(own.answer_of(conn, who, found).await?),
                None => None,
            };
            Ok::<_, Error>(RatingDesk {
                questions,
                answer,
                replaceable,
            })
        };
        self.0.db.read(find).await
    }

    /// What waits for the caller at an event, and an answer that they want to see; not found if it is none of the event's
    /// that people rate.
    #[platform::boxed]
    pub async fn rating_desk_at(&self, by: &Admin, event: i64, response: i64) -> Result<RatingDesk, Error> {
        let (own, who) = (self.clone(), (event, by.id));
        let find = async move |conn: &mut Conn<'_>| {
            let (questions, replaceable) = waiting(conn, who).await?;
            Ok::<_, Error>(RatingDesk {
                questions,
                answer: Some(own.answer_of(conn, who, response).await?),
                replaceable,
            })
        };
        self.0.db.read(find).await
    }

    async fn answer_of(&self, conn: &mut Conn<'_>, (event, admin): (i64, i64), id: i64) -> Result<AnswerToRate, Error> {
        let row = response::store::by_id(conn, id).await?;
        let row = row
            .filter(|row| row.event_id == event)
            .ok_or_else(|| not_found(RESPONSE))?;
        let question = question_of(conn, &self.0.versions, &row).await?;
        if !matches!(question.kind, QuestionType::Essay | QuestionType::Speaking) {
            return Err(not_found(RESPONSE));
        }
        let passage = self.passage_of(conn, &row, &question).await?;
        let sound = self.sound_of(conn, &row).await?;
        let given = store::of_response(conn, id).await?;
        let before = given.iter().filter(|rating| rating.admin_id != admin).count();
        let criteria = rows::criteria(conn, event, row.question_id, admin).await?;
        let criteria: BTreeMap<String, Points> = match criteria {
            Some(json) => serde_json::from_str(&json).map_err(Error::internal)?,
            None => BTreeMap::new(),
        };
        let is_own = given.iter().any(|rating| rating.admin_id == admin);
        let seen = RatingsView::of(admin, (&row, state_of(&row, &given)), given)?;
        let (own, others): (Vec<_>, Vec<_>) = seen.ratings.into_iter().partition(|rating| rating.is_by(admin));
        Ok(AnswerToRate {
            response_id: id,
            question_id: row.question_id,
            question_type: question.kind,
            question: html(&question.text),
            passage,
            sound,
            point: question.point,
            spoken: spoken(&row),
            answer: row.answer,
            round: Round::after(before),
            waits: seen.state != "final" && (!is_own || before == 0),
            own: own.into_iter().next(),
            others,
            criteria: criteria.into_keys().collect(),
        })
    }

    /// What a question is about, as it was frozen; of attempts without a version, as it is now.
    async fn passage_of(
        &self,
        conn: &mut Conn<'_>,
        row: &ResponseRow,
        question: &Question,
    ) -> Result<Option<ShownPassage>, Error> {
        let shown = |title: &str, body: &Text| ShownPassage {
            title: title.to_owned(),
            body: html(body),
        };
        let Some(version) = row.package_version else {
            let found = bank::passage::store::of_question(conn, row.question_id).await?;
            return Ok(found.map(|passage| shown(&passage.title, &passage.body)));
        };
        let version = self.0.versions.get(conn, version).await?;
        let found = question.passage.as_deref().and_then(|code| version.passage(code));
        Ok(found.map(|Passage { title, body, .. }| shown(title, body)))
    }

    /// Where the sound of a question is heard, as it was frozen; of attempts without a version, as it is now.
    async fn sound_of(&self, conn: &mut Conn<'_>, row: &ResponseRow) -> Result<Option<String>, Error> {
        let found = match row.package_version {
            None => bank::audio::store::of_question(conn, row.question_id).await?,
            Some(version) => {
                let version = self.0.versions.get(conn, version).await?;
                let frozen = version.question(row.question_id);
                match frozen.and_then(|(_, frozen)| frozen.audio_id) {
                    Some(audio) => bank::audio::store::by_id(conn, audio).await?,
                    None => None,
                }
            }
        };
        Ok(found.map(|audio| format!("{BASE}/{}", file_url(&audio.event, &audio.filename))))
    }
}

async fn waiting(
    conn: &mut Conn<'_>,
    (event, admin): (i64, i64),
) -> Result<(Vec<WaitingQuestion>, Option<i64>), Error> {
    results::store::event(conn, event)
        .await?
        .ok_or_else(|| not_found(EVENT))?;
    let questions = rows::waiting_by_question(conn, event, admin).await?;
    let replaceable = rows::replaceable(conn, event, admin).await?;
    Ok((questions.into_iter().map(WaitingQuestion::from).collect(), replaceable))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn waiting(id: i64, blind: i64, disputed: i64) -> WaitingQuestion {
        WaitingQuestion {
            id,
            text: String::new(),
            first: blind,
            second: 0,
            disputed,
        }
    }

    #[test]
    fn a_question_is_rated_to_its_end_before_the_next_one_and_then_all_come_round_again() {
        let questions = [waiting(7, 2, 0), waiting(3, 0, 1), waiting(5, 1, 1)];
        let blind = WantedAnswer::default();
        assert_eq!(turns(&questions, blind, None), [7, 5]);
        assert_eq!(turns(&questions, blind, Some(5)), [5, 7]);
        assert_eq!(turns(&questions, blind, Some(3)), [7, 5]);
        let disputed = WantedAnswer {
            disputed: true,
            ..blind
        };
        assert_eq!(turns(&questions, disputed, None), [3, 5]);
        let one = WantedAnswer {
            question: Some(5),
            ..blind
        };
        assert_eq!(turns(&questions, one, Some(7)), [5]);
    }
}
