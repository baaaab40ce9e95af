//! What whoever runs the server asks of its database: how large it is, what time it has, how old it is, what waits for it.

use super::{Conn, Db, Engine, Kind};
use crate::{clock::Timestamp, error::Result};

crate::statements! {
    @Sqlite SQLITE_BYTES = "select page_count * page_size from pragma_page_count(), pragma_page_size()";
    @Postgres POSTGRES_BYTES = "select pg_database_size(current_database())";
    @Postgres POSTGRES_TIME = "select (extract(epoch from clock_timestamp()) * 1000000)::bigint";
    OLDEST = "select coalesce(min(applied_at), 0) from migration";
}

/// How much waits for the database, and for how much of it at once.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Waiting {
    /// Reads that wait for a thread (SQLite), or callers that wait for a connection (PostgreSQL).
    pub reads: usize,
    /// Writes that wait for the writer (SQLite); on PostgreSQL they wait among the reads.
    pub writes: usize,
}

impl Db {
    /// The size of the stored data in bytes; of SQLite the database file without its log.
    pub async fn bytes(&self) -> Result<u64> {
        let sql = match self.engine() {
            Engine::Sqlite => SQLITE_BYTES,
            Engine::Postgres => POSTGRES_BYTES,
        };
        let bytes = self.read(async move |conn: &mut Conn<'_>| conn.number(sql, &[]).await);
        Ok(u64::try_from(bytes.await?).unwrap_or_default())
    }

    /// What the database's own machine takes for now; `None` where that is this machine.
    pub async fn remote_time(&self) -> Result<Option<Timestamp>> {
        if self.engine() == Engine::Sqlite {
            return Ok(None);
        }
        let time = self.read(async |conn: &mut Conn<'_>| conn.number(POSTGRES_TIME, &[]).await);
        Ok(Some(Timestamp(time.await?)))
    }

    /// When its first tables were made.
    pub async fn made_at(&self) -> Result<Timestamp> {
        let made = self.read(async |conn: &mut Conn<'_>| conn.number(OLDEST, &[]).await);
        Ok(Timestamp(made.await?))
    }

    /// What waits for the database at this moment.
    pub fn waiting(&self) -> Waiting {
        match &self.0.engine {
            Kind::Sqlite(sqlite) => sqlite.waiting(),
            Kind::Postgres(postgres) => postgres.waiting(),
        }
    }
}
