//! Rows of `exam_participant`.

use std::collections::{BTreeSet, HashSet};

use papers::Points;
use platform::{
    Conn, Error, Result, Timestamp, Tx,
    db::{self, Family, Row, Value, containing},
    listed, params,
};

use crate::{
    lists::{Order, Window},
    people::model::TimeFactor,
    sitting::model::ParticipantContent,
    sitting::model::Status,
    sql::{
        ids::{self, ids},
        many::{self, rows},
        order::{Columns, order_by, orders_of_parts},
        points::maybe_points,
    },
};

macro_rules! columns {
    () => {
        "select p.id, p.event_id, p.user_id, p.name, p.registered_number, p.rank_title, p.unit_title, p.position_title,
            p.exam_registered_number, p.source, p.status, p.time_factor, p.extra_seconds, p.total_score, p.max_score,
            p.version, p.created_at, p.updated_at, e.title, e.slug, e.date, e.start_time, e.end_time, e.time_zone
            from exam_participant p join exam_event e on e.id = p.event_id"
    };
}

/// The list of all, and of an event's.
macro_rules! matching {
    (all) => {
        " where (p.name_key like $1 escape '\\' or p.registered_key like $1 escape '\\' or p.exam_registered_number like $1
            escape '\\')"
    };
    (event) => {
        concat!(matching!(all), " and p.event_id = $2")
    };
}

/// What lists are ordered by.
const ORDERS: &Columns = &[
    ("id", &[]),
    ("name", &["p.name_key"]),
    ("eventId", &["p.event_id"]),
    ("registeredNumber", &["p.registered_key"]),
    ("userId", &["coalesce(p.user_id, 0)"]),
    ("examRegisteredNumber", &["p.exam_registered_number"]),
    ("rank", &["coalesce(p.rank_title, '')"]),
    ("unit", &["coalesce(p.unit_title, '')"]),
    ("position", &["coalesce(p.position_title, '')"]),
    ("status", &["p.status"]),
    ("source", &["p.source"]),
    ("timeFactor", &["p.time_factor"]),
    ("extraSeconds", &["p.extra_seconds"]),
    ("totalScore", &["coalesce(p.total_score, -1)"]),
    ("maxScore", &["coalesce(p.max_score, -1)"]),
    ("createdAt", &["p.created_at"]),
    ("updatedAt", &["p.updated_at"]),
];

/// The list of everybody, and of an event's, by each of their orders.
pub(crate) static LIST: Family<(bool, Order)> = Family::new(
    "assessment::sitting::participant::store::LIST",
    || orders_of_parts(ORDERS),
    |(of_event, order)| {
        let (everybody, of_one) = (
            concat!(columns!(), matching!(all)),
            concat!(columns!(), matching!(event)),
        );
        let (select, page) = if *of_event {
            (of_one, "limit $3 offset $4")
        } else {
            (everybody, "limit $2 offset $3")
        };
        format!("{select}{} {page}", order_by(ORDERS, *order, "p.id"))
    },
);

/// Name and number are the user's, as they are now.
pub(crate) static INSERT_MANY: Family<()> = Family::new(
    "assessment::sitting::participant::store::INSERT_MANY",
    || vec![()],
    |()| {
        let rows = rows(&[
            "bigint", "bigint", "text", "text", "text", "text", "text", "bigint", "bigint",
        ]);
        format!(
            "insert into exam_participant (event_id, user_id, name, name_key, registered_number, registered_key, rank_title,
            unit_title, position_title, exam_registered_number, source, status, time_factor, extra_seconds, total_score,
            max_score, version, created_at, updated_at) select v.column1, u.id, u.name, u.name_key, u.registered_number,
            u.registered_key, v.column3, v.column4, v.column5, v.column6, v.column7, 'registered', u.time_factor, v.column8,
            null, null, 1, v.column9, v.column9 from {rows} join exam_user u on u.id = v.column2 order by v.column6
            returning id"
        )
    },
);

platform::statements! {
    BY_ID = concat!(columns!(), " where p.id = $1");
    COUNT = concat!("select count(*) from exam_participant p", matching!(all));
    COUNT_OF_EVENT = concat!("select count(*) from exam_participant p", matching!(event));
    OF_USERS = concat!(columns!(), " where p.user_id in (", ids!("$1"), ") order by p.id limit 10000");
    OF_EVENTS = concat!(columns!(), " where p.event_id in (", ids!("$1"), ") order by p.id limit 20000");
    PLACES_OF_USERS = concat!("select event_id, user_id from exam_participant where user_id in (", ids!("$1"),
        ") order by id limit 10000000");
    PLACES_OF_NUMBERS = concat!("select event_id, registered_key from exam_participant where registered_key in (select value from ",
        listed!("$1"), ") order by id limit 10000000");
    TAKEN_NUMBERS = concat!("select exam_registered_number from exam_participant where exam_registered_number in (
        select value from ", listed!("$1"), ") order by id limit 10000000");
    SHARED_EVENT = "select 1 from exam_participant a join exam_participant b on b.event_id = a.event_id
        where a.user_id = $1 and b.user_id = $2 limit 1";
    HAND_OVER = "update exam_participant set user_id = $1, version = version + 1, updated_at = $2 where user_id = $3";
    COUNT_OF_USER = "select count(*) from exam_participant where user_id = $1";
    UPDATE = "update exam_participant set name = $1, name_key = $2, registered_number = $3, registered_key = $4,
        rank_title = $5, unit_title = $6, position_title = $7, time_factor = $8, version = version + 1, updated_at = $9
        where id = $10";
    /// Only from the state that was seen: of two supervisors one wins.
    INTERVENE = "update exam_participant set status = $1, extra_seconds = extra_seconds + $2, version = version + 1,
        updated_at = $3 where id = $4 and status = $5";
    DELETE = "delete from exam_participant where id = $1";
    USES = "select (select count(*) from exam_response where participant_id = p.id),
        (select count(*) from exam_attempt where participant_id = p.id),
        (select count(*) from exam_video where participant_id = p.id) from exam_participant p where p.id = $1";
    SECTIONS = "select a.participant_id, s.id, s.title, x.raw_score, x.max_score from exam_attempt a
        join exam_attempt_section x on x.attempt_id = a.id join exam_section_detail d on d.id = x.section_detail_id
        join exam_section s on s.id = d.section_id join exam_participant p on p.id = a.participant_id
        where (p.id = $1 or p.user_id = $2) and a.no = (select max(b.no) from exam_attempt b where b.participant_id = p.id)
        order by a.participant_id, x.ordinal, s.id limit 10000";
}

/// A participant as stored, with what the event is called.
#[derive(Debug, Clone)]
pub(crate) struct ParticipantRow {
    pub(crate) id: i64,
    pub(crate) event_id: i64,
    pub(crate) user_id: Option<i64>,
    pub(crate) content: ParticipantContent,
    pub(crate) exam_registered_number: String,
    pub(crate) source: String,
    pub(crate) status: Status,
    pub(crate) extra_seconds: i64,
    pub(crate) total_score: Option<Points>,
    pub(crate) max_score: Option<Points>,
    pub(crate) version: i64,
    pub(crate) created_at: Timestamp,
    pub(crate) updated_at: Timestamp,
    pub(crate) event: EventBrief,
}

/// An event in few words.
#[derive(Debug, Clone, serde::Serialize, serde::Deserialize, schemars::JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct EventBrief {
    pub id: i64,
    pub title: String,
    /// What addresses call it.
    pub slug: String,
    /// Its day.
    pub date: String,
    /// When it begins on that day.
    pub start_time: String,
    /// When it ends.
    pub end_time: String,
    /// On whose clocks.
    pub time_zone: String,
}

/// Somebody who shall take part.
#[derive(Debug, Clone)]
pub(crate) struct NewParticipant {
    pub(crate) event_id: i64,
    pub(crate) user_id: i64,
    pub(crate) rank: Option<String>,
    pub(crate) unit: Option<String>,
    pub(crate) position: Option<String>,
    pub(crate) exam_registered_number: String,
    pub(crate) source: &'static str,
}

/// What a participant has in one section, in points.
#[derive(Debug, Clone, serde::Serialize, serde::Deserialize, schemars::JsonSchema)]
#[serde(rename_all = "camelCase")]
#[schemars(rename = "ParticipantSectionScore")]
pub struct SectionScore {
    /// The section's id.
    pub section_id: i64,
    pub section_title: String,
    /// What was reached; null as long as something waits for a rater.
    pub score: Option<Points>,
    /// What could be reached.
    pub max_score: Option<Points>,
}

fn read_participant(row: &Row<'_>) -> Result<ParticipantRow> {
    let event_id = row.get(1)?;
    Ok(ParticipantRow {
        id: row.get(0)?,
        event_id,
        user_id: row.get(2)?,
        content: ParticipantContent {
            name: row.get(3)?,
            registered_number: row.get(4)?,
            rank: row.get(5)?,
            unit: row.get(6)?,
            position: row.get(7)?,
            time_factor: TimeFactor(row.get(11)?),
        },
        exam_registered_number: row.get(8)?,
        source: row.get(9)?,
        status: Status::from_stored(row.text(10)?)?,
        extra_seconds: row.get(12)?,
        total_score: maybe_points(row, 13)?,
        max_score: maybe_points(row, 14)?,
        version: row.get(15)?,
        created_at: row.get(16)?,
        updated_at: row.get(17)?,
        event: EventBrief {
            id: event_id,
            title: row.get(18)?,
            slug: row.get(19)?,
            date: row.get(20)?,
            start_time: row.get(21)?,
            end_time: row.get(22)?,
            time_zone: row.get(23)?,
        },
    })
}

/// Stores many, in no particular order; answers their ids.
pub(crate) async fn insert_many(tx: &mut Tx<'_>, new: &[NewParticipant]) -> Result<Vec<i64>> {
    let now = Value::from(tx.now());
    let rows: Vec<_> = new
        .iter()
        .map(|new| {
            [
                Value::from(new.event_id),
                Value::from(new.user_id),
                Value::from(new.rank.as_deref()),
                Value::from(new.unit.as_deref()),
                Value::from(new.position.as_deref()),
                Value::from(&new.exam_registered_number),
                Value::from(new.source),
                Value::from(0_i64),
                now,
            ]
        })
        .collect();
    let made = many::insert(tx, INSERT_MANY.of(&())?, &rows, |row| row.get(0)).await?;
    if made.len() == new.len() {
        Ok(made)
    } else {
        Err(Error::internal("participants were stored and are not there"))
    }
}

pub(crate) async fn by_id(conn: &mut Conn<'_>, id: i64) -> Result<Option<ParticipantRow>> {
    conn.first(BY_ID, params![id], read_participant).await
}

/// A page of them (of one event's, if one is named), and how many there are.
pub(crate) async fn list(
    conn: &mut Conn<'_>,
    event: Option<i64>,
    search: Option<&str>,
    order: Order,
    window: Window,
) -> Result<(Vec<ParticipantRow>, i64)> {
    let pattern = containing(search.unwrap_or_default());
    let (count, mut values) = match &event {
        Some(event) => (COUNT_OF_EVENT, params![&pattern, *event].to_vec()),
        None => (COUNT, params![&pattern].to_vec()),
    };
    let total = conn.number(count, &values).await?;
    values.extend_from_slice(params![window.limit, window.offset]);
    let rows = conn
        .all(LIST.of(&(event.is_some(), order))?, &values, read_participant)
        .await?;
    Ok((rows, total))
}

/// The participations of some users.
pub(crate) async fn of_users(conn: &mut Conn<'_>, users: &BTreeSet<i64>) -> Result<Vec<ParticipantRow>> {
    conn.all(OF_USERS, params![&ids::list(users)], read_participant).await
}

/// The participants of some events.
pub(crate) async fn of_events(conn: &mut Conn<'_>, events: &BTreeSet<i64>) -> Result<Vec<ParticipantRow>> {
    conn.all(OF_EVENTS, params![&ids::list(events)], read_participant).await
}

/// Which of these users take part in what: event and user.
pub(crate) async fn places_of_users(conn: &mut Conn<'_>, users: &[i64]) -> Result<HashSet<(i64, i64)>> {
    let read = |row: &Row<'_>| Ok((row.get(0)?, row.get(1)?));
    let found = conn.all(PLACES_OF_USERS, params![&ids::list(users)], read).await?;
    Ok(found.into_iter().collect())
}

/// Which of these numbers take part in what: event and the number's key.
pub(crate) async fn places_of_numbers(conn: &mut Conn<'_>, keys: &[&str]) -> Result<HashSet<(i64, String)>> {
    let read = |row: &Row<'_>| Ok((row.get(0)?, row.get(1)?));
    let found = conn.all(PLACES_OF_NUMBERS, params![&db::list(keys)], read).await?;
    Ok(found.into_iter().collect())
}

/// Which of these exam numbers somebody has.
pub(crate) async fn taken_numbers(conn: &mut Conn<'_>, numbers: &[String]) -> Result<HashSet<String>> {
    let found = conn
        .all(TAKEN_NUMBERS, params![&db::list(numbers)], |row| row.get(0))
        .await?;
    Ok(found.into_iter().collect())
}

/// In how many events somebody takes part.
/// Whether two users take part in one event.
pub(crate) async fn shares_event(conn: &mut Conn<'_>, one: i64, other: i64) -> Result<bool> {
    let found = conn.first(SHARED_EVENT, params![one, other], |_| Ok(())).await?;
    Ok(found.is_some())
}

/// Gives what a user takes part in to another one; answers how much that is.
pub(crate) async fn hand_over(tx: &mut Tx<'_>, user: i64, into: i64) -> Result<u64> {
    let now = tx.now();
    tx.execute(HAND_OVER, params![into, now, user]).await
}

pub(crate) async fn count_of_user(conn: &mut Conn<'_>, user: i64) -> Result<i64> {
    conn.number(COUNT_OF_USER, params![user]).await
}

pub(crate) async fn update(tx: &mut Tx<'_>, id: i64, keys: (&str, &str), new: &ParticipantContent) -> Result<()> {
    let ((name_key, number_key), now) = (keys, tx.now());
    let values = params![
        &new.name,
        name_key,
        &new.registered_number,
        number_key,
        new.rank.as_deref(),
        new.unit.as_deref(),
        new.position.as_deref(),
        new.time_factor.0,
        now,
        id
    ];
    tx.execute(UPDATE, values).await.map(drop)
}

/// Moves somebody from the status that was seen to another, with so many more seconds. `false`: it is another one by now.
pub(crate) async fn intervene(tx: &mut Tx<'_>, id: i64, from: Status, to: Status, seconds: i64) -> Result<bool> {
    let now = tx.now();
    let values = params![to.name(), seconds, now, id, from.name()];
    Ok(tx.execute(INTERVENE, values).await? == 1)
}

pub(crate) async fn delete(tx: &mut Tx<'_>, id: i64) -> Result<()> {
    tx.execute(DELETE, params![id]).await.map(drop)
}

/// How many responses, attempts and videos somebody has.
pub(crate) async fn uses(conn: &mut Conn<'_>, id: i64) -> Result<[i64; 3]> {
    let read = |row: &Row<'_>| Ok([row.get(0)?, row.get(1)?, row.get(2)?]);
    Ok(conn.first(USES, params![id], read).await?.unwrap_or_default())
}

/// The scores per section of a participant, or of all participations of a user; each with whose they are.
pub(crate) async fn sections(
    conn: &mut Conn<'_>,
    participant: Option<i64>,
    user: Option<i64>,
) -> Result<Vec<(i64, SectionScore)>> {
    let read = |row: &Row<'_>| {
        let score = SectionScore {
            section_id: row.get(1)?,
            section_title: row.get(2)?,
            score: maybe_points(row, 3)?,
            max_score: maybe_points(row, 4)?,
        };
        Ok((row.get(0)?, score))
    };
    conn.all(SECTIONS, params![participant, user], read).await
}
