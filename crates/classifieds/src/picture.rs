//! Where pictures of listings are drawn, in all sizes: few at once, so that they starve neither the memory nor the rest of
//! the server.

use std::num::NonZero;

use pictures::Picture;
use platform::{
    Error,
    media::{Drawing, ImageType, Received, drawing},
};

/// Too many pictures wait to be drawn.
pub(crate) fn busy() -> Error {
    drawing::busy("classifieds.pictures_busy")
}

/// One core stays free for everything that is no picture, and memory for more than two is not to be expected.
pub(crate) fn lanes() -> Drawing {
    let cores = std::thread::available_parallelism().map_or(1, NonZero::get);
    let lanes = cores.saturating_sub(1).clamp(1, 2);
    Drawing::new(lanes, busy, |cause| pictures::broken().caused_by(cause))
}

/// Draws a picture in all sizes. If the caller gives up, a drawing that has begun ends all the same.
pub(crate) async fn draw(lanes: &Drawing, received: Received, kind: ImageType) -> Result<Picture, Error> {
    lanes.draw(received, move |content| pictures::draw(content, kind)).await
}
