//! What a rater's page asks: how much waits, what comes next, what may still be replaced, and how far raters agree.

use papers::marking::{DISPUTE, Pair};
use platform::{Conn, Result, db::Row, params};

use crate::sql::points::points;

platform::statements! {
    WAITING_BY_QUESTION = waiting!("w.question_id, q.question, count(case when w.given = 0 then 1 end),
            count(case when w.given = 1 then 1 end), count(case when w.given = 2 then 1 end)",
        "group by w.question_id, q.question, d.ordinal, d.id, q.ordinal, q.id
        order by d.ordinal, d.id, q.ordinal, q.id limit 1000");
    NEXT_BLIND = waiting!("w.id", "and w.given < 2 and w.question_id = $4 and w.id > $5 order by w.id limit 1");
    NEXT_DISPUTED = waiting!("w.id", "and w.given = 2 and w.question_id = $4 and w.id > $5 order by w.id limit 1");
    /// Nobody else has rated it, and it still waits.
    REPLACEABLE = "select g.response_id from exam_rating g join exam_response r on r.id = g.response_id
        where g.admin_id = $1 and r.event_id = $2 and r.score_status = 'pending' and not exists (
            select 1 from exam_rating o where o.response_id = g.response_id and o.admin_id <> g.admin_id)
        order by g.updated_at desc, g.id desc limit 1";
    /// One's own rather than another's, the latest first.
    CRITERIA = "select g.criteria from exam_rating g join exam_response r on r.id = g.response_id
        where r.event_id = $1 and r.question_id = $2 and g.criteria <> '{}'
        order by case when g.admin_id = $3 then 0 else 1 end, g.id desc limit 1";
    /// The two blind ratings of each answer; whoever has the lower id is the one, so that two raters are always the same two.
    PAIRS = "select r.question_id, a.score, b.score, count(*) from exam_rating a
        join exam_rating b on b.response_id = a.response_id and b.admin_id > a.admin_id
        join exam_response r on r.id = a.response_id
        where r.event_id = $1 and a.round <> 'adjudication' and b.round <> 'adjudication'
        group by r.question_id, a.score, b.score order by r.question_id, a.score, b.score limit 1000000";
}

/// How much of a question waits for a rater.
#[derive(Debug, Clone)]
pub(crate) struct WaitingQuestionRow {
    pub(crate) question_id: i64,
    /// As it is asked now, without its marks.
    pub(crate) question: String,
    pub(crate) first: i64,
    pub(crate) second: i64,
    pub(crate) disputed: i64,
}

/// How much of each question of an event waits for a rater, in the order of the paper.
pub(crate) async fn waiting_by_question(
    conn: &mut Conn<'_>,
    event: i64,
    admin: i64,
) -> Result<Vec<WaitingQuestionRow>> {
    let read = |row: &Row<'_>| {
        Ok(WaitingQuestionRow {
            question_id: row.get(0)?,
            question: row.get(1)?,
            first: row.get(2)?,
            second: row.get(3)?,
            disputed: row.get(4)?,
        })
    };
    let values = params![event, admin, DISPUTE.hundredths()];
    conn.all(WAITING_BY_QUESTION, values, read).await
}

/// The first answer to a question behind another one that waits for a rater, blind or in dispute.
pub(crate) async fn next(
    conn: &mut Conn<'_>,
    (event, admin): (i64, i64),
    (question, after): (i64, i64),
    disputed: bool,
) -> Result<Option<i64>> {
    let sql = if disputed { NEXT_DISPUTED } else { NEXT_BLIND };
    let values = params![event, admin, DISPUTE.hundredths(), question, after];
    conn.first(sql, values, |row| row.get(0)).await
}

/// The answer that somebody rated last, of those whose rating may still be replaced.
pub(crate) async fn replaceable(conn: &mut Conn<'_>, event: i64, admin: i64) -> Result<Option<i64>> {
    conn.first(REPLACEABLE, params![admin, event], |row| row.get(0)).await
}

/// The criteria by which answers to a question were rated last, as JSON.
pub(crate) async fn criteria(conn: &mut Conn<'_>, event: i64, question: i64, admin: i64) -> Result<Option<String>> {
    conn.first(CRITERIA, params![event, question, admin], |row| row.get(0))
        .await
}

/// What two people gave for the same answers of an event, with the question, by question.
pub(crate) async fn pairs(conn: &mut Conn<'_>, event: i64) -> Result<Vec<(i64, Pair)>> {
    let read = |row: &Row<'_>| {
        let pair = Pair {
            one: points(row, 1)?,
            other: points(row, 2)?,
            count: row.get(3)?,
        };
        Ok((row.get(0)?, pair))
    };
    conn.all(PAIRS, params![event], read).await
}
