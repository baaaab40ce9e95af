//! Voiding a question at an event, and taking that back.
//!
//! Invariants: what the scores were is noted before they change; taking it back gives people's scores back, and what the key
//! says by then; sums, maxima and states follow in the same transaction.

mod outlook;

use std::collections::{HashMap, HashSet};

use papers::marking::{Policy, Scored, Status, score};
use platform::{Conn, Error, Kind, Message, Rule, Timestamp, Tx, idempotency::Once};
use serde::{Deserialize, Serialize};
use serde_json::json;

use super::{
    rules::{Credit, NewVoid},
    store::{self, AnsweredRow},
};
use crate::{
    Admin, Assessment,
    attempt::response,
    audit::{self, Action, Audited},
    bank::version::service::Versions,
    failures::{Noun, no_such_reference, not_found},
    marking::{
        answer::{
            self,
            service::{bests, read_stored},
        },
        change::{
            self,
            store::{Cause, ScoreChange},
        },
        keys::service::{EventPaper, question_asked, questions_asked},
    },
};

pub use self::outlook::{ScoreShift, VoidOutlook};

/// A question, in the words of messages.
pub(crate) const QUESTION: Noun = Noun {
    id: "soal",
    en: "question",
};

/// A question that is void at an event.
#[derive(Debug, Clone, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct VoidedView {
    question_id: i64,
    event_id: i64,
    /// What those get who were asked; `null` once it counts again.
    pub credit: Option<Credit>,
    /// Why.
    pub reason: Option<String>,
    /// Since when.
    at: Timestamp,
    /// How many answers were marked anew.
    pub changed: usize,
}

/// It is void already.
pub(crate) fn already_void() -> Error {
    Error::new(
        Kind::Conflict,
        "assessment.void.standing",
        Message::new(
            "Soal ini sudah dibatalkan pada ujian itu. Cabut pembatalannya terlebih dahulu.",
            "This question is void at that event already. Take that back first.",
        ),
    )
}

/// It is not void.
pub(crate) fn not_void() -> Error {
    Error::new(
        Kind::Conflict,
        "assessment.void.none",
        Message::new(
            "Soal ini tidak sedang dibatalkan pada ujian itu.",
            "This question is not void at that event.",
        ),
    )
}

/// The event asks other questions.
fn not_asked() -> Error {
    let said = Message::new("tidak menanyakan soal ini", "does not ask this question");
    Error::invalid_field("eventId", Rule::Other(said))
}

/// What changes the scores of answers to a question.
struct Marking<'m> {
    versions: &'m Versions,
    question: i64,
    package: i64,
    policy: Policy,
}

impl Marking<'_> {
    /// The changes of the scores of answers. What nobody was asked stays without a score.
    async fn changes(
        &self,
        conn: &mut Conn<'_>,
        rows: &[AnsweredRow],
        credit: Option<Credit>,
    ) -> Result<Vec<ScoreChange>, Error> {
        let mut questions = HashMap::new();
        for version in rows.iter().map(|row| row.version).collect::<HashSet<_>>() {
            let found = question_asked(conn, self.versions, version, self.question).await?;
            questions.extend(found.map(|question| (version, question)));
        }
        let mut changes = Vec::new();
        for row in rows {
            let Some(question) = questions.get(&row.version) else {
                continue;
            };
            if row.status == Status::Void && row.score.is_none() && !self.was_asked(conn, row).await? {
                continue;
            }
            let (text, json) = (row.answer.as_deref(), row.answer_json.as_deref());
            let answer = read_stored(question, text, json, row.has_audio)?;
            let scored = match (credit, row.given) {
                (Some(credit), _) => credit.scored(question, answer.as_ref(), &self.policy),
                (None, Some(given)) => Scored {
                    points: Some(given),
                    status: Status::Manual,
                },
                (None, None) => score(question, answer.as_ref(), &self.policy),
            };
            changes.push(ScoreChange {
                response_id: row.id,
                participant_id: row.participant_id,
                question_id: self.question,
                old: row.score,
                new: scored.points,
                old_status: row.status.name(),
                new_status: scored.status.name(),
            });
        }
        Ok(changes)
    }

    async fn was_asked(&self, conn: &mut Conn<'_>, row: &AnsweredRow) -> Result<bool, Error> {
        let sat = (row.version, row.seed.unwrap_or_default());
        let asked = questions_asked(conn, self.versions, sat, self.package).await?;
        Ok(asked.iter().any(|asked| asked.id == self.question))
    }
}

/// Lets sums, maxima and states follow.
async fn follow(tx: &mut Tx<'_>, versions: &Versions, event: i64, void: i64) -> Result<(), Error> {
    response::store::settle_voided(tx, void).await?;
    bests::refresh(tx, versions, event).await
}

/// The package of an event that asks a question.
async fn package_of(conn: &mut Conn<'_>, versions: &Versions, event: i64, question: i64) -> Result<i64, Error> {
    if answer::store::question(conn, question).await?.is_none() {
        return Err(not_found(QUESTION));
    }
    let found = store::event(conn, event).await?;
    let (package, held_with) = found.ok_or_else(|| Error::invalid_field("eventId", no_such_reference()))?;
    let paper = EventPaper::load(conn, versions, (event, package), held_with).await?;
    if paper.asked.iter().any(|asked| asked.id == question) {
        Ok(package)
    } else {
        Err(not_asked())
    }
}

impl Assessment {
    /// Voids a question at an event.
    #[platform::boxed]
    pub async fn void_question(
        &self,
        by: &Admin,
        question: i64,
        new: NewVoid,
        once: Option<Once>,
    ) -> Result<VoidedView, Error> {
        let (admin, versions) = (by.id, self.0.versions.clone());
        let work = async move |tx: &mut Tx<'_>| {
            let event = new.event_id;
            let package = package_of(tx, &versions, event, question).await?;
            if store::one(tx, event, question).await?.is_some() {
                return Err(already_void());
            }
            let id = store::insert(tx, question, &new, admin).await?;
            let marking = Marking {
                versions: &versions,
                question,
                package,
                policy: answer::store::policy_of(tx, event).await?,
            };
            let rows = store::answers(tx, event, question, id).await?;
            let changes = marking.changes(tx, &rows, Some(new.credit)).await?;
            change::store::note(tx, Cause::Void(id), (admin, Some(&new.reason)), &changes).await?;
            change::store::apply(tx, Cause::Void(id)).await?;
            follow(tx, &versions, event, id).await?;
            let detail =
                json!({"eventId": event, "credit": new.credit, "reason": &new.reason, "changed": changes.len()});
            audit::note(
                tx,
                Some(admin),
                Action::Void,
                Audited::Question,
                Some(question),
                &detail,
            )
            .await?;
            Ok(VoidedView {
                question_id: question,
                event_id: event,
                credit: Some(new.credit),
                reason: Some(new.reason.clone()),
                at: tx.now(),
                changed: changes.len(),
            })
        };
        self.0.answers.write(&by.ctx, once, work).await
    }

    /// Lets a question count again at an event at which it was void.
    #[platform::boxed]
    pub async fn unvoid_question(
        &self,
        by: &Admin,
        question: i64,
        (event, reason): (i64, Option<String>),
        once: Option<Once>,
    ) -> Result<VoidedView, Error> {
        let (admin, versions) = (by.id, self.0.versions.clone());
        let work = async move |tx: &mut Tx<'_>| {
            let package = package_of(tx, &versions, event, question).await?;
            let stood = store::one(tx, event, question).await?.ok_or_else(not_void)?;
            let rows = store::answers(tx, event, question, stood.id).await?;
            store::revert(tx, stood.id, admin).await?;
            let marking = Marking {
                versions: &versions,
                question,
                package,
                policy: answer::store::policy_of(tx, event).await?,
            };
            let rows: Vec<_> = rows.into_iter().filter(|row| row.status == Status::Void).collect();
            let changes = marking.changes(tx, &rows, None).await?;
            let cause = Cause::Unvoid(stood.id);
            change::store::note(tx, cause, (admin, reason.as_deref()), &changes).await?;
            change::store::apply(tx, cause).await?;
            follow(tx, &versions, event, stood.id).await?;
            let detail = json!({"eventId": event, "credit": stood.credit, "since": stood.at, "wasVoidFor": stood.reason,
                "reason": reason, "changed": changes.len()});
            audit::note(
                tx,
                Some(admin),
                Action::Unvoid,
                Audited::Question,
                Some(question),
                &detail,
            )
            .await?;
            Ok(VoidedView {
                question_id: question,
                event_id: event,
                credit: None,
                reason: reason.clone(),
                at: tx.now(),
                changed: changes.len(),
            })
        };
        self.0.answers.write(&by.ctx, once, work).await
    }
}
