//! Rows of `exam_regrade_key`: what regradings decided for frozen versions.

use platform::{Conn, Error, Result, Tx, params};

use super::rules::Correction;

platform::statements! {
    /// Of the latest regrading that stands, but for one.
    STANDING = "select k.keys from exam_regrade_key k join exam_regrade r on r.id = k.regrade_id
        where k.package_version_id = $1 and r.reverted_at is null and r.id <> $2 order by r.no desc limit 1";
    INSERT = "insert into exam_regrade_key (regrade_id, package_version_id, keys) values ($1, $2, $3)";
    /// Versions that somebody sat, or that a sitting is held with.
    IN_USE = "select v.id from exam_package_version v where v.package_id = $1
        and (exists (select 1 from exam_event e where e.package_version_id = v.id)
            or exists (select 1 from exam_attempt a where a.package_version_id = v.id)) order by v.id limit 10000";
    AT_EVENT = "select distinct a.package_version_id from exam_attempt a join exam_participant p on p.id = a.participant_id
        where p.event_id = $1 order by a.package_version_id limit 10000";
}

/// What counts for a version instead of what was frozen; without a regrading, if one is named.
pub(crate) async fn standing(conn: &mut Conn<'_>, version: i64, without: Option<i64>) -> Result<Vec<Correction>> {
    // No regrading has the number 0.
    let values = params![version, without.unwrap_or_default()];
    let found: Option<String> = conn.first(STANDING, values, |row| row.get(0)).await?;
    match found {
        Some(json) => serde_json::from_str(&json).map_err(Error::internal),
        None => Ok(Vec::new()),
    }
}

/// Stores what a regrading decided for a version.
pub(crate) async fn insert(tx: &mut Tx<'_>, regrade: i64, version: i64, decided: &[Correction]) -> Result<()> {
    let json = serde_json::to_string(decided).map_err(Error::internal)?;
    tx.execute(INSERT, params![regrade, version, &json]).await.map(drop)
}

/// The versions of a package that matter to anybody.
pub(crate) async fn in_use(conn: &mut Conn<'_>, package: i64) -> Result<Vec<i64>> {
    conn.all(IN_USE, params![package], |row| row.get(0)).await
}

/// The versions that were sat at an event; `None` for attempts that have none.
pub(crate) async fn at_event(conn: &mut Conn<'_>, event: i64) -> Result<Vec<Option<i64>>> {
    conn.all(AT_EVENT, params![event], |row| row.get(0)).await
}
