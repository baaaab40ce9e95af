//! The newest lines of the log, in memory, for administrators who look something up.
//!
//! Lines are taken where the log's own thread writes them, so that no request waits for it; what is in them is decided where they
//! are made, which is where secrets are kept out.

use std::{
    collections::VecDeque,
    sync::{Mutex, PoisonError},
};

use pages_admin::place::WantedLines;

/// Bytes of the lines that are kept.
const MOST: usize = 4 << 20;
/// Where a line says its level, it says so near its beginning.
const HEAD: usize = 64;

/// The lines of this process. The log is one for the whole process, and so are they.
pub(crate) static LINES: Lines = Lines::new(MOST);

/// Lines up to a bound, newest last.
pub(crate) struct Lines {
    kept: Mutex<Kept>,
    most: usize,
}

struct Kept {
    lines: VecDeque<Box<str>>,
    bytes: usize,
}

impl Lines {
    const fn new(most: usize) -> Self {
        let kept = Kept {
            lines: VecDeque::new(),
            bytes: 0,
        };
        Self {
            kept: Mutex::new(kept),
            most,
        }
    }

    /// Keeps a line; old ones go where there is no room.
    pub(crate) fn keep(&self, line: &[u8]) {
        let text = without_colours(String::from_utf8_lossy(line).trim_end());
        let mut kept = self.kept.lock().unwrap_or_else(PoisonError::into_inner);
        kept.bytes += text.len();
        kept.lines.push_back(text.into_boxed_str());
        while kept.bytes > self.most
            && let Some(old) = kept.lines.pop_front()
        {
            kept.bytes -= old.len();
        }
    }

    /// Those that are wanted, newest first, at most so many.
    pub(crate) fn find(&self, wanted: &WantedLines, most: usize) -> Vec<String> {
        let kept = self.kept.lock().unwrap_or_else(PoisonError::into_inner);
        let newest = kept.lines.iter().rev();
        let found = newest.filter(|line| is_wanted(line, wanted));
        found.take(most).map(ToString::to_string).collect()
    }
}

fn is_wanted(line: &str, wanted: &WantedLines) -> bool {
    let has = |part: &str| part.is_empty() || line.contains(part);
    has(&wanted.words) && has(&wanted.path) && (wanted.level.is_empty() || level_of(line) == Some(&*wanted.level))
}

/// The level of a line for people, or of one for programs.
fn level_of(line: &str) -> Option<&'static str> {
    const LEVELS: [&str; 5] = ["ERROR", "WARN", "INFO", "DEBUG", "TRACE"];
    let head: String = line.chars().take(HEAD).collect();
    let found = LEVELS.into_iter().filter_map(|level| Some((head.find(level)?, level)));
    let first = found.min_by_key(|(at, _)| *at);
    first.map(|(_, level)| level).or_else(|| {
        let mut all = LEVELS.into_iter();
        all.find(|level| line.contains(&format!("\"level\":\"{level}\"")))
    })
}

/// A line as it is without a terminal.
fn without_colours(line: &str) -> String {
    let mut parts = line.split("\u{1b}[");
    let mut plain = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        let end = part
            .find(|char: char| char.is_ascii_alphabetic())
            .map_or(part.len(), |at| at + 1);
        plain.push_str(&part[end..]);
    }
    plain
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(lines: &Lines, words: &str, path: &str, level: &str) -> Vec<String> {
        let wanted = WantedLines {
            words: words.to_owned(),
            path: path.to_owned(),
            level: level.to_owned(),
        };
        lines.find(&wanted, 10)
    }

    #[test]
    fn lines_are_found_by_request_path_and_level_newest_first() {
        let lines = Lines::new(1 << 20);
        lines.keep(
            b"2026-07-12T03:00:00.1Z  INFO balai::request: method=\"GET\" path=\"/cari\" status=200 request=\"abc\"\n",
        );
        lines.keep(b"2026-07-12T03:00:01.1Z  WARN balai: INFO is a word request=\"abc\"\n");
        lines.keep(b"{\"timestamp\":\"2026-07-12T03:00:02.123456Z\",\"a\":\"long enough to be far away\",\"level\":\"ERROR\"}\n");
        lines.keep("\u{1b}[2m2026\u{1b}[0m \u{1b}[32m INFO\u{1b}[0m x".as_bytes());
        assert_eq!(found(&lines, "abc", "", "").len(), 2);
        assert!(found(&lines, "abc", "", "")[0].contains("WARN"));
        assert_eq!(found(&lines, "", "/cari", "").len(), 1);
        assert_eq!(found(&lines, "", "", "WARN").len(), 1);
        assert_eq!(found(&lines, "", "", "ERROR").len(), 1);
        assert_eq!(found(&lines, "", "", "INFO")[0], "2026  INFO x");
        assert_eq!(found(&lines, "nothing", "", ""), Vec::<String>::new());
    }

    #[test]
    fn memory_is_bounded_and_bytes_that_are_no_text_are_kept_as_what_they_are_not() {
        let lines = Lines::new(100);
        for number in 0..50 {
            lines.keep(format!("line {number:02}\n").as_bytes());
        }
        let all = found(&lines, "", "", "");
        assert_eq!((all.len(), all[0].as_str()), (10, "line 49"));
        lines.keep(&[0xff, b'x']);
        lines.keep(&vec![b'y'; 1000]);
        assert_eq!(
            found(&lines, "", "", "").len(),
            0,
            "what is larger than the bound is not kept"
        );
    }
}
