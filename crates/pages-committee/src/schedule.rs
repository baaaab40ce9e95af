//! Planning sittings: a new one, another time or other settings for one, a copy, and deleting one.
//!
//! Invariants:
//! - a form changes the version that its reader has seen; who was outrun sees what is stored beside what they typed;
//! - an entry code is never shown again, only whether there is one.

pub(crate) mod add;
mod choices;
pub(crate) mod copy;
pub(crate) mod differences;
pub(crate) mod edit;
pub(crate) mod reading;
pub(crate) mod removal;
mod sheet;
pub(crate) mod typed;

use askama::Template;
use assessment::{Admin, BankReaders, EventView, Requirement};
use pages_kit::{Answer, Fields, Frame, Visit, form};
use platform::{Error, version::Versioned as _};

use self::{
    choices::Choices,
    differences::{Difference, between},
    sheet::Sheet,
};
use crate::{
    Committee,
    asked::SEEN,
    event::Head,
    frame::{Officer, Room, address, around},
};

/// Where a new sitting is planned.
pub(crate) const NEW: &str = "/ujian/baru";
#[derive(Template)]
#[template(path = "committee/schedule.html")]
struct Page<'a> {
    frame: Frame<'a>,
    officer: Officer<'a>,
    /// Of the sitting, unless it is a new one.
    head: Option<Head>,
    sheet: Sheet,
    /// Where others have stored something else than what was typed.
    differences: Vec<Difference>,
    /// Whether there is nothing that a sitting could be held with.
    lacks_packages: bool,
    reads_bank: bool,
    back: String,
}

/// What the form shows.
struct Shown<'a> {
    /// The sitting, unless it is a new one.
    event: Option<&'a EventView>,
    fields: &'a Fields,
    fault: Option<&'a Error>,
    differences: Vec<Difference>,
}

/// What the form says without anything wrong.
fn plain<'a>(event: Option<&'a EventView>, fields: &'a Fields) -> Shown<'a> {
    Shown {
        event,
        fields,
        fault: None,
        differences: Vec::new(),
    }
}

/// How what was typed differs from a sitting as it is stored now.
async fn outrun(
    committee: &Committee,
    visit: &Visit,
    event: &EventView,
    fields: &Fields,
) -> Result<Vec<Difference>, Error> {
    let speech = visit.speech();
    let choices = Choices::find(committee, speech, Some(event)).await?;
    let stored = Sheet::of(speech, &choices, &typed::stored(speech, event));
    let typed = Sheet::of(speech, &choices, fields);
    Ok(between(speech, &stored.form.fields, &typed.form.fields))
}

async fn page(committee: &Committee, (visit, admin): (&Visit, &Admin), shown: Shown<'_>) -> Result<Answer, Error> {
    let speech = visit.speech();
    let choices = Choices::find(committee, speech, shown.event).await?;
    let mut sheet = Sheet::of(speech, &choices, shown.fields);
    sheet.form.hidden.push(match shown.event {
        Some(event) => (SEEN, event.version().to_string()),
        None => (form::ONCE, form::new_key()),
    });
    if let Some(fault) = shown.fault {
        sheet = sheet.faulty(visit, fault);
    }
    let title = speech.say(match shown.event {
        Some(_) => "schedule-edit",
        None => "schedule-new",
    });
    let (frame, officer) = around(committee, visit, admin, title).await?;
    sheet.form.token.clone_from(&officer.token);
    Answer::page(&Page {
        head: shown.event.map(|event| Head::of(event, (visit, admin), Room::Overview)),
        back: shown
            .event
            .map_or_else(|| "/ujian".to_owned(), |event| address(event.id, "")),
        lacks_packages: choices.lacks_packages(),
        reads_bank: BankReaders::met(admin.role),
        differences: shown.differences,
        sheet,
        frame,
        officer,
    })
}
