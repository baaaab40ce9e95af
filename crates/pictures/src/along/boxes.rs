//! Boxes of the ISO base media file format (ISO/IEC 14496-12, 4.2), and the numbers in them.
//!
//! Invariant: nothing is read beyond the bytes that were given; what would lie there is `None`.

use std::ops::Range;

/// A box: its name, and where it is.
#[derive(Debug, Clone)]
pub(super) struct Part {
    pub kind: [u8; 4],
    /// All of it, with its head.
    pub whole: Range<usize>,
    /// What is in it.
    pub body: Range<usize>,
}

/// The boxes that fill a range of a file, one behind the other.
pub(super) fn parts(content: &[u8], within: Range<usize>) -> Option<Vec<Part>> {
    let mut parts = Vec::new();
    let mut at = within.start;
    while at < within.end {
        let mut head = Reader::of(content.get(at..within.end)?);
        let short = head.number(4)?;
        let kind = head.take(4)?.first_chunk().copied()?;
        let length = match short {
            // It goes on to the end, which the last one of a file may alone.
            0 if within == (0..content.len()) => within.end - at,
            1 => usize::try_from(head.number(8)?).ok()?,
            short => usize::try_from(short).ok()?,
        };
        let end = at.checked_add(length).filter(|end| *end <= within.end)?;
        let body = at + head.at;
        if body > end {
            return None;
        }
        parts.push(Part {
            kind,
            whole: at..end,
            body: body..end,
        });
        at = end;
    }
    Some(parts)
}

/// Bytes that are read one after the other.
#[derive(Debug)]
pub(super) struct Reader<'c> {
    bytes: &'c [u8],
    pub at: usize,
}

impl<'c> Reader<'c> {
    pub(super) fn of(bytes: &'c [u8]) -> Self {
        Self { bytes, at: 0 }
    }

    pub(super) fn take(&mut self, count: usize) -> Option<&'c [u8]> {
        let end = self.at.checked_add(count)?;
        let taken = self.bytes.get(self.at..end)?;
        self.at = end;
        Some(taken)
    }

    /// A number of so many bytes, at most eight.
    pub(super) fn number(&mut self, bytes: usize) -> Option<u64> {
        let taken = self.take(bytes.min(8))?;
        Some(taken.iter().fold(0, |sum, byte| (sum << 8) | u64::from(*byte)))
    }

    /// A number of two or four bytes, by which items are called.
    pub(super) fn id(&mut self, is_long: bool) -> Option<u32> {
        u32::try_from(self.number(if is_long { 4 } else { 2 })?).ok()
    }

    /// The version and the flags with which many boxes begin.
    pub(super) fn version(&mut self) -> Option<(u8, u64)> {
        let version = self.take(1)?.first().copied()?;
        Some((version, self.number(3)?))
    }

    /// How many bytes are left.
    pub(super) fn left(&self) -> usize {
        self.bytes.len().saturating_sub(self.at)
    }
}

/// A box of this name around this content; `None` if it were too long for one.
pub(super) fn boxed(kind: [u8; 4], body: &[u8]) -> Option<Vec<u8>> {
    let length = u32::try_from(body.len().checked_add(8)?).ok()?;
    Some([&length.to_be_bytes(), &kind, body].concat())
}
