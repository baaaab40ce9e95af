//! Rows of `exam_participant_session`: at most one of a participant lives.

use platform::{Conn, Result, Timestamp, Tx, db::Row, params};

use crate::{sitting::model::Status, sql::expiry::Expiry};

platform::statements! {
    /// Whoever has a number, at whichever events; a card's number is of one.
    CANDIDATES = "select p.id, p.name_key, p.status, p.event_id, e.title, e.starts_at, e.ends_at, p.extra_seconds
        from exam_participant p join exam_event e on e.id = p.event_id
        where p.registered_key = $1 or p.exam_registered_number = $1 order by e.starts_at, p.id limit 1000";
    INSERT = "insert into exam_participant_session (id, participant_id, address, agent, created_at, expires_at)
        values ($1, $2, $3, $4, $5, $6)";
    LIVING = "select s.participant_id, p.event_id, s.expires_at, s.revoked_at, s.reason,
        case when e.safe_exam_browser = 1 then e.slug end
        from exam_participant_session s join exam_participant p on p.id = s.participant_id
        join exam_event e on e.id = p.event_id where s.id = $1";
    /// Those that live beside one.
    OTHERS = "select count(*) from exam_participant_session where participant_id = $1 and id <> $2 and revoked_at is null
        and expires_at > $3";
    END_OTHERS = "update exam_participant_session set revoked_at = $1, reason = 'taken_over'
        where participant_id = $2 and revoked_at is null";
    END = "update exam_participant_session set revoked_at = $1, reason = 'logged_out' where id = $2 and revoked_at is null";
    EXPIRED = "select 1 from exam_participant_session where expires_at < $1 limit 1";
    PURGE = "delete from exam_participant_session where id in
        (select id from exam_participant_session where expires_at < $1 order by expires_at limit 500)";
}

/// Somebody who has the number.
#[derive(Debug, Clone)]
pub(crate) struct Candidate {
    pub(crate) participant: i64,
    pub(crate) name_key: String,
    pub(crate) status: Status,
    pub(crate) event: i64,
    pub(crate) event_title: String,
    pub(crate) starts: Timestamp,
    pub(crate) ends: Timestamp,
    pub(crate) extra_seconds: i64,
}

/// A session that may live.
pub(crate) struct Session {
    pub(crate) participant: i64,
    pub(crate) event: i64,
    pub(crate) expires_at: Timestamp,
    pub(crate) is_revoked: bool,
    pub(crate) is_taken_over: bool,
    /// The slug of the event, if it is sat in Safe Exam Browser alone.
    pub(crate) safe_browser_of: Option<String>,
}

pub(crate) async fn candidates(conn: &mut Conn<'_>, number: &str) -> Result<Vec<Candidate>> {
    let read = |row: &Row<'_>| {
        Ok(Candidate {
            participant: row.get(0)?,
            name_key: row.get(1)?,
            status: Status::from_stored(row.text(2)?)?,
            event: row.get(3)?,
            event_title: row.get(4)?,
            starts: row.get(5)?,
            ends: row.get(6)?,
            extra_seconds: row.get(7)?,
        })
    };
    conn.all(CANDIDATES, params![number], read).await
}

pub(crate) async fn insert(
    tx: &mut Tx<'_>,
    id: &str,
    participant: i64,
    (address, agent): (&str, &str),
    expires_at: Timestamp,
) -> Result<()> {
    let now = tx.now();
    let values = params![id, participant, address, agent, now, expires_at];
    tx.execute(INSERT, values).await.map(drop)
}

pub(crate) async fn session(conn: &mut Conn<'_>, id: &str) -> Result<Option<Session>> {
    let read = |row: &Row<'_>| {
        Ok(Session {
            participant: row.get(0)?,
            event: row.get(1)?,
            expires_at: row.get(2)?,
            is_revoked: row.get::<Option<i64>>(3)?.is_some(),
            is_taken_over: row.maybe_text(4)? == Some("taken_over"),
            safe_browser_of: row.get(5)?,
        })
    };
    conn.first(LIVING, params![id], read).await
}

/// Whether another session of the participant lives.
pub(crate) async fn lives_elsewhere(conn: &mut Conn<'_>, participant: i64, own: &str, now: Timestamp) -> Result<bool> {
    Ok(conn.number(OTHERS, params![participant, own, now]).await? > 0)
}

/// Ends every session of a participant, because another begins.
pub(crate) async fn end_all(tx: &mut Tx<'_>, participant: i64) -> Result<()> {
    let now = tx.now();
    tx.execute(END_OTHERS, params![now, participant]).await.map(drop)
}

pub(crate) async fn end(tx: &mut Tx<'_>, id: &str) -> Result<()> {
    let now = tx.now();
    tx.execute(END, params![now, id]).await.map(drop)
}

/// What removes sessions that have expired.
pub(crate) const EXPIRY: Expiry = Expiry {
    found: EXPIRED,
    purge: PURGE,
};
