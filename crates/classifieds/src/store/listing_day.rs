//! Rows of `listing_day`: how often listings were looked at, day by day.

use platform::{Conn, Result, Tx, db::Row, params};

use crate::model::selling::DayOfViews;

platform::statements! {
    ADD = "insert into listing_day (listing_seq, day, views) select l.seq, $1, $2 from listing l where l.id = $3
        on conflict (listing_seq, day) do update set views = listing_day.views + excluded.views";
    SINCE = "select day, views from listing_day where listing_seq = $1 and day >= $2 order by day limit 400";
    OLD = "select 1 from listing_day where day < $1 limit 1";
    PRUNE = "delete from listing_day where day < $1";
}

/// Adds looks at a listing to a day's.
pub(crate) async fn add(tx: &mut Tx<'_>, listing: &str, day: i64, views: i64) -> Result<()> {
    tx.execute(ADD, params![day, views, listing]).await.map(drop)
}

/// Days since one on which a listing was looked at.
pub(crate) async fn since(conn: &mut Conn<'_>, listing: i64, day: i64) -> Result<Vec<DayOfViews>> {
    let read = |row: &Row<'_>| {
        Ok(DayOfViews {
            day: row.get(0)?,
            views: row.get(1)?,
        })
    };
    conn.all(SINCE, params![listing, day], read).await
}

/// Whether there are days before one.
pub(crate) async fn has_before(conn: &mut Conn<'_>, day: i64) -> Result<bool> {
    Ok(conn.first(OLD, params![day], |_| Ok(())).await?.is_some())
}

/// Forgets the days before one.
pub(crate) async fn prune(tx: &mut Tx<'_>, day: i64) -> Result<()> {
    tx.execute(PRUNE, params![day]).await.map(drop)
}
