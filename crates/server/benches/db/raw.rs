//! The side to compare with: rusqlite and nothing else, as lean as it can be written without giving up the guarantees
//! (every insert is acknowledged after a synced commit). No savepoints, so one bad insert would fail its whole group.

use std::{
    cell::RefCell,
    path::{Path, PathBuf},
    sync::Arc,
    thread::JoinHandle,
    time::Duration,
};

use crossbeam_channel::{Receiver, RecvTimeoutError, Sender, bounded};
use rusqlite::{Connection, OptionalExtension as _, Row};
use tokio::sync::oneshot;

use crate::{
    Outcome,
    thing::{self, LIST, POINT, Thing},
};

type Job = Box<dyn FnOnce(&Connection) + Send>;

/// Reader threads fed by a channel, and a connection per calling thread.
#[derive(Clone)]
pub(crate) struct RawReads {
    jobs: Sender<Job>,
    path: Arc<PathBuf>,
}

thread_local!(static INLINE: RefCell<Option<Connection>> = const { RefCell::new(None) });

impl RawReads {
    /// Two reader threads; they end when the last clone is dropped.
    pub(crate) fn open(path: &Path) -> Outcome<Self> {
        let (jobs, waiting) = bounded::<Job>(1024);
        for _ in 0..2 {
            let (conn, waiting) = (thing::connect(path)?, waiting.clone());
            std::thread::spawn(move || waiting.iter().for_each(|job| job(&conn)));
        }
        Ok(Self {
            jobs,
            path: Arc::new(path.to_owned()),
        })
    }

    async fn ship<T: Send + 'static>(
        &self,
        work: impl FnOnce(&Connection) -> rusqlite::Result<T> + Send + 'static,
    ) -> Outcome<T> {
        let (done, wait) = oneshot::channel();
        self.jobs
            .send(Box::new(move |conn| drop(done.send(work(conn)))))
            .map_err(|_| "the reader threads ended")?;
        Ok(wait.await??)
    }

    fn inline<T>(&self, work: impl FnOnce(&Connection) -> rusqlite::Result<T>) -> Outcome<T> {
        INLINE.with_borrow_mut(|slot| {
            if slot.is_none() {
                *slot = Some(thing::connect(&self.path)?);
            }
            slot.as_ref()
                .map(work)
                .transpose()?
                .ok_or_else(|| "no connection".into())
        })
    }

    /// One row, through the reader threads.
    pub(crate) async fn point(&self, number: u64) -> Outcome<Option<Thing>> {
        let key = thing::key(number);
        self.ship(move |conn| point(conn, &key)).await
    }

    /// One row, on this thread.
    #[expect(clippy::unused_async, reason = "the same shape as the other side")]
    pub(crate) async fn point_inline(&self, number: u64) -> Outcome<Option<Thing>> {
        let key = thing::key(number);
        self.inline(|conn| point(conn, &key))
    }

    /// Twenty-five rows, through the reader threads.
    pub(crate) async fn list(&self, number: u64) -> Outcome<Vec<Thing>> {
        let category = thing::category(number);
        self.ship(move |conn| list(conn, &category)).await
    }

    /// Twenty-five rows, on this thread.
    #[expect(clippy::unused_async, reason = "the same shape as the other side")]
    pub(crate) async fn list_inline(&self, number: u64) -> Outcome<Vec<Thing>> {
        let category = thing::category(number);
        self.inline(|conn| list(conn, &category))
    }
}

fn point(conn: &Connection, key: &str) -> rusqlite::Result<Option<Thing>> {
    conn.prepare_cached(POINT)?.query_row([key], read).optional()
}

fn list(conn: &Connection, category: &str) -> rusqlite::Result<Vec<Thing>> {
    conn.prepare_cached(LIST)?.query_map([category], read)?.collect()
}

fn read(row: &Row<'_>) -> rusqlite::Result<Thing> {
    Ok(Thing {
        key: row.get(0)?,
        category: row.get(1)?,
        title: row.get(2)?,
        body: row.get(3)?,
        place: row.get(4)?,
        owner: row.get(5)?,
        note: row.get(6)?,
        price: row.get(7)?,
        stock: row.get(8)?,
        score: row.get(9)?,
        created_at: row.get(10)?,
        updated_at: row.get(11)?,
    })
}

type Insert = (Thing, oneshot::Sender<bool>);

/// One writer thread that commits up to `group` waiting inserts at once, and a thread for checkpoints.
pub(crate) struct RawWrites {
    inserts: Sender<Insert>,
    checkpoints: Sender<()>,
    threads: Vec<JoinHandle<rusqlite::Result<()>>>,
}

impl RawWrites {
    /// Opens a file that [`thing::create`] made.
    pub(crate) fn open(path: &Path, group: usize) -> Outcome<Self> {
        let (inserts, waiting) = bounded(1024);
        let (checkpoints, stop) = bounded(0);
        let (writer, checkpointer) = (thing::connect(path)?, thing::connect(path)?);
        let threads = vec![
            std::thread::spawn(move || write_loop(&writer, &waiting, group)),
            std::thread::spawn(move || checkpoint_loop(&checkpointer, &stop)),
        ];
        Ok(Self {
            inserts,
            checkpoints,
            threads,
        })
    }

    /// A handle to insert with.
    pub(crate) fn handle(&self) -> RawInserts {
        RawInserts(self.inserts.clone())
    }

    /// Ends its threads.
    pub(crate) fn close(self) -> Outcome<()> {
        drop((self.inserts, self.checkpoints));
        for thread in self.threads {
            thread.join().map_err(|_| "a raw thread panicked")??;
        }
        Ok(())
    }
}

/// Inserts through the writer thread.
#[derive(Clone)]
pub(crate) struct RawInserts(Sender<Insert>);

impl RawInserts {
    /// One row more, committed and synced.
    pub(crate) async fn insert(&self, thing: Thing) -> Outcome<()> {
        let (done, wait) = oneshot::channel();
        self.0.send((thing, done))?;
        if wait.await? {
            Ok(())
        } else {
            Err("an insert failed".into())
        }
    }
}

fn write_loop(conn: &Connection, waiting: &Receiver<Insert>, group: usize) -> rusqlite::Result<()> {
    let run = |sql| {
        conn.prepare_cached(sql)
            .and_then(|mut statement| statement.raw_execute())
    };
    let mut acknowledges = Vec::with_capacity(group);
    while let Ok((first, done)) = waiting.recv() {
        run("begin immediate")?;
        acknowledges.push((thing::insert(conn, &first).is_ok(), done));
        while acknowledges.len() < group
            && let Ok((next, done)) = waiting.try_recv()
        {
            acknowledges.push((thing::insert(conn, &next).is_ok(), done));
        }
        run("commit")?;
        for (stored, done) in acknowledges.drain(..) {
            let _ = done.send(stored);
        }
    }
    Ok(())
}

fn checkpoint_loop(conn: &Connection, stop: &Receiver<()>) -> rusqlite::Result<()> {
    while let Err(RecvTimeoutError::Timeout) = stop.recv_timeout(Duration::from_millis(500)) {
        conn.query_row("pragma wal_checkpoint(passive)", [], |_| Ok(()))?;
    }
    Ok(())
}
