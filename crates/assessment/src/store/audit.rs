//! Rows of `exam_audit`: what administrators did. Never a secret, never an answer key.

use platform::{Error, Result, Tx, params};
use serde::Serialize;

platform::statements! {
    NOTE = "insert into exam_audit (admin_id, action, thing, thing_id, detail, at) values ($1, $2, $3, $4, $5, $6)";
}

/// Notes that an administrator (`None`: the program itself) did something to a thing.
pub(crate) async fn note(
    tx: &mut Tx<'_>,
    admin: Option<i64>,
    action: &str,
    thing: &str,
    id: Option<i64>,
    detail: &impl Serialize,
) -> Result<()> {
    let detail = serde_json::to_string(detail).map_err(Error::internal)?;
    let now = tx.now();
    tx.execute(NOTE, params![admin, action, thing, id, detail.as_str(), now])
        .await
        .map(drop)
}
