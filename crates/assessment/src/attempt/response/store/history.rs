//! Rows of `exam_score_audit`: how answers and their scores changed.

use papers::Points;
use platform::{
    Conn, Result, Timestamp, Tx,
    db::{Row, Value},
    params,
};

use super::{ResponseRow, status_name};
use crate::sql::points::{hundredths, maybe_points};

platform::statements! {
    AUDIT = "insert into exam_score_audit (response_id, old_score, new_score, old_answer, new_answer, old_status, new_status,
        cause, reason, admin_id, at) values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)";
    AUDIT_OF = "select id, old_score, new_score, old_answer, new_answer, old_status, new_status, cause, regrade_id, reason,
        admin_id, at from exam_score_audit where response_id = $1 order by id limit $2 offset $3";
    COUNT_AUDIT = "select count(*) from exam_score_audit where response_id = $1";
}

/// Why and by whom a score changed.
#[derive(Debug, Clone, Copy)]
pub(crate) struct ScoreChangeCause<'a> {
    /// `manual` or `rating`.
    pub(crate) cause: &'static str,
    pub(crate) reason: Option<&'a str>,
    pub(crate) admin: i64,
}

/// Notes how an answer or its score changed.
pub(crate) async fn note(
    tx: &mut Tx<'_>,
    before: &ResponseRow,
    after: &ResponseRow,
    why: ScoreChangeCause<'_>,
) -> Result<()> {
    let now = tx.now();
    let values = [
        Value::from(before.id),
        hundredths(before.score).into(),
        hundredths(after.score).into(),
        before.answer.as_deref().into(),
        after.answer.as_deref().into(),
        status_name(before.status).into(),
        status_name(after.status).into(),
        why.cause.into(),
        why.reason.into(),
        why.admin.into(),
        now.into(),
    ];
    tx.execute(AUDIT, &values).await.map(drop)
}

/// One change of a score.
#[derive(Debug, Clone)]
pub(crate) struct AuditRow {
    pub(crate) id: i64,
    pub(crate) old_score: Option<Points>,
    pub(crate) new_score: Option<Points>,
    pub(crate) old_answer: Option<String>,
    pub(crate) new_answer: Option<String>,
    pub(crate) old_status: String,
    pub(crate) new_status: String,
    pub(crate) cause: String,
    pub(crate) regrade_id: Option<i64>,
    pub(crate) reason: Option<String>,
    pub(crate) admin_id: Option<i64>,
    pub(crate) at: Timestamp,
}

fn read_audit(row: &Row<'_>) -> Result<AuditRow> {
    Ok(AuditRow {
        id: row.get(0)?,
        old_score: maybe_points(row, 1)?,
        new_score: maybe_points(row, 2)?,
        old_answer: row.get(3)?,
        new_answer: row.get(4)?,
        old_status: row.get(5)?,
        new_status: row.get(6)?,
        cause: row.get(7)?,
        regrade_id: row.get(8)?,
        reason: row.get(9)?,
        admin_id: row.get(10)?,
        at: row.get(11)?,
    })
}

/// A page of the changes of a score, first to last, and how many there are.
pub(crate) async fn audit_of(
    conn: &mut Conn<'_>,
    response: i64,
    (limit, offset): (i64, i64),
) -> Result<(Vec<AuditRow>, i64)> {
    let total = conn.number(COUNT_AUDIT, params![response]).await?;
    let rows = conn.all(AUDIT_OF, params![response, limit, offset], read_audit).await?;
    Ok((rows, total))
}
