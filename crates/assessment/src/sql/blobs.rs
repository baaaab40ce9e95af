//! Which rows name files, whosever they are: the same bytes may be a sound of a package and what a participant said.

use platform::db::Sql;

platform::statements! {
    USES = "select (select count(*) from exam_audio where blob = $1) + (select count(*) from exam_image where blob = $1)
        + (select count(*) from exam_audio_response where blob = $1) + (select count(*) from exam_video where final_blob = $1)
        + (select count(*) from exam_video_chunk where blob = $1)";
}

/// Counts the rows that name a file.
pub(crate) const NAMED: Sql = USES;
