//! What kind of picture a file is, judged by its first bytes and by nothing else.
//!
//! Invariant: only the six image types below get through, and only with a header that a decoder could work with. Names
//! and declared types are not even looked at, so a page or a script under the name of a picture is refused. This is no
//! proof that the rest of the file is sound; that is why files are served with a fixed type, `nosniff` and a sandbox.

use crate::error::{Error, Kind, Message, Result};

/// An image that browsers show.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum ImageType {
    /// An animated PNG.
    Apng,
    /// AV1 in an ISO container, still or moving.
    Avif,
    /// GIF 87a or 89a.
    Gif,
    Jpeg,
    /// A PNG that stands still.
    Png,
    /// WebP: lossy, lossless or extended.
    Webp,
}

/// The file is none of the images that are taken.
pub fn not_an_image() -> Error {
    Error::new(
        Kind::UnsupportedMedia,
        "media.not_an_image",
        Message::new(
            "Berkas ini bukan gambar APNG, AVIF, GIF, JPEG, PNG, atau WebP.",
            "The file is not an APNG, AVIF, GIF, JPEG, PNG or WebP image.",
        ),
    )
}

/// The file is a photograph as phones of one maker keep it.
pub fn heic() -> Error {
    Error::new(
        Kind::UnsupportedMedia,
        "media.heic",
        Message::new(
            "Gambar HEIC (HEIF) tidak diterima, karena banyak peramban tidak dapat menampilkannya. Kirim sebagai JPEG; di \
             iPhone: Pengaturan > Kamera > Format > Paling Kompatibel.",
            "HEIC (HEIF) pictures are not taken, since many browsers cannot show them. Send it as JPEG; on an iPhone: Settings \
             > Camera > Formats > Most Compatible.",
        ),
    )
}

/// As much of a file's beginning as [`ImageType::sniff`] wants to see.
pub const HEAD: usize = 4096;

impl ImageType {
    /// The type of the file that begins with `head` (its first 4096 bytes, or all of it if it is shorter). Anything but a
    /// plausible image is refused with `media.not_an_image`, or `media.heic` if it is one of those.
    pub fn sniff(head: &[u8]) -> Result<Self> {
        Self::of(head).ok_or_else(|| {
            let begin = head[..head.len().min(24)].escape_ascii();
            let refusal = if is_heic(head) { heic() } else { not_an_image() };
            refusal.caused_by(format!("it begins with `{begin}`"))
        })
    }

    /// The same as an answer instead of an error.
    pub fn of(head: &[u8]) -> Option<Self> {
        png(head)
            .or_else(|| jpeg(head).then_some(Self::Jpeg))
            .or_else(|| gif(head).then_some(Self::Gif))
            .or_else(|| webp(head).then_some(Self::Webp))
            .or_else(|| avif(head).then_some(Self::Avif))
    }

    /// The type that is served under this name.
    pub fn by_content_type(name: &str) -> Option<Self> {
        [Self::Apng, Self::Avif, Self::Gif, Self::Jpeg, Self::Png, Self::Webp]
            .into_iter()
            .find(|image| image.content_type() == name)
    }

    /// The type to serve it with.
    pub fn content_type(self) -> &'static str {
        match self {
            Self::Apng => "image/apng",
            Self::Avif => "image/avif",
            Self::Gif => "image/gif",
            Self::Jpeg => "image/jpeg",
            Self::Png => "image/png",
            Self::Webp => "image/webp",
        }
    }

    /// The usual end of its name, without the dot.
    pub fn extension(self) -> &'static str {
        match self {
            Self::Apng => "apng",
            Self::Avif => "avif",
            Self::Gif => "gif",
            Self::Jpeg => "jpg",
            Self::Png => "png",
            Self::Webp => "webp",
        }
    }
}

/// Big-endian, as PNG and ISO containers count.
fn u32_at(bytes: &[u8], at: usize) -> Option<u32> {
    bytes.get(at..)?.first_chunk().copied().map(u32::from_be_bytes)
}

/// A PNG begins with its signature and an IHDR chunk (W3C PNG, 11.2.1). It moves if an acTL chunk comes before the first
/// IDAT (11.3.6.1). Where other chunks push both out of the head it counts as standing still: browsers play it even so.
fn png(head: &[u8]) -> Option<ImageType> {
    let chunks = head.strip_prefix(b"\x89PNG\r\n\x1a\n")?;
    let header: &[u8; 13] = chunks.strip_prefix(b"\0\0\0\x0dIHDR")?.first_chunk()?;
    if !png_header(*header) {
        return None;
    }
    let mut at = 0;
    while let (Some(len), Some(kind)) = (u32_at(chunks, at), chunks.get(at + 4..at + 8)) {
        match kind {
            b"acTL" => return Some(ImageType::Apng),
            b"IDAT" => return Some(ImageType::Png),
            // Nothing can end before the first IDAT, and chunks are named with letters.
            b"IEND" => return None,
            _ if !kind.iter().all(u8::is_ascii_alphabetic) || len > i32::MAX.unsigned_abs() => return None,
            // Length, name and check sum take 12 bytes.
            _ => at = at.checked_add(usize::try_from(len).ok()?)?.checked_add(12)?,
        }
    }
    Some(ImageType::Png)
}

/// Width and height, bit depth and colour type that go together, and the only methods there are.
fn png_header(header: [u8; 13]) -> bool {
    let [sizes @ .., depth, colour, compression, filter, interlace] = header;
    let depth_fits = match colour {
        0 => matches!(depth, 1 | 2 | 4 | 8 | 16),
        3 => matches!(depth, 1 | 2 | 4 | 8),
        2 | 4 | 6 => matches!(depth, 8 | 16),
        _ => false,
    };
    let size_fits = |at| u32_at(&sizes, at).is_some_and(|size| (1..=i32::MAX.unsigned_abs()).contains(&size));
    size_fits(0) && size_fits(4) && depth_fits && compression == 0 && filter == 0 && interlace <= 1
}

/// A JPEG begins with SOI; then come segments, each with a marker and a length, up to the image data (ITU T.81, B.1).
/// As many of them as lie within the head must be well formed.
fn jpeg(head: &[u8]) -> bool {
    let Some(mut rest) = head.strip_prefix(b"\xff\xd8") else {
        return false;
    };
    let mut segments = 0;
    while let &[0xFF, marker, ref after @ ..] = rest {
        match marker {
            // A fill byte: the marker follows.
            0xFF => {
                rest = &rest[1..];
                continue;
            }
            // Start of scan: the image data, which needs a frame or at least a table before it.
            0xDA => return segments > 0,
            0xC0..=0xCF | 0xDB..=0xDF | 0xE0..=0xEF | 0xFE => {}
            _ => return false,
        }
        let Some(len) = after.first_chunk().copied().map(u16::from_be_bytes) else {
            break;
        };
        if len < 2 {
            return false;
        }
        segments += 1;
        match after.get(usize::from(len)..) {
            Some(next) => rest = next,
            None => return true,
        }
    }
    // Right up to the end of the head, or of a file that is hardly more than that.
    segments > 0 && rest.len() < 4 && rest.first().is_none_or(|byte| *byte == 0xFF)
}

/// A GIF begins with its version, its size, flags and the global colours; then a block must follow (`GIF89a`, 17 to 20).
/// This refuses the scripts that begin with `GIF89a` as a variable's name.
fn gif(head: &[u8]) -> bool {
    let Some(screen) = head.strip_prefix(b"GIF87a").or_else(|| head.strip_prefix(b"GIF89a")) else {
        return false;
    };
    let &[w0, w1, h0, h1, flags, _background, _aspect, ref rest @ ..] = screen else {
        return false;
    };
    let colours = if flags & 0x80 == 0 { 0 } else { 3 << ((flags & 7) + 1) };
    // An image or an extension.
    let block_follows = matches!(rest.get(colours), Some(0x2C | 0x21));
    [w0, w1] != [0, 0] && [h0, h1] != [0, 0] && block_follows
}

/// A WebP is a RIFF file of that form type with a VP8, VP8L or VP8X chunk first (RFC 9649, 2.4 to 2.7).
fn webp(head: &[u8]) -> bool {
    let Some((&[b'R', b'I', b'F', b'F', s0, s1, s2, s3, b'W', b'E', b'B', b'P'], chunk)) = head.split_first_chunk()
    else {
        return false;
    };
    let Some((&[k0, k1, k2, k3, l0, l1, l2, l3], data)) = chunk.split_first_chunk() else {
        return false;
    };
    let (size, len) = (
        u32::from_le_bytes([s0, s1, s2, s3]),
        u32::from_le_bytes([l0, l1, l2, l3]),
    );
    let plausible = match &[k0, k1, k2, k3] {
        // A key frame, and its start code.
        b"VP8 " => matches!(data, [tag, _, _, 0x9D, 0x01, 0x2A, ..] if tag & 1 == 0),
        // A signature, and version 0 in the top bits of the fifth byte.
        b"VP8L" => matches!(data, [0x2F, _, _, _, version, ..] if version >> 5 == 0),
        b"VP8X" => len == 10 && data.len() >= 10,
        _ => false,
    };
    // The RIFF size covers the form type, this chunk and its header.
    plausible && size >= len.saturating_add(12)
}

/// What a file in an ISO container says that it is: the major brand, and those that it is compatible with
/// (ISO/IEC 14496-12, 4.3). Another box must follow.
fn brands(head: &[u8]) -> Option<(&[u8; 4], &[[u8; 4]])> {
    let len = usize::try_from(u32_at(head, 0)?).ok()?;
    let brands = head.get(..len)?.get(4..)?.strip_prefix(b"ftyp")?;
    // The major brand, a version, then the compatible brands.
    let (major, rest) = brands.split_first_chunk::<4>()?;
    let (_version, compatible) = rest.split_first_chunk::<4>()?;
    let (compatible, []) = compatible.as_chunks::<4>() else {
        return None;
    };
    let box_follows = u32_at(head, len).is_some_and(|len| len >= 8 || len == 1)
        && head
            .get(len + 4..len + 8)
            .is_some_and(|kind| kind.iter().all(u8::is_ascii_graphic));
    box_follows.then_some((major, compatible))
}

/// Brands that say no more than that there are pictures.
fn is_any_picture(brand: [u8; 4]) -> bool {
    matches!(&brand, b"mif1" | b"msf1" | b"miaf")
}

/// An AVIF names `avif` or `avis` among its brands (AVIF 1.1, 6).
fn avif(head: &[u8]) -> bool {
    let is_avif = |brand: &[u8; 4]| brand == b"avif" || brand == b"avis";
    brands(head)
        .is_some_and(|(major, compatible)| is_avif(major) || is_any_picture(*major) && compatible.iter().any(is_avif))
}

/// Whether a file begins like a HEIC (ISO/IEC 23008-12, B.4), as phones of one maker keep photographs.
pub fn is_heic(head: &[u8]) -> bool {
    let is_heic = |brand: &[u8; 4]| matches!(brand, b"heic" | b"heix" | b"heim" | b"heis" | b"hevc" | b"hevx");
    brands(head)
        .is_some_and(|(major, compatible)| is_heic(major) || is_any_picture(*major) && compatible.iter().any(is_heic))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn chunk(kind: &[u8], data: &[u8]) -> Vec<u8> {
        let len = u32::try_from(data.len()).unwrap().to_be_bytes();
        [&len[..], kind, data, &[0; 4]].concat()
    }

    fn png_file(header: [u8; 13], more: &[Vec<u8>]) -> Vec<u8> {
        [b"\x89PNG\r\n\x1a\n".to_vec(), chunk(b"IHDR", &header), more.concat()].concat()
    }

    const HEADER: [u8; 13] = [0, 0, 0, 1, 0, 0, 0, 1, 8, 6, 0, 0, 0];

    fn still() -> Vec<u8> {
        png_file(
            HEADER,
            &[chunk(b"gAMA", &[0; 4]), chunk(b"IDAT", &[1, 2, 3]), chunk(b"IEND", &[])],
        )
    }

    fn moving() -> Vec<u8> {
        png_file(
            HEADER,
            &[chunk(b"acTL", &[0, 0, 0, 2, 0, 0, 0, 0]), chunk(b"IDAT", &[1, 2, 3])],
        )
    }

    fn jpeg_file() -> Vec<u8> {
        let app0 = b"\xff\xe0\0\x10JFIF\0\x01\x01\0\0\x01\0\x01\0\0";
        let frame = b"\xff\xc0\0\x0b\x08\0\x01\0\x01\x01\x01\x11\0";
        [
            &b"\xff\xd8"[..],
            app0,
            frame,
            b"\xff\xda\0\x08\x01\x01\0\0\x3f\0\xff\xd9",
        ]
        .concat()
    }

    /// The smallest GIF there is: one transparent point.
    const GIF: &[u8] =
        b"GIF89a\x01\0\x01\0\x80\0\0\0\0\0\xff\xff\xff!\xf9\x04\x01\0\0\0\0,\0\0\0\0\x01\0\x01\0\0\x02\x02D\x01\0;";

    /// The smallest lossless WebP, one point.
    const WEBP_LOSSLESS: &[u8] = b"RIFF\x1a\0\0\0WEBPVP8L\x0d\0\0\0\x2f\0\0\0\x10\x07\x10\x11\x11\x88\x88\xfe\x07\0";

    fn webp_file(kind: &[u8], data: &[u8]) -> Vec<u8> {
        let len = u32::try_from(data.len()).unwrap();
        let (riff, len) = ((len + 12).to_le_bytes(), len.to_le_bytes());
        [&b"RIFF"[..], &riff, b"WEBP", kind, &len, data].concat()
    }

    fn avif_file(major: &[u8], compatible: &[u8]) -> Vec<u8> {
        let len = u32::try_from(16 + compatible.len()).unwrap().to_be_bytes();
        [&len[..], b"ftyp", major, &[0; 4], compatible, b"\0\0\0\xf2meta\0\0\0\0"].concat()
    }

    #[test]
    fn each_image_is_known_by_its_content() {
        let images = [
            (ImageType::Png, still()),
            (ImageType::Apng, moving()),
            (ImageType::Jpeg, jpeg_file()),
            (ImageType::Gif, GIF.to_vec()),
            (ImageType::Webp, WEBP_LOSSLESS.to_vec()),
            (ImageType::Webp, webp_file(b"VP8L", b"\x2fAlo\0k")),
            (
                ImageType::Webp,
                webp_file(b"VP8 ", b"\x30\x01\0\x9d\x01\x2a\x01\0\x01\0\0\0"),
            ),
            (ImageType::Webp, webp_file(b"VP8X", &[0x10, 0, 0, 0, 0, 0, 0, 0, 0, 0])),
            (ImageType::Avif, avif_file(b"avif", b"mif1miaf")),
            (ImageType::Avif, avif_file(b"avis", b"")),
            (ImageType::Avif, avif_file(b"mif1", b"miafavif")),
        ];
        for (expected, content) in images {
            assert_eq!(ImageType::sniff(&content).ok(), Some(expected), "{content:?}");
        }
    }

    #[test]
    fn each_type_has_a_content_type_and_an_extension() {
        use ImageType::{Apng, Avif, Gif, Jpeg, Png, Webp};
        let all = [Apng, Avif, Gif, Jpeg, Png, Webp].map(|image| (image.content_type(), image.extension()));
        assert_eq!(
            all,
            [
                ("image/apng", "apng"),
                ("image/avif", "avif"),
                ("image/gif", "gif"),
                ("image/jpeg", "jpg"),
                ("image/png", "png"),
                ("image/webp", "webp")
            ]
        );
    }

    #[test]
    fn pages_drawings_scripts_and_programs_are_refused_whatever_they_call_themselves() {
        for content in [
            &b""[..],
            b"<!DOCTYPE html><script>alert(1)</script>",
            b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>",
            b"<?xml version='1.0'?><svg/>",
            b"\xef\xbb\xbf<html>",
            b"#!/bin/sh\nrm -rf /",
            b"<?php system($_GET['c']);",
            b"GIF89a=1;alert(document.domain)//",
            b"GIF89a<script>alert(1)</script>",
            b"\xff\xd8\xff<script>alert(1)</script>",
            b"\x89PNG<script>alert(1)</script>",
            b"\x89PNG\r\n\x1a\n<script>alert(1)</script>",
            b"RIFF<html>WEBP<script>alert(1)</script>",
            b"RIFF\x24\0\0\0WAVEfmt \x10\0\0\0\x01\0\x01\0\x44\xac\0\0",
            b"BM<script>alert(1)</script>",
            b"%PDF-1.7\n",
            b"PK\x03\x04",
            b"MZ\x90\0",
            b"\x7fELF\x02\x01\x01",
        ] {
            let error = ImageType::sniff(content).unwrap_err();
            assert_eq!(
                (error.kind(), error.code()),
                (Kind::UnsupportedMedia, "media.not_an_image"),
                "{content:?}"
            );
        }
        let error = ImageType::sniff(b"<!DOCTYPE html><p>").unwrap_err();
        assert!(
            error.to_string().contains("<!DOCTYPE html>"),
            "the log says what it was: {error}"
        );
    }

    #[test]
    fn a_png_needs_a_header_that_a_decoder_could_work_with() {
        let idat = || vec![chunk(b"IDAT", &[1])];
        let with = |at: usize, byte: u8| {
            let mut header = HEADER;
            header[at] = byte;
            ImageType::of(&png_file(header, &idat()))
        };
        assert_eq!(with(3, 200), Some(ImageType::Png));
        for (at, byte) in [
            (3, 0),
            (7, 0),
            (0, 0x80),
            (8, 3),
            (9, 1),
            (9, 5),
            (10, 1),
            (11, 1),
            (12, 2),
        ] {
            assert_eq!(with(at, byte), None, "byte {at} is {byte}");
        }
        assert_eq!(ImageType::of(b"\x89PNG\r\n\x1a\n"), None);
        let other_first = [b"\x89PNG\r\n\x1a\n".to_vec(), chunk(b"IDAT", &[0; 13])].concat();
        assert_eq!(ImageType::of(&other_first), None);
        assert_eq!(ImageType::of(&png_file(HEADER, &[chunk(b"<scr", b"ipt>")])), None);
        assert_eq!(ImageType::of(&png_file(HEADER, &[chunk(b"IEND", b"")])), None);
    }

    #[test]
    fn only_an_actl_before_the_image_data_makes_a_png_move() {
        let late = png_file(HEADER, &[chunk(b"IDAT", &[1]), chunk(b"acTL", &[0; 8])]);
        assert_eq!(ImageType::of(&late), Some(ImageType::Png));
        let inside_another = png_file(HEADER, &[chunk(b"tEXt", b"\0\0\0\x08acTL"), chunk(b"IDAT", &[1])]);
        assert_eq!(ImageType::of(&inside_another), Some(ImageType::Png));
    }

    #[test]
    fn a_jpeg_whose_first_segment_is_longer_than_the_head_is_one() {
        let exif = [&b"\xff\xd8\xff\xe1\xff\xfeExif\0\0"[..], &[0; 4000]].concat();
        assert_eq!(ImageType::of(&exif), Some(ImageType::Jpeg));
        for content in [
            &b"\xff\xd8"[..],
            b"\xff\xd8\xff",
            b"\xff\xd8\xff\xd9",
            b"\xff\xd8\xff\xda\0\x08",
            b"\xff\xd8\xff\xe0\0\x01",
        ] {
            assert_eq!(ImageType::of(content), None, "{content:?}");
        }
    }

    #[test]
    fn photos_and_films_in_the_same_container_are_no_avif() {
        for (major, compatible) in [
            (&b"heic"[..], &b"mif1heic"[..]),
            (b"mif1", b"heic"),
            (b"isom", b"avif"),
            (b"mp42", b""),
        ] {
            assert_eq!(ImageType::of(&avif_file(major, compatible)), None, "{major:?}");
        }
        for (major, compatible) in [(&b"heic"[..], &b"mif1heic"[..]), (b"heix", b""), (b"mif1", b"miafheic")] {
            let refused = ImageType::sniff(&avif_file(major, compatible)).unwrap_err();
            assert_eq!((refused.kind(), refused.code()), (Kind::UnsupportedMedia, "media.heic"));
        }
        assert!(!is_heic(&avif_file(b"mif1", b"avif")) && !is_heic(&avif_file(b"mp42", b"heic")) && !is_heic(b""));
        let file_type_alone = &avif_file(b"avif", b"")[..16];
        assert_eq!(ImageType::of(file_type_alone), None);
    }

    proptest! {
        #[test]
        fn no_bytes_make_it_panic(start in 0_usize..6, bytes in prop::collection::vec(any::<u8>(), 0..200), cut in 0_usize..80) {
            let mut content = [still(), moving(), jpeg_file(), GIF.to_vec(), WEBP_LOSSLESS.to_vec(), avif_file(b"avif", b"mif1")][start].clone();
            content.truncate(cut);
            content.extend(bytes);
            let _ = ImageType::sniff(&content);
        }

        #[test]
        fn random_bytes_are_no_image(bytes in prop::collection::vec(any::<u8>(), 0..200)) {
            prop_assert_eq!(ImageType::of(&bytes), None);
        }
    }
}
