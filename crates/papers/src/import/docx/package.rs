//! The package that a Word document is: a ZIP archive of parts.
//!
//! Invariant: what is unpacked is counted as it comes out, never believed from the archive's own headers.

use std::{
    cell::Cell,
    collections::HashMap,
    io::{self, BufReader, Cursor, Read},
};

use base::{Error, Kind, Message};
use zip::ZipArchive;

use super::{
    damaged, not_word, too_large,
    xml::{Elements, Node, declares},
};

/// Most parts of a package.
const MOST_PARTS: usize = 2000;
/// The most that all parts unpack to, in bytes.
const MOST_BYTES: u64 = 200 * 1024 * 1024;
/// As much of a part is looked at for declarations, which come first.
const PROLOGUE: u64 = 64 * 1024;

/// An open package.
pub(crate) struct Package<'a> {
    archive: ZipArchive<Cursor<&'a [u8]>>,
    /// Parts by their names in lower case: names of parts do not differ by case.
    parts: HashMap<String, usize>,
    left: Cell<u64>,
}

impl<'a> Package<'a> {
    /// Opens it.
    pub fn open(bytes: &'a [u8]) -> Result<Self, Error> {
        if bytes.starts_with(b"\xD0\xCF\x11\xE0") {
            return Err(protected());
        }
        if !bytes.starts_with(b"PK") {
            return Err(not_word());
        }
        refuse_many_parts(bytes)?;
        let archive = ZipArchive::new(Cursor::new(bytes)).map_err(|error| damaged(&error))?;
        if archive.len() > MOST_PARTS {
            return Err(too_large("ZIP"));
        }
        let parts = parts(&archive)?;
        let left = Cell::new(MOST_BYTES);
        Ok(Self { archive, parts, left })
    }

    /// The names of the parts, in lower case, in order.
    pub fn names(&self) -> Vec<&str> {
        let mut names: Vec<&str> = self.parts.keys().map(String::as_str).collect();
        names.sort_unstable();
        names
    }

    /// Reads a part of at most `most` bytes as XML. Nothing if there is no such part.
    pub fn with_part<T>(
        &self,
        name: &str,
        most: u64,
        read: impl FnOnce(Elements<'_>) -> Result<T, Error>,
    ) -> Result<Option<T>, Error> {
        self.with_reader(name, most, |part| read(Elements::of(&mut BufReader::new(part))))
    }

    /// The bytes of a part of at most `most` bytes. Nothing if there is no such part.
    pub fn bytes(&self, name: &str, most: u64) -> Result<Option<Vec<u8>>, Error> {
        self.with_reader(name, most, |part| {
            let mut bytes = Vec::new();
            part.read_to_end(&mut bytes).map_err(damaged)?;
            Ok(bytes)
        })
    }

    fn with_reader<T>(
        &self,
        name: &str,
        most: u64,
        read: impl FnOnce(&mut dyn Read) -> Result<T, Error>,
    ) -> Result<Option<T>, Error> {
        let Some(&index) = self.parts.get(&name.to_lowercase()) else {
            return Ok(None);
        };
        let mut archive = self.archive.clone();
        let file = archive.by_index(index).map_err(|error| damaged(&error))?;
        let limit = most.min(self.left.get());
        let mut counted = Counted {
            inner: file.take(limit + 1),
            read: 0,
            limit,
        };
        let result = read(&mut counted);
        let is_over = counted.read > limit;
        self.left.set(self.left.get().saturating_sub(counted.read));
        if is_over {
            return Err(too_large("ZIP"));
        }
        result.map(Some)
    }

    /// Refuses a package in which any part declares a document type, read or not.
    pub fn refuse_declarations(&self) -> Result<(), Error> {
        for name in self.names() {
            let is_xml = [".xml", ".rels", ".vml"].iter().any(|end| name.ends_with(end));
            if !is_xml {
                continue;
            }
            // The part may be larger than what is looked at and end anywhere: only a declaration counts.
            let declares_type = self.with_reader(name, MOST_BYTES, |part| {
                Ok(prologue_declares(&mut BufReader::new(part.take(PROLOGUE))))
            })?;
            if declares_type == Some(true) {
                return Err(declares());
            }
        }
        Ok(())
    }
}

fn prologue_declares(source: &mut dyn io::BufRead) -> bool {
    let mut elements = Elements::of(source);
    loop {
        match elements.next() {
            Ok(Some(Node::Open(_)) | None) => return false,
            Ok(Some(_)) => {}
            Err(error) => return error.code() == declares().code(),
        }
    }
}

/// A reader that fails once more than its limit came out of it.
struct Counted<R> {
    inner: R,
    read: u64,
    limit: u64,
}

impl<R: Read> Read for Counted<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let count = self.inner.read(buffer)?;
        self.read += count as u64;
        if self.read > self.limit {
            return Err(io::Error::other("a part is larger than its limit"));
        }
        Ok(count)
    }
}

/// Counts directory entries before the archive's directory is held in memory: a small file can name a million parts.
fn refuse_many_parts(bytes: &[u8]) -> Result<(), Error> {
    // Compressed bytes look like an entry once in four thousand million, and archives may hold archives.
    let entries = bytes.windows(4).filter(|four| four == b"PK\x01\x02").count();
    if entries > 2 * MOST_PARTS {
        return Err(too_large("ZIP"));
    }
    Ok(())
}

fn parts(archive: &ZipArchive<Cursor<&[u8]>>) -> Result<HashMap<String, usize>, Error> {
    let mut parts = HashMap::with_capacity(archive.len());
    let mut declared = 0_u64;
    for index in 0..archive.len() {
        let entry = archive.by_index_data(index).map_err(|error| damaged(&error))?;
        if entry.encrypted() {
            return Err(protected());
        }
        declared = declared.saturating_add(entry.size());
        let name = entry.name().map_err(|error| damaged(&error))?.to_lowercase();
        if parts.insert(name, index).is_some() {
            return Err(twice());
        }
    }
    if archive.has_duplicate_names() {
        return Err(twice());
    }
    // Parts that are never read cannot do harm, yet nobody who declares this much means well.
    if declared > MOST_BYTES {
        return Err(too_large("ZIP"));
    }
    Ok(parts)
}

fn twice() -> Error {
    Error::new(
        Kind::Invalid,
        "import.docx.twice",
        Message::new(
            "Berkas ini memuat bagian dengan nama yang sama lebih dari sekali.",
            "The file holds parts of the same name more than once.",
        ),
    )
}

fn protected() -> Error {
    Error::new(
        Kind::UnsupportedMedia,
        "import.docx.protected",
        Message::new(
            "Dokumen ini dilindungi sandi atau berformat .doc lama. Hapus sandinya, simpan sebagai .docx, lalu unggah lagi.",
            "The document is protected with a password or is an old .doc file. Remove the password, save it as .docx and upload it again.",
        ),
    )
}
