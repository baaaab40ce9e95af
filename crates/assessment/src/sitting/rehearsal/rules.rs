//! What a rehearsal is like.

use chrono::{DateTime, NaiveTime, TimeDelta, Timelike as _};
use chrono_tz::Tz;
use platform::{Error, Kind, Message, Rule, Timestamp, text::Check};
use serde::Deserialize;

use crate::sitting::{
    model::EventContent,
    schedule::rules::{LONGEST_GRACE, Schedule},
};

/// Most people who are made up.
const MOST: i64 = 50;
/// How many, where nothing is said.
const USUAL: i64 = 5;
/// Least and most minutes that it lasts.
const MINUTES: (i64, i64) = (10, 480);
/// Characters that are kept of the title of the sitting that is rehearsed.
const TITLE: usize = 180;

/// A rehearsal that is wanted.
#[derive(Debug, Default, Deserialize, schemars::JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct RehearsalIn {
    /// How many people are made up: 1 to 50; 5 unless it is said.
    #[serde(default)]
    pub participants: Option<i64>,
    /// How many minutes it lasts from now on: 10 to 480; as long as the sitting unless it is said.
    #[serde(default)]
    pub minutes: Option<i64>,
}

/// A rehearsal that was found good.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Wanted {
    pub(crate) participants: i64,
    minutes: Option<i64>,
}

impl RehearsalIn {
    pub(crate) fn judge(&self) -> Result<Wanted, Error> {
        let mut check = Check::new();
        let mut within = |field, given: Option<i64>, (least, most): (i64, i64)| {
            if given.is_some_and(|given| !(least..=most).contains(&given)) {
                let said = Message::new(
                    format!("harus {least} sampai {most}"),
                    format!("must be {least} to {most}"),
                );
                check.note(field, Rule::Other(said));
            }
        };
        within("participants", self.participants, (1, MOST));
        within("minutes", self.minutes, MINUTES);
        check.finish()?;
        Ok(Wanted {
            participants: self.participants.unwrap_or(USUAL),
            minutes: self.minutes,
        })
    }
}

/// Nothing was published that could be sat.
pub(crate) fn nothing_to_sit() -> Error {
    Error::new(
        Kind::Conflict,
        "assessment.rehearsal.unpublished",
        Message::new(
            "Paket soal ujian ini belum diterbitkan: terbitkan dahulu, lalu gladi.",
            "The package of this event is not published: publish it first, then rehearse.",
        ),
    )
}

/// A rehearsal is not rehearsed.
pub(crate) fn is_rehearsal() -> Error {
    Error::new(
        Kind::Conflict,
        "assessment.rehearsal.of_rehearsal",
        Message::new(
            "Ini sudah gladi: gladi diadakan dari ujiannya.",
            "This is a rehearsal already: rehearse the event that it is of.",
        ),
    )
}

/// A sitting in earnest is not removed as if it were a rehearsal.
pub(crate) fn is_in_earnest() -> Error {
    Error::new(
        Kind::Conflict,
        "assessment.rehearsal.in_earnest",
        Message::new(
            "Ini ujian sungguhan, bukan gladi: tidak dihapus bersama peserta dan jawabannya.",
            "This event is in earnest and no rehearsal: it is not removed with its participants and answers.",
        ),
    )
}

/// The sitting that rehearses another one: the same, but from this minute on and without a code.
pub(crate) fn rehearsed(event: &EventContent, wanted: Wanted, now: Timestamp) -> Result<EventContent, Error> {
    let zone: Tz = event.time_zone.parse().map_err(Error::internal)?;
    let lasts = event.moments.ends.since(event.moments.starts).as_secs() / 60;
    let lasts = i64::try_from(lasts).unwrap_or(MINUTES.1).clamp(MINUTES.0, MINUTES.1);
    let now = DateTime::from_timestamp_micros(now.0).ok_or_else(|| Error::internal("now is no time"))?;
    let starts = now.with_timezone(&zone);
    let ends = starts + TimeDelta::minutes(wanted.minutes.unwrap_or(lasts));
    let schedule = Schedule {
        date: starts.date_naive(),
        starts: whole_minute(starts.time()),
        ends: whole_minute(ends.time()),
        zone,
    };
    let title: String = event.title.chars().take(TITLE).collect();
    Ok(EventContent {
        title: format!("Gladi: {title}"),
        date: schedule.date.to_string(),
        start_time: schedule.starts.to_string(),
        end_time: schedule.ends.to_string(),
        moments: schedule.window()?,
        prodik_id: None,
        entry_code_hash: None,
        late_entry_seconds: LONGEST_GRACE,
        ..event.clone()
    })
}

/// The minute that a time is in.
fn whole_minute(time: NaiveTime) -> NaiveTime {
    time.with_second(0)
        .and_then(|time| time.with_nanosecond(0))
        .unwrap_or(time)
}
