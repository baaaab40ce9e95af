//! A password that was forgotten: asking for a link, and setting another one with it. Only where letters are sent.

use axum::extract::RawQuery;
use platform::Error;

use super::entry::Entry;
use crate::{
    Answer, Failed, Field, Fields, Posted, Visit,
    field::Takes,
    form::{Form, is_for_form, refused_status},
};

const FORGOTTEN: Entry = Entry {
    title: "forgotten",
    lead: Some("forgotten-lead"),
    question: "forgotten-known",
    other_title: "login",
    other_path: "/masuk",
};

const RESET: Entry = Entry {
    title: "reset",
    lead: Some("reset-lead"),
    question: "reset-late",
    other_title: "forgotten-again",
    other_path: "/lupa-sandi",
};

fn asking(visit: &Visit) -> Form {
    let speech = visit.speech();
    let field = Field::new("email", speech.say("email"), Takes::Email)
        .required()
        .filled_by("email")
        .at_most(254);
    Form::to("/lupa-sandi", speech.say("forgotten-do"), vec![field])
}

fn setting(visit: &Visit, code: &str) -> Form {
    let speech = visit.speech();
    let field =
        Field::password("newPassword", speech.say("password-new"), "new-password").hint(speech.say("password-hint"));
    let mut form = Form::to("/sandi-baru", speech.say("password-change"), vec![field]);
    form.hidden.push(("kode", code.to_owned()));
    form
}

/// Refuses where no letters are sent.
fn offered(visit: &Visit) -> Result<(), Failed> {
    if visit.kit.accounts().sends_letters() {
        Ok(())
    } else {
        Err(Failed::at(visit)(accounts::failures::no_mail()))
    }
}

/// `GET /lupa-sandi`
pub(super) async fn ask(visit: Visit) -> Result<Answer, Failed> {
    offered(&visit)?;
    FORGOTTEN.page(&visit, asking(&visit), "").map_err(Failed::at(&visit))
}

/// `POST /lupa-sandi`: the same answer whether or not somebody has the address.
pub(super) async fn wish(Posted { visit, fields }: Posted) -> Result<Answer, Failed> {
    offered(&visit)?;
    let address = fields.get("email").trim();
    let asked = visit
        .kit
        .accounts()
        .ask_reset(visit.peer, address, visit.language.code())
        .await;
    match asked {
        Ok(()) => Answer::see("/masuk?sudah=surat-sandi").map_err(Failed::at(&visit)),
        Err(error) => again(&visit, &FORGOTTEN, asking(&visit).holding(&fields), error),
    }
}

/// `GET /sandi-baru`
pub(super) async fn show(visit: Visit, RawQuery(query): RawQuery) -> Result<Answer, Failed> {
    offered(&visit)?;
    let query = Fields::read(query.unwrap_or_default().as_bytes());
    let code = query.get("kode");
    let is_good = visit.kit.accounts().is_reset_code(code).await;
    let form = setting(&visit, code);
    if is_good.map_err(Failed::at(&visit))? {
        RESET.page(&visit, form, "").map_err(Failed::at(&visit))
    } else {
        again(&visit, &RESET, form, accounts::failures::bad_code())
    }
}

/// `POST /sandi-baru`
pub(super) async fn set(Posted { visit, fields }: Posted) -> Result<Answer, Failed> {
    offered(&visit)?;
    let (code, new) = (fields.get("kode"), fields.get("newPassword").to_owned());
    match visit.kit.accounts().reset_password(&visit.ctx, code, new).await {
        Ok(()) => Answer::see("/masuk?sudah=sandi-baru").map_err(Failed::at(&visit)),
        Err(error) => again(&visit, &RESET, setting(&visit, code), error),
    }
}

fn again(visit: &Visit, entry: &Entry, form: Form, error: Error) -> Result<Answer, Failed> {
    if !is_for_form(&error) {
        return Err(Failed::at(visit)(error));
    }
    let status = refused_status(&error);
    let shown = entry.page(visit, form.faulty(visit, &error), "");
    Ok(shown.map_err(Failed::at(visit))?.status(status))
}
