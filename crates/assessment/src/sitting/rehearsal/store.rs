//! Rows of rehearsals, and all that belongs to one.

use platform::{Conn, Result, Timestamp, Tx, db::Sql, params};

platform::statements! {
    MARK = "update exam_event set rehearsal_of = $1 where id = $2";
    OF = "select id, title, ends_at from exam_event where rehearsal_of = $1 order by id desc limit 20";
    ADD = "insert into exam_participant (event_id, name, name_key, registered_number, registered_key, exam_registered_number,
        source, status, time_factor, extra_seconds, version, created_at, updated_at)
        values ($1, $2, $3, $4, $5, $6, 'rehearsal', 'registered', 1000, 0, 1, $7, $7)";
    /// With ratings and changes of scores.
    RESPONSES = "delete from exam_response where event_id = $1";
    RESPONSE_EVENTS = "delete from exam_response_event where attempt_id in (select a.id from exam_attempt a
        join exam_participant p on p.id = a.participant_id where p.event_id = $1)";
    /// With their pieces.
    SPEECH = "delete from exam_audio_response where attempt_id in (select a.id from exam_attempt a
        join exam_participant p on p.id = a.participant_id where p.event_id = $1)";
    PLAYS = "delete from exam_play where attempt_id in (select a.id from exam_attempt a
        join exam_participant p on p.id = a.participant_id where p.event_id = $1)";
    SECTIONS = "delete from exam_attempt_section where attempt_id in (select a.id from exam_attempt a
        join exam_participant p on p.id = a.participant_id where p.event_id = $1)";
    /// With their pieces.
    VIDEOS = "delete from exam_video where event_id = $1";
    ATTEMPTS = "delete from exam_attempt where participant_id in (select id from exam_participant where event_id = $1)";
    /// With sessions, interventions and flags.
    PARTICIPANTS = "delete from exam_participant where event_id = $1";
    /// With links and voided questions.
    EVENT = "delete from exam_event where id = $1";
}

/// What is removed with a rehearsal, in an order in which nothing names what is gone.
const ALL: [Sql; 9] = [
    RESPONSES,
    RESPONSE_EVENTS,
    SPEECH,
    PLAYS,
    SECTIONS,
    VIDEOS,
    ATTEMPTS,
    PARTICIPANTS,
    EVENT,
];

/// Somebody who is made up.
pub(crate) struct MadeUp<'a> {
    pub(crate) name: &'a str,
    pub(crate) name_key: &'a str,
    pub(crate) registered_number: &'a str,
    pub(crate) registered_key: &'a str,
    pub(crate) exam_number: &'a str,
}

pub(crate) async fn mark(tx: &mut Tx<'_>, id: i64, of: i64) -> Result<()> {
    tx.execute(MARK, params![of, id]).await.map(drop)
}

pub(crate) async fn add(tx: &mut Tx<'_>, event: i64, who: &MadeUp<'_>) -> Result<()> {
    let now = tx.now();
    let values = params![
        event,
        who.name,
        who.name_key,
        who.registered_number,
        who.registered_key,
        who.exam_number,
        now
    ];
    tx.execute(ADD, values).await.map(drop)
}

pub(crate) async fn of(conn: &mut Conn<'_>, event: i64) -> Result<Vec<(i64, String, Timestamp)>> {
    conn.all(OF, params![event], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)))
        .await
}

pub(crate) async fn remove(tx: &mut Tx<'_>, id: i64) -> Result<()> {
    for sql in ALL {
        tx.execute(sql, params![id]).await?;
    }
    Ok(())
}
