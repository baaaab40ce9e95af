//! Rows of `exam_answer_summary`: what a participant answered and what it is worth, in one row, as statistics read it.
//!
//! Invariant: whoever brings a participant's sums in line with their answers brings this in line, too.

use platform::{Result, Tx, params};

/// A line for each answer: question, frozen version or `-`, hundredths of its score or `-`, and what was given, which JSON
/// writes without a line break.
macro_rules! summarised {
    ($which:literal) => {
        concat!(
            "insert into exam_answer_summary (participant_id, event_id, answers)
            select r.participant_id, r.event_id, string_agg(
                cast(r.question_id as text) || ' ' || coalesce(cast(t.package_version_id as text), '-') || ' '
                    || coalesce(cast(r.score as text), '-') || ' '
                    || case when r.audio_response_id is not null then 'x'
                        when r.answer_json is null and r.answer is not null then 'x'
                        when r.answer_json is null or r.answer_json in ('null', '{\"text\":\"\"}') then ''
                        when substr(r.answer_json, 1, 9) in ('{\"labels\"', '{\"pairs\":') then r.answer_json
                        else 'x' end, '\n')
            from exam_response r left join exam_attempt t on t.id = r.attempt_id
            where r.participant_id ",
            $which,
            " group by r.participant_id, r.event_id
            on conflict (participant_id) do update set event_id = excluded.event_id, answers = excluded.answers"
        )
    };
}

platform::statements! {
    SUMMARISE = summarised!("= $1");
    SUMMARISE_REGRADED = summarised!("in (select c.participant_id from exam_response c join exam_score_audit a
        on a.response_id = c.id where a.regrade_id = $1)");
    SUMMARISE_VOIDED = summarised!("in (select c.participant_id from exam_response c join exam_score_audit a
        on a.response_id = c.id where a.void_id = $1)");
}

/// Of a participant.
pub(super) async fn summarise(tx: &mut Tx<'_>, participant: i64) -> Result<()> {
    tx.execute(SUMMARISE, params![participant]).await.map(drop)
}

/// Of everybody whose answers a regrading changed.
pub(super) async fn summarise_regraded(tx: &mut Tx<'_>, regrade: i64) -> Result<()> {
    tx.execute(SUMMARISE_REGRADED, params![regrade]).await.map(drop)
}

/// Of everybody whose answers voiding a question, or taking that back, changed.
pub(super) async fn summarise_voided(tx: &mut Tx<'_>, void: i64) -> Result<()> {
    tx.execute(SUMMARISE_VOIDED, params![void]).await.map(drop)
}
