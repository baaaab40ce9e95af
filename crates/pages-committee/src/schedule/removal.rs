//! Deleting a sitting that nobody is registered for, after asking.

use askama::Template;
use assessment::{Admin, EventView, Proctors};
use axum::extract::{Path, State};
use pages_kit::{Answer, Failed, Frame, Speech, Visit, form::Form};
use platform::{Error, version::Versioned as _};

use crate::{
    Committee,
    asked::{SEEN, seen},
    caller::{Entered, Sent},
    event::{Head, find},
    frame::{Officer, Room, address, around},
    removal::{Outcome, form_of_seen, outcome},
};

#[derive(Template)]
#[template(path = "committee/schedule-removal.html")]
struct Page<'a> {
    frame: Frame<'a>,
    officer: Officer<'a>,
    head: Head,
    /// How many are registered, if anybody is: then it is not deleted.
    registered: Option<String>,
    participants: String,
    back: String,
    form: Form,
}

fn remove_form(speech: Speech<'_>, event: &EventView) -> Form {
    let path = address(event.id, "/hapus");
    form_of_seen(path, speech.say("schedule-remove-do"), event.version())
}

async fn page(
    committee: &Committee,
    (visit, admin): (&Visit, &Admin),
    event: &EventView,
    form: Form,
) -> Result<Answer, Error> {
    let speech = visit.speech();
    let registered = committee.assessment().event_counts(event.id).await?.participants;
    let (frame, officer) = around(committee, visit, admin, speech.say("schedule-remove")).await?;
    Answer::page(&Page {
        head: Head::of(event, (visit, admin), Room::Overview),
        registered: (registered > 0).then(|| speech.with("schedule-remove-registered", "count", registered)),
        participants: address(event.id, "/peserta"),
        back: address(event.id, ""),
        form: Form {
            token: officer.token.clone(),
            ..form
        },
        frame,
        officer,
    })
}

/// `GET /ujian/{event}/hapus`
pub(crate) async fn show(
    State(committee): State<Committee>,
    Path(event): Path<String>,
    entered: Entered<Proctors>,
) -> Result<Answer, Failed> {
    let Entered { visit, admin, .. } = entered;
    let shown = async {
        let event = find(&committee, &event).await?;
        let form = remove_form(visit.speech(), &event);
        page(&committee, (&visit, &admin), &event, form).await
    };
    shown.await.map_err(Failed::at(&visit))
}

/// `POST /ujian/{event}/hapus`
pub(crate) async fn remove(
    State(committee): State<Committee>,
    Path(event): Path<String>,
    sent: Sent<Proctors>,
) -> Result<Answer, Failed> {
    let Sent {
        visit, admin, fields, ..
    } = sent;
    let removed = async {
        let deleted = async {
            let event = find(&committee, &event).await?;
            let (assessment, seen) = (committee.assessment(), seen(&fields, SEEN));
            assessment.delete_event(&admin, event.id, seen).await
        };
        match outcome(deleted.await, "/ujian?sudah=ujian-hapus")? {
            Outcome::Gone(answer) => Ok(answer),
            Outcome::Refused(refusal) => {
                let event = find(&committee, &event).await?;
                let form = refusal.told_in(remove_form(visit.speech(), &event), &visit);
                let shown = page(&committee, (&visit, &admin), &event, form).await?;
                Ok(refusal.shown_by(shown))
            }
        }
    };
    removed.await.map_err(Failed::at(&visit))
}
