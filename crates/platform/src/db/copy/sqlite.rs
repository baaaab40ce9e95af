//! Copying from and to a SQLite file.

use std::{
    path::PathBuf,
    sync::{Arc, Mutex, PoisonError},
};

use rusqlite::{Connection, params_from_iter, types::ValueRef};
use tokio::{sync::mpsc, task::spawn_blocking};

use super::{CopiedTables, HELD_BACK, STATE, Sending, Sent, Table, TableSum};
use crate::{
    db::{
        sqlite,
        value::{Owned, Value},
    },
    error::{Error, Result},
};

/// Memory for pages, in KiB.
const CACHE_KIB: u32 = 64 << 10;

pub(super) struct SqliteSide(Arc<Mutex<Connection>>);

impl SqliteSide {
    pub(super) async fn open(path: PathBuf) -> Result<Self> {
        let open = move || sqlite::connect(&path, CACHE_KIB);
        let conn = spawn_blocking(open).await.map_err(Error::internal)??;
        Ok(Self(Arc::new(Mutex::new(conn))))
    }

    async fn run<T: Send + 'static>(
        &self,
        work: impl FnOnce(&mut Connection) -> rusqlite::Result<T> + Send + 'static,
    ) -> Result<T> {
        let conn = Arc::clone(&self.0);
        let run = move || work(&mut conn.lock().unwrap_or_else(PoisonError::into_inner));
        spawn_blocking(run)
            .await
            .map_err(Error::internal)?
            .map_err(Error::internal)
    }

    pub(super) async fn begin_snapshot(&self) -> Result<()> {
        // A transaction sees nothing before it reads.
        self.run(|conn| conn.execute_batch("begin; select count(*) from sqlite_schema"))
            .await
    }

    /// All of it into a new file, as it is at one moment.
    pub(super) async fn write_to(&self, file: PathBuf) -> Result<()> {
        let text = file.to_str().map(str::to_owned);
        let text = text.ok_or_else(|| Error::internal("a path that is no text"))?;
        self.run(move |conn| conn.execute("vacuum into ?1", [text]).map(drop))
            .await
    }

    pub(super) async fn has_table(&self, name: &str) -> Result<bool> {
        let name = name.to_owned();
        let look = "select count(*) from sqlite_schema where type = 'table' and name = ?1";
        let count = self.run(move |conn| conn.query_row(look, [name], |row| row.get::<_, i64>(0)));
        Ok(count.await? > 0)
    }

    pub(super) async fn columns(&self) -> Result<Vec<(String, String)>> {
        let all = "select m.name, c.name from sqlite_schema m join pragma_table_info(m.name) c
            where m.type = 'table' and m.name not like 'sqlite_%'";
        self.run(move |conn| {
            let mut statement = conn.prepare(all)?;
            let rows = statement.query_map([], |row| Ok((row.get(0)?, row.get(1)?)))?;
            rows.collect()
        })
        .await
    }

    pub(super) async fn read(&self, table: Table, mut sending: Sending) -> Result<()> {
        self.run(move |conn| {
            let mut statement = conn.prepare(&format!("select {} from \"{}\"", table.listed(), table.name))?;
            let width = table.columns.len();
            let mut rows = statement.query([])?;
            while let Some(row) = rows.next()? {
                let values = (0..width).map(|at| row.get_ref(at).and_then(|value| own(value, at)));
                let batch = sending.push(values.collect::<rusqlite::Result<_>>()?);
                // Whoever takes them has given up, and says why.
                if batch.is_some_and(|batch| sending.to.blocking_send(Sent::Rows(batch)).is_err()) {
                    return Ok(());
                }
            }
            // The same.
            drop(sending.to.blocking_send(Sent::Rows(sending.rows)));
            drop(sending.to.blocking_send(Sent::End));
            Ok(())
        })
        .await
    }

    pub(super) async fn replace(&self, table: Table, mut from: mpsc::Receiver<Sent>) -> Result<TableSum> {
        self.run(move |conn| {
            let transaction = conn.transaction()?;
            transaction.execute(&format!("delete from \"{}\"", table.name), [])?;
            let places: Vec<String> = (1..=table.columns.len()).map(|at| format!("?{at}")).collect();
            let insert = format!(
                "insert into \"{}\" ({}) values ({})",
                table.name,
                table.listed(),
                places.join(", ")
            );
            let mut sum = TableSum::default();
            {
                let mut insert = transaction.prepare(&insert)?;
                loop {
                    let batch = match from.blocking_recv() {
                        Some(Sent::Rows(batch)) => batch,
                        Some(Sent::End) => break,
                        // It was interrupted: nothing of it stays.
                        None => return Ok(TableSum::default()),
                    };
                    for row in &batch {
                        sum.add(row);
                        insert.execute(params_from_iter(row.iter().map(Value::from)))?;
                    }
                }
            }
            let note = format!("insert into {STATE} (name, rows, hash) values (?1, ?2, ?3)");
            transaction.execute(&note, (&table.name, sum.rows.cast_signed(), sum.hash()))?;
            transaction.commit()?;
            Ok(sum)
        })
        .await
    }

    pub(super) async fn counters(&self) -> Result<Vec<(String, i64)>> {
        self.run(|conn| {
            let mut statement = conn.prepare("select name, seq from sqlite_sequence order by name")?;
            let rows = statement.query_map([], |row| Ok((row.get(0)?, row.get(1)?)))?;
            rows.collect()
        })
        .await
    }

    pub(super) async fn begin_copy(&self) -> Result<()> {
        let begin = format!(
            "pragma foreign_keys = off; pragma wal_autocheckpoint = 10000;
            create table if not exists {STATE} (name text primary key, rows bigint not null, hash text not null)"
        );
        self.run(move |conn| conn.execute_batch(&begin)).await
    }

    pub(super) async fn copied(&self) -> Result<CopiedTables> {
        self.run(|conn| {
            let mut statement = conn.prepare(&format!("select name, rows, hash from {STATE}"))?;
            let rows = statement.query_map([], |row| {
                let (rows, hash): (i64, String) = (row.get(1)?, row.get(2)?);
                Ok((
                    row.get(0)?,
                    TableSum::of(rows.cast_unsigned(), &hash).unwrap_or_default(),
                ))
            })?;
            rows.collect()
        })
        .await
    }

    pub(super) async fn finish_copy(&self, counters: Vec<(String, i64)>) -> Result<()> {
        let broken = self.run(move |conn| {
            let transaction = conn.transaction()?;
            for (table, last) in counters {
                let moved = transaction.execute(
                    "update sqlite_sequence set seq = max(seq, ?2) where name = ?1",
                    (&table, last),
                )?;
                if moved == 0 {
                    transaction.execute(
                        "insert into sqlite_sequence (name, seq) values (?1, ?2)",
                        (&table, last),
                    )?;
                }
            }
            let broken = transaction
                .prepare("pragma foreign_key_check")?
                .query_map([], |row| row.get::<_, String>(0))?
                .next()
                .transpose()?;
            if broken.is_none() {
                transaction.execute_batch(&format!("drop table {STATE}; drop table if exists {HELD_BACK}"))?;
                transaction.commit()?;
                conn.execute_batch("analyze")?;
                conn.query_row("pragma wal_checkpoint(truncate)", [], |_| Ok(()))?;
            }
            Ok(broken)
        });
        match broken.await? {
            None => Ok(()),
            Some(table) => Err(Error::internal(format!("rows of {table} refer to what is not there"))),
        }
    }

    pub(super) async fn close(self) -> Result<()> {
        spawn_blocking(move || drop(self)).await.map_err(Error::internal)
    }
}

fn own(value: ValueRef<'_>, at: usize) -> rusqlite::Result<Owned> {
    Ok(match value {
        ValueRef::Null => Owned::Null,
        ValueRef::Integer(value) => Owned::Int(value),
        ValueRef::Real(value) => Owned::Real(value),
        ValueRef::Text(value) => Owned::Text(
            std::str::from_utf8(value)
                .map_err(|error| rusqlite::Error::Utf8Error(at, error))?
                .to_owned(),
        ),
        ValueRef::Blob(value) => Owned::Blob(value.to_owned()),
    })
}
