//! What an event must be like.

mod body;
mod slug;

use papers::marking::Policy;
use platform::{
    Error, Rule, Timestamp,
    text::{Check, fold, hex},
};
use sha2::{Digest as _, Sha256};

pub use self::body::{EventChangeIn, EventIn};
pub(crate) use self::slug::{free_slug, given_slug, slug_of};
use crate::sitting::{
    model::{EventContent, ReleaseMode, ResultPolicy, Warning},
    schedule::{self, rules::Schedule},
};

/// Most characters of a title.
const TITLE: usize = 200;
/// Least and most characters of an entry code.
const CODE: (usize, usize) = (4, 32);
/// How late one may begin, where nothing is said: as long as it lasts.
const LATE_ENTRY: i64 = schedule::rules::LONGEST_GRACE;
/// Seconds after a deadline in which an answer still counts as being in time.
const GRACE: i64 = 10;
/// Seconds after a deadline in which answers that were made in time may still arrive.
const OFFLINE_GRACE: i64 = 300;

/// What is said of an event; `None` stays as it is, or is as usual.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct EventChange {
    pub package_id: Option<i64>,
    pub title: Option<String>,
    pub description: Option<String>,
    pub date: Option<String>,
    pub start_time: Option<String>,
    pub end_time: Option<String>,
    pub time_zone: Option<String>,
    pub prodik_id: Option<Option<String>>,
    pub entry_code: Option<Option<String>>,
    pub late_entry_seconds: Option<i64>,
    pub grace_seconds: Option<i64>,
    pub offline_grace_seconds: Option<i64>,
    pub record_video: Option<bool>,
    pub record_screen: Option<bool>,
    pub safe_exam_browser: Option<bool>,
    pub scoring_policy: Option<Policy>,
    pub result_policy: Option<ResultPolicy>,
    pub release: Option<ReleaseMode>,
}

/// An event's content and, if it is to be another one, its entry code.
pub(crate) type JudgedEvent = (EventContent, Option<Option<String>>);

/// The content of a new event, or of one that is changed. Every broken rule is named at once.
pub(crate) fn judge_event(change: EventChange, before: Option<&EventContent>) -> Result<JudgedEvent, Error> {
    let mut check = Check::new();
    let schedule = schedule(&mut check, &change, before);
    let seconds = |check: &mut Check, field, given: Option<i64>, usual: i64| {
        given.map_or(usual, |given| schedule::rules::seconds(check, field, given))
    };
    let usual = |of: fn(&EventContent) -> i64, usual| before.map_or(usual, of);
    let late = usual(|content| content.late_entry_seconds, LATE_ENTRY);
    let grace = usual(|content| content.grace_seconds, GRACE);
    let offline = usual(|content| content.offline_grace_seconds, OFFLINE_GRACE);
    let late_entry_seconds = seconds(&mut check, "lateEntrySeconds", change.late_entry_seconds, late);
    let grace_seconds = seconds(&mut check, "graceSeconds", change.grace_seconds, grace);
    let offline_grace_seconds = seconds(&mut check, "offlineGraceSeconds", change.offline_grace_seconds, offline);
    let title = match &change.title {
        Some(title) => check.clean("title", title, 1, TITLE),
        None => before.map(|before| before.title.clone()).unwrap_or_default(),
    };
    let description = match &change.description {
        Some(text) => check.clean("description", text, 0, 5_000),
        None => before.map(|before| before.description.clone()).unwrap_or_default(),
    };
    let prodik_id = match &change.prodik_id {
        Some(text) => check.maybe_clean("prodikId", text.as_deref(), 100),
        None => before.and_then(|before| before.prodik_id.clone()),
    };
    let code = change.entry_code.map(|code| entry_code(&mut check, code.as_deref()));
    let scoring_policy = policy(&mut check, change.scoring_policy, before)?;
    check.finish()?;
    let content = EventContent {
        package_id: change
            .package_id
            .or(before.map(|before| before.package_id))
            .unwrap_or_default(),
        title,
        description,
        date: schedule.date.to_string(),
        start_time: schedule.starts.to_string(),
        end_time: schedule.ends.to_string(),
        time_zone: schedule.zone.name().to_owned(),
        moments: schedule.window()?,
        prodik_id,
        entry_code_hash: before.and_then(|before| before.entry_code_hash.clone()),
        late_entry_seconds,
        grace_seconds,
        offline_grace_seconds,
        record_video: or_before(change.record_video, before, |before| before.record_video),
        record_screen: or_before(change.record_screen, before, |before| before.record_screen),
        safe_exam_browser: or_before(change.safe_exam_browser, before, |before| before.safe_exam_browser),
        scoring_policy,
        result_policy: or_before(change.result_policy, before, |before| before.result_policy),
        release: or_before(change.release, before, |before| before.release),
    };
    Ok((content, code))
}

/// What is given, else what was before, else what is usual.
fn or_before<T: Default>(given: Option<T>, before: Option<&EventContent>, of: fn(&EventContent) -> T) -> T {
    given.unwrap_or_else(|| before.map(of).unwrap_or_default())
}

/// Day, times and zone, each as it was unless it is named.
fn schedule(check: &mut Check, change: &EventChange, before: Option<&EventContent>) -> Schedule {
    fn or<'a>(given: Option<&'a String>, before: Option<&'a String>) -> &'a str {
        given.or(before).map_or("", String::as_str)
    }
    let zone = change.time_zone.as_ref().or(before.map(|before| &before.time_zone));
    Schedule {
        date: schedule::rules::date(
            check,
            "date",
            or(change.date.as_ref(), before.map(|before| &before.date)),
        ),
        starts: schedule::rules::time(
            check,
            "startTime",
            or(change.start_time.as_ref(), before.map(|b| &b.start_time)),
        ),
        ends: schedule::rules::time(
            check,
            "endTime",
            or(change.end_time.as_ref(), before.map(|b| &b.end_time)),
        ),
        zone: zone.map_or(schedule::rules::DEFAULT_ZONE, |zone| {
            schedule::rules::zone(check, "timeZone", zone)
        }),
    }
}

fn policy(check: &mut Check, given: Option<Policy>, before: Option<&EventContent>) -> Result<String, Error> {
    let Some(policy) = given else {
        return before.map_or_else(
            || serde_json::to_string(&Policy::default()).map_err(Error::internal),
            |before| Ok(before.scoring_policy.clone()),
        );
    };
    if let Some((field, rule)) = policy.broken() {
        check.note(format!("scoringPolicy.{field}"), rule);
    }
    serde_json::to_string(&policy).map_err(Error::internal)
}

/// An entry code as it is compared: proctors call it out, so case and blanks do not count.
fn entry_code(check: &mut Check, code: Option<&str>) -> Option<String> {
    let mut code = fold(code?);
    code.retain(|c| !c.is_whitespace());
    let count = code.chars().count();
    if count < CODE.0 {
        check.note("entryCode", Rule::TooShort(CODE.0));
    } else if count > CODE.1 {
        check.note("entryCode", Rule::TooLong(CODE.1));
    }
    Some(code)
}

/// What is stored of an entry code.
pub(crate) fn code_hash(slug: &str, code: &str) -> String {
    let mut hash = Sha256::new();
    hash.update(slug.as_bytes());
    hash.update(b"\n");
    hash.update(code.as_bytes());
    hex(&hash.finalize())
}

/// What should be looked at in an event that was just planned or changed: it lies in the past, or nothing was published
/// that it could be held with.
pub(crate) fn warnings(
    content: &EventContent,
    version: Option<i64>,
    package_status: &str,
    now: Timestamp,
) -> Vec<Warning> {
    let mut found = Vec::new();
    if content.moments.phase(now) == schedule::rules::Phase::Ended {
        found.push(Warning::new(
            "event.past",
            "Ujian ini sudah lewat: periksa tanggal, waktu dan zona waktunya.",
            "This event is over already: look at its date, times and time zone.",
        ));
    } else if content.moments.phase(now) == schedule::rules::Phase::Running {
        found.push(Warning::new(
            "event.begun",
            "Waktu mulai ujian ini sudah lewat: ujian sedang berlangsung.",
            "This event has begun already and is under way.",
        ));
    }
    if version.is_none() {
        found.push(Warning::new(
            "package.unpublished",
            "Paket soal ujian ini belum pernah diterbitkan, jadi belum ada soal yang dapat dikerjakan. Terbitkan paketnya \
             sebelum ujian dimulai.",
            "The event's test package was never published, so there is nothing to answer yet. Publish it before the event \
             begins.",
        ));
    } else if package_status != "published" {
        found.push(Warning::new(
            "package.not_published",
            "Paket soal ujian ini sekarang tidak berstatus published; ujian memakai versi yang terakhir diterbitkan.",
            "The event's test package is not published now; the event is held with the version that was published last.",
        ));
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    fn new() -> EventChange {
        EventChange {
            package_id: Some(1),
            title: Some("Ujian Nasional".into()),
            date: Some("2023-07-12".into()),
            start_time: Some("10:00".into()),
            end_time: Some("12:00:00".into()),
            ..EventChange::default()
        }
    }

    #[test]
    fn a_new_event_is_shown_in_the_documents_form() {
        let (content, code) = judge_event(new(), None).unwrap();
        assert_eq!(
            (
                content.date.as_str(),
                content.start_time.as_str(),
                content.end_time.as_str()
            ),
            ("2023-07-12", "10:00:00", "12:00:00")
        );
        assert_eq!((content.time_zone.as_str(), code), ("Asia/Jakarta", None));
        assert_eq!(content.moments.starts.to_string(), "2023-07-12T03:00:00.000Z");
    }

    #[test]
    fn a_change_of_the_zone_moves_the_moments_and_nothing_else() {
        let (before, _) = judge_event(new(), None).unwrap();
        let change = EventChange {
            time_zone: Some("WIT".into()),
            ..EventChange::default()
        };
        let (after, _) = judge_event(change, Some(&before)).unwrap();
        assert_eq!(
            (&after.title, &after.date, &after.start_time),
            (&before.title, &before.date, &before.start_time)
        );
        assert_eq!(before.moments.starts.since(after.moments.starts).as_secs(), 7200);
    }

    #[test]
    fn an_event_that_is_over_or_has_nothing_to_answer_is_warned_of() {
        let (content, _) = judge_event(new(), None).unwrap();
        let (starts, ends) = (content.moments.starts, content.moments.ends);
        let codes = |version, status, now| {
            let found = warnings(&content, version, status, now);
            found.into_iter().map(|warning| warning.code).collect::<Vec<_>>()
        };
        assert!(codes(Some(1), "published", Timestamp(starts.0 - 1)).is_empty());
        assert_eq!(codes(Some(1), "published", starts), ["event.begun"]);
        assert_eq!(codes(None, "draft", ends), ["event.past", "package.unpublished"]);
        assert_eq!(codes(Some(1), "archived", Timestamp(0)), ["package.not_published"]);
    }

    #[test]
    fn everything_that_is_wrong_is_named() {
        let wrong = EventChange {
            title: Some(" ".into()),
            entry_code: Some(Some("12".into())),
            grace_seconds: Some(-1),
            scoring_policy: Some(serde_json::from_str(r#"{"right":0}"#).unwrap()),
            ..new()
        };
        let error = judge_event(wrong, None).unwrap_err();
        let fields: Vec<_> = error.fields().iter().map(|field| field.path.as_str()).collect();
        assert_eq!(fields, ["graceSeconds", "title", "entryCode", "scoringPolicy.right"]);
    }

    #[test]
    fn a_code_is_compared_without_case_and_blanks_and_only_at_its_event() {
        let mut check = Check::new();
        assert_eq!(
            entry_code(&mut check, Some("Ab 12")),
            entry_code(&mut check, Some("ab12"))
        );
        assert_ne!(code_hash("a", "ab12"), code_hash("b", "ab12"));
        assert_eq!(entry_code(&mut check, None), None);
    }
}
