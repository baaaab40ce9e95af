//! When a sitting takes place: a day and two times on the clocks of a place, turned once into moments.
//!
//! Invariant: a sitting ends after it starts, on the same clocks: on the same day or, if its end is earlier on them than its
//! beginning, on the next one. Moments are computed when it is planned and stored; nothing later asks a time zone again, so
//! new rules about summer time never move a sitting that was planned.

use chrono::{
    DateTime, Datelike as _, Days, LocalResult, NaiveDate, NaiveDateTime, NaiveTime, TimeZone as _, Timelike as _, Utc,
};
use chrono_tz::{TZ_VARIANTS, Tz};
use platform::{Error, Message, Rule, Timestamp, text::Check};

use crate::sitting::model::Moments;

/// Where no time zone is named.
pub(crate) const DEFAULT_ZONE: Tz = Tz::Asia__Jakarta;
/// What Indonesians call their three zones.
const ZONES: [(&str, Tz); 3] = [
    ("WIB", Tz::Asia__Jakarta),
    ("WITA", Tz::Asia__Makassar),
    ("WIT", Tz::Asia__Jayapura),
];
/// Years in which sittings can be.
const YEARS: std::ops::RangeInclusive<i32> = 2000..=2199;

/// Longest late entry and longest grace, in seconds.
pub(crate) const LONGEST_GRACE: i64 = 24 * 60 * 60;

/// When a sitting is, as people say it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Schedule {
    pub(crate) date: NaiveDate,
    pub(crate) starts: NaiveTime,
    /// Earlier than `starts`: on the next day.
    pub(crate) ends: NaiveTime,
    pub(crate) zone: Tz,
}

/// How far a sitting is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Phase {
    /// It has not begun.
    Upcoming,
    /// It has begun and is not over.
    Running,
    /// It is over.
    Ended,
}

impl Moments {
    /// How far it is at a moment.
    pub(crate) fn phase(self, now: Timestamp) -> Phase {
        if now < self.starts {
            Phase::Upcoming
        } else if now < self.ends {
            Phase::Running
        } else {
            Phase::Ended
        }
    }

    /// Whether it may become `new` at a moment: freely until it begins, afterwards only its end, to a later one that is
    /// still ahead. Those who sit in it were told when it ends.
    pub(crate) fn may_become(self, new: Self, now: Timestamp) -> bool {
        match self.phase(now) {
            Phase::Upcoming => true,
            Phase::Running | Phase::Ended => {
                new == self || (new.starts == self.starts && new.ends > self.ends && new.ends > now)
            }
        }
    }
}

impl Schedule {
    /// The moments, unless a time does not exist on that day's clocks. A time that the clocks show twice counts in favour of
    /// those who sit in it: the earlier start, the later end.
    pub(crate) fn window(self) -> Result<Moments, Error> {
        let mut check = Check::new();
        if self.ends == self.starts {
            check.note(
                "endTime",
                said("tidak boleh sama dengan startTime", "must not be the same as startTime"),
            );
        }
        let next = self.next_day();
        let last = if self.ends < self.starts { next } else { self.date };
        let starts = self.moment(
            &mut check,
            "startTime",
            self.date.and_time(self.starts),
            LocalResult::earliest,
        );
        let ends = self.moment(&mut check, "endTime", last.and_time(self.ends), LocalResult::latest);
        check.finish()?;
        Ok(Moments {
            starts: stamp(starts),
            ends: stamp(ends),
            day_starts: stamp(self.midnight(self.date)),
            day_ends: stamp(self.midnight(next)),
        })
    }

    fn next_day(self) -> NaiveDate {
        self.date.checked_add_days(Days::new(1)).unwrap_or(self.date)
    }

    fn moment(
        self,
        check: &mut Check,
        field: &str,
        local: NaiveDateTime,
        choose: fn(LocalResult<DateTime<Tz>>) -> Option<DateTime<Tz>>,
    ) -> DateTime<Utc> {
        if let Some(at) = choose(self.zone.from_local_datetime(&local)) {
            return at.to_utc();
        }
        check.note(
            field,
            said(
                "tidak ada pada hari itu, karena jam dimajukan",
                "does not exist on that day, since the clocks go forward",
            ),
        );
        local.and_utc()
    }

    /// The first moment of a day. Some zones go forward at midnight, so that their day begins an hour later.
    fn midnight(self, date: NaiveDate) -> DateTime<Utc> {
        let local = date.and_time(NaiveTime::MIN);
        let later = |hours: i64| self.zone.from_local_datetime(&plus(local, hours)).earliest();
        (0..=3)
            .find_map(later)
            .map_or_else(|| local.and_utc(), |at| at.to_utc())
    }
}

fn plus(local: NaiveDateTime, hours: i64) -> NaiveDateTime {
    local + chrono::TimeDelta::hours(hours)
}

fn stamp(at: DateTime<Utc>) -> Timestamp {
    Timestamp(at.timestamp_micros())
}

fn said(id: &'static str, en: &'static str) -> Rule {
    Rule::Other(Message::new(id, en))
}

/// A day such as `2023-07-12`.
pub(crate) fn date(check: &mut Check, field: &str, text: &str) -> NaiveDate {
    let text = text.trim();
    let read = NaiveDate::parse_from_str(text, "%Y-%m-%d").ok();
    // The parser takes signs and single digits, too.
    if let Some(date) = read.filter(|date| date.to_string() == text && YEARS.contains(&date.year())) {
        return date;
    }
    check.note(
        field,
        said(
            "harus berupa tanggal seperti 2023-07-12",
            "must be a date such as 2023-07-12",
        ),
    );
    NaiveDate::default()
}

/// A time such as `10:00:00` or `10:00`.
pub(crate) fn time(check: &mut Check, field: &str, text: &str) -> NaiveTime {
    let text = text.trim();
    let read = match text.len() {
        8 => NaiveTime::parse_from_str(text, "%H:%M:%S").ok(),
        5 => NaiveTime::parse_from_str(text, "%H:%M").ok(),
        _ => None,
    };
    // The parser takes a leap second, which has no place in a plan.
    if let Some(time) = read.filter(|time| time.nanosecond() == 0) {
        return time;
    }
    check.note(
        field,
        said("harus berupa waktu seperti 10:00:00", "must be a time such as 10:00:00"),
    );
    NaiveTime::MIN
}

/// A time zone by its IANA name, without case, or `WIB`, `WITA`, `WIT`.
pub(crate) fn zone(check: &mut Check, field: &str, name: &str) -> Tz {
    let name = name.trim();
    let own = ZONES.iter().find(|(short, _)| short.eq_ignore_ascii_case(name));
    let known = || TZ_VARIANTS.iter().find(|zone| zone.name().eq_ignore_ascii_case(name));
    if let Some(zone) = own.map(|(_, zone)| zone).or_else(known) {
        return *zone;
    }
    check.note(
        field,
        said(
            "harus berupa zona waktu IANA seperti Asia/Jakarta, atau WIB, WITA, WIT",
            "must be an IANA time zone such as Asia/Jakarta, or WIB, WITA, WIT",
        ),
    );
    DEFAULT_ZONE
}

/// Seconds of late entry or grace.
pub(crate) fn seconds(check: &mut Check, field: &str, given: i64) -> i64 {
    if !(0..=LONGEST_GRACE).contains(&given) {
        check.note(field, Rule::OutOfRange("0".into(), LONGEST_GRACE.to_string()));
    }
    given
}

#[cfg(test)]
mod tests {
    use super::*;

    fn schedule(day: &str, from: &str, to: &str, place: &str) -> Result<Schedule, Error> {
        let mut check = Check::new();
        let schedule = Schedule {
            date: date(&mut check, "date", day),
            starts: time(&mut check, "startTime", from),
            ends: time(&mut check, "endTime", to),
            zone: zone(&mut check, "timeZone", place),
        };
        check.finish().map(|()| schedule)
    }

    fn window(day: &str, from: &str, to: &str, place: &str) -> Result<Moments, Error> {
        schedule(day, from, to, place)?.window()
    }

    fn wrong(result: Result<Moments, Error>) -> Vec<String> {
        let error = result.unwrap_err();
        error.fields().iter().map(|field| field.path.clone()).collect()
    }

    #[test]
    fn a_sitting_in_each_of_the_three_zones_starts_an_hour_apart() {
        let starts = |place| {
            window("2023-07-12", "10:00:00", "12:00", place)
                .unwrap()
                .starts
                .to_string()
        };
        assert_eq!(starts("WIB"), "2023-07-12T03:00:00.000Z");
        assert_eq!(starts("asia/jakarta"), "2023-07-12T03:00:00.000Z");
        assert_eq!(starts("wita"), "2023-07-12T02:00:00.000Z");
        assert_eq!(starts("WIT"), "2023-07-12T01:00:00.000Z");
    }

    #[test]
    fn what_is_no_date_no_time_and_no_zone_is_named_together() {
        let error = schedule("2023-02-30", "24:00:00", "9:00", "Mars/Olympus").unwrap_err();
        let fields: Vec<_> = error.fields().iter().map(|field| field.path.as_str()).collect();
        assert_eq!(fields, ["date", "startTime", "endTime", "timeZone"]);
        for day in ["12-07-2023", "2023-7-12", "+2023-07-1", "1999-12-31", "2200-01-01", ""] {
            assert!(schedule(day, "10:00", "11:00", "WIB").is_err(), "{day}");
        }
        for at in ["10", "10:60", "10:00:60", "10:00:00Z", "10.00.00", "١٠:٠٠"] {
            assert!(schedule("2023-07-12", at, "23:00", "WIB").is_err(), "{at}");
        }
    }

    #[test]
    fn a_sitting_does_not_end_when_it_starts() {
        assert_eq!(wrong(window("2023-07-12", "10:00", "10:00:00", "WIB")), ["endTime"]);
    }

    /// When it ends, and how long it lasts in minutes.
    fn end(day: &str, from: &str, to: &str, place: &str) -> (String, u64) {
        let window = window(day, from, to, place).unwrap();
        (window.ends.to_string(), window.ends.since(window.starts).as_secs() / 60)
    }

    #[test]
    fn an_end_that_is_earlier_than_the_beginning_is_on_the_next_day() {
        assert_eq!(
            end("2023-07-12", "22:00", "01:00", "WIB"),
            ("2023-07-12T18:00:00.000Z".to_owned(), 180)
        );
        assert_eq!(end("2023-12-31", "23:30", "00:00", "WIT").1, 30);
        // No sitting is longer than a day of its clocks.
        assert_eq!(end("2023-07-12", "10:00:01", "10:00", "WIB").1, 24 * 60 - 1);
        // Its day is the one on which it begins.
        let night = window("2023-07-12", "22:00", "01:00", "WIB").unwrap();
        assert!(night.day_ends < night.ends && night.day_starts < night.starts);
        assert_eq!(night.phase(night.day_ends), Phase::Running);
    }

    #[test]
    fn a_night_in_which_the_clocks_change_is_as_long_as_it_is() {
        let berlin = |day, from, to| end(day, from, to, "Europe/Berlin").1;
        assert_eq!(berlin("2024-03-30", "23:00", "04:00"), 4 * 60);
        assert_eq!(berlin("2024-10-26", "23:00", "04:00"), 6 * 60);
        // The later of two, as within a day.
        assert_eq!(berlin("2024-10-26", "23:00", "02:30"), 4 * 60 + 30);
        assert_eq!(
            wrong(window("2024-03-30", "23:00", "02:30", "Europe/Berlin")),
            ["endTime"]
        );
    }

    #[test]
    fn times_that_the_clocks_skip_are_refused_and_doubled_ones_favour_those_who_sit() {
        assert_eq!(
            wrong(window("2024-03-31", "02:30", "04:00", "Europe/Berlin")),
            ["startTime"]
        );
        assert_eq!(
            wrong(window("2024-03-31", "01:30", "02:30", "Europe/Berlin")),
            ["endTime"]
        );
        let doubled = window("2024-10-27", "02:15", "02:45", "Europe/Berlin").unwrap();
        assert_eq!(doubled.starts.to_string(), "2024-10-27T00:15:00.000Z");
        assert_eq!(doubled.ends.to_string(), "2024-10-27T01:45:00.000Z");
    }

    #[test]
    fn a_day_is_that_of_the_sittings_clocks() {
        let day = |day, place| {
            let window = window(day, "10:00", "11:00", place).unwrap();
            (
                window.day_starts.to_string(),
                window.day_ends.since(window.day_starts).as_secs() / 3600,
            )
        };
        assert_eq!(day("2023-07-12", "WIT"), ("2023-07-11T15:00:00.000Z".to_owned(), 24));
        assert_eq!(day("2024-10-27", "Europe/Berlin").1, 25);
        // Clocks in Beirut go forward at midnight.
        assert_eq!(day("2024-03-31", "Asia/Beirut").1, 23);
    }

    #[test]
    fn once_begun_only_the_end_moves_and_only_later() {
        let planned = window("2023-07-12", "10:00", "12:00", "WIB").unwrap();
        let (longer, shorter) = (
            window("2023-07-12", "10:00", "12:30", "WIB").unwrap(),
            window("2023-07-12", "10:00", "11:30", "WIB").unwrap(),
        );
        let later = window("2023-07-12", "10:30", "12:30", "WIB").unwrap();
        let before = Timestamp(planned.starts.0 - 1);
        for new in [planned, longer, shorter, later] {
            assert!(planned.may_become(new, before));
        }
        for now in [planned.starts, planned.ends] {
            assert!(planned.may_become(planned, now) && planned.may_become(longer, now));
            assert!(!planned.may_become(shorter, now) && !planned.may_become(later, now));
        }
        assert!(!planned.may_become(longer, longer.ends));
    }

    #[test]
    fn a_sitting_is_upcoming_then_running_then_over() {
        let planned = window("2023-07-12", "10:00", "12:00", "WIB").unwrap();
        assert_eq!(planned.phase(Timestamp(planned.starts.0 - 1)), Phase::Upcoming);
        assert_eq!(planned.phase(planned.starts), Phase::Running);
        assert_eq!(planned.phase(planned.ends), Phase::Ended);
    }

    proptest::proptest! {
        #[test]
        fn nothing_that_is_read_panics(day in "\\PC{0,12}", at in "\\PC{0,9}", place in "\\PC{0,20}") {
            let _ = window(&day, &at, "23:59:59", &place);
        }
    }
}
