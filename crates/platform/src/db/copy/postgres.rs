//! Copying from and to PostgreSQL.

use futures_util::{TryStreamExt as _, pin_mut};
use tokio::{sync::mpsc, task::JoinHandle};
use tokio_postgres::{
    Client, NoTls,
    binary_copy::BinaryCopyInWriter,
    config::SslMode,
    types::{ToSql, Type},
};

use super::{CopiedTables, HELD_BACK, STATE, Sending, Sent, Table, TableSum};
use crate::{
    db::{
        refusal::chain,
        value::{Owned, Value},
    },
    error::{Error, Result},
    tls,
};

pub(super) struct PostgresSide {
    client: Client,
    connection: JoinHandle<()>,
}

/// What the server said, with all of its detail.
fn said(error: tokio_postgres::Error) -> Error {
    let text = error.as_db_error().map_or_else(|| chain(&error), ToString::to_string);
    Error::internal(text)
}

impl PostgresSide {
    pub(super) async fn open(url: &str) -> Result<Self> {
        let mut config: tokio_postgres::Config = url.parse().map_err(Error::internal)?;
        config.application_name("balai copy");
        let drive = |ended: std::result::Result<(), tokio_postgres::Error>| {
            if let Err(error) = ended {
                tracing::debug!(%error, "a connection ended");
            }
        };
        if config.get_ssl_mode() == SslMode::Require {
            let tls = tokio_postgres_rustls::MakeRustlsConnect::new(tls::trusting_the_system()?);
            let (client, connection) = config.connect(tls).await.map_err(said)?;
            let connection = tokio::spawn(async move { drive(connection.await) });
            return Ok(Self { client, connection });
        }
        config.ssl_mode(SslMode::Disable);
        let (client, connection) = config.connect(NoTls).await.map_err(said)?;
        let connection = tokio::spawn(async move { drive(connection.await) });
        Ok(Self { client, connection })
    }

    pub(super) async fn begin_snapshot(&self) -> Result<()> {
        let begin = "begin transaction isolation level repeatable read, read only; select 1";
        self.client.batch_execute(begin).await.map_err(said)
    }

    /// Connections of servers.
    pub(super) async fn others(&self) -> Result<i64> {
        let count =
            "select count(*) from pg_stat_activity where datname = current_database() and application_name = 'balai'";
        Ok(self.client.query_one(count, &[]).await.map_err(said)?.get(0))
    }

    pub(super) async fn has_table(&self, name: &str) -> Result<bool> {
        let look = "select 1 from information_schema.tables where table_schema = current_schema() and table_name = $1";
        Ok(self.client.query_opt(look, &[&name]).await.map_err(said)?.is_some())
    }

    pub(super) async fn columns(&self) -> Result<Vec<(String, String)>> {
        let all = "select c.table_name, c.column_name from information_schema.columns c
            join information_schema.tables t on t.table_schema = c.table_schema and t.table_name = c.table_name
            where c.table_schema = current_schema() and t.table_type = 'BASE TABLE'";
        let rows = self.client.query(all, &[]).await.map_err(said)?;
        Ok(rows.iter().map(|row| (row.get(0), row.get(1))).collect())
    }

    pub(super) async fn read(&self, table: &Table, mut sending: Sending) -> Result<()> {
        let select = format!("select {} from \"{}\"", table.listed(), table.name);
        let none: [&(dyn ToSql + Sync); 0] = [];
        let rows = self.client.query_raw(&select, none).await.map_err(said)?;
        pin_mut!(rows);
        while let Some(row) = rows.try_next().await.map_err(said)? {
            let batch = sending.push(own(&row, table)?);
            if let Some(batch) = batch
                && sending.to.send(Sent::Rows(batch)).await.is_err()
            {
                // Whoever takes them has given up, and says why.
                return Ok(());
            }
        }
        // The same.
        drop(sending.to.send(Sent::Rows(sending.rows)).await);
        drop(sending.to.send(Sent::End).await);
        Ok(())
    }

    pub(super) async fn replace(&self, table: &Table, from: mpsc::Receiver<Sent>) -> Result<TableSum> {
        self.client.batch_execute("begin").await.map_err(said)?;
        let replaced = self.fill(table, from).await;
        let end = if replaced.is_ok() { "commit" } else { "rollback" };
        self.client.batch_execute(end).await.map_err(said)?;
        replaced
    }

    async fn fill(&self, table: &Table, mut from: mpsc::Receiver<Sent>) -> Result<TableSum> {
        let named = |error: tokio_postgres::Error| said(error).caused_by(format!("while copying {}", table.name));
        let empty = format!("delete from \"{}\"", table.name);
        self.client.batch_execute(&empty).await.map_err(named)?;
        let select = format!("select {} from \"{}\"", table.listed(), table.name);
        let described = self.client.prepare(&select).await.map_err(named)?;
        let types: Vec<Type> = described
            .columns()
            .iter()
            .map(|column| column.type_().clone())
            .collect();
        let copy = format!("copy \"{}\" ({}) from stdin binary", table.name, table.listed());
        let sink = self.client.copy_in(&copy).await.map_err(named)?;
        let writer = BinaryCopyInWriter::new(sink, &types);
        pin_mut!(writer);
        let mut sum = TableSum::default();
        loop {
            let batch = match from.recv().await {
                Some(Sent::Rows(batch)) => batch,
                Some(Sent::End) => break,
                None => return Err(Error::internal(format!("{} was read half-way", table.name))),
            };
            for row in &batch {
                sum.add(row);
                let values: Vec<Value<'_>> = row.iter().map(Value::from).collect();
                let values: Vec<&(dyn ToSql + Sync)> =
                    values.iter().map(|value| -> &(dyn ToSql + Sync) { value }).collect();
                writer.as_mut().write(&values).await.map_err(named)?;
            }
        }
        writer.finish().await.map_err(named)?;
        let note = format!("insert into {STATE} (name, rows, hash) values ($1, $2, $3)");
        let (rows, hash) = (sum.rows.cast_signed(), sum.hash());
        self.client
            .execute(&note, &[&table.name, &rows, &hash])
            .await
            .map_err(named)?;
        Ok(sum)
    }

    /// Tables whose ids the server counts, and the column.
    async fn counted(&self) -> Result<Vec<(String, String)>> {
        let all = "select table_name, column_name from information_schema.columns
            where table_schema = current_schema() and is_identity = 'YES' order by 1";
        let rows = self.client.query(all, &[]).await.map_err(said)?;
        Ok(rows.iter().map(|row| (row.get(0), row.get(1))).collect())
    }

    pub(super) async fn counters(&self) -> Result<Vec<(String, i64)>> {
        let last = "select pg_sequence_last_value(cast(pg_get_serial_sequence(quote_ident($1), $2) as regclass))";
        let mut counters = Vec::new();
        for (table, column) in self.counted().await? {
            let row = self.client.query_one(last, &[&table, &column]).await.map_err(said)?;
            counters.extend(row.get::<_, Option<i64>>(0).map(|last| (table, last)));
        }
        Ok(counters)
    }

    pub(super) async fn begin_copy(&self) -> Result<()> {
        let begin = format!(
            "create table if not exists {STATE} (name text primary key, rows bigint not null, hash text not null);
            create table if not exists {HELD_BACK} (relation text not null, name text not null, definition text not null)"
        );
        self.client.batch_execute(&begin).await.map_err(said)?;
        // In one transaction: what is dropped is noted.
        let hold_back = format!(
            "do $$ declare held record; begin
                for held in select cast(cast(conrelid as regclass) as text) as relation, conname as name,
                    pg_get_constraintdef(oid) as definition from pg_constraint
                    where contype = 'f' and connamespace = cast(current_schema() as regnamespace)
                loop
                    insert into {HELD_BACK} values (held.relation, held.name, held.definition);
                    execute format('alter table %s drop constraint %I', held.relation, held.name);
                end loop;
            end $$"
        );
        self.client.batch_execute(&hold_back).await.map_err(said)
    }

    pub(super) async fn copied(&self) -> Result<CopiedTables> {
        let all = format!("select name, rows, hash from {STATE}");
        let rows = self.client.query(&all, &[]).await.map_err(said)?;
        let read = |row: &tokio_postgres::Row| {
            let (rows, hash): (i64, String) = (row.get(1), row.get(2));
            (
                row.get(0),
                TableSum::of(rows.cast_unsigned(), &hash).unwrap_or_default(),
            )
        };
        Ok(rows.iter().map(read).collect())
    }

    pub(super) async fn finish_copy(&self, counters: Vec<(String, i64)>) -> Result<()> {
        let go_on = "select setval(cast(pg_get_serial_sequence(quote_ident($1), $2) as regclass), $3)";
        let counted = self.counted().await?;
        for (table, last) in counters {
            let Some((_, column)) = counted.iter().find(|(name, _)| *name == table) else {
                continue;
            };
            self.client
                .query_one(go_on, &[&table, column, &last])
                .await
                .map_err(said)?;
        }
        let finish = format!(
            "do $$ declare held record; begin
                for held in select relation, name, definition from {HELD_BACK} loop
                    execute format('alter table %s add constraint %I %s', held.relation, held.name, held.definition);
                end loop;
                drop table {HELD_BACK};
                drop table {STATE};
            end $$"
        );
        self.client.batch_execute(&finish).await.map_err(said)?;
        self.client.batch_execute("analyze").await.map_err(said)
    }

    pub(super) async fn close(self) -> Result<()> {
        drop(self.client);
        self.connection.await.map_err(Error::internal)
    }
}

fn own(row: &tokio_postgres::Row, table: &Table) -> Result<Vec<Owned>> {
    let values = row.columns().iter().enumerate().map(|(at, column)| {
        let value = match *column.type_() {
            Type::INT8 => row.try_get::<_, Option<i64>>(at).map(|value| value.map(Owned::Int)),
            Type::INT4 => row
                .try_get::<_, Option<i32>>(at)
                .map(|value| value.map(|value| Owned::Int(value.into()))),
            Type::FLOAT8 => row.try_get::<_, Option<f64>>(at).map(|value| value.map(Owned::Real)),
            Type::TEXT | Type::VARCHAR => row.try_get::<_, Option<String>>(at).map(|value| value.map(Owned::Text)),
            Type::BYTEA => row
                .try_get::<_, Option<Vec<u8>>>(at)
                .map(|value| value.map(Owned::Blob)),
            ref other => {
                let (table, column) = (&table.name, column.name());
                return Err(Error::internal(format!(
                    "{table}.{column} is of a kind that is not copied: {other}"
                )));
            }
        };
        value.map(|value| value.unwrap_or(Owned::Null)).map_err(said)
    });
    values.collect()
}
