//! The side under test: `platform::db`, used the way a module uses it.

use std::path::Path;

use platform::{
    Clock, Conn, Db, Error, Tx,
    db::{Location, Options, Row},
    events::Bus,
    params,
};

use crate::{
    Outcome,
    thing::{self, Thing},
};

mod statements {
    use crate::thing;

    platform::statements! {
        POINT_READ = thing::POINT;
        LIST_READ = thing::LIST;
        ADD = thing::INSERT;
    }

    pub(super) const POINT: platform::db::Sql = POINT_READ;
    pub(super) const LIST: platform::db::Sql = LIST_READ;
    pub(super) const INSERT: platform::db::Sql = ADD;
}
use statements::{INSERT, LIST, POINT, STATEMENTS};

/// The database layer on one file.
#[derive(Clone)]
pub(crate) struct Ours(Db);

impl Ours {
    /// Opens a file that [`thing::create`] made.
    pub(crate) async fn open(path: &Path) -> Outcome<Self> {
        let location = Location::Sqlite(path.to_owned());
        let db = Db::open(&location, Options::default(), Clock::system(), Bus::new()).await?;
        for sql in STATEMENTS {
            db.prepare(*sql).await?;
        }
        Ok(Self(db))
    }

    /// One row, through the reader threads.
    pub(crate) async fn point(&self, number: u64) -> Outcome<Option<Thing>> {
        let key = thing::key(number);
        Ok(self
            .0
            .read(async move |conn: &mut Conn<'_>| conn.first(POINT, params![&key], read).await)
            .await?)
    }

    /// One row, on this thread.
    pub(crate) async fn point_inline(&self, number: u64) -> Outcome<Option<Thing>> {
        let key = thing::key(number);
        Ok(self
            .0
            .read_by_key(async |conn: &mut Conn<'_>| conn.first(POINT, params![&key], read).await)
            .await?)
    }

    /// Twenty-five rows, through the reader threads.
    pub(crate) async fn list(&self, number: u64) -> Outcome<Vec<Thing>> {
        let category = thing::category(number);
        Ok(self
            .0
            .read(async move |conn: &mut Conn<'_>| conn.all(LIST, params![&category], read).await)
            .await?)
    }

    /// Twenty-five rows, on this thread.
    pub(crate) async fn list_inline(&self, number: u64) -> Outcome<Vec<Thing>> {
        let category = thing::category(number);
        Ok(self
            .0
            .read_by_key(async |conn: &mut Conn<'_>| conn.all(LIST, params![&category], read).await)
            .await?)
    }

    /// One row more, committed and synced.
    pub(crate) async fn insert(&self, thing: Thing) -> Outcome<()> {
        self.0
            .write(async move |tx: &mut Tx<'_>| insert(tx, &thing).await)
            .await?;
        Ok(())
    }

    /// Ends its threads.
    pub(crate) async fn close(&self) {
        self.0.close().await;
    }
}

async fn insert(tx: &mut Tx<'_>, thing: &Thing) -> Result<(), Error> {
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
    let note = note.as_deref();
    let row = params![
        key,
        category,
        title,
        body,
        place,
        owner,
        note,
        *price,
        *stock,
        *score,
        *created_at,
        *updated_at
    ];
    tx.execute(INSERT, row).await.map(drop)
}

fn read(row: &Row<'_>) -> Result<Thing, Error> {
    Ok(Thing {
        key: row.get(0)?,
        category: row.get(1)?,
        title: row.get(2)?,
        body: row.get(3)?,
        place: row.get(4)?,
        owner: row.get(5)?,
        note: row.get(6)?,
        price: row.get(7)?,
        stock: row.get(8)?,
        score: row.get(9)?,
        created_at: row.get(10)?,
        updated_at: row.get(11)?,
    })
}
