//! What results are made of: a constant number of statements, however many sat.

pub(crate) mod choices;
pub(crate) mod given;
pub(crate) mod listed;

use std::collections::HashMap;

use papers::{Points, marking::Policy};
use platform::{Conn, Error, Result, Timestamp, db::Row, params};

use crate::{
    sitting::{
        event::store::read_result_policy,
        model::{ReleaseMode, ResultPolicy},
    },
    sql::{
        ids::{self, ids},
        points::maybe_points,
    },
};

platform::statements! {
    /// What somebody may be shown, and what it is made of: the last attempt counts.
    RELEASED = "select p.event_id, p.status, p.total_score, p.max_score, e.package_id, e.result_policy, e.release_mode,
            e.released_at, t.package_version_id, t.seed, e.scoring_policy
        from exam_participant p join exam_event e on e.id = p.event_id
        left join exam_attempt t on t.participant_id = p.id
        where p.id = $1 order by t.no desc limit 1";
    OWN_SECTIONS = "select a.participant_id, s.section_detail_id, s.raw_score, s.max_score
        from exam_attempt_section s join exam_attempt a on a.id = s.attempt_id
        where a.participant_id = $1 order by a.no, s.ordinal limit 10000";
    OWN_SCORES = "select question_id, answer, score from exam_response where participant_id = $1
        order by question_id limit 10000";
    EVENT = "select package_id, title from exam_event where id = $1";
    PARTICIPANTS = "select id, name, registered_number, exam_registered_number, status, total_score, max_score, unit_title,
        rank_title, position_title from exam_participant where event_id = $1 order by name_key, id limit 100000";
    SECTION_SCORES = "select a.participant_id, s.section_detail_id, s.raw_score, s.max_score
        from exam_attempt_section s join exam_attempt a on a.id = s.attempt_id
        join exam_participant p on p.id = a.participant_id
        where p.event_id = $1 order by a.participant_id, a.no, s.ordinal limit 2000000";
    /// The version that everybody sat; a later attempt comes after an earlier one.
    SAT = "select a.participant_id, a.package_version_id from exam_attempt a join exam_participant p on p.id = a.participant_id
        where p.event_id = $1 and a.package_version_id is not null order by a.participant_id, a.no limit 1000000";
    /// What some participants answered.
    ANSWERS = concat!("select participant_id, question_id, answer, answer_json, audio_response_id, score from exam_response
        where participant_id in (", ids!("$1"), ") order by participant_id, question_id limit 1000000");
}

/// The package and the title of an event.
pub(crate) async fn event(conn: &mut Conn<'_>, id: i64) -> Result<Option<(i64, String)>> {
    conn.first(EVENT, params![id], |row| Ok((row.get(0)?, row.get(1)?)))
        .await
}

/// What somebody's results are made of.
#[derive(Debug, Clone)]
pub(crate) struct ReleasedRow {
    pub(crate) event_id: i64,
    pub(crate) status: String,
    pub(crate) total: Option<Points>,
    pub(crate) most: Option<Points>,
    pub(crate) package_id: i64,
    pub(crate) shown: ResultPolicy,
    pub(crate) mode: ReleaseMode,
    pub(crate) released_at: Option<Timestamp>,
    /// The frozen version that was sat.
    pub(crate) version: Option<i64>,
    pub(crate) seed: i64,
    pub(crate) policy: Policy,
}

/// A participant with what their event says of results.
pub(crate) async fn released(conn: &mut Conn<'_>, participant: i64) -> Result<Option<ReleasedRow>> {
    let read = |row: &Row<'_>| {
        let policy = Policy::from_json(row.maybe_text(10)?);
        Ok(ReleasedRow {
            event_id: row.get(0)?,
            status: row.get(1)?,
            total: maybe_points(row, 2)?,
            most: maybe_points(row, 3)?,
            package_id: row.get(4)?,
            shown: read_result_policy(row, 5)?,
            mode: ReleaseMode::from_stored(row.text(6)?)?,
            released_at: row.get(7)?,
            version: row.get(8)?,
            seed: row.get::<Option<i64>>(9)?.unwrap_or_default(),
            policy: policy.ok_or_else(|| Error::internal("a stored scoring policy is unreadable"))?,
        })
    };
    conn.first(RELEASED, params![participant], read).await
}

/// Scores of every section of a participant; a later attempt comes after an earlier one.
pub(crate) async fn own_sections(conn: &mut Conn<'_>, participant: i64) -> Result<Vec<SectionScoreRow>> {
    conn.all(OWN_SECTIONS, params![participant], read_section).await
}

/// What a participant answered, as people read it, and what it brought, by question.
pub(crate) async fn own_scores(
    conn: &mut Conn<'_>,
    participant: i64,
) -> Result<HashMap<i64, (Option<String>, Option<Points>)>> {
    let read = |row: &Row<'_>| Ok((row.get(0)?, (row.get(1)?, maybe_points(row, 2)?)));
    Ok(conn
        .all(OWN_SCORES, params![participant], read)
        .await?
        .into_iter()
        .collect())
}

/// A participant and what they reached.
#[derive(Debug, Clone)]
pub(crate) struct ReachedRow {
    pub(crate) id: i64,
    pub(crate) name: String,
    pub(crate) registered_number: String,
    pub(crate) exam_registered_number: String,
    pub(crate) status: String,
    pub(crate) total: Option<Points>,
    pub(crate) most: Option<Points>,
    /// As they were when the participant was added.
    pub(crate) unit: Option<String>,
    pub(crate) rank: Option<String>,
    pub(crate) position: Option<String>,
}

/// Everybody at an event, by name.
pub(crate) async fn participants(conn: &mut Conn<'_>, event: i64) -> Result<Vec<ReachedRow>> {
    let read = |row: &Row<'_>| {
        Ok(ReachedRow {
            id: row.get(0)?,
            name: row.get(1)?,
            registered_number: row.get(2)?,
            exam_registered_number: row.get(3)?,
            status: row.get(4)?,
            total: maybe_points(row, 5)?,
            most: maybe_points(row, 6)?,
            unit: row.get(7)?,
            rank: row.get(8)?,
            position: row.get(9)?,
        })
    };
    conn.all(PARTICIPANTS, params![event], read).await
}

/// What somebody reached in a section.
#[derive(Debug, Clone, Copy)]
pub(crate) struct SectionScoreRow {
    pub(crate) participant_id: i64,
    pub(crate) section_detail_id: i64,
    pub(crate) raw: Option<Points>,
    pub(crate) most: Option<Points>,
}

/// Scores of every section of everybody at an event; a later attempt comes after an earlier one.
pub(crate) async fn section_scores(conn: &mut Conn<'_>, event: i64) -> Result<Vec<SectionScoreRow>> {
    conn.all(SECTION_SCORES, params![event], read_section).await
}

pub(super) fn read_section(row: &Row<'_>) -> Result<SectionScoreRow> {
    Ok(SectionScoreRow {
        participant_id: row.get(0)?,
        section_detail_id: row.get(1)?,
        raw: maybe_points(row, 2)?,
        most: maybe_points(row, 3)?,
    })
}

/// The versions that participants of an event sat, by participant.
pub(crate) async fn sat(conn: &mut Conn<'_>, event: i64) -> Result<HashMap<i64, i64>> {
    let rows = conn
        .all(SAT, params![event], |row: &Row<'_>| Ok((row.get(0)?, row.get(1)?)))
        .await?;
    Ok(rows.into_iter().collect())
}

/// What somebody answered to a question.
#[derive(Debug, Clone)]
pub(crate) struct GivenAnswer {
    /// As people read it, and as it is stored.
    pub(crate) shown: Option<String>,
    pub(crate) json: Option<String>,
    pub(crate) is_spoken: bool,
    pub(crate) score: Option<Points>,
}

/// What some participants answered, by participant and question.
pub(crate) async fn answers(conn: &mut Conn<'_>, participants: &[i64]) -> Result<HashMap<(i64, i64), GivenAnswer>> {
    let read = |row: &Row<'_>| {
        let given = GivenAnswer {
            shown: row.get(2)?,
            json: row.get(3)?,
            is_spoken: row.get::<Option<i64>>(4)?.is_some(),
            score: maybe_points(row, 5)?,
        };
        Ok(((row.get(0)?, row.get(1)?), given))
    };
    let list = ids::list(participants);
    Ok(conn.all(ANSWERS, params![&list], read).await?.into_iter().collect())
}
