//! Pictures: judged by decoding them, and made anew in sizes; or kept as they are, without what came along.
//!
//! Invariant: what is drawn here is drawn from pixels. So it holds nothing that came along with the picture (where and
//! with what it was taken, hidden files, broken data), stands upright, and every browser can show it. A file that is kept
//! as it was sent goes through [`tidy`] first.
//!
//! Decoding is the costliest thing that a stranger can make this server do, so it is bounded in every way: in bytes that
//! come in, in pixels before any of them is decoded, in what a decoder may allocate, and in passes over the pixels. How many
//! are decoded at once is for the caller to bound.
//!
//! The decoders are generic over what they read from: whoever decodes elsewhere compiles all of them once more.

mod along;
mod colour;
mod failures;
mod width;

use std::io::Cursor;

use base::{
    Error,
    picture::{HEAD, ImageType, heic, is_heic},
};

pub use self::{
    along::{Tidied, tidy},
    failures::{broken, not_taken, not_understood, too_many_pixels},
    width::{WIDTHS, narrow, width_for},
};

use image::{
    DynamicImage, ExtendedColorType, GenericImageView as _, ImageDecoder as _, ImageEncoder as _, ImageError,
    ImageFormat, ImageReader, Limits,
    codecs::{
        jpeg::JpegEncoder,
        png::{CompressionType, FilterType as RowFilter, PngEncoder},
    },
    imageops::FilterType,
};

/// Largest picture that is taken, in bytes: a phone's with room to spare.
pub const LARGEST: u64 = 20 << 20;
/// Largest width and height.
const LONGEST_EDGE: u32 = 12_000;
/// Most pixels.
const MOST_PIXELS: u64 = 50_000_000;
/// Most bytes that the pixels of a picture take: 50 million as a camera has them, half of that where each takes twice as much.
const MOST_DECODED: u64 = 3 * MOST_PIXELS;
/// Most bytes that a decoder may allocate: the pixels, and something to work with.
const MOST_MEMORY: u64 = MOST_DECODED + (32 << 20);
/// Most scans of a JPEG. Cameras and editors write about ten; a file of thousands would take minutes.
const MOST_SCANS: usize = 64;
/// Quality of what is stored as JPEG.
const QUALITY: u8 = 82;

/// The sizes that are made: name and longest edge, largest first.
pub const SIZES: [(&str, u32); 3] = [("large", 1920), ("medium", 960), ("thumb", 320)];

/// One size of a picture, encoded.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Drawn {
    /// Its name among [`SIZES`].
    pub name: &'static str,
    /// In pixels.
    pub width: u32,
    /// In pixels.
    pub height: u32,
    /// What it is served as.
    pub content_type: &'static str,
    /// The file.
    pub bytes: Vec<u8>,
}

/// A picture in all sizes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Picture {
    /// In pixels, of the picture that was sent, turned upright.
    pub width: u32,
    /// The same.
    pub height: u32,
    /// In the order of [`SIZES`].
    pub drawn: Vec<Drawn>,
    /// Whether the file was an animation, of which this is the first picture.
    pub moves: bool,
}

/// Width and height of a picture in pixels, as its head says; `None` if it has none that can be read.
pub fn measure(content: &[u8]) -> Option<(u32, u32)> {
    let format = format(ImageType::of(&content[..content.len().min(HEAD)])?).ok()?;
    ImageReader::with_format(Cursor::new(content), format)
        .into_dimensions()
        .ok()
}

/// The format to decode as; not what the file claims to be, but what it begins like.
fn format(kind: ImageType) -> Result<ImageFormat, Error> {
    match kind {
        ImageType::Gif => Ok(ImageFormat::Gif),
        ImageType::Jpeg => Ok(ImageFormat::Jpeg),
        // The still picture of an animated PNG.
        ImageType::Png | ImageType::Apng => Ok(ImageFormat::Png),
        ImageType::Webp => Ok(ImageFormat::WebP),
        ImageType::Avif => Err(not_taken()),
    }
}

/// What kind of picture a file is, by its beginning, if such are drawn here.
///
/// Fails with `media.heic` or `media.not_an_image`.
pub fn drawable(head: &[u8]) -> Result<ImageType, Error> {
    match ImageType::sniff(head) {
        _ if is_heic(head) => Err(heic()),
        Ok(ImageType::Avif) | Err(_) => Err(not_taken()),
        Ok(kind) => Ok(kind),
    }
}

/// Decodes a picture of this kind and draws it in all sizes. Blocks for as long as that takes: up to seconds.
///
/// Fails with `media.not_an_image`, `media.broken_image` or `media.too_many_pixels`.
pub fn draw(content: &[u8], kind: ImageType) -> Result<Picture, Error> {
    let moves = is_animated(content, kind);
    let Upright { image, width, height } = upright(content, kind)?;
    let see_through = see_through(&image);
    let mut current = image;
    let mut drawn = Vec::with_capacity(SIZES.len());
    for (name, edge) in SIZES {
        current = shrunk(current, edge);
        drawn.push(encode_drawn(&current, name, see_through)?);
    }
    Ok(Picture {
        width,
        height,
        drawn,
        moves,
    })
}

/// A picture as it is meant to be looked at.
struct Upright {
    /// Turned, in colours that every browser shows, and with edges of at most those of the largest of [`SIZES`].
    image: DynamicImage,
    /// In pixels, as it was sent, turned.
    width: u32,
    /// The same.
    height: u32,
}

fn upright(content: &[u8], kind: ImageType) -> Result<Upright, Error> {
    let format = format(kind)?;
    if format == ImageFormat::Jpeg {
        whole_jpeg(content)?;
    }
    let Decoded { image, turn, profile } = decode(content, format)?;
    // Turning after shrinking costs a fraction; edges that are swapped by it are as long as before.
    let (mut width, mut height) = image.dimensions();
    let mut large = shrunk(image, SIZES[0].1);
    large.apply_orientation(turn);
    // As turning: cheaper after shrinking, and it looks the same.
    let image = colour::to_srgb(large, profile.as_deref());
    if (width < height) != (image.width() < image.height()) {
        (width, height) = (height, width);
    }
    Ok(Upright { image, width, height })
}

/// How light a picture is, dot by dot, row after row.
#[derive(Debug)]
pub struct Grey {
    pub width: usize,
    pub height: usize,
    pub dots: Vec<u8>,
}

/// Decodes a picture of this kind, and tells how light it is in each of these sizes, which become smaller; none is enlarged.
/// It is not turned.
///
/// Fails as [`draw`] does, and blocks as long.
pub fn read_greys(content: &[u8], kind: ImageType, edges: &[u32]) -> Result<Vec<Grey>, Error> {
    let format = format(kind)?;
    if format == ImageFormat::Jpeg {
        whole_jpeg(content)?;
    }
    let mut image = decode(content, format)?.image;
    let mut greys = Vec::with_capacity(edges.len());
    for edge in edges {
        image = shrunk(image, *edge);
        let light = image.to_luma8();
        let whole = |length: u32| usize::try_from(length).map_err(Error::internal);
        greys.push(Grey {
            width: whole(light.width())?,
            height: whole(light.height())?,
            dots: light.into_raw(),
        });
    }
    Ok(greys)
}

/// Whether the file is an animation: of more than one picture.
fn is_animated(content: &[u8], kind: ImageType) -> bool {
    match kind {
        ImageType::Apng => true,
        ImageType::Gif => pictures_of_gif(content, 2) > 1,
        // The extended head has a flag for it.
        ImageType::Webp => {
            content.get(12..16) == Some(b"VP8X") && content.get(20).is_some_and(|flags| flags & 0x02 != 0)
        }
        ImageType::Jpeg | ImageType::Png | ImageType::Avif => false,
    }
}

/// How many pictures a GIF has; counting ends at `most`.
fn pictures_of_gif(content: &[u8], most: usize) -> usize {
    let mut count = 0;
    // The head, and the table of colours that all pictures share.
    let table = |flags: u8| if flags & 0x80 == 0 { 0 } else { 3 << ((flags & 7) + 1) };
    let mut at = 13 + content.get(10).map_or(0, |flags| table(*flags));
    while count < most {
        match content.get(at) {
            Some(0x21) => at += 2,
            Some(0x2C) => {
                count += 1;
                at += 11 + content.get(at + 9).map_or(0, |flags| table(*flags));
            }
            _ => break,
        }
        // What follows comes in blocks, the last of which is empty.
        while let Some(length) = content.get(at).filter(|length| **length > 0) {
            at += 1 + usize::from(*length);
        }
        at += 1;
    }
    count
}

/// A decoder fills in what is missing from the end of a JPEG with grey, and goes over the pixels as often as the file says.
fn whole_jpeg(content: &[u8]) -> Result<(), Error> {
    // Within a scan 0xFF is followed by 0 or a restart marker, so these pairs are real markers, or part of a thumbnail
    // that comes before the first scan.
    let marks = |marker: u8| {
        content
            .windows(2)
            .enumerate()
            .filter(move |(_, pair)| *pair == [0xFF, marker])
            .map(|(at, _)| at)
    };
    let (start, end) = (marks(0xDA).next_back(), marks(0xD9).next_back());
    if end.is_none() || end < start {
        return Err(broken().caused_by("the JPEG has no end"));
    }
    if marks(0xDA).count() > MOST_SCANS {
        return Err(broken().caused_by("the JPEG has too many scans"));
    }
    Ok(())
}

/// What a file holds that counts.
struct Decoded {
    image: DynamicImage,
    /// How it has to be turned.
    turn: image::metadata::Orientation,
    /// What its colours are, as an ICC profile.
    profile: Option<Vec<u8>>,
}

/// Sizes are looked at before anything is decoded.
fn decode(content: &[u8], format: ImageFormat) -> Result<Decoded, Error> {
    let mut limits = Limits::default();
    limits.max_image_width = Some(LONGEST_EDGE);
    limits.max_image_height = Some(LONGEST_EDGE);
    limits.max_alloc = Some(MOST_MEMORY);
    let mut reader = ImageReader::with_format(Cursor::new(content), format);
    reader.limits(limits);
    let mut decoder = reader.into_decoder().map_err(refused)?;
    let (width, height) = decoder.dimensions();
    if width > LONGEST_EDGE || height > LONGEST_EDGE || u64::from(width) * u64::from(height) > MOST_PIXELS {
        return Err(too_many_pixels());
    }
    if decoder.total_bytes() > MOST_DECODED {
        return Err(too_many_pixels().caused_by("the pixels take too much memory"));
    }
    // What cannot be read of it turns nothing.
    let turn = decoder
        .orientation()
        .unwrap_or(image::metadata::Orientation::NoTransforms);
    let profile = decoder.icc_profile().unwrap_or_default();
    let image = DynamicImage::from_decoder(decoder).map_err(refused)?;
    if image.width() == 0 || image.height() == 0 {
        return Err(broken());
    }
    Ok(Decoded { image, turn, profile })
}

fn refused(cause: ImageError) -> Error {
    match cause {
        ImageError::Limits(_) => too_many_pixels().caused_by(cause),
        _ => broken().caused_by(cause),
    }
}

/// The picture with edges of at most `edge` pixels; never enlarged.
fn shrunk(image: DynamicImage, edge: u32) -> DynamicImage {
    let longest = image.width().max(image.height());
    if longest <= edge {
        return image;
    }
    // Far too large a picture is first brought near its size by averaging, which is many times cheaper and looks the same.
    let near = edge * 3;
    let image = if longest > near {
        image.thumbnail(near, near)
    } else {
        image
    };
    image.resize(edge, edge, FilterType::CatmullRom)
}

/// Whether anything is transparent.
fn see_through(image: &DynamicImage) -> bool {
    image.color().has_alpha() && image.to_rgba8().pixels().any(|pixel| pixel.0[3] < u8::MAX)
}

/// A JPEG of pixels that are given by red, green, blue and what covers (all of it), row by row, for drawings of our own.
pub fn encode_drawing(width: u32, height: u32, pixels: &[u8]) -> Result<Vec<u8>, Error> {
    let (pixels, _) = pixels.as_chunks::<4>();
    let colours: Vec<u8> = pixels
        .iter()
        .flat_map(|[red, green, blue, _]| [*red, *green, *blue])
        .collect();
    let mut jpeg = Vec::new();
    JpegEncoder::new_with_quality(&mut jpeg, 90)
        .write_image(&colours, width, height, ExtendedColorType::Rgb8)
        .map_err(Error::internal)?;
    Ok(jpeg)
}

/// A picture of this kind as a square of so many pixels along its edge, by red, green and blue, row by row: as large as it fits
/// in, in the middle, on white. Fails as [`draw`] does, and blocks as long.
pub fn square(content: &[u8], kind: ImageType, edge: u32) -> Result<Vec<u8>, Error> {
    let fitted = upright(content, kind)?
        .image
        .resize(edge, edge, FilterType::CatmullRom)
        .to_rgba8();
    let mut square = image::RgbaImage::from_pixel(edge, edge, image::Rgba([255; 4]));
    let beside = |length: u32| i64::from(edge.saturating_sub(length) / 2);
    let (left, top) = (beside(fitted.width()), beside(fitted.height()));
    image::imageops::overlay(&mut square, &fitted, left, top);
    Ok(DynamicImage::ImageRgba8(square).to_rgb8().into_raw())
}

/// A PNG of pixels that are given by red, green and blue, row by row, for patterns: rows are stored as they are, since what
/// repeats to the byte compresses best so.
pub fn encode_pattern(width: u32, height: u32, pixels: &[u8]) -> Result<Vec<u8>, Error> {
    let mut png = Vec::new();
    PngEncoder::new_with_quality(&mut png, CompressionType::Default, RowFilter::NoFilter)
        .write_image(pixels, width, height, ExtendedColorType::Rgb8)
        .map_err(Error::internal)?;
    Ok(png)
}

fn encode_drawn(image: &DynamicImage, name: &'static str, see_through: bool) -> Result<Drawn, Error> {
    let mut bytes = Vec::new();
    let written = if see_through {
        image.to_rgba8().write_with_encoder(PngEncoder::new(&mut bytes))
    } else {
        image
            .to_rgb8()
            .write_with_encoder(JpegEncoder::new_with_quality(&mut bytes, QUALITY))
    };
    written.map_err(Error::internal)?;
    Ok(Drawn {
        name,
        width: image.width(),
        height: image.height(),
        content_type: if see_through {
            ImageType::Png.content_type()
        } else {
            ImageType::Jpeg.content_type()
        },
        bytes,
    })
}

#[cfg(test)]
mod tests;
