//! Rows of `exam_registration_token`.

use platform::{Conn, Error, Result, Timestamp, Tx, db::Row, params};

macro_rules! columns {
    () => {
        "select t.id, t.event_id, t.max_uses, t.used, t.revoked_at, t.created_at, e.ends_at
            from exam_registration_token t join exam_event e on e.id = t.event_id"
    };
}

platform::statements! {
    INSERT = "insert into exam_registration_token (event_id, token_hash, expires_at, max_uses, used, admin_id, created_at)
        values ($1, $2, $3, $4, 0, $5, $6) returning id";
    OF_EVENT = concat!(columns!(), " where t.event_id = $1 order by t.id desc limit $2 offset $3");
    COUNT_OF_EVENT = "select count(*) from exam_registration_token where event_id = $1";
    BY_HASH = concat!(columns!(), " where t.token_hash = $1");
    BY_ID = concat!(columns!(), " where t.id = $1");
    /// The last place is taken once, however many want it.
    USE = "update exam_registration_token set used = used + 1 where id = $1 and used < max_uses and revoked_at is null";
    REVOKE = "update exam_registration_token set revoked_at = $1 where id = $2 and revoked_at is null";
}

/// A link as stored, without what makes it good.
#[derive(Debug, Clone)]
pub(crate) struct TokenRow {
    pub(crate) id: i64,
    pub(crate) event_id: i64,
    pub(crate) max_uses: i64,
    pub(crate) used: i64,
    pub(crate) revoked_at: Option<Timestamp>,
    pub(crate) created_at: Timestamp,
    pub(crate) event_ends: Timestamp,
}

fn read_token(row: &Row<'_>) -> Result<TokenRow> {
    Ok(TokenRow {
        id: row.get(0)?,
        event_id: row.get(1)?,
        max_uses: row.get(2)?,
        used: row.get(3)?,
        revoked_at: row.get(4)?,
        created_at: row.get(5)?,
        event_ends: row.get(6)?,
    })
}

pub(crate) async fn insert(
    tx: &mut Tx<'_>,
    (event, hash): (i64, &str),
    expires_at: Timestamp,
    uses: i64,
    admin: i64,
) -> Result<i64> {
    let now = tx.now();
    let values = params![event, hash, expires_at, uses, admin, now];
    let id = tx.first(INSERT, values, |row| row.get(0)).await?;
    id.ok_or_else(|| Error::internal("a registration token was stored and is not there"))
}

/// A page of an event's, newest first, and how many there are.
pub(crate) async fn of_event(conn: &mut Conn<'_>, event: i64, limit: i64, offset: i64) -> Result<(Vec<TokenRow>, i64)> {
    let total = conn.number(COUNT_OF_EVENT, params![event]).await?;
    Ok((
        conn.all(OF_EVENT, params![event, limit, offset], read_token).await?,
        total,
    ))
}

pub(crate) async fn by_hash(conn: &mut Conn<'_>, hash: &str) -> Result<Option<TokenRow>> {
    conn.first(BY_HASH, params![hash], read_token).await
}

pub(crate) async fn by_id(conn: &mut Conn<'_>, id: i64) -> Result<Option<TokenRow>> {
    conn.first(BY_ID, params![id], read_token).await
}

/// Takes a place; `false` if there is none left.
pub(crate) async fn take(tx: &mut Tx<'_>, id: i64) -> Result<bool> {
    Ok(tx.execute(USE, params![id]).await? == 1)
}

/// Takes a link back, if that was not done already.
pub(crate) async fn revoke(tx: &mut Tx<'_>, id: i64) -> Result<()> {
    let now = tx.now();
    tx.execute(REVOKE, params![now, id]).await.map(drop)
}
