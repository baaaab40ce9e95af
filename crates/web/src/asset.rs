//! Files that pages load. Their content is in their address, so that browsers may keep them for ever.

use std::borrow::Cow;

/// A file and where it is served.
#[derive(Debug, Clone)]
pub struct Asset {
    /// `/assets/<name>-<fingerprint>.<extension>`
    pub path: String,
    pub content_type: &'static str,
    /// Its content.
    pub bytes: Cow<'static, [u8]>,
}

impl Asset {
    fn new(name: &str, extension: &str, content_type: &'static str, bytes: impl Into<Cow<'static, [u8]>>) -> Self {
        let bytes = bytes.into();
        Self {
            path: format!("/assets/{name}-{:016x}.{extension}", fingerprint(&bytes)),
            content_type,
            bytes,
        }
    }

    /// A style sheet.
    pub fn css(name: &str, bytes: impl Into<Cow<'static, [u8]>>) -> Self {
        Self::new(name, "css", "text/css; charset=utf-8", bytes)
    }

    /// A script.
    pub fn js(name: &str, bytes: impl Into<Cow<'static, [u8]>>) -> Self {
        Self::new(name, "js", "text/javascript; charset=utf-8", bytes)
    }
}

/// Style of the pages.
pub fn style() -> Asset {
    Asset::css("balai", include_bytes!("../assets/balai.css").as_slice())
}

/// Style around the API reference.
pub fn reference_style() -> Asset {
    Asset::css("reference", include_bytes!("../assets/reference.css").as_slice())
}

/// Starts the API reference.
pub fn reference_script() -> Asset {
    Asset::js("reference", include_bytes!("../assets/reference.js").as_slice())
}

/// The icon of every page, served at `/favicon.svg`.
pub const FAVICON: &[u8] = include_bytes!("../assets/favicon.svg");

/// Tells contents apart: FNV-1a, but eight bytes at a time, as every start of the server (and every test) reads
/// megabytes of scripts. The contents are our own, so nobody gains by a collision.
pub fn fingerprint(bytes: &[u8]) -> u64 {
    let mix = |hash: u64, word: u64| (hash ^ word).wrapping_mul(0x0100_0000_01b3).rotate_left(23);
    let (words, rest) = bytes.as_chunks::<8>();
    let whole = words
        .iter()
        .fold(0xcbf2_9ce4_8422_2325, |hash, word| mix(hash, u64::from_le_bytes(*word)));
    let mut last = [0; 8];
    last[..rest.len()].copy_from_slice(rest);
    mix(mix(whole, u64::from_le_bytes(last)), bytes.len() as u64)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn contents_that_differ_in_a_byte_or_in_length_have_different_fingerprints() {
        let contents: [&[u8]; 7] = [b"", b"\0", b"a", b"a\0", b"aaaaaaaa", b"aaaaaaaa\0", b"baaaaaaa"];
        let all: std::collections::BTreeSet<u64> = contents.into_iter().map(fingerprint).collect();
        assert_eq!(all.len(), contents.len());
    }

    #[test]
    fn another_content_has_another_address() {
        let (one, two) = (Asset::css("a", b"1".as_slice()), Asset::css("a", b"2".as_slice()));
        assert_ne!(one.path, two.path);
        assert!(one.path.starts_with("/assets/a-"));
    }
}
