//! Rows of `exam_admin_session`: a session is good as long as its row is there.

use platform::{Conn, Result, Timestamp, Tx, cache::Weigh, params};

use crate::{role::Role, sql::expiry::Expiry};

platform::statements! {
    INSERT = "insert into exam_admin_session (id, admin_id, created_at, expires_at) values ($1, $2, $3, $4)";
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

pub(crate) async fn insert(tx: &mut Tx<'_>, id: &str, admin: i64, expires_at: Timestamp) -> Result<()> {
    let now = tx.now();
    tx.execute(INSERT, params![id, admin, now, expires_at]).await.map(drop)
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
