//! Where photographs are made smaller, and the picture that stands where there is none.
//!
//! One at a time is drawn: a photograph takes hundreds of megabytes while it is, and pictures of listings have lanes of
//! their own.

use std::{sync::LazyLock, time::Duration};

use bytes::Bytes;
use pictures::Drawn;
use platform::{
    Error, Message,
    lanes::Lanes,
    media::{ImageType, Received},
};

/// Photographs that may wait.
const WAITING: usize = 32;

/// Too many photographs wait to be drawn.
pub(crate) fn busy() -> Error {
    let said = Message::new(
        "Terlalu banyak gambar sedang diproses. Coba lagi sebentar.",
        "Too many pictures are being processed. Try again in a moment.",
    );
    Error::unavailable("trackmate.pictures_busy", said, Duration::from_secs(2))
}

/// One lane.
pub(crate) fn lanes() -> Lanes {
    Lanes::new(1, WAITING, busy).blaming_input(|cause| pictures::broken().caused_by(cause))
}

/// The photograph in its largest size. If the caller gives up, a drawing that has begun ends all the same.
pub(crate) async fn draw(lanes: &Lanes, received: Received, kind: ImageType) -> Result<Drawn, Error> {
    let picture = lanes.run(move || {
        let content = std::fs::read(received.staged.path()).map_err(Error::internal)?;
        // What was sent is not needed any more.
        drop(received);
        pictures::draw(&content, kind)
    });
    let largest = picture.await?.drawn.into_iter().next();
    largest.ok_or_else(|| Error::internal("a picture was drawn in no size"))
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
    fn the_placeholder_is_a_small_picture() {
        let png = placeholder().unwrap();
        assert_eq!(pictures::measure(&png), Some((WIDTH, HEIGHT)));
        assert!(png.len() < 20_000, "{}", png.len());
    }
}
