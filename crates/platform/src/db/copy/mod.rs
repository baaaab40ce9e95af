//! A whole database copied to another one, of either engine: every row of every table, and where ids go on.
//!
//! Invariants: what is copied is one moment of the source; a table is there whole or counts as not copied; nothing is done before
//! all of it was read back and has the same number of rows and the same hash; a copy that was stopped goes on with the first table
//! that is not there. Full-text indexes are not copied: whoever owns them makes them anew.

mod postgres;
mod sqlite;
mod sums;

use std::{collections::BTreeMap, path::Path};

use tokio::sync::mpsc;

pub use self::sums::TableSum;
use self::{postgres::PostgresSide, sqlite::SqliteSide};
use super::{Db, Location, ModuleMigrations, Options, value::Owned};
use crate::{
    clock::Clock,
    error::{Error, Kind, Result},
    events::Bus,
};

/// Rows that are handed over at once.
const BATCH: usize = 256;
/// Bytes of text and blobs after which fewer rows are handed over.
const BATCH_BYTES: usize = 1 << 20;
/// Batches that wait.
const WAITING: usize = 4;
/// Where a copy notes which tables it has; gone when it is done.
const STATE: &str = "copied_table";
/// Foreign keys that wait until all rows are there.
const HELD_BACK: &str = "copied_constraint";

/// A table, with the columns of its rows in the order of their names.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Table {
    name: String,
    columns: Vec<String>,
}

impl Table {
    /// Its columns as statements list them.
    fn listed(&self) -> String {
        let quoted: Vec<String> = self.columns.iter().map(|name| format!("\"{name}\"")).collect();
        quoted.join(", ")
    }
}

type Batch = Vec<Vec<Owned>>;

/// Rows on their way, or that there are no more; without that, a table that ends has lost some.
enum Sent {
    Rows(Batch),
    End,
}

/// Rows on their way, in batches that are neither many rows nor many bytes.
struct Sending {
    to: mpsc::Sender<Sent>,
    rows: Batch,
    bytes: usize,
}

impl Sending {
    fn new(to: mpsc::Sender<Sent>) -> Self {
        Self {
            to,
            rows: Batch::new(),
            bytes: 0,
        }
    }

    /// Takes a row; answers what is to be sent now.
    fn push(&mut self, row: Vec<Owned>) -> Option<Batch> {
        self.bytes += row.iter().map(Owned::len).sum::<usize>();
        self.rows.push(row);
        let is_full = self.rows.len() >= BATCH || self.bytes >= BATCH_BYTES;
        is_full.then(|| {
            self.bytes = 0;
            std::mem::take(&mut self.rows)
        })
    }
}

/// A database as copying sees it.
enum Side {
    Sqlite(SqliteSide),
    Postgres(PostgresSide),
}

/// What copying tells while it goes on.
#[derive(Debug, Clone, Copy)]
pub struct CopyProgress<'p> {
    /// The table that is copied or read back.
    pub table: &'p str,
    /// Which one it is, from 1.
    pub number: usize,
    pub of: usize,
    /// Whether it is being read back.
    pub is_check: bool,
}

/// What was copied: each table with its rows and their hash.
pub type CopiedTables = BTreeMap<String, TableSum>;

impl Side {
    async fn open(location: &Location) -> Result<Self> {
        Ok(match location {
            Location::Sqlite(path) => Self::Sqlite(SqliteSide::open(path.clone()).await?),
            Location::Postgres(url) => Self::Postgres(PostgresSide::open(url).await?),
        })
    }

    /// Sees what is there now until it is closed.
    async fn begin_snapshot(&self) -> Result<()> {
        match self {
            Self::Sqlite(side) => side.begin_snapshot().await,
            Self::Postgres(side) => side.begin_snapshot().await,
        }
    }

    async fn has_table(&self, name: &str) -> Result<bool> {
        match self {
            Self::Sqlite(side) => side.has_table(name).await,
            Self::Postgres(side) => side.has_table(name).await,
        }
    }

    async fn tables(&self) -> Result<Vec<Table>> {
        let mut columns = match self {
            Self::Sqlite(side) => side.columns().await?,
            Self::Postgres(side) => side.columns().await?,
        };
        columns.retain(|(table, _)| is_copied(table));
        columns.sort_unstable();
        let mut tables: Vec<Table> = Vec::new();
        for (name, column) in columns {
            match tables.last_mut().filter(|last| last.name == name) {
                Some(last) => last.columns.push(column),
                None => tables.push(Table {
                    name,
                    columns: vec![column],
                }),
            }
        }
        Ok(tables)
    }

    async fn read(&self, table: &Table, to: mpsc::Sender<Sent>) -> Result<()> {
        match self {
            Self::Sqlite(side) => side.read(table.clone(), Sending::new(to)).await,
            Self::Postgres(side) => side.read(table, Sending::new(to)).await,
        }
    }

    async fn replace(&self, table: &Table, from: mpsc::Receiver<Sent>) -> Result<TableSum> {
        match self {
            Self::Sqlite(side) => side.replace(table.clone(), from).await,
            Self::Postgres(side) => side.replace(table, from).await,
        }
    }

    /// What a table holds.
    async fn sum(&self, table: &Table) -> Result<TableSum> {
        let (to, mut from) = mpsc::channel(WAITING);
        let count = async {
            let mut sum = TableSum::default();
            while let Some(Sent::Rows(batch)) = from.recv().await {
                for row in &batch {
                    sum.add(row);
                }
            }
            sum
        };
        let (read, sum) = tokio::join!(self.read(table, to), count);
        read.map(|()| sum)
    }

    /// Where the ids of tables go on.
    async fn counters(&self) -> Result<Vec<(String, i64)>> {
        match self {
            Self::Sqlite(side) => side.counters().await,
            Self::Postgres(side) => side.counters().await,
        }
    }

    /// Makes a place for what is copied and when; until it is finished, rows may refer to rows that are not there yet.
    async fn begin_copy(&self) -> Result<()> {
        match self {
            Self::Sqlite(side) => side.begin_copy().await,
            Self::Postgres(side) => side.begin_copy().await,
        }
    }

    async fn copied(&self) -> Result<CopiedTables> {
        match self {
            Self::Sqlite(side) => side.copied().await,
            Self::Postgres(side) => side.copied().await,
        }
    }

    /// Rows refer to what is there, ids go on where they were, and nothing is left of the copy itself.
    async fn finish_copy(&self, counters: Vec<(String, i64)>) -> Result<()> {
        match self {
            Self::Sqlite(side) => side.finish_copy(counters).await,
            Self::Postgres(side) => side.finish_copy(counters).await,
        }
    }

    async fn close(self) -> Result<()> {
        match self {
            Self::Sqlite(side) => side.close().await,
            Self::Postgres(side) => side.close().await,
        }
    }
}

/// Migrations ran at both, and indexes of words are made of the rows.
fn is_copied(table: &str) -> bool {
    table != "migration" && table != STATE && table != HELD_BACK && !table.contains("_search")
}

fn refused(code: &'static str, said: String) -> Error {
    Error::new(Kind::Conflict, code, said)
}

/// The tables of a database that is up to date, as they are at one moment.
async fn open_source(from: &Location, migrations: &[ModuleMigrations]) -> Result<Side> {
    if let Location::Sqlite(path) = from
        && !path.exists()
    {
        return Err(refused("copy.no_source", format!("there is no database at {from}")));
    }
    let db = Db::open(from, Options::default(), Clock::system(), Bus::new()).await?;
    let pending = db.pending(migrations).await;
    db.close().await;
    if !pending?.is_empty() {
        let said = format!("{from} is not up to date: run `balai migrate` on it first");
        return Err(refused("copy.not_migrated", said));
    }
    let side = Side::open(from).await?;
    side.begin_snapshot().await?;
    Ok(side)
}

/// An empty database with all tables, or one of which a part was copied.
async fn open_target(to: &Location, migrations: &[ModuleMigrations]) -> Result<Side> {
    let is_new = match to {
        Location::Sqlite(path) => !path.exists(),
        Location::Postgres(_) => false,
    };
    if !is_new {
        let side = Side::open(to).await?;
        let (is_used, is_begun) = (side.has_table("migration").await?, side.has_table(STATE).await?);
        side.close().await?;
        if is_used && !is_begun {
            let said = format!("{to} is not empty: copy into a new database");
            return Err(refused("copy.not_empty", said));
        }
    }
    let db = Db::open(to, Options::default(), Clock::system(), Bus::new()).await?;
    let migrated = db.migrate(migrations).await;
    db.close().await;
    migrated?;
    let side = Side::open(to).await?;
    side.begin_copy().await?;
    Ok(side)
}

/// Copies everything that `from` holds to `to`, which is empty or holds what an earlier copy began. Answers what was copied.
pub async fn copy(
    from: &Location,
    to: &Location,
    migrations: &[ModuleMigrations],
    told: &mut (dyn FnMut(CopyProgress<'_>) + Send),
) -> Result<CopiedTables> {
    if from == to {
        return Err(refused("copy.same", "a database is not copied to itself".to_owned()));
    }
    let source = open_source(from, migrations).await?;
    let target = open_target(to, migrations).await?;
    let tables = source.tables().await?;
    if tables != target.tables().await? {
        return Err(Error::internal("the two databases have different tables"));
    }
    let counters = source.counters().await?;
    let before = target.copied().await?;
    let mut copied = before.clone();
    for (table, number) in tables.iter().zip(1..) {
        if copied.contains_key(&table.name) {
            continue;
        }
        told(CopyProgress {
            table: &table.name,
            number,
            of: tables.len(),
            is_check: false,
        });
        let (to, from) = mpsc::channel(WAITING);
        let (read, replaced) = tokio::join!(source.read(table, to), target.replace(table, from));
        // Why reading failed says more than that nothing came of it.
        read?;
        copied.insert(table.name.clone(), replaced?);
    }
    for (table, number) in tables.iter().zip(1..) {
        told(CopyProgress {
            table: &table.name,
            number,
            of: tables.len(),
            is_check: true,
        });
        // What was copied from this moment of the source is known; what was before may have changed since.
        let there = match copied.get(&table.name) {
            Some(sum) if !before.contains_key(&table.name) => *sum,
            _ => source.sum(table).await?,
        };
        let here = target.sum(table).await?;
        if there != here {
            let said = format!(
                "the table {} has {} rows where it comes from and {} where it was copied, or they differ: begin again with \
                 a new database, while no server runs",
                table.name, there.rows, here.rows
            );
            return Err(refused("copy.differs", said));
        }
    }
    target.finish_copy(counters).await?;
    source.close().await?;
    target.close().await?;
    Ok(copied)
}

/// Whether a server of ours is connected to a PostgreSQL. Who serves a file is told by its lock.
pub async fn is_served(location: &Location) -> Result<bool> {
    let Location::Postgres(url) = location else {
        return Ok(false);
    };
    let side = PostgresSide::open(url).await?;
    let others = side.others().await?;
    side.close().await?;
    Ok(others > 0)
}

/// Writes all that a database holds at one moment into a new SQLite file, while it is in use. Of a SQLite file its indexes of
/// words come along; of a PostgreSQL they have to be made anew. Answers
/// what is in it.
pub async fn snapshot(from: &Location, file: &Path, migrations: &[ModuleMigrations]) -> Result<CopiedTables> {
    match from {
        Location::Sqlite(path) => {
            let side = SqliteSide::open(path.clone()).await?;
            side.write_to(file.to_owned()).await?;
            side.close().await?;
            measure(&Location::Sqlite(file.to_owned())).await
        }
        Location::Postgres(_) => {
            let to = Location::Sqlite(file.to_owned());
            copy(from, &to, migrations, &mut |_| ()).await
        }
    }
}

/// What the tables of a database hold, each with its rows and their hash.
pub async fn measure(location: &Location) -> Result<CopiedTables> {
    let side = Side::open(location).await?;
    side.begin_snapshot().await?;
    let mut sums = CopiedTables::new();
    for table in side.tables().await? {
        let sum = side.sum(&table).await?;
        sums.insert(table.name, sum);
    }
    side.close().await?;
    Ok(sums)
}
