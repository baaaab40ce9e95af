//! The first start: whoever holds the code that the server printed makes the first administrators.
//!
//! Invariant: the code comes behind the `#` of the address, which browsers keep to themselves, and goes on in the body of the
//! form alone, so that no log and no proxy on the way sees it.

use std::sync::Arc;

use accounts::{NewAccount, Role, insert_first_administrator};
use askama::Template;
use assessment::{Beside, setup_closed};
use axum::extract::State;
use http::StatusCode;
use pages_kit::{
    Answer, Failed, Field, Fields, Frame, Visit,
    field::{TICKED, Takes},
    form::{Form, answer, is_for_form, refused_status},
};
use platform::{Error, Kind};

use super::way::{self, Way};
use crate::{
    Committee,
    entry::{Comer, Knock, begin},
};

/// Where the first administrators are made.
pub const PATH: &str = "/ujian/mulai";
/// Where they are led then.
const ONWARD: &str = "/ujian?sudah=mulai";
/// The field of the code.
const CODE: &str = "code";
/// Whether an administrator of the people's modules is made as well.
const ACCOUNT: &str = "account";

#[derive(Template)]
#[template(path = "office/first.html")]
struct Page<'a> {
    frame: Frame<'a>,
    style: &'a str,
    own_style: &'a str,
    script: &'a str,
    way: Option<Way>,
    /// Nothing where nobody can be made any more.
    form: Option<Form>,
}

fn form(visit: &Visit) -> Form {
    let speech = visit.speech();
    let fields = vec![
        Field::line(CODE, speech.say("office-first-code"))
            .required()
            .hint(speech.say("office-first-code-hint"))
            .at_most(100),
        Field::line("username", speech.say("office-username"))
            .required()
            .hint(speech.say("office-username-hint"))
            .filled_by("username")
            .at_most(50),
        Field::password("password", speech.say("office-password"), "new-password")
            .hint(speech.say("office-password-hint")),
        Field::password("passwordAgain", speech.say("office-password-again"), "new-password"),
        Field::new(ACCOUNT, speech.say("office-first-account"), Takes::Tick).holding(TICKED),
        Field::new("email", speech.say("office-first-email"), Takes::Email)
            .hint(speech.say("office-first-email-hint"))
            .filled_by("email")
            .at_most(254),
    ];
    Form::to(PATH, speech.say("office-first-do"), fields)
}

fn page(committee: &Committee, visit: &Visit, form: Option<Form>) -> Result<Answer, Error> {
    let token = visit.kit.form_token(visit)?;
    let assets = committee.office();
    let page = Page {
        frame: Frame::of(visit, visit.speech().say("office-first")).with_form(&token),
        style: committee.style(),
        own_style: &assets.style.path,
        script: &assets.code.path,
        way: way::told(committee, visit),
        form: form.map(|form| Form {
            token: token.token.clone(),
            ..form
        }),
    };
    answer(Answer::page(&page), token)
}

/// `GET /ujian/mulai`
pub(crate) async fn show(State(committee): State<Committee>, Comer { visit, .. }: Comer) -> Result<Answer, Failed> {
    let shown = async {
        if committee.assessment().awaits_setup().await? {
            page(&committee, &visit, Some(form(&visit)))
        } else {
            Ok(page(&committee, &visit, None)?.status(StatusCode::GONE))
        }
    };
    shown.await.map_err(Failed::at(&visit))
}

/// What the form asks for beside the administrator of exams, to be made in the same transaction.
async fn beside(visit: &Visit, fields: &Fields) -> Result<Beside, Error> {
    let accounts = visit.kit.accounts();
    let first = if fields.is_ticked(ACCOUNT) {
        let username = fields.get("username").trim().to_owned();
        let new = NewAccount {
            fullname: username.clone(),
            username,
            email: fields.get("email").trim().to_owned(),
            password: fields.get("password").to_owned(),
            image: None,
            role: Role::Admin,
        };
        Some(accounts.prepare_first_administrator(&visit.ctx, new).await?)
    } else {
        None
    };
    let first = Arc::new(first);
    Ok(Arc::new(move |tx| {
        let first = Arc::clone(&first);
        Box::pin(async move { insert_first_administrator(tx, first.as_ref().as_ref()).await })
    }))
}

/// Makes them and logs in.
async fn make(committee: &Committee, comer: &Comer, fields: &Fields) -> Result<Answer, Error> {
    let (visit, assessment) = (&comer.visit, committee.assessment());
    assessment.check_setup_code(visit.peer, fields.get(CODE)).await?;
    if let Some(error) = assessment.loses_session(&visit.headers) {
        return Err(error);
    }
    let (username, password) = (fields.get("username").trim(), fields.get("password"));
    super::same_twice(visit.speech(), fields)?;
    let beside = beside(visit, fields).await?;
    assessment.set_up(username, password.to_owned(), beside).await?;
    let begun = assessment
        .login(&visit.ctx, visit.peer, (username, password.to_owned()), None)
        .await?;
    begin(committee, comer, &begun, Answer::see(ONWARD)?).await
}

/// `POST /ujian/mulai`
pub(crate) async fn set_up(State(committee): State<Committee>, knock: Knock) -> Result<Answer, Failed> {
    let Knock { comer, fields } = knock;
    let visit = &comer.visit;
    let made = match make(&committee, &comer, &fields).await {
        Err(error) if error.code() == setup_closed().code() || error.code() == "accounts.has_administrator" => {
            page(&committee, visit, None).map(|page| page.status(StatusCode::GONE))
        }
        Err(error) if is_for_form(&error) || error.kind() == Kind::Forbidden => {
            let mut form = form(visit).holding(&fields).faulty(visit, &error);
            for field in form.fields.iter_mut().filter(|field| field.name == CODE) {
                field.fault = field.fault.take().map(|_| visit.speech().say("office-first-wrong"));
            }
            let status = refused_status(&error);
            page(&committee, visit, Some(form)).map(|page| page.status(status))
        }
        made => made,
    };
    made.map_err(Failed::at(visit))
}
