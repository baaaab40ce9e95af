//! Listings that end soon, and rows of `listing_end_notice`: whose owner was told of which end.

use accounts::AccountId;
use platform::{Conn, Result, Timestamp, Tx, db::Row, params};

use crate::model::selling::EndingListing;

platform::statements! {
    /// Owners whose listings end within a time and who were not told; whose end first, first.
    OWNERS = "select l.owner_id from listing l left join listing_end_notice n on n.listing_seq = l.seq and n.expires_at = l.expires_at
        where l.shown = 1 and l.expires_at > $1 and l.expires_at <= $2 and n.listing_seq is null
        group by l.owner_id order by min(l.expires_at) limit $3";
    OF_OWNER = "select l.seq, l.id, l.title, l.expires_at from listing l
        left join listing_end_notice n on n.listing_seq = l.seq and n.expires_at = l.expires_at
        where l.owner_id = $1 and l.shown = 1 and l.expires_at > $2 and l.expires_at <= $3 and n.listing_seq is null
        order by l.expires_at, l.seq limit 200";
    TOLD = "insert into listing_end_notice (listing_seq, expires_at) values ($1, $2)
        on conflict (listing_seq) do update set expires_at = excluded.expires_at";
}

/// Some of the owners who have to be told.
pub(crate) async fn owners(conn: &mut Conn<'_>, now: Timestamp, until: Timestamp, most: i64) -> Result<Vec<AccountId>> {
    conn.all(OWNERS, params![now, until, most], |row| Ok(row.text(0)?.into()))
        .await
}

/// What of an owner's ends within a time and was not told.
pub(crate) async fn of_owner(
    conn: &mut Conn<'_>,
    owner: &AccountId,
    now: Timestamp,
    until: Timestamp,
) -> Result<Vec<(i64, EndingListing)>> {
    let read = |row: &Row<'_>| {
        let listing = EndingListing {
            id: row.text(1)?.into(),
            title: row.get(2)?,
            expires_at: row.get(3)?,
        };
        Ok((row.get(0)?, listing))
    };
    conn.all(OF_OWNER, params![owner, now, until], read).await
}

/// Notes that an owner was told of a listing's end.
pub(crate) async fn note(tx: &mut Tx<'_>, listing: i64, expires_at: Timestamp) -> Result<()> {
    tx.execute(TOLD, params![listing, expires_at]).await.map(drop)
}
