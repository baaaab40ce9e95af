//! What both sides store: one row of twelve columns, about 300 bytes, and the statements on it.

use std::path::Path;

use rusqlite::{Connection, config::DbConfig};

use crate::Outcome;

/// Rows of the table that is read.
pub(crate) const ROWS: u64 = 100_000;
/// Different values of the indexed column; the table is read in lists of 25.
const CATEGORIES: u64 = 1000;
/// Page cache of each connection, the default of `platform::db`.
pub(crate) const CACHE_KIB: u32 = 16_384;

const TABLE: &str = "create table thing (
    key text not null primary key, category text not null, title text not null, body text not null,
    place text not null, owner text not null, note text, price bigint not null, stock bigint not null,
    score double precision not null, created_at bigint not null, updated_at bigint not null
);
create index thing_category on thing (category, created_at)";
pub(crate) const POINT: &str = "select key, category, title, body, place, owner, note, price, stock, score, created_at, \
    updated_at from thing where key = $1";
pub(crate) const LIST: &str = "select key, category, title, body, place, owner, note, price, stock, score, created_at, \
    updated_at from thing where category = $1 order by created_at limit 25";
pub(crate) const INSERT: &str = "insert into thing (key, category, title, body, place, owner, note, price, stock, score, \
    created_at, updated_at) values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)";

/// One row.
#[derive(Debug, Clone)]
pub(crate) struct Thing {
    pub(crate) key: String,
    pub(crate) category: String,
    pub(crate) title: String,
    pub(crate) body: String,
    pub(crate) place: String,
    pub(crate) owner: String,
    pub(crate) note: Option<String>,
    pub(crate) price: i64,
    pub(crate) stock: i64,
    pub(crate) score: f64,
    pub(crate) created_at: i64,
    pub(crate) updated_at: i64,
}

impl Thing {
    /// A row like those of the product: keys that grow with time, everything else scattered.
    pub(crate) fn new(number: u64) -> Self {
        let scattered = number.wrapping_mul(0x9e37_79b9_7f4a_7c15) >> 20;
        let small = i64::try_from(scattered % 10_000).unwrap_or_default();
        let at = 1_768_464_000_000_000 + small * 1_000_000;
        Self {
            key: key(number),
            category: category(scattered),
            title: format!("Keripik tempe pedas nomor {small}"),
            body: format!("{scattered:016x} dibuat dari kedelai lokal, digoreng dua kali, dikemas kering. ").repeat(2),
            place: format!("Kecamatan {}", small % 500),
            owner: format!("owner-{:08}", small % 4000),
            note: (small % 2 == 0).then(|| "stok terbatas".to_owned()),
            price: small * 100,
            stock: small % 90,
            score: 4.5,
            created_at: at,
            updated_at: at,
        }
    }
}

/// The key of row `number`.
pub(crate) fn key(number: u64) -> String {
    format!("019bc0de-7000-7000-8000-{number:012}")
}

/// One of the categories.
pub(crate) fn category(number: u64) -> String {
    format!("category-{:04}", number % CATEGORIES)
}

/// A connection with the settings of `platform::db`, word for word.
pub(crate) fn connect(path: &Path) -> rusqlite::Result<Connection> {
    let conn = Connection::open(path)?;
    conn.busy_timeout(std::time::Duration::from_secs(5))?;
    conn.set_db_config(DbConfig::SQLITE_DBCONFIG_ENABLE_QPSG, true)?;
    conn.set_prepared_statement_cache_capacity(256);
    conn.query_row("pragma journal_mode = wal", [], |_| Ok(()))?;
    conn.execute_batch(&format!(
        "pragma synchronous = full; pragma foreign_keys = on; pragma temp_store = memory; \
         pragma cache_size = -{CACHE_KIB}; pragma wal_autocheckpoint = 0; pragma journal_size_limit = 67108864; \
         pragma trusted_schema = off;"
    ))?;
    Ok(conn)
}

/// Creates a database file with `rows` rows, analysed, its log folded in.
pub(crate) fn create(path: &Path, rows: u64) -> Outcome<()> {
    let mut conn = connect(path)?;
    conn.execute_batch(TABLE)?;
    let transaction = conn.transaction()?;
    for number in 0..rows {
        insert(&transaction, &Thing::new(number))?;
    }
    transaction.commit()?;
    if rows > 0 {
        conn.execute_batch("analyze")?;
    }
    conn.query_row("pragma wal_checkpoint(truncate)", [], |_| Ok(()))?;
    Ok(())
}

/// The insert as a user of plain rusqlite would write it.
pub(crate) fn insert(conn: &Connection, thing: &Thing) -> rusqlite::Result<()> {
    let Thing {
        key,
        category,
        title,
        body,
        place,
        owner,
        note,
        price,
        stock,
        score,
        created_at,
        updated_at,
    } = thing;
    conn.prepare_cached(INSERT)?
        .execute((
            key, category, title, body, place, owner, note, price, stock, score, created_at, updated_at,
        ))
        .map(drop)
}
