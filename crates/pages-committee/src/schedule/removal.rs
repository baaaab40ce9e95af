//! Deleting a sitting that nobody is registered for, after asking.

use askama::Template;
use assessment::{Admin, EventView, Proctors};
use axum::extract::{Path, State};
use http::StatusCode;
use pages_kit::{
    Answer, Failed, Frame, Speech, Visit,
    form::{Form, is_for_form},
};
use platform::{Error, Kind, version::Versioned as _};

use crate::{
    Committee,
    asked::{SEEN, seen},
    caller::{Entered, Sent},
    event::{Head, find},
    frame::{Officer, Room, address, around},
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
    let mut form = Form::to(
        address(event.id, "/hapus"),
        speech.say("schedule-remove-do"),
        Vec::new(),
    );
    form.is_grave = true;
    form.hidden.push((SEEN, event.version().to_string()));
    form
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

/// `POST /ujian/{event}/hapus`. One that is gone already was deleted by the same form.
pub(crate) async fn remove(
    State(committee): State<Committee>,
    Path(event): Path<String>,
    sent: Sent<Proctors>,
) -> Result<Answer, Failed> {
    let Sent {
        visit, admin, fields, ..
    } = sent;
    let removed = async {
        let gone = || Answer::see("/ujian?sudah=ujian-hapus");
        let event = match find(&committee, &event).await {
            Err(error) if error.kind() == Kind::NotFound => return gone(),
            found => found?,
        };
        match committee
            .assessment()
            .delete_event(&admin, event.id, seen(&fields, SEEN))
            .await
        {
            Ok(()) => gone(),
            Err(error) if is_for_form(&error) => {
                let form = remove_form(visit.speech(), &event).faulty(&visit, &error);
                let shown = page(&committee, (&visit, &admin), &event, form).await?;
                Ok(shown.status(StatusCode::UNPROCESSABLE_ENTITY))
            }
            Err(error) => Err(error),
        }
    };
    removed.await.map_err(Failed::at(&visit))
}
