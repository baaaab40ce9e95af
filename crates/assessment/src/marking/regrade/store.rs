//! Rows of `exam_regrade`: scores of a package that were computed anew, each change with its row in `exam_score_audit`.
//!
//! Invariant: the scores of answers are set from those rows, so that what was changed and what was noted cannot differ.

use papers::Points;
use platform::{
    Conn, Error, Result, Timestamp, Tx,
    db::{Family, Row, Value},
    params,
};

use crate::sql::{
    many::{self, rows},
    points::{hundredths, maybe_points},
};

/// Notes changes of scores.
pub(crate) static CHANGES: Family<()> = Family::new(
    "assessment::marking::regrade::store::CHANGES",
    || vec![()],
    |()| {
        let rows = rows(&["bigint", "bigint", "bigint", "bigint", "text", "bigint", "bigint"]);
        format!(
            "insert into exam_score_audit (response_id, old_score, new_score, old_status, new_status, cause, regrade_id,
                reason, admin_id, at)
            select v.column1, v.column2, v.column3, 'auto', 'auto', 'regrade', v.column4, v.column5, v.column6, v.column7
                from {rows} where v.column1 is not null returning id"
        )
    },
);

platform::statements! {
    /// Answers that the key alone scored, and where people did.
    SCORED = "select id, participant_id, question_id, event_id, answer, answer_json, audio_response_id, score, score_status
        from exam_response where package_id = $1 and score_status in ('auto', 'manual') order by id limit 10000000";
    NEXT = "select coalesce(max(no), 0) + 1 from exam_regrade where package_id = $1";
    INSERT = "insert into exam_regrade (package_id, no, admin_id, changed, at) values ($1, $2, $3, $4, $5) returning id";
    ONE = "select id, reverted_at from exam_regrade where package_id = $1 and no = $2";
    LIST = "select no, admin_id, changed, reverted_at, at from exam_regrade where package_id = $1
        order by no desc limit $2 offset $3";
    COUNT = "select count(*) from exam_regrade where package_id = $1";
    LATER = "select count(*) from exam_regrade where package_id = $1 and no > $2 and reverted_at is null";
    APPLY = "update exam_response set
            score = (select max(a.new_score) from exam_score_audit a
                where a.response_id = exam_response.id and a.regrade_id = $1 and a.cause = 'regrade'),
            auto_score = (select max(a.new_score) from exam_score_audit a
                where a.response_id = exam_response.id and a.regrade_id = $1 and a.cause = 'regrade'),
            version = version + 1, updated_at = $2
        where id in (select response_id from exam_score_audit where regrade_id = $1 and cause = 'regrade')";
    /// Only what nobody has changed since.
    NOTE_REVERT = "insert into exam_score_audit (response_id, old_score, new_score, old_status, new_status, cause, regrade_id,
            admin_id, at)
        select r.id, r.score, a.old_score, 'auto', 'auto', 'revert', a.regrade_id, cast($1 as bigint), cast($2 as bigint)
        from exam_score_audit a join exam_response r on r.id = a.response_id
        where a.regrade_id = $3 and a.cause = 'regrade' and r.score_status = 'auto' and r.score = a.new_score";
    REVERT = "update exam_response set
            score = (select max(a.new_score) from exam_score_audit a
                where a.response_id = exam_response.id and a.regrade_id = $1 and a.cause = 'revert'),
            auto_score = (select max(a.new_score) from exam_score_audit a
                where a.response_id = exam_response.id and a.regrade_id = $1 and a.cause = 'revert'),
            version = version + 1, updated_at = $2
        where id in (select response_id from exam_score_audit where regrade_id = $1 and cause = 'revert')";
    REVERTED = "update exam_regrade set reverted_at = $1 where id = $2 and reverted_at is null";
    /// Where the most that a section brings changed with its questions' points.
    SECTION_MAX = "update exam_attempt_section set max_score = $1 where section_detail_id = $2 and attempt_id in (
        select a.id from exam_attempt a join exam_participant p on p.id = a.participant_id where p.event_id = $3)
        and max_score is not null and max_score <> $1";
    TOTAL_MAX = "update exam_participant set max_score = $1 where event_id = $2 and max_score is not null and max_score <> $1";
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
    /// Whether people gave it.
    pub(crate) is_manual: bool,
}

/// Every answer to a package that has a score.
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
            is_manual: row.text(8)? == "manual",
        })
    };
    conn.all(SCORED, params![package], read).await
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct ScoreChange {
    pub(crate) response_id: i64,
    pub(crate) participant_id: i64,
    pub(crate) question_id: i64,
    pub(crate) old: Option<Points>,
    pub(crate) new: Option<Points>,
}

/// Stores changes as the next regrading of a package; answers its id and number.
pub(crate) async fn store(
    tx: &mut Tx<'_>,
    package: i64,
    admin: i64,
    reason: Option<&str>,
    changes: &[ScoreChange],
) -> Result<(i64, i64)> {
    let now = tx.now();
    let no = tx.number(NEXT, params![package]).await?;
    let changed = i64::try_from(changes.len()).unwrap_or(i64::MAX);
    let id: Option<i64> = tx
        .first(INSERT, params![package, no, admin, changed, now], |row| row.get(0))
        .await?;
    let id = id.ok_or_else(|| Error::internal("a regrading was stored and is not there"))?;
    let note = [Value::from(id), reason.into(), admin.into(), now.into()];
    let rows = changes.iter().map(|change| {
        let [id, reason, admin, now] = note;
        [
            Value::from(change.response_id),
            hundredths(change.old).into(),
            hundredths(change.new).into(),
            id,
            reason,
            admin,
            now,
        ]
    });
    many::insert(tx, CHANGES.of(&())?, &rows.collect::<Vec<_>>(), |_| Ok(())).await?;
    tx.execute(APPLY, params![id, now]).await?;
    Ok((id, no))
}

/// Stores the most that a section brings at an event, where that was known.
pub(crate) async fn set_section_max(tx: &mut Tx<'_>, event: i64, section_detail: i64, most: Points) -> Result<()> {
    tx.execute(SECTION_MAX, params![most.hundredths(), section_detail, event])
        .await
        .map(drop)
}

/// Stores the most that participants of an event can reach, where that was known.
pub(crate) async fn set_total_max(tx: &mut Tx<'_>, event: i64, most: Points) -> Result<()> {
    tx.execute(TOTAL_MAX, params![most.hundredths(), event]).await.map(drop)
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

/// Gives answers the scores back that they had before a regrading, unless they were changed since; answers how many.
pub(crate) async fn revert(tx: &mut Tx<'_>, id: i64, admin: i64) -> Result<u64> {
    let now = tx.now();
    let noted = tx.execute(NOTE_REVERT, params![admin, now, id]).await?;
    tx.execute(REVERT, params![id, now]).await?;
    tx.execute(REVERTED, params![now, id]).await?;
    Ok(noted)
}
