//! One database layer over two engines.
//!
//! Every query is written once and dispatched by a concrete enum. `read` and `write` take a closure and ship it to a thread
//! on which it runs to its end: on SQLite one of ours (its futures are ready at once), on PostgreSQL one on which it may
//! wait, with a connection of the pool. A write is acknowledged only after its commit was synced to disk, and its
//! events reach the in-process listeners before the acknowledgement, so that a caller reads what it wrote.

mod conn;
pub mod copy;
mod family;
mod like;
mod list;
mod log;
mod migrate;
mod postgres;
mod refusal;
mod row;
mod sqlite;
pub(crate) mod state;
mod statements;
mod touched;
mod value;
mod work;

use std::{
    fmt,
    panic::{AssertUnwindSafe, catch_unwind},
    path::PathBuf,
    sync::{
        Arc,
        atomic::{AtomicU64, Ordering},
    },
};

use conn::On;
pub use conn::{Conn, Tx};
pub use family::{Family, Statements};
use futures_util::{FutureExt as _, future::BoxFuture};
pub use like::{containing, exactly};
pub use list::{list, listed};
pub use migrate::{Migration, ModuleMigrations, PendingMigrations};
use postgres::Session;
pub use row::{FromColumn, Row};
pub use sqlite::SqliteOptions;
pub use state::Waiting;
pub use statements::{Engine, Sql};
pub use value::Value;

use crate::{
    cache::{Cache, Found, Tags, Weigh},
    clock::Clock,
    error::{self, Error, Message, Result},
    events::Bus,
};

/// Where the data lives.
#[derive(Clone, PartialEq, Eq)]
pub enum Location {
    /// A SQLite file.
    Sqlite(PathBuf),
    /// A `postgres://` URL.
    Postgres(String),
}

/// Never prints the password.
impl fmt::Debug for Location {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl fmt::Display for Location {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Sqlite(path) => write!(f, "sqlite:{}", path.display()),
            Self::Postgres(url) => f.write_str(&masked(url)),
        }
    }
}

/// `postgres://user:***@host/db`.
fn masked(url: &str) -> String {
    let Some((scheme, rest)) = url.split_once("://") else {
        return "postgres://***".to_owned();
    };
    // A password may hold what would end it, if nobody encoded it: it goes as far as the last `@`.
    let (user, rest) = rest
        .rsplit_once('@')
        .map_or((None, rest), |(user, rest)| (Some(user), rest));
    let (host, tail) = rest.split_at(rest.find(['/', '?']).unwrap_or(rest.len()));
    let authority = match user {
        Some(user) => format!("{}:***@{host}", user.split([':', '/', '?']).next().unwrap_or_default()),
        None => host.to_owned(),
    };
    let tail = if tail.contains("password=") {
        tail.split('?').next().unwrap_or_default()
    } else {
        tail
    };
    format!("{scheme}://{authority}{tail}")
}

/// How large the pools are and how long anybody waits.
#[derive(Debug, Clone, Copy)]
pub struct Options {
    /// SQLite: reader threads, queues and group size.
    pub sqlite: SqliteOptions,
    /// PostgreSQL: connections in the pool.
    pub postgres_connections: usize,
}

impl Default for Options {
    fn default() -> Self {
        Self {
            sqlite: SqliteOptions::default(),
            postgres_connections: 16,
        }
    }
}

/// A handle on the database; clones share it.
#[derive(Clone)]
pub struct Db(Arc<Inner>);

struct Inner {
    engine: Kind,
    shared: Shared,
}

/// What both engines need to run a closure.
#[derive(Clone)]
struct Shared {
    clock: Clock,
    bus: Bus,
    /// Statements that closures have run.
    statements: Arc<AtomicU64>,
}

enum Kind {
    Sqlite(sqlite::Sqlite),
    Postgres(Arc<postgres::Postgres>),
}

impl Inner {
    fn read(&self, work: Box<dyn work::Read>) -> BoxFuture<'_, Result<work::Answer>> {
        match &self.engine {
            Kind::Sqlite(sqlite) => Box::pin(sqlite.read(work)),
            Kind::Postgres(postgres) => Box::pin(postgres.read(&self.shared, work)),
        }
    }

    fn write(&self, work: Box<dyn work::Write>) -> BoxFuture<'_, Result<work::Answer>> {
        match &self.engine {
            Kind::Sqlite(sqlite) => Box::pin(sqlite.write(work)),
            Kind::Postgres(postgres) => Box::pin(postgres.write(&self.shared, work)),
        }
    }
}

impl Db {
    /// Opens (and for SQLite creates) the database. Nothing is migrated yet.
    pub fn open(location: &Location, options: Options, clock: Clock, bus: Bus) -> BoxFuture<'_, Result<Self>> {
        Box::pin(Self::open_engine(location, options, clock, bus))
    }

    async fn open_engine(location: &Location, options: Options, clock: Clock, bus: Bus) -> Result<Self> {
        let shared = Shared {
            clock,
            bus,
            statements: Arc::default(),
        };
        let engine = match location {
            Location::Sqlite(path) => Kind::Sqlite(sqlite::Sqlite::open(path, options.sqlite, shared.clone())?),
            Location::Postgres(url) => Kind::Postgres(Arc::new(
                postgres::Postgres::open(url, options.postgres_connections).await?,
            )),
        };
        Ok(Self(Arc::new(Inner { engine, shared })))
    }

    pub fn engine(&self) -> Engine {
        match self.0.engine {
            Kind::Sqlite(_) => Engine::Sqlite,
            Kind::Postgres(_) => Engine::Postgres,
        }
    }

    /// The bus that hears of this database's writes.
    pub fn bus(&self) -> &Bus {
        &self.0.shared.bus
    }

    /// The clock that stamps its rows.
    pub fn clock(&self) -> &Clock {
        &self.0.shared.clock
    }

    /// How many statements closures have run since the database was opened: what a request costs is the difference.
    pub fn statements(&self) -> u64 {
        self.0.shared.statements.load(Ordering::Relaxed)
    }

    /// Reads. Statements see what was committed when each of them started.
    pub async fn read<T, E, F>(&self, work: F) -> Result<T, E>
    where
        T: Send + 'static,
        E: From<Error> + Send + 'static,
        F: AsyncFnOnce(&mut Conn<'_>) -> Result<T, E> + Send + 'static,
    {
        work::regain(self.0.read(work::reading(work)).await)
    }

    /// Reads by key: on SQLite on the calling thread, which saves two thread changes. Only for work that cannot be slow
    /// (a few rows found by an index), because nothing else runs on that thread meanwhile.
    pub async fn read_by_key<T, E, F>(&self, work: F) -> Result<T, E>
    where
        E: From<Error>,
        F: AsyncFnOnce(&mut Conn<'_>) -> Result<T, E>,
    {
        let shared = &self.0.shared;
        match &self.0.engine {
            Kind::Sqlite(sqlite) => {
                let mut conn = sqlite.inline_connection()?;
                let out = caught(|| ready(work(&mut Conn::new(On::Sqlite(&mut conn), shared))));
                sqlite::end_reading(&conn);
                out?
            }
            Kind::Postgres(postgres) => {
                let client = postgres.client().await?;
                let mut conn = Conn::new(On::Postgres(Session::Pooled(&client)), shared);
                match AssertUnwindSafe(work(&mut conn)).catch_unwind().await {
                    Ok(out) => out,
                    Err(panic) => Err(panicked(&*panic).into()),
                }
            }
        }
    }

    /// Reads, or answers from `cache` while no table has changed that the value was read from. Where nobody tells of changes, it
    /// is read each time. The cache must hear of tables ([`Bus::watch_for`]).
    pub async fn read_kept<T, F>(&self, cache: &Cache<T>, key: &str, work: F) -> Result<T>
    where
        T: Weigh + Clone + Send + 'static,
        F: AsyncFnOnce(&mut Conn<'_>) -> Result<T> + Send + 'static,
    {
        let read = async move |conn: &mut Conn<'_>| Ok::<_, Error>((work(conn).await?, conn.depends()?));
        self.kept(cache, key, self.read(read)).await
    }

    /// The same for what can be read by key.
    pub async fn read_kept_by_key<T, F>(&self, cache: &Cache<T>, key: &str, work: F) -> Result<T>
    where
        T: Weigh + Clone,
        F: AsyncFnOnce(&mut Conn<'_>) -> Result<T>,
    {
        let read = async |conn: &mut Conn<'_>| Ok::<_, Error>((work(conn).await?, conn.depends()?));
        self.kept(cache, key, self.read_by_key(read)).await
    }

    async fn kept<T: Weigh + Clone>(
        &self,
        cache: &Cache<T>,
        key: &str,
        read: impl Future<Output = Result<(T, Option<Tags>)>>,
    ) -> Result<T> {
        let found = match self.engine() {
            Engine::Sqlite => cache.find(key).await,
            Engine::Postgres => Found::Alone,
        };
        if let Found::Kept(kept) = &found {
            return Ok((**kept).clone());
        }
        let (value, depends) = read.await?;
        if let (Found::Fill(fill), Some(tags)) = (found, depends) {
            fill.keep(value.clone(), &tags);
        }
        Ok(value)
    }

    /// Notices what other processes have written to the same SQLite file, such as commands beside a server: whoever watches
    /// tables is told all of them. On PostgreSQL nobody watches.
    pub(crate) async fn notice_others(&self) -> Result<()> {
        match &self.0.engine {
            Kind::Sqlite(sqlite) => sqlite.notice_others().await,
            Kind::Postgres(_) => Ok(()),
        }
    }

    /// Writes in one transaction. `Ok` means: committed and synced. `Err` means: nothing of it is stored.
    ///
    /// The closure may run more than once (PostgreSQL repeats it after a serialisation failure, SQLite when another write of
    /// its group fails late), each time from a fresh copy of what it captured. Transactions behave as if they ran one after
    /// another on both engines. A closure that panics, or goes on after one of its statements failed, stores nothing and is
    /// answered with an error. Once begun, it is brought to its end even if the caller stops waiting.
    pub async fn write<T, E, F>(&self, work: F) -> Result<T, E>
    where
        T: Send + 'static,
        E: From<Error> + Send + 'static,
        F: AsyncFnOnce(&mut Tx<'_>) -> Result<T, E> + Clone + Send + 'static,
    {
        work::regain(self.0.write(work::writing(work)).await)
    }

    /// Brings the schema up to date, behind a lock that other processes respect. Returns how many migrations ran.
    pub async fn migrate(&self, modules: &[ModuleMigrations]) -> Result<usize> {
        let modules = modules.to_vec();
        match &self.0.engine {
            Kind::Sqlite(sqlite) => sqlite.raw(move |conn| migrate::sqlite(conn, &modules)).await,
            Kind::Postgres(postgres) => postgres.migrate(&modules).await,
        }
    }

    /// Which migrations have not run yet.
    pub async fn pending(&self, modules: &[ModuleMigrations]) -> Result<PendingMigrations> {
        let modules = modules.to_vec();
        match &self.0.engine {
            Kind::Sqlite(sqlite) => sqlite.raw(move |conn| migrate::sqlite_pending(conn, &modules)).await,
            Kind::Postgres(postgres) => postgres.pending(&modules).await,
        }
    }

    /// Prepares a statement without running it: the registry test's tool.
    pub async fn prepare(&self, sql: Sql) -> Result<()> {
        match &self.0.engine {
            Kind::Sqlite(sqlite) => {
                sqlite
                    .raw(move |conn| conn.prepare(sql.text()).map(drop).map_err(Error::internal))
                    .await
            }
            Kind::Postgres(postgres) => postgres.prepare(sql).await,
        }
    }

    /// Tables and their columns as `table.column:type[!]` (`!` = not null), sorted: the parity test's tool.
    pub async fn schema(&self) -> Result<Vec<String>> {
        match &self.0.engine {
            Kind::Sqlite(sqlite) => sqlite.raw(migrate::sqlite_schema).await,
            Kind::Postgres(postgres) => postgres.schema().await,
        }
    }

    /// SQLite: the engine's own check of every page and index. PostgreSQL: that it answers.
    pub async fn integrity(&self) -> Result<()> {
        match &self.0.engine {
            Kind::Sqlite(sqlite) => sqlite.raw(sqlite::integrity).await,
            Kind::Postgres(postgres) => postgres.answers().await,
        }
    }

    /// Whether the database answers at all.
    pub async fn answers(&self) -> Result<()> {
        match &self.0.engine {
            Kind::Sqlite(_) => {
                self.read(async |conn: &mut Conn<'_>| conn.number(migrate::ANSWERS, &[]).await.map(drop))
                    .await
            }
            Kind::Postgres(postgres) => postgres.answers().await,
        }
    }

    /// Caps the SQLite file at `pages` pages, so that a test can fill it. PostgreSQL: no effect.
    #[doc(hidden)]
    pub async fn cap_pages(&self, pages: u32) -> Result<()> {
        match &self.0.engine {
            Kind::Sqlite(sqlite) => {
                sqlite
                    .raw(move |conn| {
                        conn.query_row(&format!("pragma max_page_count = {pages}"), [], |_| Ok(()))
                            .map_err(Error::internal)
                    })
                    .await
            }
            Kind::Postgres(_) => Ok(()),
        }
    }

    /// Finishes what is queued, then closes. Later calls answer "unavailable".
    pub async fn close(&self) {
        match &self.0.engine {
            Kind::Sqlite(sqlite) => sqlite.close().await,
            Kind::Postgres(postgres) => postgres.close(),
        }
    }
}

/// Another row has a key that shall be unique, and the use case did not look or was overtaken.
fn duplicate() -> Error {
    let said = Message::new("Data ini sudah ada.", "This is there already.");
    Error::new(error::Kind::Conflict, "database.duplicate", said)
}

/// Runs a database closure that cannot wait: its futures are ready at once on SQLite.
fn ready<T>(work: impl Future<Output = T>) -> Result<T> {
    work.now_or_never()
        .ok_or_else(|| Error::internal("a database closure awaited something other than the database"))
}

/// Turns a panic in a database closure into an error of that closure alone.
fn caught<T>(work: impl FnOnce() -> Result<T>) -> Result<T> {
    catch_unwind(AssertUnwindSafe(work)).unwrap_or_else(|panic| Err(panicked(&*panic)))
}

/// What a panic in a database closure becomes: an error of that closure alone.
fn panicked(panic: &(dyn std::any::Any + Send)) -> Error {
    let said = panic
        .downcast_ref::<&str>()
        .copied()
        .or_else(|| panic.downcast_ref::<String>().map(String::as_str));
    Error::internal(format!("a database closure panicked: {}", said.unwrap_or("no message")))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_printed_location_hides_the_password() {
        let at = |url: &str| Location::Postgres(url.to_owned()).to_string();
        assert_eq!(at("postgres://u:secret@h:5432/d"), "postgres://u:***@h:5432/d");
        assert_eq!(at("postgres://h/d"), "postgres://h/d");
        assert_eq!(at("postgres://u@h/d?password=x"), "postgres://u:***@h/d");
    }
}
