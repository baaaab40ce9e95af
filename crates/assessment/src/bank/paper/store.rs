//! Whole papers in the tables of the question bank: read in a fixed number of statements, written in one transaction.
//!
//! Invariant: what [`insert`] stored, [`load`] gives back as the same paper.

#[cfg(test)]
mod tests;
pub(crate) mod write;

use std::collections::HashMap;

use papers::{Choice, Key, Navigation, Paper, Passage, Question, QuestionType, ScoringRule, Section};
use platform::{Conn, Error, Result, db::Row, params, text::fold};
pub(crate) use write::insert;

use crate::{
    bank::question::store::pools,
    sql::{points::points, texts::text},
};

// Lists without a limit: a paper is whole, or it is another one.
platform::statements! {
    TITLE = "select title from exam_package where id = $1";
    PASSAGES = "select code, title, body, body_marked from exam_passage where package_id = $1 order by ordinal, id";
    SECTIONS = "select d.id, s.title, d.duration, d.instruction, d.navigation, d.shuffle,
        d.instruction_marked, d.draws
        from exam_section_detail d join exam_section s on s.id = d.section_id
        where d.package_id = $1 order by d.ordinal, d.id";
    QUESTIONS = "select q.id, q.section_detail_id, q.question_type, q.question, p.code,
        coalesce(a.filename, q.audio_name), q.point, q.rule, q.preparation_time, q.response_time,
        q.question_marked, q.audio_plays, q.tags, q.difficulty
        from exam_question q left join exam_passage p on p.id = q.passage_id left join exam_audio a on a.id = q.audio_id
        where q.package_id = $1 order by q.section_detail_id, q.ordinal, q.id";
    IDS = "select q.id from exam_question q join exam_section_detail d on d.id = q.section_detail_id
        where q.package_id = $1 order by d.ordinal, d.id, q.ordinal, q.id";
    OPTIONS = "select o.question_id, o.label, o.value, o.value_marked from exam_option o join exam_question q on q.id = o.question_id
        where q.package_id = $1 order by o.question_id, o.ordinal";
    KEYS = "select k.question_id, k.answer, k.weight from exam_answer_key k join exam_question q on q.id = k.question_id
        where q.package_id = $1 order by k.question_id, k.ordinal";
    AUDIO_OF_FOLDER = "select filename_key, id from exam_audio where event_key = $1 order by id";
}

/// A paper with the ids of its questions.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Stored {
    pub(crate) paper: Paper,
    /// The ids of the questions, section by section, in the paper's order.
    pub(crate) questions: Vec<Vec<i64>>,
}

/// The paper of a package; `None` if there is no such package.
pub(crate) async fn load(conn: &mut Conn<'_>, package: i64) -> Result<Option<Paper>> {
    Ok(load_stored(conn, package).await?.map(|stored| stored.paper))
}

/// Like [`load`], with the ids of the questions.
pub(crate) async fn load_stored(conn: &mut Conn<'_>, package: i64) -> Result<Option<Stored>> {
    let Some(title) = conn.first(TITLE, params![package], |row| row.get(0)).await? else {
        return Ok(None);
    };
    let passages = conn.all(PASSAGES, params![package], passage).await?;
    let sections = conn.all(SECTIONS, params![package], section).await?;
    let questions = conn.all(QUESTIONS, params![package], question).await?;
    let options = conn.all(OPTIONS, params![package], option).await?;
    let keys = conn.all(KEYS, params![package], key).await?;
    let questions = whole(questions, options, keys);
    let (sections, questions) = fill_sections(sections, questions).into_iter().unzip();
    let paper = Paper {
        title,
        passages,
        sections,
    };
    Ok(Some(Stored { paper, questions }))
}

/// The ids of a package's questions, in its order.
pub(crate) async fn questions_of(conn: &mut Conn<'_>, package: i64) -> Result<Vec<i64>> {
    conn.all(IDS, params![package], |row| row.get(0)).await
}

/// A question, by the section that it stands in.
struct Placed {
    id: i64,
    section: i64,
    question: Question,
}

/// Questions with their options and keys, all in the order of their ids' lists.
fn whole(mut questions: Vec<Placed>, options: Vec<(i64, Choice)>, keys: Vec<(i64, Key)>) -> Vec<Placed> {
    let mut by_id: HashMap<i64, &mut Question> = questions
        .iter_mut()
        .map(|placed| (placed.id, &mut placed.question))
        .collect();
    for (id, option) in options {
        if let Some(question) = by_id.get_mut(&id) {
            question.options.push(option);
        }
    }
    for (id, key) in keys {
        if let Some(question) = by_id.get_mut(&id) {
            question.key.push(key);
        }
    }
    questions
}

/// Sections with their questions, and the ids of those.
fn fill_sections(sections: Vec<(i64, Section)>, questions: Vec<Placed>) -> Vec<(Section, Vec<i64>)> {
    let mut by_section: HashMap<i64, Vec<Placed>> = HashMap::new();
    for placed in questions {
        by_section.entry(placed.section).or_default().push(placed);
    }
    let fill = |(id, mut section): (i64, Section)| {
        let placed = by_section.remove(&id).unwrap_or_default();
        let ids = placed.iter().map(|placed| placed.id).collect();
        section.questions = placed.into_iter().map(|placed| placed.question).collect();
        (section, ids)
    };
    sections.into_iter().map(fill).collect()
}

fn passage(row: &Row<'_>) -> Result<Passage> {
    Ok(Passage {
        code: row.get(0)?,
        title: row.get(1)?,
        body: text(row, 2, 3)?,
    })
}

fn section(row: &Row<'_>) -> Result<(i64, Section)> {
    let section = Section {
        title: row.get(1)?,
        duration: row.get(2)?,
        instruction: text(row, 3, 6)?,
        navigation: named(row.text(4)?, Navigation::from_name)?,
        shuffle: row.get(5)?,
        draws: pools::read_draws(row, 7)?,
        questions: Vec::new(),
    };
    Ok((row.get(0)?, section))
}

fn question(row: &Row<'_>) -> Result<Placed> {
    let question = Question {
        kind: named(row.text(2)?, QuestionType::from_name)?,
        text: text(row, 3, 10)?,
        passage: row.get(4)?,
        audio: row.get(5)?,
        options: Vec::new(),
        key: Vec::new(),
        point: points(row, 6)?,
        rule: named(row.text(7)?, ScoringRule::from_name)?,
        preparation_time: row.get(8)?,
        response_time: row.get(9)?,
        audio_plays: row.get(11)?,
        tags: pools::read_tags(row, 12)?,
        difficulty: pools::read_difficulty(row, 13)?,
    };
    Ok(Placed {
        id: row.get(0)?,
        section: row.get(1)?,
        question,
    })
}

fn option(row: &Row<'_>) -> Result<(i64, Choice)> {
    let option = Choice {
        label: row.get(1)?,
        value: text(row, 2, 3)?,
    };
    Ok((row.get(0)?, option))
}

fn key(row: &Row<'_>) -> Result<(i64, Key)> {
    let key = Key {
        answer: row.get(1)?,
        weight: row.get(2)?,
    };
    Ok((row.get(0)?, key))
}

fn named<T>(name: &str, of: impl Fn(&str) -> Option<T>) -> Result<T> {
    of(name).ok_or_else(|| Error::internal(format!("a stored word is unknown: {name}")))
}

/// The audio files of a folder, by their folded names.
pub(crate) type AudioFiles = HashMap<String, i64>;

/// The audio files in the folder that is called like a package.
pub(crate) async fn audio_of(conn: &mut Conn<'_>, title: &str) -> Result<AudioFiles> {
    let read = |row: &Row<'_>| Ok((row.get(0)?, row.get(1)?));
    let rows = conn.all(AUDIO_OF_FOLDER, params![&fold(title)], read).await?;
    Ok(rows.into_iter().collect())
}
