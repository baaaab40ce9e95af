//! Sections of packages with counts of their questions.

use platform::{Conn, Result, db::Row, params};

use super::model::OutlineView;
use crate::{bank::question::store::pools::read_draws, sql::points::points};

platform::statements! {
    OF_PACKAGE = "select d.section_id, s.title, d.id, d.ordinal, d.duration, d.navigation, d.shuffle, d.draws, count(q.id),
        cast(coalesce(sum(q.point), 0) as bigint),
        cast(coalesce(sum(case when q.question_type in ('essay', 'speaking')
            or exists (select 1 from exam_answer_key k where k.question_id = q.id) or q.id is null then 0 else 1 end), 0) as bigint),
        count(q.audio_id),
        cast(coalesce(sum(case when q.audio_id is null and q.audio_name is not null then 1 else 0 end), 0) as bigint),
        (select count(*) from exam_section_detail o where o.section_id = d.section_id)
        from exam_section_detail d join exam_section s on s.id = d.section_id
        left join exam_question q on q.section_detail_id = d.id
        where d.package_id = $1 group by d.id, s.id order by d.ordinal, d.id limit 1000";
}

fn outline(row: &Row<'_>) -> Result<OutlineView> {
    Ok(OutlineView {
        id: row.get(0)?,
        title: row.get(1)?,
        section_detail_id: row.get(2)?,
        ordinal: row.get(3)?,
        duration: row.get(4)?,
        navigation: row.get(5)?,
        shuffle: row.get(6)?,
        draws: read_draws(row, 7)?,
        questions: row.get(8)?,
        points: points(row, 9)?,
        without_key: row.get(10)?,
        with_audio: row.get(11)?,
        lacking_audio: row.get(12)?,
        packages: row.get(13)?,
    })
}

/// The sections of a package in its order.
pub(crate) async fn of_package(conn: &mut Conn<'_>, package: i64) -> Result<Vec<OutlineView>> {
    conn.all(OF_PACKAGE, params![package], outline).await
}
