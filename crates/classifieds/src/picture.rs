//! Where pictures are drawn: few at once, so that they starve neither the memory nor the rest of the server.

use std::{num::NonZero, time::Duration};

use pictures::Picture;
use platform::{
    Error, Message,
    lanes::Lanes,
    media::{ImageType, Received},
};

/// Pictures that may wait.
const WAITING: usize = 32;

/// Too many pictures wait to be drawn.
pub(crate) fn busy() -> Error {
    let said = Message::new(
        "Terlalu banyak gambar sedang diproses. Coba lagi sebentar.",
        "Too many pictures are being processed. Try again in a moment.",
    );
    Error::unavailable("classifieds.pictures_busy", said, Duration::from_secs(2))
}

/// One core stays free for everything that is no picture, and memory for more than two is not to be expected.
pub(crate) fn lanes() -> Lanes {
    let cores = std::thread::available_parallelism().map_or(1, NonZero::get);
    let lanes = cores.saturating_sub(1).clamp(1, 2);
    Lanes::new(lanes, WAITING, busy).blaming_input(|cause| pictures::broken().caused_by(cause))
}

/// Draws a picture in all sizes. If the caller gives up, a drawing that has begun ends all the same.
pub(crate) async fn draw(lanes: &Lanes, received: Received, kind: ImageType) -> Result<Picture, Error> {
    lanes
        .run(move || {
            let content = std::fs::read(received.staged.path()).map_err(Error::internal)?;
            // What was sent is not needed any more.
            drop(received);
            pictures::draw(&content, kind)
        })
        .await
}
