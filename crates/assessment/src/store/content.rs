//! A whole package as content, with the ids that its parts have in this database.

use std::collections::BTreeMap;

use platform::{Conn, Error, Result, db::Row, params};

use crate::{
    paper::{Choice, Key, Navigation, Paper, Passage, Question, QuestionType, ScoringRule, Section},
    store::package::PackageRow,
};

platform::statements! {
    PASSAGES = "select code, title, body from exam_passage where package_id = $1 order by ordinal, id limit 100000";
    SECTIONS = "select d.id, s.title, d.duration, d.instruction, d.navigation, d.shuffle from exam_section_detail d
        join exam_section s on s.id = d.section_id where d.package_id = $1 order by d.ordinal, d.id limit 100000";
    QUESTIONS = "select q.id, q.section_detail_id, q.question_type, q.question, p.code, q.audio_id,
        coalesce(a.filename, q.audio_name), q.point, q.rule, q.preparation_time, q.response_time from exam_question q
        left join exam_passage p on p.id = q.passage_id left join exam_audio a on a.id = q.audio_id
        where q.package_id = $1 order by q.section_detail_id, q.ordinal, q.id limit 100000";
    OPTIONS = "select o.question_id, o.label, o.value from exam_option o join exam_question q on q.id = o.question_id
        where q.package_id = $1 order by o.question_id, o.ordinal limit 10000000";
    KEYS = "select k.question_id, k.answer, k.weight from exam_answer_key k join exam_question q on q.id = k.question_id
        where q.package_id = $1 order by k.question_id, k.ordinal limit 10000000";
}

/// A package, and the ids of its sections' details and of their questions, in the paper's order.
#[derive(Debug, Clone)]
pub(crate) struct Content {
    pub(crate) paper: Paper,
    pub(crate) ids: Vec<SectionIds>,
}

/// The ids of a section in a package, and of its questions.
#[derive(Debug, Clone)]
pub(crate) struct SectionIds {
    pub(crate) detail: i64,
    pub(crate) questions: Vec<QuestionIds>,
}

/// The ids of a question, and of what is to be heard with it.
#[derive(Debug, Clone, Copy)]
pub(crate) struct QuestionIds {
    pub(crate) id: i64,
    pub(crate) audio: Option<i64>,
}

fn unknown() -> Error {
    Error::internal("a stored word of a package is unknown")
}

fn passage(row: &Row<'_>) -> Result<Passage> {
    Ok(Passage {
        code: row.get(0)?,
        title: row.get(1)?,
        body: row.get(2)?,
    })
}

fn section(row: &Row<'_>) -> Result<(i64, Section)> {
    let section = Section {
        title: row.get(1)?,
        duration: row.get(2)?,
        instruction: row.get(3)?,
        navigation: Navigation::named(row.text(4)?).ok_or_else(unknown)?,
        shuffle: row.get(5)?,
        questions: Vec::new(),
    };
    Ok((row.get(0)?, section))
}

/// A question and where it stands.
struct Standing {
    detail: i64,
    ids: QuestionIds,
    question: Question,
}

fn question(row: &Row<'_>) -> Result<Standing> {
    Ok(Standing {
        detail: row.get(1)?,
        ids: QuestionIds {
            id: row.get(0)?,
            audio: row.get(5)?,
        },
        question: Question {
            kind: QuestionType::named(row.text(2)?).ok_or_else(unknown)?,
            text: row.get(3)?,
            passage: row.get(4)?,
            audio: row.get(6)?,
            options: Vec::new(),
            key: Vec::new(),
            point: row.get(7)?,
            rule: ScoringRule::named(row.text(8)?).ok_or_else(unknown)?,
            preparation_time: row.get(9)?,
            response_time: row.get(10)?,
        },
    })
}

fn grouped<T>(rows: Vec<(i64, T)>) -> BTreeMap<i64, Vec<T>> {
    let mut groups: BTreeMap<i64, Vec<T>> = BTreeMap::new();
    for (id, row) in rows {
        groups.entry(id).or_default().push(row);
    }
    groups
}

/// The content of a package, by five statements whatever its size.
pub(crate) async fn load(conn: &mut Conn<'_>, package: &PackageRow) -> Result<Content> {
    let of = params![package.id];
    let passages = conn.all(PASSAGES, of, passage).await?;
    let sections = conn.all(SECTIONS, of, section).await?;
    let questions = conn.all(QUESTIONS, of, question).await?;
    let option = |row: &Row<'_>| {
        let (label, value) = (row.get(1)?, row.get(2)?);
        Ok((row.get(0)?, Choice { label, value }))
    };
    let mut options = grouped(conn.all(OPTIONS, of, option).await?);
    let key = |row: &Row<'_>| {
        let (answer, weight) = (row.get(1)?, row.get(2)?);
        Ok((row.get(0)?, Key { answer, weight }))
    };
    let mut keys = grouped(conn.all(KEYS, of, key).await?);
    let mut standing: BTreeMap<i64, Vec<(QuestionIds, Question)>> = BTreeMap::new();
    for Standing { detail, ids, question } in questions {
        let question = Question {
            options: options.remove(&ids.id).unwrap_or_default(),
            key: keys.remove(&ids.id).unwrap_or_default(),
            ..question
        };
        standing.entry(detail).or_default().push((ids, question));
    }
    Ok(put_together(package, passages, sections, standing))
}

fn put_together(
    package: &PackageRow,
    passages: Vec<Passage>,
    sections: Vec<(i64, Section)>,
    mut standing: BTreeMap<i64, Vec<(QuestionIds, Question)>>,
) -> Content {
    let mut ids = Vec::new();
    let mut filled = Vec::new();
    for (detail, section) in sections {
        let (questions, contents) = standing.remove(&detail).unwrap_or_default().into_iter().unzip();
        ids.push(SectionIds { detail, questions });
        filled.push(Section {
            questions: contents,
            ..section
        });
    }
    let paper = Paper {
        title: package.title.clone(),
        passages,
        sections: filled,
    };
    Content { paper, ids }
}
