//! The pictures that a document carries: each once, under a name of its own.

use std::collections::BTreeMap;

use base::picture::{HEAD, ImageType};

use crate::paper::Pictures;

/// English Metric Units, in which Word measures, in a pixel of a screen with 96 in an inch.
const UNITS_PER_PIXEL: u64 = 9_525;
/// Widest that a picture is shown: what fits into the middle column of a table, 10 cm.
const WIDEST: u64 = 3_600_000;
/// Highest that a picture is shown: 18 cm.
const HIGHEST: u64 = 6_480_000;
/// Shown so large if nobody can tell its size: 5 cm.
const UNKNOWN: u64 = 1_800_000;

/// A picture that the document shows somewhere.
#[derive(Debug)]
pub(super) struct Embedded<'p> {
    /// The relationship that leads to it.
    pub(super) relation: String,
    /// Its name within `word/`.
    pub(super) target: String,
    pub(super) bytes: &'p [u8],
    /// How large it is shown, in English Metric Units.
    pub(super) width: u64,
    pub(super) height: u64,
}

/// The pictures of a document, as far as they were shown.
pub(super) struct Gallery<'p> {
    all: &'p Pictures,
    shown: BTreeMap<&'p str, Embedded<'p>>,
}

impl<'p> Gallery<'p> {
    pub(super) fn new(all: &'p Pictures) -> Self {
        Self {
            all,
            shown: BTreeMap::new(),
        }
    }

    pub(super) fn has(&self, hash: &str) -> bool {
        self.all.contains_key(hash)
    }

    /// Shows a picture; it is carried once, however often it is shown.
    pub(super) fn show(&mut self, hash: &str) -> Option<&Embedded<'p>> {
        let (hash, picture) = self.all.get_key_value(hash)?;
        let number = self.shown.len() + 1;
        Some(
            self.shown
                .entry(hash)
                .or_insert_with(|| embed_picture(number, &picture.bytes)),
        )
    }

    /// Every picture that was shown, by its hash.
    pub(super) fn shown(&self) -> impl Iterator<Item = &Embedded<'p>> {
        self.shown.values()
    }
}

fn embed_picture(number: usize, bytes: &[u8]) -> Embedded<'_> {
    let extension = match ImageType::of(&bytes[..bytes.len().min(HEAD)]) {
        Some(ImageType::Jpeg) => "jpeg",
        Some(ImageType::Gif) => "gif",
        Some(ImageType::Webp) => "webp",
        _ => "png",
    };
    let (width, height) =
        pictures::measure(bytes).map_or((UNKNOWN, UNKNOWN), |(width, height)| shown_size(width, height));
    Embedded {
        relation: format!("picture{number}"),
        target: format!("media/image{number}.{extension}"),
        bytes,
        width,
        height,
    }
}

/// As large as it is, or as large as fits, with its sides in proportion.
fn shown_size(width: u32, height: u32) -> (u64, u64) {
    let (mut width, mut height) = (
        u64::from(width.max(1)) * UNITS_PER_PIXEL,
        u64::from(height.max(1)) * UNITS_PER_PIXEL,
    );
    if width > WIDEST {
        (width, height) = (WIDEST, (height * WIDEST / width).max(1));
    }
    if height > HIGHEST {
        (width, height) = ((width * HIGHEST / height).max(1), HIGHEST);
    }
    (width, height)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_picture_keeps_its_proportions_and_fits() {
        assert_eq!(shown_size(100, 50), (952_500, 476_250));
        assert_eq!(shown_size(7_560, 3_780), (WIDEST, WIDEST / 2));
        assert_eq!(shown_size(1, u32::MAX), (1, HIGHEST));
        assert_eq!(shown_size(0, 0), (UNITS_PER_PIXEL, UNITS_PER_PIXEL));
    }
}
