//! Archives of sound files: a flat ZIP, read entry by entry.
//!
//! Invariants: every entry is judged before anything is kept; no name of an archive ever becomes a path; what counts is
//! what really comes out of an entry, never the length that it claims.

mod entries;

use std::{
    fs::File,
    io::{self, BufReader, Read, Seek as _, SeekFrom, Write},
};

use base::{Error, FieldError, Kind, Message, Result, Rule};
use sha2::{Digest as _, Sha256};
use zip::ZipArchive;

use self::entries::Entry;
use crate::audio::{
    name::BadName,
    probe::{self, Sound},
};

/// Bounds of an archive.
#[derive(Debug, Clone, Copy)]
pub struct Limits {
    /// Most sound files.
    pub entries: usize,
    /// Most bytes of all of them.
    pub unpacked: u64,
    /// Most bytes of one.
    pub each: u64,
}

/// The bounds that are told in the documents.
pub const LIMITS: Limits = Limits {
    entries: 2000,
    unpacked: 500 * 1024 * 1024,
    each: probe::LARGEST,
};

/// Most reasons that a refusal lists.
const SHOWN: usize = 50;

/// The file is no ZIP, or a damaged one: `audio.zip.broken`.
pub fn broken() -> Error {
    let said = Message::new("Berkas ZIP ini rusak.", "The file is not a sound ZIP archive.");
    Error::new(Kind::Invalid, "audio.zip.broken", said)
}

/// The archive holds no sound file: `audio.zip.empty`.
pub fn empty() -> Error {
    let said = Message::new(
        "Berkas ZIP ini tidak memuat berkas audio.",
        "The ZIP archive holds no audio file.",
    );
    Error::new(Kind::Invalid, "audio.zip.empty", said)
}

/// The archive has too many entries or too much in them: `audio.zip.too_large`.
pub fn too_large(limits: Limits) -> Error {
    let (entries, mebibytes) = (limits.entries, limits.unpacked >> 20);
    let said = Message::new(
        format!("Berkas ZIP ini terlalu besar: maksimal {entries} berkas dan {mebibytes} MiB setelah dibuka."),
        format!("The ZIP archive is too large: at most {entries} files and {mebibytes} MiB when unpacked."),
    );
    Error::new(Kind::TooLarge, "audio.zip.too_large", said)
}

/// Entries that may not be there, each with its reason: `audio.zip.entries`.
fn refused(reasons: Vec<FieldError>) -> Error {
    let said = Message::new(
        format!("Berkas ZIP ini ditolak: {} isinya bermasalah.", reasons.len()),
        format!(
            "The ZIP archive is refused: {} of its entries are wrong.",
            reasons.len()
        ),
    );
    let shown = reasons.into_iter().take(SHOWN).collect();
    Error::new(Kind::Invalid, "audio.zip.entries", said).with_fields(shown)
}

/// Why the files of an archive were not unpacked.
#[derive(Debug, thiserror::Error)]
pub enum UnpackError {
    /// Something about the archive is wrong.
    #[error(transparent)]
    Refused(#[from] Error),
    /// What they were to be unpacked into could not be made or written: the fault is not the archive's.
    #[error("a file of an archive could not be written")]
    Disk(#[source] io::Error),
}

/// A sound file of an archive that was read to its end and found good.
#[derive(Debug, Clone)]
pub struct Checked {
    /// Its name, without a folder.
    pub name: String,
    /// What it is.
    pub sound: Sound,
    /// The SHA-256 of its content.
    pub hash: [u8; 32],
    /// Its length in bytes.
    pub len: u64,
}

/// An archive whose names are good.
#[derive(Debug)]
pub struct Archive {
    zip: ZipArchive<BufReader<File>>,
    entries: Vec<Entry>,
    limits: Limits,
}

impl Archive {
    /// Reads the directory of an archive. `title` is the folder that all entries may lie in, without case.
    pub fn open(file: File, title: &str, limits: Limits) -> Result<Self> {
        // Some systems add an entry of their own for each file.
        let most = limits.entries * 2 + 100;
        if read_claimed_size(&file).map_err(Error::internal)? > most {
            return Err(too_large(limits));
        }
        let zip = ZipArchive::new(BufReader::new(file)).map_err(|cause| broken().caused_by(cause))?;
        let (entries, reasons) = entries::judge(&zip, title).map_err(|cause| broken().caused_by(cause))?;
        if !reasons.is_empty() {
            return Err(refused(reasons));
        }
        match entries.len() {
            0 => Err(empty()),
            many if many > limits.entries => Err(too_large(limits)),
            _ => Ok(Self { zip, entries, limits }),
        }
    }

    /// The names of the sound files.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        self.entries.iter().map(|entry| entry.name.as_str())
    }

    /// Unpacks every entry into a file of its own, one at a time, and judges it; nothing stays behind. Fails with all
    /// entries that are wrong.
    pub fn check(&mut self, scratch: impl Fn() -> io::Result<File>) -> Result<Vec<Checked>, UnpackError> {
        let (mut checked, mut reasons, mut total) = (Vec::with_capacity(self.entries.len()), Vec::new(), 0);
        for at in 0..self.entries.len() {
            let mut out = Hashing::new(scratch().map_err(UnpackError::Disk)?);
            let left = self.limits.unpacked - total;
            match self.unpack_within(at, &mut out, left)? {
                Unpacked::Whole => {}
                Unpacked::TooMuch => return Err(too_large(self.limits).into()),
                Unpacked::Bad(rule) => {
                    reasons.push(FieldError::new(&self.entries[at].name, rule));
                    continue;
                }
            }
            total += out.len;
            match judge_entry(&self.entries[at], out)? {
                Ok(good) => checked.push(good),
                Err(rule) => reasons.push(FieldError::new(&self.entries[at].name, rule)),
            }
        }
        if reasons.is_empty() {
            Ok(checked)
        } else {
            Err(refused(reasons).into())
        }
    }

    /// Unpacks the entry with this place among [`Archive::names`] once more.
    pub fn unpack(&mut self, at: usize, out: &mut impl Write) -> Result<(), UnpackError> {
        match self.unpack_within(at, out, self.limits.each)? {
            Unpacked::Whole => Ok(()),
            Unpacked::TooMuch | Unpacked::Bad(_) => Err(broken().into()),
        }
    }

    /// Unpacks an entry as far as it has at most `left` bytes, and no more than one entry may have.
    fn unpack_within(&mut self, at: usize, out: &mut impl Write, left: u64) -> Result<Unpacked, UnpackError> {
        let mut reader = match self.zip.by_index(self.entries[at].index) {
            Ok(reader) => reader,
            Err(cause) => {
                tracing::debug!(%cause, "an entry of an archive cannot be read");
                return Ok(Unpacked::Bad(unreadable()));
            }
        };
        let mut buffer = vec![0; 64 * 1024];
        let mut len = 0;
        loop {
            let Ok(got) = reader.read(&mut buffer) else {
                return Ok(Unpacked::Bad(unreadable()));
            };
            if got == 0 {
                return Ok(Unpacked::Whole);
            }
            len += got as u64;
            if len > self.limits.each {
                return Ok(Unpacked::Bad(too_long(self.limits.each)));
            }
            if len > left {
                return Ok(Unpacked::TooMuch);
            }
            out.write_all(&buffer[..got]).map_err(UnpackError::Disk)?;
        }
    }
}

/// The most entries that the end of a file claims for an archive. The library makes room for as many as are claimed
/// before it has seen one, so the claim is read first. A file in the newer form for more than 65,535 entries claims too
/// many.
fn read_claimed_size(mut file: &File) -> io::Result<usize> {
    /// A record of the end and the longest comment behind it.
    const TAIL: u64 = 22 + 65_535;
    const END: &[u8] = b"PK\x05\x06";
    const NEWER: &[u8] = b"PK\x06\x07";
    let len = file.metadata()?.len();
    // The newer form's record stands 20 bytes before.
    file.seek(SeekFrom::Start(len.saturating_sub(TAIL + 20)))?;
    let mut tail = Vec::new();
    file.take(TAIL + 20).read_to_end(&mut tail)?;
    file.rewind()?;
    let ends = (0..tail.len()).filter(|at| tail[*at..].starts_with(END));
    let claims = ends.map(|at| {
        let newer = at >= 20 && tail[at - 20..].starts_with(NEWER);
        match tail.get(at + 10..at + 12) {
            Some(&[low, high]) if !newer => usize::from(u16::from_le_bytes([low, high])),
            Some(_) => usize::MAX,
            None => 0,
        }
    });
    Ok(claims.max().unwrap_or(0))
}

/// How unpacking an entry went.
enum Unpacked {
    /// To its end.
    Whole,
    /// It went beyond what was left of the whole archive's limit.
    TooMuch,
    /// Not, for this reason.
    Bad(Rule),
}

fn unreadable() -> Rule {
    Rule::Other(Message::new(
        "rusak atau tidak dapat dibuka",
        "is damaged or cannot be unpacked",
    ))
}

fn too_long(each: u64) -> Rule {
    let mebibytes = each >> 20;
    Rule::Other(Message::new(
        format!("lebih besar dari {mebibytes} MiB"),
        format!("is larger than {mebibytes} MiB"),
    ))
}

/// What an unpacked entry is, or why it is not taken; fails only by a fault of ours.
fn judge_entry(entry: &Entry, out: Hashing) -> Result<Result<Checked, Rule>> {
    let sound = match probe::probe(&out.file) {
        Ok(sound) if sound.kind == entry.kind => sound,
        Ok(_) => return Ok(Err(BadName::Extension.rule())),
        Err(error) if error.kind() == Kind::Internal => return Err(error),
        Err(error) => return Ok(Err(Rule::Other(error.message().clone()))),
    };
    Ok(Ok(Checked {
        name: entry.name.clone(),
        sound,
        hash: out.hasher.finalize().into(),
        len: out.len,
    }))
}

/// A file and the hash of what was written into it.
struct Hashing {
    file: File,
    hasher: Sha256,
    len: u64,
}

impl Hashing {
    fn new(file: File) -> Self {
        Self {
            file,
            hasher: Sha256::new(),
            len: 0,
        }
    }
}

impl Write for Hashing {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let written = self.file.write(bytes)?;
        self.hasher.update(&bytes[..written]);
        self.len += written as u64;
        Ok(written)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.file.flush()
    }
}

#[cfg(test)]
mod tests;
