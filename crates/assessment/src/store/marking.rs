//! What marking reads of packages, and the scores that it writes, many rows to a statement.

use std::collections::HashMap;

use platform::{
    Conn, Error, Result, Timestamp, Tx,
    db::{Row, Sql, Value},
    params,
};

use crate::{
    marking::{Policy, Scored},
    paper::{Choice, Key, Question, QuestionType, ScoringRule},
    points::Points,
};

macro_rules! questions {
    ($where:literal) => {
        concat!(
            "select q.id, q.section_detail_id, d.section_id, s.title, q.question, q.question_type, q.point, q.rule, q.created_at
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
            "select o.question_id, o.label, o.value from exam_option o join exam_question q on q.id = o.question_id where ",
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
/// Scores of questions of one attempt; a question that was never answered gets a row. What people scored stays.
macro_rules! marks {
    ($($row:literal)*) => {
        concat!(
            "insert into exam_response (attempt_id, participant_id, package_id, event_id, created_at, updated_at, question_id,
                score, auto_score, score_status, client_seq, revision, late_sync, version) values ",
            $($row,)*
            " on conflict (participant_id, question_id) do update set score = excluded.score,
                auto_score = excluded.auto_score, score_status = excluded.score_status,
                version = exam_response.version + 1, updated_at = excluded.updated_at
            where exam_response.score_status not in ('manual', 'void') and (exam_response.score is distinct from excluded.score
                or exam_response.score_status <> excluded.score_status)"
        )
    };
}

platform::statements! {
    QUESTIONS = questions!("q.package_id = $1");
    QUESTION = questions!("q.id = $1");
    OPTIONS = options!("q.package_id = $1");
    OPTIONS_OF_ONE = options!("q.id = $1");
    KEYS = keys!("q.package_id = $1");
    KEYS_OF_ONE = keys!("q.id = $1");
    POLICY = "select scoring_policy from exam_event where id = $1";
    POLICIES = "select id, scoring_policy from exam_event where package_id = $1 order by id limit 10000";
    ATTEMPT = "select a.participant_id, p.event_id, e.package_id, e.scoring_policy, a.started_at from exam_attempt a
        join exam_participant p on p.id = a.participant_id join exam_event e on e.id = p.event_id where a.id = $1";
    ANSWERS = "select question_id, answer, answer_json, audio_response_id, score_status from exam_response
        where participant_id = $1 order by question_id limit 10000";
    MARK_ONE = marks!("($1, $2, $3, $4, $5, $5, $6, $7, $7, $8, 0, 0, 0, 1)");
    MARK_TEN = marks!("($1, $2, $3, $4, $5, $5, $6, $7, $7, $8, 0, 0, 0, 1)"
        ", ($1, $2, $3, $4, $5, $5, $9, $10, $10, $11, 0, 0, 0, 1)"
        ", ($1, $2, $3, $4, $5, $5, $12, $13, $13, $14, 0, 0, 0, 1)"
        ", ($1, $2, $3, $4, $5, $5, $15, $16, $16, $17, 0, 0, 0, 1)"
        ", ($1, $2, $3, $4, $5, $5, $18, $19, $19, $20, 0, 0, 0, 1)"
        ", ($1, $2, $3, $4, $5, $5, $21, $22, $22, $23, 0, 0, 0, 1)"
        ", ($1, $2, $3, $4, $5, $5, $24, $25, $25, $26, 0, 0, 0, 1)"
        ", ($1, $2, $3, $4, $5, $5, $27, $28, $28, $29, 0, 0, 0, 1)"
        ", ($1, $2, $3, $4, $5, $5, $30, $31, $31, $32, 0, 0, 0, 1)"
        ", ($1, $2, $3, $4, $5, $5, $33, $34, $34, $35, 0, 0, 0, 1)");
    SECTION_MAX = "insert into exam_attempt_section (attempt_id, section_detail_id, ordinal, paused_ms, extra_ms, max_score)
        values ($1, $2, $3, 0, 0, $4)
        on conflict (attempt_id, section_detail_id) do update set max_score = excluded.max_score";
    TOTAL_MAX = "update exam_participant set max_score = $1 where id = $2";
}

/// A question as it is asked and scored.
#[derive(Debug, Clone)]
pub(crate) struct Asked {
    pub(crate) id: i64,
    pub(crate) section_detail_id: i64,
    pub(crate) section_id: i64,
    pub(crate) section_title: String,
    pub(crate) created_at: Timestamp,
    /// Without what only participants need (passage, audio, times).
    pub(crate) question: Question,
}

fn read_question(row: &Row<'_>) -> Result<Asked> {
    let unknown = || Error::internal("a stored question is of no known type or rule");
    Ok(Asked {
        id: row.get(0)?,
        section_detail_id: row.get(1)?,
        section_id: row.get(2)?,
        section_title: row.get(3)?,
        question: Question {
            kind: QuestionType::named(row.text(5)?).ok_or_else(unknown)?,
            text: row.get(4)?,
            passage: None,
            audio: None,
            options: Vec::new(),
            key: Vec::new(),
            point: row.get(6)?,
            rule: ScoringRule::named(row.text(7)?).ok_or_else(unknown)?,
            preparation_time: None,
            response_time: None,
        },
        created_at: row.get(8)?,
    })
}

/// The questions of a package in order, with options and keys.
pub(crate) async fn questions(conn: &mut Conn<'_>, package: i64) -> Result<Vec<Asked>> {
    load(conn, [QUESTIONS, OPTIONS, KEYS], package).await
}

/// One question, with options and key.
pub(crate) async fn question(conn: &mut Conn<'_>, id: i64) -> Result<Option<Asked>> {
    let found = load(conn, [QUESTION, OPTIONS_OF_ONE, KEYS_OF_ONE], id).await?;
    Ok(found.into_iter().next())
}

async fn load(conn: &mut Conn<'_>, [questions, options, keys]: [Sql; 3], id: i64) -> Result<Vec<Asked>> {
    let mut found = conn.all(questions, params![id], read_question).await?;
    let place: HashMap<i64, usize> = found.iter().enumerate().map(|(at, asked)| (asked.id, at)).collect();
    let option = |row: &Row<'_>| {
        Ok((
            row.get(0)?,
            Choice {
                label: row.get(1)?,
                value: row.get(2)?,
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
    pub(crate) started_at: Timestamp,
}

pub(crate) async fn attempt(conn: &mut Conn<'_>, id: i64) -> Result<Option<AttemptRow>> {
    let read = |row: &Row<'_>| {
        Ok(AttemptRow {
            id,
            participant_id: row.get(0)?,
            event_id: row.get(1)?,
            package_id: row.get(2)?,
            policy: policy(row, 3)?,
            started_at: row.get(4)?,
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

/// Questions to a statement.
const MANY: usize = 10;

/// Stores the scores of questions of an attempt. What people scored stays as it is.
pub(crate) async fn mark(tx: &mut Tx<'_>, attempt: &AttemptRow, scores: &[(i64, Scored)]) -> Result<()> {
    let (many, few) = scores.as_chunks::<MANY>();
    for chunk in many {
        mark_some(tx, MARK_TEN, attempt, chunk).await?;
    }
    for one in few {
        mark_some(tx, MARK_ONE, attempt, std::slice::from_ref(one)).await?;
    }
    Ok(())
}

async fn mark_some(tx: &mut Tx<'_>, sql: Sql, attempt: &AttemptRow, scores: &[(i64, Scored)]) -> Result<()> {
    let mut values = vec![
        Value::from(attempt.id),
        attempt.participant_id.into(),
        attempt.package_id.into(),
        attempt.event_id.into(),
        tx.now().into(),
    ];
    for (question, scored) in scores {
        values.extend([
            Value::from(*question),
            scored.points.into(),
            scored.status.name().into(),
        ]);
    }
    tx.execute(sql, &values).await.map(drop)
}

/// Stores the most that a section of an attempt can bring; `ordinal` matters only if the section has no row yet.
pub(crate) async fn set_section_max(
    tx: &mut Tx<'_>,
    attempt: i64,
    section_detail: i64,
    ordinal: i64,
    most: Points,
) -> Result<()> {
    tx.execute(SECTION_MAX, params![attempt, section_detail, ordinal, most])
        .await
        .map(drop)
}

/// Stores the most that a participant can reach.
pub(crate) async fn set_total_max(tx: &mut Tx<'_>, participant: i64, most: Points) -> Result<()> {
    tx.execute(TOTAL_MAX, params![most, participant]).await.map(drop)
}
