//! Rows of `exam_image`: pictures that texts of the question bank name by their SHA-256.

use platform::{Conn, Result, Tx, db::list, listed, params};

platform::statements! {
    INSERT = "insert into exam_image (blob, media_type, bytes, created_at) values ($1, $2, $3, $4)
        on conflict (blob) do nothing";
    ONE = "select media_type, bytes from exam_image where blob = $1";
    KNOWN = concat!("select blob from exam_image where blob in (select value from ", listed!("$1"), ")
        order by blob limit 100000");
}

/// A picture that media keeps.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct ImageRow {
    /// Its SHA-256.
    pub(crate) blob: String,
    pub(crate) media_type: &'static str,
    pub(crate) bytes: i64,
}

/// Stores pictures; those that are there stay.
pub(crate) async fn insert(tx: &mut Tx<'_>, images: &[ImageRow]) -> Result<()> {
    let now = tx.now();
    for image in images {
        let values = params![&image.blob, image.media_type, image.bytes, now];
        tx.execute(INSERT, values).await?;
    }
    Ok(())
}

/// Which of some names are names of pictures: anything else in media is nobody's to ask for by its hash.
pub(crate) async fn fetch_known(conn: &mut Conn<'_>, names: &[String]) -> Result<Vec<String>> {
    conn.all(KNOWN, params![&list(names)], |row| row.get(0)).await
}

/// The content type and the length of a picture.
pub(crate) async fn by_blob(conn: &mut Conn<'_>, blob: &str) -> Result<Option<(String, i64)>> {
    conn.first(ONE, params![blob], |row| Ok((row.get(0)?, row.get(1)?)))
        .await
}
