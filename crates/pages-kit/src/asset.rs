//! Files that pages load. Their content is in their address, so that browsers may keep them for ever.

use std::{borrow::Cow, sync::LazyLock};

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
    /// A file called so, with an extension that is known here.
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

    /// A script, which is a module.
    pub fn js(name: &str, bytes: impl Into<Cow<'static, [u8]>>) -> Self {
        Self::new(name, "js", "text/javascript; charset=utf-8", bytes)
    }

    /// A drawing.
    pub fn svg(name: &str, bytes: impl Into<Cow<'static, [u8]>>) -> Self {
        Self::new(name, "svg", "image/svg+xml", bytes)
    }
}

static BATIK: LazyLock<Asset> =
    LazyLock::new(|| Asset::svg("kawung", include_bytes!("../assets/kawung.svg").as_slice()));

static STYLE: LazyLock<Asset> = LazyLock::new(|| sheet("kit", include_str!("../assets/kit.css")));

/// A style sheet that names the ornament by `/assets/kawung.svg`.
pub fn sheet(name: &str, text: &str) -> Asset {
    Asset::css(name, text.replace("/assets/kawung.svg", &BATIK.path).into_bytes())
}

static SCRIPT: LazyLock<Asset> = LazyLock::new(|| Asset::js("kit", include_bytes!("../assets/kit.js").as_slice()));

static SUGGEST: LazyLock<Asset> =
    LazyLock::new(|| Asset::js("suggest", include_bytes!("../assets/suggest.js").as_slice()));

static UPLOAD: LazyLock<Asset> =
    LazyLock::new(|| Asset::js("upload", include_bytes!("../assets/upload.js").as_slice()));

/// The icon of every page, served at `/favicon.svg`.
pub const FAVICON: &[u8] = include_bytes!("../assets/favicon.svg");

/// The files that every page loads.
pub fn of_every_page() -> [&'static Asset; 4] {
    [&BATIK, &STYLE, &SCRIPT, &SUGGEST]
}

/// The files of the kit.
pub fn of_kit() -> [&'static Asset; 5] {
    [&BATIK, &STYLE, &SCRIPT, &SUGGEST, &UPLOAD]
}

/// Where the kit's files are.
#[derive(Debug, Clone)]
pub struct Paths {
    pub style: &'static str,
    pub script: &'static str,
    /// What the search field suggests with.
    pub suggest: &'static str,
    /// What sends pictures, for pages whose forms have them.
    pub upload: &'static str,
}

impl Default for Paths {
    fn default() -> Self {
        Self {
            style: &STYLE.path,
            script: &SCRIPT.path,
            suggest: &SUGGEST.path,
            upload: &UPLOAD.path,
        }
    }
}

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
    fn the_style_names_its_ornament_by_content() {
        let style = std::str::from_utf8(&STYLE.bytes).unwrap();
        assert!(style.contains(&BATIK.path) && !style.contains("/assets/kawung.svg"));
    }
}
