//! Which frozen versions matter to whom.

use platform::{Conn, Result, Timestamp, db::Row, params};

/// Versions with how many events that are not over, or in which somebody sits, are held with them, and how many attempts
/// were made by them.
macro_rules! held {
    ($which:literal) => {
        concat!(
            "select v.id, (select count(*) from exam_event e where e.package_version_id = v.id and (e.ends_at > $1
                or exists (select 1 from exam_participant p where p.event_id = e.id
                    and p.status in ('in_section', 'suspended', 'submitted')))),
                (select count(*) from exam_attempt a where a.package_version_id = v.id)
            from exam_package_version v where ",
            $which,
            " order by v.id limit 10000"
        )
    };
}

platform::statements! {
    OF_PACKAGE = held!("v.package_id = $2");
    /// Of those that name a file; what they name it for is read from them.
    OF_AUDIO = held!("v.paper like $2");
    /// In earnest: what was rehearsed goes with its rehearsal.
    SAT = "select v.id, count(*) from exam_package_version v join exam_attempt a on a.package_version_id = v.id
        join exam_participant p on p.id = a.participant_id join exam_event e on e.id = p.event_id
        where v.package_id = $1 and e.rehearsal_of = 0 group by v.id order by v.id limit 10000";
}

/// A version, and how many refer to it.
#[derive(Debug, Clone, Copy)]
pub(crate) struct HeldRow {
    pub(crate) version: i64,
    pub(crate) events: i64,
    pub(crate) attempts: i64,
}

fn read_held(row: &Row<'_>) -> Result<HeldRow> {
    Ok(HeldRow {
        version: row.get(0)?,
        events: row.get(1)?,
        attempts: row.get(2)?,
    })
}

/// The versions of a package.
pub(crate) async fn of_package(conn: &mut Conn<'_>, package: i64, now: Timestamp) -> Result<Vec<HeldRow>> {
    conn.all(OF_PACKAGE, params![now, package], read_held).await
}

/// The versions of a package by which attempts were made in earnest, and how many.
pub(crate) async fn sat(conn: &mut Conn<'_>, package: i64) -> Result<Vec<(i64, i64)>> {
    let read = |row: &Row<'_>| Ok((row.get(0)?, row.get(1)?));
    conn.all(SAT, params![package], read).await
}

/// The versions that name an audio file.
pub(crate) async fn of_audio(conn: &mut Conn<'_>, audio: i64, now: Timestamp) -> Result<Vec<HeldRow>> {
    let pattern = format!("%\"audioId\":{audio},%");
    conn.all(OF_AUDIO, params![now, &pattern], read_held).await
}
