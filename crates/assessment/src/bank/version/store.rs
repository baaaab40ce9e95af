//! Reading rows of `exam_package_version` whole.

pub(crate) mod held;

use std::collections::HashMap;

use platform::{Conn, Result, params};

platform::statements! {
    FROZEN = "select package_id, paper, keys from exam_package_version where id = $1";
    /// Which section a part of a package is.
    SECTION_OF_DETAIL = "select id, section_id from exam_section_detail where package_id = $1 order by id limit 10000";
}

/// What is stored of a version.
pub(crate) struct FrozenRow {
    pub(crate) package_id: i64,
    /// JSON of the paper without keys.
    pub(crate) paper: String,
    /// JSON of the keys.
    pub(crate) keys: String,
}

/// A version, with its keys.
pub(crate) async fn frozen(conn: &mut Conn<'_>, id: i64) -> Result<Option<FrozenRow>> {
    let read = |row: &platform::db::Row<'_>| {
        Ok(FrozenRow {
            package_id: row.get(0)?,
            paper: row.get(1)?,
            keys: row.get(2)?,
        })
    };
    conn.first(FROZEN, params![id], read).await
}

/// The sections of a package by the ids of their places in it.
pub(crate) async fn sections_of_details(conn: &mut Conn<'_>, package: i64) -> Result<HashMap<i64, i64>> {
    let read = |row: &platform::db::Row<'_>| Ok((row.get(0)?, row.get(1)?));
    let rows = conn.all(SECTION_OF_DETAIL, params![package], read).await?;
    Ok(rows.into_iter().collect())
}
