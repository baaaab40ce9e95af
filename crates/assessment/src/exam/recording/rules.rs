//! What a page records, and when it may.
//!
//! Invariant: a full disk refuses recordings before it refuses answers.

use std::time::Duration;

use platform::{Error, Kind, Message, Rule, Timestamp};
use serde::Deserialize;

use crate::exam::{
    model::Seat,
    run::rules::{ended, not_started},
};

/// What is recorded.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, schemars::JsonSchema)]
#[serde(rename_all = "snake_case")]
#[schemars(rename = "ExamStream")]
pub enum StreamIn {
    Camera,
    Screen,
}

/// A recorder that begins.
#[derive(Debug, Clone, Deserialize, schemars::JsonSchema)]
#[serde(rename_all = "camelCase")]
#[schemars(rename = "ExamRecorder")]
pub struct RecordingIn {
    pub stream: StreamIn,
    /// What the recorder writes: `video/webm` or `video/mp4`, with its codecs or without.
    pub mime_type: String,
    /// What the page takes for the number of its recorder; the server's own counts.
    #[serde(default)]
    pub recorder_session: Option<i64>,
}

/// How many pieces the last recorder of a recording has sent.
#[derive(Debug, Clone, Copy, Deserialize, schemars::JsonSchema)]
#[schemars(rename = "ExamPieces")]
pub struct PiecesIn {
    pub chunks: i64,
}

impl PiecesIn {
    /// Refuses what counts nothing.
    pub(crate) fn judge(self, least: i64, most: i64) -> Result<i64, Error> {
        if (least..=most).contains(&self.chunks) {
            return Ok(self.chunks);
        }
        let rule = Rule::OutOfRange(least.to_string(), most.to_string());
        Err(Error::invalid_field("chunks", rule))
    }
}

/// The recorder writes something that is not taken.
pub(crate) fn other_type(known: &'static str) -> Error {
    let said = Message::new(
        format!("harus salah satu dari: {known}"),
        format!("must be one of: {known}"),
    );
    Error::invalid_field("mimeType", Rule::Other(said))
}

/// The event records nothing of the kind.
pub(crate) fn not_recorded() -> Error {
    Error::new(
        Kind::Conflict,
        "assessment.not_recorded",
        Message::new(
            "Ujian ini tidak merekam hal tersebut.",
            "This exam does not record that.",
        ),
    )
}

/// The disk has no more room than answers may need.
pub(crate) fn storage_full() -> Error {
    Error::unavailable(
        "assessment.storage_full",
        Message::new(
            "Ruang penyimpanan server hampir penuh, jadi rekaman tidak diterima. Jawaban tetap disimpan.",
            "The server's storage is nearly full, so recordings are not taken. Answers are saved all the same.",
        ),
        Duration::from_secs(60),
    )
}

/// Refuses to begin a recording that the event does not ask for, or outside of the exam.
pub(crate) fn may_begin(seat: &Seat, stream: StreamIn, now: Timestamp) -> Result<i64, Error> {
    let attempt = seat.attempt.as_ref().ok_or_else(not_started)?;
    let is_wanted = match stream {
        StreamIn::Camera => seat.event.record_video,
        StreamIn::Screen => seat.event.record_screen,
    };
    if !is_wanted {
        return Err(not_recorded());
    }
    seat.running(now).ok_or_else(ended)?;
    Ok(attempt.id)
}

/// Refuses what comes too late.
pub(crate) fn may_send(seat: &Seat, now: Timestamp) -> Result<(), Error> {
    if seat.attempt.is_none() {
        return Err(not_started());
    }
    if seat.takes_late(now) { Ok(()) } else { Err(ended()) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::exam::model::tests::{MINUTE, seat};

    #[test]
    fn a_recording_begins_while_the_attempt_runs_of_what_the_event_records() {
        let mut seat = seat();
        let code = |seat: &Seat, stream, minute: i64| {
            may_begin(seat, stream, Timestamp(minute * MINUTE)).map_err(|error| error.code())
        };
        assert_eq!(code(&seat, StreamIn::Camera, 1), Err("assessment.not_recorded"));
        seat.event.record_video = true;
        assert_eq!(code(&seat, StreamIn::Camera, 1), Ok(1));
        assert_eq!(code(&seat, StreamIn::Screen, 1), Err("assessment.not_recorded"));
        assert_eq!(code(&seat, StreamIn::Camera, 100), Err("assessment.attempt_ended"));
        // What was recorded before may still be sent.
        assert!(may_send(&seat, Timestamp(101 * MINUTE)).is_ok());
        assert!(may_send(&seat, Timestamp(106 * MINUTE)).is_err());
        seat.attempt = None;
        assert_eq!(code(&seat, StreamIn::Camera, 1), Err("assessment.not_started"));
    }

    #[test]
    fn a_number_of_pieces_is_within_bounds() {
        let judged = |chunks| PiecesIn { chunks }.judge(1, 10).is_ok();
        assert_eq!([0, 1, 10, 11, -1].map(judged), [false, true, true, false, false]);
    }
}
