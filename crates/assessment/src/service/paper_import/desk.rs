//! Where documents are read: few at once, away from the threads that answer, and not for ever.

use std::{sync::Arc, time::Duration};

use platform::{Error, Kind, Message, media::Received};
use tokio::{sync::Semaphore, task::spawn_blocking};

use crate::import::{Reading, read_docx, read_pdf};

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

/// The file is neither a Word document nor a PDF.
pub(crate) fn not_a_document() -> Error {
    let said = Message::new(
        "Berkas ini bukan dokumen Word (.docx) atau PDF.",
        "The file is neither a Word document (.docx) nor a PDF.",
    );
    Error::new(Kind::UnsupportedMedia, "assessment.import.not_a_document", said)
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

/// Reads a document as what it contains, whatever it is called.
fn read(bytes: &[u8]) -> Result<Reading, Error> {
    if bytes.starts_with(b"PK\x03\x04") {
        return read_docx(bytes);
    }
    // Something else may come before a PDF begins.
    let head = &bytes[..bytes.len().min(1024)];
    if head.windows(5).any(|window| window == b"%PDF-") {
        return read_pdf(bytes);
    }
    Err(not_a_document())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_no_document_is_not_read() {
        for bytes in [
            &b""[..],
            b"PK",
            b"GIF89a",
            b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1",
            b"<html>%PDF",
        ] {
            assert_eq!(read(bytes).unwrap_err().code(), "assessment.import.not_a_document");
        }
    }
}
