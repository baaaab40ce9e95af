//! Taking a participant off the list, after asking.

use askama::Template;
use assessment::{Admin, Proctors};
use axum::extract::{Path, State};
use http::StatusCode;
use pages_kit::{
    Answer, Failed, Frame, Speech, Visit,
    form::{Form, is_for_form},
};
use platform::{Error, Kind, version::Versioned as _};

use super::Asked;
use crate::{
    Committee,
    asked::{SEEN, seen},
    caller::{Entered, Sent},
    event::{Head, find, number},
    frame::{Officer, Room, address, around},
};

#[derive(Template)]
#[template(path = "committee/participant-removal.html")]
struct Page<'a> {
    frame: Frame<'a>,
    officer: Officer<'a>,
    head: Head,
    name: String,
    back: String,
    form: Form,
}

fn form(speech: Speech<'_>, asked: &Asked) -> Form {
    let path = format!("{}/hapus", asked.path());
    let mut form = Form::to(path, speech.say("participant-remove-do"), Vec::new());
    form.hidden.push((SEEN, asked.participant.version().to_string()));
    form.is_grave = true;
    form
}

async fn page(
    committee: &Committee,
    (visit, admin): (&Visit, &Admin),
    asked: &Asked,
    form: Form,
) -> Result<Answer, Error> {
    let title = visit.speech().say("participant-remove");
    let (frame, officer) = around(committee, visit, admin, title).await?;
    Answer::page(&Page {
        head: Head::of(&asked.event, (visit, admin), Room::Participants),
        name: asked.participant.name.clone(),
        back: asked.path(),
        form: Form {
            token: officer.token.clone(),
            ..form
        },
        frame,
        officer,
    })
}

/// `GET /ujian/{event}/peserta/{participant}/hapus`
pub(crate) async fn show(
    State(committee): State<Committee>,
    Path((event, participant)): Path<(String, String)>,
    entered: Entered<Proctors>,
) -> Result<Answer, Failed> {
    let Entered { visit, admin, .. } = entered;
    let shown = async {
        let asked = Asked::find(&committee, &event, &participant).await?;
        page(&committee, (&visit, &admin), &asked, form(visit.speech(), &asked)).await
    };
    shown.await.map_err(Failed::at(&visit))
}

/// `POST /ujian/{event}/peserta/{participant}/hapus`. Whoever is gone already was removed by the same form.
pub(crate) async fn remove(
    State(committee): State<Committee>,
    Path((event, participant)): Path<(String, String)>,
    sent: Sent<Proctors>,
) -> Result<Answer, Failed> {
    let Sent {
        visit, admin, fields, ..
    } = sent;
    let removed = async {
        let event = find(&committee, &event).await?;
        let done = address(event.id, "/peserta?sudah=peserta-hapus");
        let asked = match Asked::of(&committee, event, number(&participant)?).await {
            Err(error) if error.code() == "assessment.not_found" => return Answer::see(&done),
            found => found?,
        };
        let id = asked.participant.id;
        match committee
            .assessment()
            .delete_participant(&admin, id, seen(&fields, SEEN))
            .await
        {
            Ok(()) => Answer::see(&done),
            Err(error) if is_for_form(&error) => {
                let form = form(visit.speech(), &asked).faulty(&visit, &error);
                let shown = page(&committee, (&visit, &admin), &asked, form).await?;
                Ok(shown.status(match error.kind() {
                    Kind::PreconditionFailed => StatusCode::PRECONDITION_FAILED,
                    _ => StatusCode::UNPROCESSABLE_ENTITY,
                }))
            }
            Err(error) => Err(error),
        }
    };
    removed.await.map_err(Failed::at(&visit))
}
