//! Names of sound files and of the folders that they lie in.
//!
//! Invariant: a good name is one name: never a path, nothing that some system would take for a device, in one Unicode
//! form (NFC), so that two names are the same name exactly if they are the same text.

use base::{Message, Rule};
use unicode_normalization::UnicodeNormalization as _;

use super::probe::SoundKind;

/// Most characters of a name.
pub const LONGEST: usize = 200;

/// What is wrong with a name.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum BadName {
    /// It is empty, or only dots and blanks.
    Empty,
    /// It has more than [`LONGEST`] characters.
    TooLong,
    /// It is a path: it has a `/` or `\`, begins with a drive letter, or is `.` or `..`.
    Path,
    /// It has control characters, or such that turn the writing direction.
    Unprintable,
    /// A name that Windows keeps for a device (`CON`, `nul.mp3`, …).
    Device,
    /// It ends in neither `.mp3` nor `.wav`, or not in the one that its content is.
    Extension,
}

impl BadName {
    /// The rule that it breaks, in words that follow the name.
    pub fn rule(self) -> Rule {
        let (id, en) = match self {
            Self::Empty => ("tidak boleh kosong", "must not be empty"),
            Self::TooLong => ("maksimal 200 karakter", "must have at most 200 characters"),
            Self::Path => ("tidak boleh berupa jalur (path)", "must be a name, not a path"),
            Self::Unprintable => (
                "memuat karakter yang tidak dapat dicetak",
                "has characters that cannot be printed",
            ),
            Self::Device => ("adalah nama perangkat", "is the name of a device"),
            Self::Extension => (
                "harus berakhiran .mp3 atau .wav sesuai isinya",
                "must end in .mp3 or .wav, as its content is",
            ),
        };
        Rule::Other(Message::new(id, en))
    }
}

/// Reads the name of a folder or file: normalised and trimmed.
pub fn read(name: &str) -> Result<String, BadName> {
    let name: String = name.trim().nfc().collect();
    if name.is_empty() || name.chars().all(|c| c == '.' || c.is_whitespace()) {
        return Err(if name.is_empty() { BadName::Empty } else { BadName::Path });
    }
    if name.chars().count() > LONGEST {
        return Err(BadName::TooLong);
    }
    if name.contains(['/', '\\']) || has_drive(&name) {
        return Err(BadName::Path);
    }
    if name.chars().any(unprintable) {
        return Err(BadName::Unprintable);
    }
    if is_device(&name) {
        return Err(BadName::Device);
    }
    Ok(name)
}

/// The kind that a name claims by its end, without case.
pub fn claimed(name: &str) -> Option<SoundKind> {
    let (stem, end) = name.rsplit_once('.')?;
    let kind = SoundKind::ALL
        .into_iter()
        .find(|kind| end.eq_ignore_ascii_case(kind.extension()))?;
    (!stem.is_empty()).then_some(kind)
}

/// Reads the name of a sound file.
pub fn read_sound(name: &str) -> Result<(String, SoundKind), BadName> {
    let name = read(name)?;
    let kind = claimed(&name).ok_or(BadName::Extension)?;
    Ok((name, kind))
}

/// A name as a segment of an address: everything in per cent form that is not plainly allowed there.
pub fn segment(name: &str) -> String {
    use std::fmt::Write as _;
    let mut text = String::with_capacity(name.len());
    for byte in name.bytes() {
        if byte.is_ascii_alphanumeric() || b"-._~".contains(&byte) {
            text.push(char::from(byte));
        } else {
            // Writing into a text cannot fail.
            let _written = write!(text, "%{byte:02X}");
        }
    }
    text
}

fn has_drive(name: &str) -> bool {
    let mut chars = name.chars();
    chars.next().is_some_and(|c| c.is_ascii_alphabetic()) && chars.next() == Some(':')
}

/// Control characters, those that turn the writing direction, and what stands for bytes that were no text.
fn unprintable(c: char) -> bool {
    c.is_control()
        || matches!(c, '\u{200e}' | '\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{fffd}' | '\u{feff}')
}

/// `CON`, `PRN`, `AUX`, `NUL`, `COM1` … `LPT9`, with any ending.
fn is_device(name: &str) -> bool {
    let stem = name
        .split('.')
        .next()
        .unwrap_or_default()
        .trim_end()
        .to_ascii_uppercase();
    let numbered = |kind: &str| {
        stem.strip_prefix(kind)
            .is_some_and(|number| matches!(number.as_bytes(), [b'1'..=b'9']))
    };
    matches!(stem.as_str(), "CON" | "PRN" | "AUX" | "NUL") || numbered("COM") || numbered("LPT")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn plain_names_are_taken_as_they_are() {
        for name in [
            "track_01.mp3",
            "Bagian 1 (É).WAV",
            "音声.mp3",
            "…a.mp3",
            "com10.mp3",
            "50% off.mp3",
        ] {
            assert_eq!(read(name).as_deref(), Ok(name));
        }
        assert_eq!(read(" e\u{301}.mp3 ").as_deref(), Ok("é.mp3"));
    }

    #[test]
    fn what_is_more_than_a_name_is_refused() {
        for (name, wrong) in [
            ("", BadName::Empty),
            ("  ", BadName::Empty),
            ("..", BadName::Path),
            (". .", BadName::Path),
            ("../x.mp3", BadName::Path),
            ("a/x.mp3", BadName::Path),
            ("/x.mp3", BadName::Path),
            ("a\\x.mp3", BadName::Path),
            ("C:x.mp3", BadName::Path),
            ("a\0.mp3", BadName::Unprintable),
            ("a\n.mp3", BadName::Unprintable),
            ("a\u{202e}3pm.mp3", BadName::Unprintable),
            ("nul.mp3", BadName::Device),
            ("Com1.tar.mp3", BadName::Device),
        ] {
            assert_eq!(read(name), Err(wrong), "{name:?}");
        }
        assert_eq!(read(&"a".repeat(201)), Err(BadName::TooLong));
        assert!(read(&"é".repeat(200)).is_ok());
    }

    #[test]
    fn a_name_becomes_one_segment_of_an_address() {
        assert_eq!(segment("Cambridge IELTS 13"), "Cambridge%20IELTS%2013");
        assert_eq!(segment("é/?#%+\"._-~"), "%C3%A9%2F%3F%23%25%2B%22._-~");
    }

    #[test]
    fn the_end_of_a_name_says_what_it_claims_to_be() {
        assert_eq!(claimed("a.MP3"), Some(SoundKind::Mp3));
        assert_eq!(claimed("a.b.wav"), Some(SoundKind::Wav));
        for name in ["a", "a.ogg", ".mp3", "mp3", "a.mp3.exe", "a.mp3 "] {
            assert_eq!(claimed(name), None, "{name}");
        }
    }
}
