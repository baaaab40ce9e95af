//! How busy the server was in the last hours, as drawings.

use askama::Template;
use axum::extract::State;
use pages_kit::{Answer, Failed, Frame, Speech, Visit, chart::Chart};

use crate::{
    Desk, address,
    place::Sample,
    rooms::{Room, rooms},
};

/// Points of a drawing.
const POINTS: usize = 24;

#[derive(Template)]
#[template(path = "manage/figures.html")]
struct Page<'a> {
    frame: Frame<'a>,
    style: &'a str,
    rooms: Vec<Room>,
    /// Minutes that are known.
    known: String,
    charts: Vec<Chart>,
}

/// What happened within some minutes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Stretch {
    last: Sample,
    minutes: u64,
}

/// The samples in at most [`POINTS`] stretches, all as long as the others but for the first.
fn stretches(samples: &[Sample]) -> Vec<Stretch> {
    let each = samples.len().div_ceil(POINTS).max(1);
    let sum = |part: &[Sample]| {
        let last = *part.last()?;
        let sum = part.iter().fold(
            Sample {
                answers: 0,
                failures: 0,
                micros: 0,
                queued: 0,
                ..last
            },
            |sum, one| Sample {
                answers: sum.answers + one.answers,
                failures: sum.failures + one.failures,
                micros: sum.micros + one.micros,
                queued: sum.queued.max(one.queued),
                ..sum
            },
        );
        Some(Stretch {
            last: sum,
            minutes: part.len() as u64,
        })
    };
    let mut all: Vec<_> = samples.rchunks(each).filter_map(sum).collect();
    all.reverse();
    all
}

/// `13:05`, in UTC.
fn time_of_day(sample: &Sample) -> String {
    let minutes = sample.at.seconds().div_euclid(60).rem_euclid(24 * 60);
    format!("{:02}:{:02}", minutes / 60, minutes % 60)
}

fn chart(title: &str, stretches: &[Stretch], speech: Speech<'_>, of: fn(&Stretch) -> u64) -> Chart {
    let point = |stretch: &Stretch| {
        let number = of(stretch);
        let said = speech.number(i64::try_from(number).unwrap_or(i64::MAX));
        (time_of_day(&stretch.last), said, number)
    };
    let numbers: Vec<_> = stretches.iter().map(point).collect();
    let most = numbers.iter().map(|(.., number)| *number).max().unwrap_or_default();
    let most = speech.number(i64::try_from(most).unwrap_or(i64::MAX));
    Chart::line(speech.with(title, "most", most), numbers)
}

/// `GET /admin/grafik`
pub(crate) async fn show(State(desk): State<Desk>, visit: Visit) -> Result<Answer, Failed> {
    visit.administrator()?;
    let (speech, samples) = (visit.speech(), desk.place().samples());
    let stretches = stretches(&samples);
    let charts = if stretches.is_empty() {
        Vec::new()
    } else {
        vec![
            chart("manage-chart-answers", &stretches, speech, |one| {
                one.last.answers / one.minutes.max(1)
            }),
            chart("manage-chart-failures", &stretches, speech, |one| one.last.failures),
            chart("manage-chart-millis", &stretches, speech, |one| {
                (one.last.micros / 1_000)
                    .checked_div(one.last.answers)
                    .unwrap_or_default()
            }),
            chart("manage-chart-queued", &stretches, speech, |one| one.last.queued),
        ]
    };
    let minutes = i64::try_from(samples.len()).unwrap_or(i64::MAX);
    let page = Page {
        frame: Frame::of(&visit, speech.say("manage-room-figures")),
        style: desk.style(),
        rooms: rooms(&desk, &visit, address::FIGURES),
        known: speech.with("manage-known", "count", minutes),
        charts,
    };
    Answer::page(&page).map_err(Failed::at(&visit))
}

#[cfg(test)]
mod tests {
    use platform::Timestamp;

    use super::*;

    fn sample(minute: i64, answers: u64) -> Sample {
        Sample {
            at: Timestamp(minute * 60_000_000),
            answers,
            failures: 1,
            micros: 10,
            queued: answers,
        }
    }

    #[test]
    fn many_minutes_become_few_stretches_that_lose_nothing() {
        assert!(stretches(&[]).is_empty());
        let samples: Vec<_> = (0..100).map(|minute| sample(minute, 2)).collect();
        let all = stretches(&samples);
        assert!(all.len() <= POINTS, "{}", all.len());
        let sum = all.iter().map(|one| one.last.answers).sum::<u64>();
        assert_eq!((sum, all.iter().map(|one| one.minutes).sum::<u64>()), (200, 100));
        assert_eq!(all.last().unwrap().last.at, samples[99].at);
        assert_eq!(all[3].last.queued, 2, "what waits is not added up");
    }
}
