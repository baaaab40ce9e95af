//! A package made of a document: what is in it is shown first, and then it is stored.
//!
//! Invariant: a document is tried before anything of it is stored; what forbids storing it is told with its place, and then
//! nothing of it is stored.

mod columns;
mod document;
mod last;
mod preview;
mod report;
mod turkish;

use askama::Template;
use assessment::{Admin, Authors, ImportReport, ImportTrial};
use axum::extract::{Path, State};
use http::StatusCode;
use pages_kit::{Answer, Failed, Fields, Frame, Visit, field::fault_of, form::is_for_form};
use papers::import::SheetMapping;
use platform::{Error, Kind};

pub(crate) use self::report::Noticed;
use self::{
    columns::{Sheet, made, sheets},
    document::{FILE, SentDocument, TITLE, document},
    last::{Difference, Try},
    preview::Preview,
    report::{Column, Outcome, Report, columns_of},
};
use super::{Head, address, moment};
use crate::{
    Committee,
    caller::Entered,
    event::number,
    frame::{Officer, around},
};

/// Where documents are sent.
pub(super) const PATH: &str = "/ujian/paket/impor";
/// The kind of these imports.
const KIND: &str = "package";
/// Ticked where a document shall be stored, and not tried alone.
const STORE: &str = "_simpan";

#[derive(Template)]
#[template(path = "committee/papers-import.html")]
struct Page<'a> {
    frame: Frame<'a>,
    officer: Officer<'a>,
    style: &'a str,
    head: Head,
    path: &'static str,
    shown: Shown,
}

/// What a page shows of a document.
#[derive(Default)]
struct Shown {
    /// What was typed as its title, and what is wrong with that.
    title: String,
    title_fault: Option<String>,
    /// What is wrong with the file as a whole.
    fault: Option<String>,
    /// A package that is in its way.
    existing: Option<String>,
    report: Option<Report>,
    /// Its questions.
    preview: Option<Preview>,
    /// What differs from the try before.
    difference: Option<Difference>,
    /// This try, as the next one remembers it.
    tried: String,
    /// Whether it can be stored.
    is_ready: bool,
    /// The document, unless it has to be chosen again.
    kept: Option<String>,
    /// What was said of its columns, in JSON.
    mapping: String,
    /// What is wrong with that.
    mapping_fault: Option<String>,
    /// The sheets of a table, whose columns can be chosen.
    sheets: Vec<Sheet>,
}

async fn page(committee: &Committee, (visit, admin): (&Visit, &Admin), shown: Shown) -> Result<Answer, Error> {
    let speech = visit.speech();
    let (frame, officer) = around(committee, visit, admin, speech.say("papers-import")).await?;
    Answer::page(&Page {
        head: Head::within(admin, speech.say("papers-import")),
        frame,
        officer,
        style: committee.results_style(),
        path: PATH,
        shown,
    })
}

/// `GET /ujian/paket/impor`
pub(crate) async fn show(State(committee): State<Committee>, entered: Entered<Authors>) -> Result<Answer, Failed> {
    let Entered { visit, admin, .. } = entered;
    let shown = page(&committee, (&visit, &admin), Shown::default()).await;
    shown.map_err(Failed::at(&visit))
}

/// Whether the page of the form tells an error.
fn is_told(error: &Error) -> bool {
    is_for_form(error) || matches!(error.kind(), Kind::TooLarge | Kind::UnsupportedMedia)
}

/// What is shown of a document that is not stored because of an error, and the columns that it has.
fn refused(error: &Error, visit: &Visit) -> Result<(Shown, Vec<Column>), Error> {
    let lang = visit.lang();
    if error.code() == "assessment.import.refused" {
        let mut report = Report::of(error.detail(), Outcome::Refused, visit)?;
        let columns = std::mem::take(&mut report.columns);
        let shown = Shown {
            report: Some(report),
            ..Shown::default()
        };
        return Ok((shown, columns));
    }
    let title_fault = fault_of(error, TITLE, lang);
    let mapping_fault = fault_of(error, "mapping", lang);
    let said = || fault_of(error, FILE, lang).unwrap_or_else(|| error.message().text(lang).to_owned());
    let existing = error.detail().get("packageId").and_then(serde_json::Value::as_i64);
    let shown = Shown {
        fault: (title_fault.is_none() && mapping_fault.is_none()).then(said),
        title_fault,
        mapping_fault,
        existing: existing.map(|package| address(package, "")),
        ..Shown::default()
    };
    Ok((shown, columns_of(error)))
}

/// Where it is told what an import answered.
fn told_at(report: &ImportReport) -> String {
    match (report.job_id, report.package_id) {
        (Some(job), _) => format!("{PATH}/{job}?sudah=paket-impor"),
        (None, Some(package)) => address(package, "?sudah=paket-impor"),
        (None, None) => super::LIST.to_owned(),
    }
}

/// What a document holds, and where in it the questions are that findings are about.
struct Read {
    preview: Preview,
    places: Vec<Option<usize>>,
}

impl Read {
    fn of(trial: &ImportTrial, visit: &Visit) -> Self {
        Self {
            preview: Preview::of(&trial.paper, &trial.pictures, visit.speech()),
            places: trial.places.clone(),
        }
    }
}

/// What came of trying or storing a document.
struct Tried {
    outcome: Result<ImportReport, Error>,
    /// What was read of a document that was tried alone.
    read: Option<Read>,
    /// The document as the page keeps it.
    kept: Option<String>,
    mapping: String,
    /// Why what was said of columns cannot be meant.
    unmeant: Option<Error>,
}

/// Tries a document, or stores it. A mapping that cannot be meant is told beside what the document is without it.
async fn attempt(committee: &Committee, sent: SentDocument) -> (Visit, Admin, Fields, Tried) {
    let SentDocument {
        visit,
        admin,
        fields,
        chosen,
    } = sent;
    let mut tried = Tried {
        outcome: Err(Error::internal("nothing was tried")),
        read: None,
        kept: None,
        mapping: String::new(),
        unmeant: None,
    };
    let attempt = async {
        let mut document = document(committee, &admin, &fields, chosen).await?;
        tried.kept = document.kept.take();
        tried.mapping = made(&fields)?;
        match SheetMapping::parse(&tried.mapping) {
            _ if tried.mapping.is_empty() => {}
            Ok(mapping) => document.upload.mapping = mapping,
            Err(error) => tried.unmeant = Some(error),
        }
        let assessment = committee.assessment();
        if tried.unmeant.is_none() && fields.is_ticked(STORE) {
            return assessment.import_package(&admin, document.upload, false).await;
        }
        let trial = assessment.try_package(&admin, document.upload).await?;
        tried.read = Some(Read::of(&trial, &visit));
        trial.outcome
    };
    tried.outcome = attempt.await;
    (visit, admin, fields, tried)
}

/// The page of a document that was tried, with what was typed.
fn shown(tried: Tried, visit: &Visit, fields: &Fields) -> Result<(Shown, StatusCode), Error> {
    let speech = visit.speech();
    let (mut shown, columns, status) = match tried.outcome {
        Ok(report) => {
            let mut report = Report::of(&report, Outcome::Ready, visit)?;
            let columns = std::mem::take(&mut report.columns);
            let shown = Shown {
                report: Some(report),
                is_ready: true,
                ..Shown::default()
            };
            (shown, columns, StatusCode::OK)
        }
        Err(error) if is_told(&error) => {
            let (shown, columns) = refused(&error, visit)?;
            (shown, columns, StatusCode::UNPROCESSABLE_ENTITY)
        }
        Err(error) => return Err(error),
    };
    let status = if let Some(error) = tried.unmeant {
        shown = Shown {
            mapping_fault: fault_of(&error, "mapping", visit.lang()),
            ..Shown::default()
        };
        StatusCode::UNPROCESSABLE_ENTITY
    } else {
        status
    };
    if let (Some(report), Some(read)) = (&mut shown.report, tried.read) {
        report.lead_to(&read.places);
        shown.preview = Some(read.preview).filter(|preview| !preview.rows.is_empty());
    }
    fields.get(TITLE).trim().clone_into(&mut shown.title);
    shown.kept = tried.kept;
    shown.sheets = sheets(&columns, fields, speech);
    shown.mapping = tried.mapping;
    // What has columns is a table, whose heads nobody knows.
    if shown.fault.is_some() && !shown.sheets.is_empty() {
        shown.fault = None;
        shown.mapping_fault = Some(speech.say("papers-columns-unknown"));
    }
    if let Some(report) = &shown.report {
        let now = Try::of(report);
        let before = Try::read(fields);
        let differs = |before: Try| Difference::between(&before, &now, &report.counts, speech);
        shown.difference = before.map(differs);
        shown.tried = now.keep();
    } else {
        fields.get(last::LAST).clone_into(&mut shown.tried);
    }
    Ok((shown, status))
}

/// `POST /ujian/paket/impor`: tells what is in a document, or stores it.
pub(crate) async fn take(State(committee): State<Committee>, sent: SentDocument) -> Result<Answer, Failed> {
    let (visit, admin, fields, tried) = attempt(&committee, sent).await;
    let taken = async {
        if let Ok(report) = &tried.outcome
            && !report.dry_run
        {
            return Answer::see(&told_at(report));
        }
        let (shown, status) = shown(tried, &visit, &fields)?;
        let answer = page(&committee, (&visit, &admin), shown).await?;
        Ok(answer.status(status))
    };
    taken.await.map_err(Failed::at(&visit))
}

#[derive(Template)]
#[template(path = "committee/papers-imported.html")]
struct Imported<'a> {
    frame: Frame<'a>,
    officer: Officer<'a>,
    style: &'a str,
    head: Head,
    when: String,
    report: Report,
    /// The package that it made, while that is there.
    package: Option<String>,
}

/// `GET /ujian/paket/impor/{job}`: what an import answered.
pub(crate) async fn show_job(
    State(committee): State<Committee>,
    Path(job): Path<String>,
    entered: Entered<Authors>,
) -> Result<Answer, Failed> {
    let Entered { visit, admin, .. } = entered;
    let shown = async {
        let job = committee.assessment().import_job(&admin, number(&job)?).await?;
        if job.kind != KIND {
            return Err(assessment::failures::nowhere());
        }
        let speech = visit.speech();
        let (frame, officer) = around(&committee, &visit, &admin, speech.say("papers-imported")).await?;
        Answer::page(&Imported {
            head: Head::within(&admin, speech.say("papers-imported")),
            frame,
            officer,
            style: committee.results_style(),
            when: moment(speech, job.created_at),
            report: Report::of(&job.report, Outcome::Stored, &visit)?.of_package(job.package_id.is_some()),
            package: job.package_id.map(|package| address(package, "")),
        })
    };
    shown.await.map_err(Failed::at(&visit))
}

/// What an import said of a question, by what stands behind that question's address: `3.0` is the first finding of the third import.
/// What is nothing of the kind is nothing.
pub(crate) async fn noticed(
    committee: &Committee,
    (visit, admin): (&Visit, &Admin),
    (asked, question): (&str, i64),
) -> Result<Option<Noticed>, Error> {
    let numbers = asked.split_once('.');
    let Some((import, at)) = numbers.and_then(|(import, at)| Some((import.parse().ok()?, at.parse().ok()?))) else {
        return Ok(None);
    };
    match committee.assessment().import_job(admin, import).await {
        Ok(job) if job.kind == KIND => {
            let report = Report::of(&job.report, Outcome::Stored, visit)?;
            Ok(Noticed::of(report, import, at, question))
        }
        Ok(_) => Ok(None),
        Err(error) if error.kind() == Kind::NotFound => Ok(None),
        Err(error) => Err(error),
    }
}
