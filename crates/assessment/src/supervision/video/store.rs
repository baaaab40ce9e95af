//! Rows of `exam_video` and `exam_video_chunk`: recordings of people who sit an exam.

use std::collections::BTreeSet;

use platform::{Conn, Error, Result, Timestamp, Tx, db::Row, params};

use crate::sql::ids::{self, ids};

macro_rules! columns {
    () => {
        "v.id, v.participant_id, v.event_id, v.stream, v.directory, v.filename, v.media_type, v.status, v.declared_chunks,
            v.final_blob, v.final_bytes, v.duration_ms, v.created_at, v.updated_at,
            cast((select coalesce(sum(c.bytes), 0) from exam_video_chunk c where c.video_id = v.id) as bigint)"
    };
}

platform::statements! {
    EVENT_OF = "select event_id from exam_participant where id = $1";
    NUMBER = "select count(*) from exam_video where participant_id = $1";
    INSERT = "insert into exam_video (participant_id, event_id, stream, directory, filename, media_type, status,
        declared_chunks, version, created_at, updated_at) values ($1, $2, $3, $4, $5, $6, $7, $8, 1, $9, $9) returning id";
    ONE = concat!("select ", columns!(), " from exam_video v where v.id = $1");
    PLACE = concat!("select ", columns!(), " from exam_video v where v.directory = $1 and v.filename = $2");
    OF_PARTICIPANT = concat!("select ", columns!(), " from exam_video v where v.participant_id = $1 order by v.id
        limit $2 offset $3");
    COUNT_OF_PARTICIPANT = "select count(*) from exam_video where participant_id = $1";
    OF_EVENT = concat!("select ", columns!(), " from exam_video v where v.event_id = $1 order by v.id limit $2 offset $3");
    COUNT_OF_EVENT = "select count(*) from exam_video where event_id = $1";
    BYTES_OF_EVENT = "select cast(coalesce(sum(coalesce(v.final_bytes, (select coalesce(sum(c.bytes), 0) from exam_video_chunk c
        where c.video_id = v.id))), 0) as bigint) from exam_video v where v.event_id = $1";
    NAMES = concat!("select id, name from exam_participant where id in (", ids!("$1"), ")");
    /// Those that ended and have no final file yet.
    UNFINISHED = "select id from exam_video where status in ('complete', 'partial') and final_blob is null order by id
        limit 200";
    /// Those whose recorder has never told that they ended, of attempts of which nothing is taken any more.
    ABANDONED = "select v.id from exam_video v join exam_attempt a on a.id = v.attempt_id
        join exam_event e on e.id = v.event_id where v.status = 'recording' and case
            when a.state in ('in_section', 'suspended') then a.deadline_at else coalesce(a.submitted_at, a.deadline_at) end
            + e.offline_grace_seconds * 1000000 < $1 order by v.id limit 200";
    CHUNK = "select sha256 from exam_video_chunk where video_id = $1 and recorder_session = $2 and seq = $3";
    INSERT_CHUNK = "insert into exam_video_chunk (video_id, recorder_session, seq, blob, bytes, sha256, received_at)
        values ($1, $2, $3, $4, $5, $4, $6)";
    CHUNKS = "select recorder_session, seq, blob, bytes, received_at from exam_video_chunk where video_id = $1
        order by recorder_session, seq limit 200000";
    END = "update exam_video set status = $1, declared_chunks = $2, version = version + 1, updated_at = $3 where id = $4";
    SET_FINAL = "update exam_video set final_blob = $1, final_bytes = $2, duration_ms = $3,
        status = case when status = 'complete' then 'final' else status end, version = version + 1, updated_at = $4
        where id = $5";
    SPLIT = "update exam_video_chunk set video_id = $1 where video_id = $2 and recorder_session >= $3";
}

/// A recording.
#[derive(Debug, Clone)]
pub(crate) struct VideoRow {
    pub(crate) id: i64,
    pub(crate) participant_id: i64,
    pub(crate) event_id: i64,
    pub(crate) stream: String,
    pub(crate) directory: String,
    pub(crate) filename: String,
    pub(crate) media_type: String,
    pub(crate) status: String,
    pub(crate) declared_chunks: Option<i64>,
    pub(crate) final_blob: Option<String>,
    pub(crate) final_bytes: Option<i64>,
    pub(crate) duration_ms: Option<i64>,
    pub(crate) created_at: Timestamp,
    pub(crate) updated_at: Timestamp,
    /// Of all chunks together.
    pub(crate) bytes: i64,
}

/// A chunk of a recording.
#[derive(Debug, Clone)]
pub(crate) struct ChunkRow {
    pub(crate) session: i64,
    pub(crate) seq: i64,
    pub(crate) blob: String,
    pub(crate) bytes: i64,
    pub(crate) received_at: Timestamp,
}

/// A recording that begins.
pub(crate) struct NewVideo<'v> {
    pub(crate) participant: i64,
    pub(crate) event: i64,
    pub(crate) stream: &'v str,
    /// The end of its name, without the dot.
    pub(crate) extension: &'v str,
    pub(crate) media_type: &'v str,
    pub(crate) status: &'v str,
    pub(crate) declared_chunks: Option<i64>,
}

fn read_video(row: &Row<'_>) -> Result<VideoRow> {
    Ok(VideoRow {
        id: row.get(0)?,
        participant_id: row.get(1)?,
        event_id: row.get(2)?,
        stream: row.get(3)?,
        directory: row.get(4)?,
        filename: row.get(5)?,
        media_type: row.get(6)?,
        status: row.get(7)?,
        declared_chunks: row.get(8)?,
        final_blob: row.get(9)?,
        final_bytes: row.get(10)?,
        duration_ms: row.get(11)?,
        created_at: row.get(12)?,
        updated_at: row.get(13)?,
        bytes: row.get(14)?,
    })
}

/// The event that a participant takes part in.
pub(crate) async fn event_of(conn: &mut Conn<'_>, participant: i64) -> Result<Option<i64>> {
    conn.first(EVENT_OF, params![participant], |row| row.get(0)).await
}

/// Stores a new recording under a name of its own.
pub(crate) async fn insert(tx: &mut Tx<'_>, new: &NewVideo<'_>) -> Result<VideoRow> {
    let (number, now) = (tx.number(NUMBER, params![new.participant]).await? + 1, tx.now());
    let directory = format!("event-{}", new.event);
    let (participant, stream) = (new.participant, new.stream);
    let filename = format!("participant-{participant}-{stream}-{number}.{}", new.extension);
    let values = params![
        participant,
        new.event,
        stream,
        &directory,
        &filename,
        new.media_type,
        new.status,
        new.declared_chunks,
        now
    ];
    let id: Option<i64> = tx.first(INSERT, values, |row| row.get(0)).await?;
    let row = by_id(tx, id.unwrap_or_default()).await?;
    row.ok_or_else(|| Error::internal("a recording was stored and is not there"))
}

pub(crate) async fn by_id(conn: &mut Conn<'_>, id: i64) -> Result<Option<VideoRow>> {
    conn.first(ONE, params![id], read_video).await
}

pub(crate) async fn by_place(conn: &mut Conn<'_>, directory: &str, filename: &str) -> Result<Option<VideoRow>> {
    conn.first(PLACE, params![directory, filename], read_video).await
}

/// A page of a participant's recordings, and how many there are.
pub(crate) async fn of_participant(
    conn: &mut Conn<'_>,
    participant: i64,
    (limit, offset): (i64, i64),
) -> Result<(Vec<VideoRow>, i64)> {
    let total = conn.number(COUNT_OF_PARTICIPANT, params![participant]).await?;
    let page = params![participant, limit, offset];
    Ok((conn.all(OF_PARTICIPANT, page, read_video).await?, total))
}

/// A page of an event's recordings, and how many there are.
pub(crate) async fn of_event(
    conn: &mut Conn<'_>,
    event: i64,
    (limit, offset): (i64, i64),
) -> Result<(Vec<VideoRow>, i64)> {
    let total = conn.number(COUNT_OF_EVENT, params![event]).await?;
    Ok((
        conn.all(OF_EVENT, params![event, limit, offset], read_video).await?,
        total,
    ))
}

/// What all recordings of an event take: their final files, or the pieces of those that have none.
pub(crate) async fn bytes_of_event(conn: &mut Conn<'_>, event: i64) -> Result<i64> {
    conn.number(BYTES_OF_EVENT, params![event]).await
}

/// What some participants are called, by their ids.
pub(crate) async fn names(conn: &mut Conn<'_>, people: &BTreeSet<i64>) -> Result<Vec<(i64, String)>> {
    conn.all(NAMES, params![&ids::list(people)], |row| Ok((row.get(0)?, row.get(1)?)))
        .await
}

pub(crate) async fn unfinished(conn: &mut Conn<'_>) -> Result<Vec<i64>> {
    conn.all(UNFINISHED, &[], |row| row.get(0)).await
}

pub(crate) async fn abandoned(conn: &mut Conn<'_>, now: Timestamp) -> Result<Vec<i64>> {
    conn.all(ABANDONED, params![now], |row| row.get(0)).await
}

/// The hash of a chunk, if it has arrived.
pub(crate) async fn chunk(conn: &mut Conn<'_>, video: i64, (session, seq): (i64, i64)) -> Result<Option<String>> {
    conn.first(CHUNK, params![video, session, seq], |row| row.get(0)).await
}

pub(crate) async fn insert_chunk(
    tx: &mut Tx<'_>,
    video: i64,
    (session, seq): (i64, i64),
    (blob, bytes): (&str, i64),
) -> Result<()> {
    let now = tx.now();
    let values = params![video, session, seq, blob, bytes, now];
    tx.execute(INSERT_CHUNK, values).await.map(drop)
}

/// The chunks of a recording, in order.
pub(crate) async fn chunks(conn: &mut Conn<'_>, video: i64) -> Result<Vec<ChunkRow>> {
    let read = |row: &Row<'_>| {
        Ok(ChunkRow {
            session: row.get(0)?,
            seq: row.get(1)?,
            blob: row.get(2)?,
            bytes: row.get(3)?,
            received_at: row.get(4)?,
        })
    };
    conn.all(CHUNKS, params![video], read).await
}

/// Notes that a recording has ended.
pub(crate) async fn end(tx: &mut Tx<'_>, id: i64, status: &str, declared: Option<i64>) -> Result<()> {
    let now = tx.now();
    tx.execute(END, params![status, declared, now, id]).await.map(drop)
}

/// Notes the final file of a recording.
pub(crate) async fn set_final(tx: &mut Tx<'_>, id: i64, blob: &str, bytes: i64, duration_ms: i64) -> Result<()> {
    let now = tx.now();
    tx.execute(SET_FINAL, params![blob, bytes, duration_ms, now, id])
        .await
        .map(drop)
}

/// Moves the recorder sessions from one on to another recording.
pub(crate) async fn split(tx: &mut Tx<'_>, from: i64, to: i64, session: i64) -> Result<()> {
    tx.execute(SPLIT, params![to, from, session]).await.map(drop)
}
