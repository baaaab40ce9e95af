//! Who may fetch which section ahead of its time.
//!
//! Invariant: it is always the next one that this participant will open, of the version that it would be opened with now; what is
//! open is fetched as it is.

use platform::{Error, Kind, Message, Timestamp};

use crate::{
    exam::{
        model::Seat,
        run::rules::{check_in_first, ended, event_over},
    },
    sitting::model::Status,
};

/// The section is not one that is fetched ahead.
pub(crate) fn not_ahead() -> Error {
    Error::new(
        Kind::Conflict,
        "assessment.not_ahead",
        Message::new(
            "Hanya bagian berikutnya yang dapat diambil sebelum waktunya.",
            "Only the next section can be fetched ahead of its time.",
        ),
    )
}

/// A section ahead of its time.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Ahead {
    /// From 1; there may be none of this number.
    pub(crate) n: usize,
    /// What draws and orders it; `None` for whoever checked in before seeds were reserved.
    pub(crate) seed: Option<i64>,
}

/// The section that a seat may fetch ahead at a moment.
pub(crate) fn ahead(seat: &Seat, now: Timestamp) -> Result<Ahead, Error> {
    if seat.attempt.is_some() {
        let running = seat.running(now).ok_or_else(ended)?;
        return Ok(Ahead {
            n: seat.sections.len() + 1,
            seed: Some(running.seed),
        });
    }
    match seat.status {
        Status::Registered | Status::Ready if now >= seat.hard_deadline() => Err(event_over()),
        Status::Registered => Err(check_in_first()),
        Status::Ready => Ok(Ahead { n: 1, seed: seat.seed }),
        Status::Absent => Err(event_over()),
        _ => Err(ended()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::exam::model::{
        AttemptState,
        tests::{MINUTE, seat},
    };

    fn of(seat: &Seat, minute: i64) -> Result<(usize, Option<i64>), &'static str> {
        let found = ahead(seat, Timestamp(minute * MINUTE));
        found.map(|ahead| (ahead.n, ahead.seed)).map_err(|error| error.code())
    }

    #[test]
    fn whoever_sits_may_have_the_next_section_until_the_end() {
        let mut seat = seat();
        assert_eq!(of(&seat, 1), Ok((2, Some(7))));
        assert_eq!(of(&seat, 100), Err("assessment.attempt_ended"));
        for state in [AttemptState::Submitted, AttemptState::Terminated, AttemptState::Voided] {
            seat.attempt.as_mut().unwrap().state = state;
            assert_eq!(of(&seat, 1), Err("assessment.attempt_ended"), "{state:?}");
        }
    }

    #[test]
    fn whoever_waits_may_have_the_first_one_after_checking_in() {
        let mut seat = seat();
        (seat.attempt, seat.sections) = (None, Vec::new());
        for (status, expected) in [
            (Status::Registered, Err("assessment.check_in_first")),
            (Status::Ready, Ok((1, Some(7)))),
            (Status::Absent, Err("assessment.event_over")),
            (Status::Terminated, Err("assessment.attempt_ended")),
        ] {
            seat.status = status;
            assert_eq!(of(&seat, -30), expected, "{status:?}");
        }
        seat.status = Status::Ready;
        assert_eq!(of(&seat, 100), Err("assessment.event_over"));
        seat.seed = None;
        assert_eq!(of(&seat, -30), Ok((1, None)));
    }
}
