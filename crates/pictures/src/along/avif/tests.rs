//! Files as programs write them: Pillow 13 and libavif 0.11 (`avifenc --exif --xmp`) with a place in Exif and in XMP, libheif 1.15
//! (`heif-enc --avif --thumb`) with a preview.

use super::*;
use crate::along::{Tidied, tidy};
use base::picture::{ImageType, heic};

const PLAIN: &[u8] = include_bytes!("../../../tests-data/plain.avif");
const PILLOW: &[u8] = include_bytes!("../../../tests-data/pillow.avif");
const ALPHA: &[u8] = include_bytes!("../../../tests-data/pillow-alpha.avif");
const ANIMATED: &[u8] = include_bytes!("../../../tests-data/pillow-animated.avif");
const AVIFENC: &[u8] = include_bytes!("../../../tests-data/avifenc.avif");
const GRID: &[u8] = include_bytes!("../../../tests-data/avifenc-grid.avif");
const THUMBNAIL: &[u8] = include_bytes!("../../../tests-data/heif-enc-thumbnail.avif");
const HEIC: &[u8] = include_bytes!("../../../tests-data/heif-enc.heic");

/// Each with how many items make up its picture.
const WITH_PLACES: [(&[u8], usize); 6] = [
    (PILLOW, 1),
    (ALPHA, 2),
    (ANIMATED, 1),
    (AVIFENC, 1),
    (GRID, 5),
    (THUMBNAIL, 1),
];

fn tidied(content: &[u8]) -> Vec<u8> {
    match tidy(content, ImageType::Avif) {
        Tidied::Without(bytes) => bytes,
        other => panic!("{other:?}"),
    }
}

fn has(content: &[u8], words: &[u8]) -> bool {
    content.windows(words.len()).any(|window| window == words)
}

fn outer(content: &[u8], kind: [u8; 4]) -> Part {
    let parts = parts(content, 0..content.len()).unwrap();
    parts.into_iter().find(|part| part.kind == kind).unwrap()
}

fn items(content: &[u8]) -> Items {
    let meta = outer(content, *b"meta");
    Items::read(content, &children_of_meta(content, &meta).unwrap()).unwrap()
}

/// The file with other bytes in the place of the first of these.
fn with(content: &[u8], from: &[u8], to: &[u8]) -> Vec<u8> {
    let at = content.windows(from.len()).position(|window| window == from).unwrap();
    [&content[..at], to, &content[at + from.len()..]].concat()
}

/// The same in the place of the last of these.
fn with_last(content: &[u8], from: &[u8], to: &[u8]) -> Vec<u8> {
    let at = content.windows(from.len()).rposition(|window| window == from).unwrap();
    [&content[..at], to, &content[at + from.len()..]].concat()
}

#[test]
fn where_a_picture_was_taken_is_gone_and_every_byte_of_it_stands_where_it_stood() {
    for (content, shown) in WITH_PLACES {
        assert!(has(content, b"Kamera Budi"));
        let bytes = tidied(content);
        for words in [&b"Kamera"[..], b"GPS", b"xmpmeta", b"Exif", b"mime", b"rdf", b"cdsc"] {
            assert!(!has(&bytes, words), "{words:?}");
        }
        assert_eq!(bytes.len(), content.len());
        let (before, after) = (items(content), items(&bytes));
        assert_eq!((after.shown.len(), after.infos.entries.len()), (shown, shown));
        assert_eq!(after.shown, before.shown);
        assert_eq!(after.locations.entries.len(), shown);
        for location in &after.locations.entries {
            assert!(!location.is_inside);
            for extent in &location.extents {
                assert_eq!(bytes[extent.clone()], content[extent.clone()]);
            }
        }
        assert_eq!(tidy(&bytes, ImageType::Avif), Tidied::AsItIs);
    }
}

#[test]
fn what_nothing_came_along_with_stays_to_the_byte() {
    assert_eq!(tidy(PLAIN, ImageType::Avif), Tidied::AsItIs);
}

#[test]
fn an_animation_says_no_longer_when_it_was_made_and_shows_the_same() {
    let bytes = tidied(ANIMATED);
    let film = parts(&bytes, outer(&bytes, *b"moov").body).unwrap();
    assert_eq!(film[0].kind, *b"mvhd");
    assert_eq!(bytes[film[0].body.start + 4..film[0].body.start + 20], [0; 16]);
    let inside = parts(&bytes, film[1].body.clone()).unwrap();
    let kinds: Vec<&[u8; 4]> = inside.iter().map(|part| &part.kind).collect();
    assert_eq!(kinds, [b"tkhd", b"edts", b"free", b"mdia"]);
    // What was there is there, or blank, and all that the three pictures take is there.
    let data = outer(&bytes, *b"mdat").body;
    let same = data.clone().filter(|at| bytes[*at] == ANIMATED[*at]).count();
    assert!(data.clone().all(|at| bytes[at] == 0 || bytes[at] == ANIMATED[at]));
    assert!(bytes[data.end - 136..] == ANIMATED[data.end - 136..] && same < data.len() - 200);
}

#[test]
fn what_nobody_points_at_goes_as_well() {
    let more = boxed(*b"uuid", b"sixteen bytes, and a place").unwrap();
    let bytes = tidied(&[PLAIN, &more].concat());
    assert_eq!(bytes, [PLAIN, &boxed(*b"free", &[0; 26]).unwrap()].concat());
    let hidden = boxed(*b"mdat", b"at home").unwrap();
    let bytes = tidied(&[PLAIN, &hidden].concat());
    assert_eq!(bytes, [PLAIN, &boxed(*b"mdat", &[0; 7]).unwrap()].concat());
}

#[test]
fn words_among_properties_are_blank_unless_nothing_is_shown_without_them() {
    let bytes = tidied(&with(PLAIN, b"pixi", b"udes"));
    assert!(!has(&bytes, b"udes") && has(&bytes, b"free\0\0\0\0\0\0\0\0\0\0\0"));
    assert_eq!(items(&bytes).shown.len(), 1);
    assert_eq!(tidy(&with(PLAIN, b"av1C", b"xyzw"), ImageType::Avif), Tidied::Unread);
}

#[test]
fn what_is_not_understood_is_not_kept() {
    let meta = outer(PLAIN, *b"meta");
    let doubled = [
        &PLAIN[..meta.whole.end],
        &PLAIN[meta.whole.clone()],
        &PLAIN[meta.whole.end..],
    ]
    .concat();
    let in_another_file = with(PLAIN, b"D\0\0\x01\0\x01\0\0", b"D\0\0\x01\0\x01\0\x01");
    let without_lengths = with(PLAIN, b"D\0\0\x01\0\x01\0\0", b"\x40\0\0\x01\0\x01\0\0");
    let fragments = [PLAIN, &boxed(*b"moof", b"").unwrap()].concat();
    let extents = with(PLAIN, b"D\0\0\x01\0\x01\0\0\0\x01", b"D\0\0\x01\0\x01\0\0\xff\xff");
    let sounds = with_last(ANIMATED, b"pict", b"soun");
    for content in [
        doubled,
        in_another_file,
        without_lengths,
        fragments,
        extents,
        sounds,
        HEIC.to_vec(),
        Vec::new(),
    ] {
        assert_eq!(tidy(&content, ImageType::Avif), Tidied::Unread);
    }
}

#[test]
fn lists_that_claim_the_same_bytes_over_and_over_end() {
    // Of one item with a thousand extents of the whole data.
    let data = outer(PLAIN, *b"mdat").body;
    let extent = [
        u32::try_from(data.start).unwrap().to_be_bytes(),
        u32::try_from(data.len()).unwrap().to_be_bytes(),
    ]
    .concat();
    let list = boxed(
        *b"iloc",
        &[&b"\0\0\0\0D\0\0\x01\0\x01\0\0\x03\xe8"[..], &extent.repeat(1000)].concat(),
    )
    .unwrap();
    let part = Part {
        kind: *b"iloc",
        whole: 0..list.len(),
        body: 8..list.len(),
    };
    let found = items::locations(&list, &part).unwrap();
    let mut file = File {
        content: PLAIN,
        bytes: PLAIN.to_vec(),
        data: vec![data],
        kept: Vec::new(),
        budget: PLAIN.len() * AS_OFTEN,
    };
    assert_eq!(found.entries[0].extents.len(), 1000);
    assert_eq!(file.settle_data(&found.entries, |_| true), None);
}

#[test]
fn a_file_that_is_cut_short_is_not_kept_and_one_that_is_broken_ends() {
    for (content, _) in WITH_PLACES {
        for length in 0..content.len() {
            assert_eq!(tidy(&content[..length], ImageType::Avif), Tidied::Unread, "{length}");
        }
        for at in 0..content.len() {
            for byte in [0, 1, 0x7F, 0xFF, content[at] ^ 0x10] {
                let mut broken = content.to_vec();
                broken[at] = byte;
                if let Tidied::Without(bytes) = tidy(&broken, ImageType::Avif) {
                    assert_eq!(bytes.len(), content.len());
                }
            }
        }
    }
}

#[test]
fn a_photograph_of_a_phone_is_known_as_one_that_is_not_taken() {
    assert_eq!(ImageType::sniff(HEIC).unwrap_err().code(), heic().code());
    for content in [PLAIN, PILLOW, ALPHA, ANIMATED, AVIFENC, GRID, THUMBNAIL] {
        assert_eq!(ImageType::of(content), Some(ImageType::Avif));
    }
}
