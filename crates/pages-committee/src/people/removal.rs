//! Deleting somebody who takes part in nothing, after asking.

use askama::Template;
use assessment::{Admin, Administrators, UserView};
use axum::extract::{Path, State};
use http::StatusCode;
use pages_kit::{
    Answer, Failed, Frame, Speech, Visit,
    form::{Form, is_for_form},
};
use platform::{Error, Kind, version::Versioned as _};

use super::{LIST, path_of, user::find};
use crate::{
    Committee,
    asked::{SEEN, seen},
    caller::{Entered, Sent},
    event::number,
    frame::{Officer, around},
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
    let mut form = Form::to(path_of(user.id, "/hapus"), speech.say("people-remove-do"), Vec::new());
    form.hidden.push((SEEN, user.version().to_string()));
    form.is_grave = true;
    form
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

/// `POST /ujian/orang/{user}/hapus`. Who is gone already was deleted by the same form.
pub(crate) async fn remove(
    State(committee): State<Committee>,
    Path(user): Path<String>,
    sent: Sent<Administrators>,
) -> Result<Answer, Failed> {
    let Sent {
        visit, admin, fields, ..
    } = sent;
    let removed = async {
        let id = number(&user)?;
        let done = format!("{LIST}?sudah=orang-hapus");
        let deleted = committee
            .assessment()
            .delete_user(&admin, id, seen(&fields, SEEN))
            .await;
        match deleted {
            Ok(()) => Answer::see(&done),
            Err(error) if error.kind() == Kind::NotFound => Answer::see(&done),
            Err(error) if is_for_form(&error) => {
                let user = find(&committee, &user).await?;
                let form = form_of(visit.speech(), &user).faulty(&visit, &error);
                let shown = page(&committee, (&visit, &admin), &user, form).await?;
                Ok(shown.status(StatusCode::UNPROCESSABLE_ENTITY))
            }
            Err(error) => Err(error),
        }
    };
    removed.await.map_err(Failed::at(&visit))
}
