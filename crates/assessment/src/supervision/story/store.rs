//! What is stored of one participant's exam, beside the seat and the answers.

use std::collections::BTreeMap;

use platform::{Conn, Error, Result, Timestamp, db::Row, params};

use super::model::{Happened, Happening, RecorderSpan};
use crate::sitting::model::Intervention;

platform::statements! {
    PARTICIPANT = "select p.event_id, p.checked_in_at, a.id, a.started_at, a.submitted_at, a.submit_reason
        from exam_participant p left join exam_attempt a on a.participant_id = p.id where p.id = $1
        order by a.no desc limit 1";
    SECTIONS = "select ordinal, opened_at, closed_at, close_reason from exam_attempt_section where attempt_id = $1
        order by ordinal limit 1000";
    SESSIONS = "select created_at, revoked_at, reason from exam_participant_session where participant_id = $1
        order by created_at, id limit 200";
    /// The last ones, if they are many.
    FLAGS = "select kind, detail, at from exam_flag where participant_id = $1 order by id desc limit 1000";
    INTERVENTIONS = "select i.kind, i.seconds, i.text, i.reason, i.at, m.username from exam_intervention i
        left join exam_admin m on m.id = i.admin_id where i.participant_id = $1 order by i.id desc limit 1000";
    /// Minutes since 1970.
    SAVES = "select at / 60000000, count(*) from exam_response_event where attempt_id = $1 and outcome = 'accepted'
        group by at / 60000000 order by at / 60000000 limit 10000";
    SPANS = "select c.video_id, c.recorder_session, count(*), max(c.seq), min(c.received_at), max(c.received_at)
        from exam_video v join exam_video_chunk c on c.video_id = v.id where v.participant_id = $1
        group by c.video_id, c.recorder_session order by c.video_id, c.recorder_session limit 10000";
}

/// A participant and the last attempt.
pub(crate) struct Told {
    pub(crate) event: i64,
    pub(crate) attempt: Option<i64>,
    /// Checking in, starting, handing in.
    pub(crate) happened: Vec<Happened>,
}

fn happened(at: Option<Timestamp>, what: Happening) -> Option<Happened> {
    at.map(|at| Happened { at, what })
}

/// What is told of a participant; nothing if there is none.
pub(crate) async fn participant(conn: &mut Conn<'_>, id: i64) -> Result<Option<Told>> {
    let read = |row: &Row<'_>| {
        let reason: Option<String> = row.get(5)?;
        let moments = [
            happened(row.get(1)?, Happening::CheckedIn),
            happened(row.get(3)?, Happening::Started),
            happened(row.get(4)?, Happening::HandedIn(reason.unwrap_or_default())),
        ];
        Ok(Told {
            event: row.get(0)?,
            attempt: row.get(2)?,
            happened: moments.into_iter().flatten().collect(),
        })
    };
    conn.first(PARTICIPANT, params![id], read).await
}

/// When sections were opened and closed.
pub(crate) async fn sections(conn: &mut Conn<'_>, attempt: i64) -> Result<Vec<Happened>> {
    let read = |row: &Row<'_>| {
        let n = usize::try_from(row.get::<i64>(0)?).map_err(Error::internal)?;
        let reason: Option<String> = row.get(3)?;
        let reason = reason.unwrap_or_default();
        Ok([
            happened(row.get(1)?, Happening::SectionOpened(n)),
            happened(row.get(2)?, Happening::SectionClosed { n, reason }),
        ])
    };
    let moments = conn.all(SECTIONS, params![attempt], read).await?;
    Ok(moments.into_iter().flatten().flatten().collect())
}

/// When somebody logged in, and when another device took over.
pub(crate) async fn sessions(conn: &mut Conn<'_>, participant: i64) -> Result<Vec<Happened>> {
    let read = |row: &Row<'_>| {
        let ended: Option<Timestamp> = row.get(1)?;
        let is_taken_over = row.maybe_text(2)? == Some("taken_over");
        Ok([
            happened(row.get(0)?, Happening::LoggedIn),
            happened(ended.filter(|_| is_taken_over), Happening::TakenOver),
        ])
    };
    let moments = conn.all(SESSIONS, params![participant], read).await?;
    Ok(moments.into_iter().flatten().flatten().collect())
}

/// What was seen.
pub(crate) async fn flags(conn: &mut Conn<'_>, participant: i64) -> Result<Vec<Happened>> {
    let read = |row: &Row<'_>| {
        Ok(Happened {
            at: row.get(2)?,
            what: Happening::Flagged {
                kind: row.get(0)?,
                detail: row.get(1)?,
                recorded: Vec::new(),
            },
        })
    };
    conn.all(FLAGS, params![participant], read).await
}

/// What supervisors did.
pub(crate) async fn interventions(conn: &mut Conn<'_>, participant: i64) -> Result<Vec<Happened>> {
    let read = |row: &Row<'_>| {
        Ok(Happened {
            at: row.get(4)?,
            what: Happening::Intervened {
                kind: Intervention::from_stored(row.text(0)?)?,
                seconds: row.get(1)?,
                text: row.get(2)?,
                reason: row.get(3)?,
                by: row.get(5)?,
            },
        })
    };
    let mut all = conn.all(INTERVENTIONS, params![participant], read).await?;
    all.reverse();
    Ok(all)
}

/// How many answers were saved in each minute, by its beginning.
pub(crate) async fn saves(conn: &mut Conn<'_>, attempt: i64) -> Result<Vec<(Timestamp, i64)>> {
    let read = |row: &Row<'_>| {
        let minute: i64 = row.get(0)?;
        Ok((Timestamp(minute * 60_000_000), row.get(1)?))
    };
    conn.all(SAVES, params![attempt], read).await
}

/// What arrived of each recorder, by recordings.
pub(crate) async fn spans(conn: &mut Conn<'_>, participant: i64) -> Result<BTreeMap<i64, Vec<RecorderSpan>>> {
    let read = |row: &Row<'_>| {
        let (pieces, last): (i64, i64) = (row.get(2)?, row.get(3)?);
        let span = RecorderSpan {
            number: row.get(1)?,
            pieces,
            missing: last + 1 - pieces,
            first_at: row.get(4)?,
            last_at: row.get(5)?,
        };
        Ok((row.get::<i64>(0)?, span))
    };
    let mut spans: BTreeMap<i64, Vec<RecorderSpan>> = BTreeMap::new();
    for (video, span) in conn.all(SPANS, params![participant], read).await? {
        spans.entry(video).or_default().push(span);
    }
    Ok(spans)
}
