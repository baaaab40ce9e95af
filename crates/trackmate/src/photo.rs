//! Where pictures are made smaller, and the picture that stands where there is none.
//!
//! One at a time is drawn: a photograph takes hundreds of megabytes while it is, and pictures of listings have lanes of
//! their own.

use std::sync::LazyLock;

use bytes::Bytes;
use pictures::{Drawn, WIDTHS};
use platform::{
    Error,
    media::{BlobHash, Drawing, ImageType, Media, Received, drawing},
};

/// Too many pictures wait to be drawn.
pub(crate) fn busy() -> Error {
    drawing::busy("trackmate.pictures_busy")
}

/// One lane.
pub(crate) fn lanes() -> Drawing {
    Drawing::new(1, busy, |cause| pictures::broken().caused_by(cause))
}

/// The photograph in its largest size. If the caller gives up, a drawing that has begun ends all the same.
pub(crate) async fn draw(lanes: &Drawing, received: Received, kind: ImageType) -> Result<Drawn, Error> {
    let picture = lanes.draw(received, move |content| pictures::draw(content, kind));
    let largest = picture.await?.drawn.into_iter().next();
    largest.ok_or_else(|| Error::internal("a picture was drawn in no size"))
}

/// What a picture is called in one of [`WIDTHS`], beside its file.
pub(crate) fn name_of_width(width: u32, as_webp: bool) -> Option<&'static str> {
    const NAMES: [[&str; 2]; WIDTHS.len()] = [
        ["160", "160.webp"],
        ["320", "320.webp"],
        ["640", "640.webp"],
        ["1280", "1280.webp"],
    ];
    let at = WIDTHS.iter().position(|known| *known == width)?;
    Some(NAMES[at][usize::from(as_webp)])
}

/// Makes a stored picture this wide and keeps that beside it; nothing where the file itself is the best there is, which is
/// kept as well, as a file of no bytes.
pub(crate) async fn narrow(
    (media, lanes): (&Media, &Drawing),
    hash: &BlobHash,
    kind: ImageType,
    (width, as_webp): (u32, bool),
) -> Result<Bytes, Error> {
    let Some(name) = name_of_width(width, as_webp) else {
        return Ok(Bytes::new());
    };
    if let Some(made) = media.made(hash, name).await? {
        return Ok(made);
    }
    // Whoever is refused anyway loads no file into memory.
    if lanes.lanes().places() == 0 {
        return Err(busy());
    }
    let Some(content) = media.read(hash, pictures::LARGEST).await? else {
        return Ok(Bytes::new());
    };
    let work = move || pictures::narrow(&content, kind, width, as_webp);
    let made = Bytes::from(lanes.lanes().run(work).await?.unwrap_or_default());
    media.keep_made(hash, name, made.clone()).await?;
    Ok(made)
}

const WIDTH: u32 = 480;
const HEIGHT: u32 = 360;
const GROUND: [u8; 3] = [233, 229, 222];
const LINES: [u8; 3] = [176, 168, 156];

/// The picture that stands where there is none: hills and a sun within a frame, as a PNG.
pub(crate) fn placeholder() -> Result<Bytes, Error> {
    static DRAWN: LazyLock<Result<Bytes, String>> = LazyLock::new(|| {
        let pixels = (0..HEIGHT).flat_map(|y| (0..WIDTH).flat_map(move |x| colour(x, y)));
        let pixels: Vec<u8> = pixels.collect();
        let drawn = pictures::encode_pattern(WIDTH, HEIGHT, &pixels);
        drawn.map(Bytes::from).map_err(|error| error.to_string())
    });
    DRAWN.clone().map_err(Error::internal)
}

fn colour(x: u32, y: u32) -> [u8; 3] {
    let (from_left, from_right) = (x, WIDTH - 1 - x);
    let edge = from_left.min(from_right).min(y).min(HEIGHT - 1 - y);
    let is_sun = x.abs_diff(330).pow(2) + y.abs_diff(150).pow(2) < 28 * 28;
    let is_hill = |top_x: u32, top_y: u32| y > top_y + x.abs_diff(top_x);
    let is_frame = (96..104).contains(&edge);
    let drawn = is_frame || edge >= 104 && (is_sun || is_hill(190, 150) || is_hill(300, 200));
    if drawn { LINES } else { GROUND }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_width_has_names_of_its_own() {
        let names = WIDTHS.map(|width| [false, true].map(|as_webp| name_of_width(width, as_webp).unwrap()));
        let expected = WIDTHS.map(|width| [width.to_string(), format!("{width}.webp")]);
        assert_eq!(names.map(|pair| pair.map(str::to_owned)), expected);
        assert_eq!(name_of_width(100, true), None);
    }

    #[test]
    fn the_placeholder_is_a_small_picture() {
        let png = placeholder().unwrap();
        assert_eq!(pictures::measure(&png), Some((WIDTH, HEIGHT)));
        assert!(png.len() < 20_000, "{}", png.len());
    }
}
