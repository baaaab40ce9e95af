//! Work on files, which takes memory and processors: how much of each kind is done at once, and how much may wait.

use std::{io, time::Duration};

use papers::roster;
use platform::{Error, Kind, Message, lanes::Lanes};

/// Documents and lists that are read at once: each may take a few hundred megabytes of memory.
const READ: usize = 2;
/// Those of each that may wait.
const WAITING: usize = 16;
/// Archives, workbooks and documents that are unpacked or made at once, and recordings that are joined.
const PACKED: usize = 2;
/// Those that may wait. They are small, and an archive waits once for each of its files.
const WAITING_TO_BE_PACKED: usize = 64;
/// Longest time that a document may take. One of 1,800 questions takes a second or two.
pub(crate) const PATIENCE: Duration = Duration::from_secs(60);

/// Too many documents wait.
pub(crate) fn busy() -> Error {
    let said = Message::new(
        "Terlalu banyak dokumen sedang dibaca. Coba lagi sebentar.",
        "Too many documents are being read. Try again in a moment.",
    );
    Error::unavailable("assessment.import.busy", said, Duration::from_secs(5))
}

/// Too much waits to be packed or unpacked.
pub(crate) fn packing() -> Error {
    let said = Message::new(
        "Terlalu banyak berkas sedang dikemas. Coba lagi sebentar.",
        "Too many files are being packed. Try again in a moment.",
    );
    Error::unavailable("assessment.files.busy", said, Duration::from_secs(5))
}

/// The document takes too long.
pub(crate) fn too_slow() -> Error {
    let said = Message::new(
        "Dokumen ini terlalu rumit untuk dibaca. Bagi menjadi beberapa paket.",
        "The document is too intricate to be read. Split it into several packages.",
    );
    Error::new(Kind::Invalid, "assessment.import.too_slow", said)
}

/// The lanes of this module.
pub(crate) struct Workload {
    /// Exam papers that are read.
    pub(crate) documents: Lanes,
    /// Lists of participants that are read.
    pub(crate) rosters: Lanes,
    /// Sounds that are judged, archives that are unpacked, workbooks and documents that are made.
    pub(crate) files: Lanes,
    /// Recordings whose sessions are joined.
    pub(crate) recordings: Lanes,
}

impl Workload {
    pub(crate) fn new() -> Self {
        Self {
            documents: Lanes::new(READ, WAITING, busy),
            // A panic of the library that reads workbooks is a failure of this file alone.
            rosters: Lanes::new(READ, WAITING, busy).blaming_input(|cause| roster::damaged(io::Error::other(cause))),
            files: Lanes::new(PACKED, WAITING_TO_BE_PACKED, packing),
            recordings: Lanes::new(PACKED, WAITING_TO_BE_PACKED, packing),
        }
    }
}

#[cfg(test)]
pub(crate) mod tests {
    use std::sync::{Arc, Barrier};

    use super::*;

    /// What becomes of something that is asked for while no place is left in some lanes.
    pub(crate) async fn when_full<T>(lanes: &Lanes, asked: impl Future<Output = T>) -> T {
        let (running, places) = (lanes.free(), lanes.places());
        let end = Arc::new(Barrier::new(running + 1));
        let taken: Vec<_> = (0..places)
            .map(|number| {
                let (lanes, end) = (lanes.clone(), Arc::clone(&end));
                let work = move || {
                    if number < running {
                        end.wait();
                    }
                    Ok(())
                };
                tokio::spawn(async move { lanes.run(work).await })
            })
            .collect();
        while lanes.places() > 0 {
            tokio::task::yield_now().await;
        }
        let answer = asked.await;
        tokio::task::spawn_blocking(move || end.wait()).await.unwrap();
        for task in taken {
            task.await.unwrap().unwrap();
        }
        answer
    }

    async fn refusal(lanes: &Lanes, running: usize, places: usize) -> Error {
        assert_eq!((lanes.free(), lanes.places()), (running, places));
        when_full(lanes, lanes.run(|| Ok(()))).await.unwrap_err()
    }

    #[tokio::test]
    async fn what_finds_no_place_is_refused_at_once() {
        let work = Workload::new();
        assert_eq!(refusal(&work.documents, 2, 18).await.code(), "assessment.import.busy");
        assert_eq!(refusal(&work.rosters, 2, 18).await.code(), "assessment.import.busy");
        for lanes in [&work.files, &work.recordings] {
            assert_eq!(refusal(lanes, 2, 66).await.code(), "assessment.files.busy");
        }
    }

    #[tokio::test]
    async fn a_panic_while_a_list_is_read_is_a_failure_of_that_list() {
        let failed = Workload::new().rosters.run::<()>(|| panic!("on purpose")).await;
        assert_eq!(failed.unwrap_err().kind(), Kind::Invalid);
    }
}
