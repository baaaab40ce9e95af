//! Rows of `exam_question`.

pub(crate) mod parts;
pub(crate) mod pools;

use marked::Text;
use papers::{Points, Question, QuestionType, ScoringRule, draw::Difficulty};
use platform::{Conn, Error, Result, Timestamp, Tx, db::Row, params, text::fold};

pub(crate) use self::list::list;
use self::pools::Pool;
use crate::sql::{points::points, texts::text};

macro_rules! columns {
    () => {
        "q.id, q.package_id, q.section_detail_id, d.section_id, q.passage_id, q.audio_id, q.audio_name, q.question,
        q.question_type, q.point, q.rule, q.preparation_time, q.response_time, q.ordinal, q.version, q.created_at,
        q.updated_at, q.question_marked, q.audio_plays, q.tags, q.difficulty"
    };
}
macro_rules! joined {
    () => {
        " from exam_question q join exam_section_detail d on d.id = q.section_detail_id
        join exam_section s on s.id = d.section_id"
    };
}
// Behind the macros, which it uses.
pub(crate) mod list;

platform::statements! {
    INSERT = "insert into exam_question (package_id, section_detail_id, passage_id, audio_id, question, question_key,
        question_type, point, rule, preparation_time, response_time, ordinal, version, created_at, updated_at,
        question_marked, audio_plays, tags, tag_keys, difficulty)
        select $1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, coalesce(max(ordinal), 0) + 1, 1, $12, $12, $13, $14, $15, $16, $17
        from exam_question where section_detail_id = $2 returning id";
    BY_ID = concat!("select ", columns!(), joined!(), " where q.id = $1");
    UPDATE = "update exam_question set package_id = $1, passage_id = $2, audio_id = $3, audio_name = $4, question = $5,
        question_key = $6, question_type = $7, point = $8, rule = $9, preparation_time = $10, response_time = $11,
        version = version + 1, updated_at = $12, question_marked = $13, audio_plays = $14, tags = $15,
        tag_keys = $16, difficulty = $17 where id = $18";
    /// Behind the others of its new section.
    MOVE = "update exam_question set section_detail_id = $1, ordinal = (select coalesce(max(o.ordinal), 0) + 1
        from exam_question o where o.section_detail_id = $1) where id = $2";
    MAKE_ROOM = "update exam_question set ordinal = ordinal + 1 where section_detail_id = $1 and ordinal >= $2";
    PLACE = "update exam_question set ordinal = $1 where id = $2";
    DELETE = "delete from exam_question where id = $1";
    AUDIO_EXISTS = "select count(*) from exam_audio where id = $1";
    RESPONSES = "select count(*) from exam_response where question_id = $1";
    RECORDINGS = "select count(*) from exam_audio_response where question_id = $1";
}

/// A question as stored, without its options and its key.
#[derive(Debug, Clone)]
pub(crate) struct QuestionRow {
    pub(crate) id: i64,
    pub(crate) package_id: i64,
    pub(crate) section_detail_id: i64,
    pub(crate) section_id: i64,
    pub(crate) passage_id: Option<i64>,
    pub(crate) audio_id: Option<i64>,
    pub(crate) audio_name: Option<String>,
    pub(crate) question: Text,
    pub(crate) kind: QuestionType,
    pub(crate) point: Points,
    pub(crate) rule: ScoringRule,
    pub(crate) preparation_time: Option<i64>,
    pub(crate) response_time: Option<i64>,
    pub(crate) audio_plays: Option<i64>,
    pub(crate) tags: Vec<String>,
    pub(crate) difficulty: Option<Difficulty>,
    pub(crate) ordinal: i64,
    pub(crate) version: i64,
    pub(crate) created_at: Timestamp,
    pub(crate) updated_at: Timestamp,
}

impl QuestionRow {
    /// As content; its options and its key are to be added.
    pub(crate) fn content(&self) -> Question {
        Question {
            kind: self.kind,
            text: self.question.clone(),
            passage: None,
            audio: None,
            options: Vec::new(),
            key: Vec::new(),
            point: self.point,
            rule: self.rule,
            preparation_time: self.preparation_time,
            response_time: self.response_time,
            audio_plays: self.audio_plays,
            tags: self.tags.clone(),
            difficulty: self.difficulty,
        }
    }
}

/// Where a question stands and what it refers to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct QuestionPlace<'a> {
    pub(crate) package_id: i64,
    pub(crate) section_detail_id: i64,
    pub(crate) passage_id: Option<i64>,
    pub(crate) audio_id: Option<i64>,
    pub(crate) audio_name: Option<&'a str>,
}

/// What keeps a question from being deleted.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Uses {
    pub(crate) responses: i64,
    pub(crate) recordings: i64,
}

fn read_question(row: &Row<'_>) -> Result<QuestionRow> {
    let unknown = || Error::internal("a stored type or rule of a question is unknown");
    Ok(QuestionRow {
        id: row.get(0)?,
        package_id: row.get(1)?,
        section_detail_id: row.get(2)?,
        section_id: row.get(3)?,
        passage_id: row.get(4)?,
        audio_id: row.get(5)?,
        audio_name: row.get(6)?,
        question: text(row, 7, 17)?,
        kind: QuestionType::from_name(row.text(8)?).ok_or_else(unknown)?,
        point: points(row, 9)?,
        rule: ScoringRule::from_name(row.text(10)?).ok_or_else(unknown)?,
        preparation_time: row.get(11)?,
        response_time: row.get(12)?,
        audio_plays: row.get(18)?,
        tags: pools::read_tags(row, 19)?,
        difficulty: pools::read_difficulty(row, 20)?,
        ordinal: row.get(13)?,
        version: row.get(14)?,
        created_at: row.get(15)?,
        updated_at: row.get(16)?,
    })
}

/// Stores a question behind the others of its section, with its options and its key; answers its id.
pub(crate) async fn insert(tx: &mut Tx<'_>, place: QuestionPlace<'_>, content: &Question) -> Result<i64> {
    let (key, now) = (fold(content.text.plain()), tx.now());
    let pool = Pool::of(content)?;
    let values = params![
        place.package_id,
        place.section_detail_id,
        place.passage_id,
        place.audio_id,
        content.text.plain(),
        &key,
        content.kind.name(),
        content.point.hundredths(),
        content.rule.name(),
        content.preparation_time,
        content.response_time,
        now,
        content.text.markup(),
        content.audio_plays,
        &pool.tags,
        &pool.keys,
        pool.difficulty
    ];
    let id = tx.first(INSERT, values, |row| row.get(0)).await?;
    let id = id.ok_or_else(|| Error::internal("a question was stored and is not there"))?;
    parts::set_options(tx, id, &content.options).await?;
    parts::set_key(tx, id, &content.key).await?;
    Ok(id)
}

pub(crate) async fn by_id(conn: &mut Conn<'_>, id: i64) -> Result<Option<QuestionRow>> {
    conn.first(BY_ID, params![id], read_question).await
}

/// Stores everything of a question that can change, and moves it if its section is another one.
pub(crate) async fn update(
    tx: &mut Tx<'_>,
    before: &QuestionRow,
    place: QuestionPlace<'_>,
    content: &Question,
) -> Result<()> {
    let (key, now) = (fold(content.text.plain()), tx.now());
    let pool = Pool::of(content)?;
    let values = params![
        place.package_id,
        place.passage_id,
        place.audio_id,
        place.audio_name,
        content.text.plain(),
        &key,
        content.kind.name(),
        content.point.hundredths(),
        content.rule.name(),
        content.preparation_time,
        content.response_time,
        now,
        content.text.markup(),
        content.audio_plays,
        &pool.tags,
        &pool.keys,
        pool.difficulty,
        before.id
    ];
    if place.section_detail_id != before.section_detail_id {
        tx.execute(MOVE, params![place.section_detail_id, before.id]).await?;
    }
    tx.execute(UPDATE, values).await.map(drop)
}

/// Puts a question at a place of its section; the one that has it and those behind it make room.
pub(crate) async fn place_at(tx: &mut Tx<'_>, id: i64, section_detail: i64, ordinal: i64) -> Result<()> {
    tx.execute(MAKE_ROOM, params![section_detail, ordinal]).await?;
    tx.execute(PLACE, params![ordinal, id]).await.map(drop)
}

pub(crate) async fn delete(tx: &mut Tx<'_>, id: i64) -> Result<()> {
    tx.execute(DELETE, params![id]).await.map(drop)
}

pub(crate) async fn has_audio(conn: &mut Conn<'_>, id: i64) -> Result<bool> {
    Ok(conn.number(AUDIO_EXISTS, params![id]).await? > 0)
}

pub(crate) async fn uses(conn: &mut Conn<'_>, id: i64) -> Result<Uses> {
    Ok(Uses {
        responses: conn.number(RESPONSES, params![id]).await?,
        recordings: conn.number(RECORDINGS, params![id]).await?,
    })
}
