//! Where documents are read: few at once, away from the threads that answer, and not for ever.

use std::{sync::Arc, time::Duration};

use papers::import::{Reading, read};
use platform::{Error, Kind, Message, media::Received};
use tokio::{sync::Semaphore, task::spawn_blocking};

/// Documents that are read at once: each may take a few hundred megabytes of memory.
const LANES: usize = 2;
/// Documents that may wait.
const WAITING: usize = 16;
/// Longest time that a document may take. One of 1,800 questions takes a second or two.
const PATIENCE: Duration = Duration::from_secs(60);

/// Too many documents wait.
pub(crate) fn busy() -> Error {
    let said = Message::new(
        "Terlalu banyak dokumen sedang dibaca. Coba lagi sebentar.",
        "Too many documents are being read. Try again in a moment.",
    );
    Error::unavailable("assessment.import.busy", said, Duration::from_secs(5))
}

/// The document takes too long.
pub(crate) fn too_slow() -> Error {
    let said = Message::new(
        "Dokumen ini terlalu rumit untuk dibaca. Bagi menjadi beberapa paket.",
        "The document is too intricate to be read. Split it into several packages.",
    );
    Error::new(Kind::Invalid, "assessment.import.too_slow", said)
}

/// Reads documents.
pub(crate) struct Desk {
    /// Documents that are read or wait.
    taken: Arc<Semaphore>,
    /// Documents that are read.
    read: Arc<Semaphore>,
}

impl Desk {
    pub(crate) fn new() -> Self {
        Self {
            taken: Arc::new(Semaphore::new(LANES + WAITING)),
            read: Arc::new(Semaphore::new(LANES)),
        }
    }

    /// Reads a document. One that takes too long is given up; it counts among those that are read as long as it lasts.
    pub(crate) async fn read(&self, received: Received) -> Result<Reading, Error> {
        let place = Arc::clone(&self.taken).try_acquire_owned().map_err(|_| busy())?;
        let lane = Arc::clone(&self.read).acquire_owned().await.map_err(Error::internal)?;
        let reading = spawn_blocking(move || {
            let _held = (place, lane);
            let bytes = std::fs::read(received.staged.path()).map_err(Error::internal)?;
            drop(received);
            read(&bytes)
        });
        let done = tokio::time::timeout(PATIENCE, reading).await.map_err(|_| too_slow())?;
        done.map_err(Error::internal)?
    }
}
