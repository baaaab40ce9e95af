//! Rows of `exam_question`.

pub(crate) mod parts;

use papers::{Points, Question, QuestionType, ScoringRule};
use platform::{
    Conn, Error, Result, Timestamp, Tx,
    db::{Row, Value},
    params,
    text::fold,
};

use crate::{bank::model::WantedQuestions, lists::containing, sql::points::points};

macro_rules! columns {
    () => {
        "q.id, q.package_id, q.section_detail_id, d.section_id, q.passage_id, q.audio_id, q.audio_name, q.question,
        q.question_type, q.point, q.rule, q.preparation_time, q.response_time, q.ordinal, q.version, q.created_at,
        q.updated_at"
    };
}
macro_rules! joined {
    () => {
        " from exam_question q join exam_section_detail d on d.id = q.section_detail_id
        join exam_section s on s.id = d.section_id"
    };
}
/// What all lists are filtered by: a pattern, and a section by its id or its title.
macro_rules! matching {
    () => {
        "q.question_key like $1 escape '\\' and ($2 = 0 or d.section_id = $3 or s.title_key = $4)"
    };
}
/// The order of a column of the API, `$col`, in one direction; columns that may be empty have their empty ones first.
macro_rules! ordered {
    ($col:literal, $limit:literal, $offset:literal, $down:literal) => {
        concat!(
            " order by case ",
            $col,
            " when 'question' then q.question_key when 'questionType' then q.question_type
            when 'rule' then q.rule end",
            $down,
            ", case ",
            $col,
            " when 'packageId' then q.package_id
            when 'sectionDetailId' then q.section_detail_id when 'sectionId' then d.section_id
            when 'passageId' then coalesce(q.passage_id, 0) when 'audioId' then coalesce(q.audio_id, 0)
            when 'point' then q.point when 'preparationTime' then coalesce(q.preparation_time, -1)
            when 'responseTime' then coalesce(q.response_time, -1) when 'createdAt' then q.created_at
            when 'updatedAt' then q.updated_at when 'ordinal' then d.ordinal end",
            $down,
            ", case ",
            $col,
            " when 'ordinal' then q.ordinal end",
            $down,
            ", q.id",
            $down,
            " limit ",
            $limit,
            " offset ",
            $offset
        )
    };
}

/// A page of all questions, or of those of a package, in the order of their ids: found by an index before anything of them
/// is read.
macro_rules! page {
    ($of:literal, $limit:literal, $offset:literal, $down:literal) => {
        concat!(
            "select ",
            columns!(),
            " from (select id from exam_question",
            $of,
            " order by id",
            $down,
            " limit ",
            $limit,
            " offset ",
            $offset,
            ") page join exam_question q on q.id = page.id
            join exam_section_detail d on d.id = q.section_detail_id order by q.id",
            $down
        )
    };
}

platform::statements! {
    INSERT = "insert into exam_question (package_id, section_detail_id, passage_id, audio_id, question, question_key,
        question_type, point, rule, preparation_time, response_time, ordinal, version, created_at, updated_at)
        select $1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, coalesce(max(ordinal), 0) + 1, 1, $12, $12
        from exam_question where section_detail_id = $2 returning id";
    BY_ID = concat!("select ", columns!(), joined!(), " where q.id = $1");
    LIST = concat!("select ", columns!(), joined!(), " where ", matching!(), ordered!("$5", "$6", "$7", ""));
    LIST_DOWN = concat!("select ", columns!(), joined!(), " where ", matching!(), ordered!("$5", "$6", "$7", " desc"));
    COUNT = concat!("select count(*)", joined!(), " where ", matching!());
    OF_PACKAGE = concat!("select ", columns!(), joined!(), " where ", matching!(), " and q.package_id = $5",
        ordered!("$6", "$7", "$8", ""));
    OF_PACKAGE_DOWN = concat!("select ", columns!(), joined!(), " where ", matching!(), " and q.package_id = $5",
        ordered!("$6", "$7", "$8", " desc"));
    COUNT_OF_PACKAGE = concat!("select count(*)", joined!(), " where ", matching!(), " and q.package_id = $5");
    PAGE = page!("", "$1", "$2", "");
    PAGE_DOWN = page!("", "$1", "$2", " desc");
    TOTAL = "select count(*) from exam_question";
    PAGE_OF_PACKAGE = page!(" where package_id = $1", "$2", "$3", "");
    PAGE_OF_PACKAGE_DOWN = page!(" where package_id = $1", "$2", "$3", " desc");
    TOTAL_OF_PACKAGE = "select count(*) from exam_question where package_id = $1";
    UPDATE = "update exam_question set package_id = $1, passage_id = $2, audio_id = $3, audio_name = $4, question = $5,
        question_key = $6, question_type = $7, point = $8, rule = $9, preparation_time = $10, response_time = $11,
        version = version + 1, updated_at = $12 where id = $13";
    /// Behind the others of its new section.
    MOVE = "update exam_question set section_detail_id = $1, ordinal = (select coalesce(max(o.ordinal), 0) + 1
        from exam_question o where o.section_detail_id = $1) where id = $2";
    DELETE = "delete from exam_question where id = $1";
    AUDIO_EXISTS = "select count(*) from exam_audio where id = $1";
    RESPONSES = "select count(*) from exam_response where question_id = $1";
    RECORDINGS = "select count(*) from exam_audio_response where question_id = $1";
    /// Sittings of the question's package that are to come or under way: what they ask for must stay.
    RUNNING = "select count(*) from exam_event e join exam_question q on q.package_id = e.package_id
        where q.id = $1 and e.package_version_id is not null and e.ends_at > $2";
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
    pub(crate) question: String,
    pub(crate) kind: QuestionType,
    pub(crate) point: Points,
    pub(crate) rule: ScoringRule,
    pub(crate) preparation_time: Option<i64>,
    pub(crate) response_time: Option<i64>,
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
            text: self.question.clone().into(),
            passage: None,
            audio: None,
            options: Vec::new(),
            key: Vec::new(),
            point: self.point,
            rule: self.rule,
            preparation_time: self.preparation_time,
            response_time: self.response_time,
        }
    }
}

/// Where a question stands and what it refers to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Place<'a> {
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
    pub(crate) running: i64,
}

fn read(row: &Row<'_>) -> Result<QuestionRow> {
    let unknown = || Error::internal("a stored type or rule of a question is unknown");
    Ok(QuestionRow {
        id: row.get(0)?,
        package_id: row.get(1)?,
        section_detail_id: row.get(2)?,
        section_id: row.get(3)?,
        passage_id: row.get(4)?,
        audio_id: row.get(5)?,
        audio_name: row.get(6)?,
        question: row.get(7)?,
        kind: QuestionType::named(row.text(8)?).ok_or_else(unknown)?,
        point: points(row, 9)?,
        rule: ScoringRule::named(row.text(10)?).ok_or_else(unknown)?,
        preparation_time: row.get(11)?,
        response_time: row.get(12)?,
        ordinal: row.get(13)?,
        version: row.get(14)?,
        created_at: row.get(15)?,
        updated_at: row.get(16)?,
    })
}

/// Stores a question behind the others of its section, with its options and its key; answers its id.
pub(crate) async fn insert(tx: &mut Tx<'_>, place: Place<'_>, content: &Question) -> Result<i64> {
    let (key, now) = (fold(content.text.plain()), tx.now());
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
        now
    ];
    let id = tx.first(INSERT, values, |row| row.get(0)).await?;
    let id = id.ok_or_else(|| Error::internal("a question was stored and is not there"))?;
    parts::set_options(tx, id, &content.options).await?;
    parts::set_key(tx, id, &content.key).await?;
    Ok(id)
}

pub(crate) async fn by_id(conn: &mut Conn<'_>, id: i64) -> Result<Option<QuestionRow>> {
    conn.first(BY_ID, params![id], read).await
}

impl WantedQuestions {
    /// Whether nothing is looked for, and no other order asked for than that of the ids.
    fn is_plain(&self) -> bool {
        self.pattern == containing(None) && self.section.is_none() && self.order.by == "id"
    }

    /// What the filters are compared with.
    fn filters(&self) -> Vec<Value<'_>> {
        let section = self.section.as_ref();
        let (id, title) = section.map_or((None, ""), |(id, title)| (*id, title.as_str()));
        let filters = params![&self.pattern, i64::from(section.is_some()), id.unwrap_or(-1), title];
        let mut values = filters.to_vec();
        values.extend(self.package.map(Value::from));
        values
    }
}

/// A page of those that are wanted, and how many there are.
pub(crate) async fn list(
    conn: &mut Conn<'_>,
    wanted: &WantedQuestions,
    (limit, offset): (i64, i64),
) -> Result<(Vec<QuestionRow>, i64)> {
    if wanted.is_plain() {
        return plain(conn, wanted, (limit, offset)).await;
    }
    let (list, list_down, count) = match wanted.package {
        Some(_) => (OF_PACKAGE, OF_PACKAGE_DOWN, COUNT_OF_PACKAGE),
        None => (LIST, LIST_DOWN, COUNT),
    };
    let mut values = wanted.filters();
    let total = conn.number(count, &values).await?;
    values.extend_from_slice(params![wanted.order.by, limit, offset]);
    let list = if wanted.order.down { list_down } else { list };
    Ok((conn.all(list, &values, read).await?, total))
}

async fn plain(
    conn: &mut Conn<'_>,
    wanted: &WantedQuestions,
    (limit, offset): (i64, i64),
) -> Result<(Vec<QuestionRow>, i64)> {
    let (page, total) = match (wanted.package, wanted.order.down) {
        (None, false) => (PAGE, TOTAL),
        (None, true) => (PAGE_DOWN, TOTAL),
        (Some(_), false) => (PAGE_OF_PACKAGE, TOTAL_OF_PACKAGE),
        (Some(_), true) => (PAGE_OF_PACKAGE_DOWN, TOTAL_OF_PACKAGE),
    };
    let mut values: Vec<Value<'_>> = wanted.package.map(Value::from).into_iter().collect();
    let total = conn.number(total, &values).await?;
    values.extend_from_slice(params![limit, offset]);
    Ok((conn.all(page, &values, read).await?, total))
}

/// Stores everything of a question that can change, and moves it if its section is another one.
pub(crate) async fn update(tx: &mut Tx<'_>, before: &QuestionRow, place: Place<'_>, content: &Question) -> Result<()> {
    let (key, now) = (fold(content.text.plain()), tx.now());
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
        before.id
    ];
    if place.section_detail_id != before.section_detail_id {
        tx.execute(MOVE, params![place.section_detail_id, before.id]).await?;
    }
    tx.execute(UPDATE, values).await.map(drop)
}

pub(crate) async fn delete(tx: &mut Tx<'_>, id: i64) -> Result<()> {
    tx.execute(DELETE, params![id]).await.map(drop)
}

pub(crate) async fn has_audio(conn: &mut Conn<'_>, id: i64) -> Result<bool> {
    Ok(conn.number(AUDIO_EXISTS, params![id]).await? > 0)
}

pub(crate) async fn uses(conn: &mut Conn<'_>, id: i64, now: Timestamp) -> Result<Uses> {
    Ok(Uses {
        responses: conn.number(RESPONSES, params![id]).await?,
        recordings: conn.number(RECORDINGS, params![id]).await?,
        running: conn.number(RUNNING, params![id, now]).await?,
    })
}
