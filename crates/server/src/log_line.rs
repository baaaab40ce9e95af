//! Log lines as text: `2026-07-12T03:00:00.123456Z  INFO balai::request: method="GET" path="/" status=200`.
//!
//! A busy server writes tens of thousands of them in a second, so they are made without styles. Whatever an event says, it is
//! one line: what would begin another, or speak to a terminal, is written as its escape.

use std::{
    cell::RefCell,
    fmt::{self, Debug, Write as _},
    time::{SystemTime, UNIX_EPOCH},
};

use chrono::DateTime;
use tracing::{
    Event, Level, Subscriber,
    field::{Field, Visit},
};
use tracing_subscriber::fmt::{FmtContext, FormatEvent, FormatFields, format::Writer};
use tracing_subscriber::registry::LookupSpan;

/// Writes events without colours.
pub(crate) struct PlainLines;

impl<S, N> FormatEvent<S, N> for PlainLines
where
    S: Subscriber + for<'a> LookupSpan<'a>,
    N: for<'a> FormatFields<'a> + 'static,
{
    fn format_event(&self, _: &FmtContext<'_, S, N>, mut writer: Writer<'_>, event: &Event<'_>) -> fmt::Result {
        write_now(&mut writer)?;
        let about = event.metadata();
        writer.write_str(padded(*about.level()))?;
        writer.write_str(about.target())?;
        writer.write_char(':')?;
        let mut fields = Fields {
            line: OneLine(&mut writer),
            written: Ok(()),
        };
        event.record(&mut fields);
        fields.written?;
        writer.write_char('\n')
    }
}

/// Writes this moment to the microsecond, in UTC: `2026-07-12T03:00:00.123456Z`.
#[expect(clippy::disallowed_methods, reason = "the log has the machine's time")]
fn write_now(out: &mut impl fmt::Write) -> fmt::Result {
    thread_local! {
        /// The last second that was written on this thread: a busy one has thousands of lines in each.
        static SECOND: RefCell<(u64, String)> = const { RefCell::new((u64::MAX, String::new())) };
    }
    let now = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
    SECOND.with_borrow_mut(|(second, written)| {
        if *second != now.as_secs() {
            *second = now.as_secs();
            let moment = i64::try_from(*second)
                .ok()
                .and_then(|second| DateTime::from_timestamp(second, 0));
            *written = moment.unwrap_or_default().format("%Y-%m-%dT%H:%M:%S").to_string();
        }
        out.write_str(written)
    })?;
    let mut micros = *b".000000Z";
    let mut left = now.subsec_micros();
    for digit in micros[1..7].iter_mut().rev() {
        *digit += u8::try_from(left % 10).unwrap_or(0);
        left /= 10;
    }
    out.write_str(str::from_utf8(&micros).unwrap_or_default())
}

/// A level as wide as the widest.
fn padded(level: Level) -> &'static str {
    match level {
        Level::ERROR => " ERROR ",
        Level::WARN => "  WARN ",
        Level::INFO => "  INFO ",
        Level::DEBUG => " DEBUG ",
        Level::TRACE => " TRACE ",
    }
}

struct Fields<'l, W> {
    line: OneLine<'l, W>,
    written: fmt::Result,
}

impl<W: fmt::Write> Fields<'_, W> {
    fn write(&mut self, field: &Field, value: impl FnOnce(&mut OneLine<'_, W>) -> fmt::Result) {
        let write = || {
            self.line.0.write_char(' ')?;
            if field.name() != "message" {
                self.line.0.write_str(field.name())?;
                self.line.0.write_char('=')?;
            }
            value(&mut self.line)
        };
        if self.written.is_ok() {
            self.written = write();
        }
    }
}

impl<W: fmt::Write> Visit for Fields<'_, W> {
    fn record_str(&mut self, field: &Field, value: &str) {
        let is_plain = value
            .bytes()
            .all(|byte| (b' '..=b'~').contains(&byte) && byte != b'"' && byte != b'\\');
        self.write(field, |line| {
            if !is_plain {
                return write!(line, "{value:?}");
            }
            let line = &mut *line.0;
            line.write_char('"')?;
            line.write_str(value)?;
            line.write_char('"')
        });
    }

    fn record_u64(&mut self, field: &Field, value: u64) {
        let mut digits = itoa::Buffer::new();
        self.write(field, |line| line.0.write_str(digits.format(value)));
    }

    fn record_debug(&mut self, field: &Field, value: &dyn Debug) {
        self.write(field, |line| write!(line, "{value:?}"));
    }
}

/// Passes text on; characters that no line has in it as their escapes.
struct OneLine<'l, W>(&'l mut W);

impl<W: fmt::Write> fmt::Write for OneLine<'_, W> {
    fn write_str(&mut self, text: &str) -> fmt::Result {
        // ASCII is looked at byte by byte; of the rest, U+0080 to U+009F are controls, too.
        if text.bytes().all(|byte| byte >= b' ' && byte != 0x7f && byte != 0xc2) {
            return self.0.write_str(text);
        }
        for character in text.chars() {
            if character.is_control() {
                write!(self.0, "{}", character.escape_debug())?;
            } else {
                self.0.write_char(character)?;
            }
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use std::sync::{Arc, Mutex};

    use tracing_subscriber::fmt::MakeWriter;

    use super::*;

    #[derive(Clone, Default)]
    struct Kept(Arc<Mutex<Vec<u8>>>);

    impl std::io::Write for Kept {
        fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
            self.0.lock().unwrap().extend_from_slice(bytes);
            Ok(bytes.len())
        }

        fn flush(&mut self) -> std::io::Result<()> {
            Ok(())
        }
    }

    impl<'a> MakeWriter<'a> for Kept {
        type Writer = Self;

        fn make_writer(&'a self) -> Self {
            self.clone()
        }
    }

    /// What is logged, without the moments.
    fn lines(log: impl FnOnce()) -> Vec<String> {
        let kept = Kept::default();
        let subscriber = tracing_subscriber::fmt()
            .event_format(PlainLines)
            .with_writer(kept.clone())
            .finish();
        tracing::subscriber::with_default(subscriber, log);
        let text = String::from_utf8(kept.0.lock().unwrap().clone()).unwrap();
        text.lines()
            .map(|line| line.split_once(' ').unwrap().1.to_owned())
            .collect()
    }

    #[test]
    fn a_request_is_a_line_of_names_and_values() {
        let ip = std::net::IpAddr::from([127, 0, 0, 1]);
        let said = lines(|| {
            tracing::info!(target: "balai::request", method = "GET", path = "/a b", status = 200_u16, %ip);
            tracing::error!(target: "balai", code = "x", "it \"failed\"");
        });
        assert_eq!(
            said,
            [
                r#" INFO balai::request: method="GET" path="/a b" status=200 ip=127.0.0.1"#,
                r#"ERROR balai: it "failed" code="x""#,
            ]
        );
    }

    #[test]
    fn a_line_begins_with_its_moment_to_the_microsecond() {
        let moment = || {
            let mut written = String::new();
            write_now(&mut written).unwrap();
            written
        };
        let (first, written) = (moment(), moment());
        assert!(first <= written, "{first} {written}");
        let read = DateTime::parse_from_rfc3339(&written).unwrap();
        assert_eq!(read.to_utc().format("%Y-%m-%dT%H:%M:%S%.6fZ").to_string(), written);
        assert_eq!(written.len(), "2026-07-12T03:00:00.123456Z".len());
    }

    #[test]
    fn nothing_that_is_logged_begins_a_line_or_speaks_to_the_terminal() {
        let hostile = "a\nINFO forged\u{1b}[2J\u{9b}é\"\\";
        let said = lines(|| {
            tracing::warn!(target: "t", path = hostile, shown = %hostile, "{hostile}");
        });
        let escaped = r"a\nINFO forged\u{1b}[2J\u{9b}é";
        assert_eq!(
            said,
            [format!(
                r#" WARN t: {escaped}"\ path="{escaped}\"\\" shown={escaped}"\"#
            )]
        );
    }
}
