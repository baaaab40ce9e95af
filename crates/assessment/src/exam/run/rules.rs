//! When somebody may begin, go on and hand in.
//!
//! Invariant: each refusal says what stands in the way and what to do about it; none of them loses anything.

use platform::{Error, Kind, Message, Timestamp};
use serde::{Deserialize, Serialize};

use crate::{
    exam::model::Seat,
    failures::{Noun, not_found},
    sitting::model::Status,
};

const ATTEMPT: Noun = Noun {
    id: "pengerjaan ujian",
    en: "attempt",
};

const SECTION: Noun = Noun {
    id: "bagian ujian",
    en: "section of this exam",
};

/// A body that says nothing.
#[derive(Debug, Clone, Copy, Default, Deserialize, schemars::JsonSchema)]
#[schemars(rename = "ExamNothing")]
pub struct NothingIn {}

/// The version has no section of that number.
pub(crate) fn no_such_section() -> Error {
    not_found(SECTION)
}

/// What somebody hands in.
#[derive(Debug, Clone, Copy, Deserialize, schemars::JsonSchema)]
#[serde(rename_all = "camelCase")]
#[schemars(rename = "ExamSubmission")]
pub struct SubmissionIn {
    pub attempt_id: i64,
    /// The highest number that an answer of the participant has; 0 if there is none.
    #[serde(default)]
    pub highest_seq: i64,
}

fn conflict(code: &'static str, id: &'static str, en: &'static str) -> Error {
    Error::new(Kind::Conflict, code, Message::new(id, en))
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Begins {
    starts_at: Timestamp,
}

/// The event has not begun.
pub(crate) fn not_yet(starts_at: Timestamp) -> Error {
    conflict("assessment.not_yet", "Ujian belum dimulai.", "The exam has not begun.").with_detail(&Begins { starts_at })
}

/// Too late to begin.
pub(crate) fn too_late() -> Error {
    conflict(
        "assessment.too_late",
        "Waktu untuk memulai ujian ini sudah lewat. Hubungi pengawas.",
        "It is too late to begin this exam. Ask a supervisor.",
    )
}

/// The event is over.
pub(crate) fn event_over() -> Error {
    conflict(
        "assessment.event_over",
        "Ujian ini sudah selesai.",
        "This exam is over.",
    )
}

/// Check in first.
pub(crate) fn check_in_first() -> Error {
    conflict(
        "assessment.check_in_first",
        "Lapor masuk terlebih dahulu (check-in), baru mulai.",
        "Check in first, then start.",
    )
}

/// There is nothing to be sat: no version of the package was published.
pub(crate) fn no_paper() -> Error {
    conflict(
        "assessment.no_paper",
        "Soal ujian ini belum diterbitkan. Hubungi pengawas.",
        "The questions of this exam are not published yet. Ask a supervisor.",
    )
}

/// The participant has no such attempt.
pub(crate) fn no_such_attempt() -> Error {
    not_found(ATTEMPT)
}

/// Nothing was started.
pub(crate) fn not_started() -> Error {
    conflict(
        "assessment.not_started",
        "Ujian belum dimulai oleh peserta.",
        "The exam was not started yet.",
    )
}

/// It ended: handed in, timed out or ended by a supervisor.
pub(crate) fn ended() -> Error {
    conflict(
        "assessment.attempt_ended",
        "Pengerjaan ini sudah berakhir; tidak ada lagi yang diterima.",
        "This attempt has ended; nothing more is accepted.",
    )
}

/// A supervisor has stopped the clock.
pub(crate) fn paused() -> Error {
    conflict(
        "assessment.paused",
        "Pengawas menghentikan ujian sementara. Tunggu sampai dilanjutkan.",
        "A supervisor has paused the exam. Wait until it goes on.",
    )
}

/// An earlier section is open, or was not opened.
pub(crate) fn section_order() -> Error {
    conflict(
        "assessment.section_order",
        "Bagian dikerjakan berurutan: tutup bagian yang terbuka terlebih dahulu.",
        "Sections are sat one after another: close the open one first.",
    )
}

/// The section is not open.
pub(crate) fn section_not_open() -> Error {
    conflict(
        "assessment.section_not_open",
        "Bagian ini sedang tidak terbuka.",
        "This section is not open.",
    )
}

/// Numbers of answers that the server has not seen.
#[derive(Debug, Clone, Copy, Serialize)]
pub(crate) struct Gap {
    pub(crate) from: i64,
    pub(crate) to: i64,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Missing<'g> {
    gaps: &'g [Gap],
    highest_seq: i64,
}

/// Answers are on their way that have not arrived.
pub(crate) fn answers_missing(highest_seen: i64, gaps: &[Gap]) -> Error {
    conflict(
        "assessment.answers_missing",
        "Masih ada jawaban yang belum sampai di server. Kirim dahulu, lalu kumpulkan.",
        "Some answers have not reached the server yet. Send them, then hand in.",
    )
    .with_detail(&Missing {
        gaps,
        highest_seq: highest_seen,
    })
}

/// Refuses to start for somebody who may not at this moment.
pub(crate) fn may_start(seat: &Seat, now: Timestamp) -> Result<(), Error> {
    match seat.status {
        Status::Ready => {}
        Status::Registered if now < seat.hard_deadline() => return Err(check_in_first()),
        Status::Registered | Status::Absent => return Err(event_over()),
        _ => return Err(ended()),
    }
    if now < seat.event.starts {
        return Err(not_yet(seat.event.starts));
    }
    if now >= seat.hard_deadline() {
        return Err(event_over());
    }
    // Whoever was given time by a supervisor may use it, also to come late.
    let extra = crate::exam::model::seconds(seat.extra_seconds);
    if now >= seat.event.entry_ends().plus(extra) {
        return Err(too_late());
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::exam::model::tests::{MINUTE, seat};

    #[test]
    fn somebody_starts_within_the_time_of_entry_and_after_checking_in() {
        let mut seat = seat();
        let code = |seat: &Seat, minute: i64| may_start(seat, Timestamp(minute * MINUTE)).map_err(|error| error.code());
        for (status, expected) in [
            (Status::Registered, Err("assessment.check_in_first")),
            (Status::Absent, Err("assessment.event_over")),
            (Status::Submitted, Err("assessment.attempt_ended")),
            (Status::Terminated, Err("assessment.attempt_ended")),
            (Status::Ready, Ok(())),
        ] {
            seat.status = status;
            assert_eq!(code(&seat, 1), expected, "{status:?}");
        }
        assert_eq!(code(&seat, -1), Err("assessment.not_yet"));
        assert_eq!(code(&seat, 15), Err("assessment.too_late"));
        assert_eq!(code(&seat, 100), Err("assessment.event_over"));
        seat.extra_seconds = 600;
        assert_eq!(code(&seat, 20), Ok(()));
    }
}
