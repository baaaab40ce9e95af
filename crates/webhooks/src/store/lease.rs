//! Rows of `webhook_lease`: which process delivers.

use platform::{Result, Timestamp, Tx, params};

platform::statements! {
    TAKE = "insert into webhook_lease (name, node, until) values ($1, $2, $3)
        on conflict (name) do update set node = excluded.node, until = excluded.until
        where webhook_lease.node = excluded.node or webhook_lease.until < $4";
}

/// What is held.
const DELIVERING: &str = "delivering";

/// Takes the right to deliver, or keeps it for longer; `false` if another process has it.
pub(crate) async fn take(tx: &mut Tx<'_>, node: &str, until: Timestamp) -> Result<bool> {
    let now = tx.now();
    Ok(tx.execute(TAKE, params![DELIVERING, node, until, now]).await? == 1)
}
