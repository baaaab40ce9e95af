//! Rows of `exam_void`, and the answers that they are about.

use std::collections::HashMap;

use papers::{Points, marking::Status};
use platform::{Conn, Error, Result, Timestamp, Tx, db::Row, params};

use super::rules::{Credit, NewVoid};
use crate::sql::points::maybe_points;

platform::statements! {
    STANDING = "select question_id, credit from exam_void where event_id = $1 and reverted_at is null
        order by question_id limit 10000";
    STANDING_OF_PACKAGE = "select d.event_id, d.question_id, d.credit from exam_void d join exam_event e on e.id = d.event_id
        where e.package_id = $1 and d.reverted_at is null order by d.event_id, d.question_id limit 100000";
    SHOWN = "select id, credit, reason, at, question_id from exam_void where event_id = $1 and reverted_at is null
        order by question_id limit 10000";
    ONE = "select id, credit, reason, at from exam_void where event_id = $1 and question_id = $2 and reverted_at is null";
    INSERT = "insert into exam_void (event_id, question_id, credit, reason, admin_id, at) values ($1, $2, $3, $4, $5, $6)
        returning id";
    REVERT = "update exam_void set reverted_at = $1, reverted_by = $2 where id = $3 and reverted_at is null";
    EVENT = "select package_id, package_version_id from exam_event where id = $1";
    /// With the score that people had given before the question was voided, if they had.
    ANSWERS = "select r.id, r.participant_id, r.answer, r.answer_json, r.audio_response_id, r.score, r.score_status,
            t.package_version_id, t.seed, (select a.old_score from exam_score_audit a
                where a.response_id = r.id and a.void_id = $3 and a.cause = 'void' and a.old_status = 'manual')
        from exam_response r left join exam_attempt t on t.id = r.attempt_id
        where r.event_id = $1 and r.question_id = $2 and r.score_status <> 'unscored' order by r.id limit 1000000";
}

/// What questions of an event that were voided bring, by their ids.
pub(crate) async fn standing(conn: &mut Conn<'_>, event: i64) -> Result<HashMap<i64, Credit>> {
    let read = |row: &Row<'_>| Ok((row.get(0)?, Credit::from_stored(row.text(1)?)?));
    Ok(conn.all(STANDING, params![event], read).await?.into_iter().collect())
}

/// The same for all events of a package, by event and question.
pub(crate) async fn standing_of_package(conn: &mut Conn<'_>, package: i64) -> Result<HashMap<(i64, i64), Credit>> {
    let read = |row: &Row<'_>| Ok(((row.get(0)?, row.get(1)?), Credit::from_stored(row.text(2)?)?));
    let rows = conn.all(STANDING_OF_PACKAGE, params![package], read).await?;
    Ok(rows.into_iter().collect())
}

/// A question that was voided.
#[derive(Debug, Clone)]
pub(crate) struct VoidRow {
    pub(crate) id: i64,
    pub(crate) credit: Credit,
    pub(crate) reason: String,
    pub(crate) at: Timestamp,
}

fn read_void(row: &Row<'_>) -> Result<VoidRow> {
    Ok(VoidRow {
        id: row.get(0)?,
        credit: Credit::from_stored(row.text(1)?)?,
        reason: row.get(2)?,
        at: row.get(3)?,
    })
}

/// The questions of an event that were voided, by their ids.
pub(crate) async fn shown(conn: &mut Conn<'_>, event: i64) -> Result<HashMap<i64, VoidRow>> {
    let rows = conn
        .all(SHOWN, params![event], |row| Ok((row.get(4)?, read_void(row)?)))
        .await?;
    Ok(rows.into_iter().collect())
}

/// How a question is voided at an event.
pub(crate) async fn one(conn: &mut Conn<'_>, event: i64, question: i64) -> Result<Option<VoidRow>> {
    conn.first(ONE, params![event, question], read_void).await
}

/// Stores that a question is voided; answers the id of that.
pub(crate) async fn insert(tx: &mut Tx<'_>, question: i64, new: &NewVoid, admin: i64) -> Result<i64> {
    let now = tx.now();
    let values = params![new.event_id, question, new.credit.name(), &new.reason, admin, now];
    let id = tx.first(INSERT, values, |row| row.get(0)).await?;
    id.ok_or_else(|| Error::internal("a void was stored and is not there"))
}

/// Stores that it counts again.
pub(crate) async fn revert(tx: &mut Tx<'_>, id: i64, admin: i64) -> Result<()> {
    let now = tx.now();
    tx.execute(REVERT, params![now, admin, id]).await.map(drop)
}

/// The package of an event, and the version that it is held with.
pub(crate) async fn event(conn: &mut Conn<'_>, id: i64) -> Result<Option<(i64, Option<i64>)>> {
    conn.first(EVENT, params![id], |row| Ok((row.get(0)?, row.get(1)?)))
        .await
}

/// An answer to a question that is voided, handed in.
#[derive(Debug, Clone)]
pub(crate) struct AnsweredRow {
    pub(crate) id: i64,
    pub(crate) participant_id: i64,
    pub(crate) answer: Option<String>,
    pub(crate) answer_json: Option<String>,
    pub(crate) has_audio: bool,
    pub(crate) score: Option<Points>,
    pub(crate) status: Status,
    pub(crate) version: Option<i64>,
    pub(crate) seed: Option<i64>,
    /// What people had given before.
    pub(crate) given: Option<Points>,
}

/// The answers to a question at an event that were marked.
pub(crate) async fn answers(conn: &mut Conn<'_>, event: i64, question: i64, void: i64) -> Result<Vec<AnsweredRow>> {
    let read = |row: &Row<'_>| {
        let status = Status::from_name(row.text(6)?);
        Ok(AnsweredRow {
            id: row.get(0)?,
            participant_id: row.get(1)?,
            answer: row.get(2)?,
            answer_json: row.get(3)?,
            has_audio: row.get::<Option<i64>>(4)?.is_some(),
            score: maybe_points(row, 5)?,
            status: status.ok_or_else(|| Error::internal("a stored status of a score is unknown"))?,
            version: row.get(7)?,
            seed: row.get(8)?,
            given: maybe_points(row, 9)?,
        })
    };
    conn.all(ANSWERS, params![event, question, void], read).await
}
