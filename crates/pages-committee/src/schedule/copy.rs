//! The same sitting once more, some weeks later.

use assessment::{EventChange, EventView, Proctors};
use axum::extract::{Path, State};
use chrono::{Days, NaiveDate};
use pages_kit::{Answer, Failed, form};
use platform::{Error, Timestamp};

use crate::{Committee, caller::Sent, event::find, frame::address};

/// In microseconds.
const WEEK: i64 = 7 * 24 * 60 * 60 * 1_000_000;

/// How many weeks later it is: one, or as many as lead beyond now.
fn weeks(starts_at: Timestamp, now: Timestamp) -> u64 {
    let past = (now.0 - starts_at.0).div_euclid(WEEK);
    u64::try_from(past).unwrap_or_default() + 1
}

/// The same weekday, so many weeks later.
fn later(date: &str, weeks: u64) -> Result<String, Error> {
    let date = NaiveDate::parse_from_str(date, "%Y-%m-%d").map_err(Error::internal)?;
    let later = date.checked_add_days(Days::new(7 * weeks));
    let later = later.ok_or_else(|| Error::internal("a sitting's day is the last of all"))?;
    Ok(later.to_string())
}

/// A sitting like another one. Its entry code is known to nobody, and what other systems call it is its own.
fn copied(event: EventView, now: Timestamp) -> Result<EventChange, Error> {
    Ok(EventChange {
        package_id: Some(event.package_id),
        date: Some(later(&event.date, weeks(event.starts_at, now))?),
        title: Some(event.title),
        description: Some(event.description),
        start_time: Some(event.start_time),
        end_time: Some(event.end_time),
        time_zone: Some(event.time_zone),
        prodik_id: None,
        entry_code: None,
        late_entry_seconds: Some(event.late_entry_seconds),
        grace_seconds: Some(event.grace_seconds),
        offline_grace_seconds: Some(event.offline_grace_seconds),
        record_video: Some(event.record_video),
        record_screen: Some(event.record_screen),
        safe_exam_browser: Some(event.safe_exam_browser),
        scoring_policy: Some(event.scoring_policy),
        result_policy: Some(event.result_policy),
        release: Some(event.release),
    })
}

/// `POST /ujian/{event}/salin`
pub(crate) async fn copy(
    State(committee): State<Committee>,
    Path(event): Path<String>,
    sent: Sent<Proctors>,
) -> Result<Answer, Failed> {
    let Sent {
        visit, admin, fields, ..
    } = sent;
    let made = async {
        let event = find(&committee, &event).await?;
        let once = form::once(&fields, &address(event.id, "/salin"), |_| true)?;
        let done = if event.has_entry_code {
            "ujian-salin-kode"
        } else {
            "ujian-salin"
        };
        let new = copied(event, visit.ctx.now())?;
        let made = committee.assessment().create_event(&admin, new, None, once).await?;
        Answer::see(&address(made.id, &format!("/ubah?sudah={done}")))
    };
    made.await.map_err(Failed::at(&visit))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_copy_is_on_the_same_weekday_and_ahead() {
        let start = Timestamp(1_000 * WEEK);
        for (now, expected) in [(0, 1), (-1, 1), (WEEK - 1, 1), (WEEK, 2), (5 * WEEK + 1, 6)] {
            assert_eq!(weeks(start, Timestamp(start.0 + now)), expected, "{now}");
        }
        assert_eq!(later("2026-12-28", 1).unwrap(), "2027-01-04");
        assert!(later("nanti", 1).is_err());
    }
}
