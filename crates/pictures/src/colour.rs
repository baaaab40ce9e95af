//! Colours that are meant by a profile (Display P3 of a phone, Adobe RGB of a camera) become those that every browser shows
//! without one: sRGB. What is stored carries no profile, so without this they would look paler than they were.
//!
//! A profile that is broken, or is about something else than red, green and blue, changes nothing: the picture is good all
//! the same.

use image::{DynamicImage, RgbImage, RgbaImage};
use moxcms::{ColorProfile, DataColorSpace, Layout, TransformOptions};

/// Largest profile that is read, in bytes. Those of printers may be larger, and are about inks.
const LARGEST: usize = 1 << 20;

/// The picture in sRGB, where its profile says what its colours are.
pub(crate) fn to_srgb(image: DynamicImage, profile: Option<&[u8]>) -> DynamicImage {
    let profile = profile.filter(|profile| profile.len() <= LARGEST);
    let profile = profile.and_then(|profile| ColorProfile::new_from_slice(profile).ok());
    match profile {
        Some(profile) if profile.color_space == DataColorSpace::Rgb => convert(&profile, &image).unwrap_or(image),
        _ => image,
    }
}

fn convert(profile: &ColorProfile, image: &DynamicImage) -> Option<DynamicImage> {
    let (width, height) = (image.width(), image.height());
    if image.color().has_alpha() {
        let pixels = transform(profile, Layout::Rgba, image.to_rgba8().as_raw())?;
        RgbaImage::from_raw(width, height, pixels).map(Into::into)
    } else {
        let pixels = transform(profile, Layout::Rgb, image.to_rgb8().as_raw())?;
        RgbImage::from_raw(width, height, pixels).map(Into::into)
    }
}

fn transform(profile: &ColorProfile, layout: Layout, pixels: &[u8]) -> Option<Vec<u8>> {
    let srgb = ColorProfile::new_srgb();
    let transform = profile.create_transform_8bit(layout, &srgb, layout, TransformOptions::default());
    let mut converted = vec![0; pixels.len()];
    transform.ok()?.transform(pixels, &mut converted).ok()?;
    Some(converted)
}
