//! One's own second step: codes of an app, asked for after the password.

use assessment::{Admin, AnyStaff, SecondStep};
use axum::extract::State;
use pages_kit::{
    Answer, Failed, Visit,
    form::refused_status,
    people::factor::{self, Shown, Ways},
};
use platform::Error;

use super::password;
use crate::{
    Committee,
    caller::{Entered, Sent},
};

/// Where it is.
pub(crate) const PATH: &str = "/ujian/dua-langkah";
/// Where it begins, and where it ends.
pub(crate) const BEGIN: &str = "/ujian/dua-langkah/mulai";
pub(crate) const REMOVE: &str = "/ujian/dua-langkah/hapus";

const WAYS: Ways = Ways {
    here: PATH,
    begin: BEGIN,
    remove: REMOVE,
    back: password::PATH,
};

async fn page(
    committee: &Committee,
    (visit, admin): (&Visit, &Admin),
    refused: Option<&Error>,
) -> Result<Answer, Error> {
    let assessment = committee.assessment();
    let shown = match assessment.second_step(admin).await? {
        SecondStep::Off => Shown::off(visit, &WAYS),
        SecondStep::SettingUp { secret } => {
            let username = assessment.admin(admin.id).await?.username;
            Shown::setting_up(visit, &WAYS, &username, &secret)?
        }
        SecondStep::On => Shown::on(visit, &WAYS, None),
    };
    let shown = match refused {
        Some(error) => shown.faulty(visit, error),
        None => shown,
    };
    factor::page(visit, &WAYS, shown, false)
}

/// `GET /ujian/dua-langkah`
pub(crate) async fn show(State(committee): State<Committee>, entered: Entered<AnyStaff>) -> Result<Answer, Failed> {
    let Entered { visit, admin, .. } = entered;
    page(&committee, (&visit, &admin), None)
        .await
        .map_err(Failed::at(&visit))
}

/// The page again, with what is wrong.
async fn again(committee: &Committee, who: (&Visit, &Admin), error: &Error) -> Result<Answer, Failed> {
    let shown = page(committee, who, Some(error)).await.map_err(Failed::at(who.0))?;
    Ok(shown.status(refused_status(error)))
}

/// `POST /ujian/dua-langkah/mulai`
pub(crate) async fn begin(State(committee): State<Committee>, sent: Sent<AnyStaff>) -> Result<Answer, Failed> {
    let Sent {
        visit, admin, fields, ..
    } = sent;
    let password = fields.get("password").to_owned();
    match committee.assessment().begin_second_step(&admin, password).await {
        Ok(()) => Answer::see(PATH).map_err(Failed::at(&visit)),
        Err(error) => again(&committee, (&visit, &admin), &error).await,
    }
}

/// `POST /ujian/dua-langkah`
pub(crate) async fn confirm(State(committee): State<Committee>, sent: Sent<AnyStaff>) -> Result<Answer, Failed> {
    let Sent {
        visit, admin, fields, ..
    } = sent;
    let assessment = committee.assessment();
    match assessment
        .confirm_second_step(&admin, visit.peer, fields.get("code"))
        .await
    {
        Ok(()) => Answer::see(&format!("{}?sudah=dua-langkah-ujian", password::PATH)).map_err(Failed::at(&visit)),
        Err(error) => again(&committee, (&visit, &admin), &error).await,
    }
}

/// `POST /ujian/dua-langkah/hapus`
pub(crate) async fn remove(State(committee): State<Committee>, sent: Sent<AnyStaff>) -> Result<Answer, Failed> {
    let Sent {
        visit, admin, fields, ..
    } = sent;
    let (password, code) = (fields.get("password").to_owned(), fields.get("code"));
    let assessment = committee.assessment();
    match assessment.end_second_step(&admin, visit.peer, password, code).await {
        Ok(()) => Answer::see(&format!("{}?sudah=dua-langkah-hapus", password::PATH)).map_err(Failed::at(&visit)),
        Err(error) => again(&committee, (&visit, &admin), &error).await,
    }
}
