//! Registration.

use accounts::{BrowserEntry, NewAccount, Role};
use axum::extract::RawQuery;
use http::{StatusCode, header};
use platform::{Error, Kind};

use super::entry::Entry;
use crate::{
    Answer, Failed, Field, Fields, Posted, Visit,
    field::Takes,
    form::{Form, is_for_form},
    guard::local_way,
};

const ENTRY: Entry = Entry {
    title: "register",
    lead: Some("register-lead"),
    question: "register-known",
    other_title: "login",
    other_path: "/masuk",
};

fn form(visit: &Visit, back: &str) -> Form {
    let speech = visit.speech();
    let fields = vec![
        Field::line("fullname", speech.say("fullname"))
            .required()
            .filled_by("name")
            .at_most(100),
        Field::line("username", speech.say("username"))
            .required()
            .hint(speech.say("username-hint"))
            .filled_by("username")
            .at_most(50),
        Field::new("email", speech.say("email"), Takes::Email)
            .required()
            .hint(speech.say("email-hint"))
            .filled_by("email")
            .at_most(254),
        Field::password("password", speech.say("password"), "new-password").hint(speech.say("password-hint")),
    ];
    let mut form = Form::to("/daftar", speech.say("register-do"), fields);
    form.hidden.push(("kembali", local_way(back).to_owned()));
    form
}

/// `GET /daftar`
pub(super) async fn show(visit: Visit, RawQuery(query): RawQuery) -> Result<Answer, Failed> {
    ENTRY.show(&visit, query, form)
}

/// `POST /daftar`
pub(super) async fn register(Posted { visit, fields }: Posted) -> Result<Answer, Failed> {
    let back = fields.get("kembali");
    match make(&visit, &fields).await {
        Ok(answer) => Ok(answer),
        Err(error) if is_for_form(&error) => {
            let form = form(&visit, back).holding(&fields).faulty(&visit, &error);
            let shown = ENTRY.page(&visit, form, back).map_err(Failed::at(&visit))?;
            Ok(shown.status(StatusCode::UNPROCESSABLE_ENTITY))
        }
        Err(error) => Err(Failed::at(&visit)(error)),
    }
}

/// Makes the account and logs in.
async fn make(visit: &Visit, fields: &Fields) -> Result<Answer, Error> {
    let accounts = visit.kit.accounts();
    accounts.allow_registration(visit.peer)?;
    let password = fields.get("password").to_owned();
    let username = fields.get("username").trim().to_owned();
    let new = NewAccount {
        username: username.clone(),
        email: fields.get("email").trim().to_owned(),
        password: password.clone(),
        fullname: fields.get("fullname").trim().to_owned(),
        image: None,
        role: Role::User,
    };
    // A name that is taken may be that of somebody who clicked twice. Whatever else is wrong tries no password.
    let taken = match accounts
        .register(&visit.ctx.clone().reading(visit.language.code()), new, None)
        .await
    {
        Ok(_) => None,
        Err(error) if error.kind() == Kind::Conflict => Some(error),
        Err(error) => return Err(error),
    };
    let opened = accounts
        .open_browser_session(&visit.entering(), visit.peer, &username, password)
        .await;
    let session = match (opened, taken) {
        (Ok(BrowserEntry::In(session)), _) => session,
        (_, Some(taken)) => return Err(taken),
        (Err(error), None) => return Err(error),
        // A new account has no second step.
        (Ok(BrowserEntry::CodeWanted(_)), None) => return Err(accounts::failures::code_required()),
    };
    let answer = Answer::see(local_way(fields.get("kembali")))?;
    Ok(answer.with(header::SET_COOKIE, visit.kit.keep(&session)?))
}
