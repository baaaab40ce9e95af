//! Rows of `exam_retention`, and those that go by them.
//!
//! Invariant: an event of which anything is still under way is none of these: nobody sits it, and of attempts none waits for
//! marks or raters.

use std::collections::BTreeSet;

use platform::{Conn, Result, Timestamp, Tx, db::Row, params};

use super::rules::Retention;
use crate::sql::ids::{self, ids};

/// Events that ended before a moment and that nobody sits.
macro_rules! over {
    ($before:literal) => {
        concat!(
            " from exam_event e where e.ends_at < ",
            $before,
            " and not exists (select 1 from exam_participant p where p.event_id = e.id
                and p.status in ('in_section', 'suspended'))"
        )
    };
}

/// Those that have recordings of which nothing has changed since another moment.
macro_rules! recorded {
    ($before:literal, $settled:literal) => {
        concat!(
            over!($before),
            " and exists (select 1 from exam_video v where v.event_id = e.id and v.status <> 'recording' and v.updated_at < ",
            $settled,
            ")"
        )
    };
}

/// Those that have attempts, of which none waits for marks.
macro_rules! attempted {
    () => {
        concat!(
            over!("$1"),
            " and not exists (select 1 from exam_participant p where p.event_id = e.id
                and p.status in ('submitted', 'awaiting_rating'))
            and exists (select 1 from exam_participant p join exam_attempt a on a.participant_id = p.id
                where p.event_id = e.id)"
        )
    };
}

/// The attempts of participants.
macro_rules! attempts {
    () => {
        concat!(
            "(select id from exam_attempt where participant_id in (",
            ids!("$1"),
            "))"
        )
    };
}

platform::statements! {
    ALL = "select kind, amount from exam_retention order by kind limit 10";
    SET = "insert into exam_retention (kind, amount, updated_at) values ($1, $2, $3)
        on conflict (kind) do update set amount = excluded.amount, updated_at = excluded.updated_at";
    UNSET = "delete from exam_retention where kind = $1";
    RECORDED = concat!("select e.id, e.title, e.ends_at, e.time_zone,
        (select count(*) from exam_video v where v.event_id = e.id and v.status <> 'recording' and v.updated_at < $1),
        cast((select coalesce(sum(c.bytes), 0) from exam_video_chunk c join exam_video v on v.id = c.video_id where v.event_id = e.id)
            + (select coalesce(sum(v.final_bytes), 0) from exam_video v where v.event_id = e.id) as bigint)",
        recorded!("$2", "$1"), " order by e.ends_at, e.id limit $3");
    RECORDED_COUNT = concat!("select count(*)", recorded!("$1", "$2"));
    ATTEMPTED = concat!("select e.id, e.title, e.ends_at, e.time_zone,
        (select count(distinct a.participant_id) from exam_attempt a join exam_participant p on p.id = a.participant_id
            where p.event_id = e.id),
        (select count(*) from exam_response r where r.event_id = e.id)",
        attempted!(), " order by e.ends_at, e.id limit $2");
    ATTEMPTED_COUNT = concat!("select count(*)", attempted!());
    VIDEOS = "select id from exam_video where event_id = $1 and status <> 'recording' and updated_at < $2 order by id limit $3";
    VIDEO_BLOBS = concat!("select blob from exam_video_chunk where video_id in (", ids!("$1"), ") union
        select final_blob from exam_video where id in (", ids!("$1"), ") and final_blob is not null order by 1 limit 1000000");
    VIDEO_BYTES = concat!("select cast((select coalesce(sum(bytes), 0) from exam_video_chunk where video_id in (", ids!("$1"), "))
        + (select coalesce(sum(final_bytes), 0) from exam_video where id in (", ids!("$1"), ")) as bigint)");
    DELETE_VIDEOS = concat!("delete from exam_video where id in (", ids!("$1"), ")");
    VIDEOS_OF = concat!("select id from exam_video where participant_id in (", ids!("$1"), ") order by id limit 100000");
    PARTICIPANTS = "select p.id from exam_participant p where p.event_id = $1
        and exists (select 1 from exam_attempt a where a.participant_id = p.id) order by p.id limit $2";
    SPOKEN_BLOBS = concat!("select blob from exam_audio_response where attempt_id in ", attempts!(), " and blob is not null union
        select c.blob from exam_audio_chunk c join exam_audio_response r on r.id = c.audio_response_id where r.attempt_id in ",
        attempts!(), " order by 1 limit 1000000");
    DELETE_RESPONSES = concat!("delete from exam_response where participant_id in (", ids!("$1"), ")");
    DELETE_SUMMARIES = concat!("delete from exam_answer_summary where participant_id in (", ids!("$1"), ")");
    DELETE_SPOKEN = concat!("delete from exam_audio_response where attempt_id in ", attempts!());
    DELETE_WRITES = concat!("delete from exam_response_event where attempt_id in ", attempts!());
    DELETE_SECTIONS = concat!("delete from exam_attempt_section where attempt_id in ", attempts!());
    DELETE_PLAYS = concat!("delete from exam_play where attempt_id in ", attempts!());
    DELETE_ATTEMPTS = concat!("delete from exam_attempt where participant_id in (", ids!("$1"), ")");
    DELETE_FLAGS = concat!("delete from exam_flag where participant_id in (", ids!("$1"), ")");
    DELETE_APPEALS = concat!("delete from exam_appeal_note where participant_id in (", ids!("$1"), ")");
    DELETE_INTERVENTIONS = concat!("delete from exam_intervention where participant_id in (", ids!("$1"), ")");
    DELETE_SESSIONS = concat!("delete from exam_participant_session where participant_id in (", ids!("$1"), ")");
}

const RECORDINGS: &str = "recordings";
const ATTEMPTS: &str = "attempts";

pub(crate) async fn load(conn: &mut Conn<'_>) -> Result<Retention> {
    let read = |row: &Row<'_>| Ok((row.text(0)? == RECORDINGS, row.get::<i64>(1)?));
    let mut retention = Retention::default();
    for (is_recordings, amount) in conn.all(ALL, params![], read).await? {
        if is_recordings {
            retention.recording_days = Some(amount);
        } else {
            retention.attempt_years = Some(amount);
        }
    }
    Ok(retention)
}

pub(crate) async fn save(tx: &mut Tx<'_>, retention: Retention) -> Result<()> {
    let now = tx.now();
    for (kind, amount) in [
        (RECORDINGS, retention.recording_days),
        (ATTEMPTS, retention.attempt_years),
    ] {
        match amount {
            Some(amount) => tx.execute(SET, params![kind, amount, now]).await?,
            None => tx.execute(UNSET, params![kind]).await?,
        };
    }
    Ok(())
}

/// An event of which something goes.
#[derive(Debug, Clone)]
pub(crate) struct Expired {
    pub(crate) event: i64,
    pub(crate) title: String,
    pub(crate) ended_at: Timestamp,
    pub(crate) time_zone: String,
    /// Recordings, or participants with attempts.
    pub(crate) count: i64,
    /// Their bytes, or the answers.
    pub(crate) size: i64,
}

fn read_expired(row: &Row<'_>) -> Result<Expired> {
    Ok(Expired {
        event: row.get(0)?,
        title: row.get(1)?,
        ended_at: row.get(2)?,
        time_zone: row.get(3)?,
        count: row.get(4)?,
        size: row.get(5)?,
    })
}

/// Some events whose recordings go, the oldest first, and how many there are.
pub(crate) async fn recorded(
    conn: &mut Conn<'_>,
    (before, settled): (Timestamp, Timestamp),
    limit: i64,
) -> Result<(Vec<Expired>, i64)> {
    let total = conn.number(RECORDED_COUNT, params![before, settled]).await?;
    let rows = conn
        .all(RECORDED, params![settled, before, limit], read_expired)
        .await?;
    Ok((rows, total))
}

/// Some events whose attempts go, the oldest first, and how many there are.
pub(crate) async fn attempted(conn: &mut Conn<'_>, before: Timestamp, limit: i64) -> Result<(Vec<Expired>, i64)> {
    let total = conn.number(ATTEMPTED_COUNT, params![before]).await?;
    let rows = conn.all(ATTEMPTED, params![before, limit], read_expired).await?;
    Ok((rows, total))
}

async fn ids_of(
    conn: &mut Conn<'_>,
    sql: platform::db::Sql,
    values: &[platform::db::Value<'_>],
) -> Result<BTreeSet<i64>> {
    let ids = conn.all(sql, values, |row| row.get::<i64>(0)).await?;
    Ok(ids.into_iter().collect())
}

/// What was deleted at once.
#[derive(Debug, Clone, Default)]
pub(crate) struct Gone {
    /// Recordings, or participants whose attempts they were.
    pub(crate) count: usize,
    pub(crate) bytes: i64,
    /// Files that nothing may name any more.
    pub(crate) blobs: Vec<String>,
}

async fn delete_these_videos(tx: &mut Tx<'_>, videos: &BTreeSet<i64>) -> Result<Gone> {
    if videos.is_empty() {
        return Ok(Gone::default());
    }
    let list = ids::list(videos);
    let blobs = tx.all(VIDEO_BLOBS, params![&list], |row| row.get(0)).await?;
    let bytes = tx.number(VIDEO_BYTES, params![&list]).await?;
    tx.execute(DELETE_VIDEOS, params![&list]).await?;
    Ok(Gone {
        count: videos.len(),
        bytes,
        blobs,
    })
}

/// Deletes some recordings of an event.
pub(crate) async fn delete_videos(tx: &mut Tx<'_>, event: i64, settled: Timestamp, most: i64) -> Result<Gone> {
    let videos = ids_of(tx, VIDEOS, params![event, settled, most]).await?;
    delete_these_videos(tx, &videos).await
}

/// Deletes the attempts of some participants of an event, with all that hangs on them.
pub(crate) async fn delete_attempts(tx: &mut Tx<'_>, event: i64, most: i64) -> Result<Gone> {
    let participants = ids_of(tx, PARTICIPANTS, params![event, most]).await?;
    if participants.is_empty() {
        return Ok(Gone::default());
    }
    let list = ids::list(&participants);
    let videos = ids_of(tx, VIDEOS_OF, params![&list]).await?;
    let mut gone = delete_these_videos(tx, &videos).await?;
    let spoken: Vec<String> = tx.all(SPOKEN_BLOBS, params![&list], |row| row.get(0)).await?;
    gone.blobs.extend(spoken);
    gone.count = participants.len();
    // Ratings and what changed scores go with the answers, pieces of speech with what they are of.
    for sql in [
        DELETE_RESPONSES,
        DELETE_SUMMARIES,
        DELETE_SPOKEN,
        DELETE_WRITES,
        DELETE_SECTIONS,
        DELETE_PLAYS,
        DELETE_ATTEMPTS,
        DELETE_FLAGS,
        DELETE_APPEALS,
        DELETE_INTERVENTIONS,
        DELETE_SESSIONS,
    ] {
        tx.execute(sql, params![&list]).await?;
    }
    Ok(gone)
}
