//! A package made of a document: what is in it is shown first, and then it is stored.
//!
//! Invariant: a document is tried before anything of it is stored; what forbids storing it is told with its place, and then
//! nothing of it is stored.

mod document;
mod report;

use askama::Template;
use assessment::{Admin, Authors, ImportReport};
use axum::extract::{Path, State};
use http::StatusCode;
use pages_kit::{Answer, Failed, Frame, Visit, field::fault_of, form::is_for_form};
use platform::{Error, Kind};

use self::{
    document::{FILE, SentDocument, TITLE, document},
    report::{Outcome, Report},
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
    /// What stores it.
    store: Option<Store>,
}

/// The form that stores what was tried.
struct Store {
    /// The document, unless it has to be chosen again.
    kept: Option<String>,
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

/// What is shown of a document that is not stored because of an error.
fn refused(error: &Error, visit: &Visit) -> Result<Shown, Error> {
    let lang = visit.lang();
    if error.code() == "assessment.import.refused" {
        return Ok(Shown {
            report: Some(Report::of(error.detail(), Outcome::Refused, visit)?),
            ..Shown::default()
        });
    }
    let title_fault = fault_of(error, TITLE, lang);
    let said = || fault_of(error, FILE, lang).unwrap_or_else(|| error.message().text(lang).to_owned());
    let existing = error.detail().get("packageId").and_then(serde_json::Value::as_i64);
    Ok(Shown {
        fault: title_fault.is_none().then(said),
        title_fault,
        existing: existing.map(|package| address(package, "")),
        ..Shown::default()
    })
}

/// Where it is told what an import answered.
fn told_at(report: &ImportReport) -> String {
    match (report.job_id, report.package_id) {
        (Some(job), _) => format!("{PATH}/{job}?sudah=paket-impor"),
        (None, Some(package)) => address(package, "?sudah=paket-impor"),
        (None, None) => super::LIST.to_owned(),
    }
}

/// `POST /ujian/paket/impor`: tells what is in a document, or stores it.
pub(crate) async fn take(State(committee): State<Committee>, sent: SentDocument) -> Result<Answer, Failed> {
    let SentDocument {
        visit,
        admin,
        fields,
        chosen,
    } = sent;
    let taken = async {
        let attempt = async {
            let document = document(&committee, &admin, &fields, chosen).await?;
            let is_trial = !fields.is_ticked(STORE);
            let assessment = committee.assessment();
            let report = assessment.import_package(&admin, document.upload, is_trial).await?;
            Ok::<_, Error>((report, document.kept))
        };
        let (shown, status) = match attempt.await {
            Ok((report, _)) if !report.dry_run => return Answer::see(&told_at(&report)),
            Ok((report, kept)) => {
                let shown = Shown {
                    report: Some(Report::of(&report, Outcome::Ready, &visit)?),
                    store: Some(Store { kept }),
                    ..Shown::default()
                };
                (shown, StatusCode::OK)
            }
            Err(error) if is_told(&error) => (refused(&error, &visit)?, StatusCode::UNPROCESSABLE_ENTITY),
            Err(error) => return Err(error),
        };
        let shown = Shown {
            title: fields.get(TITLE).trim().to_owned(),
            ..shown
        };
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
            report: Report::of(&job.report, Outcome::Stored, &visit)?,
            package: job.package_id.map(|package| address(package, "")),
        })
    };
    shown.await.map_err(Failed::at(&visit))
}
