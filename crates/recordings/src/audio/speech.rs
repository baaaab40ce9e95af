//! What a spoken answer is, judged by its content alone: a recorder's `WebM` or MP4, or a WAV.
//!
//! Invariant: how long it lasts is measured, never read off where a recorder has left it open.

use std::{fs::File, io::Read as _, io::Seek as _};

use base::{Error, Kind, Message, Result};

use super::{
    mp4,
    probe::{self, SoundKind},
};
use crate::webm;

/// Largest spoken answer, in bytes.
pub const LARGEST: u64 = probe::LARGEST;

/// The kinds of spoken answers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SpeechKind {
    /// What Chromium and Firefox record.
    Webm,
    /// What Safari records.
    Mp4,
    /// PCM in RIFF.
    Wav,
}

impl SpeechKind {
    /// All of them.
    pub const ALL: [Self; 3] = [Self::Webm, Self::Mp4, Self::Wav];

    /// The type to serve it with.
    pub fn content_type(self) -> &'static str {
        match self {
            Self::Webm => "audio/webm",
            Self::Mp4 => "audio/mp4",
            Self::Wav => "audio/wav",
        }
    }

    /// The kind that a recorder says that it writes (`audio/webm;codecs=opus`), if it is one of these.
    pub fn of_type(text: &str) -> Option<Self> {
        let essence = text.split(';').next().unwrap_or_default().trim().to_ascii_lowercase();
        match essence.as_str() {
            "audio/webm" | "video/webm" => Some(Self::Webm),
            "audio/mp4" | "audio/x-m4a" | "video/mp4" => Some(Self::Mp4),
            "audio/wav" | "audio/x-wav" | "audio/wave" | "audio/vnd.wave" => Some(Self::Wav),
            _ => None,
        }
    }
}

/// What is known of a spoken answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Speech {
    pub kind: SpeechKind,
    /// How long it lasts, in milliseconds; at least 1.
    pub duration_ms: u64,
}

/// The content is none of the kinds: `speech.not_taken`.
pub fn not_taken() -> Error {
    Error::new(
        Kind::UnsupportedMedia,
        "speech.not_taken",
        Message::new(
            "Rekaman ini bukan audio WebM, MP4, atau WAV.",
            "The recording is not WebM, MP4 or WAV audio.",
        ),
    )
}

/// The content is of one of the kinds, but no sound can be found in it: `speech.broken`.
pub fn broken() -> Error {
    Error::new(
        Kind::Invalid,
        "speech.broken",
        Message::new(
            "Rekaman suara ini rusak atau kosong.",
            "The recording is damaged, or there is no sound in it.",
        ),
    )
}

/// Judges a file from its beginning to its end. Blocks on the disk. Fails with `speech.not_taken` or `speech.broken`.
pub fn probe(mut file: &File) -> Result<Speech> {
    let mut head = Vec::with_capacity(12);
    file.rewind().map_err(Error::internal)?;
    file.take(12).read_to_end(&mut head).map_err(Error::internal)?;
    file.rewind().map_err(Error::internal)?;
    let (kind, duration) = if head.starts_with(&[0x1A, 0x45, 0xDF, 0xA3]) {
        (
            SpeechKind::Webm,
            webm::sound_length(&mut file).map_err(Error::internal)?,
        )
    } else if head.get(4..8) == Some(b"ftyp") {
        (SpeechKind::Mp4, mp4::sound_length(&mut file).map_err(Error::internal)?)
    } else if head.starts_with(b"RIFF") {
        (SpeechKind::Wav, wav(file)?)
    } else {
        return Err(not_taken());
    };
    Ok(Speech {
        kind,
        duration_ms: duration.ok_or_else(broken)?.max(1),
    })
}

fn wav(file: &File) -> Result<Option<u64>> {
    match probe::probe(file) {
        Ok(sound) => Ok((sound.kind == SoundKind::Wav).then_some(sound.duration_ms)),
        Err(error) if error.kind() == Kind::Internal => Err(error),
        Err(_) => Ok(None),
    }
}

#[cfg(test)]
mod tests {
    use std::io::Write as _;

    use proptest::prelude::*;

    use super::*;

    const A: [&[u8]; 3] = [
        include_bytes!("../../tests-data/webm/A0.bin"),
        include_bytes!("../../tests-data/webm/A1.bin"),
        include_bytes!("../../tests-data/webm/A2.bin"),
    ];

    fn judged(content: &[u8]) -> Result<Speech, &'static str> {
        let mut file = tempfile::tempfile().unwrap();
        file.write_all(content).unwrap();
        probe(&file).map_err(|error| error.code())
    }

    /// A WAV of 8,000 samples of 8 bits in a second.
    fn wav(samples: u32) -> Vec<u8> {
        let mut file = b"RIFF".to_vec();
        file.extend((36 + samples).to_le_bytes());
        file.extend(b"WAVEfmt \x10\0\0\0\x01\0\x01\0\x40\x1F\0\0\x40\x1F\0\0\x01\0\x08\0data");
        file.extend(samples.to_le_bytes());
        file.extend(std::iter::repeat_n(0x80, samples as usize));
        file
    }

    #[test]
    fn what_a_browser_recorded_without_a_length_is_measured() {
        let whole = judged(&A.concat()).unwrap();
        assert_eq!(whole.kind, SpeechKind::Webm);
        // Three chunks of about two seconds.
        assert!((5_000..7_000).contains(&whole.duration_ms), "{whole:?}");
        let first = judged(A[0]).unwrap();
        assert!(first.duration_ms < whole.duration_ms, "{first:?}");
    }

    #[test]
    fn a_wav_lasts_as_long_as_its_samples() {
        let expected = Speech {
            kind: SpeechKind::Wav,
            duration_ms: 1500,
        };
        assert_eq!(judged(&wav(12_000)), Ok(expected));
    }

    #[test]
    fn what_is_no_sound_is_refused_by_its_reason() {
        assert_eq!(judged(b"<html></html>"), Err("speech.not_taken"));
        assert_eq!(judged(b""), Err("speech.not_taken"));
        assert_eq!(judged(&A[1][..5000]), Err("speech.not_taken"));
        assert_eq!(judged(&A[0][..40]), Err("speech.broken"));
        assert_eq!(judged(b"RIFF\0\0\0\0WAVE"), Err("speech.broken"));
        assert_eq!(judged(b"\0\0\0\x14ftypisom\0\0\0\0isom"), Err("speech.broken"));
    }

    #[test]
    fn a_type_is_read_with_what_recorders_add_to_it() {
        assert_eq!(SpeechKind::of_type("audio/webm;codecs=opus"), Some(SpeechKind::Webm));
        assert_eq!(
            SpeechKind::of_type(" Audio/MP4 ; codecs=mp4a.40.2"),
            Some(SpeechKind::Mp4)
        );
        assert_eq!(SpeechKind::of_type("audio/ogg"), None);
        assert_eq!(SpeechKind::of_type(""), None);
    }

    proptest! {
        #[test]
        fn damaged_recordings_are_judged_to_an_end(at in 0_usize..20_000, with in any::<[u8; 4]>(), cut in 0_usize..20_000) {
            let mut content = A[0].to_vec();
            let at = at % content.len();
            for (place, byte) in content[at..].iter_mut().zip(with) {
                *place = byte;
            }
            content.truncate(cut.max(1));
            let _ = judged(&content);
        }
    }
}
