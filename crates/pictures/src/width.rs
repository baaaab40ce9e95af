//! Pictures as wide as a screen needs them.
//!
//! Invariant: a picture never gets wider than it is, and what moves stays whole: of it there are no sizes.

use base::{Error, picture::ImageType};
use image::{
    DynamicImage, GenericImageView as _, codecs::jpeg::JpegEncoder, codecs::png::PngEncoder, imageops::FilterType,
};

use crate::{Upright, is_animated, see_through, upright};

/// The widths that there are, in pixels. A telephone shows a card at 160 or 320 and a whole picture at 640.
pub const WIDTHS: [u32; 4] = [160, 320, 640, 1280];
/// Quality of lossy WebP: as good to the eye as a JPEG of 82, at two thirds of its size.
const WEBP_QUALITY: f32 = 74.0;
/// Quality of JPEG for whoever takes no WebP. A smaller picture shows less of what is lost.
const JPEG_QUALITY: u8 = 76;

/// The width that a picture is made in for whoever wants it this wide; nothing if it is wanted wider than any.
pub fn width_for(wanted: u32) -> Option<u32> {
    WIDTHS.into_iter().find(|width| *width >= wanted)
}

/// A picture at most this wide, as WebP or else as JPEG (as PNG where it is see-through). Nothing of what moves, of what
/// cannot be drawn here, and where the file that is there is no larger. Blocks for as long as it takes.
///
/// Fails as [`crate::draw`] does.
pub fn narrow(content: &[u8], kind: ImageType, width: u32, as_webp: bool) -> Result<Option<Vec<u8>>, Error> {
    if kind == ImageType::Avif || is_animated(content, kind) {
        return Ok(None);
    }
    let Upright { image, .. } = upright(content, kind)?;
    let image = narrowed(image, width);
    let bytes = if as_webp {
        encode_webp(&image)?
    } else {
        encode_plain(&image)?
    };
    Ok((bytes.len() < content.len()).then_some(bytes))
}

fn narrowed(image: DynamicImage, width: u32) -> DynamicImage {
    let (from, height) = image.dimensions();
    if from <= width {
        return image;
    }
    let height = u64::from(height) * u64::from(width) / u64::from(from);
    let height = u32::try_from(height).unwrap_or(u32::MAX).max(1);
    image.resize_exact(width, height, FilterType::CatmullRom)
}

fn encode_webp(image: &DynamicImage) -> Result<Vec<u8>, Error> {
    let (width, height) = image.dimensions();
    let encoded = if see_through(image) {
        webp::Encoder::from_rgba(image.to_rgba8().as_raw(), width, height).encode_simple(false, WEBP_QUALITY)
    } else {
        webp::Encoder::from_rgb(image.to_rgb8().as_raw(), width, height).encode_simple(false, WEBP_QUALITY)
    };
    encoded
        .map(|bytes| bytes.to_vec())
        .map_err(|cause| Error::internal(format!("a WebP was not written: {cause:?}")))
}

fn encode_plain(image: &DynamicImage) -> Result<Vec<u8>, Error> {
    let mut bytes = Vec::new();
    let written = if see_through(image) {
        image.to_rgba8().write_with_encoder(PngEncoder::new(&mut bytes))
    } else {
        let encoder = JpegEncoder::new_with_quality(&mut bytes, JPEG_QUALITY);
        image.to_rgb8().write_with_encoder(encoder)
    };
    written.map_err(Error::internal)?;
    Ok(bytes)
}
