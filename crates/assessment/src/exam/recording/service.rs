//! Recording somebody who sits: begun by the page, sent in pieces, ended.
//!
//! Invariants: everybody sends to their own recordings alone; a page that is loaded again never meets pieces of the one
//! before, since the server numbers the recorders.

use bytes::Bytes;
use futures_util::Stream;
use platform::{Conn, Error, Tx};
use serde::Serialize;

use super::{
    rules::{PiecesIn, RecordingIn, StreamIn, may_begin, may_send, other_type, storage_full},
    store::{self, OwnRow},
};
use crate::{
    Assessment, Sitter,
    exam::{
        model::{Seat, Timed},
        run::service::find_seat,
    },
    failures::not_found,
    supervision::video::{
        service::{ChunkPlace, MOST, RECORDING, VideoFormat, VideoStream},
        store::{NewVideo, insert},
    },
};

/// A recorder that was begun.
#[derive(Debug, Serialize, schemars::JsonSchema)]
#[serde(rename_all = "camelCase")]
#[schemars(rename = "ExamBegunRecording")]
pub struct BegunRecording {
    id: i64,
    /// The number of this recorder: it goes with its pieces.
    recorder_session: i64,
}

/// A piece that has arrived.
#[derive(Debug, Serialize, schemars::JsonSchema)]
#[schemars(rename = "ExamChunk")]
pub struct ChunkView {
    pub(crate) seq: i64,
}

/// What has arrived of a recorder.
#[derive(Debug, Serialize, schemars::JsonSchema)]
#[serde(rename_all = "camelCase")]
#[schemars(rename = "ExamHeldSession")]
pub struct HeldSession {
    recorder_session: i64,
    chunks: Vec<i64>,
}

/// A recording, as its participant's page needs it to go on.
#[derive(Debug, Serialize, schemars::JsonSchema)]
#[serde(rename_all = "camelCase")]
#[schemars(rename = "ExamRecording")]
pub struct RecordingView {
    id: i64,
    /// `camera` or `screen`.
    stream: String,
    mime_type: String,
    /// `recording`, `complete`, `final`, `partial` or `failed`.
    status: String,
    /// The recorder that was begun last.
    recorder_session: i64,
    /// The pieces of that recorder that have arrived.
    chunks: Vec<i64>,
    /// Those of each recorder.
    sessions: Vec<HeldSession>,
}

/// A recording that has ended.
#[derive(Debug, Serialize, schemars::JsonSchema)]
#[schemars(rename = "ExamEndedRecording")]
pub struct EndedRecording {
    id: i64,
    /// `complete`, or `partial` if pieces are missing.
    status: String,
}

/// There is no such recording of this participant.
pub(crate) fn no_such_recording() -> Error {
    not_found(RECORDING)
}

fn format_of(mime_type: &str) -> Result<VideoFormat, Error> {
    let essence = mime_type.split(';').next().unwrap_or_default().trim();
    let known = [VideoFormat::Webm, VideoFormat::Mp4].into_iter();
    let mut matching = known.filter(|format| essence.eq_ignore_ascii_case(format.media_type()));
    matching.next().ok_or_else(|| other_type("video/webm, video/mp4"))
}

async fn own(conn: &mut Conn<'_>, video: i64, participant: i64) -> Result<(OwnRow, Seat), Error> {
    let row = store::own(conn, video, participant)
        .await?
        .ok_or_else(no_such_recording)?;
    Ok((row, find_seat(conn, participant).await?))
}

fn view_of(id: i64, row: OwnRow, held: &[(i64, i64)]) -> RecordingView {
    let chunks = |session: i64| held.iter().filter(move |(of, _)| *of == session).map(|(_, seq)| *seq);
    let last = row.sessions - 1;
    RecordingView {
        id,
        stream: row.stream,
        mime_type: row.media_type,
        status: row.status,
        recorder_session: last,
        chunks: chunks(last).collect(),
        sessions: (0..row.sessions)
            .map(|recorder_session| HeldSession {
                recorder_session,
                chunks: chunks(recorder_session).collect(),
            })
            .collect(),
    }
}

impl Assessment {
    /// Refuses recordings while the disk has no more room than answers may need.
    pub(crate) async fn room_for_video(&self) -> Result<(), Error> {
        let free = self.media().free_space().await?;
        if free.is_some_and(|free| free < self.0.options.video_reserve) {
            return Err(storage_full());
        }
        Ok(())
    }

    /// Begins a recorder. What one stream of an attempt sends is one recording, as long as it is of one type.
    pub async fn begin_recorder(&self, sitter: &Sitter, input: RecordingIn) -> Result<Timed<BegunRecording>, Error> {
        let format = format_of(&input.mime_type)?;
        let stream = match input.stream {
            StreamIn::Camera => VideoStream::Camera,
            StreamIn::Screen => VideoStream::Screen,
        };
        self.room_for_video().await?;
        let participant = sitter.participant;
        let work = async move |tx: &mut Tx<'_>| {
            let (seat, now) = (find_seat(tx, participant).await?, tx.now());
            let attempt = may_begin(&seat, input.stream, now)?;
            let kind = (stream.name(), format.media_type());
            let id = if let Some(id) = store::open(tx, attempt, kind, MOST.0).await? {
                id
            } else {
                let new = NewVideo {
                    participant,
                    event: seat.event.id,
                    stream: stream.name(),
                    extension: format.extension(),
                    media_type: format.media_type(),
                    status: "recording",
                    declared_chunks: None,
                };
                insert(tx, &new).await?.id
            };
            let recorder_session = store::next_session(tx, attempt, id).await?;
            Ok::<_, Error>(Timed::of_seat(&seat, now, BegunRecording { id, recorder_session }))
        };
        self.0.db.write(work).await
    }

    /// Whether a participant may send a piece of a recording now: judged before it is read. Answers the recorder that it is
    /// of, the last one unless it is said.
    pub async fn may_send_video(&self, sitter: &Sitter, video: i64, session: Option<i64>) -> Result<i64, Error> {
        let (participant, now) = (sitter.participant, sitter.ctx.now());
        let find = async move |conn: &mut Conn<'_>| {
            let (row, seat) = own(conn, video, participant).await?;
            may_send(&seat, now)?;
            // Of recorders that nobody has begun there are no pieces.
            let session = session.unwrap_or(row.sessions - 1);
            if !(0..row.sessions).contains(&session) {
                return Err(no_such_recording());
            }
            Ok(session)
        };
        let session = self.0.db.read_by_key(find).await?;
        self.room_for_video().await?;
        Ok(session)
    }

    /// Takes in a piece of a recording that its sender may send.
    pub async fn send_video(
        &self,
        sitter: &Sitter,
        video: i64,
        place: ChunkPlace,
        content: impl Stream<Item = Result<Bytes, Error>> + Send,
    ) -> Result<Timed<ChunkView>, Error> {
        let seq = place.seq;
        self.put_chunk(video, place, content).await?;
        Ok(Timed::at(sitter.ctx.now(), ChunkView { seq }))
    }

    /// What has arrived of a recording.
    pub async fn own_recording(&self, sitter: &Sitter, video: i64) -> Result<Timed<RecordingView>, Error> {
        let (participant, now) = (sitter.participant, sitter.ctx.now());
        let find = async move |conn: &mut Conn<'_>| {
            let (row, seat) = own(conn, video, participant).await?;
            let held = store::held(conn, video).await?;
            Ok::<_, Error>(Timed::of_seat(&seat, now, view_of(video, row, &held)))
        };
        self.0.db.read(find).await
    }

    /// Ends a recording of which its last recorder says how many pieces it sent. Its file is made later.
    pub async fn end_recorder(
        &self,
        sitter: &Sitter,
        video: i64,
        input: PiecesIn,
    ) -> Result<Timed<EndedRecording>, Error> {
        let chunks = input.judge(0, MOST.1)?;
        let (participant, now) = (sitter.participant, sitter.ctx.now());
        let find = async move |conn: &mut Conn<'_>| {
            let (row, seat) = own(conn, video, participant).await?;
            if row.status == "recording" {
                may_send(&seat, now)?;
            }
            Ok::<_, Error>(row.sessions - 1)
        };
        let last = self.0.db.read_by_key(find).await?;
        self.end_recording(video, chunks, Some(last)).await?;
        let find = async move |conn: &mut Conn<'_>| {
            let (row, seat) = own(conn, video, participant).await?;
            let ended = EndedRecording {
                id: video,
                status: row.status,
            };
            Ok::<_, Error>(Timed::of_seat(&seat, now, ended))
        };
        self.0.db.read_by_key(find).await
    }
}
