//! What the form of a sitting holds as text.

use assessment::{EventView, ReleaseMode, ResultPolicy};
use pages_kit::{Fields, Speech, field::TICKED, numbers::decimal};
use papers::{
    Points,
    marking::{Policy, Unit},
};

/// A day: no sitting lasts longer, so that one may begin as long as it runs.
pub(super) const WHOLE_DAY: i64 = 24 * 60 * 60;
/// Seconds after a deadline in which an answer counts, unless somebody says otherwise.
pub(super) const GRACE: i64 = 10;
/// Seconds after a deadline in which answers may arrive, unless somebody says otherwise.
pub(super) const OFFLINE_GRACE: i64 = 300;

/// How a choice of the form is called: points instead of per cent, results at once instead of together.
pub(super) const POINTS: &str = "points";
pub(super) const PERCENT: &str = "percent";
pub(super) const AT_ONCE: &str = "atOnce";
pub(super) const TOGETHER: &str = "event";
/// The box that takes an entry code away.
pub(super) const NO_CODE: &str = "noEntryCode";

/// What is the same in the form of a new sitting and of one that is stored.
struct Settings {
    late_entry: i64,
    grace: i64,
    offline_grace: i64,
    scoring: Policy,
    results: ResultPolicy,
    release: ReleaseMode,
}

impl Settings {
    fn fields(&self, speech: Speech<'_>) -> Vec<(&'static str, String)> {
        let points = |points: Points| decimal(speech.language, points.to_string());
        let (unit, release) = (self.scoring.unit, self.release);
        let mut fields = vec![
            (
                "lateEntrySeconds",
                Some(self.late_entry)
                    .filter(|late| *late < WHOLE_DAY)
                    .map(minutes)
                    .unwrap_or_default(),
            ),
            ("graceSeconds", self.grace.to_string()),
            ("offlineGraceSeconds", minutes(self.offline_grace)),
            (
                "scoringPolicy.unit",
                if unit == Unit::Points { POINTS } else { PERCENT }.to_owned(),
            ),
            ("scoringPolicy.right", points(self.scoring.right)),
            ("scoringPolicy.wrong", points(self.scoring.wrong)),
            ("scoringPolicy.blank", points(self.scoring.blank)),
            (
                "release",
                if release == ReleaseMode::AtOnce {
                    AT_ONCE
                } else {
                    TOGETHER
                }
                .to_owned(),
            ),
        ];
        fields.extend(ticked([
            ("resultPolicy.score", self.results.score),
            ("resultPolicy.sections", self.results.sections),
            ("resultPolicy.scale", self.results.scale),
            ("resultPolicy.answers", self.results.answers),
            ("resultPolicy.keys", self.results.keys),
        ]));
        fields
    }
}

fn ticked<const N: usize>(boxes: [(&'static str, bool); N]) -> impl Iterator<Item = (&'static str, String)> {
    let ticked = boxes.into_iter().filter(|(_, is_ticked)| *is_ticked);
    ticked.map(|(name, _)| (name, TICKED.to_owned()))
}

fn collect(fields: impl IntoIterator<Item = (&'static str, String)>) -> Fields {
    let fields = fields.into_iter();
    fields.map(|(name, value)| (name.to_owned(), value)).collect()
}

/// What the form of a new sitting holds.
pub(super) fn usual(speech: Speech<'_>, package: &str) -> Fields {
    let settings = Settings {
        late_entry: WHOLE_DAY,
        grace: GRACE,
        offline_grace: OFFLINE_GRACE,
        scoring: Policy::default(),
        results: ResultPolicy::default(),
        release: ReleaseMode::default(),
    };
    collect(
        [("packageId", package.to_owned())]
            .into_iter()
            .chain(settings.fields(speech)),
    )
}

/// What the form of a sitting holds.
pub(super) fn stored(speech: Speech<'_>, event: &EventView) -> Fields {
    let settings = Settings {
        late_entry: event.late_entry_seconds,
        grace: event.grace_seconds,
        offline_grace: event.offline_grace_seconds,
        scoring: event.scoring_policy,
        results: event.result_policy,
        release: event.release,
    };
    let plan = [
        ("title", event.title.clone()),
        ("packageId", event.package_id.to_string()),
        ("date", event.date.clone()),
        ("startTime", clock(&event.start_time)),
        ("endTime", clock(&event.end_time)),
        ("timeZone", event.time_zone.clone()),
        ("description", event.description.clone()),
        ("prodikId", event.prodik_id.clone().unwrap_or_default()),
    ];
    let watched = ticked([
        ("recordVideo", event.record_video),
        ("recordScreen", event.record_screen),
        ("safeExamBrowser", event.safe_exam_browser),
    ]);
    collect(plan.into_iter().chain(watched).chain(settings.fields(speech)))
}

/// A time without seconds, where there are none.
fn clock(time: &str) -> String {
    let is_full = time.len() == "10:00:00".len();
    let short = time.strip_suffix(":00").filter(|_| is_full);
    short.unwrap_or(time).to_owned()
}

/// A length of time: `5`, or `1:40` where it is no whole number of minutes.
pub(crate) fn minutes(seconds: i64) -> String {
    match seconds % 60 {
        0 => (seconds / 60).to_string(),
        rest => format!("{}:{rest:02}", seconds / 60),
    }
}

/// The seconds of such a text.
pub(crate) fn read_minutes(text: &str) -> Option<i64> {
    let digits = |text: &str, most: usize| {
        let is_plain = (1..=most).contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_digit());
        is_plain.then(|| text.parse::<i64>().ok()).flatten()
    };
    let (whole, rest) = text.split_once(':').unwrap_or((text, "0"));
    let rest = digits(rest, 2).filter(|rest| *rest < 60)?;
    Some(digits(whole, 6)? * 60 + rest)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lengths_are_read_as_they_are_written() {
        for seconds in [0, 60, 100, 1_800, 86_399] {
            assert_eq!(read_minutes(&minutes(seconds)), Some(seconds));
        }
        for wrong in ["", "-1", "1:60", "1:", ":30", "satu", "1:2:3"] {
            assert_eq!(read_minutes(wrong), None, "{wrong}");
        }
        assert_eq!(
            (clock("10:00:00"), clock("10:00:30"), clock("10:00")),
            ("10:00".to_owned(), "10:00:30".to_owned(), "10:00".to_owned(),)
        );
    }
}
