//! Registration.

use accounts::{NewAccount, Role};
use askama::Template;
use axum::extract::RawQuery;
use http::{StatusCode, header};
use platform::Error;

use crate::{
    Answer, Failed, Field, Fields, Frame, Posted, Visit,
    field::Takes,
    form::{Form, answer, is_for_form},
    guard::local_way,
};

#[derive(Template)]
#[template(path = "people/register.html")]
struct Page<'a> {
    frame: Frame<'a>,
    form: Form,
    /// The way to logging in, which leads back as well.
    login: String,
}

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

fn page(visit: &Visit, mut form: Form, back: &str) -> Result<Answer, Error> {
    let token = visit.kit.form_token(visit)?;
    form.token.clone_from(&token.token);
    let back: String = form_urlencoded::byte_serialize(local_way(back).as_bytes()).collect();
    let page = Page {
        frame: Frame::of(visit, visit.speech().say("register")).with_form(&token),
        form,
        login: format!("/masuk?kembali={back}"),
    };
    answer(Answer::page(&page), token)
}

/// `GET /daftar`
pub(super) async fn show(visit: Visit, RawQuery(query): RawQuery) -> Result<Answer, Failed> {
    let query = Fields::read(query.unwrap_or_default().as_bytes());
    let back = query.get("kembali");
    if visit.actor.is_some() {
        return Answer::see(local_way(back)).map_err(Failed::at(&visit));
    }
    page(&visit, form(&visit, back), back).map_err(Failed::at(&visit))
}

/// `POST /daftar`
pub(super) async fn register(Posted { visit, fields }: Posted) -> Result<Answer, Failed> {
    let back = fields.get("kembali");
    match make(&visit, &fields).await {
        Ok(answer) => Ok(answer),
        Err(error) if is_for_form(&error) => {
            let form = form(&visit, back).holding(&fields).faulty(&visit, &error);
            let shown = page(&visit, form, back).map_err(Failed::at(&visit))?;
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
    match accounts.register(&visit.ctx, new, None).await {
        Ok(_) => {}
        // Somebody who clicked twice has the account already.
        Err(error) => {
            let again = accounts
                .open_browser_session(&visit.ctx, visit.peer, &username, password)
                .await;
            return match again {
                Ok(session) if error.kind() != platform::Kind::Unavailable => {
                    Ok(Answer::see(local_way(fields.get("kembali")))?
                        .with(header::SET_COOKIE, visit.kit.keep(&session)?))
                }
                _ => Err(error),
            };
        }
    }
    let session = accounts
        .open_browser_session(&visit.ctx, visit.peer, &username, password)
        .await?;
    let answer = Answer::see(local_way(fields.get("kembali")))?;
    Ok(answer.with(header::SET_COOKIE, visit.kit.keep(&session)?))
}
