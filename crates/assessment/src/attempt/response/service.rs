//! Answers of participants and their scores, as raters and administrators see and change them.
//!
//! Invariant: a change of a score is noted with what it was before, and sums and states follow in the same transaction.

mod view;

use papers::{
    Question,
    marking::{Answer, Status, score},
};
use platform::{
    Conn, Error, Tx,
    page::{Pages, Paging},
    version::IfMatch,
};
use serde_json::json;

pub(crate) use self::view::AudioView;
use self::view::by_section;
pub use self::view::{ResponseView, ScoreChangeView, SectionResponses};
use super::{
    rules::{ResponseChange, check_score, is_void, still_sitting},
    store::{self, ChangedAnswer, ResponseRow, ScoreChangeCause},
};
use crate::{
    Admin, Assessment,
    audit::{self, Action, Audited},
    bank::version::service::Versions,
    failures::{Noun, not_found},
    marking::{
        answer::{self, service::read_stored},
        keys::service::question_asked,
        voiding,
    },
};

/// An answer, in the words of messages.
pub(crate) const RESPONSE: Noun = Noun {
    id: "jawaban peserta",
    en: "test response",
};
const PARTICIPANT: Noun = Noun {
    id: "peserta",
    en: "participant",
};

/// Refuses to mark what may still change by itself.
pub(crate) async fn has_handed_in(conn: &mut Conn<'_>, participant: i64) -> Result<(), Error> {
    let status = store::participant_status(conn, participant).await?;
    match status.as_deref() {
        Some("in_section" | "suspended") => Err(still_sitting()),
        _ => Ok(()),
    }
}

/// The question of an answer as it was asked, with the key that counts now.
pub(crate) async fn question_of(
    conn: &mut Conn<'_>,
    versions: &Versions,
    response: &ResponseRow,
) -> Result<Question, Error> {
    let asked = question_asked(conn, versions, response.package_version, response.question_id).await?;
    asked.ok_or_else(|| Error::internal("an answer belongs to no question"))
}

/// What a change makes of an answer and its score. A new answer is scored by the key, unless people have scored it.
/// One that is void keeps what it brings, or gets what the question brings to whoever answered.
async fn change_answer(
    tx: &mut Tx<'_>,
    versions: &Versions,
    before: &ResponseRow,
    change: &ResponseChange,
) -> Result<ChangedAnswer, Error> {
    let question = &question_of(tx, versions, before).await?;
    let mut after = ChangedAnswer {
        answer: before.answer.clone(),
        answer_json: before.answer_json.clone(),
        score: before.score,
        status: before.status.unwrap_or(Status::Pending),
    };
    if let Some(given) = &change.answer {
        let answer = Answer::read(question, given).map_err(|rule| Error::invalid_field("answer", rule))?;
        after.answer = answer.as_ref().and_then(|answer| answer.shown(question));
        after.answer_json = answer.as_ref().map(Answer::to_json);
        if before.status != Some(Status::Manual) {
            let policy = answer::store::policy_of(tx, before.event_id).await?;
            let has_audio = before.audio_response_id.is_some();
            let answer = read_stored(
                question,
                after.answer.as_deref(),
                after.answer_json.as_deref(),
                has_audio,
            )?;
            let voids = voiding::store::standing(tx, before.event_id).await?;
            match (before.status, voids.get(&before.question_id)) {
                (Some(Status::Void), None) => {}
                (Some(Status::Void), Some(credit)) => {
                    after.score = credit.scored(question, answer.as_ref(), &policy).points;
                }
                _ => {
                    let scored = score(question, answer.as_ref(), &policy);
                    (after.score, after.status) = (scored.points, scored.status);
                }
            }
        }
    }
    if let Some(score) = change.score {
        if before.status == Some(Status::Void) {
            return Err(is_void());
        }
        check_score(score, question.point)?;
        (after.score, after.status) = (Some(score), Status::Manual);
    }
    Ok(after)
}

/// Whether a change changes anything.
fn differs(before: &ResponseRow, after: &ChangedAnswer) -> bool {
    before.answer != after.answer
        || before.answer_json != after.answer_json
        || before.score != after.score
        || before.status != Some(after.status)
}

impl Assessment {
    /// A page of a participant's answers by section, in the order of the package or backwards.
    pub async fn responses_of(
        &self,
        participant: i64,
        backwards: bool,
        pages: Pages,
    ) -> Result<(Vec<SectionResponses>, Paging), Error> {
        let window = (pages.limit(), pages.offset());
        let find = async move |conn: &mut Conn<'_>| {
            let known = store::participant_status(conn, participant).await?;
            known.ok_or_else(|| not_found(PARTICIPANT))?;
            let (rows, total) = store::of_participant(conn, participant, backwards, window).await?;
            Ok::<_, Error>((rows, total, store::sections(conn, participant).await?))
        };
        let (rows, total, sections) = self.0.db.read(find).await?;
        Ok((by_section(rows, &sections), pages.of(total)))
    }

    /// What a participant answered to a question.
    pub async fn response_to(&self, participant: i64, question: i64) -> Result<ResponseView, Error> {
        let find = async move |conn: &mut Conn<'_>| store::of_question(conn, participant, question).await;
        let found = self.0.db.read(find).await?;
        found.map(ResponseView::from).ok_or_else(|| not_found(RESPONSE))
    }

    /// The row of an answer.
    pub(crate) async fn response(&self, id: i64) -> Result<ResponseRow, Error> {
        let find = async move |conn: &mut Conn<'_>| store::by_id(conn, id).await;
        self.0.db.read(find).await?.ok_or_else(|| not_found(RESPONSE))
    }

    /// Changes an answer, its score, or both. What changes nothing stores nothing.
    #[platform::boxed]
    pub async fn change_response(
        &self,
        by: &Admin,
        id: i64,
        change: ResponseChange,
        seen: IfMatch,
    ) -> Result<ResponseView, Error> {
        let (admin, versions) = (by.id, self.0.versions.clone());
        let work = async move |tx: &mut Tx<'_>| {
            let before = store::by_id(tx, id).await?.ok_or_else(|| not_found(RESPONSE))?;
            seen.check(before.version)?;
            has_handed_in(tx, before.participant_id).await?;
            let after = change_answer(tx, &versions, &before, &change).await?;
            if !differs(&before, &after) {
                return Ok(ResponseView::from(before));
            }
            let why = ScoreChangeCause {
                cause: "manual",
                reason: change.reason.as_deref(),
                admin,
            };
            apply(tx, &before, &after, why).await.map(ResponseView::from)
        };
        self.0.db.write(work).await
    }

    /// A page of the changes of an answer and its score, first to last.
    pub async fn score_changes(&self, id: i64, pages: Pages) -> Result<(Vec<ScoreChangeView>, Paging), Error> {
        let window = (pages.limit(), pages.offset());
        let find = async move |conn: &mut Conn<'_>| {
            store::by_id(conn, id).await?.ok_or_else(|| not_found(RESPONSE))?;
            store::audit_of(conn, id, window).await
        };
        let (rows, total) = self.0.db.read(find).await?;
        Ok((rows.into_iter().map(ScoreChangeView::from).collect(), pages.of(total)))
    }
}

/// Stores what became of an answer, notes it, and lets sums and states follow.
pub(crate) async fn apply(
    tx: &mut Tx<'_>,
    before: &ResponseRow,
    after: &ChangedAnswer,
    why: ScoreChangeCause<'_>,
) -> Result<ResponseRow, Error> {
    if (&before.answer, &before.answer_json) == (&after.answer, &after.answer_json) {
        store::set_score(tx, before.id, after.score, after.status).await?;
    } else {
        store::change(tx, before, after).await?;
    }
    let stored = store::by_id(tx, before.id).await?;
    let stored = stored.ok_or_else(|| Error::internal("a changed answer is not there"))?;
    store::note(tx, before, &stored, why).await?;
    store::settle(tx, before.participant_id).await?;
    let detail = json!({"cause": why.cause, "oldScore": before.score, "newScore": stored.score});
    audit::note(
        tx,
        Some(why.admin),
        Action::Update,
        Audited::Response,
        Some(before.id),
        &detail,
    )
    .await?;
    Ok(stored)
}
