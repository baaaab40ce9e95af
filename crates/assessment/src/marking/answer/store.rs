//! What marking reads of packages, and the scores that it writes, many rows to a statement.

pub(crate) mod bests;

use std::collections::HashMap;

use papers::{
    Choice, Key, Points, Question, QuestionType, ScoringRule,
    marking::{Policy, Scored},
};
use platform::{
    Conn, Error, Result, Tx,
    db::{Family, Row, Sql, Value},
    params,
};

use crate::sql::{
    ids::{self, ids},
    many::{self, rows},
    points::{hundredths, points},
    texts::text,
};

macro_rules! questions {
    ($where:literal) => {
        concat!(
            "select q.id, q.section_detail_id, d.section_id, s.title, q.question, q.question_type, q.point, q.rule,
                q.question_marked
            from exam_question q join exam_section_detail d on d.id = q.section_detail_id
            join exam_section s on s.id = d.section_id where ",
            $where,
            " order by d.ordinal, d.id, q.ordinal, q.id limit 10000"
        )
    };
}
macro_rules! options {
    ($where:literal) => {
        concat!(
            "select o.question_id, o.label, o.value, o.value_marked from exam_option o join exam_question q on q.id = o.question_id where ",
            $where,
            " order by o.question_id, o.ordinal limit 200000"
        )
    };
}
macro_rules! keys {
    ($where:literal) => {
        concat!(
            "select k.question_id, k.answer, k.weight from exam_answer_key k join exam_question q on q.id = k.question_id where ",
            $where,
            " order by k.question_id, k.ordinal limit 200000"
        )
    };
}
/// A question that was never answered gets a row; what people scored stays, and so does what would be the same.
pub(crate) static MARK: Family<()> = Family::new(
    "assessment::marking::answer::store::MARK",
    || vec![()],
    |()| {
        let rows = rows(&[
            "bigint", "bigint", "bigint", "bigint", "bigint", "bigint", "text", "bigint",
        ]);
        format!(
            "insert into exam_response (attempt_id, participant_id, package_id, event_id, question_id, score, auto_score,
                score_status, client_seq, revision, late_sync, version, created_at, updated_at)
            select v.column1, v.column2, v.column3, v.column4, v.column5, v.column6, v.column6, v.column7, 0, 0, 0, 1,
                v.column8, v.column8 from {rows} where v.column1 is not null
            on conflict (participant_id, question_id) do update set score = excluded.score,
                auto_score = excluded.auto_score, score_status = excluded.score_status,
                version = exam_response.version + 1, updated_at = excluded.updated_at
            where exam_response.score_status not in ('manual', 'void') and (exam_response.score is distinct from
                excluded.score or exam_response.score_status <> excluded.score_status)
            returning question_id"
        )
    },
);

platform::statements! {
    QUESTIONS = questions!("q.package_id = $1");
    QUESTION = questions!("q.id = $1");
    OPTIONS = options!("q.package_id = $1");
    OPTIONS_OF_ONE = options!("q.id = $1");
    KEYS = keys!("q.package_id = $1");
    KEYS_OF_ONE = keys!("q.id = $1");
    POLICY = "select scoring_policy from exam_event where id = $1";
    POLICIES = "select id, scoring_policy from exam_event where package_id = $1 order by id limit 10000";
    ATTEMPT = "select a.participant_id, p.event_id, e.package_id, e.scoring_policy, a.package_version_id, a.seed from exam_attempt a
        join exam_participant p on p.id = a.participant_id join exam_event e on e.id = p.event_id
        where a.id = $1";
    ANSWERS = "select question_id, answer, answer_json, audio_response_id, score_status from exam_response
        where participant_id = $1 order by question_id limit 10000";
    SECTION_MAX = "insert into exam_attempt_section (attempt_id, section_detail_id, ordinal, paused_ms, extra_ms, max_score)
        values ($1, $2, $3, 0, 0, $4)
        on conflict (attempt_id, section_detail_id) do update set max_score = excluded.max_score";
    /// Where questions stood when they were asked, whatever becomes of them.
    PLACE = concat!("update exam_response set section_detail_id = $1 where participant_id = $2
        and section_detail_id is distinct from $1 and question_id in (", ids!("$3"), ")");
    TOTAL_MAX = "update exam_participant set max_score = $1 where id = $2";
}

/// A question as it is asked and scored.
#[derive(Debug, Clone)]
pub(crate) struct AskedQuestion {
    pub(crate) id: i64,
    pub(crate) section_detail_id: i64,
    pub(crate) section_id: i64,
    pub(crate) section_title: String,
    /// Without what only participants need (passage, audio, times).
    pub(crate) question: Question,
}

fn read_question(row: &Row<'_>) -> Result<AskedQuestion> {
    let unknown = || Error::internal("a stored question is of no known type or rule");
    Ok(AskedQuestion {
        id: row.get(0)?,
        section_detail_id: row.get(1)?,
        section_id: row.get(2)?,
        section_title: row.get(3)?,
        question: Question {
            kind: QuestionType::from_name(row.text(5)?).ok_or_else(unknown)?,
            text: text(row, 4, 8)?,
            passage: None,
            audio: None,
            options: Vec::new(),
            key: Vec::new(),
            point: points(row, 6)?,
            rule: ScoringRule::from_name(row.text(7)?).ok_or_else(unknown)?,
            preparation_time: None,
            response_time: None,
            audio_plays: None,
            tags: Vec::new(),
            difficulty: None,
        },
    })
}

/// The questions of a package in order, with options and keys.
pub(crate) async fn questions(conn: &mut Conn<'_>, package: i64) -> Result<Vec<AskedQuestion>> {
    load(conn, [QUESTIONS, OPTIONS, KEYS], package).await
}

/// One question, with options and key.
pub(crate) async fn question(conn: &mut Conn<'_>, id: i64) -> Result<Option<AskedQuestion>> {
    let found = load(conn, [QUESTION, OPTIONS_OF_ONE, KEYS_OF_ONE], id).await?;
    Ok(found.into_iter().next())
}

async fn load(conn: &mut Conn<'_>, [questions, options, keys]: [Sql; 3], id: i64) -> Result<Vec<AskedQuestion>> {
    let mut found = conn.all(questions, params![id], read_question).await?;
    let place: HashMap<i64, usize> = found.iter().enumerate().map(|(at, asked)| (asked.id, at)).collect();
    let option = |row: &Row<'_>| {
        Ok((
            row.get(0)?,
            Choice {
                label: row.get(1)?,
                value: text(row, 2, 3)?,
            },
        ))
    };
    for (question, option) in conn.all(options, params![id], option).await? {
        if let Some(at) = place.get(&question) {
            found[*at].question.options.push(option);
        }
    }
    let key = |row: &Row<'_>| {
        Ok((
            row.get(0)?,
            Key {
                answer: row.get(1)?,
                weight: row.get(2)?,
            },
        ))
    };
    for (question, key) in conn.all(keys, params![id], key).await? {
        if let Some(at) = place.get(&question) {
            found[*at].question.key.push(key);
        }
    }
    Ok(found)
}

fn policy(row: &Row<'_>, index: usize) -> Result<Policy> {
    Policy::from_json(row.maybe_text(index)?).ok_or_else(|| Error::internal("a stored scoring policy is unreadable"))
}

/// What answers are worth at an event.
pub(crate) async fn policy_of(conn: &mut Conn<'_>, event: i64) -> Result<Policy> {
    let found = conn.first(POLICY, params![event], |row| policy(row, 0)).await?;
    found.ok_or_else(|| Error::internal("an answer belongs to no event"))
}

/// What answers are worth at each event of a package.
pub(crate) async fn policies(conn: &mut Conn<'_>, package: i64) -> Result<HashMap<i64, Policy>> {
    let read = |row: &Row<'_>| Ok((row.get(0)?, policy(row, 1)?));
    Ok(conn.all(POLICIES, params![package], read).await?.into_iter().collect())
}

/// An attempt, as far as marking it goes.
#[derive(Debug, Clone)]
pub(crate) struct AttemptRow {
    pub(crate) id: i64,
    pub(crate) participant_id: i64,
    pub(crate) event_id: i64,
    pub(crate) package_id: i64,
    pub(crate) policy: Policy,
    /// The frozen version that it was sat by.
    pub(crate) version: Option<i64>,
    /// What decides what of it was asked.
    pub(crate) seed: i64,
}

pub(crate) async fn attempt(conn: &mut Conn<'_>, id: i64) -> Result<Option<AttemptRow>> {
    let read = |row: &Row<'_>| {
        Ok(AttemptRow {
            id,
            participant_id: row.get(0)?,
            event_id: row.get(1)?,
            package_id: row.get(2)?,
            policy: policy(row, 3)?,
            version: row.get(4)?,
            seed: row.get(5)?,
        })
    };
    conn.first(ATTEMPT, params![id], read).await
}

/// What somebody answered to a question.
#[derive(Debug, Clone)]
pub(crate) struct AnswerRow {
    pub(crate) question_id: i64,
    pub(crate) answer: Option<String>,
    pub(crate) answer_json: Option<String>,
    pub(crate) has_audio: bool,
    pub(crate) is_void: bool,
}

pub(crate) async fn answers(conn: &mut Conn<'_>, participant: i64) -> Result<Vec<AnswerRow>> {
    let read = |row: &Row<'_>| {
        Ok(AnswerRow {
            question_id: row.get(0)?,
            answer: row.get(1)?,
            answer_json: row.get(2)?,
            has_audio: row.get::<Option<i64>>(3)?.is_some(),
            is_void: row.text(4)? == "void",
        })
    };
    conn.all(ANSWERS, params![participant], read).await
}

/// Stores the scores of questions of an attempt. What people scored stays as it is.
pub(crate) async fn mark(tx: &mut Tx<'_>, attempt: &AttemptRow, scores: &[(i64, Scored)]) -> Result<()> {
    let now = Value::from(tx.now());
    let place = [attempt.id, attempt.participant_id, attempt.package_id, attempt.event_id].map(Value::from);
    let rows = scores.iter().map(|(question, scored)| {
        let [attempt, participant, package, event] = place;
        let (question, status) = (Value::from(*question), Value::from(scored.status.name()));
        let score = Value::from(hundredths(scored.points));
        [attempt, participant, package, event, question, score, status, now]
    });
    let rows: Vec<_> = rows.collect();
    many::insert(tx, MARK.of(&())?, &rows, |_| Ok(())).await.map(drop)
}

/// Stores where questions stood when a participant was asked them.
pub(crate) async fn place<'i>(
    tx: &mut Tx<'_>,
    participant: i64,
    section_detail: i64,
    questions: impl IntoIterator<Item = &'i i64>,
) -> Result<()> {
    let questions = ids::list(questions);
    tx.execute(PLACE, params![section_detail, participant, &questions])
        .await
        .map(drop)
}

/// Stores the most that a section of an attempt can bring; `ordinal` matters only if the section has no row yet.
pub(crate) async fn set_section_max(
    tx: &mut Tx<'_>,
    attempt: i64,
    section_detail: i64,
    ordinal: i64,
    most: Points,
) -> Result<()> {
    tx.execute(
        SECTION_MAX,
        params![attempt, section_detail, ordinal, most.hundredths()],
    )
    .await
    .map(drop)
}

/// Stores the most that a participant can reach.
pub(crate) async fn set_total_max(tx: &mut Tx<'_>, participant: i64, most: Points) -> Result<()> {
    tx.execute(TOTAL_MAX, params![most.hundredths(), participant])
        .await
        .map(drop)
}
