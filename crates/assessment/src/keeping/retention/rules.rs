//! How long what is kept.

use chrono::{DateTime, Months};
use platform::{Error, Rule, Timestamp, input::nullable, text::Check};
use serde::{Deserialize, Serialize};

/// Most days, and most years: a century.
const MOST_DAYS: i64 = 36_500;
const MOST_YEARS: i64 = 100;
const DAY: i64 = 24 * 60 * 60 * 1_000_000;

/// How long what is kept after an exam has ended; `None`: for ever.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct Retention {
    /// Recordings of cameras and screens, in days: 1 to 36500; `null`: for ever.
    pub recording_days: Option<i64>,
    /// Attempts with their answers, recordings, ratings and what was noted of them, in years: 1 to 100; `null`: for ever.
    /// Participants stay, with what they reached.
    pub attempt_years: Option<i64>,
}

/// How long what shall be kept.
#[derive(Debug, Deserialize, schemars::JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct RetentionIn {
    /// Days, or `null` for ever.
    #[serde(default, deserialize_with = "nullable")]
    pub recording_days: Option<Option<i64>>,
    /// Years, or `null` for ever.
    #[serde(default, deserialize_with = "nullable")]
    pub attempt_years: Option<Option<i64>>,
}

impl RetentionIn {
    /// What follows; what is left out stays.
    pub(crate) fn over(self, before: Retention) -> Retention {
        Retention {
            recording_days: self.recording_days.unwrap_or(before.recording_days),
            attempt_years: self.attempt_years.unwrap_or(before.attempt_years),
        }
    }
}

impl Retention {
    /// Refuses what is no length of time.
    pub fn check(&self) -> Result<(), Error> {
        let mut check = Check::new();
        for (field, amount, most) in [
            ("recordingDays", self.recording_days, MOST_DAYS),
            ("attemptYears", self.attempt_years, MOST_YEARS),
        ] {
            if amount.is_some_and(|amount| !(1..=most).contains(&amount)) {
                check.note(field, Rule::OutOfRange("1".into(), most.to_string()));
            }
        }
        check.finish()
    }

    /// Recordings of exams that ended before this moment go.
    pub(crate) fn recordings_before(&self, now: Timestamp) -> Option<Timestamp> {
        self.recording_days.map(|days| Timestamp(now.0 - days * DAY))
    }

    /// Attempts of exams that ended before this moment go.
    pub(crate) fn attempts_before(&self, now: Timestamp) -> Option<Timestamp> {
        let months = u32::try_from(self.attempt_years? * 12).ok()?;
        let at = DateTime::from_timestamp_micros(now.0)?.checked_sub_months(Months::new(months))?;
        Some(Timestamp(at.timestamp_micros()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn moment(text: &str) -> Timestamp {
        Timestamp(DateTime::parse_from_rfc3339(text).unwrap().timestamp_micros())
    }

    #[test]
    fn nothing_goes_unless_somebody_says_so() {
        let off = Retention::default();
        assert!(off.recordings_before(moment("2026-11-30T00:00:00Z")).is_none());
        assert!(off.attempts_before(moment("2026-11-30T00:00:00Z")).is_none());
    }

    #[test]
    fn days_are_days_and_years_are_those_of_the_calendar() {
        let kept = Retention {
            recording_days: Some(30),
            attempt_years: Some(5),
        };
        let now = moment("2028-02-29T07:00:00Z");
        assert_eq!(kept.recordings_before(now), Some(moment("2028-01-30T07:00:00Z")));
        assert_eq!(kept.attempts_before(now), Some(moment("2023-02-28T07:00:00Z")));
    }

    #[test]
    fn lengths_of_time_have_bounds() {
        for (days, years, good) in [
            (Some(1), Some(100), true),
            (None, None, true),
            (Some(0), None, false),
            (None, Some(101), false),
        ] {
            let kept = Retention {
                recording_days: days,
                attempt_years: years,
            };
            assert_eq!(kept.check().is_ok(), good, "{kept:?}");
        }
    }
}
