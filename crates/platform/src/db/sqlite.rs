//! SQLite on threads of our own: many readers, one writer, group commit.
//!
//! The writer takes all writes that wait (bounded by number and time), runs them one after another in one transaction,
//! commits once and only then acknowledges them. A write that fails before it has changed anything costs the others
//! nothing. One that fails later takes the transaction back, and the same writes run again, each in a savepoint of its own,
//! so that it rolls back alone: savepoints copy every page that is changed, and few groups need them. If the engine itself
//! gives the whole transaction up (disk full, I/O error), every write of the group is refused: none was acknowledged.

use std::{
    cell::Cell,
    fs::{OpenOptions, Permissions},
    os::unix::fs::{OpenOptionsExt as _, PermissionsExt as _},
    panic::{AssertUnwindSafe, catch_unwind},
    path::Path,
    sync::{
        Mutex, MutexGuard, PoisonError,
        atomic::{AtomicBool, Ordering},
    },
    time::{Duration, Instant},
};

use crossbeam_channel::{Receiver, Sender, TrySendError, bounded};
use rusqlite::{CachedStatement, Connection, ErrorCode, TransactionState, config::DbConfig};
use tokio::sync::oneshot;

use super::{
    Conn, Shared, Sql, Tx, Value, caught,
    conn::{Later, On},
    duplicate,
    log::{Checkpointer, LONG, LogKeeper},
    ready,
    row::{Row, Source},
    state::Waiting,
    touched::Touched,
    work::{self, Answer},
};
use crate::{
    error::{Error, Message, Result},
    events::Recorded,
    telemetry::GROUP_SIZE,
};

/// How long a connection waits for another process that holds a lock.
pub(super) const BUSY_TIMEOUT: Duration = Duration::from_secs(5);

/// Sizes of the SQLite engine.
#[derive(Debug, Clone, Copy)]
pub struct SqliteOptions {
    /// Reader threads.
    pub readers: usize,
    /// Reads that may wait; more are refused with "unavailable".
    pub waiting_reads: usize,
    /// Writes that may wait; more are refused with "unavailable".
    pub waiting_writes: usize,
    /// Most writes of one commit.
    pub group: usize,
    /// Longest time that a commit is held open to gather writes.
    pub group_time: Duration,
    /// Page cache of each connection, in KiB. Readers share the operating system's cache beyond it.
    pub cache_kib: u32,
}

impl Default for SqliteOptions {
    fn default() -> Self {
        Self {
            readers: std::thread::available_parallelism().map_or(2, |n| n.get().max(2)),
            waiting_reads: 1024,
            waiting_writes: 1024,
            group: 256,
            group_time: Duration::from_millis(4),
            cache_kib: 16_384,
        }
    }
}

enum ReadJob {
    Run(Reading),
    Stop,
}

/// One read that waits for a reader.
struct Reading {
    work: Box<dyn work::Read>,
    done: oneshot::Sender<Result<Answer>>,
}

enum WriteJob {
    /// One write of a group.
    Grouped(PendingWrite),
    /// Work that needs the connection outside of any transaction (migrations, checks). What it returns answers whoever waits
    /// for it.
    Raw(Box<dyn FnOnce(&mut Connection) -> Acknowledge + Send>),
    /// Finish what came before, then end.
    Stop,
}

/// Answers whoever waits, once everybody who watches tables has been told.
type Acknowledge = Box<dyn FnOnce()>;

/// One write that waits for the writer.
struct PendingWrite {
    work: Box<dyn work::Write>,
    done: oneshot::Sender<Result<Answer>>,
}

impl PendingWrite {
    /// Tells the caller that it never ran.
    fn refuse(self, failure: &CommitFailure) {
        let _ = self.done.send(Err(failure.error()));
    }
}

/// What a write did within its savepoint.
struct Outcome {
    out: Result<Answer>,
    recorded: Vec<Recorded>,
    /// What it leaves to be done right before the commit.
    later: Vec<Later>,
}

impl Outcome {
    fn of(out: Result<Answer>) -> Self {
        Self {
            out,
            recorded: Vec::new(),
            later: Vec::new(),
        }
    }

    fn is_kept(&self) -> bool {
        matches!(self.out, Ok(Ok(_)))
    }
}

/// A write that ran and waits for its group's commit.
struct Ran {
    outcome: Outcome,
    /// The same write, to be run in a savepoint if another one spoils the group.
    again: Option<Box<dyn work::Write>>,
    done: oneshot::Sender<Result<Answer>>,
}

impl Ran {
    /// Answers the caller, who may have gone away: then nobody waits for the answer.
    fn acknowledge(self, committed: std::result::Result<&(), &CommitFailure>, shared: &Shared) {
        let out = match (committed, self.outcome.out) {
            (Ok(()), Ok(Ok(value))) => {
                tell(shared, &self.outcome.recorded);
                Ok(Ok(value))
            }
            (Err(failure), Ok(Ok(_))) => Err(failure.error()),
            // A write that failed by itself keeps its own reason.
            (_, out) => out,
        };
        let _ = self.done.send(out);
    }
}

/// Tells the listeners. The write is stored by now: a listener that panics must not take its answer away, nor the writer.
fn tell(shared: &Shared, recorded: &[Recorded]) {
    if catch_unwind(AssertUnwindSafe(|| shared.bus.tell(recorded))).is_err() {
        tracing::error!(events = recorded.len(), "a listener panicked");
    }
}

/// Why a group's commit failed, to be told to each of its writes.
struct CommitFailure {
    text: String,
    full: bool,
}

impl CommitFailure {
    fn new(cause: &rusqlite::Error) -> Self {
        Self {
            text: cause.to_string(),
            full: cause.sqlite_error_code() == Some(ErrorCode::DiskFull),
        }
    }

    fn error(&self) -> Error {
        let said = if self.full { disk_full() } else { not_stored() };
        Error::unavailable("database.not_stored", said, Duration::from_secs(2)).caused_by(self.text.clone())
    }
}

fn disk_full() -> Message {
    Message::new(
        "Penyimpanan server penuh: data tidak disimpan. Hubungi pengelola.",
        "The server's disk is full: nothing was stored. Tell whoever runs it.",
    )
}

fn not_stored() -> Message {
    Message::new(
        "Data tidak dapat disimpan. Coba lagi sebentar.",
        "It could not be stored. Try again in a moment.",
    )
}

pub(super) struct Sqlite {
    reads: Sender<ReadJob>,
    writes: Sender<WriteJob>,
    inline: Vec<Mutex<Connection>>,
    threads: Mutex<Vec<std::thread::JoinHandle<()>>>,
    checkpointer: Mutex<Option<Checkpointer>>,
    touched: Touched,
    readers: usize,
    /// The connections for reads by key have no thread that could end.
    closed: AtomicBool,
}

impl Sqlite {
    pub(super) fn open(path: &Path, options: SqliteOptions, shared: Shared) -> Result<Self> {
        make_private(path)?;
        let mut writer = connect(path, options.cache_kib)?;
        writer
            .query_row("pragma journal_mode = wal", [], |row| row.get::<_, String>(0))
            .map_err(|e| cannot_open(path, e))?;
        let (reads, waiting_reads) = bounded(options.waiting_reads);
        let (writes, waiting_writes) = bounded(options.waiting_writes);
        let mut threads = Vec::new();
        for _ in 0..options.readers {
            let (conn, jobs) = (connect(path, options.cache_kib)?, waiting_reads.clone());
            let shared = shared.clone();
            threads.push(spawn("balai-read", move || read_loop(conn, &jobs, &shared))?);
        }
        let touched = Touched::of(&mut writer)?;
        let noted = touched.clone();
        let (checkpointer, log) = Checkpointer::start(connect(path, 512)?, &mut writer, LONG)?;
        threads.push(spawn("balai-write", move || {
            Writer {
                conn: writer,
                jobs: waiting_writes,
                options,
                log,
                touched,
                shared,
                wary: 0,
            }
            .run()
        })?);
        let inline = (0..options.readers)
            .map(|_| connect(path, options.cache_kib).map(Mutex::new))
            .collect::<Result<Vec<_>>>()?;
        Ok(Self {
            reads,
            writes,
            inline,
            threads: Mutex::new(threads),
            checkpointer: Mutex::new(Some(checkpointer)),
            touched: noted,
            readers: options.readers,
            closed: AtomicBool::new(false),
        })
    }

    pub(super) async fn read(&self, work: Box<dyn work::Read>) -> Result<Answer> {
        let (done, wait) = oneshot::channel();
        self.reads
            .try_send(ReadJob::Run(Reading { work, done }))
            .map_err(|e| queue_failure(&e))?;
        wait.await.map_err(|_| closed())?
    }

    /// A connection for the calling thread: each thread keeps to its own as long as there are enough of them.
    pub(super) fn inline_connection(&self) -> Result<MutexGuard<'_, Connection>> {
        if self.closed.load(Ordering::Acquire) {
            return Err(closed());
        }
        thread_local!(static HOME: Cell<usize> = Cell::new(fastrand::usize(..)));
        let home = HOME.get();
        for step in 0..self.inline.len() {
            let index = home.wrapping_add(step) % self.inline.len();
            if let Ok(conn) = self.inline[index].try_lock() {
                HOME.set(index);
                return Ok(conn);
            }
        }
        let conn = &self.inline[home % self.inline.len()];
        Ok(conn.lock().unwrap_or_else(PoisonError::into_inner))
    }

    pub(super) async fn write(&self, work: Box<dyn work::Write>) -> Result<Answer> {
        let (done, wait) = oneshot::channel();
        let job = WriteJob::Grouped(PendingWrite { work, done });
        self.writes.try_send(job).map_err(|e| queue_failure(&e))?;
        wait.await.map_err(|_| closed())?
    }

    pub(super) async fn raw<T: Send + 'static>(
        &self,
        work: impl FnOnce(&mut Connection) -> Result<T> + Send + 'static,
    ) -> Result<T> {
        let (done, wait) = oneshot::channel();
        let job = WriteJob::Raw(Box::new(move |conn| {
            let outcome = caught(|| work(conn));
            Box::new(move || drop(done.send(outcome)))
        }));
        self.writes.try_send(job).map_err(|e| queue_failure(&e))?;
        wait.await.map_err(|_| closed())?
    }

    /// Tells watchers of every table if another process has written to the file.
    pub(super) async fn notice_others(&self) -> Result<()> {
        let touched = self.touched.clone();
        self.raw(move |conn| touched.note_others(conn).map_err(Error::internal))
            .await
    }

    /// What waits in the queues.
    pub(super) fn waiting(&self) -> Waiting {
        Waiting {
            reads: self.reads.len(),
            writes: self.writes.len(),
        }
    }

    /// Ends the threads after what is queued; waits for them.
    pub(super) async fn close(&self) {
        self.closed.store(true, Ordering::Release);
        let checkpointer = self.checkpointer.lock().unwrap_or_else(PoisonError::into_inner).take();
        let (reads, writes, readers) = (self.reads.clone(), self.writes.clone(), self.readers);
        let threads = std::mem::take(&mut *self.threads.lock().unwrap_or_else(PoisonError::into_inner));
        let ended = tokio::task::spawn_blocking(move || {
            // First the checkpoints: one under way would keep the writer's last one from folding the log.
            let mut ends: Vec<_> = checkpointer.into_iter().map(Checkpointer::join).collect();
            let _ = writes.send(WriteJob::Stop);
            for _ in 0..readers {
                let _ = reads.send(ReadJob::Stop);
            }
            ends.extend(threads.into_iter().map(std::thread::JoinHandle::join));
            if ends.iter().any(std::result::Result::is_err) {
                tracing::error!("a database thread ended in a panic");
            }
        });
        if let Err(error) = ended.await {
            tracing::error!(%error, "the database threads could not be waited for");
        }
    }
}

pub(super) fn spawn(name: &str, work: impl FnOnce() + Send + 'static) -> Result<std::thread::JoinHandle<()>> {
    std::thread::Builder::new()
        .name(name.to_owned())
        .spawn(work)
        .map_err(Error::internal)
}

/// Opens a connection with the settings that every one of ours has.
pub(super) fn connect(path: &Path, cache_kib: u32) -> Result<Connection> {
    let open = || -> rusqlite::Result<Connection> {
        let conn = Connection::open(path)?;
        conn.busy_timeout(BUSY_TIMEOUT)?;
        // Without the stable plan, a statement whose parameter meets an analysed index is prepared anew at every run.
        conn.set_db_config(DbConfig::SQLITE_DBCONFIG_ENABLE_QPSG, true)?;
        conn.set_prepared_statement_cache_capacity(256);
        conn.execute_batch(&format!(
            "pragma synchronous = full; pragma foreign_keys = on; pragma temp_store = memory; \
             pragma cache_size = -{cache_kib}; pragma wal_autocheckpoint = 0; pragma journal_size_limit = 67108864; \
             pragma trusted_schema = off;"
        ))?;
        Ok(conn)
    };
    open().map_err(|e| cannot_open(path, e))
}

/// Makes the file, if there is none, and keeps others from reading it. What `SQLite` puts beside it is as private as it.
fn make_private(path: &Path) -> Result<()> {
    let private = Permissions::from_mode(0o600);
    let file = OpenOptions::new()
        .create(true)
        .truncate(false)
        .write(true)
        .mode(0o600)
        .open(path);
    let file = file.map_err(|cause| cannot_open(path, cause))?;
    let is_open = file
        .metadata()
        .is_ok_and(|facts| facts.permissions().mode() & 0o077 != 0);
    if is_open && let Err(cause) = file.set_permissions(private) {
        tracing::warn!(%cause, file = %path.display(), "others can read the database file");
    }
    Ok(())
}

fn cannot_open(path: &Path, cause: impl std::error::Error + Send + Sync + 'static) -> Error {
    let said = format!(
        "the database file {} cannot be opened ({cause}): check that the folder exists, that this user may write there, \
         and that the file is a SQLite database",
        path.display()
    );
    Error::unavailable("database.cannot_open", said, Duration::from_secs(5)).caused_by(cause)
}

fn queue_failure<J>(error: &TrySendError<J>) -> Error {
    match error {
        TrySendError::Full(_) => Error::unavailable(
            "database.busy",
            Message::new(
                "Server sedang sibuk. Coba lagi sebentar.",
                "The server is busy. Try again in a moment.",
            ),
            Duration::from_secs(1),
        ),
        TrySendError::Disconnected(_) => closed(),
    }
}

fn closed() -> Error {
    Error::unavailable(
        "server.stopping",
        Message::new("Server sedang berhenti.", "The server is stopping."),
        Duration::from_secs(5),
    )
}

fn read_loop(mut conn: Connection, jobs: &Receiver<ReadJob>, shared: &Shared) {
    while let Ok(ReadJob::Run(Reading { work, done })) = jobs.recv() {
        let out = ready(work::guarded(work.run(&mut Conn::new(On::Sqlite(&mut conn), shared)))).flatten();
        end_reading(&conn);
        // The caller may have gone away.
        let _ = done.send(out);
    }
}

/// Runs one write in the open transaction, without a way back. Of one that fails nothing is told or done later.
fn run(conn: &mut Connection, shared: &Shared, work: Box<dyn work::Write>) -> Outcome {
    let mut tx = Tx::new(On::Sqlite(conn), shared);
    let out = ready(work::guarded(work.run(&mut tx))).flatten();
    match tx.judge(out) {
        Ok(Ok(value)) => Outcome {
            out: Ok(Ok(value)),
            recorded: std::mem::take(&mut tx.recorded),
            later: std::mem::take(&mut tx.later),
        },
        failed => Outcome::of(failed),
    }
}

/// Runs one write between a savepoint and its release or roll-back.
fn run_in_savepoint(conn: &mut Connection, shared: &Shared, work: Box<dyn work::Write>) -> Outcome {
    if let Err(e) = run_cached(conn, "savepoint w") {
        return Outcome::of(Err(error("savepoint", e)));
    }
    let outcome = run(conn, shared, work);
    if conn.is_autocommit() {
        // The engine gave up the whole transaction; the writer will notice and refuse the group.
        return Outcome::of(outcome.out);
    }
    let ended = if outcome.is_kept() {
        run_cached(conn, "release w")
    } else {
        run_cached(conn, "rollback to w").and_then(|()| run_cached(conn, "release w"))
    };
    let Err(e) = ended else {
        return outcome;
    };
    // What it wrote cannot be told from what the others wrote: the whole group goes, and the writer will notice.
    if let Err(error) = conn.execute_batch("rollback") {
        tracing::error!(%error, "a group of writes could not be rolled back");
    }
    Outcome::of(Err(error("release", e)))
}

fn run_cached(conn: &Connection, sql: &str) -> rusqlite::Result<()> {
    conn.prepare_cached(sql)?.raw_execute().map(drop)
}

struct Writer {
    conn: Connection,
    jobs: Receiver<WriteJob>,
    options: SqliteOptions,
    log: LogKeeper,
    touched: Touched,
    shared: Shared,
    /// How many groups to come get savepoints from the first, because one was spoilt not long ago.
    wary: u32,
}

/// So many groups get savepoints after one that had to be run again: whoever makes writes fail on purpose costs the others
/// no more than savepoints do.
const WARY: u32 = 64;

impl Writer {
    fn run(mut self) {
        let mut next = self.jobs.recv().ok();
        while let Some(job) = next.take() {
            match job {
                WriteJob::Stop => break,
                WriteJob::Raw(work) => {
                    let acknowledge = work(&mut self.conn);
                    self.leave_transaction();
                    self.tell_touched();
                    acknowledge();
                }
                WriteJob::Grouped(first) => next = self.group(first),
            }
            if next.is_none() {
                next = self.jobs.recv().ok();
            }
        }
        if let Err(error) = self.conn.execute_batch("pragma optimize") {
            tracing::warn!(%error, "the planner's statistics could not be brought up to date");
        }
        // What is left of the log goes into the file, so that a copy of the file alone is whole. Last, because the
        // statistics are written to the log, too.
        match self
            .conn
            .query_row("pragma wal_checkpoint(truncate)", [], |row| row.get::<_, bool>(0))
        {
            Ok(false) => {}
            Ok(true) => tracing::warn!("the last checkpoint did not finish: another connection is reading"),
            Err(error) => tracing::warn!(%error, "the last checkpoint did not finish"),
        }
    }

    /// Runs one group; answers a job that was taken from the queue but does not belong to a group.
    fn group(&mut self, first: PendingWrite) -> Option<WriteJob> {
        let started = Instant::now();
        if let Err(e) = run_cached(&self.conn, "begin immediate") {
            tracing::error!(error = %e, "no write transaction could be begun");
            first.refuse(&CommitFailure::new(&e));
            return None;
        }
        let (mut ran, mut leftover) = (Vec::new(), None);
        let mut spoilt = self.run_one(first, &mut ran);
        while !spoilt
            && ran.len() < self.options.group
            && started.elapsed() < self.options.group_time
            && !self.conn.is_autocommit()
        {
            match self.jobs.try_recv() {
                Ok(WriteJob::Grouped(job)) => spoilt = self.run_one(job, &mut ran),
                Ok(other) => {
                    leftover = Some(other);
                    break;
                }
                Err(_) => break,
            }
        }
        self.wary = self.wary.saturating_sub(1);
        if spoilt {
            self.run_again(&mut ran);
        }
        let committed = self.finish(&ran).and_then(|()| self.commit());
        metrics::histogram!(GROUP_SIZE).record(f64::from(u32::try_from(ran.len()).unwrap_or(u32::MAX)));
        self.tell_touched();
        for write in ran {
            write.acknowledge(committed.as_ref(), &self.shared);
        }
        self.log.after_group(&self.conn);
        leftover
    }

    /// Runs a write as one more of its group; answers whether the group is spoilt: what it changed before it failed cannot
    /// be told from what the others changed.
    fn run_one(&mut self, write: PendingWrite, ran: &mut Vec<Ran>) -> bool {
        let PendingWrite { work, done } = write;
        let (outcome, again, spoilt) = if self.wary > 0 {
            (run_in_savepoint(&mut self.conn, &self.shared, work), None, false)
        } else {
            let (again, before) = (work.copy(), self.conn.total_changes());
            let outcome = run(&mut self.conn, &self.shared, work);
            let spoilt = !outcome.is_kept() && self.conn.total_changes() != before && !self.conn.is_autocommit();
            (outcome, Some(again), spoilt)
        };
        ran.push(Ran { outcome, again, done });
        spoilt
    }

    /// Takes a spoilt group back and runs its writes again, each in a savepoint.
    fn run_again(&mut self, ran: &mut [Ran]) {
        self.wary = WARY;
        let begun = run_cached(&self.conn, "rollback").and_then(|()| run_cached(&self.conn, "begin immediate"));
        if let Err(error) = begun {
            tracing::error!(%error, "a group of writes could not be begun again");
            self.leave_transaction();
            return;
        }
        for write in ran {
            if self.conn.is_autocommit() {
                return;
            }
            if let Some(work) = write.again.take() {
                write.outcome = run_in_savepoint(&mut self.conn, &self.shared, work);
            }
        }
    }

    /// Does what the writes left for the end of their group, in their order.
    fn finish(&mut self, ran: &[Ran]) -> std::result::Result<(), CommitFailure> {
        for later in ran.iter().flat_map(|write| &write.outcome.later) {
            let params: Vec<Value<'_>> = later.params.iter().map(Value::from).collect();
            if let Err(error) = execute(&mut self.conn, later.sql, &params) {
                tracing::error!(%error, "what a group of writes left for its end failed: the group is refused");
                self.leave_transaction();
                return Err(CommitFailure {
                    full: error.message() == &disk_full(),
                    text: error.to_string(),
                });
            }
        }
        Ok(())
    }

    fn commit(&mut self) -> std::result::Result<(), CommitFailure> {
        if self.conn.is_autocommit() {
            tracing::error!("the engine gave a group of writes up: the disk is full or failing");
            return Err(CommitFailure {
                text: "the engine gave the transaction up".to_owned(),
                full: true,
            });
        }
        run_cached(&self.conn, "commit").map_err(|e| {
            tracing::error!(error = %e, "a group of writes could not be committed");
            self.leave_transaction();
            CommitFailure::new(&e)
        })
    }

    /// Tells which tables changed, before anybody is told that they did: whoever reads after an acknowledgement must not be
    /// answered from memory with what was there before.
    fn tell_touched(&self) {
        let tables = self.touched.take();
        if catch_unwind(AssertUnwindSafe(|| self.shared.bus.tell_touched(&tables))).is_err() {
            tracing::error!(?tables, "a listener panicked");
        }
    }

    /// Rolls back what a failed commit or a panic in raw work left open; otherwise no later write could begin.
    fn leave_transaction(&self) {
        if !self.conn.is_autocommit()
            && let Err(error) = self.conn.execute_batch("rollback")
        {
            tracing::error!(%error, "an open transaction could not be rolled back");
        }
    }
}

/// Begins a transaction that only reads.
pub(super) fn begin_reading(conn: &Connection) -> Result<()> {
    run_cached(conn, "begin").map_err(|e| error("begin", e))
}

/// Ends it, if there is one. If that fails, the next closure of this connection still reads, but what it sees grows old: so
/// it is said.
pub(super) fn end_reading(conn: &Connection) {
    if !conn.is_autocommit()
        && let Err(error) = run_cached(conn, "commit")
    {
        tracing::error!(%error, "a reading transaction could not be ended");
    }
}

/// Runs a query and shows each row to `take` until it answers `false`.
pub(super) fn each(
    conn: &mut Connection,
    sql: Sql,
    params: &[Value<'_>],
    take: &mut dyn FnMut(&Row<'_>) -> Result<bool>,
) -> Result<()> {
    let failed = |e| error(sql.name(), e);
    let mut statement = prepare_and_bind(conn, sql, params)?;
    let mut rows = statement.raw_query();
    while let Some(row) = rows.next().map_err(failed)? {
        if !take(&Row(Source::Sqlite(row)))? {
            break;
        }
    }
    Ok(())
}

/// Runs a statement; answers how many rows it changed.
pub(super) fn execute(conn: &mut Connection, sql: Sql, params: &[Value<'_>]) -> Result<u64> {
    let changed = prepare_and_bind(conn, sql, params)?
        .raw_execute()
        .map_err(|e| error(sql.name(), e))?;
    Ok(u64::try_from(changed).unwrap_or(u64::MAX))
}

/// The cached statement with its parameters.
fn prepare_and_bind<'c>(conn: &'c Connection, sql: Sql, params: &[Value<'_>]) -> Result<CachedStatement<'c>> {
    let failed = |e| error(sql.name(), e);
    let mut statement = conn.prepare_cached(sql.text()).map_err(failed)?;
    // A parameter that nobody gave would be a silent null.
    if statement.parameter_count() != params.len() {
        let (wanted, given) = (statement.parameter_count(), params.len());
        return Err(Error::internal(format!(
            "{}: {given} parameters for {wanted} places",
            sql.name()
        )));
    }
    // A statement may fail so badly that the engine gives the transaction up. If the closure goes on nevertheless, what it
    // writes next would be stored by itself at once, and then be refused with its group.
    // And what only reads must not begin to write, past the writer.
    if !statement.readonly() && conn.transaction_state(None::<&str>).ok() != Some(TransactionState::Write) {
        let said = format!("{}: writes outside of a transaction", sql.name());
        return Err(Error::unavailable("database.not_stored", not_stored(), Duration::from_secs(2)).caused_by(said));
    }
    for (index, value) in params.iter().enumerate() {
        statement.raw_bind_parameter(index + 1, value).map_err(failed)?;
    }
    Ok(statement)
}

/// What a failed statement means for the caller. A failure of the database is never "not found".
fn error(statement: &str, cause: rusqlite::Error) -> Error {
    let said = format!("{statement}: {cause}");
    match cause.sqlite_error_code() {
        Some(ErrorCode::DiskFull) => {
            Error::unavailable("database.not_stored", disk_full(), Duration::from_secs(5)).caused_by(said)
        }
        Some(
            ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked | ErrorCode::SystemIoFailure | ErrorCode::ReadOnly,
        ) => Error::unavailable("database.not_stored", not_stored(), Duration::from_secs(2)).caused_by(said),
        Some(ErrorCode::ConstraintViolation) if is_duplicate(&cause) => duplicate().caused_by(said),
        _ => Error::internal(said),
    }
}

/// Whether a row was refused because another one has its key.
fn is_duplicate(cause: &rusqlite::Error) -> bool {
    use rusqlite::ffi::{SQLITE_CONSTRAINT_PRIMARYKEY, SQLITE_CONSTRAINT_ROWID, SQLITE_CONSTRAINT_UNIQUE};
    let duplicates = [
        SQLITE_CONSTRAINT_PRIMARYKEY,
        SQLITE_CONSTRAINT_ROWID,
        SQLITE_CONSTRAINT_UNIQUE,
    ];
    matches!(cause, rusqlite::Error::SqliteFailure(error, _) if duplicates.contains(&error.extended_code))
}

/// `pragma integrity_check` and the foreign keys.
pub(super) fn integrity(conn: &mut Connection) -> Result<()> {
    let verdict: String = conn
        .query_row("pragma integrity_check", [], |row| row.get(0))
        .map_err(Error::internal)?;
    if verdict != "ok" {
        return Err(Error::internal(format!("the database file is damaged: {verdict}")));
    }
    let orphan = conn
        .prepare("pragma foreign_key_check")
        .and_then(|mut s| s.exists([]))
        .map_err(Error::internal)?;
    if orphan {
        Err(Error::internal(
            "the database file holds rows that refer to rows that do not exist",
        ))
    } else {
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use std::sync::{Arc, atomic::AtomicUsize};

    use super::*;
    use crate::{
        clock::Clock,
        db::{Db, Kind, Location, Options},
        events::{self, Bus, Event},
    };

    const ADD: Sql = Sql::declared("ADD", "insert into t (n) values ($1)", None);
    const ADD_AND_TELL: Sql = Sql::declared("ADD_AND_TELL", "insert into t (n) values ($1) returning n", None);
    const COUNT: Sql = Sql::declared("COUNT", "select count(*) from t", None);

    #[derive(serde::Serialize)]
    struct Happened;

    impl Event for Happened {
        const TOPIC: &'static str = "test.thing.happened";

        fn subject(&self) -> &'static str {
            "thing"
        }
    }

    async fn database() -> (tempfile::TempDir, Db) {
        let dir = tempfile::tempdir().unwrap();
        let location = Location::Sqlite(dir.path().join("test.db"));
        let db = Db::open(&location, Options::default(), Clock::system(), Bus::new())
            .await
            .unwrap();
        db.migrate(&[events::MIGRATIONS]).await.unwrap();
        let create = |conn: &mut Connection| conn.execute_batch("create table t (n bigint)").map_err(Error::internal);
        engine(&db).raw(create).await.unwrap();
        (dir, db)
    }

    fn engine(db: &Db) -> &Sqlite {
        match &db.0.engine {
            Kind::Sqlite(sqlite) => sqlite,
            Kind::Postgres(_) => unreachable!(),
        }
    }

    async fn count(db: &Db) -> i64 {
        db.read::<_, Error, _>(async |conn: &mut Conn<'_>| conn.number(COUNT, &[]).await)
            .await
            .unwrap()
    }

    #[tokio::test]
    async fn a_parameter_too_few_is_an_error_and_not_a_null() {
        let (_dir, db) = database().await;
        let added = db
            .write::<_, Error, _>(async |tx: &mut Tx<'_>| tx.execute(ADD, &[]).await)
            .await;
        assert!(added.unwrap_err().to_string().contains("0 parameters for 1 places"));
        assert_eq!(count(&db).await, 0);
    }

    #[tokio::test]
    async fn what_is_read_together_is_one_state_and_the_next_reader_sees_a_newer_one() {
        let (_dir, db) = database().await;
        let add = async |tx: &mut Tx<'_>| tx.execute(ADD, &[Value::Int(1)]).await;
        let (counted, wait) = std::sync::mpsc::channel::<()>();
        let (go, added) = std::sync::mpsc::channel::<()>();
        let twice = async move |conn: &mut Conn<'_>| {
            conn.read_together()?;
            let before = conn.number(COUNT, &[]).await?;
            counted.send(()).map_err(Error::internal)?;
            added.recv().map_err(Error::internal)?;
            Ok::<_, Error>((before, conn.number(COUNT, &[]).await?))
        };
        let reader = db.clone();
        let reading = tokio::spawn(async move { reader.read(twice).await });
        tokio::task::spawn_blocking(move || wait.recv()).await.unwrap().unwrap();
        db.write::<_, Error, _>(add).await.unwrap();
        go.send(()).unwrap();
        assert_eq!(reading.await.unwrap().unwrap(), (0, 0));
        for _ in 0..4 {
            assert_eq!(count(&db).await, 1, "no reader is left behind");
        }
    }

    #[tokio::test]
    async fn a_reading_closure_cannot_write_past_the_writer() {
        let (_dir, db) = database().await;
        let add = async |conn: &mut Conn<'_>| conn.number(ADD_AND_TELL, &[Value::Int(1)]).await;
        assert!(db.read::<_, Error, _>(add).await.is_err());
        assert!(db.read_by_key::<_, Error, _>(add).await.is_err());
        let together = async |conn: &mut Conn<'_>| {
            conn.read_together()?;
            add(conn).await
        };
        assert!(db.read_by_key::<_, Error, _>(together).await.is_err());
        assert_eq!(count(&db).await, 0);
    }

    #[tokio::test]
    async fn a_write_that_fails_late_takes_nobody_of_its_group_along() {
        let (_dir, db) = database().await;
        let told = Arc::new(AtomicUsize::new(0));
        let hears = Arc::clone(&told);
        db.bus().listen(Happened::TOPIC, move |_| {
            hears.fetch_add(1, Ordering::Relaxed);
        });
        let good = async |tx: &mut Tx<'_>| {
            tx.emit(&Happened).await?;
            tx.execute(ADD, &[Value::Int(1)]).await
        };
        let early = async |_: &mut Tx<'_>| Err::<u64, _>(Error::internal("before it changed anything"));
        let late = async |tx: &mut Tx<'_>| {
            tx.emit(&Happened).await?;
            tx.execute(ADD, &[Value::Int(1)]).await?;
            Err::<u64, _>(Error::internal("after it changed something"))
        };
        // The second round has savepoints from its first write on.
        for round in 1..=2 {
            let (go, wait) = std::sync::mpsc::channel::<()>();
            let held = engine(&db).raw(move |_| wait.recv().map_err(Error::internal));
            let (held, first, refused, failed, last, ()) = tokio::join!(
                held,
                db.write(good),
                db.write(early),
                db.write(late),
                db.write(good),
                async { go.send(()).unwrap() }
            );
            held.unwrap();
            assert_eq!((first.unwrap(), last.unwrap()), (1, 1));
            assert!(refused.unwrap_err().to_string().contains("before it changed"));
            assert!(failed.unwrap_err().to_string().contains("after it changed"));
            assert_eq!(count(&db).await, 2 * round);
            assert_eq!(told.load(Ordering::Relaxed), 2 * usize::try_from(round).unwrap());
        }
    }

    #[tokio::test]
    async fn raw_work_that_panics_in_a_transaction_leaves_the_writer_usable() {
        let (_dir, db) = database().await;
        let broken: Result<()> = engine(&db)
            .raw(|conn| {
                conn.execute_batch("begin immediate; insert into t values (1)")
                    .map_err(Error::internal)?;
                panic!("on purpose")
            })
            .await;
        assert!(broken.is_err());
        let add = async |tx: &mut Tx<'_>| tx.execute(ADD, &[Value::Int(2)]).await;
        assert_eq!(db.write::<_, Error, _>(add).await.unwrap(), 1);
        assert_eq!(count(&db).await, 1);
    }

    #[tokio::test]
    async fn a_listener_that_panics_takes_away_neither_the_answer_nor_the_writer() {
        let (_dir, db) = database().await;
        db.bus().listen(Happened::TOPIC, |_| panic!("on purpose"));
        let write = async |tx: &mut Tx<'_>| {
            tx.emit(&Happened).await?;
            tx.execute(ADD, &[Value::Int(1)]).await
        };
        for times in 1..=2 {
            db.write::<_, Error, _>(write).await.unwrap();
            assert_eq!(count(&db).await, times);
        }
    }
}
