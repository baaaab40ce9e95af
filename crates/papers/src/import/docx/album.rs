//! The pictures of a document, taken out as they are met.

use std::collections::HashMap;

use base::{
    Error, Message,
    picture::{HEAD, ImageType},
    text::hex,
};
use marked::Hash;
use sha2::{Digest as _, Sha256};

use super::{package::Package, relations::Relations};
use crate::paper::{Picture, Pictures};

/// The largest picture, in bytes.
pub(crate) const MOST_BYTES: u64 = 20 * 1024 * 1024;

/// What a reference to a picture turned out to be.
pub(super) enum Found {
    /// A picture that browsers show, by its hash.
    Shown(Hash),
    /// Something else.
    Unreadable(Message),
}

/// The pictures taken out so far.
pub(super) struct Album<'a> {
    package: &'a Package<'a>,
    relations: &'a Relations,
    met: HashMap<String, Option<String>>,
    pub pictures: Pictures,
}

impl<'a> Album<'a> {
    /// None yet.
    pub fn new(package: &'a Package<'a>, relations: &'a Relations) -> Self {
        Self {
            package,
            relations,
            met: HashMap::new(),
            pictures: Pictures::new(),
        }
    }

    /// The picture behind the id of a relationship.
    pub fn find(&mut self, id: &str) -> Result<Found, Error> {
        let Some(part) = self.relations.target(id).map(str::to_lowercase) else {
            return Ok(missing());
        };
        if !self.met.contains_key(&part) {
            let hash = self.take(&part)?;
            self.met.insert(part.clone(), hash);
        }
        Ok(
            match self
                .met
                .get(&part)
                .cloned()
                .flatten()
                .and_then(|hash| Hash::parse(&hash))
            {
                Some(hash) => Found::Shown(hash),
                None => unreadable(&part),
            },
        )
    }

    fn take(&mut self, part: &str) -> Result<Option<String>, Error> {
        let Some(bytes) = self.package.bytes(part, MOST_BYTES)? else {
            return Ok(None);
        };
        if !is_shown(&bytes) {
            return Ok(None);
        }
        let hash = hex(&Sha256::digest(&bytes));
        self.pictures.insert(hash.clone(), Picture { bytes });
        Ok(Some(hash))
    }
}

/// Whether every browser shows it, judged by its content.
pub(crate) fn is_shown(bytes: &[u8]) -> bool {
    match ImageType::of(&bytes[..bytes.len().min(HEAD)]) {
        Some(ImageType::Apng | ImageType::Png | ImageType::Jpeg | ImageType::Gif | ImageType::Webp) => true,
        Some(ImageType::Avif) | None => false,
    }
}

fn missing() -> Found {
    Found::Unreadable(Message::new(
        "Gambar di sini tidak ada di dalam berkas. Sisipkan lagi gambarnya.",
        "The picture here is not in the file. Insert it again.",
    ))
}

fn unreadable(part: &str) -> Found {
    let kind: String = part.rsplit('.').next().unwrap_or_default().chars().take(5).collect();
    Found::Unreadable(Message::new(
        format!("Gambar berjenis {kind} tidak dapat ditampilkan. Ganti dengan PNG atau JPEG."),
        format!("A picture of type {kind} cannot be shown. Replace it with a PNG or JPEG."),
    ))
}
