//! Rows of `exam_audio`: sound files in folders.

pub(crate) mod uses;

use platform::{
    Conn, Error, Result, Timestamp, Tx,
    db::{Family, Row, containing},
    media::BlobHash,
    params,
    text::fold,
};

use crate::{
    lists::Order,
    sql::order::{Columns, order_by, orders},
};

macro_rules! columns {
    () => {
        "id, event, filename, blob, media_type, bytes, duration_ms, version, created_at, updated_at"
    };
}

/// What the list is ordered by.
const ORDERS: &Columns = &[
    ("id", &[]),
    ("filename", &["filename_key"]),
    ("event", &["event_key"]),
    ("bytes", &["bytes"]),
    ("durationMs", &["duration_ms"]),
    ("createdAt", &["created_at"]),
    ("updatedAt", &["updated_at"]),
];

/// The list by each of its orders.
pub(crate) static LIST: Family<Order> = Family::new(
    "assessment::bank::audio::store::LIST",
    || orders(ORDERS),
    |order| {
        let select = concat!(
            "select ",
            columns!(),
            " from exam_audio where filename_key like $1 escape '\\'"
        );
        format!("{select}{} limit $2 offset $3", order_by(ORDERS, *order, "id"))
    },
);

platform::statements! {
    INSERT = concat!("insert into exam_audio (event, event_key, filename, filename_key, blob, media_type, bytes,
        duration_ms, version, created_at, updated_at) values ($1, $2, $3, $4, $5, $6, $7, $8, 1, $9, $9)
        returning ", columns!());
    ONE = concat!("select ", columns!(), " from exam_audio where id = $1");
    /// What a question is heard with.
    OF_QUESTION = concat!("select ", columns!(), " from exam_audio
        where id = (select q.audio_id from exam_question q where q.id = $1)");
    PLACE = concat!("select ", columns!(), " from exam_audio where event_key = $1 and filename_key = $2");
    /// An archive has at most 2,000 files; a folder may have grown over several.
    FOLDER = concat!("select ", columns!(), " from exam_audio where event_key = $1 order by filename_key limit 20000");
    COUNT = "select count(*) from exam_audio where filename_key like $1 escape '\\'";
    DELETE = "delete from exam_audio where id = $1";
    /// Questions that play it.
    USERS = "select id from exam_question where audio_id = $1 order by id limit 21";
    USES = "select count(*) from exam_question where audio_id = $1";
    LINK = "update exam_question set audio_id = (select a.id from exam_audio a where a.event_key = $1
        and a.filename = exam_question.audio_name), audio_name = null, version = version + 1, updated_at = $2
        where audio_id is null
        and package_id = (select p.id from exam_package p where p.title_key = $1)
        and audio_name in (select a.filename from exam_audio a where a.event_key = $1)";
    /// Names of files that questions of a package wait for.
    AWAITED = "select distinct audio_name from exam_question where package_id = $1 and audio_id is null
        and audio_name is not null order by audio_name limit 20000";
    PACKAGE = "select title from exam_package where title_key = $1";
    SPELLED = "select event from exam_audio where event_key = $1 order by id limit 1";
}

/// A sound file that is to be stored.
#[derive(Debug, Clone)]
pub(crate) struct NewAudio {
    pub(crate) filename: String,
    pub(crate) blob: BlobHash,
    pub(crate) media_type: &'static str,
    pub(crate) bytes: i64,
    pub(crate) duration_ms: i64,
}

/// A sound file.
#[derive(Debug, Clone)]
pub(crate) struct AudioRow {
    pub(crate) id: i64,
    /// The folder.
    pub(crate) event: String,
    pub(crate) filename: String,
    pub(crate) blob: String,
    pub(crate) media_type: String,
    pub(crate) bytes: i64,
    pub(crate) duration_ms: i64,
    pub(crate) version: i64,
    pub(crate) created_at: Timestamp,
    pub(crate) updated_at: Timestamp,
}

fn read_audio(row: &Row<'_>) -> Result<AudioRow> {
    Ok(AudioRow {
        id: row.get(0)?,
        event: row.get(1)?,
        filename: row.get(2)?,
        blob: row.get(3)?,
        media_type: row.get(4)?,
        bytes: row.get(5)?,
        duration_ms: row.get(6)?,
        version: row.get(7)?,
        created_at: row.get(8)?,
        updated_at: row.get(9)?,
    })
}

pub(crate) async fn insert(tx: &mut Tx<'_>, event: &str, new: &NewAudio) -> Result<AudioRow> {
    let (event_key, filename_key, blob, now) = (fold(event), fold(&new.filename), new.blob.to_string(), tx.now());
    let values = params![
        event,
        &event_key,
        &new.filename,
        &filename_key,
        &blob,
        new.media_type,
        new.bytes,
        new.duration_ms,
        now
    ];
    let row = tx.first(INSERT, values, read_audio).await?;
    row.ok_or_else(|| Error::internal("a sound file was stored and is not there"))
}

pub(crate) async fn by_id(conn: &mut Conn<'_>, id: i64) -> Result<Option<AudioRow>> {
    conn.first(ONE, params![id], read_audio).await
}

/// The file with this name in a folder, both without case.
/// What a question is heard with, as it is now.
pub(crate) async fn of_question(conn: &mut Conn<'_>, question: i64) -> Result<Option<AudioRow>> {
    conn.first(OF_QUESTION, params![question], read_audio).await
}

pub(crate) async fn by_place(conn: &mut Conn<'_>, event: &str, filename: &str) -> Result<Option<AudioRow>> {
    conn.first(PLACE, params![&fold(event), &fold(filename)], read_audio)
        .await
}

/// The files of a folder, without case.
pub(crate) async fn folder(conn: &mut Conn<'_>, event: &str) -> Result<Vec<AudioRow>> {
    conn.all(FOLDER, params![&fold(event)], read_audio).await
}

/// A page of the files whose names hold a folded text, and how many there are.
pub(crate) async fn list(
    conn: &mut Conn<'_>,
    search: Option<&str>,
    order: Order,
    (limit, offset): (i64, i64),
) -> Result<(Vec<AudioRow>, i64)> {
    let pattern = containing(search.unwrap_or_default());
    let total = conn.number(COUNT, params![&pattern]).await?;
    let page = params![&pattern, limit, offset];
    Ok((conn.all(LIST.of(&order)?, page, read_audio).await?, total))
}

pub(crate) async fn delete(tx: &mut Tx<'_>, id: i64) -> Result<()> {
    tx.execute(DELETE, params![id]).await.map(drop)
}

/// How many questions play a file, and the ids of the first of them.
pub(crate) async fn users(conn: &mut Conn<'_>, id: i64) -> Result<(i64, Vec<i64>)> {
    let ids = conn.all(USERS, params![id], |row| row.get(0)).await?;
    Ok((conn.number(USES, params![id]).await?, ids))
}

/// Links the questions of the package that a folder is called after with the files that they name; answers how many.
pub(crate) async fn link(tx: &mut Tx<'_>, event: &str) -> Result<u64> {
    let (key, now) = (fold(event), tx.now());
    tx.execute(LINK, params![&key, now]).await
}

/// The names of files that questions of a package wait for.
pub(crate) async fn awaited(conn: &mut Conn<'_>, package: i64) -> Result<Vec<String>> {
    conn.all(AWAITED, params![package], |row| row.get(0)).await
}

/// The title of the package with this title, without case.
pub(crate) async fn package(conn: &mut Conn<'_>, title: &str) -> Result<Option<String>> {
    conn.first(PACKAGE, params![&fold(title)], |row| row.get(0)).await
}

/// A folder's name as it is spelled already: by the package that it belongs to, or by the files in it.
pub(crate) async fn fetch_spelling(conn: &mut Conn<'_>, event: &str) -> Result<String> {
    if let Some(title) = package(conn, event).await? {
        return Ok(title);
    }
    let there = conn.first(SPELLED, params![&fold(event)], |row| row.get(0)).await?;
    Ok(there.unwrap_or_else(|| event.to_owned()))
}
