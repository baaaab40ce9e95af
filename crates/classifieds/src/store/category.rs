//! Rows of `category` and of `category_slug`.

use platform::{Conn, Result, params};

platform::statements! {
    STANDING = "select parent_id, active from category where id = $1";
    /// Itself, its children and theirs. `union` rather than `union all`, so that it ends whatever is stored.
    BRANCH = "with recursive branch (id) as (select id from category where id = $1 and active = 1
        union select c.id from category c join branch b on coalesce(c.parent_id, '') = b.id where c.active = 1)
        select id from branch order by id";
}

/// Where a category stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Standing {
    /// Its parent; `None` for a root.
    pub(crate) parent: Option<String>,
    /// `false` once deleted.
    pub(crate) active: bool,
}

/// Where a category stands; `None` if it never was.
pub(crate) async fn standing(conn: &mut Conn<'_>, id: &str) -> Result<Option<Standing>> {
    let read = |row: &platform::db::Row<'_>| {
        Ok(Standing {
            parent: row.get(0)?,
            active: row.get(1)?,
        })
    };
    conn.first(STANDING, params![id], read).await
}

/// Ids of an active category and of all its active descendants; nothing if it is not active.
pub(crate) async fn branch(conn: &mut Conn<'_>, id: &str) -> Result<Vec<String>> {
    conn.all(BRANCH, params![id], |row| row.get(0)).await
}
