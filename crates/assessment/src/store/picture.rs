//! Rows of `exam_image`: pictures that the texts of packages name.

use platform::{Conn, Result, params};

platform::statements! {
    ONE = "select media_type, bytes from exam_image where blob = $1";
}

/// The content type and the length of a picture.
pub(crate) async fn by_blob(conn: &mut Conn<'_>, blob: &str) -> Result<Option<(String, i64)>> {
    conn.first(ONE, params![blob], |row| Ok((row.get(0)?, row.get(1)?)))
        .await
}
