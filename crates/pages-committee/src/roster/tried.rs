//! What a list would do, as its page tells it.

use assessment::RosterReport;
use pages_kit::{Speech, Visit};
use papers::roster::{Column, Finding};
use platform::Lang;

use super::list::Kept;

/// The most findings that a page shows.
const MOST_SHOWN: usize = 100;

/// A list that was tried.
pub(super) struct Tried {
    /// What comes of it, in a sentence.
    pub(super) says: String,
    pub(super) is_refused: bool,
    /// How many are added, and are there already.
    pub(super) counts: Vec<(String, String)>,
    pub(super) findings: Vec<Told>,
    /// That there are more.
    pub(super) more: Option<String>,
    /// What stores it, where there is anything to store.
    pub(super) store: Option<Store>,
}

/// The form that stores what was tried.
pub(super) struct Store {
    pub(super) kept: Kept,
    pub(super) submit: String,
}

/// What there is to say of a cell, a row or the list.
pub(super) struct Told {
    pub(super) is_error: bool,
    /// Row and column.
    pub(super) place: String,
    /// What stands there.
    pub(super) excerpt: String,
    pub(super) said: String,
}

fn count(number: usize) -> i64 {
    i64::try_from(number).unwrap_or(i64::MAX)
}

/// What a column is called.
fn column_text(column: &str) -> Option<&'static str> {
    let column = Column::ALL.into_iter().find(|one| one.name() == column)?;
    Some(match column {
        Column::RegisteredNumber => "committee-number",
        Column::Name => "committee-name",
        Column::Rank => "participant-rank",
        Column::Unit => "participant-unit",
        Column::Position => "participant-position",
        Column::Event => "roster-event",
    })
}

impl Told {
    fn of(finding: &Finding, speech: Speech<'_>, lang: Lang) -> Self {
        let row = finding.row.map(|row| speech.with("roster-row", "row", i64::from(row)));
        let column = finding.column.and_then(column_text).map(|text| speech.say(text));
        let place: Vec<String> = row.into_iter().chain(column).collect();
        Self {
            is_error: finding.is_error(),
            place: place.join(", "),
            excerpt: finding.excerpt.clone(),
            said: finding.message.text(lang).to_owned(),
        }
    }
}

/// The findings that are shown, what forbids storing first, and that there are more.
fn told(visit: &Visit, findings: &[Finding]) -> (Vec<Told>, Option<String>) {
    let (speech, lang) = (visit.speech(), visit.lang());
    let mut ordered: Vec<&Finding> = findings.iter().collect();
    ordered.sort_by_key(|finding| (!finding.is_error(), finding.row));
    let hidden = ordered.len().saturating_sub(MOST_SHOWN);
    let shown = ordered.into_iter().take(MOST_SHOWN);
    let shown = shown.map(|finding| Told::of(finding, speech, lang)).collect();
    (
        shown,
        (hidden > 0).then(|| speech.with("roster-more", "count", count(hidden))),
    )
}

impl Tried {
    /// One that can be stored.
    pub(super) fn good(visit: &Visit, report: &RosterReport, kept: Kept) -> Self {
        let speech = visit.speech();
        let (findings, more) = told(visit, &report.findings);
        let is_new = report.created > 0;
        let counts = [
            ("roster-added", report.created),
            ("roster-strangers", report.users_created),
            ("roster-unchanged", report.unchanged),
        ];
        Self {
            says: speech.say(if is_new { "roster-ready" } else { "roster-nothing-new" }),
            is_refused: false,
            counts: counts
                .map(|(text, number)| (speech.say(text), speech.number(count(number))))
                .into(),
            findings,
            more,
            store: is_new.then(|| Store {
                kept,
                submit: speech.with("roster-store", "count", count(report.created)),
            }),
        }
    }

    /// One of which nothing can be stored.
    pub(super) fn refused(visit: &Visit, findings: &[Finding]) -> Self {
        let errors = findings.iter().filter(|finding| finding.is_error()).count();
        let (findings, more) = told(visit, findings);
        Self {
            says: visit.speech().with("roster-refused", "count", count(errors)),
            is_refused: true,
            counts: Vec::new(),
            findings,
            more,
            store: None,
        }
    }
}
