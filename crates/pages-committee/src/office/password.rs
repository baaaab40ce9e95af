//! One's own password.

use askama::Template;
use assessment::{Admin, AnyStaff};
use axum::extract::State;
use pages_kit::{
    Answer, Failed, Field, Fields, Frame, Speech, Visit,
    form::{Form, is_for_form, refused_status},
};
use platform::{Error, Message, Rule};

use super::same_twice;
use crate::{
    Committee,
    caller::{Entered, Sent},
    frame::{Officer, around},
};

/// Where it is changed.
pub(crate) const PATH: &str = "/ujian/sandi";

#[derive(Template)]
#[template(path = "office/password.html")]
struct Page<'a> {
    frame: Frame<'a>,
    officer: Officer<'a>,
    own_style: &'a str,
    form: Form,
    has_second_step: bool,
}

fn new_form(speech: Speech<'_>) -> Form {
    let fields = vec![
        Field::password(
            "currentPassword",
            speech.say("office-password-current"),
            "current-password",
        ),
        Field::password("password", speech.say("office-password-new"), "new-password")
            .hint(speech.say("office-password-hint")),
        Field::password("passwordAgain", speech.say("office-password-again"), "new-password"),
    ];
    Form::to(PATH, speech.say("office-password-change"), fields)
}

async fn page(committee: &Committee, (visit, admin): (&Visit, &Admin), form: Form) -> Result<Answer, Error> {
    let title = visit.speech().say("office-password-own");
    let (frame, officer) = around(committee, visit, admin, title).await?;
    let has_second_step = committee.assessment().has_second_step(admin.id).await?;
    Answer::page(&Page {
        has_second_step,
        own_style: &committee.office().style.path,
        form: Form {
            token: officer.token.clone(),
            ..form
        },
        frame,
        officer,
    })
}

/// `GET /ujian/sandi`
pub(crate) async fn show(State(committee): State<Committee>, entered: Entered<AnyStaff>) -> Result<Answer, Failed> {
    let Entered { visit, admin, .. } = entered;
    let shown = page(&committee, (&visit, &admin), new_form(visit.speech())).await;
    shown.map_err(Failed::at(&visit))
}

async fn set(committee: &Committee, (visit, admin): (&Visit, &Admin), fields: &Fields) -> Result<(), Error> {
    let (assessment, speech) = (committee.assessment(), visit.speech());
    same_twice(speech, fields)?;
    let current = fields.get("currentPassword").to_owned();
    if !assessment.is_password(admin, current).await? {
        let said = speech.say("office-password-wrong");
        let said = Message::new(said.clone(), said);
        return Err(Error::invalid_field("currentPassword", Rule::Other(said)));
    }
    let password = fields.get("password").to_owned();
    assessment.set_admin_password(admin, admin.id, password).await.map(drop)
}

/// `POST /ujian/sandi`. Every other session of one's own ends.
pub(crate) async fn change(State(committee): State<Committee>, sent: Sent<AnyStaff>) -> Result<Answer, Failed> {
    let Sent {
        visit, admin, fields, ..
    } = sent;
    let changed = match set(&committee, (&visit, &admin), &fields).await {
        Ok(()) => Answer::see(&format!("{PATH}?sudah=sandi-panitia")),
        Err(error) if is_for_form(&error) => {
            let form = new_form(visit.speech()).faulty(&visit, &error);
            let status = refused_status(&error);
            let shown = page(&committee, (&visit, &admin), form).await;
            shown.map(|page| page.status(status))
        }
        Err(error) => Err(error),
    };
    changed.map_err(Failed::at(&visit))
}
