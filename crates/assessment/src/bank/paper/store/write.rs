//! Writing a paper. Options and keys are by far the most rows.

use std::collections::HashMap;

use papers::{Paper, Passage, Question, Section};
use platform::{
    Error, Result, Tx,
    db::{Family, Row, Sql, Value},
    params,
    text::fold,
};

use super::AudioFiles;
use crate::{
    bank::question::store::pools::{Pool, written_draws},
    sql::many::{self, rows},
};

/// Options of questions.
pub(crate) static OPTIONS: Family<()> = Family::new(
    "assessment::bank::paper::store::write::OPTIONS",
    || vec![()],
    |()| {
        let rows = rows(&["bigint", "text", "text", "bigint", "text"]);
        format!(
            "insert into exam_option (question_id, label, value, ordinal, value_marked) select v.column1, v.column2,
            v.column3, v.column4, v.column5 from {rows} where v.column1 is not null order by v.column1, v.column4 returning id"
        )
    },
);

/// Keys of questions.
pub(crate) static KEYS: Family<()> = Family::new(
    "assessment::bank::paper::store::write::KEYS",
    || vec![()],
    |()| {
        let rows = rows(&["bigint", "text", "bigint", "bigint"]);
        format!(
            "insert into exam_answer_key (question_id, answer, weight, ordinal) select v.column1, v.column2, v.column3,
            v.column4 from {rows} where v.column1 is not null order by v.column1, v.column4 returning id"
        )
    },
);

platform::statements! {
    PACKAGE = "insert into exam_package (title, title_key, status, version, created_at, updated_at)
        values ($1, $2, 'draft', 1, $3, $3) returning id";
    SECTION_OF_TITLE = "select id from exam_section where title_key = $1 and title = $2 order by id limit 1";
    SECTION = "insert into exam_section (title, title_key, duration, version, created_at, updated_at)
        values ($1, $2, $3, 1, $4, $4) returning id";
    DETAIL = "insert into exam_section_detail (package_id, section_id, instruction, duration, ordinal, navigation, shuffle,
        version, created_at, updated_at, instruction_marked, draws) values ($1, $2, $3, $4, $5, $6, $7, 1, $8, $8, $9, $10) returning id";
    PASSAGE = "insert into exam_passage (package_id, code, code_key, title, body, ordinal, version, created_at, updated_at,
        body_marked) values ($1, $2, $3, $4, $5, $6, 1, $7, $7, $8) returning id";
    QUESTION = "insert into exam_question (package_id, section_detail_id, passage_id, audio_id, audio_name, question,
        question_key, question_type, point, rule, preparation_time, response_time, ordinal, version, created_at, updated_at,
        question_marked, audio_plays, tags, tag_keys, difficulty)
        values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, 1, $14, $14, $15, $16, $17, $18, $19) returning id";
}

/// Stores a paper as a new draft and answers the package's id. Its title is free and its codes and section titles are its
/// own: the caller has looked. A question is linked to one of the audio files where there is one of its name.
pub(crate) async fn insert(tx: &mut Tx<'_>, paper: &Paper, audio: &AudioFiles) -> Result<i64> {
    let now = tx.now();
    let package = id(tx, PACKAGE, params![&paper.title, &fold(&paper.title), now]).await?;
    let passages = insert_passages(tx, package, &paper.passages).await?;
    let mut questions = Vec::new();
    for (ordinal, section) in (1..).zip(&paper.sections) {
        let detail = insert_section(tx, package, ordinal, section).await?;
        for (ordinal, question) in (1..).zip(&section.questions) {
            let place = NewPlace {
                package,
                detail,
                ordinal,
            };
            let id = insert_question(tx, place, question, &passages, audio).await?;
            questions.push((id, question));
        }
    }
    many::insert(tx, OPTIONS.of(&())?, &option_rows(&questions), |_| Ok(())).await?;
    many::insert(tx, KEYS.of(&())?, &key_rows(&questions), |_| Ok(())).await?;
    Ok(package)
}

/// Where a question stands.
#[derive(Clone, Copy)]
struct NewPlace {
    package: i64,
    detail: i64,
    ordinal: i64,
}

/// The ids of passages, by their folded codes.
async fn insert_passages(tx: &mut Tx<'_>, package: i64, passages: &[Passage]) -> Result<HashMap<String, i64>> {
    let now = tx.now();
    let mut ids = HashMap::with_capacity(passages.len());
    for (ordinal, passage) in (1_i64..).zip(passages) {
        let code = fold(&passage.code);
        let values = params![
            package,
            &passage.code,
            &code,
            &passage.title,
            passage.body.plain(),
            ordinal,
            now,
            passage.body.markup()
        ];
        let passage = id(tx, PASSAGE, values).await?;
        ids.insert(code, passage);
    }
    Ok(ids)
}

/// Places a section in a package. One that is there under just this title is the one; another spelling is another one.
async fn insert_section(tx: &mut Tx<'_>, package: i64, ordinal: i64, section: &Section) -> Result<i64> {
    let (now, key) = (tx.now(), fold(&section.title));
    let found = tx.first(SECTION_OF_TITLE, params![&key, &section.title], first).await?;
    let section_id = match found {
        Some(id) => id,
        None => id(tx, SECTION, params![&section.title, &key, section.duration, now]).await?,
    };
    let draws = written_draws(&section.draws)?;
    let values = params![
        package,
        section_id,
        section.instruction.plain(),
        section.duration,
        ordinal,
        section.navigation.name(),
        section.shuffle,
        now,
        section.instruction.markup(),
        &draws
    ];
    id(tx, DETAIL, values).await
}

async fn insert_question(
    tx: &mut Tx<'_>,
    place: NewPlace,
    question: &Question,
    passages: &HashMap<String, i64>,
    audio: &AudioFiles,
) -> Result<i64> {
    let passage = question.passage.as_deref().and_then(|code| passages.get(&fold(code)));
    let file = question.audio.as_deref().and_then(|name| audio.get(&fold(name)));
    // The name waits for the file.
    let waiting = question.audio.as_deref().filter(|_| file.is_none());
    let (now, folded, pool) = (tx.now(), fold(question.text.plain()), Pool::of(question)?);
    let values = params![
        place.package,
        place.detail,
        passage.copied(),
        file.copied(),
        waiting,
        question.text.plain(),
        &folded,
        question.kind.name(),
        question.point.hundredths(),
        question.rule.name(),
        question.preparation_time,
        question.response_time,
        place.ordinal,
        now,
        question.text.markup(),
        question.audio_plays,
        &pool.tags,
        &pool.keys,
        pool.difficulty
    ];
    id(tx, QUESTION, values).await
}

fn option_rows<'v>(questions: &[(i64, &'v Question)]) -> Vec<[Value<'v>; 5]> {
    let of_question = |(id, question): &(i64, &'v Question)| {
        let (id, rows) = (*id, (1_i64..).zip(&question.options));
        rows.map(move |(ordinal, option)| {
            [
                id.into(),
                (&option.label).into(),
                option.value.plain().into(),
                ordinal.into(),
                option.value.markup().into(),
            ]
        })
    };
    questions.iter().flat_map(of_question).collect()
}

fn key_rows<'v>(questions: &[(i64, &'v Question)]) -> Vec<[Value<'v>; 4]> {
    let of_question = |(id, question): &(i64, &'v Question)| {
        let (id, rows) = (*id, (1_i64..).zip(&question.key));
        rows.map(move |(ordinal, key)| [id.into(), (&key.answer).into(), key.weight.into(), ordinal.into()])
    };
    questions.iter().flat_map(of_question).collect()
}

/// Runs a statement that answers an id.
async fn id(tx: &mut Tx<'_>, sql: Sql, values: &[Value<'_>]) -> Result<i64> {
    let id = tx.first(sql, values, first).await?;
    id.ok_or_else(|| Error::internal(format!("{} answered no row", sql.name())))
}

fn first(row: &Row<'_>) -> Result<i64> {
    row.get(0)
}
