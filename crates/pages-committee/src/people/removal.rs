//! Deleting somebody who takes part in nothing, after asking.

use askama::Template;
use assessment::{Admin, Administrators, UserView};
use axum::extract::{Path, State};
use pages_kit::{Answer, Failed, Frame, Speech, Visit, form::Form};
use platform::{Error, version::Versioned as _};

use super::{LIST, path_of, user::find};
use crate::{
    Committee,
    asked::{SEEN, seen},
    caller::{Entered, Sent},
    event::number,
    frame::{Officer, around},
    removal::{Outcome, form_of_seen, outcome},
};

#[derive(Template)]
#[template(path = "people/removal.html")]
struct Page<'a> {
    frame: Frame<'a>,
    officer: Officer<'a>,
    own_style: &'a str,
    /// What is asked, with the name in its middle.
    asks: (String, String),
    name: String,
    about: String,
    back: String,
    form: Form,
}

fn form_of(speech: Speech<'_>, user: &UserView) -> Form {
    let path = path_of(user.id, "/hapus");
    form_of_seen(path, speech.say("people-remove-do"), user.version())
}

async fn page(
    committee: &Committee,
    (visit, admin): (&Visit, &Admin),
    user: &UserView,
    form: Form,
) -> Result<Answer, Error> {
    let speech = visit.speech();
    let (frame, officer) = around(committee, visit, admin, speech.say("people-remove")).await?;
    Answer::page(&Page {
        own_style: &committee.office().style.path,
        asks: speech.around("people-remove-asks", "name"),
        name: user.name.clone(),
        about: speech.say("people-remove-about"),
        back: path_of(user.id, ""),
        form: Form {
            token: officer.token.clone(),
            ..form
        },
        frame,
        officer,
    })
}

/// `GET /ujian/orang/{user}/hapus`
pub(crate) async fn show(
    State(committee): State<Committee>,
    Path(user): Path<String>,
    entered: Entered<Administrators>,
) -> Result<Answer, Failed> {
    let Entered { visit, admin, .. } = entered;
    let shown = async {
        let user = find(&committee, &user).await?;
        page(&committee, (&visit, &admin), &user, form_of(visit.speech(), &user)).await
    };
    shown.await.map_err(Failed::at(&visit))
}

/// `POST /ujian/orang/{user}/hapus`
pub(crate) async fn remove(
    State(committee): State<Committee>,
    Path(user): Path<String>,
    sent: Sent<Administrators>,
) -> Result<Answer, Failed> {
    let Sent {
        visit, admin, fields, ..
    } = sent;
    let removed = async {
        let (assessment, seen) = (committee.assessment(), seen(&fields, SEEN));
        let deleted = assessment.delete_user(&admin, number(&user)?, seen).await;
        match outcome(deleted, &format!("{LIST}?sudah=orang-hapus"))? {
            Outcome::Gone(answer) => Ok(answer),
            Outcome::Refused(refusal) => {
                let user = find(&committee, &user).await?;
                let form = refusal.told_in(form_of(visit.speech(), &user), &visit);
                let shown = page(&committee, (&visit, &admin), &user, form).await?;
                Ok(refusal.shown_by(shown))
            }
        }
    };
    removed.await.map_err(Failed::at(&visit))
}
