//! Rows of attempts and their sections, changed by those who sit and by time; every change is one conditional statement.

use std::collections::BTreeSet;

use platform::{Conn, Error, Result, Timestamp, Tx, db::Row, params};

use crate::sql::ids::{self, ids};

platform::statements! {
    BEGIN = "update exam_participant set status = 'in_section', version = version + 1, updated_at = $1
        where id = $2 and status = 'ready'";
    INSERT = "insert into exam_attempt (participant_id, no, state, seed, package_version_id, started_at, deadline_at,
        last_section, version) values ($1, 1, 'in_section', $2, $3, $4, $5, $6, 1) returning id";
    OPEN = "insert into exam_attempt_section (attempt_id, section_detail_id, ordinal, opened_at, deadline_at, paused_ms,
        extra_ms) values ($1, $2, $3, $4, $5, 0, 0)";
    CLOSE = "update exam_attempt_section set closed_at = $1, close_reason = 'participant'
        where attempt_id = $2 and section_detail_id = $3 and closed_at is null and deadline_at > $1";
    /// When the server has to act: at the end of the last section, if it is open and its clock runs, else at the end of all;
    /// and answers that are on their way have their grace.
    SET_DUE = "update exam_attempt set due_at = coalesce((select s.deadline_at from exam_attempt_section s
            where s.attempt_id = exam_attempt.id and s.ordinal = exam_attempt.last_section and s.opened_at is not null
            and s.closed_at is null and exam_attempt.state = 'in_section' and s.deadline_at < exam_attempt.deadline_at),
            deadline_at) + (select e.grace_seconds from exam_participant p join exam_event e on e.id = p.event_id
            where p.id = exam_attempt.participant_id) * 1000000
        where id = $1 and state in ('in_section', 'suspended')";
    HIGHEST = "select coalesce(max(client_seq), 0) from exam_response_event where attempt_id = $1";
    SUBMIT = "update exam_attempt set state = 'submitted', submitted_at = $1, submit_reason = 'participant', due_at = null,
        version = version + 1 where id = $2 and state in ('in_section', 'suspended')";
    CONFIRM = "update exam_attempt set confirmed_at = $1, version = version + 1
        where id = $2 and state = 'submitted' and confirmed_at is null";
    CLOSE_ALL = "update exam_attempt_section set closed_at = case when deadline_at < $1 then deadline_at else $1 end,
        close_reason = 'submitted' where attempt_id = $2 and opened_at is not null and closed_at is null";
    SUBMITTED = "update exam_participant set status = 'submitted', version = version + 1, updated_at = $1
        where id = $2 and status in ('in_section', 'suspended')";

    DUE = "select id from exam_attempt where state in ('in_section', 'suspended') and due_at <= $1
        order by due_at limit 500";
    CLOSE_DUE = concat!("update exam_attempt_section set
        closed_at = case when deadline_at < $1 then deadline_at else $1 end, close_reason = 'timeout'
        where opened_at is not null and closed_at is null and attempt_id in (", ids!("$2"), ")");
    SUBMIT_DUE = concat!("update exam_attempt set state = 'submitted', submitted_at = due_at, submit_reason = 'timeout',
        due_at = null, version = version + 1
        where state in ('in_section', 'suspended') and due_at <= $1 and id in (", ids!("$2"), ")");
    SUBMITTED_DUE = concat!("update exam_participant set status = 'submitted', version = version + 1, updated_at = $1
        where status in ('in_section', 'suspended') and id in (
            select participant_id from exam_attempt where id in (", ids!("$2"), "))");
    EVENTS_OF = concat!("select distinct p.event_id from exam_participant p join exam_attempt a on a.participant_id = p.id
        where a.id in (", ids!("$1"), ") order by p.event_id limit 500");
    /// Those who did not come to an event that is over.
    MISSED = "select distinct p.event_id from exam_participant p join exam_event e on e.id = p.event_id
        where p.status in ('registered', 'ready') and e.ends_at <= $1 and e.ends_at > $2 order by p.event_id limit 50";
    ABSENT = "update exam_participant set status = 'absent', version = version + 1, updated_at = $1
        where event_id = $2 and status in ('registered', 'ready') and (select e.ends_at from exam_event e
            where e.id = exam_participant.event_id) + extra_seconds * 1000000 <= $1";
    UNMARKED = "select a.id from exam_participant p join exam_attempt a on a.participant_id = p.id
        where p.status = 'submitted' and a.state = 'submitted' and a.package_version_id is not null order by p.id limit $1";
}

/// Lets a participant begin who is ready; `false` if somebody was faster.
pub(crate) async fn begin(tx: &mut Tx<'_>, participant: i64) -> Result<bool> {
    let now = tx.now();
    Ok(tx.execute(BEGIN, params![now, participant]).await? == 1)
}

/// An attempt that begins.
pub(crate) struct NewAttempt {
    pub(crate) participant: i64,
    pub(crate) seed: i64,
    pub(crate) version: i64,
    pub(crate) deadline: Timestamp,
    /// The number of its last section.
    pub(crate) last_section: i64,
}

/// Stores it; answers its id.
pub(crate) async fn insert(tx: &mut Tx<'_>, new: &NewAttempt) -> Result<i64> {
    let now = tx.now();
    let values = params![
        new.participant,
        new.seed,
        new.version,
        now,
        new.deadline,
        new.last_section
    ];
    let id = tx.first(INSERT, values, |row| row.get(0)).await?;
    id.ok_or_else(|| Error::internal("an attempt was stored and is not there"))
}

/// Opens a section of an attempt until a deadline.
pub(crate) async fn open(tx: &mut Tx<'_>, attempt: i64, (n, detail): (usize, i64), deadline: Timestamp) -> Result<()> {
    let (now, n) = (tx.now(), i64::try_from(n).map_err(Error::internal)?);
    tx.execute(OPEN, params![attempt, detail, n, now, deadline]).await?;
    set_due(tx, attempt).await
}

/// Closes a section that is open.
pub(crate) async fn close(tx: &mut Tx<'_>, attempt: i64, detail: i64) -> Result<()> {
    let now = tx.now();
    tx.execute(CLOSE, params![now, attempt, detail]).await?;
    set_due(tx, attempt).await
}

/// Sets the moment at which the server has to act by itself.
pub(crate) async fn set_due(tx: &mut Tx<'_>, attempt: i64) -> Result<()> {
    tx.execute(SET_DUE, params![attempt]).await.map(drop)
}

/// The highest number of an answer that arrived, whatever became of it.
pub(crate) async fn highest_seq(conn: &mut Conn<'_>, attempt: i64) -> Result<i64> {
    conn.number(HIGHEST, params![attempt]).await
}

/// Ends an attempt that runs, because it was handed in; `false` if it has ended.
pub(crate) async fn submit(tx: &mut Tx<'_>, attempt: i64, participant: i64) -> Result<bool> {
    let now = tx.now();
    if tx.execute(SUBMIT, params![now, attempt]).await? == 0 {
        return Ok(false);
    }
    tx.execute(CLOSE_ALL, params![now, attempt]).await?;
    tx.execute(SUBMITTED, params![now, participant]).await?;
    Ok(true)
}

/// Notes that a participant handed in what time had ended.
pub(crate) async fn confirm(tx: &mut Tx<'_>, attempt: i64) -> Result<()> {
    let now = tx.now();
    tx.execute(CONFIRM, params![now, attempt]).await.map(drop)
}

/// Some attempts whose time is over.
pub(crate) async fn due(conn: &mut Conn<'_>, now: Timestamp) -> Result<BTreeSet<i64>> {
    let found: Vec<i64> = conn.all(DUE, params![now], |row: &Row<'_>| row.get(0)).await?;
    Ok(found.into_iter().collect())
}

/// Ends attempts whose time is over with what was saved; answers their events.
pub(crate) async fn end_due(tx: &mut Tx<'_>, attempts: &BTreeSet<i64>) -> Result<Vec<i64>> {
    let (now, listed) = (tx.now(), ids::list(attempts));
    tx.execute(CLOSE_DUE, params![now, &listed]).await?;
    tx.execute(SUBMIT_DUE, params![now, &listed]).await?;
    tx.execute(SUBMITTED_DUE, params![now, &listed]).await?;
    tx.all(EVENTS_OF, params![&listed], |row| row.get(0)).await
}

/// Events that ended between two moments and have somebody who never came.
pub(crate) async fn missed(conn: &mut Conn<'_>, now: Timestamp, since: Timestamp) -> Result<Vec<i64>> {
    conn.all(MISSED, params![now, since], |row| row.get(0)).await
}

/// Notes who did not come to an event; answers how many.
pub(crate) async fn set_absent(tx: &mut Tx<'_>, event: i64) -> Result<u64> {
    let now = tx.now();
    tx.execute(ABSENT, params![now, event]).await
}

/// Some attempts that were handed in and are not marked yet.
pub(crate) async fn unmarked(conn: &mut Conn<'_>, most: i64) -> Result<Vec<i64>> {
    conn.all(UNMARKED, params![most], |row| row.get(0)).await
}
