//! Which tables writes changed, and which tables an answer was read from: what is kept in memory is good until one of its
//! tables changes. SQLite alone tells it, to the process that writes, and of others that they wrote; on PostgreSQL nobody does.

use std::{
    collections::{HashMap, HashSet},
    sync::{
        Arc, Mutex, PoisonError,
        atomic::{AtomicI64, Ordering},
    },
};

use rusqlite::{Connection, hooks::Action};

use super::Sql;
use crate::{
    cache::{Tags, table_tag},
    error::{Error, Result},
};

/// The tables that the writer has changed since it was asked last, as the engine tells them row by row. Those of a write
/// that was rolled back are among them.
#[derive(Clone, Default)]
pub(super) struct Touched {
    tables: Arc<Mutex<Vec<String>>>,
    /// The engine's number for what other processes have committed, as it was seen last.
    others: Arc<AtomicI64>,
}

impl Touched {
    /// Those of a connection from now on.
    pub(super) fn of(writer: &mut Connection) -> Result<Self> {
        let touched = Self::default();
        let noted = touched.clone();
        let note = move |_: Action, _: &str, table: &str, _: i64| noted.note(table);
        writer.update_hook(Some(note)).map_err(Error::internal)?;
        Ok(touched)
    }

    fn note(&self, table: &str) {
        let mut tables = self.tables.lock().unwrap_or_else(PoisonError::into_inner);
        // Rows of a table come one after another, and a group of writes changes few tables.
        if !tables.iter().rev().any(|known| known == table) {
            tables.push(table.to_owned());
        }
    }

    pub(super) fn take(&self) -> Vec<String> {
        std::mem::take(&mut *self.tables.lock().unwrap_or_else(PoisonError::into_inner))
    }

    /// Notes every table if another process has committed something since this was asked last. `writer` is the one
    /// connection of this process that commits; which tables others changed, nobody tells.
    pub(super) fn note_others(&self, writer: &Connection) -> rusqlite::Result<()> {
        let version = writer.query_row("pragma data_version", [], |row| row.get(0))?;
        if self.others.swap(version, Ordering::Relaxed) != version {
            for table in tables(writer)?.keys() {
                self.note(table);
            }
        }
        Ok(())
    }
}

/// What depends on the tables that some statements name; `None` if the engine does not tell when one of them changes. A word
/// that is a table's name anywhere in a statement counts, so nothing is left out.
pub(super) fn tags_of(conn: &Connection, statements: &[Sql]) -> Result<Option<Tags>> {
    let tables = tables(conn).map_err(Error::internal)?;
    let words = statements
        .iter()
        .flat_map(|sql| sql.text().split(|c: char| !c.is_ascii_alphanumeric() && c != '_'));
    let named: HashSet<&str> = words.filter(|word| tables.contains_key(*word)).collect();
    if named.iter().any(|table| !tables[*table]) {
        return Ok(None);
    }
    let mut tags = Tags::default();
    for table in named {
        tags.add(table_tag(table));
    }
    Ok(Some(tags))
}

/// Every table, and whether the update hook tells of its rows: not of those without a rowid, nor of virtual ones.
fn tables(conn: &Connection) -> rusqlite::Result<HashMap<String, bool>> {
    let mut statement = conn.prepare_cached("select name, type = 'table' and wr = 0 from pragma_table_list")?;
    statement.query_map([], |row| Ok((row.get(0)?, row.get(1)?)))?.collect()
}
