//! Rows of `exam_attempt` and of what belongs to one: its sections, what was spoken, and what looked odd.

use platform::{Error, Result, Timestamp, Tx, params};

use crate::attempt::model::{NewAttempt, Sat, Speech};

platform::statements! {
    INSERT = "insert into exam_attempt (participant_id, no, state, seed, package_version_id, started_at, deadline_at,
        submitted_at, submit_reason, receipt_hash, version) values ($1, 1, $2, $3, $4, $5, $6, $7, $8, $9, 1) returning id";
    SECTION = "insert into exam_attempt_section (attempt_id, section_detail_id, ordinal, opened_at, deadline_at, closed_at,
        close_reason, paused_ms, extra_ms) values ($1, $2, $3, $4, $5, $6, $7, 0, 0)";
    SPEECH = "insert into exam_audio_response (attempt_id, question_id, take, blob, media_type, bytes, duration_ms, status,
        created_at, updated_at) values ($1, $2, 1, $3, $4, $5, $6, 'complete', $7, $7) returning id";
    FLAG = "insert into exam_flag (participant_id, kind, detail, at) values ($1, $2, $3, $4)";
}

/// Stores an attempt; answers its id.
pub(crate) async fn insert(tx: &mut Tx<'_>, new: &NewAttempt) -> Result<i64> {
    let ended = new.handed_in.as_ref();
    let values = params![
        new.participant,
        if ended.is_some() { "submitted" } else { "in_section" },
        new.seed,
        new.package_version,
        new.started_at,
        new.deadline_at,
        ended.map(|ended| ended.at),
        ended.map(|ended| ended.reason),
        ended.map(|ended| ended.receipt_hash.as_str())
    ];
    let id = tx.first(INSERT, values, |row| row.get(0)).await?;
    id.ok_or_else(|| Error::internal("an attempt was stored and is not there"))
}

/// Stores that a section of an attempt was opened.
pub(crate) async fn insert_section(tx: &mut Tx<'_>, attempt: i64, sat: Sat) -> Result<()> {
    let values = params![
        attempt,
        sat.section_detail,
        sat.ordinal,
        sat.opened_at,
        sat.deadline_at,
        sat.closed.map(|(at, _)| at),
        sat.closed.map(|(_, reason)| reason)
    ];
    tx.execute(SECTION, values).await.map(drop)
}

/// Stores what was said to a question; answers its id.
pub(crate) async fn insert_speech(tx: &mut Tx<'_>, attempt: i64, question: i64, speech: &Speech) -> Result<i64> {
    let now = tx.now();
    let values = params![
        attempt,
        question,
        &speech.blob,
        speech.media_type,
        speech.bytes,
        speech.duration_ms,
        now
    ];
    let id = tx.first(SPEECH, values, |row| row.get(0)).await?;
    id.ok_or_else(|| Error::internal("a spoken answer was stored and is not there"))
}

/// Stores that something looked odd.
pub(crate) async fn insert_flag(
    tx: &mut Tx<'_>,
    participant: i64,
    (kind, detail): (&str, &str),
    at: Timestamp,
) -> Result<()> {
    tx.execute(FLAG, params![participant, kind, detail, at]).await.map(drop)
}
