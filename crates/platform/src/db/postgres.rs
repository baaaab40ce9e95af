//! PostgreSQL through a pool: the same closures, the same statements, serialisable transactions.
//!
//! Writes run serialisable so that they mean what they mean on SQLite, where one writer runs them one after another. A
//! collision is tried again with a fresh copy of the closure. Trying alone is not enough: while a table is small, its rows
//! share index pages and strangers collide, and of as many writers as the pool has connections most lose each round. So
//! whoever lost a few times waits for the others of this process and then runs by itself.

use std::{sync::Arc, time::Duration};

use deadpool_postgres::{Client, Hook, Manager, ManagerConfig, Pool, PoolError, RecyclingMethod, Runtime, Transaction};
use tokio::{
    runtime::Handle,
    sync::{RwLock, RwLockReadGuard, RwLockWriteGuard},
    task::spawn_blocking,
};
use tokio_postgres::{IsolationLevel, NoTls, config::SslMode, error::SqlState, types::ToSql};

use super::{
    Conn, ModuleMigrations, PendingMigrations, Shared, Sql, Tx, Value, Waiting,
    conn::On,
    duplicate, migrate,
    refusal::{self, Place, chain},
    work::{self, Answer},
};
use crate::{
    error::{Error, Message, Result},
    tls,
};

/// How often a transaction that collided is tried again.
const ATTEMPTS: u32 = 12;
/// From this attempt on, a transaction runs while no other of this process does.
const ALONE: u32 = 4;
/// How long the other side may say nothing before it is looked after.
const SILENCE: Duration = Duration::from_secs(10);
/// Longest wait for a connection of the pool.
const PATIENCE: Duration = Duration::from_secs(5);

/// A failed statement: the error for the caller, and whether the transaction is worth another try.
pub(super) struct Failure {
    pub(super) error: Error,
    pub(super) collision: bool,
}

pub(super) struct Postgres {
    pool: Pool,
    turns: RwLock<()>,
}

/// The right to run a transaction, beside others or alone in this process. Fair: who waits for the latter gets it as soon
/// as those who run now have ended. Taken after the connection, so that whoever is waited for has all that it needs.
enum Turn<'a> {
    Shared { _turn: RwLockReadGuard<'a, ()> },
    Alone { _turn: RwLockWriteGuard<'a, ()> },
}

impl Postgres {
    pub(super) async fn open(url: &str, connections: usize) -> Result<Self> {
        let mut config: tokio_postgres::Config = url.parse().map_err(|cause| {
            Error::unavailable(
                "database.bad_url",
                "the database URL cannot be read; it looks like postgres://user:password@host:5432/name?sslmode=require",
                Duration::ZERO,
            )
            .caused_by(cause)
        })?;
        config.application_name("balai").connect_timeout(PATIENCE);
        // A machine that is gone says nothing: without these, connections to it would be waited for until the system gives up.
        config.keepalives_idle(SILENCE).tcp_user_timeout(SILENCE);
        let place = Place::of(&config);
        let manager_config = ManagerConfig {
            recycling_method: RecyclingMethod::Fast,
        };
        // `prefer` would accept any certificate; either it is checked, or there is none.
        let manager = if config.get_ssl_mode() == SslMode::Require {
            Manager::from_config(
                config,
                tokio_postgres_rustls::MakeRustlsConnect::new(tls::trusting_the_system()?),
                manager_config,
            )
        } else {
            config.ssl_mode(SslMode::Disable);
            Manager::from_config(config, NoTls, manager_config)
        };
        let pool = Pool::builder(manager)
            .max_size(connections.max(1))
            .runtime(Runtime::Tokio1)
            .wait_timeout(Some(PATIENCE))
            .create_timeout(Some(PATIENCE))
            .post_create(Hook::async_fn(|client, _| {
                Box::pin(async move {
                    client
                        .batch_execute(CONNECTION_SETTINGS)
                        .await
                        .map_err(deadpool_postgres::HookError::Backend)
                })
            }))
            .build()
            .map_err(Error::internal)?;
        let postgres = Self {
            pool,
            turns: RwLock::new(()),
        };
        drop(
            postgres
                .pool
                .get()
                .await
                .map_err(|cause| refusal::explain(&place, cause))?,
        );
        postgres.answers().await?;
        Ok(postgres)
    }

    pub(super) async fn client(&self) -> Result<Client> {
        self.pool.get().await.map_err(|cause| match cause {
            PoolError::Timeout(_) => Error::unavailable(
                "database.busy",
                Message::new(
                    "Server sedang sibuk. Coba lagi sebentar.",
                    "The server is busy. Try again in a moment.",
                ),
                Duration::from_secs(1),
            )
            .caused_by(cause),
            other => away(other),
        })
    }

    pub(super) async fn read(self: &Arc<Self>, shared: &Shared, work: Box<dyn work::Read>) -> Result<Answer> {
        let client = self.client().await?;
        let shared = shared.clone();
        run_to_end(move || async move {
            let mut conn = Conn::new(On::Postgres(Session::Pooled(&client)), &shared);
            work::guarded(work.run(&mut conn)).await
        })
        .await
    }

    pub(super) async fn write(self: &Arc<Self>, shared: &Shared, work: Box<dyn work::Write>) -> Result<Answer> {
        let client = self.client().await?;
        let (postgres, shared) = (Arc::clone(self), shared.clone());
        run_to_end(move || async move { postgres.try_until_done(client, &shared, &*work).await }).await
    }

    async fn try_until_done(&self, mut client: Client, shared: &Shared, work: &dyn work::Write) -> Result<Answer> {
        for attempt in 1.. {
            let turn = self.turn(attempt).await;
            let (out, collided) = attempt_once(&mut client, shared, work.copy()).await?;
            if matches!(out, Ok(Ok(_))) || !collided || attempt >= ATTEMPTS {
                return out;
            }
            drop(turn);
            pause(attempt).await;
        }
        Err(Error::internal("a transaction was never tried"))
    }

    async fn turn(&self, attempt: u32) -> Turn<'_> {
        if attempt < ALONE {
            Turn::Shared {
                _turn: self.turns.read().await,
            }
        } else {
            Turn::Alone {
                _turn: self.turns.write().await,
            }
        }
    }

    pub(super) async fn migrate(&self, modules: &[ModuleMigrations]) -> Result<usize> {
        let mut client = self.client().await?;
        migrate::postgres(&mut client, modules).await
    }

    pub(super) async fn pending(&self, modules: &[ModuleMigrations]) -> Result<PendingMigrations> {
        migrate::postgres_pending(&self.client().await?, modules).await
    }

    pub(super) async fn schema(&self) -> Result<Vec<String>> {
        migrate::postgres_schema(&self.client().await?).await
    }

    pub(super) async fn prepare(&self, sql: Sql) -> Result<()> {
        self.client()
            .await?
            .prepare(sql.text())
            .await
            .map(drop)
            .map_err(|e| failure(sql.name(), e).error)
    }

    pub(super) async fn answers(&self) -> Result<()> {
        self.client()
            .await?
            .simple_query("select 1")
            .await
            .map(drop)
            .map_err(|e| failure("select 1", e).error)
    }

    /// Who waits for a connection.
    pub(super) fn waiting(&self) -> Waiting {
        Waiting {
            reads: self.pool.status().waiting,
            writes: 0,
        }
    }

    pub(super) fn close(&self) {
        self.pool.close();
    }
}

/// One transaction: what it answered, and whether it collided with another.
async fn attempt_once(
    client: &mut Client,
    shared: &Shared,
    work: Box<dyn work::Write>,
) -> Result<(Result<Answer>, bool)> {
    let transaction = client
        .build_transaction()
        .isolation_level(IsolationLevel::Serializable)
        .start()
        .await
        .map_err(|e| failure("begin", e).error)?;
    let mut tx = Tx::new(On::Postgres(Session::Transaction(&transaction)), shared);
    let out = work::guarded(work.run(&mut tx)).await;
    let out = tx.judge(out);
    let (collided, recorded) = (tx.collided, std::mem::take(&mut tx.recorded));
    if !matches!(out, Ok(Ok(_))) {
        transaction.rollback().await.map_err(|e| failure("rollback", e).error)?;
        return Ok((out, collided));
    }
    match transaction.commit().await.map_err(|e| failure("commit", e)) {
        Ok(()) => {
            shared.bus.tell(&recorded);
            Ok((out, false))
        }
        Err(failure) => Ok((Err(failure.error), failure.collision)),
    }
}

/// Runs a closure's work on a thread on which it may wait, to its end: what has begun does not depend on whether the caller
/// goes on waiting, and no closure's future must be able to change threads.
async fn run_to_end<T, F>(start: impl FnOnce() -> F + Send + 'static) -> Result<T>
where
    T: Send + 'static,
    F: Future<Output = Result<T>>,
{
    let runtime = Handle::current();
    spawn_blocking(move || runtime.block_on(start()))
        .await
        .map_err(Error::internal)?
}

/// No statement of ours runs longer, and no transaction is left open by a task that died.
const CONNECTION_SETTINGS: &str =
    "set statement_timeout = '30s'; set idle_in_transaction_session_timeout = '30s'; set jit = off";

/// Waits a little longer, and a little differently, after each collision.
#[expect(
    clippy::disallowed_methods,
    reason = "a random pause is what untangles colliding transactions"
)]
async fn pause(attempt: u32) {
    let most = 1_000 << attempt.min(7);
    tokio::time::sleep(Duration::from_micros(fastrand::u64(500..=most))).await;
}

/// What a closure's statements run on: a connection of the pool, or a transaction on one.
#[derive(Clone, Copy)]
pub(super) enum Session<'c> {
    Pooled(&'c Client),
    Transaction(&'c Transaction<'c>),
}

impl Session<'_> {
    pub(super) async fn query(self, sql: Sql, params: &[Value<'_>]) -> Result<Vec<tokio_postgres::Row>, Failure> {
        let statement = self.prepare_cached_statement(sql).await?;
        let params = borrow_params(params);
        let rows = match self {
            Self::Pooled(client) => client.query(&statement, &params).await,
            Self::Transaction(transaction) => transaction.query(&statement, &params).await,
        };
        rows.map_err(|e| failure(sql.name(), e))
    }

    pub(super) async fn execute(self, sql: Sql, params: &[Value<'_>]) -> Result<u64, Failure> {
        let statement = self.prepare_cached_statement(sql).await?;
        let params = borrow_params(params);
        let changed = match self {
            Self::Pooled(client) => client.execute(&statement, &params).await,
            Self::Transaction(transaction) => transaction.execute(&statement, &params).await,
        };
        changed.map_err(|e| failure(sql.name(), e))
    }

    async fn prepare_cached_statement(self, sql: Sql) -> Result<tokio_postgres::Statement, Failure> {
        let statement = match self {
            Self::Pooled(client) => client.prepare_cached(sql.text()).await,
            Self::Transaction(transaction) => transaction.prepare_cached(sql.text()).await,
        };
        statement.map_err(|e| failure(sql.name(), e))
    }
}

fn borrow_params<'a>(params: &'a [Value<'a>]) -> Vec<&'a (dyn ToSql + Sync)> {
    params.iter().map(|value| -> &(dyn ToSql + Sync) { value }).collect()
}

fn away(cause: impl std::error::Error + Send + Sync + 'static) -> Error {
    Error::unavailable(
        "database.away",
        Message::new(
            "Basis data sedang tidak dapat dihubungi. Coba lagi sebentar.",
            "The database cannot be reached. Try again in a moment.",
        ),
        Duration::from_secs(2),
    )
    .caused_by(chain(&cause))
}

/// What a failed statement means for the caller.
fn failure(statement: &str, cause: tokio_postgres::Error) -> Failure {
    let Some(state) = cause.code().cloned() else {
        return Failure {
            error: away(cause),
            collision: false,
        };
    };
    let said = format!(
        "{statement}: {}",
        cause.as_db_error().map_or_else(|| chain(&cause), ToString::to_string)
    );
    // A duplicate key counts as a collision: the next try reads the row that got there first and says what is wrong. Who
    // reads nothing gets the last try's error.
    let collision = [
        SqlState::T_R_SERIALIZATION_FAILURE,
        SqlState::T_R_DEADLOCK_DETECTED,
        SqlState::UNIQUE_VIOLATION,
    ]
    .contains(&state);
    let error = if state == SqlState::UNIQUE_VIOLATION {
        duplicate().caused_by(said)
    } else if collision {
        Error::unavailable(
            "database.collision",
            Message::new(
                "Data sedang diubah oleh yang lain. Coba lagi.",
                "Somebody else is changing this. Try again.",
            ),
            Duration::from_secs(1),
        )
        .caused_by(said)
    } else if state == SqlState::DISK_FULL || state == SqlState::READ_ONLY_SQL_TRANSACTION {
        Error::unavailable(
            "database.not_stored",
            Message::new(
                "Data tidak dapat disimpan. Coba lagi sebentar.",
                "It could not be stored. Try again in a moment.",
            ),
            Duration::from_secs(5),
        )
        .caused_by(said)
    } else if state.code().starts_with("57P") || state.code().starts_with("08") || state.code().starts_with("53") {
        away(std::io::Error::other(said))
    } else {
        Error::internal(said)
    };
    Failure { error, collision }
}
