//! Files with what cameras and programs put into them.

use std::io::Cursor;

use image::{DynamicImage, ImageFormat, Rgb, RgbImage};

use super::*;

fn file(format: ImageFormat) -> Vec<u8> {
    let image: DynamicImage = RgbImage::from_fn(40, 20, |x, y| {
        Rgb([u8::try_from(x * 5).unwrap(), u8::try_from(y * 9).unwrap(), 90])
    })
    .into();
    let mut bytes = Cursor::new(Vec::new());
    image.write_to(&mut bytes, format).unwrap();
    bytes.into_inner()
}

/// A TIFF block with how to turn the picture, a pointer to a block of places, and where it was taken.
fn exif(orientation: u8) -> Vec<u8> {
    let mut tiff = b"MM\0\x2a\0\0\0\x08\0\x02\x01\x12\0\x03\0\0\0\x01\0".to_vec();
    tiff.extend([orientation, 0, 0]);
    tiff.extend(b"\x88\x25\0\x04\0\0\0\x01\0\0\0\x26\0\0\0\0");
    tiff.extend(b"GPS 41.0082N 28.9784E");
    tiff
}

fn segment(marker: u8, body: &[u8]) -> Vec<u8> {
    let length = u16::try_from(body.len() + 2).unwrap().to_be_bytes();
    [&[0xFF, marker], &length[..], body].concat()
}

fn jpeg_with(segments: &[Vec<u8>], behind: &[u8]) -> Vec<u8> {
    let jpeg = file(ImageFormat::Jpeg);
    [&jpeg[..2], &segments.concat(), &jpeg[2..], behind].concat()
}

fn png_chunk(name: &[u8], body: &[u8]) -> Vec<u8> {
    let length = u32::try_from(body.len()).unwrap().to_be_bytes();
    [&length[..], name, body, &[0; 4]].concat()
}

fn without(content: &[u8], kind: ImageType) -> Vec<u8> {
    match tidy(content, kind) {
        Tidied::Without(bytes) => bytes,
        other => panic!("{other:?}"),
    }
}

#[test]
fn a_jpeg_loses_where_it_was_taken_and_keeps_its_pixels_and_colours() {
    let plain = file(ImageFormat::Jpeg);
    assert_eq!(tidy(&plain, ImageType::Jpeg), Tidied::AsItIs);
    let place = segment(0xE1, &[b"Exif\0\0".as_slice(), &exif(1)].concat());
    let words = segment(0xFE, b"at my grandmother's");
    let profile = segment(0xE2, b"ICC_PROFILE\0\x01\x01colours");
    let previews = segment(0xE2, b"MPF\0preview");
    let content = jpeg_with(
        &[place, words, profile.clone(), previews],
        b"\xff\xd8 another picture, GPS and all \xff\xd9",
    );
    assert_eq!(
        without(&content, ImageType::Jpeg),
        [&plain[..2], &profile, &plain[2..]].concat()
    );
}

#[test]
fn a_picture_that_has_to_be_turned_is_drawn_anew() {
    for orientation in 2..=8 {
        let place = segment(0xE1, &[b"Exif\0\0".as_slice(), &exif(orientation)].concat());
        assert_eq!(tidy(&jpeg_with(&[place], b""), ImageType::Jpeg), Tidied::Turned);
    }
    let png = file(ImageFormat::Png);
    let content = [&png[..33], &png_chunk(b"eXIf", &exif(6)), &png[33..]].concat();
    assert_eq!(tidy(&content, ImageType::Png), Tidied::Turned);
}

#[test]
fn a_png_loses_its_words_and_what_was_cut_away() {
    let plain = file(ImageFormat::Png);
    assert_eq!(tidy(&plain, ImageType::Png), Tidied::AsItIs);
    let chunks = [
        png_chunk(b"eXIf", &exif(1)),
        png_chunk(b"iTXt", b"XML:com.adobe.xmp GPS"),
        png_chunk(b"tIME", &[0; 7]),
    ];
    let content = [&plain[..33], &chunks.concat(), &plain[33..], b"rest of the screen"].concat();
    assert_eq!(without(&content, ImageType::Png), plain);
    let padded = [&plain[..], &[0; 100]].concat();
    assert_eq!(tidy(&padded, ImageType::Png), Tidied::AsItIs);
}

#[test]
fn a_webp_says_that_nothing_comes_along() {
    let simple = file(ImageFormat::WebP);
    assert_eq!(tidy(&simple, ImageType::Webp), Tidied::AsItIs);
    let chunk = |name: &[u8], body: &[u8]| {
        let length = u32::try_from(body.len()).unwrap().to_le_bytes();
        [name, &length, body, &[0; 1][..body.len() % 2]].concat()
    };
    let with = |flags: u8, more: &[u8]| {
        let head = chunk(b"VP8X", &[flags, 0, 0, 0, 39, 0, 0, 19, 0, 0]);
        let body = [b"WEBP".as_slice(), &head, &simple[12..], more].concat();
        [b"RIFF", &u32::try_from(body.len()).unwrap().to_le_bytes()[..], &body].concat()
    };
    let along = [chunk(b"EXIF", &exif(1)), chunk(b"XMP ", b"<x:xmpmeta>")].concat();
    assert_eq!(without(&with(0x0C, &along), ImageType::Webp), with(0, b""));
    assert_eq!(
        tidy(&with(0x08, &chunk(b"EXIF", &exif(6))), ImageType::Webp),
        Tidied::Turned
    );
}

#[test]
fn a_gif_loses_its_comments_and_still_runs_for_ever() {
    let runs = b"\x21\xff\x0bNETSCAPE2.0\x03\x01\0\0\0";
    let picture = b"\x2c\0\0\0\0\x01\0\x01\0\0\x02\x02D\x01\0";
    let head = b"GIF89a\x01\0\x01\0\x80\0\0\0\0\0\xff\xff\xff";
    let comment = b"\x21\xfe\x04here\0";
    let words = b"\x21\xff\x0bXMP DataXMP\x03<x>\0";
    let content = [head.as_slice(), comment, runs, words, picture, b";"].concat();
    let plain = [head.as_slice(), runs, picture, b";"].concat();
    assert_eq!(without(&content, ImageType::Gif), plain);
    assert_eq!(tidy(&plain, ImageType::Gif), Tidied::AsItIs);
}

#[test]
fn whatever_is_cut_short_ends() {
    let place = segment(0xE1, &[b"Exif\0\0".as_slice(), &exif(1)].concat());
    let files = [
        (jpeg_with(&[place], b"x"), ImageType::Jpeg),
        (file(ImageFormat::Png), ImageType::Png),
        (file(ImageFormat::WebP), ImageType::Webp),
        (file(ImageFormat::Gif), ImageType::Gif),
    ];
    for (content, kind) in files {
        for length in 0..content.len() {
            if let Tidied::Without(bytes) = tidy(&content[..length], kind) {
                assert!(bytes.len() <= length);
            }
        }
    }
}
