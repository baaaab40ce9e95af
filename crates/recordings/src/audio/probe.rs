//! What a sound file is, judged by its content alone.
//!
//! Invariants: only MP3 and plain WAV get through, whatever the name says; and the work is bounded by the file's length,
//! since frames are counted and never decoded.

use std::{
    fs::File,
    io::{Cursor, Read as _, Seek as _, SeekFrom},
    panic::{AssertUnwindSafe, catch_unwind},
};

use base::{Error, Kind, Message, Result};
use symphonia::{
    core::{
        codecs::{
            CodecParameters,
            audio::{
                AudioCodecId, AudioCodecParameters,
                well_known::{
                    CODEC_ID_MP3, CODEC_ID_PCM_ALAW, CODEC_ID_PCM_F32LE, CODEC_ID_PCM_F64LE, CODEC_ID_PCM_MULAW,
                    CODEC_ID_PCM_S16LE, CODEC_ID_PCM_S24LE, CODEC_ID_PCM_S32LE, CODEC_ID_PCM_U8,
                },
            },
        },
        formats::{FormatOptions, FormatReader},
        io::{MediaSource, MediaSourceStream, MediaSourceStreamOptions, ReadOnlySource},
    },
    default::formats::{MpaReader, WavReader},
};

/// Largest sound file, in bytes.
pub const LARGEST: u64 = 20 * 1024 * 1024;

/// What browsers play inside of a WAV.
const PLAYED: [AudioCodecId; 8] = [
    CODEC_ID_PCM_U8,
    CODEC_ID_PCM_S16LE,
    CODEC_ID_PCM_S24LE,
    CODEC_ID_PCM_S32LE,
    CODEC_ID_PCM_F32LE,
    CODEC_ID_PCM_F64LE,
    CODEC_ID_PCM_ALAW,
    CODEC_ID_PCM_MULAW,
];

/// The kinds of sound that are taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SoundKind {
    /// MPEG audio, layer III.
    Mp3,
    /// PCM in RIFF.
    Wav,
}

impl SoundKind {
    /// Both.
    pub const ALL: [Self; 2] = [Self::Mp3, Self::Wav];

    /// The type to serve it with.
    pub fn content_type(self) -> &'static str {
        match self {
            Self::Mp3 => "audio/mpeg",
            Self::Wav => "audio/wav",
        }
    }

    /// The end of its name, without the dot.
    pub fn extension(self) -> &'static str {
        match self {
            Self::Mp3 => "mp3",
            Self::Wav => "wav",
        }
    }
}

/// What is known of a sound file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sound {
    /// What it is.
    pub kind: SoundKind,
    /// How long it lasts, in milliseconds; at least 1.
    pub duration_ms: u64,
    /// 1 for mono, 2 for stereo, …
    pub channels: u16,
    /// Samples per second.
    pub sample_rate: u32,
}

/// The file is no MP3 and no WAV: `audio.not_taken`.
pub fn not_taken() -> Error {
    Error::new(
        Kind::UnsupportedMedia,
        "audio.not_taken",
        Message::new(
            "Berkas ini bukan audio MP3 atau WAV.",
            "The file is not an MP3 or WAV audio file.",
        ),
    )
}

/// The file is an MP3 or a WAV, but not a whole one: `audio.broken`.
pub fn broken() -> Error {
    Error::new(
        Kind::Invalid,
        "audio.broken",
        Message::new(
            "Berkas audio ini rusak atau terpotong.",
            "The audio file is damaged or cut off.",
        ),
    )
}

/// The WAV holds something else than PCM: `audio.codec`.
pub fn unplayable() -> Error {
    Error::new(
        Kind::UnsupportedMedia,
        "audio.codec",
        Message::new(
            "Berkas WAV ini memakai kompresi yang tidak dapat diputar peramban; simpan sebagai PCM.",
            "The WAV file uses a compression that browsers do not play; save it as PCM.",
        ),
    )
}

/// Judges a file from its beginning to its end. Blocks on the disk. Fails with `audio.not_taken`, `audio.broken` or
/// `audio.codec`.
pub fn probe(mut file: &File) -> Result<Sound> {
    let len = file.metadata().map_err(Error::internal)?.len();
    file.rewind().map_err(Error::internal)?;
    let mut head = Vec::with_capacity(4096);
    file.take(4096).read_to_end(&mut head).map_err(Error::internal)?;
    // The readers of the library have panicked before on files that were made to do that.
    let judge = AssertUnwindSafe(|| {
        if head.starts_with(b"RIFF") {
            wav(file, len)
        } else {
            mp3(file, len)
        }
    });
    catch_unwind(judge).unwrap_or_else(|_| Err(broken().caused_by("the reader of the format panicked")))
}

/// What a track says of itself. No sound has no channel, or more than people have loudspeakers.
fn facts(reader: &dyn FormatReader) -> Option<(&AudioCodecParameters, u16, u32)> {
    let Some(CodecParameters::Audio(parameters)) = reader.tracks().first()?.codec_params.as_ref() else {
        return None;
    };
    let channels = u16::try_from(parameters.channels.as_ref()?.count()).ok()?;
    let sample_rate = parameters.sample_rate?;
    ((1..=8).contains(&channels) && sample_rate > 0).then_some((parameters, channels, sample_rate))
}

fn milliseconds(samples: u64, sample_rate: u32) -> u64 {
    (samples.saturating_mul(1000) / u64::from(sample_rate)).max(1)
}

fn stream<'s>(source: impl MediaSource + 's) -> MediaSourceStream<'s> {
    MediaSourceStream::new(Box::new(source), MediaSourceStreamOptions::default())
}

/// Judges a WAV by its format chunk and by whether its sound is all there.
///
/// The chunks are walked here and the library sees only a head made of them, because it takes memory for a chunk of text
/// before it looks whether the file has that much.
fn wav(file: &File, len: u64) -> Result<Sound> {
    let chunks = Chunks::find(file, len).map_err(Error::internal)?.ok_or_else(broken)?;
    if chunks.data == 0 {
        return Err(broken());
    }
    let channels = chunks.format.get(2..4).unwrap_or_default();
    if !matches!(channels, [1..=8, 0]) {
        return Err(broken());
    }
    let source = stream(Cursor::new(chunks.head()?));
    let reader = WavReader::try_new(source, FormatOptions::default()).map_err(|cause| unplayable().caused_by(cause))?;
    let (parameters, channels, sample_rate) = facts(&reader).ok_or_else(broken)?;
    if !PLAYED.contains(&parameters.codec) {
        return Err(unplayable());
    }
    let samples = reader.tracks().first().and_then(|track| track.num_frames);
    Ok(Sound {
        kind: SoundKind::Wav,
        duration_ms: milliseconds(samples.filter(|samples| *samples > 0).ok_or_else(broken)?, sample_rate),
        channels,
        sample_rate,
    })
}

/// The parts of a WAV that say how to play it.
struct Chunks {
    /// The body of the format chunk.
    format: Vec<u8>,
    /// How long the sound is, in bytes.
    data: u64,
}

impl Chunks {
    /// A format chunk has 16, 18 or 40 bytes; more than this has none.
    const FORMAT: u32 = 256;
    /// More chunks than this stand before the sound of no file.
    const MOST: usize = 1000;

    /// Walks from chunk to chunk; `None` if the file is no WAV, or not a whole one.
    fn find(mut file: &File, len: u64) -> std::io::Result<Option<Self>> {
        let mut format = None;
        let mut at = 12;
        let mut head = [0; 12];
        file.seek(SeekFrom::Start(0))?;
        if len < 12 || file.read_exact(&mut head).is_err() || head[8..] != *b"WAVE" {
            return Ok(None);
        }
        for _ in 0..Self::MOST {
            if at + 8 > len {
                return Ok(None);
            }
            let mut chunk = [0; 8];
            file.seek(SeekFrom::Start(at))?;
            file.read_exact(&mut chunk)?;
            let [name @ .., a, b, c, d] = chunk;
            let size = u32::from_le_bytes([a, b, c, d]);
            at += 8;
            match &name {
                b"fmt " if (16..=Self::FORMAT).contains(&size) => {
                    let mut body = Vec::new();
                    file.take(size.into()).read_to_end(&mut body)?;
                    format = Some(body);
                }
                b"data" => {
                    // A recorder that could not go back to write the length has left it at its largest, or at 0.
                    let there = len - at;
                    let told = u64::from(size);
                    let data = if size == u32::MAX || size == 0 { there } else { told };
                    return Ok(format.filter(|_| data <= there).map(|format| Self { format, data }));
                }
                _ => {}
            }
            // Chunks begin at even places.
            at += u64::from(size) + u64::from(size % 2);
        }
        Ok(None)
    }

    /// A WAV of these parts, up to where its sound begins.
    fn head(&self) -> Result<Vec<u8>> {
        let format = u32::try_from(self.format.len()).map_err(Error::internal)?;
        let data = u32::try_from(self.data).map_err(|_| broken())?;
        let mut head = b"RIFF".to_vec();
        head.extend(u32::MAX.to_le_bytes());
        head.extend(b"WAVEfmt ");
        head.extend(format.to_le_bytes());
        head.extend(&self.format);
        if format % 2 == 1 {
            head.push(0);
        }
        head.extend(b"data");
        head.extend(data.to_le_bytes());
        Ok(head)
    }
}

/// Fewer frames than this, about 50 milliseconds, are no sound that anybody could hear.
const FEWEST_FRAMES: u64 = 3;

/// Judges an MP3 by its frames: nearly all of the file must be frames, and no fewer than its own head counts.
fn mp3(mut file: &File, len: u64) -> Result<Sound> {
    let start = after_tags(file, len).map_err(Error::internal)?;
    file.seek(SeekFrom::Start(start)).map_err(Error::internal)?;
    let mut head = Vec::with_capacity(4096);
    file.take(4096).read_to_end(&mut head).map_err(Error::internal)?;
    let begins = head.windows(2).any(|pair| pair[0] == 0xFF && pair[1] & 0xE0 == 0xE0);
    if !begins {
        return Err(not_taken());
    }
    file.seek(SeekFrom::Start(start)).map_err(Error::internal)?;
    let copy = file.try_clone().map_err(Error::internal)?;
    // As a source that cannot seek: else the length would be guessed from the first frame.
    let source = stream(ReadOnlySource::new(copy));
    let reader = MpaReader::try_new(source, FormatOptions::default()).map_err(|cause| not_taken().caused_by(cause))?;
    count(reader, len - start)
}

/// Counts the frames of an MP3 in `len` bytes.
fn count(mut reader: MpaReader<'_>, len: u64) -> Result<Sound> {
    let (parameters, channels, sample_rate) = facts(&reader).ok_or_else(not_taken)?;
    if parameters.codec != CODEC_ID_MP3 {
        return Err(not_taken());
    }
    let told = reader.tracks().first().and_then(|track| track.num_frames);
    let (mut frames, mut bytes, mut samples) = (0_u64, 0_u64, 0_u64);
    while let Some(frame) = reader.next_packet().map_err(|cause| broken().caused_by(cause))? {
        frames += 1;
        bytes += frame.data.len() as u64;
        samples = samples.saturating_add(frame.dur.get());
    }
    // Tags at the end and the frame that only counts the others are no sound; a file of anything else has, by chance,
    // frames in about a third of it.
    if bytes.saturating_add(4096) < len / 5 * 4 {
        return Err(not_taken());
    }
    // Encoders have been seen to count wrong by a frame or two.
    let cut = told.is_some_and(|told| samples.saturating_add(told / 50 + 3 * 1152) < told);
    if frames < FEWEST_FRAMES || cut {
        return Err(broken());
    }
    Ok(Sound {
        kind: SoundKind::Mp3,
        duration_ms: milliseconds(samples, sample_rate),
        channels,
        sample_rate,
    })
}

/// Where the sound begins, after the `ID3v2` tags, which may hold pictures of several megabytes.
fn after_tags(mut file: &File, len: u64) -> std::io::Result<u64> {
    let mut at = 0;
    // Two tags in a row happen, where a program did not know the version of the first.
    for _ in 0..4 {
        let mut head = Vec::with_capacity(10);
        file.seek(SeekFrom::Start(at))?;
        file.take(10).read_to_end(&mut head)?;
        let [b'I', b'D', b'3', _, _, flags, size @ ..] = head.as_slice() else {
            break;
        };
        let &[a, b, c, d] = size else { break };
        let size = [a, b, c, d]
            .iter()
            .fold(0_u64, |size, byte| (size << 7) | u64::from(byte & 0x7F));
        let footer = if flags & 0x10 == 0 { 0 } else { 10 };
        at = (at + 10 + size + footer).min(len);
    }
    Ok(at)
}

#[cfg(test)]
pub(crate) mod tests;
