//! Rows of `exam_package`, and of `exam_package_version`, which are never changed.

use std::collections::{BTreeMap, BTreeSet};

use platform::{
    Conn, Error, Result, Timestamp, Tx,
    db::{Family, Row},
    params,
    text::fold,
};

use crate::{
    bank::model::Status,
    lists::Order,
    sql::{
        ids::{self, ids},
        order::{Columns, order_by, orders},
    },
};

macro_rules! columns {
    () => {
        "id, title, status, version, created_at, updated_at"
    };
}
/// What a list is ordered by.
const ORDERS: &Columns = &[
    ("id", &[]),
    ("title", &["title_key"]),
    ("status", &["status"]),
    ("createdAt", &["created_at"]),
    ("updatedAt", &["updated_at"]),
];

/// The list by each of its orders.
pub(crate) static LIST: Family<Order> = Family::new(
    "assessment::bank::package::store::LIST",
    || orders(ORDERS),
    |order| {
        let select = concat!(
            "select ",
            columns!(),
            " from exam_package where title_key like $1 escape '\\'"
        );
        format!("{select}{} limit $2 offset $3", order_by(ORDERS, *order, "id"))
    },
);

platform::statements! {
    INSERT = concat!("insert into exam_package (title, title_key, status, version, created_at, updated_at)
        values ($1, $2, 'draft', 1, $3, $3) returning ", columns!());
    BY_ID = concat!("select ", columns!(), " from exam_package where id = $1");
    ID_OF_TITLE = "select id from exam_package where title_key = $1";
    COUNT = "select count(*) from exam_package where title_key like $1 escape '\\'";
    UPDATE = concat!("update exam_package set title = $1, title_key = $2, status = $3, version = version + 1,
        updated_at = $4 where id = $5 returning ", columns!());
    EVENTS = "select count(*) from exam_event where package_id = $1
        or package_version_id in (select id from exam_package_version where package_id = $1)";
    PARTICIPANTS = "select count(*) from exam_participant p join exam_event e on e.id = p.event_id where e.package_id = $1";
    RESPONSES = "select count(*) from exam_response where package_id = $1";
    ATTEMPTS = "select count(*) from exam_attempt where package_version_id in
        (select id from exam_package_version where package_id = $1) or id in (select a.attempt_id
        from exam_attempt_section a join exam_section_detail d on d.id = a.section_detail_id where d.package_id = $1)";
    SECTIONS = concat!("select d.package_id, s.id, s.title, d.id, d.duration, d.ordinal from exam_section_detail d
        join exam_section s on s.id = d.section_id where d.package_id in (", ids!("$1"), ")
        order by d.package_id, d.ordinal, d.id limit 100000");
    QUESTIONS = concat!("select package_id, count(*) from exam_question where package_id in (", ids!("$1"), ")
        group by package_id order by package_id limit 100000");
    /// Whole, as the paper that it belongs to.
    REFERENCES = "select id, section_detail_id, audio_id from exam_question where package_id = $1 order by id";
    DELETE_REGRADES = "delete from exam_regrade where package_id = $1";
    DELETE_QUESTIONS = "delete from exam_question where package_id = $1";
    DELETE_DETAILS = "delete from exam_section_detail where package_id = $1";
    DELETE_PASSAGES = "delete from exam_passage where package_id = $1";
    DELETE_VERSIONS = "delete from exam_package_version where package_id = $1";
    DELETE = "delete from exam_package where id = $1";
    LATEST = "select id, no, sha256, frozen_by, frozen_at from exam_package_version where package_id = $1
        order by no desc limit 1";
    FREEZE = "insert into exam_package_version (package_id, no, paper, keys, sha256, frozen_by, frozen_at)
        values ($1, $2, $3, $4, $5, $6, $7) returning id, no, sha256, frozen_by, frozen_at";
    VERSIONS = "select id, no, sha256, frozen_by, frozen_at from exam_package_version where package_id = $1
        order by no desc limit $2 offset $3";
    COUNT_VERSIONS = "select count(*) from exam_package_version where package_id = $1";
    VERSION = "select id, no, sha256, frozen_by, frozen_at, paper from exam_package_version
        where package_id = $1 and no = $2";
}

/// A package as stored.
#[derive(Debug, Clone)]
pub(crate) struct PackageRow {
    pub(crate) id: i64,
    pub(crate) title: String,
    pub(crate) status: Status,
    pub(crate) version: i64,
    pub(crate) created_at: Timestamp,
    pub(crate) updated_at: Timestamp,
}

/// A frozen version, without what it holds.
#[derive(Debug, Clone)]
pub(crate) struct VersionRow {
    pub(crate) id: i64,
    pub(crate) no: i64,
    pub(crate) sha256: String,
    pub(crate) frozen_by: Option<i64>,
    pub(crate) frozen_at: Timestamp,
}

/// What a question of a package refers to.
#[derive(Debug, Clone, Copy)]
pub(crate) struct References {
    pub(crate) section_detail: i64,
    pub(crate) audio: Option<i64>,
}

/// What refers to a package from outside of the bank.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Uses {
    pub(crate) events: i64,
    pub(crate) participants: i64,
    pub(crate) attempts: i64,
    pub(crate) responses: i64,
}

/// A section of a package, in short.
#[derive(Debug, Clone)]
pub(crate) struct SectionPart {
    pub(crate) id: i64,
    pub(crate) title: String,
    pub(crate) detail_id: i64,
    pub(crate) duration: i64,
    pub(crate) ordinal: i64,
}

pub(crate) fn read_package(row: &Row<'_>) -> Result<PackageRow> {
    let unknown = || Error::internal("a stored status of a package is unknown");
    Ok(PackageRow {
        id: row.get(0)?,
        title: row.get(1)?,
        status: Status::from_name(row.text(2)?).ok_or_else(unknown)?,
        version: row.get(3)?,
        created_at: row.get(4)?,
        updated_at: row.get(5)?,
    })
}

fn version(row: &Row<'_>) -> Result<VersionRow> {
    Ok(VersionRow {
        id: row.get(0)?,
        no: row.get(1)?,
        sha256: row.get(2)?,
        frozen_by: row.get(3)?,
        frozen_at: row.get(4)?,
    })
}

fn gone() -> Error {
    Error::internal("a package was stored and is not there")
}

pub(crate) async fn insert(tx: &mut Tx<'_>, title: &str) -> Result<PackageRow> {
    let (key, now) = (fold(title), tx.now());
    tx.first(INSERT, params![title, &key, now], read_package)
        .await?
        .ok_or_else(gone)
}

pub(crate) async fn by_id(conn: &mut Conn<'_>, id: i64) -> Result<Option<PackageRow>> {
    conn.first(BY_ID, params![id], read_package).await
}

/// Which package has a title, without case.
pub(crate) async fn id_of_title(conn: &mut Conn<'_>, title: &str) -> Result<Option<i64>> {
    conn.first(ID_OF_TITLE, params![&fold(title)], |row| row.get(0)).await
}

/// A page of those whose titles match a pattern, ordered by a column of the API, and how many there are.
pub(crate) async fn list(
    conn: &mut Conn<'_>,
    pattern: &str,
    order: Order,
    (limit, offset): (i64, i64),
) -> Result<(Vec<PackageRow>, i64)> {
    let total = conn.number(COUNT, params![pattern]).await?;
    let rows = conn
        .all(LIST.of(&order)?, params![pattern, limit, offset], read_package)
        .await?;
    Ok((rows, total))
}

pub(crate) async fn update(tx: &mut Tx<'_>, id: i64, title: &str, status: Status) -> Result<PackageRow> {
    let (key, now) = (fold(title), tx.now());
    let values = params![title, &key, status.name(), now, id];
    tx.first(UPDATE, values, read_package).await?.ok_or_else(gone)
}

pub(crate) async fn uses(conn: &mut Conn<'_>, id: i64) -> Result<Uses> {
    Ok(Uses {
        events: conn.number(EVENTS, params![id]).await?,
        participants: conn.number(PARTICIPANTS, params![id]).await?,
        attempts: conn.number(ATTEMPTS, params![id]).await?,
        responses: conn.number(RESPONSES, params![id]).await?,
    })
}

/// What the questions of a package refer to, by their ids.
pub(crate) async fn references(conn: &mut Conn<'_>, package: i64) -> Result<BTreeMap<i64, References>> {
    let read = |row: &Row<'_>| {
        let (section_detail, audio) = (row.get(1)?, row.get(2)?);
        Ok((row.get(0)?, References { section_detail, audio }))
    };
    let rows = conn.all(REFERENCES, params![package], read).await?;
    Ok(rows.into_iter().collect())
}

/// The sections of packages, in order.
pub(crate) async fn sections(conn: &mut Conn<'_>, ids: &BTreeSet<i64>) -> Result<Vec<(i64, SectionPart)>> {
    let read = |row: &Row<'_>| {
        let part = SectionPart {
            id: row.get(1)?,
            title: row.get(2)?,
            detail_id: row.get(3)?,
            duration: row.get(4)?,
            ordinal: row.get(5)?,
        };
        Ok((row.get(0)?, part))
    };
    conn.all(SECTIONS, params![&ids::list(ids)], read).await
}

/// How many questions packages have; one that has none is not named.
pub(crate) async fn questions(conn: &mut Conn<'_>, ids: &BTreeSet<i64>) -> Result<BTreeMap<i64, i64>> {
    let read = |row: &Row<'_>| Ok((row.get(0)?, row.get(1)?));
    let counts = conn.all(QUESTIONS, params![&ids::list(ids)], read).await?;
    Ok(counts.into_iter().collect())
}

/// Deletes a package to which nothing refers, with all that it consists of.
pub(crate) async fn delete(tx: &mut Tx<'_>, id: i64) -> Result<()> {
    for part in [
        DELETE_QUESTIONS,
        DELETE_DETAILS,
        DELETE_PASSAGES,
        DELETE_VERSIONS,
        DELETE_REGRADES,
        DELETE,
    ] {
        tx.execute(part, params![id]).await?;
    }
    Ok(())
}

/// The version that was frozen last.
pub(crate) async fn latest(conn: &mut Conn<'_>, package: i64) -> Result<Option<VersionRow>> {
    conn.first(LATEST, params![package], version).await
}

/// Freezes a version.
pub(crate) async fn freeze(
    tx: &mut Tx<'_>,
    (package, no): (i64, i64),
    (paper, keys, sha256): (&str, &str, &str),
    by: i64,
) -> Result<VersionRow> {
    let now = tx.now();
    let values = params![package, no, paper, keys, sha256, by, now];
    tx.first(FREEZE, values, version).await?.ok_or_else(gone)
}

/// A page of the versions of a package, newest first, and how many there are.
pub(crate) async fn versions(
    conn: &mut Conn<'_>,
    package: i64,
    (limit, offset): (i64, i64),
) -> Result<(Vec<VersionRow>, i64)> {
    let total = conn.number(COUNT_VERSIONS, params![package]).await?;
    let rows = conn.all(VERSIONS, params![package, limit, offset], version).await?;
    Ok((rows, total))
}

/// A version and its paper, which has no keys, as JSON.
pub(crate) async fn version_of(conn: &mut Conn<'_>, package: i64, no: i64) -> Result<Option<(VersionRow, String)>> {
    let read = |row: &Row<'_>| Ok((version(row)?, row.get(5)?));
    conn.first(VERSION, params![package, no], read).await
}
