//! How long the sound of an MP4 lasts, also where a recorder wrote it in fragments and left its length open (ISO/IEC
//! 14496-12, as far as that needs it).
//!
//! Invariants: boxes are walked by their sizes, each step moves forward, and no more of them is read than a bound; the sound
//! itself is never read.

use std::io::{self, Read, Seek, SeekFrom};

/// Largest box that is read into memory, in bytes: descriptions, never sound.
const LARGEST: u64 = 16 * 1024 * 1024;
/// Most boxes at the top. A recorder that writes a fragment four times a second for an hour makes fewer.
const MOST: usize = 100_000;

/// A track with sound.
#[derive(Debug, Clone, Copy)]
struct Track {
    id: u32,
    /// Ticks in a second.
    scale: u32,
    /// What its description says, in ticks; 0 where that was left open.
    told: u64,
    /// How long a sample lasts unless a fragment says it.
    usual: u32,
    /// Where its fragments begin and end, in ticks.
    fragments: Option<(u64, u64)>,
}

/// The bytes of a box, read from their beginning.
struct Body<'b>(&'b [u8]);

impl Body<'_> {
    fn skip(&mut self, count: usize) -> Option<()> {
        self.0 = self.0.get(count..)?;
        Some(())
    }

    fn u32(&mut self) -> Option<u32> {
        let (bytes, rest) = self.0.split_first_chunk()?;
        self.0 = rest;
        Some(u32::from_be_bytes(*bytes))
    }

    fn u64(&mut self) -> Option<u64> {
        let (bytes, rest) = self.0.split_first_chunk()?;
        self.0 = rest;
        Some(u64::from_be_bytes(*bytes))
    }

    /// A number of 32 bits in version 0 and of 64 in version 1.
    fn wide(&mut self, version: u32) -> Option<u64> {
        if version == 1 {
            self.u64()
        } else {
            self.u32().map(u64::from)
        }
    }

    /// Version and flags.
    fn version(&mut self) -> Option<(u32, u32)> {
        let both = self.u32()?;
        Some((both >> 24, both & 0x00FF_FFFF))
    }
}

/// The boxes that follow each other in a body; ends where they cannot be read.
fn children(body: &[u8]) -> impl Iterator<Item = ([u8; 4], &[u8])> {
    let mut rest = body;
    std::iter::from_fn(move || {
        let mut head = Body(rest);
        let size = usize::try_from(head.u32()?).ok()?;
        let name = head.u32()?.to_be_bytes();
        let (start, size) = match size {
            0 => (8, rest.len()),
            1 => (16, usize::try_from(head.u64()?).ok()?),
            size => (8, size),
        };
        let found = rest.get(start..size)?;
        rest = &rest[size..];
        Some((name, found))
    })
}

fn child(body: &[u8], wanted: [u8; 4]) -> Option<&[u8]> {
    children(body).find_map(|(name, body)| (name == wanted).then_some(body))
}

/// Ticks in a second, and how many there are, of a track's description.
fn scale_of(mdhd: &[u8]) -> Option<(u32, u64)> {
    let mut body = Body(mdhd);
    let (version, _) = body.version()?;
    body.skip(if version == 1 { 16 } else { 8 })?;
    let scale = body.u32().filter(|scale| *scale > 0)?;
    let told = body.wide(version)?;
    // All ones stand for an unknown length.
    let is_unknown = told == u64::MAX || (version == 0 && told == u64::from(u32::MAX));
    Some((scale, if is_unknown { 0 } else { told }))
}

fn id_of(tkhd: &[u8]) -> Option<u32> {
    let mut body = Body(tkhd);
    let (version, _) = body.version()?;
    body.skip(if version == 1 { 16 } else { 8 })?;
    body.u32()
}

/// The first track with sound of a description.
fn track_of(moov: &[u8]) -> Option<Track> {
    let mut tracks = children(moov).filter(|(name, _)| name == b"trak");
    let mut track = tracks.find_map(|(_, trak)| {
        let mdia = child(trak, *b"mdia")?;
        let kind = child(mdia, *b"hdlr")?.get(8..12)?;
        let (scale, told) = scale_of(child(mdia, *b"mdhd")?)?;
        Some(Track {
            id: id_of(child(trak, *b"tkhd")?).filter(|_| kind == b"soun")?,
            scale,
            told,
            usual: 0,
            fragments: None,
        })
    })?;
    let defaults = child(moov, *b"mvex").into_iter().flat_map(children);
    let usual = defaults.filter(|(name, _)| name == b"trex").find_map(|(_, trex)| {
        let mut body = Body(trex);
        body.skip(4)?;
        let id = body.u32()?;
        body.skip(4)?;
        body.u32().filter(|_| id == track.id)
    });
    track.usual = usual.unwrap_or(0);
    Some(track)
}

impl Track {
    /// Notes a fragment, if it has some of this track.
    fn note(&mut self, moof: &[u8]) {
        for (_, traf) in children(moof).filter(|(name, _)| name == b"traf") {
            if let Some((start, length)) = self.fragment(traf) {
                let end = start.saturating_add(length);
                let (first, last) = self.fragments.unwrap_or((start, end));
                self.fragments = Some((first.min(start), last.max(end)));
            }
        }
    }

    /// Where a fragment begins and how long it is, in ticks; `None` if it is of another track.
    fn fragment(&self, traf: &[u8]) -> Option<(u64, u64)> {
        let mut head = Body(child(traf, *b"tfhd")?);
        let (_, flags) = head.version()?;
        if head.u32()? != self.id {
            return None;
        }
        for (flag, size) in [(0x01, 8), (0x02, 4)] {
            if flags & flag != 0 {
                head.skip(size)?;
            }
        }
        let usual = if flags & 0x08 == 0 { self.usual } else { head.u32()? };
        // One that does not say where it begins follows those before it.
        let before = self.fragments.map_or(0, |(_, end)| end);
        let start = child(traf, *b"tfdt").and_then(|tfdt| {
            let mut body = Body(tfdt);
            let (version, _) = body.version()?;
            body.wide(version)
        });
        let runs = children(traf).filter(|(name, _)| name == b"trun");
        let lengths = runs.filter_map(|(_, trun)| run_length(trun, usual));
        Some((start.unwrap_or(before), lengths.fold(0, u64::saturating_add)))
    }

    /// How long it lasts, in milliseconds.
    fn length(&self) -> Option<u64> {
        let of_fragments = self.fragments.map_or(0, |(start, end)| end - start);
        let ticks = Some(of_fragments.max(self.told)).filter(|ticks| *ticks > 0)?;
        Some(ticks.saturating_mul(1000).div_ceil(u64::from(self.scale)))
    }
}

/// How long the samples of a run last, in ticks.
fn run_length(trun: &[u8], usual: u32) -> Option<u64> {
    let mut body = Body(trun);
    let (_, flags) = body.version()?;
    let count = body.u32()?;
    for flag in [0x01, 0x04] {
        if flags & flag != 0 {
            body.skip(4)?;
        }
    }
    if flags & 0x100 == 0 {
        return Some(u64::from(count) * u64::from(usual));
    }
    let beside = [0x200, 0x400, 0x800].iter().filter(|flag| flags & **flag != 0).count() * 4;
    let mut sum: u64 = 0;
    for _ in 0..count {
        sum = sum.saturating_add(body.u32()?.into());
        body.skip(beside)?;
    }
    Some(sum)
}

/// How long the sound of an MP4 lasts, in milliseconds; `None` if there is none, or if it is no MP4.
pub fn sound_length(file: &mut (impl Read + Seek)) -> io::Result<Option<u64>> {
    let end = file.seek(SeekFrom::End(0))?;
    let (mut at, mut track) = (0, None::<Track>);
    for _ in 0..MOST {
        file.seek(SeekFrom::Start(at))?;
        let mut head = Vec::with_capacity(16);
        file.by_ref().take(16).read_to_end(&mut head)?;
        let Some((name, start, size)) = top(&head, end - at) else {
            break;
        };
        if matches!(&name, b"moov" | b"moof") && size - start <= LARGEST {
            file.seek(SeekFrom::Start(at + start))?;
            let mut body = Vec::new();
            file.by_ref().take(size - start).read_to_end(&mut body)?;
            match &mut track {
                Some(track) => track.note(&body),
                None if name == *b"moov" => track = track_of(&body),
                None => {}
            }
        }
        at += size;
    }
    Ok(track.and_then(|track| track.length()))
}

/// Name, start of the body and size of the box that begins with these bytes, of which so many are left; `None` if it is none.
fn top(head: &[u8], left: u64) -> Option<([u8; 4], u64, u64)> {
    let mut body = Body(head);
    let size = u64::from(body.u32()?);
    let name = body.u32()?.to_be_bytes();
    let (start, size) = match size {
        0 => (8, left),
        1 => (16, body.u64()?),
        size => (8, size),
    };
    // The last one may have been cut off.
    (size >= start)
        .then_some((name, start, size.min(left)))
        .filter(|(_, start, size)| size >= start)
}

#[cfg(test)]
mod tests {
    use std::io::Cursor;

    use proptest::prelude::*;

    use super::*;

    fn boxed(name: [u8; 4], parts: &[&[u8]]) -> Vec<u8> {
        let body = parts.concat();
        let size = u32::try_from(body.len() + 8).unwrap();
        [&size.to_be_bytes()[..], &name, &body].concat()
    }

    fn numbers(numbers: &[u32]) -> Vec<u8> {
        numbers.iter().flat_map(|number| number.to_be_bytes()).collect()
    }

    /// A description of a track of a kind, with 1,000 ticks in a second.
    fn trak(id: u32, kind: [u8; 4], told: u32) -> Vec<u8> {
        let tkhd = boxed(*b"tkhd", &[&numbers(&[0, 0, 0, id, 0])]);
        let hdlr = boxed(*b"hdlr", &[&numbers(&[0, 0]), &kind, &[0; 13]]);
        let mdhd = boxed(*b"mdhd", &[&numbers(&[0, 0, 0, 1000, told, 0])]);
        boxed(*b"trak", &[&tkhd, &boxed(*b"mdia", &[&mdhd, &hdlr])])
    }

    fn moov(told: u32) -> Vec<u8> {
        let trex = |id, usual| boxed(*b"trex", &[&numbers(&[0, id, 1, usual, 0, 0])]);
        let mvex = boxed(*b"mvex", &[&trex(1, 7), &trex(2, 20)]);
        boxed(
            *b"moov",
            &[&trak(1, *b"vide", 9_000_000), &trak(2, *b"soun", told), &mvex],
        )
    }

    /// A fragment of a track from a moment on, with a run.
    fn moof(id: u32, from: u32, trun: &[u32]) -> Vec<u8> {
        let tfhd = boxed(*b"tfhd", &[&numbers(&[0x0002_0000, id])]);
        let tfdt = boxed(*b"tfdt", &[&numbers(&[0, from])]);
        let trun = boxed(*b"trun", &[&numbers(trun)]);
        let moof = boxed(*b"moof", &[&boxed(*b"traf", &[&tfhd, &tfdt, &trun])]);
        [moof, boxed(*b"mdat", &[&[0; 100]])].concat()
    }

    fn length(parts: &[Vec<u8>]) -> Option<u64> {
        sound_length(&mut Cursor::new(parts.concat())).unwrap()
    }

    fn ftyp() -> Vec<u8> {
        boxed(*b"ftyp", &[b"iso5\0\0\0\0iso5"])
    }

    #[test]
    fn a_length_that_was_left_open_is_the_sum_of_the_fragments() {
        // 50 samples of the usual 20 ticks, then two with lengths of their own (and sizes beside), of the sound alone.
        let whole = [
            ftyp(),
            moov(0),
            moof(2, 500, &[0, 50]),
            moof(1, 0, &[0, 90_000]),
            moof(2, 1500, &[0x0301, 2, 0, 30, 11, 40, 12]),
        ];
        assert_eq!(length(&whole), Some(1070));
        assert_eq!(length(&whole[..3]), Some(1000));
        assert_eq!(length(&[ftyp(), moov(u32::MAX), moof(2, 0, &[0, 50])]), Some(1000));
    }

    #[test]
    fn a_length_that_is_told_counts() {
        assert_eq!(length(&[ftyp(), boxed(*b"mdat", &[&[0; 50]]), moov(2345)]), Some(2345));
    }

    #[test]
    fn without_sound_there_is_no_length() {
        assert_eq!(length(&[ftyp(), moov(0)]), None);
        assert_eq!(length(&[ftyp(), boxed(*b"moov", &[&trak(1, *b"vide", 900)])]), None);
        assert_eq!(length(&[ftyp()]), None);
        assert_eq!(length(&[vec![]]), None);
    }

    #[test]
    fn a_fragment_that_was_cut_off_counts_as_far_as_it_is_there() {
        let mut cut = [ftyp(), moov(0), moof(2, 0, &[0, 50])].concat();
        cut.truncate(cut.len() - 50);
        assert_eq!(sound_length(&mut Cursor::new(cut)).unwrap(), Some(1000));
    }

    proptest! {
        #[test]
        fn any_bytes_are_read_to_an_end(noise in proptest::collection::vec(any::<u8>(), 0..400), at in 0_usize..400) {
            let mut bytes = [ftyp(), moov(0), moof(2, 0, &[0x0301, 2, 0, 30, 11, 40, 12])].concat();
            let at = at.min(bytes.len());
            bytes.splice(at..at, noise);
            let _ = sound_length(&mut Cursor::new(bytes)).unwrap();
        }
    }
}
