//! Rows of `exam_rating`: what raters say that answers are worth.

use papers::{
    Points,
    marking::{DISPUTE, Rating},
};
use platform::{
    Conn, Error, Result, Timestamp, Tx,
    db::{Row, Value},
    params,
};

use crate::{marking::model::NewRating, sql::points::points};

/// Answers of an event that wait for a rater ($1 event, $2 rater, $3 the difference that is a dispute): they have fewer
/// than two ratings, or exactly two that are in dispute, and none of this rater.
macro_rules! waiting {
    ($what:literal, $rest:literal) => {
        concat!(
            "select ",
            $what,
            " from (select r.id, r.answer, r.question_id, r.audio_response_id, r.updated_at, r.attempt_id,
                    (select count(*) from exam_rating g where g.response_id = r.id) as given,
                    (select max(g.score) - min(g.score) from exam_rating g where g.response_id = r.id) as apart
                from exam_response r
                where r.event_id = $1 and r.score_status = 'pending' and not exists (
                    select 1 from exam_rating g where g.response_id = r.id and g.admin_id = $2)) w
            join exam_question q on q.id = w.question_id
            join exam_section_detail d on d.id = q.section_detail_id
            left join exam_audio_response a on a.id = w.audio_response_id
            left join exam_attempt t on t.id = w.attempt_id
            where (w.given < 2 or (w.given = 2 and w.apart >= $3)) ",
            $rest
        )
    };
}

pub(crate) mod desk;

platform::statements! {
    OF_RESPONSE = "select id, admin_id, round, score, criteria, comment, created_at, updated_at from exam_rating
        where response_id = $1 order by id limit 10";
    INSERT = "insert into exam_rating (response_id, admin_id, round, score, criteria, comment, version, created_at, updated_at)
        values ($1, $2, $3, $4, $5, $6, 1, $7, $7)";
    REPLACE = "update exam_rating set score = $1, criteria = $2, comment = $3, version = version + 1, updated_at = $4
        where response_id = $5 and admin_id = $6";
    /// One question after the other, so that raters judge like with like.
    QUEUE = waiting!("w.id, w.answer, w.question_id, q.question, q.question_type, q.point, w.given,
            a.id, a.media_type, a.bytes, a.duration_ms, a.status, q.question_marked, t.package_version_id",
        "order by d.ordinal, d.id, q.ordinal, q.id, w.id limit $4 offset $5");
    QUEUE_COUNT = waiting!("count(*)", "");
}

#[derive(Debug, Clone)]
pub(crate) struct RatingRow {
    pub(crate) id: i64,
    pub(crate) admin_id: i64,
    pub(crate) round: String,
    pub(crate) score: Points,
    /// JSON.
    pub(crate) criteria: String,
    pub(crate) comment: Option<String>,
    pub(crate) created_at: Timestamp,
    pub(crate) updated_at: Timestamp,
}

impl RatingRow {
    /// What rules need to know of it.
    pub(crate) fn rating(&self) -> Rating {
        Rating {
            rater: self.admin_id,
            score: self.score,
        }
    }
}

fn read_rating(row: &Row<'_>) -> Result<RatingRow> {
    Ok(RatingRow {
        id: row.get(0)?,
        admin_id: row.get(1)?,
        round: row.get(2)?,
        score: points(row, 3)?,
        criteria: row.get(4)?,
        comment: row.get(5)?,
        created_at: row.get(6)?,
        updated_at: row.get(7)?,
    })
}

/// The ratings of an answer, in the order in which their raters first gave one.
pub(crate) async fn of_response(conn: &mut Conn<'_>, response: i64) -> Result<Vec<RatingRow>> {
    conn.all(OF_RESPONSE, params![response], read_rating).await
}

/// Stores somebody's first rating of an answer.
pub(crate) async fn insert(tx: &mut Tx<'_>, response: i64, admin: i64, round: &str, new: &NewRating) -> Result<()> {
    let now = tx.now();
    let values = [
        Value::from(response),
        admin.into(),
        round.into(),
        new.score.hundredths().into(),
        new.criteria.as_str().into(),
        new.comment.as_deref().into(),
        now.into(),
    ];
    tx.execute(INSERT, &values).await.map(drop)
}

/// Stores another rating of somebody who had given one.
pub(crate) async fn replace(tx: &mut Tx<'_>, response: i64, admin: i64, new: &NewRating) -> Result<()> {
    let now = tx.now();
    let values = params![
        new.score.hundredths(),
        &new.criteria,
        new.comment.as_deref(),
        now,
        response,
        admin
    ];
    match tx.execute(REPLACE, values).await? {
        1 => Ok(()),
        _ => Err(Error::internal("a rating to replace is not there")),
    }
}

/// An answer that waits for a rater.
#[derive(Debug, Clone)]
pub(crate) struct WaitingRow {
    pub(crate) response_id: i64,
    pub(crate) answer: Option<String>,
    pub(crate) question_id: i64,
    pub(crate) question: String,
    /// With its marks, where it has any.
    pub(crate) question_marked: Option<String>,
    pub(crate) question_type: String,
    pub(crate) point: Points,
    /// How many have rated it.
    pub(crate) given: i64,
    pub(crate) audio: Option<crate::attempt::response::store::AudioRow>,
    /// The frozen version that was sat.
    pub(crate) package_version: Option<i64>,
}

fn read_waiting(row: &Row<'_>) -> Result<WaitingRow> {
    let audio = match row.get::<Option<i64>>(7)? {
        None => None,
        Some(id) => Some(crate::attempt::response::store::AudioRow {
            id,
            media_type: row.get(8)?,
            bytes: row.get(9)?,
            duration_ms: row.get(10)?,
            status: row.get(11)?,
            blob: None,
        }),
    };
    Ok(WaitingRow {
        response_id: row.get(0)?,
        answer: row.get(1)?,
        question_id: row.get(2)?,
        question: row.get(3)?,
        question_marked: row.get(12)?,
        question_type: row.get(4)?,
        point: points(row, 5)?,
        given: row.get(6)?,
        audio,
        package_version: row.get(13)?,
    })
}

/// A page of what waits for a rater at an event, and how much that is.
pub(crate) async fn queue(
    conn: &mut Conn<'_>,
    event: i64,
    admin: i64,
    (limit, offset): (i64, i64),
) -> Result<(Vec<WaitingRow>, i64)> {
    let total = conn
        .number(QUEUE_COUNT, params![event, admin, DISPUTE.hundredths()])
        .await?;
    let values = params![event, admin, DISPUTE.hundredths(), limit, offset];
    Ok((conn.all(QUEUE, values, read_waiting).await?, total))
}
