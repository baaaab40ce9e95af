//! Participants with what they reached, a page of them, and by what such a list can be filtered.

use papers::Points;
use platform::{
    Conn, Result,
    db::{Family, Row, containing},
    params,
};

use super::{SectionScoreRow, read_section};
use crate::{
    lists::{Order, Window},
    sitting::model::Status,
    sql::{
        ids::{self, ids},
        order::{Columns, order_by, orders},
        points::maybe_points,
    },
};

/// An empty text stands for any unit, rank, status and state of an appeal.
macro_rules! matching {
    () => {
        " from exam_participant p where p.event_id = $1 and (p.name_key like $2 escape '\\' or p.registered_key like $2
            escape '\\' or p.exam_registered_number like $2 escape '\\') and ($3 = '' or p.unit_title = $3)
            and ($4 = '' or p.rank_title = $4) and ($5 = '' or p.status = $5)
            and ($6 = '' or p.id in (select n.participant_id from exam_appeal_note n where n.is_last = 1 and n.state = $6))"
    };
}

/// What the list is ordered by. Who has no total that stands comes behind the lowest.
const ORDERS: &Columns = &[
    ("name", &["p.name_key"]),
    (
        "total",
        &["case when p.status in ('scored', 'published', 'terminated', 'voided') then coalesce(p.total_score, -1000000000)
            else -1000000001 end"],
    ),
    ("unit", &["coalesce(p.unit_title, '')", "p.name_key"]),
];

/// The list by each of its orders.
pub(crate) static LIST: Family<Order> = Family::new(
    "assessment::marking::results::store::listed::LIST",
    || orders(ORDERS),
    |order| {
        let columns = "select p.id, p.name, p.registered_number, p.exam_registered_number, p.rank_title, p.unit_title,
            p.status, p.total_score, p.max_score";
        let order = order_by(ORDERS, *order, "p.id");
        format!("{columns}{}{order} limit $7 offset $8", matching!())
    },
);

platform::statements! {
    COUNT = concat!("select count(*)", matching!());
    UNITS = "select unit_title, count(*) from exam_participant where event_id = $1 and unit_title is not null
        group by unit_title order by unit_title limit 1000";
    RANKS = "select rank_title, count(*) from exam_participant where event_id = $1 and rank_title is not null
        group by rank_title order by rank_title limit 1000";
    STATUSES = "select status, count(*) from exam_participant where event_id = $1 group by status order by status limit 100";
    SECTION_SCORES = concat!("select a.participant_id, s.section_detail_id, s.raw_score, s.max_score
        from exam_attempt_section s join exam_attempt a on a.id = s.attempt_id
        where a.participant_id in (", ids!("$1"), ") order by a.participant_id, a.no, s.ordinal limit 100000");
    NAMES = concat!("select id, name, exam_registered_number, event_id from exam_participant where id in (", ids!("$1"),
        ") order by id limit 100000");
}

/// A participant and what they reached.
#[derive(Debug, Clone)]
pub(crate) struct ListedRow {
    pub(crate) id: i64,
    pub(crate) name: String,
    pub(crate) registered_number: String,
    pub(crate) exam_registered_number: String,
    pub(crate) rank: Option<String>,
    pub(crate) unit: Option<String>,
    pub(crate) status: Status,
    pub(crate) total: Option<Points>,
    pub(crate) most: Option<Points>,
}

/// Which participants are wanted; an empty text stands for any.
#[derive(Debug, Clone, Default)]
pub(crate) struct Wanted<'w> {
    /// A part of the name or of a number, folded.
    pub(crate) search: &'w str,
    pub(crate) unit: &'w str,
    pub(crate) rank: &'w str,
    pub(crate) status: &'w str,
    /// How their appeal stands.
    pub(crate) appeal: &'w str,
}

fn read_listed(row: &Row<'_>) -> Result<ListedRow> {
    Ok(ListedRow {
        id: row.get(0)?,
        name: row.get(1)?,
        registered_number: row.get(2)?,
        exam_registered_number: row.get(3)?,
        rank: row.get(4)?,
        unit: row.get(5)?,
        status: Status::from_stored(row.text(6)?)?,
        total: maybe_points(row, 7)?,
        most: maybe_points(row, 8)?,
    })
}

/// A page of the participants of an event, and how many there are.
pub(crate) async fn list(
    conn: &mut Conn<'_>,
    event: i64,
    wanted: &Wanted<'_>,
    order: Order,
    window: Window,
) -> Result<(Vec<ListedRow>, i64)> {
    let pattern = containing(wanted.search);
    let mut values = params![event, &pattern, wanted.unit, wanted.rank, wanted.status, wanted.appeal].to_vec();
    let total = conn.number(COUNT, &values).await?;
    values.extend_from_slice(params![window.limit, window.offset]);
    Ok((conn.all(LIST.of(&order)?, &values, read_listed).await?, total))
}

/// A value that participants of an event have, and how many have it.
pub(crate) type Counted = (String, i64);

fn counted(row: &Row<'_>) -> Result<Counted> {
    Ok((row.get(0)?, row.get(1)?))
}

/// The units of an event's participants.
pub(crate) async fn units(conn: &mut Conn<'_>, event: i64) -> Result<Vec<Counted>> {
    conn.all(UNITS, params![event], counted).await
}

/// Their ranks.
pub(crate) async fn ranks(conn: &mut Conn<'_>, event: i64) -> Result<Vec<Counted>> {
    conn.all(RANKS, params![event], counted).await
}

/// How many of them are how far.
pub(crate) async fn statuses(conn: &mut Conn<'_>, event: i64) -> Result<Vec<(Status, i64)>> {
    let read = |row: &Row<'_>| Ok((Status::from_stored(row.text(0)?)?, row.get(1)?));
    conn.all(STATUSES, params![event], read).await
}

/// Scores of every section of some participants; a later attempt comes after an earlier one.
pub(crate) async fn section_scores<'i>(
    conn: &mut Conn<'_>,
    participants: impl IntoIterator<Item = &'i i64>,
) -> Result<Vec<SectionScoreRow>> {
    let ids = ids::list(participants);
    conn.all(SECTION_SCORES, params![&ids], read_section).await
}

/// A participant in few words.
#[derive(Debug, Clone)]
pub(crate) struct NamedRow {
    pub(crate) id: i64,
    pub(crate) name: String,
    pub(crate) exam_registered_number: String,
    pub(crate) event_id: i64,
}

/// What some participants are called.
pub(crate) async fn names<'i>(
    conn: &mut Conn<'_>,
    participants: impl IntoIterator<Item = &'i i64>,
) -> Result<Vec<NamedRow>> {
    let read = |row: &Row<'_>| {
        Ok(NamedRow {
            id: row.get(0)?,
            name: row.get(1)?,
            exam_registered_number: row.get(2)?,
            event_id: row.get(3)?,
        })
    };
    let ids = ids::list(participants);
    conn.all(NAMES, params![&ids], read).await
}
