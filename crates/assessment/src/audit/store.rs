//! Rows of `exam_audit`: what administrators did. Never a secret, never an answer key.

use platform::{Conn, Error, Result, Timestamp, Tx, db::Row, params};
use serde::Serialize;
use serde_json::value::RawValue;

/// Which rows are wanted; an empty text and 0 stand for any.
macro_rules! matching {
    () => {
        " from exam_audit where ($1 = '' or thing = $1) and ($2 = 0 or thing_id = $2) and ($3 = 0 or admin_id = $3)"
    };
}

platform::statements! {
    /// Newest first.
    LIST = concat!("select id, admin_id, action, thing, thing_id, detail, at", matching!(), " order by id desc limit $4 offset $5");
    COUNT = concat!("select count(*)", matching!());
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

/// Which notes are wanted.
#[derive(Debug, Clone, Default)]
pub(crate) struct Wanted {
    pub(crate) thing: String,
    pub(crate) thing_id: i64,
    pub(crate) admin_id: i64,
}

/// One note.
#[derive(Debug, Serialize, schemars::JsonSchema)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Note {
    /// Id.
    pub(crate) id: i64,
    /// Who; `null` for the program itself and for whoever runs the machine.
    pub(crate) admin_id: Option<i64>,
    /// What was done.
    pub(crate) action: String,
    /// To what kind of thing.
    pub(crate) thing: String,
    /// Which one.
    pub(crate) thing_id: Option<i64>,
    /// What is worth knowing about it.
    #[schemars(with = "serde_json::Value")]
    pub(crate) detail: Box<RawValue>,
    /// When.
    pub(crate) at: Timestamp,
}

fn read(row: &Row<'_>) -> Result<Note> {
    Ok(Note {
        id: row.get(0)?,
        admin_id: row.get(1)?,
        action: row.get(2)?,
        thing: row.get(3)?,
        thing_id: row.get(4)?,
        detail: RawValue::from_string(row.get(5)?).map_err(Error::internal)?,
        at: row.get(6)?,
    })
}

/// A page of notes, newest first, and how many there are.
pub(crate) async fn list(conn: &mut Conn<'_>, wanted: &Wanted, limit: i64, offset: i64) -> Result<(Vec<Note>, i64)> {
    let (thing, thing_id, admin) = (wanted.thing.as_str(), wanted.thing_id, wanted.admin_id);
    let total = conn.number(COUNT, params![thing, thing_id, admin]).await?;
    let rows = conn
        .all(LIST, params![thing, thing_id, admin, limit, offset], read)
        .await?;
    Ok((rows, total))
}
