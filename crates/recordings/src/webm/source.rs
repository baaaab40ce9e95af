//! Reading a recording element by element, from bytes that may end or be wrong at any place.
//!
//! Invariant: each call takes at least one byte from the source or says that it has ended.

use std::io::{self, BufRead as _, BufReader, Read};

use super::ebml::{self, id};

/// Longest element that is held in memory or skipped, in bytes. A frame of a webcam has well under one megabyte.
const LARGEST: u64 = 16 * 1024 * 1024;

/// What comes next.
#[derive(Debug)]
pub(super) enum Item {
    /// The segment begins; its elements follow.
    Segment,
    /// A cluster begins; its elements follow. Where it ends does not matter: its elements stand nowhere else.
    Cluster,
    /// An element with its body. Those that nothing is needed of have an empty one.
    Element(u32, Vec<u8>),
}

/// Why there is nothing next.
#[derive(Debug)]
pub(super) enum Trouble {
    /// What stands here is no element of a recording.
    Damaged,
    /// The disk failed.
    Io(io::Error),
}

impl From<io::Error> for Trouble {
    fn from(error: io::Error) -> Self {
        Self::Io(error)
    }
}

/// The bytes of a recording.
pub(super) struct Source<R> {
    bytes: BufReader<R>,
    cut: bool,
}

impl<R: Read> Source<R> {
    pub(super) fn new(bytes: R) -> Self {
        Self {
            bytes: BufReader::with_capacity(64 * 1024, bytes),
            cut: false,
        }
    }

    /// Whether it ended within an element.
    pub(super) fn was_cut(&self) -> bool {
        self.cut
    }

    /// The next element; `None` at the end, also if that lies within an element.
    pub(super) fn next(&mut self) -> Result<Option<Item>, Trouble> {
        if self.bytes.fill_buf()?.is_empty() {
            return Ok(None);
        }
        let Some(id) = self.number(4)? else { return Ok(None) };
        let id = ebml::number(&id).and_then(|id| u32::try_from(id).ok());
        let Some(size) = self.number(8)? else { return Ok(None) };
        let size = ebml::size(&size);
        let id = id.ok_or(Trouble::Damaged)?;
        match id {
            id::SEGMENT => return Ok(Some(Item::Segment)),
            id::CLUSTER => return Ok(Some(Item::Cluster)),
            _ => {}
        }
        let size = size.filter(|size| *size <= LARGEST).ok_or(Trouble::Damaged)?;
        let mut body = Vec::new();
        let got = match id {
            id::EBML | id::INFO | id::TRACKS | id::TIMESTAMP | id::SIMPLE_BLOCK | id::BLOCK_GROUP => {
                (&mut self.bytes).take(size).read_to_end(&mut body)? as u64
            }
            id::SEEK_HEAD
            | id::CUES
            | id::CHAPTERS
            | id::ATTACHMENTS
            | id::TAGS
            | id::VOID
            | id::CHECKSUM
            | id::SILENT_TRACKS
            | id::POSITION
            | id::PREVIOUS_SIZE
            | id::ENCRYPTED_BLOCK => io::copy(&mut (&mut self.bytes).take(size), &mut io::sink())?,
            _ => return Err(Trouble::Damaged),
        };
        self.cut = got < size;
        Ok((!self.cut).then_some(Item::Element(id, body)))
    }

    /// The bytes of a number of at most `most` bytes; `None` if the source ends in it.
    fn number(&mut self, most: u32) -> Result<Option<Vec<u8>>, Trouble> {
        let mut bytes = vec![0];
        if self.bytes.read(&mut bytes)? == 0 {
            self.cut = true;
            return Ok(None);
        }
        let width = ebml::width(bytes[0], most).ok_or(Trouble::Damaged)?;
        (&mut self.bytes).take(width as u64 - 1).read_to_end(&mut bytes)?;
        self.cut = bytes.len() < width;
        Ok((!self.cut).then_some(bytes))
    }

    /// Skips to behind the next cluster's id and size, or to the end: whether there is one.
    pub(super) fn find_cluster(&mut self) -> io::Result<bool> {
        let mut last = 0_u32;
        loop {
            let buffer = self.bytes.fill_buf()?;
            if buffer.is_empty() {
                return Ok(false);
            }
            let mut taken = 0;
            let found = buffer.iter().any(|byte| {
                taken += 1;
                last = (last << 8) | u32::from(*byte);
                last == id::CLUSTER
            });
            self.bytes.consume(taken);
            if found {
                match self.number(8) {
                    Ok(size) => return Ok(size.is_some()),
                    Err(Trouble::Damaged) => last = 0,
                    Err(Trouble::Io(error)) => return Err(error),
                }
            }
        }
    }
}
