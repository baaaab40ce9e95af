//! How the exam of one participant went, in a constant number of statements.

use std::{
    collections::{HashMap, HashSet},
    sync::Arc,
};

use platform::{Conn, Error, Timestamp};

use super::{
    model::{Happened, Happening, RecorderSpan, Searchable, StorySection},
    rules, store,
};
use crate::{
    Assessment, BASE,
    bank::version::service::{FrozenVersion, Versions},
    exam::{self, answers, model::Seat},
    failures::not_found,
    sitting::participant::service::PARTICIPANT,
    supervision::video::{self, service::VideoView},
};

/// Recordings of a participant that are shown, at most.
const RECORDINGS: i64 = 200;

/// A recording with what arrived of it.
#[derive(Debug, Clone)]
pub struct StoryRecording {
    pub video: VideoView,
    pub spans: Vec<RecorderSpan>,
    /// Where its last seconds are, if they can be shown.
    pub latest_url: Option<String>,
}

/// How somebody's exam went.
#[derive(Debug, Clone)]
pub struct StoryView {
    pub sections: Vec<StorySection>,
    /// Answers that were saved, by the minute in which they arrived.
    pub saves: Vec<(Timestamp, i64)>,
    /// In order.
    pub happened: Vec<Happened>,
    pub recordings: Vec<StoryRecording>,
}

/// Those that can be searched.
fn searchable(recordings: &[StoryRecording]) -> Vec<Searchable> {
    let final_ones = recordings
        .iter()
        .filter(|recording| recording.video.final_url.is_some());
    let spans = final_ones.filter_map(|recording| {
        Some(Searchable {
            video: recording.video.id,
            first_at: recording.spans.first()?.first_at,
            last_at: recording.spans.iter().map(|span| span.last_at).max()?,
        })
    });
    spans.collect()
}

/// How many questions of each section have an answer, by their numbers.
fn answered(seat: &Seat, version: &FrozenVersion, saved: &[answers::store::SavedRow]) -> HashMap<usize, usize> {
    let mut asked = version.asked_by(seat.attempt.as_ref().map_or(0, |attempt| attempt.seed));
    let has_answer = |row: &&answers::store::SavedRow| row.json.is_some() || row.audio_response.is_some();
    let questions: HashSet<i64> = saved.iter().filter(has_answer).map(|row| row.question).collect();
    let mut counts = HashMap::new();
    for (n, _) in questions.iter().filter_map(|question| asked.question(*question)) {
        *counts.entry(n).or_default() += 1;
    }
    counts
}

fn sections(seat: &Seat, version: &FrozenVersion, counts: &HashMap<usize, usize>) -> Vec<StorySection> {
    let numbered = version.sections.iter().zip(1..);
    let shown = numbered.map(|(section, n)| {
        let sat = seat.section(n);
        StorySection {
            n,
            title: section.title.clone(),
            answered: counts.get(&n).copied().unwrap_or(0),
            questions: section.question_count(),
            opened_at: sat.map(|sat| sat.opened_at),
            deadline: sat.map(|sat| sat.deadline),
            closed_at: sat.and_then(|sat| sat.closed_at),
        }
    });
    shown.collect()
}

/// Where the last seconds of a recording are: of one in `WebM` of which something arrived.
fn latest_url(video: &VideoView, has_pieces: bool) -> Option<String> {
    let place = video.raw_url.strip_prefix(BASE)?.strip_prefix("/video-proctor/raw/")?;
    let shown = has_pieces && video.media_type == video::service::VideoFormat::Webm.media_type();
    shown.then(|| format!("{BASE}/video-proctor/latest/{place}"))
}

async fn recordings(conn: &mut Conn<'_>, participant: i64) -> Result<Vec<StoryRecording>, Error> {
    let (videos, _) = video::store::of_participant(conn, participant, (RECORDINGS, 0)).await?;
    let mut spans = store::spans(conn, participant).await?;
    let shown = videos.into_iter().map(|row| {
        let video = VideoView::from(row);
        let spans = spans.remove(&video.id).unwrap_or_default();
        StoryRecording {
            latest_url: latest_url(&video, !spans.is_empty()),
            video,
            spans,
        }
    });
    Ok(shown.collect())
}

fn begun(recording: &StoryRecording) -> Happened {
    Happened {
        at: recording.video.created_at,
        what: Happening::RecordingBegan(recording.video.stream.clone()),
    }
}

async fn tell(conn: &mut Conn<'_>, versions: &Versions, event: i64, participant: i64) -> Result<StoryView, Error> {
    let told = store::participant(conn, participant).await?;
    let told = told.filter(|told| told.event == event);
    let told = told.ok_or_else(|| not_found(PARTICIPANT))?;
    let seat = exam::store::seat(conn, participant).await?;
    let seat = seat.ok_or_else(|| not_found(PARTICIPANT))?;
    let version = seat.attempt.as_ref().map_or(seat.event.version, |of| Some(of.version));
    let version: Option<Arc<FrozenVersion>> = match version {
        Some(id) => Some(versions.get(conn, id).await?),
        None => None,
    };
    let saved = answers::store::all(conn, participant).await?;
    let recordings = recordings(conn, participant).await?;
    let mut happened = store::sessions(conn, participant).await?;
    happened.extend(told.happened);
    let mut saves = Vec::new();
    if let Some(attempt) = told.attempt {
        happened.extend(store::sections(conn, attempt).await?);
        saves = store::saves(conn, attempt).await?;
    }
    happened.extend(recordings.iter().map(begun));
    happened.extend(store::interventions(conn, participant).await?);
    happened.extend(store::flags(conn, participant).await?);
    let version = version.as_deref();
    let counts = version
        .map(|version| answered(&seat, version, &saved))
        .unwrap_or_default();
    Ok(StoryView {
        sections: version
            .map(|version| sections(&seat, version, &counts))
            .unwrap_or_default(),
        saves,
        happened: rules::order(happened, &searchable(&recordings)),
        recordings,
    })
}

impl Assessment {
    /// How the exam of a participant of an event went until now.
    #[platform::boxed]
    pub async fn story(&self, event: i64, participant: i64) -> Result<StoryView, Error> {
        let versions = self.0.versions.clone();
        let find = async move |conn: &mut Conn<'_>| tell(conn, &versions, event, participant).await;
        self.0.db.read(find).await
    }
}
