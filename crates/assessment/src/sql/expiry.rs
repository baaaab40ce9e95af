//! Rows that have a moment after which they are good for nothing.

use platform::{Conn, Db, Result, Tx, db::Sql, params};

/// The statements that remove what has expired.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Expiry {
    /// Finds a row that expired before `$1`.
    pub(crate) found: Sql,
    /// Removes some of those that expired before `$1`.
    pub(crate) purge: Sql,
}

impl Expiry {
    /// Removes what has expired, a bounded number of rows at a time; where nothing has, it writes nothing.
    pub(crate) async fn purge(self, db: &Db) -> Result<()> {
        let now = db.clock().now();
        while db
            .read(async move |conn: &mut Conn<'_>| conn.first(self.found, params![now], |_| Ok(())).await)
            .await?
            .is_some()
        {
            db.write(async move |tx: &mut Tx<'_>| tx.execute(self.purge, params![now]).await)
                .await?;
        }
        Ok(())
    }
}
