//! What may be asked of the log.

use platform::{Error, Message, Rule, Timestamp};

/// A moment (`2026-11-30T07:00:00Z`), or the first one of a day on the clocks of UTC (`2026-11-30`).
pub(super) fn moment(name: &str, text: &str) -> Result<Timestamp, Error> {
    let whole = if text.len() == 10 {
        format!("{text}T00:00:00Z")
    } else {
        text.to_owned()
    };
    let read = chrono::DateTime::parse_from_rfc3339(&whole);
    read.map(|at| Timestamp(at.timestamp_micros())).map_err(|_| {
        let said = Message::new(
            "harus tanggal atau waktu seperti 2026-11-30 atau 2026-11-30T07:00:00Z",
            "must be a day or a moment such as 2026-11-30 or 2026-11-30T07:00:00Z",
        );
        Error::invalid_field(name, Rule::Other(said))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_day_begins_at_midnight_and_nonsense_is_refused() {
        assert_eq!(moment("from", "1970-01-02").unwrap(), Timestamp(86_400_000_000));
        assert_eq!(moment("from", "1970-01-01T07:00:00+07:00").unwrap(), Timestamp(0));
        for wrong in ["", "1970", "1970-13-01", "yesterday", "1970-01-01 00:00"] {
            assert!(moment("from", wrong).is_err(), "{wrong}");
        }
    }
}
