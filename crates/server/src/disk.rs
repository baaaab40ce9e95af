//! The room that is left where data is kept, told before there is none: recordings, uploads and events that wait for a broker fill it.

use std::{
    path::{Path, PathBuf},
    sync::{
        Arc,
        atomic::{AtomicU64, Ordering},
    },
    time::Duration,
};

use platform::{Error, db::Location, module::Job};

use crate::settings::Settings;

/// How often somebody looks.
const EVERY: Duration = Duration::from_secs(60);
/// With less, it is said: enough for some days of texts, and for minutes of recordings.
const LITTLE: u64 = 2 << 30;
/// How many looks later it is said again: an hour.
const SAID_AGAIN: u64 = 60;

/// The bytes that were left at the last look.
#[derive(Clone, Default)]
pub(crate) struct FreeRoom(Arc<AtomicU64>);

impl FreeRoom {
    /// The work that looks.
    pub(crate) fn job(&self, settings: &Settings) -> Job {
        let (room, looks) = (self.clone(), Arc::new(AtomicU64::new(0)));
        // A file of the database alone has no folder in its path: it lies where the server was started.
        let folder = match &settings.database {
            Location::Sqlite(file) => existing(file.parent().unwrap_or(&settings.data)),
            Location::Postgres(_) => existing(&settings.data),
        };
        Job {
            name: "server.watch_disk",
            every: EVERY,
            run: Arc::new(move |_| {
                let (room, looks, folder) = (room.clone(), Arc::clone(&looks), folder.clone());
                Box::pin(async move {
                    let look = move || fs4::available_space(&folder).map(|free| (free, folder));
                    let free = tokio::task::spawn_blocking(look).await.map_err(Error::internal)?;
                    let (free, folder) = free.map_err(Error::internal)?;
                    room.0.store(free, Ordering::Relaxed);
                    if free >= LITTLE {
                        looks.store(0, Ordering::Relaxed);
                    } else if looks.fetch_add(1, Ordering::Relaxed).is_multiple_of(SAID_AGAIN) {
                        let (folder, mib) = (folder.display(), free >> 20);
                        tracing::warn!(%folder, mib, "the disk is nearly full: make room, or writes will be refused");
                    }
                    Ok(())
                })
            }),
        }
    }

    /// The bytes that were left, once somebody has looked.
    pub(crate) fn known(&self) -> Option<u64> {
        Some(self.0.load(Ordering::Relaxed)).filter(|free| *free > 0)
    }
}

/// The folder, or what of its path is there already.
pub(crate) fn existing(path: &Path) -> PathBuf {
    let found = path.ancestors().find(|ancestor| ancestor.exists());
    match found {
        Some(found) if !found.as_os_str().is_empty() => found.to_owned(),
        _ => PathBuf::from("."),
    }
}
