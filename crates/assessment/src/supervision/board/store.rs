//! What is stored of everybody at an event, each kind in one statement, however many they are.

use std::collections::HashMap;

use platform::{Conn, Result, db::Row, params};

use super::model::{Answered, Flagged, StoredRecording};

platform::statements! {
    ANSWERED = "select participant_id, count(case when answer_json is not null or audio_response_id is not null then 1 end),
        max(updated_at) from exam_response where event_id = $1 group by participant_id order by participant_id limit 20000";
    /// That somebody came back is nothing odd.
    FLAGS = "select f.participant_id, f.kind, count(*), max(f.at) from exam_participant p
        join exam_flag f on f.participant_id = p.id
        where p.event_id = $1 and f.kind not in ('focus_gained', 'online')
        group by f.participant_id, f.kind order by f.participant_id, f.kind limit 200000";
    /// The last piece of each one that goes on is found by its key.
    RECORDINGS = "select v.participant_id, v.stream, v.status, coalesce(case when v.status = 'recording' then
            (select c.received_at from exam_video_chunk c where c.video_id = v.id
            order by c.recorder_session desc, c.seq desc limit 1) end, v.updated_at)
        from exam_video v where v.event_id = $1 order by v.id limit 100000";
}

/// What is stored of everybody beside their seats, by their ids.
#[derive(Debug, Clone, Default)]
pub(crate) struct Stored {
    pub(crate) answered: HashMap<i64, Answered>,
    pub(crate) flags: HashMap<i64, Vec<Flagged>>,
    pub(crate) recordings: HashMap<i64, Vec<StoredRecording>>,
}

/// Looks at everything.
pub(crate) async fn load(conn: &mut Conn<'_>, event: i64) -> Result<Stored> {
    let mut stored = Stored::default();
    let read = |row: &Row<'_>| {
        let answered = Answered {
            count: row.get(1)?,
            last_at: row.get(2)?,
        };
        Ok((row.get::<i64>(0)?, answered))
    };
    stored.answered = conn.all(ANSWERED, params![event], read).await?.into_iter().collect();
    let read = |row: &Row<'_>| {
        let flagged = Flagged {
            kind: row.get(1)?,
            count: row.get(2)?,
            last_at: row.get(3)?,
        };
        Ok((row.get::<i64>(0)?, flagged))
    };
    for (participant, flagged) in conn.all(FLAGS, params![event], read).await? {
        stored.flags.entry(participant).or_default().push(flagged);
    }
    let read = |row: &Row<'_>| {
        Ok(StoredRecording {
            participant: row.get(0)?,
            stream: row.get(1)?,
            is_open: row.text(2)? == "recording",
            last_at: row.get(3)?,
        })
    };
    for recording in conn.all(RECORDINGS, params![event], read).await? {
        stored
            .recordings
            .entry(recording.participant)
            .or_default()
            .push(recording);
    }
    Ok(stored)
}
