//! Rows of `exam_event`.

use std::collections::{BTreeSet, HashMap};

use platform::{
    Conn, Error, Result, Timestamp, Tx,
    db::{Family, Row, containing},
    params,
    text::fold,
};

use crate::{
    lists::{Order, Window},
    sitting::model::{EventContent, Moments, ReleaseMode, ResultPolicy},
    sql::{
        ids::{self, ids},
        order::{Columns, order_by, orders},
    },
};

macro_rules! columns {
    () => {
        "select e.id, e.package_id, e.package_version_id, e.title, e.slug, e.description, e.date, e.start_time, e.end_time,
            e.time_zone, e.starts_at, e.ends_at, e.day_starts_at, e.day_ends_at, e.prodik_id, e.entry_code_hash,
            e.late_entry_seconds, e.grace_seconds, e.offline_grace_seconds, e.record_video, e.scoring_policy, e.version,
            e.created_at, e.updated_at, k.title, k.status, v.no, e.record_screen, e.safe_exam_browser,
            e.result_policy, e.release_mode, e.released_at, e.rehearsal_of
            from exam_event e join exam_package k on k.id = e.package_id
            left join exam_package_version v on v.id = e.package_version_id"
    };
}

/// By what the title has; if `$2` is given, only sittings of the day at that moment (on their own clocks) and those that
/// run or in which somebody sits still.
macro_rules! matching {
    () => {
        " where e.title_key like $1 escape '\\' and (cast($2 as bigint) is null
            or (e.day_starts_at <= $2 and $2 < e.day_ends_at) or (e.starts_at <= $2 and $2 < e.ends_at)
            or exists (select 1 from exam_participant s where s.event_id = e.id and s.status in ('in_section', 'suspended')))"
    };
}

/// What the list is ordered by.
const ORDERS: &Columns = &[
    ("id", &[]),
    ("packageId", &["e.package_id"]),
    ("title", &["e.title_key"]),
    ("date", &["e.date"]),
    ("startTime", &["e.start_time"]),
    ("endTime", &["e.end_time"]),
    ("timeZone", &["e.time_zone"]),
    ("startsAt", &["e.starts_at"]),
    ("endsAt", &["e.ends_at"]),
    ("slug", &["e.slug"]),
    ("prodikId", &["coalesce(e.prodik_id, '')"]),
    ("createdAt", &["e.created_at"]),
];

/// The list by each of its orders.
pub(crate) static LIST: Family<Order> = Family::new(
    "assessment::sitting::event::store::LIST",
    || orders(ORDERS),
    |order| {
        let select = concat!(columns!(), matching!());
        format!("{select}{} limit $3 offset $4", order_by(ORDERS, *order, "e.id"))
    },
);

platform::statements! {
    INSERT = "insert into exam_event (package_id, package_version_id, title, title_key, slug, description, date, start_time,
        end_time, time_zone, starts_at, ends_at, day_starts_at, day_ends_at, prodik_id, entry_code_hash, late_entry_seconds,
        grace_seconds, offline_grace_seconds, record_video, scoring_policy, version, created_at, updated_at,
        record_screen, safe_exam_browser, result_policy, release_mode)
        values ($1, (select v.id from exam_package_version v where v.package_id = $1 order by v.no desc limit 1), $2, $3, $4,
        $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, 1, $21, $21, $22, $23, $24, $25) returning id";
    BY_ID = concat!(columns!(), " where e.id = $1");
    OF_DAYS = concat!(columns!(), " where e.date >= $1 and e.date <= $2 order by e.date, e.starts_at, e.id limit 1000");
    COUNT = concat!("select count(*) from exam_event e", matching!());
    COUNTS = concat!("select e.id, (select count(*) from exam_participant s where s.event_id = e.id),
        (select count(*) from exam_participant s where s.event_id = e.id and s.status in ('ready', 'in_section', 'suspended')),
        (select count(distinct r.participant_id) from exam_video r where r.event_id = e.id and r.status = 'recording'),
        (select count(*) from exam_participant s where s.event_id = e.id
            and exists (select 1 from exam_flag f where f.participant_id = s.id))
        from exam_event e where e.id in (", ids!("$1"), ") order by e.id limit 100000");
    UPDATE = "update exam_event set package_id = $1, package_version_id = $2, title = $3, title_key = $4, description = $5,
        date = $6, start_time = $7, end_time = $8, time_zone = $9, starts_at = $10, ends_at = $11, day_starts_at = $12,
        day_ends_at = $13, prodik_id = $14, entry_code_hash = $15, late_entry_seconds = $16, grace_seconds = $17,
        offline_grace_seconds = $18, record_video = $19, scoring_policy = $20, version = version + 1, updated_at = $21,
        record_screen = $22, safe_exam_browser = $23, result_policy = $24, release_mode = $25 where id = $26";
    /// Participants whose scores all stand see them from now on, or do not see them any more.
    PUBLISH = "update exam_participant set status = 'published', version = version + 1, updated_at = $1
        where event_id = $2 and status = 'scored'";
    WITHDRAW = "update exam_participant set status = 'scored', version = version + 1, updated_at = $1
        where event_id = $2 and status = 'published'";
    DELETE = "delete from exam_event where id = $1";
    /// Of one that begins with a slug: those that can be in the way.
    SLUGS = "select slug from exam_event where slug = $1 or slug like $2 escape '\\' order by id limit 10000";
    CHOICES = "select id, title from exam_event order by starts_at desc, id desc limit $1";
    ENDS = concat!("select id, ends_at, date from exam_event where id in (", ids!("$1"), ") order by id limit 100000");
    PACKAGE = "select id from exam_package where id = $1";
    LATEST = "select id from exam_package_version where package_id = $1 order by no desc limit 1";
    /// Somebody has come, so it has begun in earnest.
    CAME = "select count(*) from exam_participant where event_id = $1 and status not in ('registered', 'absent')";
    /// Participants with whom no unit is noted.
    UNITLESS = "select count(*) from exam_participant where event_id = $1 and unit_title is null";
    REPIN = "update exam_event set package_version_id = $1, version = version + 1, updated_at = $2
        where package_id = $3 and (starts_at > $4 or package_version_id is null)
        and (package_version_id is null or package_version_id <> $5)";
}

/// An event as stored.
#[derive(Debug, Clone)]
pub(crate) struct EventRow {
    pub(crate) id: i64,
    pub(crate) package_version_id: Option<i64>,
    pub(crate) slug: String,
    pub(crate) content: EventContent,
    pub(crate) version: i64,
    pub(crate) created_at: Timestamp,
    pub(crate) updated_at: Timestamp,
    pub(crate) package_title: String,
    pub(crate) package_status: String,
    /// The number of the version that it is held with.
    pub(crate) package_version: Option<i64>,
    /// Since when participants see their results.
    pub(crate) released_at: Option<Timestamp>,
    /// Which sitting it rehearses; 0 in earnest.
    pub(crate) rehearsal_of: i64,
}

/// How many of an event's participants do what.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, serde::Serialize, serde::Deserialize, schemars::JsonSchema)]
#[schemars(rename = "Counts")]
pub struct EventCounts {
    /// All of them.
    pub participants: i64,
    /// Those who have checked in and are not done.
    pub present: i64,
    /// Those who are being recorded.
    pub recording: i64,
    /// Those with whom something looked odd.
    pub flagged: i64,
}

fn read_event(row: &Row<'_>) -> Result<EventRow> {
    Ok(EventRow {
        id: row.get(0)?,
        package_version_id: row.get(2)?,
        slug: row.get(4)?,
        content: content(row)?,
        version: row.get(21)?,
        created_at: row.get(22)?,
        updated_at: row.get(23)?,
        package_title: row.get(24)?,
        package_status: row.get(25)?,
        package_version: row.get(26)?,
        released_at: row.get(31)?,
        rehearsal_of: row.get(32)?,
    })
}

fn content(row: &Row<'_>) -> Result<EventContent> {
    Ok(EventContent {
        package_id: row.get(1)?,
        title: row.get(3)?,
        description: row.get(5)?,
        date: row.get(6)?,
        start_time: row.get(7)?,
        end_time: row.get(8)?,
        time_zone: row.get(9)?,
        moments: Moments {
            starts: row.get(10)?,
            ends: row.get(11)?,
            day_starts: row.get(12)?,
            day_ends: row.get(13)?,
        },
        prodik_id: row.get(14)?,
        entry_code_hash: row.get(15)?,
        late_entry_seconds: row.get(16)?,
        grace_seconds: row.get(17)?,
        offline_grace_seconds: row.get(18)?,
        record_video: row.get(19)?,
        record_screen: row.get(27)?,
        safe_exam_browser: row.get(28)?,
        scoring_policy: row.get(20)?,
        result_policy: read_result_policy(row, 29)?,
        release: ReleaseMode::from_stored(row.text(30)?)?,
    })
}

/// What participants are shown, of a column; one without it is as usual.
pub(crate) fn read_result_policy(row: &Row<'_>, at: usize) -> Result<ResultPolicy> {
    match row.maybe_text(at)? {
        Some(json) => serde_json::from_str(json).map_err(Error::internal),
        None => Ok(ResultPolicy::default()),
    }
}

/// Lets participants whose scores all stand see them, or not any more; answers how many.
pub(crate) async fn show_results(tx: &mut Tx<'_>, event: i64, is_shown: bool) -> Result<u64> {
    let now = tx.now();
    let sql = if is_shown { PUBLISH } else { WITHDRAW };
    tx.execute(sql, params![now, event]).await
}

/// Stores an event, held with the version of its package that was published last.
pub(crate) async fn insert(tx: &mut Tx<'_>, slug: &str, new: &EventContent) -> Result<i64> {
    let (key, now) = (fold(&new.title), tx.now());
    let policy = serde_json::to_string(&new.result_policy).map_err(Error::internal)?;
    let values = params![
        new.package_id,
        &new.title,
        &key,
        slug,
        &new.description,
        &new.date,
        &new.start_time,
        &new.end_time,
        &new.time_zone,
        new.moments.starts,
        new.moments.ends,
        new.moments.day_starts,
        new.moments.day_ends,
        new.prodik_id.as_deref(),
        new.entry_code_hash.as_deref(),
        new.late_entry_seconds,
        new.grace_seconds,
        new.offline_grace_seconds,
        new.record_video,
        &new.scoring_policy,
        now,
        new.record_screen,
        new.safe_exam_browser,
        &policy,
        new.release.name()
    ];
    let id = tx.first(INSERT, values, |row| row.get(0)).await?;
    id.ok_or_else(|| Error::internal("an event was stored and is not there"))
}

pub(crate) async fn by_id(conn: &mut Conn<'_>, id: i64) -> Result<Option<EventRow>> {
    conn.first(BY_ID, params![id], read_event).await
}

/// A page of them, and how many there are. `on`: only those of the day at that moment, and those that run.
pub(crate) async fn list(
    conn: &mut Conn<'_>,
    search: Option<&str>,
    on: Option<Timestamp>,
    order: Order,
    window: Window,
) -> Result<(Vec<EventRow>, i64)> {
    let pattern = containing(search.unwrap_or_default());
    let total = conn.number(COUNT, params![&pattern, on]).await?;
    let page = params![&pattern, on, window.limit, window.offset];
    let rows = conn.all(LIST.of(&order)?, page, read_event).await?;
    Ok((rows, total))
}

/// Those of some days on their own clocks, the last included.
pub(crate) async fn of_days(conn: &mut Conn<'_>, from: &str, to: &str) -> Result<Vec<EventRow>> {
    conn.all(OF_DAYS, params![from, to], read_event).await
}

/// How many participants of these events do what, by the event's id.
pub(crate) async fn counts(conn: &mut Conn<'_>, ids: &BTreeSet<i64>) -> Result<HashMap<i64, EventCounts>> {
    let read = |row: &Row<'_>| {
        let counts = EventCounts {
            participants: row.get(1)?,
            present: row.get(2)?,
            recording: row.get(3)?,
            flagged: row.get(4)?,
        };
        Ok((row.get(0)?, counts))
    };
    let counts = conn.all(COUNTS, params![&ids::list(ids)], read).await?;
    Ok(counts.into_iter().collect())
}

pub(crate) async fn update(tx: &mut Tx<'_>, id: i64, version_id: Option<i64>, new: &EventContent) -> Result<()> {
    let (key, now) = (fold(&new.title), tx.now());
    let policy = serde_json::to_string(&new.result_policy).map_err(Error::internal)?;
    let values = params![
        new.package_id,
        version_id,
        &new.title,
        &key,
        &new.description,
        &new.date,
        &new.start_time,
        &new.end_time,
        &new.time_zone,
        new.moments.starts,
        new.moments.ends,
        new.moments.day_starts,
        new.moments.day_ends,
        new.prodik_id.as_deref(),
        new.entry_code_hash.as_deref(),
        new.late_entry_seconds,
        new.grace_seconds,
        new.offline_grace_seconds,
        new.record_video,
        &new.scoring_policy,
        now,
        new.record_screen,
        new.safe_exam_browser,
        &policy,
        new.release.name(),
        id
    ];
    tx.execute(UPDATE, values).await.map(drop)
}

pub(crate) async fn delete(tx: &mut Tx<'_>, id: i64) -> Result<()> {
    tx.execute(DELETE, params![id]).await.map(drop)
}

/// The slugs that begin like one.
pub(crate) async fn slugs_like(conn: &mut Conn<'_>, slug: &str) -> Result<Vec<String>> {
    let pattern = format!("{slug}-%");
    conn.all(SLUGS, params![slug, &pattern], |row| row.get(0)).await
}

/// Ids and titles of the events that begin last.
pub(crate) async fn choices(conn: &mut Conn<'_>, most: i64) -> Result<Vec<(i64, String)>> {
    conn.all(CHOICES, params![most], |row| Ok((row.get(0)?, row.get(1)?)))
        .await
}

/// When these events end, and their days, by id; what does not exist is not there.
pub(crate) async fn ends(conn: &mut Conn<'_>, ids: &BTreeSet<i64>) -> Result<HashMap<i64, (Timestamp, String)>> {
    let read = |row: &Row<'_>| Ok((row.get(0)?, (row.get(1)?, row.get(2)?)));
    let ends = conn.all(ENDS, params![&ids::list(ids)], read).await?;
    Ok(ends.into_iter().collect())
}

/// Whether there is such a package.
pub(crate) async fn has_package(conn: &mut Conn<'_>, package: i64) -> Result<bool> {
    let found = conn.first(PACKAGE, params![package], |row| row.get::<i64>(0)).await?;
    Ok(found.is_some())
}

/// The version of a package that was published last.
pub(crate) async fn latest_version(conn: &mut Conn<'_>, package: i64) -> Result<Option<i64>> {
    conn.first(LATEST, params![package], |row| row.get(0)).await
}

/// How many of its participants have come.
pub(crate) async fn came(conn: &mut Conn<'_>, id: i64) -> Result<i64> {
    conn.number(CAME, params![id]).await
}

/// How many of its participants have no unit.
pub(crate) async fn without_unit(conn: &mut Conn<'_>, id: i64) -> Result<i64> {
    conn.number(UNITLESS, params![id]).await
}

/// Moves the sittings of a package that have not begun to a version that was just published; answers how many. One that
/// could not be held at all, because there was no version, gets it whenever it is.
pub(crate) async fn repin(tx: &mut Tx<'_>, package: i64, version: i64) -> Result<u64> {
    let now = tx.now();
    tx.execute(REPIN, params![version, now, package, now, version]).await
}
