//! Making one watchable `WebM` of what a browser's recorder sent.
//!
//! What a recorder sends plays from its beginning to its end, but has no length and cannot be searched: its segment and
//! its clusters have no known size, there is no duration and no index. After a reload a second recording begins, with
//! times of its own that start at zero again, and a player shows only the first. [`join`] writes all of them anew as one
//! file: known sizes, a duration, an index of the places where a picture stands by itself, and the later recordings moved
//! to when they happened. Sound and pictures are copied as they are.
//!
//! Invariants: bytes stream from file to file, and what is held in memory is bounded by constants; every step of reading
//! moves forward, so no input can make it spin; what cannot be understood is left out and counted, never guessed.

mod ebml;
mod head;
mod length;
mod mux;
mod source;

use std::{
    io::{self, Read, Seek, SeekFrom, Write},
    ops::Range,
};

pub use self::length::sound_length;
use self::{
    ebml::id,
    head::Head,
    mux::{Block, Muxer},
    source::{Item, Source, Trouble},
};

/// Longest time between the first and the last moment of one recorder session, in milliseconds: what lies further away is
/// damage, not time.
const LONGEST: u64 = 24 * 60 * 60 * 1000;

/// What one recorder sent, from its start to its stop.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Session {
    /// When it began, in milliseconds after the first one.
    pub starts_at: u64,
    /// Where its bytes lie, in order: one range if all of them are there, more if some between them are missing.
    pub runs: Vec<Range<u64>>,
}

/// What [`join`] wrote.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Joined {
    /// How long it is, in milliseconds.
    pub duration: u64,
    /// Sessions of which something is in it.
    pub sessions: usize,
    /// Places where bytes were left out because they could not be understood, or were missing.
    pub left_out: u64,
}

/// Why recordings were not joined.
#[derive(Debug, thiserror::Error)]
pub enum JoinError {
    /// None of the sessions begins as a `WebM` file does, or nothing is in them.
    #[error("there is no WebM recording in it")]
    Nothing,
    /// A session cannot follow those before it in one file.
    #[error("session {session} has another {what} than those before it")]
    Differs {
        /// Its place among the sessions, from 0.
        session: usize,
        /// What is different: `codec`, `size`, …
        what: &'static str,
    },
    /// The disk failed.
    #[error(transparent)]
    Io(#[from] io::Error),
}

/// How many of the first bytes of a recording stand before its first cluster: what says how to read it. All of them, if no
/// cluster begins in them.
pub fn head_length(bytes: &[u8]) -> usize {
    let cluster = id::CLUSTER.to_be_bytes();
    let found = bytes.windows(cluster.len()).position(|window| window == cluster);
    found.unwrap_or(bytes.len())
}

/// Writes sessions as one file. `raw` holds their bytes. When a session differs from those before it, nothing has been
/// written: the caller may join those before it, and begin another file with it. A session whose beginning is missing or
/// is no `WebM` is left out.
pub fn join(
    raw: &mut (impl Read + Seek),
    sessions: &[Session],
    out: &mut (impl Write + Seek),
) -> Result<Joined, JoinError> {
    let heads = heads(raw, sessions)?;
    let first = heads.iter().flatten().next().ok_or(JoinError::Nothing)?;
    let mut muxer = Muxer::start(out, first)?;
    let mut joined = Joined {
        duration: 0,
        sessions: 0,
        left_out: 0,
    };
    for (session, head) in sessions.iter().zip(&heads) {
        let Some(head) = head else {
            joined.left_out += 1;
            continue;
        };
        let numbers = first.numbers_of(head);
        muxer.begin_session(first.ticks(session.starts_at));
        let mut copying = Copying {
            muxer: &mut muxer,
            numbers,
            longest: first.ticks(LONGEST),
            cluster: None,
            zero: None,
            left_out: 0,
        };
        let blocks = copying.session(raw, session)?;
        joined.left_out += copying.left_out;
        joined.sessions += usize::from(blocks);
    }
    joined.duration = first.milliseconds(muxer.finish()?.ok_or(JoinError::Nothing)?);
    Ok(joined)
}

/// The beginnings of the sessions, all alike; `None` for what has none.
fn heads(raw: &mut (impl Read + Seek), sessions: &[Session]) -> Result<Vec<Option<Head>>, JoinError> {
    let mut heads: Vec<Option<Head>> = Vec::with_capacity(sessions.len());
    for (at, session) in sessions.iter().enumerate() {
        let head = match session.runs.first() {
            Some(run) => Head::read(&mut within(raw, run)?)?,
            None => None,
        };
        if let (Some(first), Some(head)) = (heads.iter().flatten().next(), &head)
            && let Some(what) = first.difference(head)
        {
            return Err(JoinError::Differs { session: at, what });
        }
        heads.push(head);
    }
    Ok(heads)
}

fn within<'r, R: Read + Seek>(raw: &'r mut R, run: &Range<u64>) -> io::Result<Source<io::Take<&'r mut R>>> {
    raw.seek(SeekFrom::Start(run.start))?;
    Ok(Source::new(raw.take(run.end.saturating_sub(run.start))))
}

/// Copying the blocks of one session.
struct Copying<'m, W: Write + Seek> {
    muxer: &'m mut Muxer<W>,
    /// The track numbers of this session and those that they have in the file.
    numbers: Vec<(u8, u8)>,
    longest: u64,
    /// The time of the cluster that is being read.
    cluster: Option<u64>,
    /// The time of the session's first cluster, which counts as its zero.
    zero: Option<u64>,
    left_out: u64,
}

impl<W: Write + Seek> Copying<'_, W> {
    /// Copies all that can be read, and says whether that was anything.
    fn session(&mut self, raw: &mut (impl Read + Seek), session: &Session) -> io::Result<bool> {
        let mut any = false;
        for (nth, run) in session.runs.iter().enumerate() {
            let mut source = within(raw, run)?;
            if nth > 0 {
                // Bytes are missing before it: the next thing that can be understood is a cluster.
                self.left_out += 1;
                self.cluster = None;
                if !source.find_cluster()? {
                    continue;
                }
            }
            any |= self.run(&mut source)?;
        }
        Ok(any)
    }

    fn run<R: Read>(&mut self, source: &mut Source<R>) -> io::Result<bool> {
        let mut any = false;
        loop {
            let taken = match source.next() {
                Ok(None) => break,
                Ok(Some(item)) => self.item(item)?,
                Err(Trouble::Damaged) => None,
                Err(Trouble::Io(error)) => return Err(error),
            };
            if let Some(copied) = taken {
                any |= copied;
                continue;
            }
            self.left_out += 1;
            self.cluster = None;
            if !source.find_cluster()? {
                break;
            }
        }
        self.left_out += u64::from(source.was_cut());
        Ok(any)
    }

    /// Takes an item: whether it was a block that was copied; `None` if it cannot be right.
    fn item(&mut self, item: Item) -> io::Result<Option<bool>> {
        match item {
            Item::Cluster => self.cluster = None,
            // Another recording begins where none should.
            Item::Element(id::EBML, _) if self.zero.is_some() => return Ok(None),
            Item::Element(id::TIMESTAMP, body) => {
                let Some(time) = ebml::number(&body) else {
                    return Ok(None);
                };
                let zero = *self.zero.get_or_insert(time);
                // The first blocks of the other track may lie a little earlier.
                let since = time.saturating_sub(zero);
                if since > self.longest {
                    return Ok(None);
                }
                self.cluster = Some(since);
            }
            Item::Element(id::SIMPLE_BLOCK | id::BLOCK_GROUP, _) if self.cluster.is_none() => return Ok(None),
            Item::Element(id::SIMPLE_BLOCK, body) => return self.block(Block::simple(&body)),
            Item::Element(id::BLOCK_GROUP, body) => return self.block(Block::group(&body)),
            Item::Segment | Item::Element(..) => {}
        }
        Ok(Some(false))
    }

    fn block(&mut self, block: Option<Block<'_>>) -> io::Result<Option<bool>> {
        let (Some(block), Some(cluster)) = (block, self.cluster) else {
            return Ok(None);
        };
        let Some((_, number)) = self.numbers.iter().find(|(theirs, _)| *theirs == block.track) else {
            return Ok(None);
        };
        let time = cluster.saturating_add_signed(block.time.into());
        self.muxer.write(&block, *number, time)?;
        Ok(Some(true))
    }
}

#[cfg(test)]
mod tests;
