//! Two invented sittings: one that ended yesterday, with answers, scores and ratings, and one that runs today.

mod plan;
mod ratings;
mod video;

use bytes::Bytes;
use chrono::{DateTime, Days, Timelike as _, Utc};
use chrono_tz::Tz;
use futures_util::{StreamExt as _, TryStreamExt as _, stream};
use platform::{Conn, Error, Result, Timestamp, Tx, media::Received};

use self::plan::{Plan, Section, Sitting, finished, sitting_still};
use super::{
    AT_ONCE,
    answers::{Reply, Texts},
    people::Staff,
    tones,
};
use crate::{
    Admin, Assessment, GivenAnswer,
    attempt::{self, model::Speech},
    bank::section,
    marking::answer,
    sitting::{
        event::{self, rules::EventChange},
        intervention::rules::InterventionIn,
        model::{Intervention, Status},
        participant::{self, rules::Person},
    },
};

/// On whose clocks the sittings are.
const ZONE: Tz = Tz::Asia__Jakarta;
/// Voices of those who speak.
const VOICES: u64 = 6;
/// Seconds of speech.
const SPEECH: i64 = 5;
/// Of those who came today, how many sit, and how many more have checked in.
const SITTING: usize = 12;
const READY: usize = 3;

/// What a sitting left behind.
pub(super) struct Ended {
    pub(super) responses: usize,
    pub(super) ratings: usize,
}

/// Somebody who takes part.
#[derive(Debug, Clone, Copy)]
struct Candidate {
    /// From 0.
    number: usize,
    participant: i64,
    /// How often their answers are right, in per cent.
    skill: usize,
}

/// Fills in the sitting of yesterday, from nine to noon.
pub(super) async fn fill_ended(
    assessment: &Assessment,
    staff: &Staff,
    (package, people): (i64, &[i64]),
    texts: &Texts,
    step: &(dyn Fn() + Sync),
) -> Result<Ended> {
    let yesterday = clocks(assessment.now())?.date_naive() - Days::new(1);
    let change = EventChange {
        package_id: Some(package),
        title: Some("Seleksi Beasiswa Bahasa, Gelombang 1".to_owned()),
        description: Some("Ujian seleksi untuk pegawai yang akan belajar di luar negeri.".to_owned()),
        date: Some(yesterday.to_string()),
        start_time: Some("09:00:00".to_owned()),
        end_time: Some("12:00:00".to_owned()),
        prodik_id: Some(Some("BHS-1".to_owned())),
        record_video: Some(true),
        ..EventChange::default()
    };
    let sitting = held(assessment, &staff.proctor, change, package).await?;
    let candidates = candidates(assessment, &staff.proctor, sitting.event, people).await?;
    let voices = speak();
    let counts = stream::iter(&candidates).map(async |candidate| {
        let counted = sit(assessment, *candidate, finished(&sitting, *candidate, texts), &voices).await?;
        step();
        Ok::<_, Error>(counted)
    });
    let responses: Vec<usize> = counts.buffered(AT_ONCE).try_collect().await?;
    video::recorded(assessment, &candidates).await?;
    let ratings = ratings::give(assessment, staff, &candidates, texts).await?;
    ratings::correct(assessment, staff, package, &candidates).await?;
    Ok(Ended {
        responses: responses.iter().sum(),
        ratings,
    })
}

/// Fills in the sitting of today; answers how many answers are there.
pub(super) async fn running(
    assessment: &Assessment,
    staff: &Staff,
    (package, people): (i64, &[i64]),
    texts: &Texts,
    step: &(dyn Fn() + Sync),
) -> Result<usize> {
    let now = assessment.now();
    let clocks = clocks(now)?;
    let (start, end) = around(clocks.hour() * 60 + clocks.minute());
    let change = EventChange {
        package_id: Some(package),
        title: Some("Kuis Keselamatan, Angkatan Hari Ini".to_owned()),
        description: Some("Kuis wajib sebelum berangkat ke lapangan.".to_owned()),
        date: Some(clocks.date_naive().to_string()),
        start_time: Some(start),
        end_time: Some(end),
        entry_code: Some(Some("PELAMPUNG".to_owned())),
        record_video: Some(true),
        ..EventChange::default()
    };
    let sitting = held(assessment, &staff.proctor, change, package).await?;
    let candidates = candidates(assessment, &staff.proctor, sitting.event, people).await?;
    let voices = speak();
    let counts = stream::iter(&candidates).map(async |candidate| {
        let counted = match candidate.number {
            0..SITTING => {
                let plan = sitting_still(&sitting, *candidate, texts, now);
                sit(assessment, *candidate, plan, &voices).await?
            }
            number => {
                if number < SITTING + READY {
                    move_on(assessment, candidate.participant, Status::Ready).await?;
                }
                0
            }
        };
        step();
        Ok::<_, Error>(counted)
    });
    let counts: Vec<usize> = counts.buffered(AT_ONCE).try_collect().await?;
    supervise(assessment, &staff.proctor, sitting.event, &candidates).await?;
    video::running(assessment, &candidates).await?;
    Ok(counts.iter().sum())
}

/// A moment on the sittings' clocks.
fn clocks(now: Timestamp) -> Result<DateTime<Tz>> {
    let now = DateTime::<Utc>::from_timestamp_micros(now.0);
    let now = now.ok_or_else(|| Error::internal("the clock is out of range"))?;
    Ok(now.with_timezone(&ZONE))
}

/// Begin and end of a sitting that runs at this minute of the day; in the evening it reaches into the next day.
fn around(minute: u32) -> (String, String) {
    let time = |minute: u32| format!("{:02}:{:02}:00", minute / 60, minute % 60);
    let start = minute.saturating_sub(25) / 5 * 5;
    let end = (minute + 90) % (24 * 60);
    (time(start), time(end))
}

async fn held(assessment: &Assessment, by: &Admin, change: EventChange, package: i64) -> Result<Sitting> {
    let event = assessment.create_event(by, change, None, None).await?.id;
    let find = async move |conn: &mut Conn<'_>| {
        let row = event::store::by_id(conn, event).await?;
        let row = row.ok_or_else(|| Error::internal("a sitting was stored and is not there"))?;
        let asked = answer::store::questions(conn, package).await?;
        let mut sections: Vec<Section> = Vec::new();
        for question in asked {
            let detail = question.section_detail_id;
            if sections.last().is_none_or(|last| last.detail != detail) {
                let row = section::store::detail_by_id(conn, detail).await?;
                let duration = row.map_or(0, |row| row.duration);
                sections.push(Section {
                    detail,
                    duration,
                    asked: Vec::new(),
                });
            }
            if let Some(last) = sections.last_mut() {
                last.asked.push((question.id, question.question));
            }
        }
        Ok::<_, Error>(Sitting {
            event,
            package_version: row.package_version_id,
            starts: row.content.moments.starts,
            ends: row.content.moments.ends,
            sections,
        })
    };
    assessment.0.db.read(find).await
}

async fn candidates(assessment: &Assessment, by: &Admin, event: i64, people: &[i64]) -> Result<Vec<Candidate>> {
    let mut all = Vec::new();
    for (number, user) in people.iter().enumerate() {
        let added = assessment
            .create_participant(by, event, Person::User(*user), None)
            .await?;
        all.push(Candidate {
            number,
            participant: added.id,
            // Few are very poor or very good.
            skill: 35 + number * 37 % 41 + number * 13 % 20,
        });
    }
    Ok(all)
}

/// What is spoken.
fn speak() -> Vec<Bytes> {
    (0..VOICES)
        .map(|seed| Bytes::from(tones::speech(seed, SPEECH)))
        .collect()
}

/// Takes in what somebody speaks.
async fn record(assessment: &Assessment, wave: Bytes) -> Result<(Received, Speech)> {
    // A header, and 16 bytes for a millisecond.
    let duration_ms = i64::try_from(wave.len() / 16).map_err(Error::internal)?;
    let received = assessment.receive(stream::iter([Ok(wave)]), 1 << 20).await?;
    let speech = Speech {
        blob: received.hash.to_string(),
        media_type: "audio/wav",
        bytes: i64::try_from(received.len).map_err(Error::internal)?,
        duration_ms,
    };
    Ok((received, speech))
}

/// Moves somebody on who was registered.
async fn move_on(assessment: &Assessment, participant: i64, to: Status) -> Result<()> {
    let work = async move |tx: &mut Tx<'_>| {
        participant::store::intervene(tx, participant, Status::Registered, to, 0)
            .await
            .map(drop)
    };
    assessment.0.db.write(work).await
}

/// Carries out what somebody does at a sitting, and marks what was handed in; answers how many answers were given.
async fn sit(assessment: &Assessment, candidate: Candidate, plan: Plan, voices: &[Bytes]) -> Result<usize> {
    let is_over = plan.attempt.handed_in.is_some();
    let status = if is_over { Status::Submitted } else { Status::InSection };
    move_on(assessment, candidate.participant, status).await?;
    let (attempt, given) = keep_attempt(assessment, plan, &voices[candidate.number % voices.len()]).await?;
    let count = given.len();
    assessment.store_answers(attempt, given).await?;
    if is_over {
        assessment.mark_attempt(attempt).await?;
    }
    Ok(count)
}

/// Stores an attempt with its sections, and keeps what was spoken in it; answers its id and the answers.
async fn keep_attempt(assessment: &Assessment, plan: Plan, voice: &Bytes) -> Result<(i64, Vec<GivenAnswer>)> {
    let (received, speech) = record(assessment, voice.clone()).await?;
    let db = assessment.0.db.clone();
    let speaks = plan.replies.iter().any(|(_, reply)| matches!(reply, Reply::Spoke));
    let work = async move |tx: &mut Tx<'_>| {
        let attempt = attempt::record::store::insert(tx, &plan.attempt).await?;
        for sat in &plan.sat {
            attempt::record::store::insert_section(tx, attempt, *sat).await?;
        }
        let mut given = Vec::new();
        for (question_id, reply) in &plan.replies {
            let (mut answer, mut audio_response_id) = (serde_json::Value::Null, None);
            match reply {
                Reply::Said(said) => answer = said.clone(),
                Reply::Nothing => {}
                Reply::Spoke => {
                    let spoken = attempt::record::store::insert_speech(tx, attempt, *question_id, &speech).await?;
                    audio_response_id = Some(spoken);
                }
            }
            given.push(GivenAnswer {
                question_id: *question_id,
                answer,
                audio_response_id,
            });
        }
        Ok::<_, Error>((attempt, given))
    };
    let rows = async move { db.write(work).await };
    let arrived = if speaks { vec![received] } else { Vec::new() };
    assessment.0.files.keep_with(arrived, rows).await
}

/// What a supervisor has done so far.
async fn supervise(assessment: &Assessment, by: &Admin, event: i64, candidates: &[Candidate]) -> Result<()> {
    let asked = |kind, seconds, text: Option<&str>, reason: Option<&str>| InterventionIn {
        kind,
        seconds,
        text: text.map(str::to_owned),
        reason: reason.map(str::to_owned),
    };
    let done = [
        (
            1,
            asked(
                Intervention::Message,
                None,
                Some("Mohon hadapkan kamera ke wajah Anda."),
                None,
            ),
        ),
        (
            3,
            asked(Intervention::Extend, Some(300), None, Some("Komputer peserta diganti.")),
        ),
        (
            5,
            asked(Intervention::Pause, None, None, Some("Peserta merasa pusing.")),
        ),
    ];
    for (number, asked) in done {
        if let Some(candidate) = candidates.get(number) {
            assessment.intervene(by, candidate.participant, asked, None).await?;
        }
    }
    for candidate in candidates.iter().take(SITTING).filter(|one| one.number % 5 == 2) {
        let (participant, at) = (candidate.participant, assessment.now());
        let work = async move |tx: &mut Tx<'_>| {
            attempt::record::store::insert_flag(tx, participant, ("focus_lost", "14 s"), at).await
        };
        assessment.0.db.write(work).await?;
    }
    assessment.create_link(by, event, Some(25)).await.map(drop)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_running_sitting_reaches_into_the_next_day_in_the_evening() {
        assert_eq!(around(10 * 60), ("09:35:00".to_owned(), "11:30:00".to_owned()));
        assert_eq!(around(3), ("00:00:00".to_owned(), "01:33:00".to_owned()));
        assert_eq!(around(23 * 60 + 59), ("23:30:00".to_owned(), "01:29:00".to_owned()));
    }
}
