//! Recordings of people who sit an exam: taken in by chunks, made watchable, listed and served.
//!
//! Invariants: a chunk that was acknowledged is on the disk and never changes; what is shown as raw is exactly what the
//! recorder sent, in its order; a recording of which a chunk is missing says so for ever.

mod finish;
mod latest;
pub(crate) mod library;

use bytes::Bytes;
use futures_util::Stream;
use platform::{
    Conn, Error, Kind, Message, Rule, Timestamp, Tx,
    media::{BlobHash, Piece},
    page::{Pages, Paging},
    text::Check,
};
use recordings::audio::name::segment;
use serde::Serialize;

use super::store::{self, NewVideo, VideoRow};
use crate::{
    Assessment, BASE,
    failures::{Noun, no_such_reference, not_found},
};

pub(crate) const RECORDING: Noun = Noun {
    id: "rekaman",
    en: "recording",
};

/// Largest chunk, in bytes: recorders have been seen to send 50 MB at once after a pause.
pub const LARGEST_CHUNK: u64 = 64 * 1024 * 1024;
/// Most recorder sessions of a recording, and most chunks of a session.
pub(crate) const MOST: (i64, i64) = (1_000, 100_000);

/// What is recorded.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum VideoStream {
    /// The face.
    Camera,
    Screen,
}

impl VideoStream {
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Camera => "camera",
            Self::Screen => "screen",
        }
    }
}

/// What a recorder sends.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum VideoFormat {
    /// `WebM`: most browsers.
    Webm,
    /// MP4: older ones of Apple. It is kept as it is, and not written anew.
    Mp4,
}

impl VideoFormat {
    const ALL: [Self; 2] = [Self::Webm, Self::Mp4];

    pub(crate) fn media_type(self) -> &'static str {
        match self {
            Self::Webm => "video/webm",
            Self::Mp4 => "video/mp4",
        }
    }

    pub(crate) fn extension(self) -> &'static str {
        match self {
            Self::Webm => "webm",
            Self::Mp4 => "mp4",
        }
    }

    /// The format of a stored type.
    fn from_stored(media_type: &str) -> Result<Self, Error> {
        let found = Self::ALL.into_iter().find(|format| format.media_type() == media_type);
        found.ok_or_else(|| Error::internal("a recording's row holds an unknown type"))
    }
}

/// A recording, as shown.
#[derive(Debug, Clone, Serialize, schemars::JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct VideoView {
    pub id: i64,
    /// Its name.
    pub filename: String,
    /// Who was recorded.
    pub participant_id: i64,
    pub event_id: i64,
    /// Where it lies.
    pub directory: String,
    /// `camera` or `screen`.
    pub stream: String,
    /// `recording`, `complete` (being made ready), `final`, `partial` (chunks are missing), `failed` (it cannot be made
    /// ready; the raw bytes are there).
    pub status: String,
    /// `video/webm` or `video/mp4`.
    pub media_type: String,
    /// Length of what the recorder sent, in bytes.
    pub bytes: i64,
    /// Length of the final file, once there is one.
    pub final_bytes: Option<i64>,
    /// How long it lasts, in milliseconds, once it is known.
    pub duration_ms: Option<i64>,
    /// Where the raw bytes are: a path of this server.
    pub raw_url: String,
    /// Where the final file is, once there is one.
    pub final_url: Option<String>,
    /// When it began.
    pub created_at: Timestamp,
    /// When it last changed.
    pub updated_at: Timestamp,
}

impl From<VideoRow> for VideoView {
    fn from(row: VideoRow) -> Self {
        let place = format!("{}/{}", segment(&row.directory), segment(&row.filename));
        Self {
            id: row.id,
            raw_url: format!("{BASE}/video-proctor/raw/{place}"),
            final_url: row.final_blob.map(|_| format!("{BASE}/video-proctor/final/{place}")),
            filename: row.filename,
            participant_id: row.participant_id,
            event_id: row.event_id,
            directory: row.directory,
            stream: row.stream,
            status: row.status,
            media_type: row.media_type,
            bytes: row.bytes,
            final_bytes: row.final_bytes,
            duration_ms: row.duration_ms,
            created_at: row.created_at,
            updated_at: row.updated_at,
        }
    }
}

/// Where a chunk belongs, and what it is.
#[derive(Debug, Clone)]
pub struct ChunkPlace {
    /// Which of the recorder's sessions it is of, from 0.
    pub session: i64,
    /// Its place in that session, from 0.
    pub seq: i64,
    /// The SHA-256 of its content, as the sender knows it.
    pub sha256: BlobHash,
}

/// Which of a recording's files.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum VideoOption {
    /// What the recorder sent.
    Raw,
    /// What was made of it.
    Final,
}

/// A file, ready to be served.
pub struct Watchable {
    pub(crate) pieces: Vec<Piece>,
    pub(crate) len: u64,
    pub(crate) content_type: &'static str,
    pub(crate) filename: String,
}

/// There is no recording of the participant, or no such participant.
pub(crate) fn none_of_participant() -> Error {
    Error::new(
        Kind::NotFound,
        "assessment.video.none",
        "No videos found for the participant.",
    )
}

/// The same of an event.
pub(crate) fn none_of_event() -> Error {
    Error::new(
        Kind::NotFound,
        "assessment.video.none",
        "No videos found for the event.",
    )
}

/// There is no such file.
pub(crate) fn no_such_file() -> Error {
    Error::new(Kind::NotFound, "assessment.video.not_found", "Video file not found.")
}

/// The recording has ended, or the chunk is there with other content.
pub(crate) fn closed(id: &'static str, en: &'static str) -> Error {
    Error::new(Kind::Conflict, "assessment.video.closed", Message::new(id, en))
}

fn other_chunk() -> Error {
    closed(
        "Potongan rekaman ini sudah diterima dengan isi lain.",
        "This chunk of the recording has arrived with other content.",
    )
}

pub(crate) fn ended() -> Error {
    closed("Rekaman ini sudah selesai.", "This recording has ended.")
}

impl ChunkPlace {
    fn check(&self) -> Result<(), Error> {
        let mut check = Check::new();
        for (name, value, most) in [("session", self.session, MOST.0), ("seq", self.seq, MOST.1)] {
            if !(0..most).contains(&value) {
                check.note(name, Rule::OutOfRange("0".into(), (most - 1).to_string()));
            }
        }
        check.finish()
    }

    fn pair(&self) -> (i64, i64) {
        (self.session, self.seq)
    }
}

/// Whether a chunk is there already with this content; refused if with another.
async fn is_there(conn: &mut Conn<'_>, video: i64, place: &ChunkPlace) -> Result<bool, Error> {
    match store::chunk(conn, video, place.pair()).await? {
        None => Ok(false),
        Some(there) if there == place.sha256.to_string() => Ok(true),
        Some(_) => Err(other_chunk()),
    }
}

/// A recording that still takes chunks.
async fn open(conn: &mut Conn<'_>, video: i64) -> Result<VideoRow, Error> {
    let row = store::by_id(conn, video).await?;
    let row = row.ok_or_else(|| not_found(RECORDING))?;
    if row.status == "recording" {
        Ok(row)
    } else {
        Err(ended())
    }
}

impl Assessment {
    /// Begins a recording of a participant.
    pub async fn start_recording(
        &self,
        participant: i64,
        stream: VideoStream,
        format: VideoFormat,
    ) -> Result<VideoView, Error> {
        let work = async move |tx: &mut Tx<'_>| {
            let event = store::event_of(tx, participant).await?;
            let new = NewVideo {
                participant,
                event: event.ok_or_else(|| Error::invalid_field("participantId", no_such_reference()))?,
                stream: stream.name(),
                extension: format.extension(),
                media_type: format.media_type(),
                status: "recording",
                declared_chunks: None,
            };
            store::insert(tx, &new).await
        };
        self.0.db.write(work).await.map(VideoView::from)
    }

    /// Takes a chunk in; durable when this answers. The same chunk again changes nothing, whatever the order.
    pub async fn put_chunk(
        &self,
        video: i64,
        place: ChunkPlace,
        content: impl Stream<Item = Result<Bytes, Error>> + Send,
    ) -> Result<(), Error> {
        place.check()?;
        let asked = place.clone();
        let known = async move |conn: &mut Conn<'_>| {
            let there = is_there(conn, video, &asked).await?;
            if !there {
                open(conn, video).await?;
            }
            Ok::<_, Error>(there)
        };
        if self.0.db.read(known).await? {
            return Ok(());
        }
        let received = self.media().receive(content, LARGEST_CHUNK).await?;
        if received.hash != place.sha256 {
            let said = Message::new("tidak cocok dengan isi yang diterima", "does not match what arrived");
            return Err(Error::invalid_field("sha256", Rule::Other(said)));
        }
        let (blob, bytes) = (received.hash, i64::try_from(received.len).map_err(Error::internal)?);
        let work = async move |tx: &mut Tx<'_>| {
            if is_there(tx, video, &place).await? {
                return Ok(());
            }
            open(tx, video).await?;
            let content = blob.to_string();
            store::insert_chunk(tx, video, place.pair(), (&content, bytes)).await
        };
        let db = self.0.db.clone();
        let row = async move { db.write(work).await };
        self.0.files.keep_with(vec![received], row).await
    }

    /// A page of the recordings of a participant; that there is none is a failure.
    pub async fn videos_of_participant(
        &self,
        participant: i64,
        pages: Pages,
    ) -> Result<(Vec<VideoView>, Paging), Error> {
        let page = (pages.limit(), pages.offset());
        let find = async move |conn: &mut Conn<'_>| store::of_participant(conn, participant, page).await;
        let (rows, total) = self.0.db.read(find).await?;
        shown(rows, total, pages, none_of_participant)
    }

    /// A page of the recordings of an event; that there is none is a failure.
    pub async fn videos_of_event(&self, event: i64, pages: Pages) -> Result<(Vec<VideoView>, Paging), Error> {
        let page = (pages.limit(), pages.offset());
        let find = async move |conn: &mut Conn<'_>| store::of_event(conn, event, page).await;
        let (rows, total) = self.0.db.read(find).await?;
        shown(rows, total, pages, none_of_event)
    }

    /// The file at an address. Whoever calls this has decided that the caller may watch it.
    pub async fn watchable(&self, option: VideoOption, directory: &str, filename: &str) -> Result<Watchable, Error> {
        // No name has it, and not every engine can be asked for it.
        if [directory, filename].iter().any(|name| name.contains('\0')) {
            return Err(no_such_file());
        }
        let (directory, filename) = (directory.to_owned(), filename.to_owned());
        let find = async move |conn: &mut Conn<'_>| {
            let row = store::by_place(conn, &directory, &filename).await?;
            let row = row.ok_or_else(no_such_file)?;
            let chunks = match option {
                VideoOption::Raw => store::chunks(conn, row.id).await?,
                VideoOption::Final => Vec::new(),
            };
            Ok::<_, Error>((row, chunks))
        };
        let (row, chunks) = self.0.db.read(find).await?;
        let stored = match option {
            VideoOption::Raw => chunks.into_iter().map(|chunk| (chunk.blob, chunk.bytes)).collect(),
            VideoOption::Final => Vec::from_iter(row.final_blob.zip(row.final_bytes)),
        };
        let pieces = stored.iter().map(|(blob, bytes)| piece(blob, *bytes));
        let pieces = pieces.collect::<Result<Vec<_>, _>>()?;
        if pieces.is_empty() {
            return Err(no_such_file());
        }
        Ok(Watchable {
            len: pieces.iter().map(|(_, len)| len).sum(),
            pieces,
            content_type: VideoFormat::from_stored(&row.media_type)?.media_type(),
            filename: row.filename,
        })
    }
}

fn piece(blob: &str, bytes: i64) -> Result<Piece, Error> {
    let hash = BlobHash::parse(blob).ok_or_else(|| Error::internal("a recording's row holds no hash"))?;
    Ok((hash, u64::try_from(bytes).map_err(Error::internal)?))
}

/// A page of recordings; that there are none at all is told as such.
fn shown(
    rows: Vec<VideoRow>,
    total: i64,
    pages: Pages,
    none: fn() -> Error,
) -> Result<(Vec<VideoView>, Paging), Error> {
    if total == 0 {
        return Err(none());
    }
    Ok((rows.into_iter().map(VideoView::from).collect(), pages.of(total)))
}
