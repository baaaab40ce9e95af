//! SQLite's write-ahead log, kept short while commits pay for it as little as possible.
//!
//! A thread copies the log into the database file now and then; this copy is passive, nobody waits for it. Under writes
//! that never pause it never catches up with the end, and SQLite begins a log anew only when all of it was copied: left
//! to itself the log grows for as long as the writes last. So when the log is long and the thread has copied nearly all
//! of it, the writer copies the rest between two groups, which is short, and begins it anew.
//!
//! Invariant: the log stays below about twice [`LONG`], unless a single statement of a reader runs for so long.

use std::{
    sync::{
        Arc,
        atomic::{AtomicBool, AtomicU32, Ordering},
    },
    thread::{JoinHandle, Thread},
    time::Duration,
};

use rusqlite::Connection;

use super::sqlite::{BUSY_TIMEOUT, spawn};
use crate::error::{Error, Result};

/// Pages that are worth a copy's two syncs (4 MiB).
const WORTH: u32 = 1024;
/// Pages after which the thread is woken before its time (16 MiB).
const SLICE: u32 = 4096;
/// Pages from which the log should begin anew (64 MiB).
pub(super) const LONG: u32 = 16_384;
/// How often the thread looks by itself.
const EVERY: Duration = Duration::from_millis(500);
/// How long the writer waits for readers that still use the log. Readers that start meanwhile do not.
const PATIENCE: Duration = Duration::from_millis(20);

struct State {
    /// The log's length after the last commit.
    pages: AtomicU32,
    /// The thread has just copied what there was of a long log.
    caught_up: AtomicBool,
    stop: AtomicBool,
    /// Pages from which the log should begin anew.
    long: u32,
}

/// The thread that copies. Dropping it ends the thread without waiting.
pub(super) struct Checkpointer {
    state: Arc<State>,
    thread: Option<JoinHandle<()>>,
}

impl Checkpointer {
    /// Starts the thread on a connection of its own; `writer` gets a hook that measures the log. `long`: [`LONG`], less
    /// in tests.
    pub(super) fn start(conn: Connection, writer: &mut Connection, long: u32) -> Result<(Self, LogKeeper)> {
        let (caught_up, stop) = (AtomicBool::new(false), AtomicBool::new(false));
        let state = Arc::new(State {
            pages: AtomicU32::new(0),
            caught_up,
            stop,
            long,
        });
        let measured = Arc::clone(&state);
        let hook = move |_: &mut rusqlite::hooks::Wal, pages: i32| {
            measured
                .pages
                .store(u32::try_from(pages).unwrap_or(0), Ordering::Relaxed);
            Ok(())
        };
        writer.wal_hook(Some(hook)).map_err(Error::internal)?;
        let shared = Arc::clone(&state);
        let thread = spawn("balai-checkpoint", move || copy_loop(&conn, &shared))?;
        let keeper = LogKeeper {
            state: Arc::clone(&state),
            thread: thread.thread().clone(),
            last: 0,
            wake_at: SLICE,
            begin_anew_at: long,
        };
        Ok((
            Self {
                state,
                thread: Some(thread),
            },
            keeper,
        ))
    }

    fn stop(&self) {
        self.state.stop.store(true, Ordering::Release);
        if let Some(thread) = &self.thread {
            thread.thread().unpark();
        }
    }

    /// Ends the thread; a copy under way is finished first.
    pub(super) fn join(mut self) -> std::thread::Result<()> {
        self.stop();
        self.thread.take().map_or(Ok(()), JoinHandle::join)
    }
}

impl Drop for Checkpointer {
    fn drop(&mut self) {
        self.stop();
    }
}

fn copy_loop(conn: &Connection, state: &State) {
    while !state.stop.load(Ordering::Acquire) {
        if let Err(error) = copy(conn, state) {
            tracing::warn!(%error, "a checkpoint did not finish; the log keeps growing until one does");
        }
        std::thread::park_timeout(EVERY);
    }
}

fn copy(conn: &Connection, state: &State) -> rusqlite::Result<()> {
    // Asked of the database, not of our writer: another process may write to it too.
    let measure = |row: &rusqlite::Row<'_>| Ok((row.get::<_, i64>(1)?, row.get::<_, i64>(2)?));
    let (pages, copied) = conn.query_row("pragma wal_checkpoint(noop)", [], measure)?;
    let long = pages >= i64::from(state.long);
    if pages - copied >= i64::from(WORTH) || (long && copied < pages) {
        conn.query_row("pragma wal_checkpoint(passive)", [], |_| Ok(()))?;
    }
    state.caught_up.store(long, Ordering::Release);
    Ok(())
}

/// The writer's part: looks at the log between groups.
pub(super) struct LogKeeper {
    state: Arc<State>,
    thread: Thread,
    last: u32,
    wake_at: u32,
    begin_anew_at: u32,
}

impl LogKeeper {
    /// To be called outside of any transaction.
    pub(super) fn after_group(&mut self, conn: &Connection) {
        let (pages, long) = (self.state.pages.load(Ordering::Relaxed), self.state.long);
        if pages < self.last {
            (self.wake_at, self.begin_anew_at) = (SLICE, long);
        }
        self.last = pages;
        if pages >= self.wake_at {
            self.wake_at = pages + SLICE;
            self.thread.unpark();
        }
        // Beyond twice the length it is done even if the thread is far behind: a stall is better than a full disk.
        if pages >= self.begin_anew_at && (self.state.caught_up.swap(false, Ordering::Acquire) || pages >= 2 * long) {
            self.begin_anew(conn, pages);
        }
    }

    fn begin_anew(&mut self, conn: &Connection, pages: u32) {
        let begun = conn.busy_timeout(PATIENCE).and_then(|()| {
            let busy = conn.query_row("pragma wal_checkpoint(restart)", [], |row| row.get::<_, i64>(0));
            conn.busy_timeout(BUSY_TIMEOUT)?;
            busy.map(|busy| busy == 0)
        });
        match begun {
            Ok(true) => return,
            // The thread is copying right now, or a reader still uses the log.
            Ok(false) if pages < 4 * self.state.long => {}
            Ok(false) => tracing::warn!(
                pages,
                "a long read keeps the database's log from being begun anew: it grows"
            ),
            Err(error) => tracing::warn!(%error, "the database's log could not be begun anew: it grows"),
        }
        // The longer it is, the rarer the next attempt: a read of hours must not cost the writer a wait at every group.
        self.begin_anew_at = pages + pages / 8;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A writer whose log counts as long at 64 pages, and what watches it.
    fn writer() -> (tempfile::TempDir, Connection, Checkpointer, LogKeeper) {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("log.db");
        let mut writer = Connection::open(&path).unwrap();
        let settings = "pragma journal_mode = wal; pragma wal_autocheckpoint = 0; create table t (b blob)";
        writer.execute_batch(settings).unwrap();
        let (checkpointer, keeper) = Checkpointer::start(Connection::open(&path).unwrap(), &mut writer, 64).unwrap();
        (dir, writer, checkpointer, keeper)
    }

    /// Writes without a pause; answers how long the log ever was.
    fn write(writer: &Connection, keeper: &mut LogKeeper, times: usize) -> u32 {
        let mut most = 0;
        for _ in 0..times {
            writer.execute("insert into t values (zeroblob(20000))", []).unwrap();
            keeper.after_group(writer);
            most = most.max(keeper.last);
        }
        most
    }

    #[test]
    fn writes_that_never_pause_do_not_grow_the_log_without_end() {
        let (_dir, writer, checkpointer, mut keeper) = writer();
        let most = write(&writer, &mut keeper, 1000);
        assert!((64..64 * 4).contains(&most), "{most} pages");
        checkpointer.join().unwrap();
    }

    #[test]
    fn a_reader_that_stays_delays_the_new_beginning_until_it_ends() {
        let (dir, writer, checkpointer, mut keeper) = writer();
        let reader = Connection::open(dir.path().join("log.db")).unwrap();
        write(&writer, &mut keeper, 1);
        reader.execute_batch("begin; select count(*) from t").unwrap();
        let held = write(&writer, &mut keeper, 100);
        assert!(held > 64 * 4, "{held} pages");
        reader.execute_batch("commit").unwrap();
        write(&writer, &mut keeper, 200);
        assert!(keeper.last < 64 * 4, "{} pages", keeper.last);
        checkpointer.join().unwrap();
    }
}
