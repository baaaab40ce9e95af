//! Rows of `exam_response`: what participants answered and what it is worth.

pub(crate) mod history;
pub(crate) mod summary;

use papers::{Points, marking::Status};
use platform::{Conn, Error, Result, Timestamp, Tx, db::Row, params};

pub(crate) use self::history::{AuditRow, ScoreChangeCause, audit_of, note};
use crate::sql::points::{hundredths, maybe_points};

macro_rules! responses {
    ($rest:literal) => {
        concat!(
            "select r.id, r.participant_id, r.question_id, r.package_id, r.event_id, r.answer, r.answer_json,
                r.audio_response_id, r.score, r.score_status, r.version, r.created_at, r.updated_at, a.id, a.media_type, a.bytes, a.duration_ms, a.status, a.blob,
                t.package_version_id
            from exam_response r left join exam_audio_response a on a.id = r.audio_response_id
            left join exam_attempt t on t.id = r.attempt_id ",
            $rest
        )
    };
}

/// Scores that count for a participant's state.
macro_rules! settled {
    ($which:literal) => {
        concat!(
            "update exam_participant set
                total_score = (select cast(sum(r.score) as bigint) from exam_response r
                    where r.participant_id = exam_participant.id),
                status = case
                    when status not in ('submitted', 'awaiting_rating', 'scored', 'published') then status
                    when exists (select 1 from exam_response r where r.participant_id = exam_participant.id
                        and r.score_status = 'unscored') then status
                    when exists (select 1 from exam_response r where r.participant_id = exam_participant.id
                        and r.score_status = 'pending') then 'awaiting_rating'
                    when status = 'published' or exists (select 1 from exam_event e where e.id = exam_participant.event_id
                        and (e.released_at is not null or e.release_mode = 'atOnce')) then 'published'
                    else 'scored' end,
                version = version + 1, updated_at = $1
            where ",
            $which
        )
    };
}

/// The sum of each section, as long as nothing in it waits.
macro_rules! section_sums {
    ($which:literal) => {
        concat!(
            "update exam_attempt_section set raw_score = (
                select case when sum(case when r.score_status in ('pending', 'unscored') then 1 else 0 end) > 0 then null
                    else cast(coalesce(sum(r.score), 0) as bigint) end
                from exam_response r join exam_question q on q.id = r.question_id
                where r.attempt_id = exam_attempt_section.attempt_id
                    and coalesce(r.section_detail_id, q.section_detail_id) = exam_attempt_section.section_detail_id)
            where attempt_id in (select r.attempt_id from exam_response r where ",
            $which,
            ")"
        )
    };
}

platform::statements! {
    ONE = responses!("where r.id = $1");
    OF_QUESTION = responses!("where r.participant_id = $1 and r.question_id = $2");
    OF_PARTICIPANT = responses!("join exam_question q on q.id = r.question_id
        join exam_section_detail d on d.id = coalesce(r.section_detail_id, q.section_detail_id)
        where r.participant_id = $1 order by d.ordinal, d.id, q.ordinal, q.id limit $2 offset $3");
    OF_PARTICIPANT_BACK = responses!("join exam_question q on q.id = r.question_id
        join exam_section_detail d on d.id = coalesce(r.section_detail_id, q.section_detail_id)
        where r.participant_id = $1 order by d.ordinal desc, d.id desc, q.ordinal desc, q.id desc limit $2 offset $3");
    COUNT_OF_PARTICIPANT = "select count(*) from exam_response where participant_id = $1";
    SECTIONS = "select r.question_id, s.id, s.title from exam_response r join exam_question q on q.id = r.question_id
        join exam_section_detail d on d.id = coalesce(r.section_detail_id, q.section_detail_id)
        join exam_section s on s.id = d.section_id
        where r.participant_id = $1 order by r.question_id limit 10000";
    PARTICIPANT = "select status from exam_participant where id = $1";
    INSERT = "insert into exam_response (attempt_id, participant_id, question_id, package_id, event_id, answer, answer_json,
        audio_response_id, client_seq, revision, score_status, late_sync, version, created_at, updated_at)
        values ($1, $2, $3, $4, $5, $6, $7, $8, $9, 1, 'unscored', $10, 1, $11, $11) returning id";
    /// The first answer is kept for good; a second change does not replace it.
    CHANGE = "update exam_response set
            original_answer = case when original_json is null then $1 else original_answer end,
            original_json = case when original_json is null then $2 else original_json end,
            answer = $3, answer_json = $4, score = $5, score_status = $6, version = version + 1, updated_at = $7
        where id = $8";
    SET_SCORE = "update exam_response set score = $1, score_status = $2, version = version + 1, updated_at = $3 where id = $4";
    SETTLE = settled!("id = $2");
    SETTLE_REGRADED = settled!("id in (select r.participant_id from exam_response r join exam_score_audit a
        on a.response_id = r.id where a.regrade_id = $2)");
    SETTLE_VOIDED = settled!("id in (select r.participant_id from exam_response r join exam_score_audit a
        on a.response_id = r.id where a.void_id = $2)");
    SECTION_SUMS_VOIDED = section_sums!("r.id in (select response_id from exam_score_audit where void_id = $1)");
    SECTION_SUMS = section_sums!("r.participant_id = $1");
    SECTION_SUMS_REGRADED = section_sums!("r.id in (select response_id from exam_score_audit where regrade_id = $1)");
}

/// A recording that answers a question.
#[derive(Debug, Clone)]
pub(crate) struct AudioRow {
    pub(crate) id: i64,
    pub(crate) media_type: String,
    pub(crate) bytes: i64,
    pub(crate) duration_ms: i64,
    pub(crate) status: String,
    /// By which media keeps it; none before it is complete.
    pub(crate) blob: Option<String>,
}

/// An answer and its score.
#[derive(Debug, Clone)]
pub(crate) struct ResponseRow {
    pub(crate) id: i64,
    pub(crate) participant_id: i64,
    pub(crate) question_id: i64,
    pub(crate) package_id: i64,
    pub(crate) event_id: i64,
    pub(crate) answer: Option<String>,
    pub(crate) answer_json: Option<String>,
    pub(crate) audio_response_id: Option<i64>,
    pub(crate) score: Option<Points>,
    /// `None` before it was scored at all.
    pub(crate) status: Option<Status>,
    /// The frozen version that was sat.
    pub(crate) package_version: Option<i64>,
    pub(crate) version: i64,
    pub(crate) created_at: Timestamp,
    pub(crate) updated_at: Timestamp,
    pub(crate) audio: Option<AudioRow>,
}

fn read_response(row: &Row<'_>) -> Result<ResponseRow> {
    Ok(ResponseRow {
        id: row.get(0)?,
        participant_id: row.get(1)?,
        question_id: row.get(2)?,
        package_id: row.get(3)?,
        event_id: row.get(4)?,
        answer: row.get(5)?,
        answer_json: row.get(6)?,
        audio_response_id: row.get(7)?,
        score: maybe_points(row, 8)?,
        status: Status::from_name(row.text(9)?),
        version: row.get(10)?,
        created_at: row.get(11)?,
        updated_at: row.get(12)?,
        audio: audio(row)?,
        package_version: row.get(19)?,
    })
}

fn audio(row: &Row<'_>) -> Result<Option<AudioRow>> {
    let Some(id) = row.get(13)? else { return Ok(None) };
    Ok(Some(AudioRow {
        id,
        media_type: row.get(14)?,
        bytes: row.get(15)?,
        duration_ms: row.get(16)?,
        status: row.get(17)?,
        blob: row.get(18)?,
    }))
}

pub(crate) async fn by_id(conn: &mut Conn<'_>, id: i64) -> Result<Option<ResponseRow>> {
    conn.first(ONE, params![id], read_response).await
}

pub(crate) async fn of_question(conn: &mut Conn<'_>, participant: i64, question: i64) -> Result<Option<ResponseRow>> {
    conn.first(OF_QUESTION, params![participant, question], read_response)
        .await
}

/// A page of a participant's answers, in the order of the package or backwards, and how many there are.
pub(crate) async fn of_participant(
    conn: &mut Conn<'_>,
    participant: i64,
    backwards: bool,
    (limit, offset): (i64, i64),
) -> Result<(Vec<ResponseRow>, i64)> {
    let sql = if backwards { OF_PARTICIPANT_BACK } else { OF_PARTICIPANT };
    let total = conn.number(COUNT_OF_PARTICIPANT, params![participant]).await?;
    Ok((
        conn.all(sql, params![participant, limit, offset], read_response)
            .await?,
        total,
    ))
}

/// The section of each question that a participant answered: question, section, its title.
pub(crate) async fn sections(conn: &mut Conn<'_>, participant: i64) -> Result<Vec<(i64, i64, String)>> {
    let read = |row: &Row<'_>| Ok((row.get(0)?, row.get(1)?, row.get(2)?));
    conn.all(SECTIONS, params![participant], read).await
}

/// The state of a participant.
pub(crate) async fn participant_status(conn: &mut Conn<'_>, participant: i64) -> Result<Option<String>> {
    conn.first(PARTICIPANT, params![participant], |row| row.get(0)).await
}

/// An answer as a participant gives it.
#[derive(Debug, Clone, Default)]
pub(crate) struct NewResponse {
    pub(crate) attempt_id: Option<i64>,
    pub(crate) participant_id: i64,
    pub(crate) question_id: i64,
    pub(crate) package_id: i64,
    pub(crate) event_id: i64,
    /// As people read it.
    pub(crate) answer: Option<String>,
    pub(crate) answer_json: Option<String>,
    pub(crate) audio_response_id: Option<i64>,
    pub(crate) client_seq: i64,
    pub(crate) late_sync: bool,
}

/// Stores an answer that nobody has scored yet; answers its id.
pub(crate) async fn insert(tx: &mut Tx<'_>, new: &NewResponse) -> Result<i64> {
    let now = tx.now();
    let stored = tx
        .first(
            INSERT,
            params![
                new.attempt_id,
                new.participant_id,
                new.question_id,
                new.package_id,
                new.event_id,
                new.answer.as_deref(),
                new.answer_json.as_deref(),
                new.audio_response_id,
                new.client_seq,
                new.late_sync,
                now
            ],
            |row| row.get(0),
        )
        .await?;
    stored.ok_or_else(|| Error::internal("an answer was stored and is not there"))
}

/// What an answer becomes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct ChangedAnswer {
    pub(crate) answer: Option<String>,
    pub(crate) answer_json: Option<String>,
    pub(crate) score: Option<Points>,
    pub(crate) status: Status,
}

/// JSON of no answer, so that a kept original that was blank differs from none.
const BLANK: &str = "null";

/// Stores another answer and its score; the original answer is kept.
pub(crate) async fn change(tx: &mut Tx<'_>, before: &ResponseRow, after: &ChangedAnswer) -> Result<()> {
    let now = tx.now();
    let original = before.answer_json.as_deref().unwrap_or(BLANK);
    let values = params![
        before.answer.as_deref(),
        original,
        after.answer.as_deref(),
        after.answer_json.as_deref(),
        hundredths(after.score),
        after.status.name(),
        now,
        before.id
    ];
    tx.execute(CHANGE, values).await.map(drop)
}

/// Stores a score and where it comes from.
pub(crate) async fn set_score(tx: &mut Tx<'_>, id: i64, score: Option<Points>, status: Status) -> Result<()> {
    let now = tx.now();
    tx.execute(SET_SCORE, params![hundredths(score), status.name(), now, id])
        .await
        .map(drop)
}

/// Brings a participant's sums and state in line with the scores of their answers.
pub(crate) async fn settle(tx: &mut Tx<'_>, participant: i64) -> Result<()> {
    let now = tx.now();
    tx.execute(SECTION_SUMS, params![participant]).await?;
    tx.execute(SETTLE, params![now, participant]).await?;
    summary::summarise(tx, participant).await
}

/// Like [`settle`] for everybody whose answers a regrading changed.
pub(crate) async fn settle_regraded(tx: &mut Tx<'_>, regrade: i64) -> Result<()> {
    let now = tx.now();
    tx.execute(SECTION_SUMS_REGRADED, params![regrade]).await?;
    tx.execute(SETTLE_REGRADED, params![now, regrade]).await?;
    summary::summarise_regraded(tx, regrade).await
}

/// Like [`settle`] for everybody whose answers voiding a question, or taking that back, changed.
pub(crate) async fn settle_voided(tx: &mut Tx<'_>, void: i64) -> Result<()> {
    let now = tx.now();
    tx.execute(SECTION_SUMS_VOIDED, params![void]).await?;
    tx.execute(SETTLE_VOIDED, params![now, void]).await?;
    summary::summarise_voided(tx, void).await
}

/// As the database writes a status that may not be there yet.
pub(crate) fn status_name(status: Option<Status>) -> &'static str {
    status.map_or("unscored", Status::name)
}
