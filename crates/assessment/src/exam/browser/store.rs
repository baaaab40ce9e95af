//! What the configuration of a browser says of an event.

use platform::{Conn, Result, params};

platform::statements! {
    SLUG = "select slug from exam_event where id = $1";
}

/// The slug of an event.
pub(crate) async fn slug(conn: &mut Conn<'_>, event: i64) -> Result<Option<String>> {
    conn.first(SLUG, params![event], |row| row.get(0)).await
}
