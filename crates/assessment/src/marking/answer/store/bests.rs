//! The most that marked attempts can bring, as stored.

use std::collections::HashSet;

use papers::Points;
use platform::{Conn, Result, Tx, db::Row, params};

use crate::sql::ids::{self, ids};

platform::statements! {
    MARKED = "select a.id, a.participant_id, e.package_id, a.package_version_id, a.seed from exam_participant p
        join exam_event e on e.id = p.event_id join exam_attempt a on a.participant_id = p.id
        where p.event_id = $1 and p.max_score is not null order by a.id limit 1000000";
    ASKED = "select distinct question_id from exam_response where event_id = $1 order by question_id limit 10000";
    /// Events of a package at which somebody was marked.
    EVENTS = "select e.id from exam_event e where e.package_id = $1 and exists (select 1 from exam_participant p
        where p.event_id = e.id and p.max_score is not null) order by e.id limit 100000";
    SECTION_MAX = concat!("update exam_attempt_section set max_score = $1 where section_detail_id = $2
        and max_score is not null and max_score <> $1 and attempt_id in (", ids!("$3"), ")");
    TOTAL_MAX = concat!("update exam_participant set max_score = $1, version = version + 1, updated_at = $2
        where max_score <> $1 and id in (", ids!("$3"), ")");
}

/// An attempt that was marked.
#[derive(Debug, Clone, Copy)]
pub(crate) struct MarkedRow {
    pub(crate) attempt_id: i64,
    pub(crate) participant_id: i64,
    pub(crate) package_id: i64,
    pub(crate) version: Option<i64>,
    pub(crate) seed: i64,
}

/// The attempts at an event that were marked.
pub(crate) async fn marked(conn: &mut Conn<'_>, event: i64) -> Result<Vec<MarkedRow>> {
    let read = |row: &Row<'_>| {
        Ok(MarkedRow {
            attempt_id: row.get(0)?,
            participant_id: row.get(1)?,
            package_id: row.get(2)?,
            version: row.get(3)?,
            seed: row.get(4)?,
        })
    };
    conn.all(MARKED, params![event], read).await
}

/// The questions that anybody at an event has a row for.
pub(crate) async fn asked_at(conn: &mut Conn<'_>, event: i64) -> Result<HashSet<i64>> {
    let ids = conn.all(ASKED, params![event], |row| row.get(0)).await?;
    Ok(ids.into_iter().collect())
}

/// The events of a package at which somebody was marked.
pub(crate) async fn events(conn: &mut Conn<'_>, package: i64) -> Result<Vec<i64>> {
    conn.all(EVENTS, params![package], |row| row.get(0)).await
}

/// Stores the most that a section can bring to some attempts.
pub(crate) async fn set_section_max(tx: &mut Tx<'_>, attempts: &[i64], section: i64, most: Points) -> Result<()> {
    let attempts = ids::list(attempts);
    tx.execute(SECTION_MAX, params![most.hundredths(), section, &attempts])
        .await
        .map(drop)
}

/// Stores the most that some participants can reach.
pub(crate) async fn set_total_max(tx: &mut Tx<'_>, participants: &[i64], most: Points) -> Result<()> {
    let (participants, now) = (ids::list(participants), tx.now());
    tx.execute(TOTAL_MAX, params![most.hundredths(), now, &participants])
        .await
        .map(drop)
}
