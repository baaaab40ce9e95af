//! A participant's seat: who, which event, how far, in two statements.

use std::collections::{BTreeMap, HashMap};

use platform::{Conn, Error, Result, db::Row, params};

use crate::{
    exam::model::{AttemptState, ListedSeat, SatSection, Seat, SeatAttempt, SeatEvent},
    people::model::TimeFactor,
    sitting::model::Status,
};

/// The columns of a seat.
macro_rules! columns {
    () => {
        "p.id, p.name, p.exam_registered_number, p.status, p.time_factor, p.extra_seconds, e.id, e.title, e.slug,
        e.starts_at, e.ends_at, e.time_zone, e.record_video, e.entry_code_hash, e.late_entry_seconds, e.grace_seconds,
        e.offline_grace_seconds, e.package_version_id, a.id, a.state, a.seed, a.package_version_id, a.deadline_at,
        a.paused_at, a.submitted_at, a.submit_reason, a.receipt_hash, a.confirmed_at,
        e.record_screen, e.safe_exam_browser, p.seed"
    };
}
/// Where they stand.
macro_rules! rows {
    () => {
        " from exam_participant p join exam_event e on e.id = p.event_id
        left join exam_attempt a on a.participant_id = p.id"
    };
}

platform::statements! {
    SEAT = concat!("select ", columns!(), rows!(), " where p.id = $1 order by a.no desc limit 1");
    SEATS = concat!("select ", columns!(), ", p.registered_number, p.name_key, p.registered_key, p.unit_title, p.checked_in_at",
        rows!(), " where p.event_id = $1 order by p.id, a.no limit 20000");
    SECTIONS_OF_EVENT = "select s.ordinal, s.section_detail_id, s.opened_at, s.deadline_at, s.closed_at, s.attempt_id
        from exam_participant p join exam_attempt a on a.participant_id = p.id
        join exam_attempt_section s on s.attempt_id = a.id
        where p.event_id = $1 and s.opened_at is not null and s.deadline_at is not null
        order by s.attempt_id, s.ordinal limit 200000";
    SECTIONS = "select ordinal, section_detail_id, opened_at, deadline_at, closed_at from exam_attempt_section
        where attempt_id = $1 and opened_at is not null and deadline_at is not null order by ordinal limit 1000";
    PLAYS = "select audio_id, used from exam_play where attempt_id = $1 order by audio_id limit 10000";
    RECORDINGS = "select id, stream, media_type, status, (select coalesce(max(c.recorder_session), -1) from exam_video_chunk c
        where c.video_id = v.id) from exam_video v where v.participant_id = $1 order by v.id limit 200";
}

fn read_seat(row: &Row<'_>) -> Result<Seat> {
    let event = SeatEvent {
        id: row.get(6)?,
        title: row.get(7)?,
        slug: row.get(8)?,
        starts: row.get(9)?,
        ends: row.get(10)?,
        time_zone: row.get(11)?,
        record_video: row.get(12)?,
        record_screen: row.get(28)?,
        safe_exam_browser: row.get(29)?,
        entry_code_hash: row.get(13)?,
        late_entry_seconds: row.get(14)?,
        grace_seconds: row.get(15)?,
        offline_grace_seconds: row.get(16)?,
        version: row.get(17)?,
    };
    Ok(Seat {
        participant: row.get(0)?,
        name: row.get(1)?,
        exam_registered_number: row.get(2)?,
        status: Status::from_stored(row.text(3)?)?,
        time_factor: TimeFactor(row.get(4)?),
        extra_seconds: row.get(5)?,
        seed: row.get(30)?,
        attempt: read_attempt(row)?,
        event,
        sections: Vec::new(),
    })
}

fn read_attempt(row: &Row<'_>) -> Result<Option<SeatAttempt>> {
    let Some(id) = row.get(18)? else { return Ok(None) };
    let unknown = || Error::internal("an attempt's stored state is unknown");
    // What was taken over from elsewhere without a frozen version cannot be sat here.
    let Some(version) = row.get(21)? else { return Ok(None) };
    Ok(Some(SeatAttempt {
        id,
        state: AttemptState::from_stored(row.text(19)?).ok_or_else(unknown)?,
        seed: row.get(20)?,
        version,
        deadline: row.get(22)?,
        paused_at: row.get(23)?,
        submitted_at: row.get(24)?,
        submit_reason: row.get(25)?,
        receipt: row.get(26)?,
        confirmed_at: row.get(27)?,
    }))
}

/// A participant's seat.
pub(crate) async fn seat(conn: &mut Conn<'_>, participant: i64) -> Result<Option<Seat>> {
    let found = conn.first(SEAT, params![participant], read_seat).await?;
    let Some(mut seat) = found else { return Ok(None) };
    if let Some(attempt) = &seat.attempt {
        seat.sections = sections(conn, attempt.id).await?;
    }
    Ok(Some(seat))
}

fn read_section(row: &Row<'_>) -> Result<SatSection> {
    Ok(SatSection {
        n: usize::try_from(row.get::<i64>(0)?).map_err(Error::internal)?,
        detail: row.get(1)?,
        opened_at: row.get(2)?,
        deadline: row.get(3)?,
        closed_at: row.get(4)?,
    })
}

async fn sections(conn: &mut Conn<'_>, attempt: i64) -> Result<Vec<SatSection>> {
    conn.all(SECTIONS, params![attempt], read_section).await
}

/// Everybody's seat at an event, in two statements, by the ids of the participants.
pub(crate) async fn seats(conn: &mut Conn<'_>, event: i64) -> Result<Vec<ListedSeat>> {
    let read = |row: &Row<'_>| {
        Ok(ListedSeat {
            seat: read_seat(row)?,
            registered_number: row.get(31)?,
            name_key: row.get(32)?,
            registered_key: row.get(33)?,
            unit: row.get(34)?,
            checked_in_at: row.get(35)?,
        })
    };
    let mut seats: Vec<ListedSeat> = conn.all(SEATS, params![event], read).await?;
    // Of somebody's attempts the last one counts.
    seats.reverse();
    seats.dedup_by_key(|listed| listed.seat.participant);
    seats.reverse();
    let read = |row: &Row<'_>| Ok((row.get::<i64>(5)?, read_section(row)?));
    let mut sections: HashMap<i64, Vec<SatSection>> = HashMap::new();
    for (attempt, section) in conn.all(SECTIONS_OF_EVENT, params![event], read).await? {
        sections.entry(attempt).or_default().push(section);
    }
    for listed in &mut seats {
        if let Some(attempt) = &listed.seat.attempt {
            listed.seat.sections = sections.remove(&attempt.id).unwrap_or_default();
        }
    }
    Ok(seats)
}

/// A recording of the participant that the server has begun.
#[derive(Debug, Clone, serde::Serialize, schemars::JsonSchema)]
#[serde(rename_all = "camelCase")]
#[schemars(rename = "ExamHeldRecording")]
pub struct HeldRecording {
    id: i64,
    /// `camera` or `screen`.
    stream: String,
    mime_type: String,
    /// `recording`, `complete`, `final`, `partial` or `failed`.
    status: String,
    /// The last of the recorder's sessions of which something arrived; -1 for none.
    recorder_session: i64,
}

/// The recordings of a participant.
pub(crate) async fn recordings(conn: &mut Conn<'_>, participant: i64) -> Result<Vec<HeldRecording>> {
    let read = |row: &Row<'_>| {
        Ok(HeldRecording {
            id: row.get(0)?,
            stream: row.get(1)?,
            mime_type: row.get(2)?,
            status: row.get(3)?,
            recorder_session: row.get(4)?,
        })
    };
    conn.all(RECORDINGS, params![participant], read).await
}

/// How often sounds were played in an attempt, by their ids.
pub(crate) async fn plays(conn: &mut Conn<'_>, attempt: i64) -> Result<BTreeMap<i64, i64>> {
    let read = |row: &Row<'_>| Ok((row.get(0)?, row.get(1)?));
    let rows: Vec<(i64, i64)> = conn.all(PLAYS, params![attempt], read).await?;
    Ok(rows.into_iter().collect())
}
