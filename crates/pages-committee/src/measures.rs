//! How large and how long files are, as people say it.

use pages_kit::{Speech, numbers::decimal};

/// How large something is, in whole or tenths of what is read easily: `1,4 MB`, `7,5 GB`.
pub(crate) fn size(speech: Speech<'_>, bytes: i64) -> String {
    let (unit, name) = match bytes {
        ..1_000_000 => (1_000, "kB"),
        1_000_000..1_000_000_000 => (1_000_000, "MB"),
        _ => (1_000_000_000, "GB"),
    };
    let tenths = (bytes + unit / 20) / (unit / 10);
    let text = match tenths % 10 {
        0 => speech.number(tenths / 10),
        tenth => decimal(speech.language, format!("{}.{tenth}", tenths / 10)),
    };
    format!("{text} {name}")
}

/// Minutes and seconds: `1:05`.
pub(crate) fn length(milliseconds: i64) -> String {
    let seconds = (milliseconds + 500) / 1_000;
    format!("{}:{:02}", seconds / 60, seconds % 60)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_length_is_minutes_and_seconds() {
        let said = [0, 499, 500, 59_499, 59_500, 3_600_000].map(length);
        assert_eq!(said, ["0:00", "0:00", "0:01", "0:59", "1:00", "60:00"]);
    }
}
