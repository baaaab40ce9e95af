//! Rows of `exam_admin_session`: a session is good as long as its row is there.

use platform::{Conn, Result, Timestamp, Tx, cache::Weigh, params};

use crate::{role::Role, sql::expiry::Expiry};

platform::statements! {
    INSERT = "insert into exam_admin_session (id, admin_id, address, created_at, expires_at) values ($1, $2, $3, $4, $5)";
    /// The latest first.
    LIST = "select s.id, s.admin_id, a.username, a.role, s.address, s.created_at, s.expires_at from exam_admin_session s
        join exam_admin a on a.id = s.admin_id where s.expires_at > $1 order by s.created_at desc, s.id limit $2 offset $3";
    COUNT = "select count(*) from exam_admin_session where expires_at > $1";
    OWNER = "select admin_id from exam_admin_session where id = $1";
    LIVING = "select a.id, a.role, s.expires_at from exam_admin_session s join exam_admin a on a.id = s.admin_id
        where s.id = $1";
    END = "delete from exam_admin_session where id = $1";
    END_OTHERS = "delete from exam_admin_session where admin_id = $1 and id <> $2";
    EXPIRED = "select 1 from exam_admin_session where expires_at < $1 limit 1";
    PURGE = "delete from exam_admin_session where id in
        (select id from exam_admin_session where expires_at < $1 order by expires_at limit 500)";
}

/// Whose session it is.
#[derive(Clone)]
pub(crate) struct Living {
    pub(crate) admin: i64,
    pub(crate) role: Role,
    pub(crate) expires_at: Timestamp,
}

impl Weigh for Living {
    fn weigh(&self) -> usize {
        size_of::<Self>()
    }
}

/// A session that lives, and whose it is.
#[derive(Debug, Clone)]
pub(crate) struct SessionRow {
    pub(crate) id: String,
    pub(crate) admin: i64,
    pub(crate) username: String,
    pub(crate) role: Role,
    pub(crate) address: String,
    pub(crate) created_at: Timestamp,
    pub(crate) expires_at: Timestamp,
}

/// A session from an address.
pub(crate) async fn insert(
    tx: &mut Tx<'_>,
    (id, admin): (&str, i64),
    address: &str,
    expires_at: Timestamp,
) -> Result<()> {
    let now = tx.now();
    tx.execute(INSERT, params![id, admin, address, now, expires_at])
        .await
        .map(drop)
}

/// A page of those that live, and how many there are.
pub(crate) async fn list(
    conn: &mut Conn<'_>,
    now: Timestamp,
    (limit, offset): (i64, i64),
) -> Result<(Vec<SessionRow>, i64)> {
    let read = |row: &platform::db::Row<'_>| {
        Ok(SessionRow {
            id: row.get(0)?,
            admin: row.get(1)?,
            username: row.get(2)?,
            role: Role::from_stored(row.get(3)?)?,
            address: row.get(4)?,
            created_at: row.get(5)?,
            expires_at: row.get(6)?,
        })
    };
    let total = conn.number(COUNT, params![now]).await?;
    Ok((conn.all(LIST, params![now, limit, offset], read).await?, total))
}

/// Whose a session is.
pub(crate) async fn owner(conn: &mut Conn<'_>, id: &str) -> Result<Option<i64>> {
    conn.first(OWNER, params![id], |row| row.get(0)).await
}

pub(crate) async fn living(conn: &mut Conn<'_>, id: &str) -> Result<Option<Living>> {
    let read = |row: &platform::db::Row<'_>| {
        Ok(Living {
            admin: row.get(0)?,
            role: Role::from_stored(row.get(1)?)?,
            expires_at: row.get(2)?,
        })
    };
    conn.first(LIVING, params![id], read).await
}

pub(crate) async fn end(tx: &mut Tx<'_>, id: &str) -> Result<()> {
    tx.execute(END, params![id]).await.map(drop)
}

/// Ends every session of an administrator but one (`""`: every one).
pub(crate) async fn end_others(tx: &mut Tx<'_>, admin: i64, but: &str) -> Result<()> {
    tx.execute(END_OTHERS, params![admin, but]).await.map(drop)
}

/// What removes sessions that have expired.
pub(crate) const EXPIRY: Expiry = Expiry {
    found: EXPIRED,
    purge: PURGE,
};
