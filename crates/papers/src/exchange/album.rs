//! Pictures that a file brings along, by the names that its texts call them by.

use std::collections::HashMap;

use base::text::hex;
use base64::{Engine as _, prelude::BASE64_STANDARD};
use marked::Hash;
use sha2::{Digest as _, Sha256};

use crate::{
    import::docx::album::{MOST_BYTES, is_shown},
    paper::{Picture, Pictures},
};

/// What a name leads to.
pub(super) enum Found {
    Shown(Hash),
    /// A file that browsers do not show.
    Unreadable,
    /// Nothing.
    Missing,
}

/// The pictures that were met so far.
#[derive(Debug, Default)]
pub(super) struct Album {
    /// Hashes by names; none for what is no picture.
    named: HashMap<String, Option<Hash>>,
    pub pictures: Pictures,
}

impl Album {
    /// Keeps a file under a name; answers whether it is a picture that is shown.
    pub fn keep(&mut self, name: &str, bytes: Vec<u8>) -> bool {
        let hash = self.add(bytes);
        let is_picture = hash.is_some();
        self.named.insert(name.to_owned(), hash);
        is_picture
    }

    /// Forgets names, which differ in what they mean from question to question.
    pub fn forget_names(&mut self) {
        self.named.clear();
    }

    fn add(&mut self, bytes: Vec<u8>) -> Option<Hash> {
        if bytes.len() as u64 > MOST_BYTES || !is_shown(&bytes) {
            return None;
        }
        let hash = hex(&Sha256::digest(&bytes));
        let found = Hash::parse(&hash);
        self.pictures.insert(hash, Picture { bytes });
        found
    }

    /// What an address in a text leads to. Addresses that lead out of the file lead to nothing.
    pub fn find(&mut self, address: &str) -> Found {
        if let Some(data) = address.trim().strip_prefix("data:") {
            let bytes = data.split_once(";base64,").and_then(|(_, coded)| decode(coded));
            return match bytes.and_then(|bytes| self.add(bytes)) {
                Some(hash) => Found::Shown(hash),
                None => Found::Unreadable,
            };
        }
        match self.named.get(&name_of(address)) {
            Some(Some(hash)) => Found::Shown(hash.clone()),
            Some(None) => Found::Unreadable,
            None => Found::Missing,
        }
    }
}

/// The bytes of base64, which may be broken into lines.
pub(super) fn decode(coded: &str) -> Option<Vec<u8>> {
    let coded: String = coded.chars().filter(|char| !char.is_ascii_whitespace()).collect();
    BASE64_STANDARD.decode(coded).ok()
}

/// The name that an address ends in: without Moodle's mark, without what follows a question mark, and with signs in per
/// cent form as characters.
pub(super) fn name_of(address: &str) -> String {
    let address = address.trim();
    let path = address.strip_prefix("@@PLUGINFILE@@").unwrap_or(address);
    let path = path.split(['?', '#']).next().unwrap_or_default();
    unescaped(path)
        .trim_start_matches("./")
        .trim_start_matches('/')
        .to_owned()
}

/// `%20` and the like as characters; what is no such sign stays as it is.
fn unescaped(text: &str) -> String {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.as_bytes();
    while let Some((first, after)) = rest.split_first() {
        let coded = after.get(..2).and_then(|two| std::str::from_utf8(two).ok());
        let byte = coded.and_then(|two| u8::from_str_radix(two, 16).ok());
        if let Some(byte) = byte.filter(|_| *first == b'%') {
            bytes.push(byte);
            rest = &after[2..];
        } else {
            bytes.push(*first);
            rest = after;
        }
    }
    String::from_utf8_lossy(&bytes).into_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_end_in_names() {
        for (address, name) in [
            ("@@PLUGINFILE@@/gambar%201.png?time=3", "gambar 1.png"),
            ("./images/a.png", "images/a.png"),
            ("100%.png", "100%.png"),
            ("a%C3%A9.png#x", "aé.png"),
        ] {
            assert_eq!(name_of(address), name);
        }
    }
}
