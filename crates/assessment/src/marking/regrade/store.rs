//! Rows of `exam_regrade`: scores of a package that were computed anew.

use std::collections::HashSet;

use papers::{Points, marking::Status};
use platform::{Conn, Error, Result, Timestamp, Tx, db::Row, params};

use crate::{marking::change::store::ScoreChange, sql::points::maybe_points};

platform::statements! {
    /// Answers that have a score, or are void.
    SCORED = "select r.id, r.participant_id, r.question_id, r.event_id, r.answer, r.answer_json, r.audio_response_id, r.score,
        r.score_status, t.package_version_id from exam_response r left join exam_attempt t on t.id = r.attempt_id
        where r.package_id = $1 and r.score_status in ('auto', 'manual', 'void') order by r.id limit 10000000";
    NEXT = "select coalesce(max(no), 0) + 1 from exam_regrade where package_id = $1";
    INSERT = "insert into exam_regrade (package_id, no, admin_id, changed, at) values ($1, $2, $3, $4, $5) returning id";
    ONE = "select id, reverted_at from exam_regrade where package_id = $1 and no = $2";
    LIST = "select no, admin_id, changed, reverted_at, at from exam_regrade where package_id = $1
        order by no desc limit $2 offset $3";
    COUNT = "select count(*) from exam_regrade where package_id = $1";
    LATER = "select count(*) from exam_regrade where package_id = $1 and no > $2 and reverted_at is null";
    /// Only what nobody has changed since.
    RESTORED = "select r.id, r.participant_id, r.question_id, r.score, a.old_score, r.score_status, a.old_status
        from exam_score_audit a join exam_response r on r.id = a.response_id
        where a.regrade_id = $1 and a.cause = 'regrade' and r.score_status = a.new_status and r.score = a.new_score
        order by r.id limit 10000000";
    NOTED = "select distinct response_id from exam_score_audit where regrade_id = $1 order by response_id limit 10000000";
    REVERTED = "update exam_regrade set reverted_at = $1 where id = $2 and reverted_at is null";
}

/// An answer that has a score.
#[derive(Debug, Clone)]
pub(crate) struct ScoredRow {
    pub(crate) id: i64,
    pub(crate) participant_id: i64,
    pub(crate) question_id: i64,
    pub(crate) event_id: i64,
    pub(crate) answer: Option<String>,
    pub(crate) answer_json: Option<String>,
    pub(crate) has_audio: bool,
    pub(crate) score: Option<Points>,
    pub(crate) status: Status,
    /// The frozen version that was sat.
    pub(crate) version: Option<i64>,
}

impl ScoredRow {
    /// Whether people gave its score.
    pub(crate) fn is_manual(&self) -> bool {
        self.status == Status::Manual
    }
}

fn status(row: &Row<'_>, at: usize) -> Result<Status> {
    Status::from_name(row.text(at)?).ok_or_else(|| Error::internal("a stored status of a score is unknown"))
}

/// Every answer to a package that has a score, or is void.
pub(crate) async fn scored(conn: &mut Conn<'_>, package: i64) -> Result<Vec<ScoredRow>> {
    let read = |row: &Row<'_>| {
        Ok(ScoredRow {
            id: row.get(0)?,
            participant_id: row.get(1)?,
            question_id: row.get(2)?,
            event_id: row.get(3)?,
            answer: row.get(4)?,
            answer_json: row.get(5)?,
            has_audio: row.get::<Option<i64>>(6)?.is_some(),
            score: maybe_points(row, 7)?,
            status: status(row, 8)?,
            version: row.get(9)?,
        })
    };
    conn.all(SCORED, params![package], read).await
}

/// Stores the next regrading of a package; answers its id and number.
pub(crate) async fn store(tx: &mut Tx<'_>, package: i64, admin: i64, changed: usize) -> Result<(i64, i64)> {
    let now = tx.now();
    let no = tx.number(NEXT, params![package]).await?;
    let changed = i64::try_from(changed).unwrap_or(i64::MAX);
    let id: Option<i64> = tx
        .first(INSERT, params![package, no, admin, changed, now], |row| row.get(0))
        .await?;
    let id = id.ok_or_else(|| Error::internal("a regrading was stored and is not there"))?;
    Ok((id, no))
}

/// A regrading.
#[derive(Debug, Clone, Copy)]
pub(crate) struct RegradeRow {
    pub(crate) no: i64,
    pub(crate) admin_id: Option<i64>,
    pub(crate) changed: i64,
    pub(crate) reverted_at: Option<Timestamp>,
    pub(crate) at: Timestamp,
}

/// A page of the regradings of a package, latest first, and how many there are.
pub(crate) async fn list(
    conn: &mut Conn<'_>,
    package: i64,
    (limit, offset): (i64, i64),
) -> Result<(Vec<RegradeRow>, i64)> {
    let read = |row: &Row<'_>| {
        Ok(RegradeRow {
            no: row.get(0)?,
            admin_id: row.get(1)?,
            changed: row.get(2)?,
            reverted_at: row.get(3)?,
            at: row.get(4)?,
        })
    };
    let total = conn.number(COUNT, params![package]).await?;
    Ok((conn.all(LIST, params![package, limit, offset], read).await?, total))
}

/// The id of a regrading and whether it was taken back.
pub(crate) async fn by_no(conn: &mut Conn<'_>, package: i64, no: i64) -> Result<Option<(i64, bool)>> {
    let read = |row: &Row<'_>| Ok((row.get(0)?, row.get::<Option<i64>>(1)?.is_some()));
    conn.first(ONE, params![package, no], read).await
}

/// Whether a later regrading stands.
pub(crate) async fn has_later(conn: &mut Conn<'_>, package: i64, no: i64) -> Result<bool> {
    Ok(conn.number(LATER, params![package, no]).await? > 0)
}

/// Back to the scores that answers had before a regrading, unless they were changed since.
pub(crate) async fn restored(conn: &mut Conn<'_>, id: i64) -> Result<Vec<ScoreChange>> {
    let read = |row: &Row<'_>| {
        Ok(ScoreChange {
            response_id: row.get(0)?,
            participant_id: row.get(1)?,
            question_id: row.get(2)?,
            old: maybe_points(row, 3)?,
            new: maybe_points(row, 4)?,
            old_status: status(row, 5)?.name(),
            new_status: status(row, 6)?.name(),
        })
    };
    conn.all(RESTORED, params![id], read).await
}

/// The answers whose scores a regrading changed.
pub(crate) async fn noted(conn: &mut Conn<'_>, id: i64) -> Result<HashSet<i64>> {
    let ids = conn.all(NOTED, params![id], |row| row.get(0)).await?;
    Ok(ids.into_iter().collect())
}

/// Stores that a regrading does not stand any more.
pub(crate) async fn set_reverted(tx: &mut Tx<'_>, id: i64) -> Result<()> {
    let now = tx.now();
    tx.execute(REVERTED, params![now, id]).await.map(drop)
}
