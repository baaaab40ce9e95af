//! What was chosen, counted: a row for each answer that somebody gave, however many gave it.

use papers::Points;
use platform::{Conn, Result, db::Row, params};

platform::statements! {
    /// Only of those whose scores all stand, as statistics are, and of what they were asked. Texts are not told apart: one
    /// that says something is `x`, a blank one is empty.
    GIVEN = "select g.version, g.question_id, g.given, count(*),
            cast(sum(case when g.total >= $1 then 1 else 0 end) as bigint),
            cast(sum(case when g.total <= $2 then 1 else 0 end) as bigint)
        from (select t.package_version_id as version, r.question_id, p.total_score as total,
                case when r.audio_response_id is not null then 'x'
                    when r.answer_json is null and r.answer is not null then 'x'
                    when r.answer_json is null or r.answer_json in ('null', '{\"text\":\"\"}') then ''
                    when substr(r.answer_json, 1, 9) in ('{\"labels\"', '{\"pairs\":') then r.answer_json
                    else 'x' end as given
            from exam_response r join exam_participant p on p.id = r.participant_id
            left join exam_attempt t on t.id = r.attempt_id
            where r.event_id = $3 and p.status in ('scored', 'published') and p.total_score is not null
                and (r.score is not null or exists (select 1 from exam_void v where v.event_id = r.event_id
                    and v.question_id = r.question_id and v.reverted_at is null))) g
        group by g.version, g.question_id, g.given order by g.question_id, g.version, g.given limit 1000000";
}

/// So many gave this answer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct GivenRow {
    /// The frozen version that they sat.
    pub(crate) version: Option<i64>,
    pub(crate) question_id: i64,
    /// JSON of labels or pairs; `x` for whatever else was said, empty for nothing.
    pub(crate) given: String,
    pub(crate) count: i64,
    /// How many of them are among the best third.
    pub(crate) upper: i64,
    /// And among the last.
    pub(crate) lower: i64,
}

/// What was answered at an event, by question. The best third begins with a total of `from`, the last ends with one of `to`.
pub(crate) async fn given(conn: &mut Conn<'_>, event: i64, (from, to): (Points, Points)) -> Result<Vec<GivenRow>> {
    let read = |row: &Row<'_>| {
        Ok(GivenRow {
            version: row.get(0)?,
            question_id: row.get(1)?,
            given: row.get(2)?,
            count: row.get(3)?,
            upper: row.get(4)?,
            lower: row.get(5)?,
        })
    };
    let values = params![from.hundredths(), to.hundredths(), event];
    conn.all(GIVEN, values, read).await
}
