//! The end of a recording, and the file that is made of it.
//!
//! Invariant: that a recording has ended is noted before its file is made. If the program stops in between, the file is
//! made later, from the same chunks.

use std::{io, sync::Arc};

use futures_util::TryStreamExt as _;
use platform::{
    Conn, Ctx, Error, Tx,
    lanes::Lanes,
    media::{Media, disk_error},
    module::Job,
};
use recordings::{
    chunks::{self, Chunk, Layout},
    webm::{self, JoinError, Joined, Session},
};
use tempfile::NamedTempFile;
use tokio::io::AsyncWriteExt as _;

use super::{VideoView, none_of_participant, open, piece};
use crate::{
    Assessment,
    supervision::video::store::{self, ChunkRow, NewVideo, VideoRow},
};

/// How often recordings are looked for whose file was not made.
const EVERY: std::time::Duration = std::time::Duration::from_secs(60);

fn lay_out(chunks: &[ChunkRow]) -> Result<Layout, Error> {
    let chunks = chunks.iter().map(|chunk| {
        Ok(Chunk {
            session: chunk.session,
            seq: chunk.seq,
            bytes: u64::try_from(chunk.bytes).map_err(Error::internal)?,
            at: chunk.received_at.0 / 1000,
        })
    });
    Ok(chunks::layout(&chunks.collect::<Result<Vec<_>, Error>>()?))
}

/// What was made of some sessions.
enum Made {
    File(NamedTempFile, Joined),
    /// Nothing, because the session with this place cannot follow those before it.
    Differs(usize),
    /// Nothing, because there is nothing that could be made of it.
    Nothing,
}

/// Writes sessions anew, on a thread that may block.
async fn join_sessions(lanes: &Lanes, media: Media, raw: NamedTempFile, sessions: Vec<Session>) -> Result<Made, Error> {
    let make = move || {
        let mut out = media.scratch().map_err(disk_error)?;
        match webm::join(&mut raw.as_file(), &sessions, out.as_file_mut()) {
            Ok(joined) => Ok(Made::File(out, joined)),
            Err(JoinError::Differs { session, .. }) => Ok(Made::Differs(session)),
            Err(JoinError::Nothing) => Ok(Made::Nothing),
            Err(JoinError::Io(error)) => Err(disk_error(error)),
        }
    };
    lanes.run(make).await
}

/// The chunks of a recording in one file.
async fn gather_chunks(lanes: &Lanes, media: &Media, chunks: &[ChunkRow]) -> Result<NamedTempFile, Error> {
    let own = media.clone();
    let scratch = lanes.run(move || own.scratch().map_err(disk_error)).await?;
    let copy = scratch.as_file().try_clone().map_err(disk_error)?;
    let mut raw = tokio::fs::File::from_std(copy);
    for chunk in chunks {
        let (hash, _) = piece(&chunk.blob, chunk.bytes)?;
        let content = media.open(&hash, None).await?;
        let lost = || Error::internal(io::Error::other("a chunk of a recording is not on the disk"));
        let mut content = content.ok_or_else(lost)?;
        while let Some(bytes) = content.try_next().await? {
            raw.write_all(&bytes).await.map_err(disk_error)?;
        }
    }
    raw.flush().await.map_err(disk_error)?;
    Ok(scratch)
}

impl Assessment {
    /// Ends a recording of which the recorder says how many chunks it sent, and makes its file. Ending it once more with
    /// the same number changes nothing.
    pub async fn complete_recording(&self, video: i64, declared_chunks: i64) -> Result<VideoView, Error> {
        self.end_recording(video, declared_chunks, None).await?;
        self.finish_recording(video).await?;
        let find = async move |conn: &mut Conn<'_>| store::by_id(conn, video).await;
        let row = self.0.db.read(find).await?;
        row.map(VideoView::from).ok_or_else(none_of_participant)
    }

    /// Ends a recording and lets its file be made later. The recorder has counted the chunks of one of its sessions, or all
    /// of them. Ending it once more with the same number changes nothing.
    pub async fn end_recording(&self, video: i64, declared_chunks: i64, session: Option<i64>) -> Result<(), Error> {
        let work = async move |tx: &mut Tx<'_>| {
            let row = store::by_id(tx, video).await?;
            if row.is_some_and(|row| row.declared_chunks == Some(declared_chunks)) {
                return Ok(());
            }
            open(tx, video).await?;
            let chunks = store::chunks(tx, video).await?;
            let counted = chunks
                .iter()
                .filter(|chunk| session.is_none_or(|of| of == chunk.session));
            let arrived = i64::try_from(counted.count()).map_err(Error::internal)?;
            let whole = arrived == declared_chunks && !lay_out(&chunks)?.has_gaps;
            let status = if whole { "complete" } else { "partial" };
            store::end(tx, video, status, Some(declared_chunks)).await
        };
        self.0.db.write(work).await
    }

    /// Ends recordings whose recorder has gone without a word; what is missing of them nobody knows.
    pub async fn end_abandoned_recordings(&self) -> Result<(), Error> {
        let now = self.now();
        let find = async move |conn: &mut Conn<'_>| store::abandoned(conn, now).await;
        for video in self.0.db.read(find).await? {
            let work = async move |tx: &mut Tx<'_>| store::end(tx, video, "partial", None).await;
            self.0.db.write(work).await?;
        }
        Ok(())
    }

    /// Makes the file of a recording that has ended. One whose sessions cannot be one file becomes several recordings.
    async fn finish_recording(&self, video: i64) -> Result<(), Error> {
        let mut waiting = vec![video];
        while let Some(video) = waiting.pop() {
            let find = async move |conn: &mut Conn<'_>| {
                let row = store::by_id(conn, video).await?;
                Ok::<_, Error>((row, store::chunks(conn, video).await?))
            };
            let (row, chunks) = self.0.db.read(find).await?;
            let ended =
                |row: &VideoRow| matches!(row.status.as_str(), "complete" | "partial") && row.final_blob.is_none();
            let Some(row) = row.filter(ended) else { continue };
            let layout = lay_out(&chunks)?;
            let (lanes, media) = (&self.0.workload.recordings, self.media());
            let raw = gather_chunks(lanes, media, &chunks).await?;
            match join_sessions(lanes, media.clone(), raw, layout.sessions).await? {
                Made::File(file, joined) => self.keep_final(video, file, joined).await?,
                Made::Nothing => self.give_up(video, row.declared_chunks).await?,
                Made::Differs(at) => {
                    let from = layout.numbers.get(at).copied().unwrap_or_default();
                    waiting.push(self.split(row, from).await?);
                    waiting.push(video);
                }
            }
        }
        Ok(())
    }

    async fn keep_final(&self, video: i64, file: NamedTempFile, joined: Joined) -> Result<(), Error> {
        let received = self.media().adopt(file).await?;
        let bytes = i64::try_from(received.len).map_err(Error::internal)?;
        let duration = i64::try_from(joined.duration).map_err(Error::internal)?;
        let (blob, db) = (received.hash.to_string(), self.0.db.clone());
        let work = async move |tx: &mut Tx<'_>| store::set_final(tx, video, &blob, bytes, duration).await;
        let row = async move { db.write(work).await };
        self.0.files.keep_with(vec![received], row).await
    }

    async fn give_up(&self, video: i64, declared: Option<i64>) -> Result<(), Error> {
        let work = async move |tx: &mut Tx<'_>| store::end(tx, video, "failed", declared).await;
        self.0.db.write(work).await
    }

    /// Makes the sessions from one on a recording of its own, of the same state; answers its id.
    async fn split(&self, row: VideoRow, session: i64) -> Result<i64, Error> {
        let extension = crate::supervision::video::service::VideoFormat::from_stored(&row.media_type)?.extension();
        let work = async move |tx: &mut Tx<'_>| {
            let new = NewVideo {
                participant: row.participant_id,
                event: row.event_id,
                stream: &row.stream,
                extension,
                media_type: &row.media_type,
                status: &row.status,
                declared_chunks: None,
            };
            let new = store::insert(tx, &new).await?;
            store::split(tx, row.id, new.id, session).await?;
            Ok::<_, Error>(new.id)
        };
        self.0.db.write(work).await
    }

    /// Makes the files that were not made when their recordings ended.
    pub(crate) fn finish_recordings(&self) -> Job {
        let assessment = self.clone();
        Job {
            name: "assessment.finish_recordings",
            every: EVERY,
            run: Arc::new(move |_: Ctx| {
                let assessment = assessment.clone();
                Box::pin(async move {
                    assessment.end_abandoned_recordings().await?;
                    let unfinished = assessment
                        .0
                        .db
                        .read(async |conn: &mut Conn<'_>| store::unfinished(conn).await);
                    for video in unfinished.await? {
                        // One that cannot be made must not keep the others waiting.
                        if let Err(error) = assessment.finish_recording(video).await {
                            tracing::warn!(video, %error, "the file of a recording was not made");
                        }
                    }
                    Ok(())
                })
            }),
        }
    }
}
