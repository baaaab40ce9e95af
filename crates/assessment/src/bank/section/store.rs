//! Rows of `exam_section`, and of `exam_section_detail`: a section as it is in a package.

use marked::Text;
use papers::{Navigation, draw::Draw};
use platform::{
    Conn, Error, Result, Timestamp, Tx,
    db::{Family, Row},
    params,
    text::fold,
};

use crate::{
    bank::question::store::pools::{read_draws, written_draws},
    lists::Order,
    sql::{
        order::{Columns, order_by, orders},
        texts::text,
    },
};

macro_rules! section_columns {
    () => {
        "id, title, duration, version, created_at, updated_at"
    };
}
macro_rules! detail_columns {
    () => {
        "id, package_id, section_id, instruction, duration, ordinal, navigation, shuffle, version, created_at, updated_at,
        instruction_marked, draws"
    };
}

/// What a list is ordered by.
const ORDERS: &Columns = &[
    ("id", &[]),
    ("title", &["title_key"]),
    ("duration", &["duration"]),
    ("createdAt", &["created_at"]),
    ("updatedAt", &["updated_at"]),
];

/// The list by each of its orders.
pub(crate) static LIST: Family<Order> = Family::new(
    "assessment::bank::section::store::LIST",
    || orders(ORDERS),
    |order| {
        let select = concat!(
            "select ",
            section_columns!(),
            " from exam_section where title_key like $1 escape '\\'"
        );
        format!("{select}{} limit $2 offset $3", order_by(ORDERS, *order, "id"))
    },
);

platform::statements! {
    INSERT = concat!("insert into exam_section (title, title_key, duration, version, created_at, updated_at)
        values ($1, $2, $3, 1, $4, $4) returning ", section_columns!());
    BY_ID = concat!("select ", section_columns!(), " from exam_section where id = $1");
    /// Of sections that are called alike, the first.
    OF_TITLE = concat!("select ", section_columns!(), " from exam_section where title_key = $1 and title = $2
        order by id limit 1");
    COUNT = "select count(*) from exam_section where title_key like $1 escape '\\'";
    OF_PACKAGE = "select s.id, s.title, s.duration, s.version, s.created_at, s.updated_at, d.id
        from exam_section_detail d join exam_section s on s.id = d.section_id where d.package_id = $1
        order by d.ordinal, d.id limit 1000";
    UPDATE = concat!("update exam_section set title = $1, title_key = $2, duration = $3, version = version + 1,
        updated_at = $4 where id = $5 returning ", section_columns!());
    DELETE = "delete from exam_section where id = $1";
    PACKAGES = "select count(*) from exam_section_detail where section_id = $1";
    SCALES = "select count(*) from exam_scale where section_id = $1";
    MAKE_DETAIL = "insert into exam_section_detail (package_id, section_id, instruction, duration, ordinal, navigation,
        shuffle, version, created_at, updated_at, instruction_marked)
        select $1, $2, $3, $4, coalesce(max(ordinal), 0) + 1, $5, 0, 1, $6, $6, $7
        from exam_section_detail where package_id = $1 on conflict (package_id, section_id) do nothing";
    DETAIL = concat!("select ", detail_columns!(), " from exam_section_detail where id = $1");
    DETAIL_OF = concat!("select ", detail_columns!(), " from exam_section_detail where package_id = $1 and section_id = $2");
    UPDATE_DETAIL = concat!("update exam_section_detail set instruction = $1, duration = $2, ordinal = $3, navigation = $4,
        shuffle = $5, version = version + 1, updated_at = $6, instruction_marked = $7, draws = $8 where id = $9 returning ", detail_columns!());
    DELETE_DETAIL = "delete from exam_section_detail where id = $1";
    QUESTIONS = "select count(*) from exam_question where section_detail_id = $1";
    ATTEMPTS = "select count(*) from exam_attempt_section where section_detail_id = $1";
}

/// A section as stored.
#[derive(Debug, Clone)]
pub(crate) struct SectionRow {
    pub(crate) id: i64,
    pub(crate) title: String,
    pub(crate) duration: i64,
    pub(crate) version: i64,
    pub(crate) created_at: Timestamp,
    pub(crate) updated_at: Timestamp,
}

/// A section in a package as stored.
#[derive(Debug, Clone)]
pub(crate) struct DetailRow {
    pub(crate) id: i64,
    pub(crate) package_id: i64,
    pub(crate) section_id: i64,
    pub(crate) instruction: Text,
    pub(crate) duration: i64,
    pub(crate) ordinal: i64,
    pub(crate) navigation: Navigation,
    pub(crate) shuffle: bool,
    pub(crate) draws: Vec<Draw>,
    pub(crate) version: i64,
    pub(crate) created_at: Timestamp,
    pub(crate) updated_at: Timestamp,
}

fn section(row: &Row<'_>) -> Result<SectionRow> {
    Ok(SectionRow {
        id: row.get(0)?,
        title: row.get(1)?,
        duration: row.get(2)?,
        version: row.get(3)?,
        created_at: row.get(4)?,
        updated_at: row.get(5)?,
    })
}

fn detail(row: &Row<'_>) -> Result<DetailRow> {
    let unknown = || Error::internal("a stored way of navigation is unknown");
    Ok(DetailRow {
        id: row.get(0)?,
        package_id: row.get(1)?,
        section_id: row.get(2)?,
        instruction: text(row, 3, 11)?,
        duration: row.get(4)?,
        ordinal: row.get(5)?,
        navigation: Navigation::from_name(row.text(6)?).ok_or_else(unknown)?,
        shuffle: row.get(7)?,
        draws: read_draws(row, 12)?,
        version: row.get(8)?,
        created_at: row.get(9)?,
        updated_at: row.get(10)?,
    })
}

fn gone() -> Error {
    Error::internal("a section was stored and is not there")
}

pub(crate) async fn insert(tx: &mut Tx<'_>, title: &str, duration: i64) -> Result<SectionRow> {
    let (key, now) = (fold(title), tx.now());
    let row = tx.first(INSERT, params![title, &key, duration, now], section).await?;
    row.ok_or_else(gone)
}

pub(crate) async fn by_id(conn: &mut Conn<'_>, id: i64) -> Result<Option<SectionRow>> {
    conn.first(BY_ID, params![id], section).await
}

/// The section that is called just so.
pub(crate) async fn by_title(conn: &mut Conn<'_>, title: &str) -> Result<Option<SectionRow>> {
    conn.first(OF_TITLE, params![&fold(title), title], section).await
}

/// A page of those whose titles match a pattern, ordered by a column of the API, and how many there are.
pub(crate) async fn list(
    conn: &mut Conn<'_>,
    pattern: &str,
    order: Order,
    (limit, offset): (i64, i64),
) -> Result<(Vec<SectionRow>, i64)> {
    let total = conn.number(COUNT, params![pattern]).await?;
    let rows = conn
        .all(LIST.of(&order)?, params![pattern, limit, offset], section)
        .await?;
    Ok((rows, total))
}

/// The sections of a package in its order, each with the id of its details there.
pub(crate) async fn of_package(conn: &mut Conn<'_>, package: i64) -> Result<Vec<(SectionRow, i64)>> {
    conn.all(OF_PACKAGE, params![package], |row| Ok((section(row)?, row.get(6)?)))
        .await
}

pub(crate) async fn update(tx: &mut Tx<'_>, id: i64, title: &str, duration: i64) -> Result<SectionRow> {
    let (key, now) = (fold(title), tx.now());
    let row = tx
        .first(UPDATE, params![title, &key, duration, now, id], section)
        .await?;
    row.ok_or_else(gone)
}

pub(crate) async fn delete(tx: &mut Tx<'_>, id: i64) -> Result<()> {
    tx.execute(DELETE, params![id]).await.map(drop)
}

/// In how many packages a section is, and how many scales are of it.
pub(crate) async fn uses(conn: &mut Conn<'_>, id: i64) -> Result<(i64, i64)> {
    let packages = conn.number(PACKAGES, params![id]).await?;
    Ok((packages, conn.number(SCALES, params![id]).await?))
}

/// Finds the details of a section in a package, or makes them: last in the package, to be answered in any order.
pub(crate) async fn find_or_make(
    tx: &mut Tx<'_>,
    package: i64,
    section: &SectionRow,
    duration: Option<i64>,
    instruction: &Text,
) -> Result<DetailRow> {
    if let Some(found) = detail_of(tx, package, section.id).await? {
        return Ok(found);
    }
    let now = tx.now();
    let duration = duration.unwrap_or(section.duration);
    let values = params![
        package,
        section.id,
        instruction.plain(),
        duration,
        Navigation::default().name(),
        now,
        instruction.markup()
    ];
    tx.execute(MAKE_DETAIL, values).await?;
    detail_of(tx, package, section.id).await?.ok_or_else(gone)
}

pub(crate) async fn detail_by_id(conn: &mut Conn<'_>, id: i64) -> Result<Option<DetailRow>> {
    conn.first(DETAIL, params![id], detail).await
}

pub(crate) async fn detail_of(conn: &mut Conn<'_>, package: i64, section: i64) -> Result<Option<DetailRow>> {
    conn.first(DETAIL_OF, params![package, section], detail).await
}

/// Stores everything of a section in a package that can change.
pub(crate) async fn update_detail(tx: &mut Tx<'_>, now: &DetailRow) -> Result<DetailRow> {
    let (at, draws) = (tx.now(), written_draws(&now.draws)?);
    let values = params![
        now.instruction.plain(),
        now.duration,
        now.ordinal,
        now.navigation.name(),
        now.shuffle,
        at,
        now.instruction.markup(),
        &draws,
        now.id
    ];
    tx.first(UPDATE_DETAIL, values, detail).await?.ok_or_else(gone)
}

pub(crate) async fn delete_detail(tx: &mut Tx<'_>, id: i64) -> Result<()> {
    tx.execute(DELETE_DETAIL, params![id]).await.map(drop)
}

/// How many questions stand in a section of a package, and how many attempts have come to it.
pub(crate) async fn detail_uses(conn: &mut Conn<'_>, id: i64) -> Result<(i64, i64)> {
    let questions = conn.number(QUESTIONS, params![id]).await?;
    Ok((questions, conn.number(ATTEMPTS, params![id]).await?))
}
