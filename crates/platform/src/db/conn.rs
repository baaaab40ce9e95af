//! What a database closure holds: a connection to read with, or a transaction to write with.

use std::{
    ops::{Deref, DerefMut},
    sync::atomic::{AtomicU64, Ordering},
};

use super::{
    Engine, Shared, Sql, Value, postgres,
    row::{Row, Source},
    sqlite, touched,
    value::Owned,
    work::Answer,
};
use crate::{
    cache::Tags,
    clock::Timestamp,
    error::{Error, Result},
    events::{Bus, Event, Recorded},
    id::RequestId,
};

/// A connection inside of `read`, or inside of a transaction.
pub struct Conn<'c> {
    on: On<'c>,
    /// PostgreSQL reported that the transaction collided with another and may be tried again.
    pub(super) collided: bool,
    /// Something that was asked of the database failed.
    failed: bool,
    /// How many statements closures have run.
    statements: &'c AtomicU64,
    /// The different ones that this closure has read with.
    asked: Vec<Sql>,
}

pub(super) enum On<'c> {
    // Exclusive although shared would do: `&mut Connection` is `Send`, `&Connection` is not.
    Sqlite(&'c mut rusqlite::Connection),
    Postgres(postgres::Session<'c>),
}

impl<'c> Conn<'c> {
    pub(super) fn new(on: On<'c>, shared: &'c Shared) -> Self {
        Self {
            on,
            collided: false,
            failed: false,
            statements: &shared.statements,
            asked: Vec::new(),
        }
    }

    /// From here on, statements see one state of the data on SQLite, and the file's lock is taken once for all of them. Worth it for
    /// three statements or more. Elsewhere, and within a write, it changes nothing.
    pub fn read_together(&mut self) -> Result<()> {
        if let On::Sqlite(conn) = &mut self.on
            && conn.is_autocommit()
        {
            sqlite::begin_reading(conn)?;
        }
        Ok(())
    }

    /// The engine underneath, for the allowed forks.
    pub fn engine(&self) -> Engine {
        match self.on {
            On::Sqlite(_) => Engine::Sqlite,
            On::Postgres(_) => Engine::Postgres,
        }
    }

    /// What an answer depends on that was read with this connection so far: the tables that its statements name. `None` where
    /// nobody tells of changes, so that the answer must not be kept.
    pub fn depends(&self) -> Result<Option<Tags>> {
        match &self.on {
            On::Sqlite(conn) => touched::tags_of(conn, &self.asked),
            On::Postgres(_) => Ok(None),
        }
    }

    /// All rows, each turned into a value.
    pub async fn all<T: Send>(
        &mut self,
        sql: Sql,
        params: &[Value<'_>],
        mut map: impl FnMut(&Row<'_>) -> Result<T> + Send,
    ) -> Result<Vec<T>> {
        let mut found = Vec::new();
        self.each(sql, params, &mut |row| {
            found.push(map(row)?);
            Ok(true)
        })
        .await?;
        Ok(found)
    }

    /// The first row, if there is one.
    pub async fn first<T: Send>(
        &mut self,
        sql: Sql,
        params: &[Value<'_>],
        map: impl FnOnce(&Row<'_>) -> Result<T> + Send,
    ) -> Result<Option<T>> {
        let mut found = None;
        let mut map = Some(map);
        self.each(sql, params, &mut |row| {
            if let Some(map) = map.take() {
                found = Some(map(row)?);
            }
            Ok(false)
        })
        .await?;
        Ok(found)
    }

    /// The single value of a statement that always answers one row, such as a count.
    pub async fn number(&mut self, sql: Sql, params: &[Value<'_>]) -> Result<i64> {
        self.first(sql, params, |row| row.get(0))
            .await?
            .ok_or_else(|| Error::internal(format!("{} answered no row", sql.name())))
    }

    async fn each(
        &mut self,
        sql: Sql,
        params: &[Value<'_>],
        take: &mut (dyn FnMut(&Row<'_>) -> Result<bool> + Send),
    ) -> Result<()> {
        self.statements.fetch_add(1, Ordering::Relaxed);
        if !self.asked.iter().any(|asked| std::ptr::eq(asked.text(), sql.text())) {
            self.asked.push(sql);
        }
        let out = match &mut self.on {
            On::Sqlite(conn) => sqlite::each(conn, sql, params, take),
            On::Postgres(session) => match session.query(sql, params).await {
                Ok(rows) => show(&rows, take),
                Err(failure) => Err(self.noted(failure)),
            },
        };
        self.failed |= out.is_err();
        out
    }

    fn noted(&mut self, failure: postgres::Failure) -> Error {
        self.collided |= failure.collision;
        failure.error
    }
}

/// Shows rows to `take` until it answers `false`.
fn show(rows: &[tokio_postgres::Row], take: &mut dyn FnMut(&Row<'_>) -> Result<bool>) -> Result<()> {
    for row in rows {
        if !take(&Row(Source::Postgres(row)))? {
            break;
        }
    }
    Ok(())
}

/// A statement that waits for the end of its group.
pub(super) struct Later {
    pub(super) sql: Sql,
    pub(super) params: Vec<Owned>,
}

/// A write transaction. Everything in it is stored together, or nothing.
pub struct Tx<'c> {
    conn: Conn<'c>,
    now: Timestamp,
    /// The request that it follows from.
    pub(super) request: Option<RequestId>,
    pub(super) recorded: Vec<Recorded>,
    pub(super) later: Vec<Later>,
    bus: &'c Bus,
}

impl<'c> Deref for Tx<'c> {
    type Target = Conn<'c>;

    fn deref(&self) -> &Conn<'c> {
        &self.conn
    }
}

impl DerefMut for Tx<'_> {
    fn deref_mut(&mut self) -> &mut Self::Target {
        &mut self.conn
    }
}

impl<'c> Tx<'c> {
    pub(super) fn new(on: On<'c>, shared: &'c Shared) -> Self {
        Self {
            now: shared.clock.now(),
            request: None,
            bus: &shared.bus,
            conn: Conn::new(on, shared),
            recorded: Vec::new(),
            later: Vec::new(),
        }
    }

    /// The moment this transaction started, by the clock the database was opened with.
    pub fn now(&self) -> Timestamp {
        self.now
    }

    /// What a closure answered, or an error if it went on after a statement had failed. PostgreSQL stores nothing of such
    /// a transaction and yet answers its commit kindly, so it must not be acknowledged; on SQLite it means the same.
    pub(super) fn judge(&self, out: Result<Answer>) -> Result<Answer> {
        match out {
            Ok(Ok(_)) if self.conn.failed => Err(Error::internal(
                "a write went on after one of its statements had failed",
            )),
            out => out,
        }
    }

    pub(crate) fn bus(&self) -> &'c Bus {
        self.bus
    }

    /// Runs a statement; answers how many rows it changed.
    pub async fn execute(&mut self, sql: Sql, params: &[Value<'_>]) -> Result<u64> {
        self.conn.statements.fetch_add(1, Ordering::Relaxed);
        let out = match &mut self.conn.on {
            On::Sqlite(conn) => sqlite::execute(conn, sql, params),
            On::Postgres(session) => session
                .execute(sql, params)
                .await
                .map_err(|failure| self.conn.noted(failure)),
        };
        self.conn.failed |= out.is_err();
        out
    }

    /// Runs a statement in this transaction, but on SQLite only right before its commit, after the other writes of the
    /// group. For full-text indexes: FTS5 writes its memory out at every savepoint, and where groups have them, it is one per
    /// write. What the statement changes is not seen by later statements of this transaction, and if it fails, the group fails.
    pub async fn execute_at_commit(&mut self, sql: Sql, params: &[Value<'_>]) -> Result<()> {
        if self.engine() == Engine::Postgres {
            return self.execute(sql, params).await.map(drop);
        }
        let params = params.iter().map(|value| Owned::from(*value)).collect();
        self.later.push(Later { sql, params });
        Ok(())
    }

    /// Stores an event in this transaction. Listeners in this process hear of it right after the commit and before the
    /// write is acknowledged; other processes and durable subscribers get it from the outbox.
    pub async fn emit<E: Event>(&mut self, event: &E) -> Result<()> {
        let mut event = Recorded::new(event, self.now, self.bus.node())?;
        event.request = self.request;
        self.record(event).await
    }

    async fn record(&mut self, event: Recorded) -> Result<()> {
        crate::events::store(self, &event).await?;
        self.recorded.push(event);
        Ok(())
    }
}
