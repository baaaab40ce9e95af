//! Recordings of invented sittings: a few seconds of a browser's synthetic camera, in which nobody is to be seen.

use bytes::Bytes;
use futures_util::stream;
use platform::{Error, Result, media::BlobHash, text::hex};
use sha2::{Digest as _, Sha256};

use super::Candidate;
use crate::{Assessment, ChunkPlace, VideoFormat, VideoStream};

/// First chunks of two recorder sessions, as after a reload.
const CHUNKS: [&[u8]; 2] = [
    include_bytes!("../../../../recordings/tests-data/webm/A0.bin"),
    include_bytes!("../../../../recordings/tests-data/webm/B0.bin"),
];
/// How many were recorded yesterday, and are today.
const RECORDED: usize = 2;
const RUNNING: usize = 3;

/// Recordings that have ended, and can be watched.
pub(super) async fn recorded(assessment: &Assessment, candidates: &[Candidate]) -> Result<()> {
    for candidate in candidates.iter().take(RECORDED) {
        let video = record(assessment, candidate.participant, &CHUNKS).await?;
        assessment.complete_recording(video, 2).await?;
    }
    Ok(())
}

/// Recordings that go on.
pub(super) async fn running(assessment: &Assessment, candidates: &[Candidate]) -> Result<()> {
    for candidate in candidates.iter().take(RUNNING) {
        record(assessment, candidate.participant, &CHUNKS[..1]).await?;
    }
    Ok(())
}

/// Records chunks, each in a session of its own; answers the recording's id.
async fn record(assessment: &Assessment, participant: i64, chunks: &[&'static [u8]]) -> Result<i64> {
    let video = assessment
        .start_recording(participant, VideoStream::Camera, VideoFormat::Webm)
        .await?;
    for (session, chunk) in (0..).zip(chunks) {
        let sha256 = BlobHash::parse(&hex(&Sha256::digest(chunk)));
        let place = ChunkPlace {
            session,
            seq: 0,
            sha256: sha256.ok_or_else(|| Error::internal("a hash is none"))?,
        };
        assessment
            .put_chunk(video.id, place, stream::iter([Ok(Bytes::from_static(chunk))]))
            .await?;
    }
    Ok(video.id)
}
