//! What stands before the first cluster: which tracks there are and how their times count.

use std::io::{self, Read};

use super::{
    ebml::{self, id},
    source::{Item, Source, Trouble},
};

/// The beginning of a recording.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Head {
    /// The body of the first element, which says that it is `WebM` and of which version.
    pub(super) ebml: Vec<u8>,
    /// The body of the element with the tracks.
    pub(super) tracks: Vec<u8>,
    /// Nanoseconds in a tick; 1,000,000 (a millisecond) in all that browsers write.
    pub(super) scale: u64,
    entries: Vec<Track>,
}

/// One track, as far as two must be alike to be one. Their numbers need not be: browsers number tracks as they come.
#[derive(Debug, Clone, PartialEq)]
struct Track {
    number: u8,
    kind: u64,
    codec: Vec<u8>,
    private: Vec<u8>,
    encodings: Vec<u8>,
    /// Width and height, or sampling frequency and channels, as they are written.
    shape: [Vec<u8>; 2],
}

/// Elements before the tracks; more stand before those of no recording.
const MOST: usize = 100;
const VIDEO: u64 = 1;
const AUDIO: u64 = 2;

impl Head {
    /// Reads up to the tracks; `None` if it does not begin like a `WebM` (or Matroska) with tracks that can be copied.
    pub(super) fn read<R: Read>(source: &mut Source<R>) -> io::Result<Option<Self>> {
        let (mut ebml, mut scale) = (None, 1_000_000);
        for _ in 0..MOST {
            match source.next() {
                Ok(Some(Item::Element(id::EBML, body))) if ebml.is_none() && is_webm(&body) => ebml = Some(body),
                Ok(Some(Item::Element(id::INFO, body))) => match scale_of(&body) {
                    Some(found) => scale = found,
                    None => return Ok(None),
                },
                Ok(Some(Item::Element(id::TRACKS, body))) => {
                    return Ok(ebml.zip(tracks_of(&body)).map(|(ebml, entries)| Self {
                        ebml,
                        tracks: body,
                        scale,
                        entries,
                    }));
                }
                Ok(Some(Item::Segment | Item::Element(..))) if ebml.is_some() => {}
                Ok(_) | Err(Trouble::Damaged) => return Ok(None),
                Err(Trouble::Io(error)) => return Err(error),
            }
        }
        Ok(None)
    }

    /// The number of the first track with pictures.
    pub(super) fn video(&self) -> Option<u8> {
        self.entries
            .iter()
            .find(|track| track.kind == VIDEO)
            .map(|track| track.number)
    }

    /// The numbers of the tracks with sound.
    pub(super) fn sounds(&self) -> impl Iterator<Item = u8> {
        let sounds = self.entries.iter().filter(|track| track.kind == AUDIO);
        sounds.map(|track| track.number)
    }

    /// The numbers of all tracks.
    pub(super) fn numbers(&self) -> impl Iterator<Item = u8> {
        self.entries.iter().map(|track| track.number)
    }

    /// What keeps another recording from following this one in one file.
    pub(super) fn difference(&self, other: &Self) -> Option<&'static str> {
        let doc_type = |head: &Self| body_of(&head.ebml, id::DOC_TYPE).map(<[u8]>::to_vec);
        if doc_type(self) != doc_type(other) || self.scale != other.scale {
            return Some("format");
        }
        if self.entries.len() != other.entries.len() {
            return Some("number of tracks");
        }
        other.entries.iter().find_map(|theirs| {
            let mut ours = self.entries.iter().filter(|track| track.kind == theirs.kind);
            match (ours.next(), ours.next()) {
                (Some(ours), None) => ours.difference(theirs),
                _ => Some("kind of tracks"),
            }
        })
    }

    /// The numbers of another recording's tracks with those of this one's that they continue.
    pub(super) fn numbers_of(&self, other: &Self) -> Vec<(u8, u8)> {
        let continued = |theirs: &Track| {
            let same = |ours: &&Track| ours.kind == theirs.kind;
            self.entries.iter().find(same).map(|ours| (theirs.number, ours.number))
        };
        if self.entries == other.entries {
            return self.numbers().map(|number| (number, number)).collect();
        }
        other.entries.iter().filter_map(continued).collect()
    }

    pub(super) fn ticks(&self, milliseconds: u64) -> u64 {
        milliseconds.saturating_mul(1_000_000) / self.scale
    }

    /// Ticks as milliseconds, rounded up.
    pub(super) fn milliseconds(&self, ticks: u64) -> u64 {
        ticks.saturating_mul(self.scale).div_ceil(1_000_000)
    }
}

impl Track {
    fn difference(&self, other: &Self) -> Option<&'static str> {
        if self.codec != other.codec || self.private != other.private || self.encodings != other.encodings {
            return Some("codec");
        }
        (self.shape != other.shape).then_some(if self.kind == VIDEO { "size" } else { "sound format" })
    }

    fn read(entry: &[u8]) -> Option<Self> {
        let bytes = |id| body_of(entry, id).unwrap_or_default().to_vec();
        let shape = |group, one, two| {
            let group = body_of(entry, group).unwrap_or_default();
            [one, two].map(|id| body_of(group, id).unwrap_or_default().to_vec())
        };
        let kind = ebml::number(body_of(entry, id::TRACK_TYPE)?)?;
        let number = u8::try_from(ebml::number(body_of(entry, id::TRACK_NUMBER)?)?).ok()?;
        Some(Self {
            // Larger ones would take two bytes in every block, and no recorder has so many tracks.
            number: Some(number).filter(|number| (1..=126).contains(number))?,
            kind,
            codec: bytes(id::CODEC_ID),
            private: bytes(id::CODEC_PRIVATE),
            encodings: bytes(id::CONTENT_ENCODINGS),
            shape: if kind == VIDEO {
                shape(id::VIDEO, id::PIXEL_WIDTH, id::PIXEL_HEIGHT)
            } else {
                shape(id::AUDIO, id::SAMPLING_FREQUENCY, id::CHANNELS)
            },
        })
    }
}

/// The body of the first child with an id.
fn body_of(body: &[u8], wanted: u32) -> Option<&[u8]> {
    ebml::children(body)
        .map_while(|child| child)
        .find_map(|(id, body)| (id == wanted).then_some(body))
}

fn is_webm(ebml: &[u8]) -> bool {
    ebml.len() <= 1024 && matches!(body_of(ebml, id::DOC_TYPE), Some(b"webm" | b"matroska"))
}

/// The scale of an information element; `None` if it makes no sense.
fn scale_of(info: &[u8]) -> Option<u64> {
    let Some(scale) = body_of(info, id::TIMESTAMP_SCALE) else {
        return Some(1_000_000);
    };
    ebml::number(scale).filter(|scale| (1_000..=1_000_000_000).contains(scale))
}

/// The tracks of a recording: at least one, each with a number of its own, and few.
fn tracks_of(tracks: &[u8]) -> Option<Vec<Track>> {
    if tracks.len() > 1024 * 1024 {
        return None;
    }
    let mut entries: Vec<Track> = Vec::new();
    for child in ebml::children(tracks) {
        let (id, entry) = child?;
        if id != id::TRACK_ENTRY {
            continue;
        }
        let track = Track::read(entry)?;
        if entries.len() == 8 || entries.iter().any(|other| other.number == track.number) {
            return None;
        }
        entries.push(track);
    }
    (!entries.is_empty()).then_some(entries)
}
