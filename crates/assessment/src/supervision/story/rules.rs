//! What is made of what is stored: one row of moments, and where recordings show them.

use std::time::Duration;

use platform::Timestamp;

use super::model::{Happened, Happening, RecordedAt, Searchable};

/// How long a piece of a recording lasts, as the participants' page records: the first one arrives that long after it began.
const PIECE: Duration = Duration::from_secs(5);
/// How long before something a recording is shown.
const BEFORE: Duration = Duration::from_secs(3);

/// Where recordings that can be searched show a moment. Their recorders stand in them at the times at which they ran.
pub(super) fn recorded_at(recordings: &[Searchable], at: Timestamp) -> Vec<RecordedAt> {
    let places = recordings.iter().filter_map(|recording| {
        let begins = recording.first_at.minus(PIECE);
        let within = begins <= at && at <= recording.last_at;
        within.then(|| RecordedAt {
            video: recording.video,
            second: at.minus(BEFORE).since(begins).as_secs(),
        })
    });
    places.collect()
}

/// Puts everything in order; what happened at once stays as it was given.
pub(super) fn order(mut happened: Vec<Happened>, recordings: &[Searchable]) -> Vec<Happened> {
    for one in &mut happened {
        if let Happening::Flagged { recorded, .. } = &mut one.what {
            *recorded = recorded_at(recordings, one.at);
        }
    }
    happened.sort_by_key(|one| one.at);
    happened
}

#[cfg(test)]
mod tests {
    use super::*;

    fn second(number: i64) -> Timestamp {
        Timestamp(number * 1_000_000)
    }

    #[test]
    fn a_moment_is_shown_a_little_early_by_the_recordings_that_have_it() {
        let recording = |video, first, last| Searchable {
            video,
            first_at: second(first),
            last_at: second(last),
        };
        let all = [recording(1, 105, 200), recording(3, 305, 400)];
        let at = |moment| {
            let places = recorded_at(&all, second(moment)).into_iter();
            places.map(|place| (place.video, place.second)).collect::<Vec<_>>()
        };
        assert_eq!(at(150), [(1, 47)]);
        assert_eq!(at(101), [(1, 0)]);
        assert_eq!(at(99), []);
        assert_eq!(at(310), [(3, 7)]);
    }
}
