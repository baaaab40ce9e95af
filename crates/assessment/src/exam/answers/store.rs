//! Rows of `exam_response` as participants write them, and of `exam_response_event`, which keeps every write.

use platform::{Conn, Result, Timestamp, Tx, db::Row, params};

platform::statements! {
    /// The higher number wins; what is not higher changes nothing and returns no row. An answer that was scored before it
    /// came late waits for its score again.
    SAVE = "insert into exam_response (attempt_id, participant_id, question_id, package_id, event_id, answer, answer_json,
            client_seq, revision, score_status, late_sync, flagged, version, created_at, updated_at)
        values ($1, $2, $3, $4, $5, $6, $7, $8, 1, 'unscored', $9, $10, 1, $11, $11)
        on conflict (participant_id, question_id) do update set answer = excluded.answer, answer_json = excluded.answer_json,
            client_seq = excluded.client_seq, revision = exam_response.revision + 1, late_sync = excluded.late_sync,
            flagged = case when cast($12 as bigint) is null then exam_response.flagged else excluded.flagged end,
            version = exam_response.version + 1, updated_at = excluded.updated_at
        where exam_response.client_seq < excluded.client_seq and exam_response.original_json is null
        returning id";
    SAVED = "select client_seq, answer_json from exam_response where participant_id = $1 and question_id = $2";
    NOTE = "insert into exam_response_event (attempt_id, question_id, session_id, client_seq, client_at, at, value, outcome)
        values ($1, $2, $3, $4, $5, $6, $7, $8)";
    ALL = "select question_id, client_seq, answer_json, flagged, audio_response_id from exam_response
        where participant_id = $1 order by question_id limit 10000";
    /// What was marked already is marked again.
    UNMARK = "update exam_participant set status = 'submitted', version = version + 1, updated_at = $1
        where id = $2 and status in ('awaiting_rating', 'scored')";
    FORGET_RECEIPT = "update exam_attempt set receipt_hash = null where id = $1";
}

/// Whose answers are written.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Place {
    pub(crate) attempt: i64,
    pub(crate) participant: i64,
    pub(crate) package: i64,
    pub(crate) event: i64,
}

/// An answer to be written.
#[derive(Debug, Clone)]
pub(crate) struct NewAnswer {
    pub(crate) question: i64,
    pub(crate) seq: i64,
    /// As people read it.
    pub(crate) shown: Option<String>,
    pub(crate) json: Option<String>,
    pub(crate) is_late: bool,
    pub(crate) flagged: Option<bool>,
}

/// Stores an answer if its number is higher than the stored one's; answers whether it was.
pub(crate) async fn save(tx: &mut Tx<'_>, place: Place, new: &NewAnswer) -> Result<bool> {
    let now = tx.now();
    let flagged = new.flagged.map(i64::from);
    let values = params![
        place.attempt,
        place.participant,
        new.question,
        place.package,
        place.event,
        new.shown.as_deref(),
        new.json.as_deref(),
        new.seq,
        new.is_late,
        flagged.unwrap_or(0),
        now,
        flagged
    ];
    let written = tx.first(SAVE, values, |row: &Row<'_>| row.get::<i64>(0)).await?;
    Ok(written.is_some())
}

/// Number and content of what is stored.
pub(crate) async fn saved(
    conn: &mut Conn<'_>,
    participant: i64,
    question: i64,
) -> Result<Option<(i64, Option<String>)>> {
    let read = |row: &Row<'_>| Ok((row.get(0)?, row.get(1)?));
    conn.first(SAVED, params![participant, question], read).await
}

/// A write, whatever became of it.
pub(crate) struct Write<'w> {
    pub(crate) attempt: i64,
    pub(crate) question: i64,
    pub(crate) session: &'w str,
    pub(crate) seq: i64,
    pub(crate) made: Option<Timestamp>,
    pub(crate) value: Option<&'w str>,
    pub(crate) outcome: &'static str,
}

/// Notes a write.
pub(crate) async fn note(tx: &mut Tx<'_>, write: &Write<'_>) -> Result<()> {
    let now = tx.now();
    let values = params![
        write.attempt,
        write.question,
        write.session,
        write.seq,
        write.made,
        now,
        write.value,
        write.outcome
    ];
    tx.execute(NOTE, values).await.map(drop)
}

/// An answer that is stored.
pub(crate) struct SavedRow {
    pub(crate) question: i64,
    pub(crate) seq: i64,
    pub(crate) json: Option<String>,
    pub(crate) flagged: bool,
    pub(crate) audio_response: Option<i64>,
}

/// Everything that a participant answered.
pub(crate) async fn all(conn: &mut Conn<'_>, participant: i64) -> Result<Vec<SavedRow>> {
    let read = |row: &Row<'_>| {
        Ok(SavedRow {
            question: row.get(0)?,
            seq: row.get(1)?,
            json: row.get(2)?,
            flagged: row.get(3)?,
            audio_response: row.get(4)?,
        })
    };
    conn.all(ALL, params![participant], read).await
}

/// Lets what was marked before an answer came late be marked again, with another receipt.
pub(crate) async fn unmark(tx: &mut Tx<'_>, place: Place) -> Result<()> {
    let now = tx.now();
    tx.execute(UNMARK, params![now, place.participant]).await?;
    tx.execute(FORGET_RECEIPT, params![place.attempt]).await.map(drop)
}
