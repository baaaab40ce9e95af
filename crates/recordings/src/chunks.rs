//! What the chunks of a recording make together: the bytes of recorder sessions, and what is missing of them.

use std::ops::Range;

use super::webm::Session;

/// A chunk that has arrived.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Chunk {
    /// Which of the recorder's sessions it is of; a page that was loaded again begins a new one.
    pub session: i64,
    /// Its place in that session, from 0.
    pub seq: i64,
    /// Its length in bytes.
    pub bytes: u64,
    /// When it arrived, in milliseconds of any clock.
    pub at: i64,
}

/// How chunks lie one after the other.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Layout {
    /// The sessions with their runs, and their starts by the clock of the arrivals.
    pub sessions: Vec<Session>,
    /// The session number of each of them.
    pub numbers: Vec<i64>,
    /// Whether chunks are missing between others.
    pub has_gaps: bool,
}

/// Lays out chunks that come in the order of sessions and places.
pub fn layout(chunks: &[Chunk]) -> Layout {
    let mut laid = Layout {
        sessions: Vec::new(),
        numbers: Vec::new(),
        has_gaps: false,
    };
    let (mut end, mut next) = (0, 0);
    let zero = chunks.iter().map(|chunk| chunk.at).min().unwrap_or(0);
    for chunk in chunks {
        let bytes = end..end + chunk.bytes;
        end = bytes.end;
        if laid.numbers.last() != Some(&chunk.session) {
            laid.numbers.push(chunk.session);
            laid.sessions.push(Session {
                starts_at: u64::try_from(chunk.at - zero).unwrap_or(0),
                runs: Vec::new(),
            });
            next = 0;
        }
        let missing = chunk.seq != next;
        laid.has_gaps |= missing;
        next = chunk.seq.saturating_add(1);
        if let Some(session) = laid.sessions.last_mut() {
            extend(&mut session.runs, bytes, chunk.seq, missing);
        }
    }
    laid
}

/// Adds a chunk to the runs of its session. What comes before a session's first chunk is missing like what comes between
/// two: an empty run stands for it, so that nobody looks for a beginning in the next.
fn extend(runs: &mut Vec<Range<u64>>, bytes: Range<u64>, seq: i64, missing: bool) {
    if runs.is_empty() && seq > 0 {
        runs.push(bytes.start..bytes.start);
    }
    match runs.last_mut() {
        Some(run) if !missing => run.end = bytes.end,
        _ => runs.push(bytes),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn laid(chunks: &[(i64, i64, u64, i64)]) -> Layout {
        let chunks: Vec<_> = chunks
            .iter()
            .map(|&(session, seq, bytes, at)| Chunk {
                session,
                seq,
                bytes,
                at,
            })
            .collect();
        layout(&chunks)
    }

    #[test]
    fn chunks_that_follow_each_other_are_one_run() {
        let laid = laid(&[(0, 0, 10, 500), (0, 1, 5, 900), (3, 0, 7, 9_500)]);
        let session = |starts_at, run| Session {
            starts_at,
            runs: std::iter::once(run).collect(),
        };
        assert_eq!(laid.sessions, [session(0, 0..15), session(9_000, 15..22)]);
        assert_eq!((laid.numbers, laid.has_gaps), (vec![0, 3], false));
    }

    #[test]
    fn a_missing_chunk_ends_a_run_wherever_it_is_missing() {
        let middle = laid(&[(0, 0, 10, 0), (0, 2, 5, 0)]);
        assert_eq!(
            (middle.sessions[0].runs.as_slice(), middle.has_gaps),
            (&[0..10, 10..15][..], true)
        );
        let first = laid(&[(0, 1, 10, 0), (0, 2, 5, 0)]);
        assert_eq!(
            (first.sessions[0].runs.as_slice(), first.has_gaps),
            (&[0..0, 0..15][..], true)
        );
        assert!(!laid(&[]).has_gaps);
    }
}
