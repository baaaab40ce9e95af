//! Writing a `WebM` that can be searched.
//!
//! Invariant: a cluster lasts at most 30 seconds (a block's time within it has 16 bits) and is written as a whole, with
//! its size; every place in the index is the beginning of a cluster that a player can start from.

use std::io::{self, Seek, SeekFrom, Write};

use super::{
    ebml::{self, id},
    head::Head,
};

/// Longest cluster, in milliseconds.
const LONGEST: u64 = 30_000;
/// A cluster that has grown to this many bytes is written.
const LARGEST: usize = 4 * 1024 * 1024;
/// Shortest time between two places in the index, in milliseconds: with pictures, and with sound alone.
const APART: (u64, u64) = (500, 5_000);

/// A block as it was read.
#[derive(Debug)]
pub(super) struct Block<'b> {
    pub(super) track: u8,
    /// Its time within its cluster.
    pub(super) time: i16,
    /// Whether it can be shown without those before it.
    key: bool,
    flags: u8,
    payload: &'b [u8],
    /// What stands beside the block in its group; `None` if it stood alone.
    beside: Option<Vec<(u32, &'b [u8])>>,
}

impl<'b> Block<'b> {
    /// Reads a block that stands alone.
    pub(super) fn simple(body: &'b [u8]) -> Option<Self> {
        let mut block = Self::read(body)?;
        block.key = block.flags & 0x80 != 0;
        Some(block)
    }

    /// Reads a block with its group.
    pub(super) fn group(body: &'b [u8]) -> Option<Self> {
        let (mut block, mut beside) = (None, Vec::new());
        for child in ebml::children(body) {
            match child? {
                (id::BLOCK, body) if block.is_none() => block = Some(Self::read(body)?),
                other => beside.push(other),
            }
        }
        let mut block = block?;
        block.key = beside.iter().all(|(id, _)| *id != id::REFERENCE_BLOCK);
        block.beside = Some(beside);
        Some(block)
    }

    fn read(body: &'b [u8]) -> Option<Self> {
        let (number, rest) = body.split_at_checked(ebml::width(*body.first()?, 8)?)?;
        let (&[high, low, flags], payload) = rest.split_first_chunk()?;
        Some(Self {
            track: u8::try_from(ebml::size(number)?).ok()?,
            time: i16::from_be_bytes([high, low]),
            key: false,
            flags,
            payload,
            beside: None,
        })
    }

    /// Appends it with another number and time.
    fn push(&self, out: &mut Vec<u8>, number: u8, time: i16) {
        let [high, low] = time.to_be_bytes();
        let mut body = Vec::with_capacity(self.payload.len() + 16);
        body.extend([0x80 | number, high, low, self.flags]);
        body.extend(self.payload);
        let Some(beside) = &self.beside else {
            ebml::push(out, id::SIMPLE_BLOCK, &body);
            return;
        };
        let mut group = Vec::with_capacity(body.len() + 64);
        ebml::push(&mut group, id::BLOCK, &body);
        for (id, body) in beside {
            ebml::push(&mut group, *id, body);
        }
        ebml::push(out, id::BLOCK_GROUP, &group);
    }
}

/// A cluster that grows.
struct Cluster {
    time: u64,
    bytes: Vec<u8>,
}

/// The last moments of a track, from which the length of its last block is guessed.
#[derive(Clone, Copy)]
struct Last {
    number: u8,
    time: u64,
    lasts: u64,
}

/// A file being written.
pub(super) struct Muxer<W> {
    out: W,
    /// Where the segment's body begins in the file.
    segment: u64,
    /// Where things stand that are known at the end only.
    duration_at: u64,
    cues_at: u64,
    /// Bytes written so far.
    len: u64,
    video: Option<u8>,
    scale: Scale,
    cluster: Option<Cluster>,
    /// Time, track and place of each entry of the index.
    cues: Vec<(u64, u8, u64)>,
    last: Vec<Last>,
    /// Where the present session's zero lies.
    session: u64,
    /// Whether the next block begins a cluster, whatever it is.
    fresh: bool,
}

/// Bounds in ticks.
struct Scale {
    longest: u64,
    apart: u64,
}

impl<W: Write + Seek> Muxer<W> {
    /// Writes the beginning of the file.
    pub(super) fn start(mut out: W, head: &Head) -> io::Result<Self> {
        let mut bytes = Vec::new();
        ebml::push(&mut bytes, id::EBML, &head.ebml);
        ebml::push_id(&mut bytes, id::SEGMENT);
        ebml::push_wide_size(&mut bytes, 0);
        let segment = bytes.len();
        let seek_head = seek_head(0, 0, 0);
        let info_at = seek_head.len();
        let info = info(head.scale);
        let tracks_at = info_at + info.len();
        bytes.extend(self::seek_head(info_at as u64, tracks_at as u64, 0));
        let cues_at = bytes.len() - 8;
        bytes.extend(info);
        let duration_at = bytes.len() - 8;
        ebml::push(&mut bytes, id::TRACKS, &head.tracks);
        out.write_all(&bytes)?;
        let apart = if head.video().is_some() { APART.0 } else { APART.1 };
        Ok(Self {
            out,
            segment: segment as u64,
            duration_at: duration_at as u64,
            cues_at: cues_at as u64,
            len: bytes.len() as u64,
            video: head.video(),
            scale: Scale {
                longest: head.ticks(LONGEST).min(32_000),
                apart: head.ticks(apart),
            },
            cluster: None,
            cues: Vec::new(),
            last: Vec::new(),
            session: 0,
            fresh: true,
        })
    }

    /// What follows is moved to `starts_at`, or to the end of what is there if that is later.
    pub(super) fn begin_session(&mut self, starts_at: u64) {
        self.session = starts_at.max(self.end());
        self.fresh = true;
    }

    /// Writes a block under the number of its track in this file. `time` counts from the session's beginning.
    pub(super) fn write(&mut self, block: &Block<'_>, number: u8, time: u64) -> io::Result<()> {
        let time = self.session.saturating_add(time);
        let starts = block.key && self.video.is_none_or(|video| video == number);
        if self.needs_cluster(time, starts) {
            self.close()?;
            if starts
                && self
                    .cues
                    .last()
                    .is_none_or(|(last, ..)| time >= last + self.scale.apart)
            {
                self.cues.push((time, number, self.len - self.segment));
            }
            self.cluster = Some(Cluster {
                time,
                bytes: Vec::new(),
            });
            self.fresh = false;
        }
        if let Some(cluster) = &mut self.cluster {
            let within = i64::try_from(time).unwrap_or(i64::MAX) - i64::try_from(cluster.time).unwrap_or(i64::MAX);
            // Times go back by no more than what two tracks are apart; what lies further back is not shown.
            let Ok(within) = i16::try_from(within) else {
                return Ok(());
            };
            block.push(&mut cluster.bytes, number, within);
            self.note(number, time);
        }
        Ok(())
    }

    fn needs_cluster(&self, time: u64, starts: bool) -> bool {
        let Some(cluster) = self.cluster.as_ref().filter(|_| !self.fresh) else {
            return true;
        };
        let since = time.saturating_sub(cluster.time);
        since > self.scale.longest || cluster.bytes.len() >= LARGEST || (starts && since >= self.scale.apart)
    }

    fn note(&mut self, number: u8, time: u64) {
        match self.last.iter_mut().find(|last| last.number == number) {
            Some(last) if time > last.time => {
                // A block lasts as long as the one before it, unless there was a pause.
                last.lasts = (time - last.time).min(self.scale.apart);
                last.time = time;
            }
            Some(_) => {}
            None => self.last.push(Last { number, time, lasts: 1 }),
        }
    }

    /// Where the last block ends.
    fn end(&self) -> u64 {
        let ends = self.last.iter().map(|last| last.time + last.lasts);
        ends.max().unwrap_or(0)
    }

    fn close(&mut self) -> io::Result<()> {
        let Some(cluster) = self.cluster.take() else {
            return Ok(());
        };
        let mut head = Vec::with_capacity(32);
        let mut time = Vec::with_capacity(10);
        ebml::push_number(&mut time, id::TIMESTAMP, cluster.time);
        ebml::push_id(&mut head, id::CLUSTER);
        ebml::push_size(&mut head, (time.len() + cluster.bytes.len()) as u64);
        head.extend(time);
        self.put(&head)?;
        self.put(&cluster.bytes)
    }

    fn put(&mut self, bytes: &[u8]) -> io::Result<()> {
        self.out.write_all(bytes)?;
        self.len += bytes.len() as u64;
        Ok(())
    }

    /// Writes what is left, the index, and what was not known before. The length in ticks; `None` if there was no block.
    pub(super) fn finish(mut self) -> io::Result<Option<u64>> {
        self.close()?;
        if self.last.is_empty() {
            return Ok(None);
        }
        let (cues_at, duration) = (self.len - self.segment, self.end());
        let mut cues = Vec::new();
        for (time, number, at) in &self.cues {
            push_cue(&mut cues, *time, *number, *at);
        }
        let mut element = Vec::with_capacity(cues.len() + 16);
        ebml::push(&mut element, id::CUES, &cues);
        self.put(&element)?;
        let mut size = Vec::new();
        ebml::push_wide_size(&mut size, self.len - self.segment);
        self.patch(self.segment - 8, &size)?;
        self.patch(self.cues_at, &cues_at.to_be_bytes())?;
        #[expect(clippy::cast_precision_loss, reason = "bounded by some days in ticks")]
        let float = duration as f64;
        self.patch(self.duration_at, &float.to_be_bytes())?;
        self.out.seek(SeekFrom::End(0))?;
        self.out.flush()?;
        Ok(Some(duration))
    }

    fn patch(&mut self, at: u64, bytes: &[u8]) -> io::Result<()> {
        self.out.seek(SeekFrom::Start(at))?;
        self.out.write_all(bytes)
    }
}

/// Where the other parts of the segment stand, the index last.
fn seek_head(info: u64, tracks: u64, cues: u64) -> Vec<u8> {
    let mut body = Vec::new();
    for (part, at) in [(id::INFO, info), (id::TRACKS, tracks), (id::CUES, cues)] {
        let mut seek = Vec::new();
        ebml::push(&mut seek, id::SEEK_ID, &part.to_be_bytes());
        ebml::push_number(&mut seek, id::SEEK_POSITION, at);
        ebml::push(&mut body, id::SEEK, &seek);
    }
    let mut out = Vec::new();
    ebml::push(&mut out, id::SEEK_HEAD, &body);
    out
}

/// Scale and length; the length stands last.
fn info(scale: u64) -> Vec<u8> {
    let mut body = Vec::new();
    ebml::push_number(&mut body, id::TIMESTAMP_SCALE, scale);
    ebml::push(&mut body, id::MUXING_APP, b"Balai");
    ebml::push(&mut body, id::WRITING_APP, b"Balai");
    ebml::push(&mut body, id::DURATION, &0_f64.to_be_bytes());
    let mut out = Vec::new();
    ebml::push(&mut out, id::INFO, &body);
    out
}

fn push_cue(out: &mut Vec<u8>, time: u64, number: u8, at: u64) {
    let (mut place, mut point) = (Vec::new(), Vec::new());
    ebml::push(&mut place, id::CUE_TRACK, &[number]);
    ebml::push_number(&mut place, id::CUE_CLUSTER_POSITION, at);
    ebml::push_number(&mut point, id::CUE_TIME, time);
    ebml::push(&mut point, id::CUE_TRACK_POSITIONS, &place);
    ebml::push(out, id::CUE_POINT, &point);
}
