//! What is said of pictures that are not taken.

use base::{Error, Kind, Message};

use super::{LONGEST_EDGE, MOST_PIXELS};

/// The file is a picture of a kind that is not taken here.
pub fn not_taken() -> Error {
    let said = Message::new(
        "Berkas ini bukan gambar GIF, JPEG, PNG, atau WebP.",
        "The file is not a GIF, JPEG, PNG or WebP picture.",
    );
    Error::new(Kind::UnsupportedMedia, "media.not_an_image", said)
}

/// The file begins like a picture, and is none.
pub fn broken() -> Error {
    let said = Message::new(
        "Gambar ini rusak atau tidak lengkap.",
        "The picture is broken or incomplete.",
    );
    Error::new(Kind::UnsupportedMedia, "media.broken_image", said)
}

/// An AVIF picture of which it is not known what comes along with it.
pub fn not_understood() -> Error {
    let said = Message::new(
        "Gambar AVIF ini rusak, atau memuat keterangan yang tidak dapat dipisahkan darinya. Kirim sebagai JPEG.",
        "The AVIF picture is broken, or holds information that cannot be parted from it. Send it as JPEG.",
    );
    Error::new(Kind::UnsupportedMedia, "media.not_understood", said)
}

/// The picture has too many pixels.
pub fn too_many_pixels() -> Error {
    let said = Message::new(
        format!("Gambar terlalu besar (maksimal {LONGEST_EDGE} piksel per sisi dan {MOST_PIXELS} piksel)."),
        format!("The picture is too large (at most {LONGEST_EDGE} pixels on a side and {MOST_PIXELS} pixels in all)."),
    );
    Error::new(Kind::TooLarge, "media.too_many_pixels", said)
}
