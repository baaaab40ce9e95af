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

#[cfg(test)]
mod tests {
    use std::sync::mpsc;

    use futures_util::{FutureExt as _, stream};
    use platform::{Kind, media::Media};

    use super::*;

    #[tokio::test]
    async fn no_more_than_a_few_pictures_wait() {
        let folder = std::env::temp_dir().join(format!("pictures-{}", platform::id::uuid_v7(platform::Timestamp(0))));
        let media = Media::on_disk(&folder).unwrap();
        let lanes = lanes();
        // Whoever draws now takes long.
        let all = lanes.free();
        let mut slow = Vec::new();
        for _ in 0..all {
            let (end, ended) = mpsc::channel::<()>();
            let lanes = lanes.clone();
            let drawing = async move {
                lanes
                    .run(move || {
                        let _ = ended.recv();
                        Ok(())
                    })
                    .await
            };
            slow.push((end, tokio::spawn(drawing)));
        }
        while lanes.free() > 0 {
            tokio::task::yield_now().await;
        }
        let content = bytes::Bytes::from(pictures::encode_pattern(8, 8, &[99; 8 * 8 * 3]).unwrap());
        let receive = async || {
            media
                .receive(stream::iter([Ok(content.clone())]), pictures::LARGEST)
                .await
                .unwrap()
        };
        let mut waiting = Vec::new();
        for _ in 0..WAITING {
            let mut drawing = Box::pin(draw(&lanes, receive().await, ImageType::Png));
            assert!((&mut drawing).now_or_never().is_none());
            waiting.push(drawing);
        }
        let refused = draw(&lanes, receive().await, ImageType::Png).await.unwrap_err();
        assert_eq!(
            (refused.code(), refused.kind()),
            ("classifieds.pictures_busy", Kind::Unavailable)
        );
        drop(slow);
        for drawing in waiting {
            assert_eq!(drawing.await.unwrap().drawn.len(), 3);
        }
        std::fs::remove_dir_all(folder).unwrap();
    }
}
