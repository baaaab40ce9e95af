//! Rows of `exam_audio_response` and `exam_audio_chunk`, and the answers that they are.

use platform::{Conn, Error, Result, Timestamp, Tx, db::Row, params};

use super::model::{Piece, SpeechState, Take};

macro_rules! columns {
    () => {
        "s.id, s.attempt_id, s.question_id, s.take, s.media_type, s.duration_ms, s.status, s.created_at"
    };
}

platform::statements! {
    OF_QUESTION = concat!("select ", columns!(), " from exam_audio_response s where s.attempt_id = $1 and s.question_id = $2
        order by s.take limit 100");
    OF_ATTEMPT = concat!("select ", columns!(), " from exam_audio_response s where s.attempt_id = $1 order by s.id
        limit 10000");
    OWN = concat!("select ", columns!(), " from exam_audio_response s join exam_attempt a on a.id = s.attempt_id
        where s.id = $1 and a.participant_id = $2");
    INSERT = "insert into exam_audio_response (attempt_id, question_id, take, media_type, bytes, duration_ms, status,
        created_at, updated_at) values ($1, $2, $3, $4, 0, 0, 'recording', $5, $5) returning id";
    FAIL = "update exam_audio_response set status = 'failed', updated_at = $1 where id = $2 and status = 'recording'";
    FAIL_OTHERS = "update exam_audio_response set status = 'failed', updated_at = $1
        where attempt_id = $2 and question_id = $3 and status = 'recording'";
    CHUNK = "select blob from exam_audio_chunk where audio_response_id = $1 and seq = $2";
    INSERT_CHUNK = "insert into exam_audio_chunk (audio_response_id, seq, blob, bytes, received_at)
        values ($1, $2, $3, $4, $5)";
    /// Nothing is added to what has ended, or would grow beyond its bound.
    GROW = "update exam_audio_response set bytes = bytes + $1, updated_at = $2
        where id = $3 and status = 'recording' and bytes <= $4";
    CHUNKS = "select seq, blob, bytes from exam_audio_chunk where audio_response_id = $1 order by seq limit 20000";
    CHUNKS_OF_ATTEMPT = "select c.audio_response_id, c.seq from exam_audio_chunk c join exam_audio_response s
        on s.id = c.audio_response_id where s.attempt_id = $1 and s.status = 'recording' order by c.audio_response_id, c.seq
        limit 200000";
    COMPLETE = "update exam_audio_response set blob = $1, media_type = $2, bytes = $3, duration_ms = $4, status = 'complete',
        updated_at = $5 where id = $6 and status = 'recording'";
    LINK = "insert into exam_response (attempt_id, participant_id, question_id, package_id, event_id, audio_response_id,
            client_seq, revision, score_status, late_sync, flagged, version, created_at, updated_at)
        values ($1, $2, $3, $4, $5, $6, 0, 1, 'unscored', $7, 0, 1, $8, $8)
        on conflict (participant_id, question_id) do update set audio_response_id = excluded.audio_response_id,
            revision = exam_response.revision + 1,
            late_sync = case when excluded.late_sync = 1 then 1 else exam_response.late_sync end,
            version = exam_response.version + 1, updated_at = excluded.updated_at
        where exam_response.audio_response_id is null or exam_response.audio_response_id <> excluded.audio_response_id";
    /// What was said and has arrived in part when an attempt is handed in is its answer.
    LINK_UNFINISHED = "insert into exam_response (attempt_id, participant_id, question_id, package_id, event_id,
            audio_response_id, client_seq, revision, score_status, late_sync, flagged, version, created_at, updated_at)
        select a.id, a.participant_id, s.question_id, q.package_id, p.event_id, s.id, 0, 1, 'unscored', 0, 0, 1,
            cast($1 as bigint), cast($1 as bigint)
        from exam_audio_response s join exam_attempt a on a.id = s.attempt_id
        join exam_participant p on p.id = a.participant_id join exam_question q on q.id = s.question_id
        where s.attempt_id = $2 and s.status = 'recording' and s.bytes > 0
        on conflict (participant_id, question_id) do update set audio_response_id = excluded.audio_response_id,
            revision = exam_response.revision + 1, version = exam_response.version + 1, updated_at = excluded.updated_at";
    /// Of attempts of which nothing is taken any more.
    ABANDONED = concat!("select ", columns!(), ", a.participant_id from exam_audio_response s
        join exam_attempt a on a.id = s.attempt_id join exam_participant p on p.id = a.participant_id
        join exam_event e on e.id = p.event_id where s.status = 'recording' and a.state not in ('in_section', 'suspended')
        and coalesce(a.submitted_at, a.deadline_at) + (case when a.submit_reason = 'participant' then 0
            when e.grace_seconds > e.offline_grace_seconds then e.grace_seconds else e.offline_grace_seconds end) * 1000000
            < $1 order by s.id limit 200");
    JOIN = "update exam_audio_chunk set joined = 1 where audio_response_id = $1 and joined = 0";
    JOINED = "select audio_response_id, seq, blob from exam_audio_chunk where joined = 1
        order by audio_response_id, seq limit $1";
    REMOVED = "update exam_audio_chunk set joined = 2 where audio_response_id = $1 and seq = $2 and joined = 1";
    ANSWERED_BY = "select count(*) from exam_response where audio_response_id = $1";
}

fn read_take(row: &Row<'_>) -> Result<Take> {
    let unknown = || Error::internal("a spoken answer's stored state is unknown");
    Ok(Take {
        id: row.get(0)?,
        attempt: row.get(1)?,
        question: row.get(2)?,
        number: row.get(3)?,
        media_type: row.get(4)?,
        duration_ms: row.get(5)?,
        state: SpeechState::from_stored(row.text(6)?).ok_or_else(unknown)?,
        started_at: row.get(7)?,
    })
}

/// The takes of a question in an attempt, in order.
pub(crate) async fn of_question(conn: &mut Conn<'_>, attempt: i64, question: i64) -> Result<Vec<Take>> {
    conn.all(OF_QUESTION, params![attempt, question], read_take).await
}

pub(crate) async fn of_attempt(conn: &mut Conn<'_>, attempt: i64) -> Result<Vec<Take>> {
    conn.all(OF_ATTEMPT, params![attempt], read_take).await
}

/// A take, if it is of this participant.
pub(crate) async fn own(conn: &mut Conn<'_>, id: i64, participant: i64) -> Result<Option<Take>> {
    conn.first(OWN, params![id, participant], read_take).await
}

/// Begins a take, which ends those before it; answers its id.
pub(crate) async fn begin(
    tx: &mut Tx<'_>,
    (attempt, question): (i64, i64),
    take: i64,
    media_type: &str,
) -> Result<i64> {
    let now = tx.now();
    tx.execute(FAIL_OTHERS, params![now, attempt, question]).await?;
    let values = params![attempt, question, take, media_type, now];
    let id = tx.first(INSERT, values, |row| row.get(0)).await?;
    id.ok_or_else(|| Error::internal("a spoken answer was stored and is not there"))
}

/// Notes that nothing comes of a take.
pub(crate) async fn fail(tx: &mut Tx<'_>, id: i64) -> Result<()> {
    let now = tx.now();
    tx.execute(FAIL, params![now, id]).await.map(drop)
}

/// The content of a piece, if it has arrived.
pub(crate) async fn chunk(conn: &mut Conn<'_>, id: i64, seq: i64) -> Result<Option<String>> {
    conn.first(CHUNK, params![id, seq], |row| row.get(0)).await
}

/// Adds a piece as long as all of them have at most `most` bytes; `false` if it was not added.
pub(crate) async fn insert_chunk(tx: &mut Tx<'_>, id: i64, piece: &Piece, most: i64) -> Result<bool> {
    let now = tx.now();
    let room = most.saturating_sub(piece.bytes);
    if tx.execute(GROW, params![piece.bytes, now, id, room]).await? == 0 {
        return Ok(false);
    }
    let values = params![id, piece.seq, &piece.blob, piece.bytes, now];
    tx.execute(INSERT_CHUNK, values).await?;
    Ok(true)
}

/// The pieces of a take, in order.
pub(crate) async fn chunks(conn: &mut Conn<'_>, id: i64) -> Result<Vec<Piece>> {
    let read = |row: &Row<'_>| {
        Ok(Piece {
            seq: row.get(0)?,
            blob: row.get(1)?,
            bytes: row.get(2)?,
        })
    };
    conn.all(CHUNKS, params![id], read).await
}

/// Takes and places of the pieces of an attempt that has takes in progress.
pub(crate) async fn chunks_of_attempt(conn: &mut Conn<'_>, attempt: i64) -> Result<Vec<(i64, i64)>> {
    conn.all(CHUNKS_OF_ATTEMPT, params![attempt], |row: &Row<'_>| {
        Ok((row.get(0)?, row.get(1)?))
    })
    .await
}

/// What the pieces of a take make together.
#[derive(Debug, Clone)]
pub(crate) struct Whole {
    pub(crate) blob: String,
    pub(crate) media_type: &'static str,
    pub(crate) bytes: i64,
    pub(crate) duration_ms: i64,
}

/// Notes that a take is complete, and that its pieces are in its file; `false` if it is not in progress any more.
pub(crate) async fn complete(tx: &mut Tx<'_>, id: i64, whole: &Whole) -> Result<bool> {
    let now = tx.now();
    let values = params![&whole.blob, whole.media_type, whole.bytes, whole.duration_ms, now, id];
    if tx.execute(COMPLETE, values).await? == 0 {
        return Ok(false);
    }
    tx.execute(JOIN, params![id]).await?;
    Ok(true)
}

/// A piece that was joined and whose own file may go.
#[derive(Debug, Clone)]
pub(crate) struct JoinedPiece {
    take: i64,
    seq: i64,
    pub(crate) blob: String,
}

/// Some pieces that were joined and whose own files may go.
pub(crate) async fn joined(conn: &mut Conn<'_>, most: i64) -> Result<Vec<JoinedPiece>> {
    let read = |row: &Row<'_>| {
        Ok(JoinedPiece {
            take: row.get(0)?,
            seq: row.get(1)?,
            blob: row.get(2)?,
        })
    };
    conn.all(JOINED, params![most], read).await
}

/// Notes that the own files of pieces are gone.
pub(crate) async fn note_removed(tx: &mut Tx<'_>, pieces: &[JoinedPiece]) -> Result<()> {
    for piece in pieces {
        tx.execute(REMOVED, params![piece.take, piece.seq]).await?;
    }
    Ok(())
}

/// Whose answer to what a take is.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Place {
    pub(crate) attempt: i64,
    pub(crate) participant: i64,
    pub(crate) question: i64,
    pub(crate) package: i64,
    pub(crate) event: i64,
}

/// Makes a take the answer of its question; `false` if it was already.
pub(crate) async fn link(tx: &mut Tx<'_>, place: Place, id: i64, is_late: bool) -> Result<bool> {
    let now = tx.now();
    let values = params![
        place.attempt,
        place.participant,
        place.question,
        place.package,
        place.event,
        id,
        is_late,
        now
    ];
    Ok(tx.execute(LINK, values).await? == 1)
}

/// Makes what has arrived in part the answers of an attempt that is handed in; answers how many.
pub(crate) async fn link_unfinished(tx: &mut Tx<'_>, attempt: i64) -> Result<u64> {
    let now = tx.now();
    tx.execute(LINK_UNFINISHED, params![now, attempt]).await
}

/// Takes that nobody will complete, with their participants.
pub(crate) async fn abandoned(conn: &mut Conn<'_>, now: Timestamp) -> Result<Vec<(Take, i64)>> {
    let read = |row: &Row<'_>| Ok((read_take(row)?, row.get(8)?));
    conn.all(ABANDONED, params![now], read).await
}

/// Whether a take is an answer.
pub(crate) async fn is_answer(conn: &mut Conn<'_>, id: i64) -> Result<bool> {
    Ok(conn.number(ANSWERED_BY, params![id]).await? > 0)
}
