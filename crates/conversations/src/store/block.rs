//! Rows of `block`, and of `departed_account`.

use accounts::AccountId;
use platform::{Conn, Result, Tx, db::Row, params};

use crate::model::{block::Block, report::ReportCategory};

platform::statements! {
    INSERT = "insert into block (id, blocker_id, blocked_id, created_at, category) values ($1, $2, $3, $4, $5)";
    FIND = "select id, blocked_id, created_at, category from block where blocker_id = $1 and blocked_id = $2";
    LIST = "select id, blocked_id, created_at, category from block where blocker_id = $1 order by seq desc limit $2 offset $3";
    COUNT = "select count(*) from block where blocker_id = $1";
    DELETE = "delete from block where blocker_id = $1 and blocked_id = $2";
    FORGET = "delete from block where blocker_id = $1 or blocked_id = $1";
    DEPART = "insert into departed_account (account_id, at) values ($1, $2) on conflict (account_id) do nothing";
}

fn block_of_row(row: &Row<'_>) -> Result<Block> {
    Ok(Block {
        id: row.get(0)?,
        blocked: row.text(1)?.into(),
        created_at: row.get(2)?,
        category: ReportCategory::of_number(row.get(3)?),
    })
}

pub(crate) async fn insert(tx: &mut Tx<'_>, blocker: &AccountId, new: &Block) -> Result<()> {
    let category = new.category.map(ReportCategory::number);
    let values = params![&new.id, blocker, &new.blocked, new.created_at, category];
    tx.execute(INSERT, values).await.map(drop)
}

pub(crate) async fn find(conn: &mut Conn<'_>, blocker: &AccountId, blocked: &AccountId) -> Result<Option<Block>> {
    conn.first(FIND, params![blocker, blocked], block_of_row).await
}

/// Whom somebody blocks, newest first, and how many.
pub(crate) async fn list(
    conn: &mut Conn<'_>,
    blocker: &AccountId,
    limit: i64,
    offset: i64,
) -> Result<(Vec<Block>, i64)> {
    let rows = conn.all(LIST, params![blocker, limit, offset], block_of_row).await?;
    Ok((rows, conn.number(COUNT, params![blocker]).await?))
}

pub(crate) async fn delete(tx: &mut Tx<'_>, blocker: &AccountId, blocked: &AccountId) -> Result<()> {
    tx.execute(DELETE, params![blocker, blocked]).await.map(drop)
}

/// Removes whatever an account blocks or is blocked by, and notes that it is gone.
pub(crate) async fn depart(tx: &mut Tx<'_>, account: &AccountId) -> Result<()> {
    let now = tx.now();
    tx.execute(FORGET, params![account]).await?;
    tx.execute(DEPART, params![account, now]).await.map(drop)
}
