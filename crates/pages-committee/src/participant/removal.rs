//! Taking a participant off the list, after asking.

use askama::Template;
use assessment::{Admin, Proctors};
use axum::extract::{Path, State};
use pages_kit::{Answer, Failed, Frame, Speech, Visit, form::Form};
use platform::{Error, version::Versioned as _};

use super::Asked;
use crate::{
    Committee,
    asked::{SEEN, seen},
    caller::{Entered, Sent},
    event::{Head, find},
    frame::{Officer, Room, address, around},
    removal::{Outcome, form_of_seen, outcome},
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
    form_of_seen(path, speech.say("participant-remove-do"), asked.participant.version())
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

/// `POST /ujian/{event}/peserta/{participant}/hapus`
pub(crate) async fn remove(
    State(committee): State<Committee>,
    Path((event, participant)): Path<(String, String)>,
    sent: Sent<Proctors>,
) -> Result<Answer, Failed> {
    let Sent {
        visit, admin, fields, ..
    } = sent;
    let removed = async {
        let sitting = find(&committee, &event).await?.id;
        let deleted = async {
            let asked = Asked::find(&committee, &event, &participant).await?;
            let (assessment, seen) = (committee.assessment(), seen(&fields, SEEN));
            assessment.delete_participant(&admin, asked.participant.id, seen).await
        };
        match outcome(deleted.await, &address(sitting, "/peserta?sudah=peserta-hapus"))? {
            Outcome::Gone(answer) => Ok(answer),
            Outcome::Refused(refusal) => {
                let asked = Asked::find(&committee, &event, &participant).await?;
                let form = refusal.told_in(form(visit.speech(), &asked), &visit);
                let shown = page(&committee, (&visit, &admin), &asked, form).await?;
                Ok(refusal.shown_by(shown))
            }
        }
    };
    removed.await.map_err(Failed::at(&visit))
}
