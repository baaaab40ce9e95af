//! A month of sittings, each on the day of its own clocks.

use std::collections::BTreeMap;

use askama::Template;
use assessment::{Days, EventView, Proctors, Requirement, SittingReaders};
use axum::extract::{RawQuery, State};
use chrono::{Datelike as _, Months, NaiveDate, NaiveTime};
use pages_kit::{Answer, Failed, Fields, Frame, Speech, numbers};
use platform::{Error, Timestamp};

use crate::{
    Committee,
    caller::Entered,
    events::Stage,
    frame::{Officer, address, around},
    moment::Zone,
    schedule::NEW,
};

/// Where the calendar is.
const PATH: &str = "/ujian/kalender";

#[derive(Template)]
#[template(path = "committee/calendar.html")]
struct Page<'a> {
    frame: Frame<'a>,
    officer: Officer<'a>,
    title: String,
    before: Option<String>,
    after: Option<String>,
    /// Where the month of today is, unless it is this one.
    today: Option<&'static str>,
    /// What the days of a week are called, short and in full.
    names: Vec<(String, String)>,
    weeks: Vec<Vec<Day>>,
    is_empty: bool,
    /// Where a sitting is planned, for those who may.
    plan: Option<&'static str>,
}

/// A day of a week that the month has a part of.
struct Day {
    number: u32,
    said: String,
    is_other_month: bool,
    is_today: bool,
    sittings: Vec<Sitting>,
}

struct Sitting {
    title: String,
    path: String,
    times: String,
    stage: Stage,
    is_rehearsal: bool,
}

/// The first day of a month that is asked for as `2026-12`; of the month of `today` otherwise.
fn first_of(asked: &str, today: NaiveDate) -> NaiveDate {
    let asked = NaiveDate::parse_from_str(&format!("{asked}-01"), "%Y-%m-%d").ok();
    let asked = asked.filter(|day| (2000..=2199).contains(&day.year()));
    asked.or_else(|| today.with_day(1)).unwrap_or(today)
}

/// The days of all weeks, from Monday on, that a month has a part of.
fn weeks(first: NaiveDate) -> Vec<Vec<NaiveDate>> {
    let begin = first.week(chrono::Weekday::Mon).first_day();
    let next = first.checked_add_months(Months::new(1)).unwrap_or(first);
    let days: Vec<NaiveDate> = begin.iter_days().take(42).collect();
    days.chunks(7)
        .filter(|week| week[0] < next)
        .map(<[NaiveDate]>::to_vec)
        .collect()
}

/// Where another month is, counted from one.
fn way(first: NaiveDate, is_later: bool) -> Option<String> {
    let other = if is_later {
        first.checked_add_months(Months::new(1))
    } else {
        first.checked_sub_months(Months::new(1))
    };
    let other = other.filter(|day| (2000..=2199).contains(&day.year()))?;
    Some(format!("{PATH}?bulan={}", other.format("%Y-%m")))
}

/// Noon of a day in UTC, which is that day wherever words are made of it.
fn noon(day: NaiveDate) -> Timestamp {
    Timestamp(day.and_time(NaiveTime::MIN).and_utc().timestamp_micros() + 43_200_000_000)
}

fn sitting(event: &EventView, now: Timestamp) -> Sitting {
    let zone = Zone::of(&event.time_zone);
    Sitting {
        title: event.title.clone(),
        path: address(event.id, ""),
        times: format!(
            "{}–{} {}",
            zone.time(event.starts_at),
            zone.time(event.ends_at),
            zone.abbreviation(event.starts_at)
        ),
        stage: Stage::of(event, now),
        is_rehearsal: event.rehearsal_of.is_some(),
    }
}

/// The days of a month with what is held on them.
fn filled(
    weeks: Vec<Vec<NaiveDate>>,
    (first, today): (NaiveDate, NaiveDate),
    events: &[EventView],
    (now, speech): (Timestamp, Speech<'_>),
) -> Vec<Vec<Day>> {
    let mut of_day: BTreeMap<&str, Vec<Sitting>> = BTreeMap::new();
    for event in events {
        of_day.entry(&event.date).or_default().push(sitting(event, now));
    }
    let mut day = |date: NaiveDate| Day {
        number: date.day(),
        said: speech.day(noon(date)),
        is_other_month: date.month() != first.month(),
        is_today: date == today,
        sittings: of_day.remove(date.to_string().as_str()).unwrap_or_default(),
    };
    weeks
        .into_iter()
        .map(|week| week.into_iter().map(&mut day).collect())
        .collect()
}

/// `GET /ujian/kalender`; `bulan`: a month as `2026-12`.
pub(crate) async fn show(
    State(committee): State<Committee>,
    entered: Entered<SittingReaders>,
    RawQuery(query): RawQuery,
) -> Result<Answer, Failed> {
    let Entered { visit, admin, .. } = entered;
    let shown = async {
        let (speech, now) = (visit.speech(), visit.ctx.now());
        let query = Fields::read(query.unwrap_or_default().as_bytes());
        let today = Zone::of("Asia/Jakarta").date(now);
        let first = first_of(query.get("bulan"), today);
        let weeks = weeks(first);
        let all: Vec<NaiveDate> = weeks.iter().flatten().copied().collect();
        let (from, to) = (all[0], all[all.len() - 1]);
        let events = committee.assessment().events_of_days(Days::new(from, to)?).await?;
        let names = weeks[0].iter().map(|day| numbers::weekday(speech.language, noon(*day)));
        let title = numbers::month(speech.language, noon(first));
        let (frame, officer) = around(&committee, &visit, &admin, speech.with("calendar-of", "month", &title)).await?;
        Answer::page(&Page {
            before: way(first, false),
            after: way(first, true),
            today: (Some(first) != today.with_day(1)).then_some(PATH),
            names: names.collect(),
            is_empty: events.is_empty(),
            weeks: filled(weeks, (first, today), &events, (now, speech)),
            plan: Proctors::met(admin.role).then_some(NEW),
            title,
            frame,
            officer,
        })
    };
    let shown: Result<Answer, Error> = shown.await;
    shown.map_err(Failed::at(&visit))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    #[test]
    fn a_month_is_shown_in_whole_weeks_from_monday_on() {
        let shown = |first| {
            let weeks = weeks(day(first));
            let last = weeks[weeks.len() - 1][6];
            (weeks[0][0].to_string(), last.to_string(), weeks.len())
        };
        assert_eq!(
            shown("2026-12-01"),
            ("2026-11-30".to_owned(), "2027-01-03".to_owned(), 5)
        );
        assert_eq!(
            shown("2027-02-01"),
            ("2027-02-01".to_owned(), "2027-02-28".to_owned(), 4)
        );
        assert_eq!(
            shown("2026-08-01"),
            ("2026-07-27".to_owned(), "2026-09-06".to_owned(), 6)
        );
    }

    #[test]
    fn what_is_no_month_is_the_one_of_today() {
        let today = day("2026-11-30");
        for (asked, first) in [
            ("2027-02", "2027-02-01"),
            ("", "2026-11-01"),
            ("1999-12", "2026-11-01"),
            ("x", "2026-11-01"),
        ] {
            assert_eq!(first_of(asked, today), day(first), "{asked}");
        }
        assert_eq!(
            way(day("2026-12-01"), true).as_deref(),
            Some("/ujian/kalender?bulan=2027-01")
        );
        assert_eq!(way(day("2199-12-01"), true), None);
    }
}
