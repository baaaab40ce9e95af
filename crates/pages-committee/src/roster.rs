//! Participants from a file: what it would do is shown first, and then the same file is stored.
//!
//! Invariant: a file is tried before anything of it is stored. One that was tried comes back with the page, or is chosen once
//! more if it is too large for that; it is judged anew when it is stored, and one that was not tried is tried.

mod list;
mod sent;
mod tried;

use askama::Template;
use assessment::{Admin, EventView, Proctors, RosterOutcome};
use axum::extract::{Path, State};
use http::StatusCode;
use pages_kit::{Answer, Failed, Fields, Frame, Visit, field::fault_of, form::is_for_form};
use platform::Error;

use self::{
    list::{FILE, List, columns_typed},
    sent::SentRoster,
    tried::Tried,
};
use crate::{
    Committee,
    caller::Entered,
    event::{Head, find},
    frame::{Officer, Room, address, around},
};

/// Where the sheet to fill in is.
const TEMPLATE: &str = "/api/v1/participants/download-package-template";
/// Ticked where a file shall be stored, and not tried alone.
const STORE: &str = "_simpan";

/// Where files are sent, of a sitting.
pub(crate) fn path_of(event: i64) -> String {
    address(event, "/peserta/berkas")
}

#[derive(Template)]
#[template(path = "committee/roster.html")]
struct Page<'a> {
    frame: Frame<'a>,
    officer: Officer<'a>,
    head: Head,
    path: String,
    back: String,
    template: &'static str,
    number_column: String,
    name_column: String,
    /// What is wrong with the file as a whole.
    fault: Option<String>,
    /// What it would do.
    tried: Option<Tried>,
}

/// What a page shows of a file.
#[derive(Default)]
struct Shown {
    /// Where the number and the name stand.
    columns: [String; 2],
    fault: Option<String>,
    tried: Option<Tried>,
}

async fn page(
    committee: &Committee,
    (visit, admin): (&Visit, &Admin),
    event: &EventView,
    shown: Shown,
) -> Result<Answer, Error> {
    let (frame, officer) = around(committee, visit, admin, visit.speech().say("roster")).await?;
    let [number_column, name_column] = shown.columns;
    Answer::page(&Page {
        head: Head::of(event, (visit, admin), Room::Participants),
        frame,
        officer,
        path: path_of(event.id),
        back: address(event.id, "/peserta"),
        template: TEMPLATE,
        number_column,
        name_column,
        fault: shown.fault,
        tried: shown.tried,
    })
}

/// `GET /ujian/{event}/peserta/berkas`
pub(crate) async fn show(
    State(committee): State<Committee>,
    Path(event): Path<String>,
    entered: Entered<Proctors>,
) -> Result<Answer, Failed> {
    let Entered { visit, admin, .. } = entered;
    let shown = async {
        let event = find(&committee, &event).await?;
        page(&committee, (&visit, &admin), &event, Shown::default()).await
    };
    shown.await.map_err(Failed::at(&visit))
}

/// What is wrong with a file, in a sentence.
fn told(visit: &Visit, error: &Error) -> String {
    let lang = visit.lang();
    fault_of(error, FILE, lang).unwrap_or_else(|| error.message().text(lang).to_owned())
}

/// Tries the file of a form, or stores it if it was tried. Nothing is shown of what is stored.
async fn try_or_store(
    committee: &Committee,
    (visit, admin): (&Visit, &Admin),
    event: i64,
    (fields, file): (&Fields, Option<Vec<u8>>),
) -> Result<Option<Tried>, Error> {
    let list = List::of(fields, file)?;
    let is_trial = !(fields.is_ticked(STORE) && list.was_tried(fields));
    let kept = list.kept();
    let outcome = committee
        .assessment()
        .take_roster(admin, (list.bytes, list.columns), Some(event), is_trial)
        .await?;
    Ok(match outcome {
        RosterOutcome::Refused(findings) => Some(Tried::refused(visit, &findings)),
        RosterOutcome::Taken(report) => is_trial.then(|| Tried::good(visit, &report, kept)),
    })
}

/// `POST /ujian/{event}/peserta/berkas`: tells what storing a file would do, or stores what was tried.
pub(crate) async fn take(
    State(committee): State<Committee>,
    Path(event): Path<String>,
    sent: SentRoster,
) -> Result<Answer, Failed> {
    let SentRoster {
        visit,
        admin,
        fields,
        file,
    } = sent;
    let taken = async {
        let event = find(&committee, &event).await?;
        let attempt = async {
            let sent = (&fields, file?);
            try_or_store(&committee, (&visit, &admin), event.id, sent).await
        };
        let (tried, fault) = match attempt.await {
            Ok(None) => return Answer::see(&address(event.id, "/peserta?sudah=daftar-berkas")),
            Ok(tried) => (tried, None),
            Err(error) if is_for_form(&error) => (None, Some(told(&visit, &error))),
            Err(error) => return Err(error),
        };
        let is_good = tried.as_ref().is_some_and(|tried| !tried.is_refused);
        let shown = Shown {
            columns: columns_typed(&fields),
            fault,
            tried,
        };
        let shown = page(&committee, (&visit, &admin), &event, shown).await?;
        Ok(if is_good {
            shown
        } else {
            shown.status(StatusCode::UNPROCESSABLE_ENTITY)
        })
    };
    taken.await.map_err(Failed::at(&visit))
}
