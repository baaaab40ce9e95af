//! Rows of `upload`: which stored file an address shows.

use accounts::AccountId;
use platform::{Conn, Result, Tx, media::KeptFiles, params};

use crate::model::StoredFile;

platform::statements! {
    INSERT = "insert into upload (id, owner_id, hash, content_type, bytes, created_at) values ($1, $2, $3, $4, $5, $6)";
    FIND = "select hash, content_type, bytes from upload where id = $1";
    HASHES_OF_OWNER = "select distinct hash from upload where owner_id = $1 order by hash";
    DELETE_OF_OWNER = "delete from upload where owner_id = $1";
    LISTED = "select distinct hash from upload where hash > $1 order by hash limit $2";
    USES = "select count(*) from upload where hash = $1";
}

/// Where this module's files are, and which rows know of them.
pub(crate) const FILES: KeptFiles = KeptFiles {
    folder: "",
    named: USES,
    listed: LISTED,
};

pub(crate) async fn insert(tx: &mut Tx<'_>, id: &str, owner: &AccountId, upload: &StoredFile) -> Result<()> {
    let now = tx.now();
    tx.execute(
        INSERT,
        params![id, owner, &upload.hash, &upload.content_type, upload.bytes, now],
    )
    .await
    .map(drop)
}

pub(crate) async fn find(conn: &mut Conn<'_>, id: &str) -> Result<Option<StoredFile>> {
    let read = |row: &platform::db::Row<'_>| {
        Ok(StoredFile {
            hash: row.get(0)?,
            content_type: row.get(1)?,
            bytes: row.get(2)?,
        })
    };
    conn.first(FIND, params![id], read).await
}

/// Removes an owner's rows; answers the files that they named.
pub(crate) async fn delete_of_owner(tx: &mut Tx<'_>, owner: &AccountId) -> Result<Vec<String>> {
    let hashes = tx.all(HASHES_OF_OWNER, params![owner], |row| row.get(0)).await?;
    tx.execute(DELETE_OF_OWNER, params![owner]).await?;
    Ok(hashes)
}
