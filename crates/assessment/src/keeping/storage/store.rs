//! How much of each kind rows know of.

use platform::{Conn, Result, db::Row, params};

platform::statements! {
    AUDIO = "select count(*), cast(coalesce(sum(bytes), 0) as bigint) from exam_audio";
    PICTURES = "select count(*), cast(coalesce(sum(bytes), 0) as bigint) from exam_image";
    SPOKEN = "select count(*), cast(coalesce(sum(bytes), 0) as bigint) from exam_audio_response";
    /// Pieces stay beside the file that they are joined into.
    RECORDINGS = "select (select count(*) from exam_video),
        cast((select coalesce(sum(bytes), 0) from exam_video_chunk) + (select coalesce(sum(final_bytes), 0) from exam_video) as bigint)";
}

/// How many, and how large they are together.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Kept {
    pub(crate) count: i64,
    pub(crate) bytes: i64,
}

fn read_kept(row: &Row<'_>) -> Result<Kept> {
    Ok(Kept {
        count: row.get(0)?,
        bytes: row.get(1)?,
    })
}

/// Audio of packages, pictures, spoken answers, recordings.
pub(crate) async fn kept(conn: &mut Conn<'_>) -> Result<[Kept; 4]> {
    let mut all = [Kept::default(); 4];
    for (kept, sql) in all.iter_mut().zip([AUDIO, PICTURES, SPOKEN, RECORDINGS]) {
        *kept = conn.first(sql, params![], read_kept).await?.unwrap_or_default();
    }
    Ok(all)
}
