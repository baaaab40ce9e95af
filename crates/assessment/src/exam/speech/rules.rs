//! When somebody may speak, and how often.
//!
//! Invariant: one take counts; another may follow only where none before it was completed, and none is taken of a question
//! whose section is not open. What was begun in time may arrive as long as answers may come late.

use platform::{Error, Kind, Message, Rule, Timestamp};
use recordings::audio::speech::{LARGEST, SpeechKind};
use serde::Serialize;

use super::model::{SpeechState, Take};
use crate::exam::{
    model::{AttemptState, Seat, seconds},
    recording::rules::other_type,
    run::rules::{ended, section_not_open},
};

/// Most pieces of a spoken answer.
pub(crate) const MOST_PIECES: i64 = 20_000;
/// Most takes of a question: each begins the preparation anew.
const MOST_TAKES: i64 = 5;
/// Most missing pieces that are named.
const NAMED: usize = 1000;

fn conflict(code: &'static str, id: &'static str, en: &'static str) -> Error {
    Error::new(Kind::Conflict, code, Message::new(id, en))
}

/// The question was answered, or as many takes were begun as there may be.
pub(crate) fn take_used() -> Error {
    conflict(
        "assessment.take_used",
        "Soal ini sudah dijawab dengan suara dan tidak dapat direkam ulang.",
        "This question was answered by voice and cannot be recorded again.",
    )
}

/// Another take followed, or what was sent could not be read.
pub(crate) fn take_ended() -> Error {
    conflict(
        "assessment.take_ended",
        "Rekaman suara ini sudah berakhir.",
        "This spoken answer has ended.",
    )
}

/// A piece has arrived with other content.
pub(crate) fn other_chunk() -> Error {
    conflict(
        "assessment.other_chunk",
        "Potongan rekaman ini sudah diterima dengan isi lain.",
        "This piece of the recording has arrived with other content.",
    )
}

#[derive(Serialize)]
struct Missing<'m> {
    missing: &'m [i64],
}

/// Pieces have not arrived.
pub(crate) fn chunks_missing(missing: &[i64]) -> Error {
    conflict(
        "assessment.chunks_missing",
        "Masih ada potongan rekaman yang belum sampai di server. Kirim dahulu, lalu selesaikan.",
        "Some pieces of the recording have not reached the server yet. Send them, then complete it.",
    )
    .with_detail(&Missing {
        missing: &missing[..missing.len().min(NAMED)],
    })
}

/// All pieces together are larger than a spoken answer may be.
pub(crate) fn too_large() -> Error {
    let most = LARGEST >> 20;
    Error::new(
        Kind::TooLarge,
        "assessment.speech_too_large",
        Message::new(
            format!("Jawaban lisan ini terlalu besar (maksimal {most} MiB)."),
            format!("The spoken answer is too large (at most {most} MiB)."),
        ),
    )
}

/// The kind that a recorder says that it writes.
pub(crate) fn kind_of(mime_type: &str) -> Result<SpeechKind, Error> {
    SpeechKind::of_type(mime_type).ok_or_else(|| other_type("audio/webm, audio/mp4, audio/wav"))
}

/// What becomes of a wish to begin a take.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Beginning {
    /// It was begun already, and goes on.
    GoesOn(i64),
    /// It is a new one; those before it end.
    New,
}

/// Whether a take may begin after those of the question that there are.
pub(crate) fn may_begin(takes: &[Take], take: i64) -> Result<Beginning, Error> {
    if let Some(there) = takes.iter().find(|there| there.number == take) {
        return match there.state {
            SpeechState::Recording => Ok(Beginning::GoesOn(there.id)),
            SpeechState::Complete => Err(take_used()),
            SpeechState::Failed => Err(take_ended()),
        };
    }
    if takes.iter().any(|there| there.state == SpeechState::Complete) || take > MOST_TAKES {
        return Err(take_used());
    }
    let next = takes.iter().map(|there| there.number).max().unwrap_or(0) + 1;
    if take == next {
        return Ok(Beginning::New);
    }
    Err(Error::invalid_field(
        "take",
        Rule::OutOfRange("1".into(), next.to_string()),
    ))
}

/// Whether what was begun in section `n` may still arrive: `true` if it comes late.
pub(crate) fn may_arrive(seat: &Seat, n: usize, now: Timestamp) -> Result<bool, Error> {
    let section = seat.section(n).ok_or_else(section_not_open)?;
    match seat.attempt.as_ref().map(|attempt| attempt.state) {
        Some(AttemptState::Suspended) => return Ok(false),
        Some(AttemptState::InSection) => {}
        Some(AttemptState::Submitted) if seat.timed_out() => {}
        _ => return Err(ended()),
    }
    let (end, event) = (section.end(), &seat.event);
    if now > end.plus(seconds(event.offline_grace_seconds.max(event.grace_seconds))) {
        return Err(section_not_open());
    }
    Ok(now > end.plus(seconds(event.grace_seconds)))
}

/// The places of pieces that are missing, of so many; refused if there are more.
pub(crate) fn missing(held: &[i64], count: i64) -> Result<Vec<i64>, Error> {
    if !(1..=MOST_PIECES).contains(&count) || held.iter().any(|seq| *seq >= count) {
        let least = held.iter().max().map_or(1, |last| last + 1);
        return Err(Error::invalid_field(
            "chunks",
            Rule::OutOfRange(least.to_string(), MOST_PIECES.to_string()),
        ));
    }
    // Both are in order.
    let mut held = held.iter().peekable();
    Ok((0..count)
        .filter(|seq| held.next_if(|there| *there == seq).is_none())
        .collect())
}

/// Refuses a place that no piece has.
pub(crate) fn check_place(seq: i64) -> Result<(), Error> {
    if (0..MOST_PIECES).contains(&seq) {
        return Ok(());
    }
    let most = (MOST_PIECES - 1).to_string();
    Err(Error::invalid_field("seq", Rule::OutOfRange("0".into(), most)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::exam::model::tests::{MINUTE, seat};

    fn take(take: i64, state: SpeechState) -> Take {
        Take {
            id: 10 + take,
            attempt: 1,
            question: 1,
            number: take,
            media_type: "audio/webm".into(),
            duration_ms: 0,
            state,
            started_at: Timestamp(0),
        }
    }

    #[test]
    fn another_take_follows_only_where_none_was_completed() {
        use SpeechState::{Complete, Failed, Recording};
        let began = |takes: &[(i64, SpeechState)], wanted| {
            let takes: Vec<Take> = takes.iter().map(|(no, state)| take(*no, *state)).collect();
            may_begin(&takes, wanted).map_err(|error| error.code())
        };
        assert_eq!(began(&[], 1), Ok(Beginning::New));
        assert_eq!(began(&[(1, Recording)], 1), Ok(Beginning::GoesOn(11)));
        assert_eq!(began(&[(1, Recording)], 2), Ok(Beginning::New));
        assert_eq!(began(&[(1, Failed)], 2), Ok(Beginning::New));
        assert_eq!(began(&[(1, Failed)], 1), Err("assessment.take_ended"));
        assert_eq!(began(&[(1, Complete)], 1), Err("assessment.take_used"));
        assert_eq!(began(&[(1, Complete)], 2), Err("assessment.take_used"));
        for wrong in [2, 0, -1] {
            assert!(began(&[], wrong).is_err(), "{wrong}");
        }
        let failed: Vec<_> = (1..=5).map(|no| (no, Failed)).collect();
        assert_eq!(began(&failed, 6), Err("assessment.take_used"));
    }

    #[test]
    fn what_was_begun_in_time_arrives_as_long_as_answers_come_late() {
        let mut seat = seat();
        let at =
            |seat: &Seat, minute: i64| may_arrive(seat, 1, Timestamp(minute * MINUTE)).map_err(|error| error.code());
        assert_eq!(at(&seat, 29), Ok(false));
        assert_eq!(at(&seat, 31), Ok(true));
        assert_eq!(at(&seat, 36), Err("assessment.section_not_open"));
        // Whoever closed the section has stopped speaking before.
        seat.sections[0].closed_at = Some(Timestamp(10 * MINUTE));
        assert_eq!(at(&seat, 14), Ok(true));
        assert_eq!(at(&seat, 16), Err("assessment.section_not_open"));
        let attempt = seat.attempt.as_mut().unwrap();
        attempt.state = AttemptState::Submitted;
        attempt.submit_reason = Some("timeout".into());
        assert_eq!(at(&seat, 14), Ok(true));
        seat.attempt.as_mut().unwrap().submit_reason = Some("participant".into());
        assert_eq!(at(&seat, 14), Err("assessment.attempt_ended"));
        assert!(may_arrive(&seat, 2, Timestamp(0)).is_err());
    }

    #[test]
    fn missing_pieces_are_named() {
        assert_eq!(missing(&[0, 2, 5], 7).unwrap(), [1, 3, 4, 6]);
        assert_eq!(missing(&[0, 1], 2).unwrap(), [0_i64; 0]);
        assert!(missing(&[0, 1, 2], 2).is_err());
        assert!(missing(&[], 0).is_err());
        assert!(missing(&[], MOST_PIECES + 1).is_err());
    }
}
