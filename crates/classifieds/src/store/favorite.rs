//! Rows of `listing_favorite`: who keeps which listing for later.

use accounts::AccountId;
use platform::{Conn, Result, Timestamp, Tx, db::Row, params};

use super::{listing::listing_at, listing_sql::listings};
use crate::model::{category::PageWindow, listing::StoredListing};

platform::statements! {
    ADD = "insert into listing_favorite (account_id, listing_seq, at) values ($1, $2, $3)
        on conflict (account_id, listing_seq) do nothing";
    REMOVE = "delete from listing_favorite where account_id = $1 and listing_seq = $2";
    COUNT = "update listing set favorites = (select count(*) from listing_favorite f where f.listing_seq = listing.seq)
        where seq = $1";
    HAS = "select count(*) from listing_favorite where account_id = $1 and listing_seq = $2";
    OF_ACCOUNT = "select count(*) from listing_favorite f join listing l on l.seq = f.listing_seq
        where f.account_id = $1 and l.shown = 1 and l.expires_at > $2";
    LEFT = "select l.seq, l.id from listing_favorite f join listing l on l.seq = f.listing_seq
        where f.account_id = $1 order by l.seq limit $2";
}

/// The listings that somebody keeps, as far as everybody sees them, what was kept last first.
pub(crate) static KEPT: platform::db::Family<()> = platform::db::Family::new(
    concat!(module_path!(), "::KEPT"),
    || vec![()],
    |()| {
        listings(
            "l.seq in (select listing_seq from listing_favorite where account_id = $1) and l.shown = 1 and l.expires_at > $2
            order by (select f.at from listing_favorite f where f.account_id = $1 and f.listing_seq = l.seq) desc, l.seq desc
            limit $3 offset $4",
        )
    },
);

/// Keeps a listing for somebody; says whether they did not keep it before.
pub(crate) async fn add(tx: &mut Tx<'_>, account: &AccountId, listing: i64) -> Result<bool> {
    let now = tx.now();
    let added = tx.execute(ADD, params![account, listing, now]).await? > 0;
    recount(tx, listing, added).await
}

/// Keeps it no longer; says whether they did.
pub(crate) async fn remove(tx: &mut Tx<'_>, account: &AccountId, listing: i64) -> Result<bool> {
    let removed = tx.execute(REMOVE, params![account, listing]).await? > 0;
    recount(tx, listing, removed).await
}

async fn recount(tx: &mut Tx<'_>, listing: i64, has_changed: bool) -> Result<bool> {
    if has_changed {
        tx.execute(COUNT, params![listing]).await?;
    }
    Ok(has_changed)
}

/// Whether somebody keeps a listing.
pub(crate) async fn is_kept(conn: &mut Conn<'_>, account: &AccountId, listing: i64) -> Result<bool> {
    Ok(conn.number(HAS, params![account, listing]).await? > 0)
}

/// A page of what somebody keeps and everybody sees, and how much that is.
pub(crate) async fn list(
    conn: &mut Conn<'_>,
    account: &AccountId,
    now: Timestamp,
    window: PageWindow,
) -> Result<(Vec<StoredListing>, i64)> {
    let total = conn.number(OF_ACCOUNT, params![account, now]).await?;
    let values = params![account, now, window.limit, window.offset];
    Ok((conn.all(KEPT.of(&())?, values, listing_at(now)).await?, total))
}

/// Some of what an account keeps, whether it is seen or not: numbers and ids of listings.
pub(crate) async fn some_of(tx: &mut Tx<'_>, account: &AccountId, most: i64) -> Result<Vec<(i64, String)>> {
    let read = |row: &Row<'_>| Ok((row.get(0)?, row.get(1)?));
    tx.all(LEFT, params![account, most], read).await
}
