//! What became of the answers of one participant: who rated them, and how their scores changed.

use papers::Points;
use platform::{Conn, Result, Timestamp, db::Row, params};

use crate::sql::points::{maybe_points, points};

platform::statements! {
    /// The last attempt counts.
    ATTEMPT = "select started_at, submitted_at, submit_reason, receipt_hash from exam_attempt where participant_id = $1
        order by no desc limit 1";
    RATINGS = "select g.response_id, g.admin_id, a.username, g.round, g.score, g.criteria, g.comment, g.updated_at
        from exam_rating g join exam_response r on r.id = g.response_id left join exam_admin a on a.id = g.admin_id
        where r.participant_id = $1 order by g.response_id, g.id limit 100000";
    CHANGES = "select c.response_id, c.old_score, c.new_score, c.old_answer, c.new_answer, c.cause, c.reason, a.username, c.at
        from exam_score_audit c join exam_response r on r.id = c.response_id left join exam_admin a on a.id = c.admin_id
        where r.participant_id = $1 order by c.response_id, c.id limit 100000";
}

/// An attempt: when it was begun and handed in.
#[derive(Debug, Clone)]
pub(crate) struct AttemptRow {
    pub(crate) started_at: Timestamp,
    pub(crate) submitted_at: Option<Timestamp>,
    pub(crate) submit_reason: Option<String>,
    pub(crate) receipt: Option<String>,
}

/// The attempt of a participant, if there is one.
pub(crate) async fn attempt(conn: &mut Conn<'_>, participant: i64) -> Result<Option<AttemptRow>> {
    let read = |row: &Row<'_>| {
        Ok(AttemptRow {
            started_at: row.get(0)?,
            submitted_at: row.get(1)?,
            submit_reason: row.get(2)?,
            receipt: row.get(3)?,
        })
    };
    conn.first(ATTEMPT, params![participant], read).await
}

/// A rating of an answer.
#[derive(Debug, Clone)]
pub(crate) struct GivenRatingRow {
    pub(crate) response_id: i64,
    pub(crate) admin_id: i64,
    /// None if there is no such administrator any more.
    pub(crate) username: Option<String>,
    pub(crate) round: String,
    pub(crate) score: Points,
    /// JSON.
    pub(crate) criteria: String,
    pub(crate) comment: Option<String>,
    pub(crate) at: Timestamp,
}

/// The ratings of a participant's answers, by answer.
pub(crate) async fn ratings(conn: &mut Conn<'_>, participant: i64) -> Result<Vec<GivenRatingRow>> {
    let read = |row: &Row<'_>| {
        Ok(GivenRatingRow {
            response_id: row.get(0)?,
            admin_id: row.get(1)?,
            username: row.get(2)?,
            round: row.get(3)?,
            score: points(row, 4)?,
            criteria: row.get(5)?,
            comment: row.get(6)?,
            at: row.get(7)?,
        })
    };
    conn.all(RATINGS, params![participant], read).await
}

/// How a score changed.
#[derive(Debug, Clone)]
pub(crate) struct GivenChangeRow {
    pub(crate) response_id: i64,
    pub(crate) old_score: Option<Points>,
    pub(crate) new_score: Option<Points>,
    pub(crate) old_answer: Option<String>,
    pub(crate) new_answer: Option<String>,
    pub(crate) cause: String,
    pub(crate) reason: Option<String>,
    /// None if there is no such administrator any more.
    pub(crate) username: Option<String>,
    pub(crate) at: Timestamp,
}

/// How the scores of a participant's answers changed, by answer, first to last.
pub(crate) async fn changes(conn: &mut Conn<'_>, participant: i64) -> Result<Vec<GivenChangeRow>> {
    let read = |row: &Row<'_>| {
        Ok(GivenChangeRow {
            response_id: row.get(0)?,
            old_score: maybe_points(row, 1)?,
            new_score: maybe_points(row, 2)?,
            old_answer: row.get(3)?,
            new_answer: row.get(4)?,
            cause: row.get(5)?,
            reason: row.get(6)?,
            username: row.get(7)?,
            at: row.get(8)?,
        })
    };
    conn.all(CHANGES, params![participant], read).await
}
