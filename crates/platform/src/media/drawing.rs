//! Where pictures are decoded and drawn: the one kind of lanes for all modules that take pictures.
//!
//! Invariant: a picture takes hundreds of megabytes while it is drawn, so few are at once, and what waits for its turn is
//! on the disk. A drawing that has begun ends, whoever goes on waiting for it.

use std::time::Duration;

use super::Received;
use crate::{
    error::{Error, Message, Result},
    lanes::Lanes,
};

/// Pictures that may wait.
pub const WAITING: usize = 32;

/// Too many pictures wait to be drawn; `code` is the module's own.
pub fn busy(code: &'static str) -> Error {
    let said = Message::new(
        "Terlalu banyak gambar sedang diproses. Coba lagi sebentar.",
        "Too many pictures are being processed. Try again in a moment.",
    );
    Error::unavailable(code, said, Duration::from_secs(2))
}

/// Lanes for pictures. Clones share them.
#[derive(Debug, Clone)]
pub struct Drawing(Lanes);

impl Drawing {
    /// So many lanes, which refuse with `busy`, and tell a panic of a decoder as `broken`.
    pub fn new(lanes: usize, busy: fn() -> Error, broken: fn(String) -> Error) -> Self {
        Self(Lanes::new(lanes, WAITING, busy).blaming_input(broken))
    }

    /// Lanes on which nothing is drawn.
    pub fn lanes(&self) -> &Lanes {
        &self.0
    }

    /// Draws something of a picture that has arrived, whose file is gone then.
    pub async fn draw<T: Send + 'static>(
        &self,
        received: Received,
        draw: impl FnOnce(&[u8]) -> Result<T> + Send + 'static,
    ) -> Result<T> {
        let work = move || {
            let content = std::fs::read(received.staged.path()).map_err(Error::internal)?;
            // What was sent is not needed any more.
            drop(received);
            draw(&content)
        };
        self.0.run(work).await
    }
}

#[cfg(test)]
mod tests {
    use std::sync::mpsc;

    use bytes::Bytes;
    use futures_util::{FutureExt as _, stream};

    use super::*;
    use crate::{error::Kind, media::Media};

    #[tokio::test]
    async fn no_more_than_a_few_pictures_wait() {
        let folder = tempfile::tempdir().unwrap();
        let media = Media::on_disk(folder.path()).unwrap();
        let drawing = Drawing::new(2, || busy("test.busy"), Error::internal);
        // Whoever draws now takes long.
        let mut slow = Vec::new();
        for _ in 0..2 {
            let (end, ended) = mpsc::channel::<()>();
            let lanes = drawing.lanes().clone();
            let work = move || {
                let _ = ended.recv();
                Ok(())
            };
            slow.push((end, tokio::spawn(async move { lanes.run(work).await })));
        }
        while drawing.lanes().free() > 0 {
            tokio::task::yield_now().await;
        }
        let receive = async || {
            let content = stream::iter([Ok(Bytes::from_static(b"picture"))]);
            media.receive(content, 100).await.unwrap()
        };
        let mut waiting = Vec::new();
        for _ in 0..WAITING {
            let mut length = Box::pin(drawing.draw(receive().await, |content| Ok(content.len())));
            assert!((&mut length).now_or_never().is_none());
            waiting.push(length);
        }
        let refused = drawing.draw(receive().await, |_| Ok(())).await.unwrap_err();
        assert_eq!((refused.code(), refused.kind()), ("test.busy", Kind::Unavailable));
        drop(slow);
        for length in waiting {
            assert_eq!(length.await.unwrap(), 7);
        }
    }
}
