//! Rows of `exam_passage`.

use marked::Text;
use platform::{Conn, Error, Result, Timestamp, Tx, db::Row, params, text::fold};

use crate::sql::texts::text;

macro_rules! columns {
    () => {
        "id, package_id, code, title, body, ordinal, version, created_at, updated_at, body_marked"
    };
}

platform::statements! {
    INSERT = concat!("insert into exam_passage (package_id, code, code_key, title, body, ordinal, version, created_at,
        updated_at, body_marked) select $1, $2, $3, $4, $5, coalesce(max(ordinal), 0) + 1, 1, $6, $6, $7 from exam_passage
        where package_id = $1 returning ", columns!());
    BY_ID = concat!("select ", columns!(), " from exam_passage where id = $1");
    OF_QUESTION = concat!("select ", columns!(), " from exam_passage
        where id = (select q.passage_id from exam_question q where q.id = $1)");
    OF_PACKAGE = concat!("select ", columns!(), " from exam_passage where package_id = $1
        order by ordinal, id limit $2 offset $3");
    OF_PACKAGE_DOWN = concat!("select ", columns!(), " from exam_passage where package_id = $1
        order by ordinal desc, id desc limit $2 offset $3");
    COUNT = "select count(*) from exam_passage where package_id = $1";
    ID_OF_CODE = "select id from exam_passage where package_id = $1 and code_key = $2";
    CODES = "select code_key from exam_passage where package_id = $1 order by id limit 100000";
    UPDATE = concat!("update exam_passage set code = $1, code_key = $2, title = $3, body = $4, version = version + 1,
        updated_at = $5, body_marked = $6 where id = $7 returning ", columns!());
    DELETE = "delete from exam_passage where id = $1";
    QUESTIONS = "select count(*) from exam_question where passage_id = $1";
}

/// A passage as stored.
#[derive(Debug, Clone)]
pub(crate) struct PassageRow {
    pub(crate) id: i64,
    pub(crate) package_id: i64,
    pub(crate) code: String,
    pub(crate) title: String,
    pub(crate) body: Text,
    pub(crate) ordinal: i64,
    pub(crate) version: i64,
    pub(crate) created_at: Timestamp,
    pub(crate) updated_at: Timestamp,
}

pub(crate) fn read_passage(row: &Row<'_>) -> Result<PassageRow> {
    Ok(PassageRow {
        id: row.get(0)?,
        package_id: row.get(1)?,
        code: row.get(2)?,
        title: row.get(3)?,
        body: text(row, 4, 9)?,
        ordinal: row.get(5)?,
        version: row.get(6)?,
        created_at: row.get(7)?,
        updated_at: row.get(8)?,
    })
}

fn gone() -> Error {
    Error::internal("a passage was stored and is not there")
}

/// Stores a passage behind the others of its package.
pub(crate) async fn insert(tx: &mut Tx<'_>, package: i64, code: &str, title: &str, body: &Text) -> Result<PassageRow> {
    let (key, now) = (fold(code), tx.now());
    let values = params![package, code, &key, title, body.plain(), now, body.markup()];
    tx.first(INSERT, values, read_passage).await?.ok_or_else(gone)
}

pub(crate) async fn by_id(conn: &mut Conn<'_>, id: i64) -> Result<Option<PassageRow>> {
    conn.first(BY_ID, params![id], read_passage).await
}

/// What a question is about, as it is now.
pub(crate) async fn of_question(conn: &mut Conn<'_>, question: i64) -> Result<Option<PassageRow>> {
    conn.first(OF_QUESTION, params![question], read_passage).await
}

/// A page of the passages of a package in its order, and how many there are.
pub(crate) async fn of_package(
    conn: &mut Conn<'_>,
    package: i64,
    down: bool,
    (limit, offset): (i64, i64),
) -> Result<(Vec<PassageRow>, i64)> {
    let total = conn.number(COUNT, params![package]).await?;
    let list = if down { OF_PACKAGE_DOWN } else { OF_PACKAGE };
    Ok((
        conn.all(list, params![package, limit, offset], read_passage).await?,
        total,
    ))
}

/// Which passage of a package has a code, without case.
pub(crate) async fn id_of_code(conn: &mut Conn<'_>, package: i64, code: &str) -> Result<Option<i64>> {
    conn.first(ID_OF_CODE, params![package, &fold(code)], |row| row.get(0))
        .await
}

/// The codes of a package's passages, folded.
pub(crate) async fn codes(conn: &mut Conn<'_>, package: i64) -> Result<Vec<String>> {
    conn.all(CODES, params![package], |row| row.get(0)).await
}

pub(crate) async fn update(tx: &mut Tx<'_>, id: i64, code: &str, title: &str, body: &Text) -> Result<PassageRow> {
    let (key, now) = (fold(code), tx.now());
    let values = params![code, &key, title, body.plain(), now, body.markup(), id];
    tx.first(UPDATE, values, read_passage).await?.ok_or_else(gone)
}

pub(crate) async fn delete(tx: &mut Tx<'_>, id: i64) -> Result<()> {
    tx.execute(DELETE, params![id]).await.map(drop)
}

/// How many questions are about a passage.
pub(crate) async fn questions(conn: &mut Conn<'_>, id: i64) -> Result<i64> {
    conn.number(QUESTIONS, params![id]).await
}
