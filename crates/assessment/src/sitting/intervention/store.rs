//! Rows of `exam_intervention`, and what supervisors see of an event's participants at once.

use std::time::Duration;

use platform::{Conn, Error, Result, Timestamp, Tx, db::Row, params};

use crate::{
    exam::run::store::set_due,
    people::model::TimeFactor,
    sitting::model::{Intervention, InterventionView, NewIntervention, Status},
};

platform::statements! {
    INSERT = "insert into exam_intervention (participant_id, kind, seconds, text, reason, admin_id, at)
        values ($1, $2, $3, $4, $5, $6, $7) returning id";
    OF_PARTICIPANT = "select id, participant_id, kind, seconds, text, reason, admin_id, at from exam_intervention
        where participant_id = $1 order by id limit $2 offset $3";
    COUNT = "select count(*) from exam_intervention where participant_id = $1";
    SAID = "select id, at, text from exam_intervention where participant_id = $1 and kind = 'message' and text is not null
        order by id desc limit $2";
    LAST_PAUSE = "select max(at) from exam_intervention where participant_id = $1 and kind = 'pause'";
    ATTEMPT = "select id, deadline_at from exam_attempt where participant_id = $1 and state in ('in_section', 'suspended')
        order by no desc limit 1";
    SET_ATTEMPT = "update exam_attempt set state = $1, deadline_at = $2, paused_at = $3, version = version + 1 where id = $4";
    EXTEND_ATTEMPT = "update exam_attempt set deadline_at = $1, version = version + 1 where id = $2";
    END_ATTEMPT = "update exam_attempt set state = 'terminated', submitted_at = $1, submit_reason = 'proctor',
        due_at = null, paused_at = null, version = version + 1 where id = $2";
    /// Of the section that is open; no section lasts longer than its attempt.
    MOVE_SECTION = "update exam_attempt_section set extra_ms = extra_ms + $1, paused_ms = paused_ms + $2,
        deadline_at = case when deadline_at + $3 < $4 then deadline_at + $3 else $4 end
        where attempt_id = $5 and opened_at is not null and closed_at is null and deadline_at is not null";
    CLOSE_SECTION = "update exam_attempt_section set closed_at = $1, close_reason = 'terminated'
        where attempt_id = $2 and opened_at is not null and closed_at is null";
    SNAPSHOT = "select p.id, p.name, p.registered_number, p.exam_registered_number, p.status, p.time_factor, p.extra_seconds,
        (select count(*) from exam_flag f where f.participant_id = p.id),
        (select count(*) from exam_video v where v.participant_id = p.id and v.status = 'recording'), p.updated_at
        from exam_participant p where p.event_id = $1 order by p.id limit 20000";
}

/// How a participant is at a moment.
#[derive(Debug, Clone, serde::Serialize, schemars::JsonSchema)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Seen {
    pub(crate) id: i64,
    pub(crate) name: String,
    /// Registration number.
    pub(crate) registered_number: String,
    pub(crate) exam_registered_number: String,
    /// How far.
    pub(crate) status: Status,
    /// By how much the time is multiplied.
    pub(crate) time_factor: TimeFactor,
    /// Seconds that supervisors have given.
    pub(crate) extra_seconds: i64,
    /// How often something looked odd.
    pub(crate) flags: i64,
    /// Whether a recording runs.
    pub(crate) recording: bool,
    /// When the participant was last changed.
    pub(crate) updated_at: Timestamp,
}

fn read_intervention(row: &Row<'_>) -> Result<InterventionView> {
    Ok(InterventionView {
        id: row.get(0)?,
        participant_id: row.get(1)?,
        kind: Intervention::from_stored(row.text(2)?)?,
        seconds: row.get(3)?,
        text: row.get(4)?,
        reason: row.get(5)?,
        admin_id: row.get(6)?,
        at: row.get(7)?,
    })
}

pub(crate) async fn insert(
    tx: &mut Tx<'_>,
    participant: i64,
    admin: i64,
    new: NewIntervention,
) -> Result<InterventionView> {
    let at = tx.now();
    let values = params![
        participant,
        new.kind.name(),
        new.seconds,
        new.text.as_deref(),
        new.reason.as_deref(),
        admin,
        at
    ];
    let id = tx.first(INSERT, values, |row| row.get(0)).await?;
    Ok(InterventionView {
        id: id.ok_or_else(|| Error::internal("an intervention was stored and is not there"))?,
        participant_id: participant,
        kind: new.kind,
        seconds: new.seconds,
        text: new.text,
        reason: new.reason,
        admin_id: Some(admin),
        at,
    })
}

/// Does to the running attempt of a participant, if there is one, what an intervention says. Called before it is stored.
pub(crate) async fn apply(tx: &mut Tx<'_>, participant: i64, new: &NewIntervention) -> Result<()> {
    let now = tx.now();
    let read = |row: &Row<'_>| Ok((row.get::<i64>(0)?, row.get::<Timestamp>(1)?));
    let Some((attempt, deadline)) = tx.first(ATTEMPT, params![participant], read).await? else {
        return Ok(());
    };
    match new.kind {
        Intervention::Message => Ok(()),
        Intervention::Pause => {
            set_attempt(tx, attempt, "suspended", deadline, Some(now)).await?;
            set_due(tx, attempt).await
        }
        Intervention::Resume => {
            let since = tx
                .first(LAST_PAUSE, params![participant], |row| row.get::<Option<Timestamp>>(0))
                .await?;
            let paused = now.since(since.flatten().unwrap_or(now));
            set_attempt(tx, attempt, "in_section", deadline, None).await?;
            move_section(tx, attempt, (Duration::ZERO, paused), deadline).await?;
            set_due(tx, attempt).await
        }
        Intervention::Extend => {
            let extra = Duration::from_secs(u64::try_from(new.seconds.unwrap_or(0)).unwrap_or(0));
            let deadline = deadline.plus(extra);
            tx.execute(EXTEND_ATTEMPT, params![deadline, attempt]).await?;
            move_section(tx, attempt, (extra, Duration::ZERO), deadline).await?;
            set_due(tx, attempt).await
        }
        Intervention::Terminate => {
            tx.execute(END_ATTEMPT, params![now, attempt]).await?;
            tx.execute(CLOSE_SECTION, params![now, attempt]).await.map(drop)
        }
    }
}

async fn set_attempt(
    tx: &mut Tx<'_>,
    attempt: i64,
    state: &str,
    deadline: Timestamp,
    paused_at: Option<Timestamp>,
) -> Result<()> {
    tx.execute(SET_ATTEMPT, params![state, deadline, paused_at, attempt])
        .await
        .map(drop)
}

/// Gives the open section extra time and time that was lost in a pause.
async fn move_section(
    tx: &mut Tx<'_>,
    attempt: i64,
    (extra, paused): (Duration, Duration),
    latest: Timestamp,
) -> Result<()> {
    let millis = |duration: Duration| i64::try_from(duration.as_millis()).unwrap_or(i64::MAX);
    let later = i64::try_from((extra + paused).as_micros()).unwrap_or(i64::MAX);
    let values = params![millis(extra), millis(paused), later, latest, attempt];
    tx.execute(MOVE_SECTION, values).await.map(drop)
}

/// A page of a participant's, in order, and how many there are.
pub(crate) async fn of_participant(
    conn: &mut Conn<'_>,
    participant: i64,
    limit: i64,
    offset: i64,
) -> Result<(Vec<InterventionView>, i64)> {
    let total = conn.number(COUNT, params![participant]).await?;
    let rows = conn
        .all(OF_PARTICIPANT, params![participant, limit, offset], read_intervention)
        .await?;
    Ok((rows, total))
}

/// What was said to a participant.
#[derive(Debug, Clone, serde::Serialize, schemars::JsonSchema)]
#[schemars(rename = "ExamMessage")]
pub struct SaidView {
    id: i64,
    at: Timestamp,
    pub(crate) text: String,
}

/// The last so many things that were said to a participant, first to last.
pub(crate) async fn said(conn: &mut Conn<'_>, participant: i64, most: i64) -> Result<Vec<SaidView>> {
    let read = |row: &Row<'_>| {
        Ok(SaidView {
            id: row.get(0)?,
            at: row.get(1)?,
            text: row.get(2)?,
        })
    };
    let mut said = conn.all(SAID, params![participant, most], read).await?;
    said.reverse();
    Ok(said)
}

/// How an event's participants are.
pub(crate) async fn snapshot(conn: &mut Conn<'_>, event: i64) -> Result<Vec<Seen>> {
    let read = |row: &Row<'_>| {
        Ok(Seen {
            id: row.get(0)?,
            name: row.get(1)?,
            registered_number: row.get(2)?,
            exam_registered_number: row.get(3)?,
            status: Status::from_stored(row.text(4)?)?,
            time_factor: TimeFactor(row.get(5)?),
            extra_seconds: row.get(6)?,
            flags: row.get(7)?,
            recording: row.get::<i64>(8)? > 0,
            updated_at: row.get(9)?,
        })
    };
    conn.all(SNAPSHOT, params![event], read).await
}
