//! One database layer over two engines.
//!
//! Every query is written once and dispatched by a concrete enum. `read` and `write` take a closure: on SQLite it is
//! shipped to a thread of ours and runs there to completion (its futures are ready at once), on PostgreSQL it runs on
//! the caller's task over a pooled connection. A write is acknowledged only after its commit was synced to disk, and its
//! events reach the in-process listeners before the acknowledgement, so that a caller reads what it wrote.

mod conn;
mod log;
mod migrate;
mod postgres;
mod row;
mod sqlite;
mod statements;
mod value;

use std::{
    fmt,
    path::PathBuf,
    sync::{
        Arc,
        atomic::{AtomicU64, Ordering},
    },
};

pub use conn::{Conn, Tx};
pub use migrate::{Migration, ModuleMigrations, PendingMigrations};
pub use row::{FromColumn, Row};
pub use sqlite::SqliteOptions;
pub use statements::{Engine, Sql};
pub use value::Value;

use crate::{
    clock::Clock,
    error::{Error, Result},
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
    let (authority, tail) = rest.split_at(rest.find(['/', '?']).unwrap_or(rest.len()));
    let authority = match authority.rsplit_once('@') {
        Some((user, host)) => format!("{}:***@{host}", user.split(':').next().unwrap_or_default()),
        None => authority.to_owned(),
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
    /// Statements that closures have run.
    statements: Arc<AtomicU64>,
}

/// What both engines need to run a closure.
#[derive(Clone)]
struct Shared {
    clock: Clock,
    bus: Bus,
}

enum Kind {
    Sqlite(sqlite::Sqlite),
    Postgres(postgres::Postgres),
}

impl Db {
    /// Opens (and for SQLite creates) the database. Nothing is migrated yet.
    pub async fn open(location: &Location, options: Options, clock: Clock, bus: Bus) -> Result<Self> {
        let shared = Shared { clock, bus };
        let engine = match location {
            Location::Sqlite(path) => Kind::Sqlite(sqlite::Sqlite::open(path, options.sqlite, shared.clone())?),
            Location::Postgres(url) => {
                Kind::Postgres(postgres::Postgres::open(url, options.postgres_connections).await?)
            }
        };
        Ok(Self(Arc::new(Inner {
            engine,
            shared,
            statements: Arc::default(),
        })))
    }

    /// Which engine this is.
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
        self.0.statements.load(Ordering::Relaxed)
    }

    /// Reads. Statements see what was committed when each of them started.
    pub async fn read<T, E, F>(&self, work: F) -> Result<T, E>
    where
        T: Send + 'static,
        E: From<Error> + Send + 'static,
        F: AsyncFnOnce(&mut Conn<'_>) -> Result<T, E> + Send + 'static,
    {
        let count = Arc::clone(&self.0.statements);
        let work = async move |conn: &mut Conn<'_>| {
            let out = work(conn).await;
            count.fetch_add(conn.statements, Ordering::Relaxed);
            out
        };
        match &self.0.engine {
            Kind::Sqlite(sqlite) => sqlite.read(work).await,
            Kind::Postgres(postgres) => Box::pin(postgres.read(work)).await,
        }
    }

    /// Reads by key: on SQLite on the calling thread, which saves two thread changes. Only for work that cannot be slow
    /// (a few rows found by an index), because nothing else runs on that thread meanwhile.
    pub async fn read_by_key<T, E, F>(&self, work: F) -> Result<T, E>
    where
        E: From<Error>,
        F: AsyncFnOnce(&mut Conn<'_>) -> Result<T, E>,
    {
        let count = &self.0.statements;
        let work = async move |conn: &mut Conn<'_>| {
            let out = work(conn).await;
            count.fetch_add(conn.statements, Ordering::Relaxed);
            out
        };
        match &self.0.engine {
            Kind::Sqlite(sqlite) => sqlite.read_inline(work),
            Kind::Postgres(postgres) => postgres.read(work).await,
        }
    }

    /// Writes in one transaction. `Ok` means: committed and synced. `Err` means: nothing of it is stored.
    ///
    /// The closure may run more than once (PostgreSQL repeats it after a serialisation failure), each time from a fresh
    /// copy of what it captured. Transactions behave as if they ran one after another on both engines. A closure that
    /// panics, or goes on after one of its statements failed, stores nothing and is answered with an error.
    pub async fn write<T, E, F>(&self, work: F) -> Result<T, E>
    where
        T: Send + 'static,
        E: From<Error> + Send + 'static,
        F: AsyncFnOnce(&mut Tx<'_>) -> Result<T, E> + Clone + Send + 'static,
    {
        let count = Arc::clone(&self.0.statements);
        let work = async move |tx: &mut Tx<'_>| {
            let out = work(tx).await;
            count.fetch_add(tx.statements, Ordering::Relaxed);
            out
        };
        match &self.0.engine {
            Kind::Sqlite(sqlite) => sqlite.write(work).await,
            // Boxed, so that the futures of callers are not as large as both engines' together.
            Kind::Postgres(postgres) => Box::pin(postgres.write(&self.0.shared, work)).await,
        }
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
            Kind::Sqlite(sqlite) => sqlite.answers().await,
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

/// Runs a database closure that cannot wait: its futures are ready at once on SQLite.
fn ready<T, E: From<Error>>(work: impl Future<Output = Result<T, E>>) -> Result<T, E> {
    let mut work = std::pin::pin!(work);
    match work
        .as_mut()
        .poll(&mut std::task::Context::from_waker(std::task::Waker::noop()))
    {
        std::task::Poll::Ready(result) => result,
        std::task::Poll::Pending => {
            Err(Error::internal("a database closure awaited something other than the database").into())
        }
    }
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
