//! Moments on the clocks of a sitting.

use chrono::{DateTime, NaiveDate, NaiveTime, Offset as _, TimeZone as _, Utc};
use chrono_tz::Tz;
use pages_kit::Speech;
use platform::Timestamp;

/// The clocks of a sitting.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Zone(Tz);

impl Zone {
    /// Of an IANA name; UTC where it is none.
    pub(crate) fn of(name: &str) -> Self {
        Self(name.parse().unwrap_or(Tz::UTC))
    }

    fn local(self, at: Timestamp) -> DateTime<Tz> {
        let utc = DateTime::<Utc>::from_timestamp_micros(at.0).unwrap_or_default();
        self.0.from_utc_datetime(&utc.naive_utc())
    }

    /// The day that it is there.
    pub(crate) fn date(self, at: Timestamp) -> NaiveDate {
        self.local(at).date_naive()
    }

    /// What the clocks are called there then: `WIB`, `+08`.
    pub(crate) fn abbreviation(self, at: Timestamp) -> String {
        self.local(at).format("%Z").to_string()
    }

    /// The first moment of a day there; `None` where that day has no such hour.
    pub(crate) fn begin(self, day: NaiveDate) -> Option<Timestamp> {
        let midnight = self.0.from_local_datetime(&day.and_time(NaiveTime::MIN)).earliest()?;
        Some(Timestamp(midnight.timestamp_micros()))
    }

    /// A time of the day: `09:05`.
    pub(crate) fn time(self, at: Timestamp) -> String {
        self.local(at).format("%H:%M").to_string()
    }

    /// The same to the second: `09:05:07`.
    pub(crate) fn exact_time(self, at: Timestamp) -> String {
        self.local(at).format("%H:%M:%S").to_string()
    }

    /// The day, as a language writes it.
    pub(crate) fn day(self, speech: Speech<'_>, at: Timestamp) -> String {
        let offset = self.local(at).offset().fix().local_minus_utc();
        speech.day(Timestamp(at.0 + i64::from(offset) * 1_000_000))
    }

    /// Day and time.
    pub(crate) fn moment(self, speech: Speech<'_>, at: Timestamp) -> String {
        format!("{}, {}", self.day(speech, at), self.time(at))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_are_those_of_the_sittings_clocks() {
        let at = Timestamp(1_700_000_000_000_000); // 2023-11-14T22:13:20Z
        assert_eq!(Zone::of("Asia/Jakarta").exact_time(at), "05:13:20");
        assert_eq!(Zone::of("Asia/Jayapura").time(at), "07:13");
        assert_eq!(Zone::of("nowhere").time(at), "22:13");
        assert_eq!(Zone::of("Asia/Jakarta").abbreviation(at), "WIB");
        assert_eq!(Zone::of("Asia/Jakarta").date(at).to_string(), "2023-11-15");
    }
}
