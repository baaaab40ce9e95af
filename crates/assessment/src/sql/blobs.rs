//! Which rows name files, whosever they are: the same bytes may be a sound of a package and what a participant said.

use platform::media::KeptFiles;

/// The next names in a column of a table, as a part of a list of all of them.
macro_rules! names {
    ($table:literal, $column:literal) => {
        names!($table, $column, "")
    };
    ($table:literal, $column:literal, $and:literal) => {
        concat!(
            "select name from (select distinct ",
            $column,
            " as name from ",
            $table,
            " where ",
            $column,
            " > $1",
            $and,
            " order by ",
            $column,
            " limit $2) of_",
            $table
        )
    };
}

platform::statements! {
    /// A piece that was joined into a file of its take needs none of its own.
    USES = "select (select count(*) from exam_audio where blob = $1) + (select count(*) from exam_image where blob = $1)
        + (select count(*) from exam_audio_response where blob = $1) + (select count(*) from exam_video where final_blob = $1)
        + (select count(*) from exam_video_chunk where blob = $1) + (select count(*) from exam_audio_chunk where blob = $1 and joined = 0)";
    LISTED = concat!("select name from (", names!("exam_audio", "blob"), " union ", names!("exam_image", "blob"), " union ",
        names!("exam_audio_response", "blob"), " union ", names!("exam_video", "final_blob"), " union ",
        names!("exam_video_chunk", "blob"), " union ", names!("exam_audio_chunk", "blob", " and joined = 0"), ") named order by name limit $2");
}

/// Where the files of exams are, and which rows know of them.
pub(crate) const FILES: KeptFiles = KeptFiles {
    folder: "exams",
    named: USES,
    listed: LISTED,
};
