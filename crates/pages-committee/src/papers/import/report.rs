//! What an import found, as its page tells it: the same words before anything is stored, when nothing could be, and later.

use pages_kit::{Language, Speech, Visit};
use platform::{Error, Lang};
use serde::{Deserialize, Serialize};

use super::{PATH, preview::anchor, turkish};
use crate::bank::question::noted::way;

/// The most findings that a page shows.
const MOST_SHOWN: usize = 200;

/// What was found in a document.
pub(super) struct Report {
    /// What comes of it, in a sentence.
    pub(super) says: String,
    /// The title of the package.
    pub(super) title: String,
    pub(super) counts: Vec<(String, String)>,
    /// The same as numbers.
    pub(super) numbers: Vec<i64>,
    pub(super) findings: Vec<Finding>,
    /// That there are more.
    pub(super) more: Option<String>,
    /// Columns of a workbook that are not read.
    pub(super) unread: Vec<String>,
    /// All columns of a workbook.
    pub(super) columns: Vec<Column>,
}

/// What there is to say of a place.
pub(super) struct Finding {
    pub(super) is_error: bool,
    pub(super) place: String,
    /// What stands there.
    pub(super) excerpt: String,
    pub(super) said: String,
    /// Where the question is changed that it is about, once that is stored; before that, where it is shown.
    pub(super) way: Option<String>,
    code: String,
}

/// A report as the use case answers and keeps it.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Answered {
    job_id: Option<i64>,
    title: String,
    sections: i64,
    questions: i64,
    passages: i64,
    pictures: i64,
    error_count: i64,
    findings: Vec<Found>,
    #[serde(default)]
    columns: Vec<Column>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Found {
    severity: String,
    #[serde(default)]
    code: String,
    section: Option<String>,
    question: Option<String>,
    /// The question that it is about, once that is stored.
    #[serde(default)]
    question_id: Option<i64>,
    table: Option<i64>,
    row: Option<i64>,
    paragraph: Option<i64>,
    page: Option<i64>,
    excerpt: String,
    message: Both,
}

#[derive(Deserialize)]
struct Both {
    id: String,
    en: String,
}

/// A column of a table, and what it was taken for. Reports of old hold less.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Column {
    #[serde(default)]
    pub(super) sheet: String,
    #[serde(rename = "column")]
    pub(super) letters: String,
    pub(super) head: String,
    #[serde(rename = "use")]
    pub(super) usage: Option<String>,
    #[serde(default)]
    pub(super) guess: Option<String>,
    #[serde(default)]
    pub(super) head_row: u32,
    #[serde(default)]
    pub(super) samples: Vec<String>,
}

/// The columns that a refusal shows.
pub(super) fn columns_of(error: &Error) -> Vec<Column> {
    let columns = error.detail().get("columns").cloned();
    // A refusal of another kind has none.
    columns
        .and_then(|columns| serde_json::from_value(columns).ok())
        .unwrap_or_default()
}

impl Finding {
    /// It in one line.
    pub(super) fn line(&self) -> String {
        let parts = [self.place.as_str(), self.excerpt.as_str(), self.said.as_str()];
        parts
            .into_iter()
            .filter(|part| !part.is_empty())
            .collect::<Vec<_>>()
            .join(" – ")
    }
}

impl Found {
    /// Where it is, from what is largest to what is smallest.
    fn place(&self, speech: Speech<'_>) -> String {
        let question = self.question.as_deref().filter(|number| !number.is_empty());
        let numbers = [
            ("papers-page-of-file", self.page),
            ("papers-table", self.table),
            ("papers-row", self.row),
            ("papers-paragraph", self.paragraph),
        ];
        let numbers = numbers
            .into_iter()
            .filter_map(|(text, number)| Some(speech.with(text, "number", number?)));
        let named = self.section.clone().filter(|section| !section.is_empty()).into_iter();
        let question = question.map(|number| speech.with("results-question-number", "number", number.to_owned()));
        named.chain(question).chain(numbers).collect::<Vec<_>>().join(", ")
    }

    /// It in the reader's words; `at` is the import and which of its findings this is.
    fn told(self, speech: Speech<'_>, lang: Lang, at: Option<(i64, usize)>) -> Finding {
        Finding {
            way: self
                .question_id
                .zip(at)
                .map(|(question, (import, finding))| way(question, import, finding)),
            is_error: self.severity == "error",
            place: self.place(speech),
            excerpt: self.excerpt,
            said: match (speech.language, lang) {
                (Language::Turkish, _) => turkish::said(&self.code).map_or(self.message.en, str::to_owned),
                (_, Lang::Id) => self.message.id,
                (_, Lang::En) => self.message.en,
            },
            code: self.code,
        }
    }
}

/// A finding of an import, for the page on which its question is written.
pub(crate) struct Noticed {
    pub(crate) code: String,
    pub(crate) excerpt: String,
    pub(crate) said: String,
    /// Where everything stands that was found.
    pub(crate) back: String,
}

impl Noticed {
    /// One of those that are told of an import, if it has so many and it is about this question.
    pub(super) fn of(report: Report, import: i64, at: usize, question: i64) -> Option<Self> {
        let finding = report.findings.into_iter().nth(at)?;
        let is_about = finding.way == Some(way(question, import, at));
        is_about.then(|| Self {
            code: finding.code,
            excerpt: finding.excerpt,
            said: finding.said,
            back: format!("{PATH}/{import}"),
        })
    }
}

/// What comes of a report.
#[derive(Clone, Copy)]
pub(super) enum Outcome {
    /// It can be stored.
    Ready,
    /// It cannot.
    Refused,
    /// It was.
    Stored,
}

impl Report {
    pub(super) fn of(answered: &impl Serialize, outcome: Outcome, visit: &Visit) -> Result<Self, Error> {
        let value = serde_json::to_value(answered).map_err(Error::internal)?;
        let answered: Answered = serde_json::from_value(value).map_err(Error::internal)?;
        let (speech, lang) = (visit.speech(), visit.lang());
        let says = match outcome {
            Outcome::Ready => speech.say("papers-import-ready"),
            Outcome::Refused => speech.with("papers-import-refused", "count", answered.error_count),
            Outcome::Stored => speech.say("papers-import-stored"),
        };
        let counts = [
            ("papers-sections", answered.sections),
            ("papers-questions-count", answered.questions),
            ("papers-passages", answered.passages),
            ("papers-pictures", answered.pictures),
        ];
        let hidden = answered.findings.len().saturating_sub(MOST_SHOWN);
        let hidden = i64::try_from(hidden).map_err(Error::internal)?;
        let findings = answered.findings.into_iter().take(MOST_SHOWN);
        let unread = answered.columns.iter().filter(|column| column.usage.is_none());
        let unread = unread
            .map(|column| format!("{} “{}”", column.letters, column.head))
            .collect();
        Ok(Self {
            says,
            title: answered.title,
            counts: counts
                .map(|(text, number)| (speech.say(text), speech.number(number)))
                .into(),
            findings: findings
                .enumerate()
                .map(|(at, found)| found.told(speech, lang, answered.job_id.map(|job| (job, at))))
                .collect(),
            more: (hidden > 0).then(|| speech.with("papers-import-more", "count", hidden)),
            unread,
            columns: answered.columns,
            numbers: counts.map(|(_, number)| number).into(),
        })
    }

    /// Findings lead to the questions of these places, as the page of a try shows them.
    pub(super) fn lead_to(&mut self, places: &[Option<usize>]) {
        for (finding, place) in self.findings.iter_mut().zip(places) {
            finding.way = place.and_then(anchor).map(|id| format!("#{id}"));
        }
    }

    /// What is deleted with its package is led to no more.
    pub(super) fn of_package(mut self, is_there: bool) -> Self {
        for finding in &mut self.findings {
            finding.way = finding.way.take().filter(|_| is_there);
        }
        self
    }
}
