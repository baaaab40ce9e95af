//! What is made of what is stored: one row of moments, and where recordings show them.

use std::time::Duration;

use platform::Timestamp;

use super::model::{Happened, Happening, RecordedAt, StoryRecording};

/// How long a piece of a recording lasts, as the participants' page records: the first one arrives that long after it began.
const PIECE: Duration = Duration::from_secs(5);
/// How long before something a recording is shown.
const BEFORE: Duration = Duration::from_secs(3);

/// When a recording begins, and until when something of it arrived.
fn span(recording: &StoryRecording) -> Option<(Timestamp, Timestamp)> {
    let first = recording.spans.first()?.first_at.minus(PIECE);
    let last = recording.spans.iter().map(|span| span.last_at).max()?;
    Some((first, last))
}

/// Where recordings that can be searched show a moment. Their recorders stand in them at the times at which they ran.
pub(super) fn recorded_at(recordings: &[StoryRecording], at: Timestamp) -> Vec<RecordedAt> {
    let shows = recordings.iter().filter(|recording| recording.video.final_url.is_some());
    let places = shows.filter_map(|recording| {
        let (first, last) = span(recording)?;
        let within = first <= at && at <= last;
        within.then(|| RecordedAt {
            video: recording.video.id,
            second: at.minus(BEFORE).since(first).as_secs(),
        })
    });
    places.collect()
}

/// Puts everything in order; what happened at once stays as it was given.
pub(super) fn order(mut happened: Vec<Happened>, recordings: &[StoryRecording]) -> Vec<Happened> {
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
    use crate::supervision::{story::model::RecorderSpan, video::service::VideoView};

    fn second(number: i64) -> Timestamp {
        Timestamp(number * 1_000_000)
    }

    fn recording(id: i64, final_url: Option<&str>, (first, last): (i64, i64)) -> StoryRecording {
        StoryRecording {
            video: VideoView {
                id,
                filename: String::new(),
                participant_id: 1,
                event_id: 1,
                directory: String::new(),
                stream: "camera".into(),
                status: "final".into(),
                media_type: "video/webm".into(),
                bytes: 1,
                final_bytes: None,
                duration_ms: None,
                raw_url: String::new(),
                final_url: final_url.map(str::to_owned),
                created_at: second(0),
                updated_at: second(0),
            },
            spans: vec![RecorderSpan {
                number: 0,
                pieces: 1,
                missing: 0,
                first_at: second(first),
                last_at: second(last),
            }],
            latest_url: None,
        }
    }

    #[test]
    fn a_moment_is_shown_a_little_early_by_the_recordings_that_have_it_and_can_be_searched() {
        let all = [
            recording(1, Some("/a"), (105, 200)),
            recording(2, None, (105, 200)),
            recording(3, Some("/c"), (305, 400)),
        ];
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
