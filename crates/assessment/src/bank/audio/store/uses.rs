//! Which questions play which sound files.

use std::collections::BTreeSet;

use platform::{Conn, Result, params};

use crate::sql::ids::{self, ids};

platform::statements! {
    OF = "select q.id, q.package_id, p.title from exam_question q join exam_package p on p.id = q.package_id
        where q.audio_id = $1 order by p.title_key, q.id limit 1000";
    COUNTS = concat!("select audio_id, count(*) from exam_question where audio_id in (", ids!("$1"), ") group by audio_id");
    TOTALS = "select count(*), cast(coalesce(sum(bytes), 0) as bigint), (select count(*) from exam_audio a
        where not exists (select 1 from exam_question q where q.audio_id = a.id)) from exam_audio";
}

/// The questions that play a file: id, and id and title of the package.
pub(crate) async fn of(conn: &mut Conn<'_>, audio: i64) -> Result<Vec<(i64, i64, String)>> {
    conn.all(OF, params![audio], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)))
        .await
}

/// How many questions play each of some files; of those that none plays there is no row.
pub(crate) async fn counts(conn: &mut Conn<'_>, files: &BTreeSet<i64>) -> Result<Vec<(i64, i64)>> {
    conn.all(COUNTS, params![&ids::list(files)], |row| Ok((row.get(0)?, row.get(1)?)))
        .await
}

/// How many files there are, their bytes, and how many of them no question plays.
pub(crate) async fn totals(conn: &mut Conn<'_>) -> Result<[i64; 3]> {
    let read = conn
        .first(TOTALS, &[], |row| Ok([row.get(0)?, row.get(1)?, row.get(2)?]))
        .await?;
    Ok(read.unwrap_or_default())
}
