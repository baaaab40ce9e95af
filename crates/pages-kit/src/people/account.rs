//! One's own account: profile, password, sessions, deletion.

use accounts::{Account, Actor, ProfileChange};
use askama::Template;
use http::{StatusCode, header};
use platform::Error;

use super::{
    notices,
    sessions::{self, Session},
};
use crate::{
    Answer, Failed, Field, Fields, Frame, Posted, Visit,
    field::{TICKED, Takes},
    form::{Form, answer, is_for_form},
};

#[derive(Template)]
#[template(path = "people/account.html")]
struct Page<'a> {
    frame: Frame<'a>,
    account: Account,
    since: String,
    profile: Form,
    password: Form,
    token: String,
    /// Whether an address can be shown to be read.
    sends_letters: bool,
    sessions: Vec<Session>,
    letters: Form,
}

#[derive(Template)]
#[template(path = "people/deletion.html")]
struct Deletion<'a> {
    frame: Frame<'a>,
    form: Form,
}

fn profile_form(visit: &Visit, account: &Account) -> Form {
    let speech = visit.speech();
    let fields = vec![
        Field::line("fullname", speech.say("fullname"))
            .required()
            .holding(&account.fullname)
            .filled_by("name")
            .at_most(100),
        Field::line("username", speech.say("username"))
            .required()
            .holding(&account.username)
            .hint(speech.say("username-hint"))
            .filled_by("username")
            .at_most(50),
        Field::new("email", speech.say("email"), Takes::Email)
            .required()
            .holding(&account.email)
            .filled_by("email")
            .at_most(254),
    ];
    Form::to("/akun", speech.say("save"), fields)
}

fn password_form(visit: &Visit) -> Form {
    let speech = visit.speech();
    let fields = vec![
        Field::password("password", speech.say("password-current"), "current-password"),
        Field::password("newPassword", speech.say("password-new"), "new-password").hint(speech.say("password-hint")),
    ];
    Form::to("/akun/sandi", speech.say("password-change"), fields)
}

async fn letters_form(visit: &Visit, actor: &Actor, account: &Account) -> Result<Form, Error> {
    let wanted = visit.kit.accounts().wanted_notices(actor).await?;
    let speech = visit.speech();
    let ticked = if account.quiet_sign_ins { "" } else { TICKED };
    let sign_ins = Field::new("mau", speech.say("sign-in-letters"), Takes::Tick).holding(ticked);
    let mut fields = notices::fields(&speech, &wanted);
    fields.push(sign_ins);
    Ok(Form::to("/akun/surat", speech.say("save"), fields))
}

/// The forms that a refused change is shown in.
#[derive(Default)]
struct Shown {
    profile: Option<Form>,
    password: Option<Form>,
}

async fn page(visit: &Visit, actor: &Actor, shown: Shown) -> Result<Answer, Error> {
    let account = visit.kit.accounts().profile(&actor.id).await?;
    let token = visit.kit.form_token(visit)?;
    let mut profile = shown.profile.unwrap_or_else(|| profile_form(visit, &account));
    let mut password = shown.password.unwrap_or_else(|| password_form(visit));
    profile.token.clone_from(&token.token);
    password.token.clone_from(&token.token);
    let mut letters = letters_form(visit, actor, &account).await?;
    letters.token.clone_from(&token.token);
    let speech = visit.speech();
    let page = Page {
        frame: Frame::of(visit, speech.say("account")).with_form(&token),
        since: speech.day(account.created_at),
        account,
        profile,
        password,
        token: token.token.clone(),
        sessions: sessions::list(visit, actor).await?,
        letters,
        sends_letters: visit.kit.accounts().sends_letters(),
    };
    answer(Answer::page(&page), token)
}

/// `GET /akun`
pub(super) async fn show(visit: Visit) -> Result<Answer, Failed> {
    let actor = visit.somebody()?;
    page(&visit, actor, Shown::default()).await.map_err(Failed::at(&visit))
}

/// `POST /akun`
pub(super) async fn edit(Posted { visit, fields }: Posted) -> Result<Answer, Failed> {
    let actor = visit.somebody()?;
    let change = ProfileChange {
        username: fields.get("username").trim().to_owned(),
        email: fields.get("email").trim().to_owned(),
        fullname: fields.get("fullname").trim().to_owned(),
        image: None,
    };
    let made = visit.kit.accounts().edit_profile(&visit.ctx, &actor.id, change).await;
    let Err(error) = made else {
        return Answer::see("/akun?sudah=profil").map_err(Failed::at(&visit));
    };
    if !is_for_form(&error) {
        return Err(Failed::at(&visit)(error));
    }
    let again = async {
        let account = visit.kit.accounts().profile(&actor.id).await?;
        let form = profile_form(&visit, &account).holding(&fields).faulty(&visit, &error);
        let shown = Shown {
            profile: Some(form),
            ..Shown::default()
        };
        Ok(page(&visit, actor, shown)
            .await?
            .status(StatusCode::UNPROCESSABLE_ENTITY))
    };
    again.await.map_err(Failed::at(&visit))
}

/// `POST /akun/sandi`
pub(super) async fn change_password(Posted { visit, fields }: Posted) -> Result<Answer, Failed> {
    let actor = visit.somebody()?;
    let (current, new) = (fields.get("password").to_owned(), fields.get("newPassword").to_owned());
    let made = visit
        .kit
        .accounts()
        .change_password(actor, visit.peer, current, new)
        .await;
    let Err(error) = made else {
        return Answer::see("/akun?sudah=sandi").map_err(Failed::at(&visit));
    };
    if !is_for_form(&error) {
        return Err(Failed::at(&visit)(error));
    }
    let shown = Shown {
        password: Some(password_form(&visit).faulty(&visit, &error)),
        ..Shown::default()
    };
    let again = page(&visit, actor, shown).await.map_err(Failed::at(&visit))?;
    Ok(again.status(StatusCode::UNPROCESSABLE_ENTITY))
}

/// `POST /akun/keluar-semua`
pub(super) async fn log_out_everywhere(Posted { visit, .. }: Posted) -> Result<Answer, Failed> {
    let actor = visit.somebody()?;
    let ended = async {
        visit.kit.accounts().sign_out_everywhere(actor).await?;
        Ok(Answer::see("/masuk?sudah=keluar-semua")?.with(header::SET_COOKIE, visit.kit.forget()?))
    };
    ended.await.map_err(Failed::at(&visit))
}

fn deletion_form(visit: &Visit) -> Form {
    let speech = visit.speech();
    let fields = vec![Field::password("password", speech.say("password"), "current-password")];
    let mut form = Form::to("/akun/hapus", speech.say("deletion-do"), fields);
    form.is_grave = true;
    form
}

fn deletion_page(visit: &Visit, mut form: Form) -> Result<Answer, Error> {
    let token = visit.kit.form_token(visit)?;
    form.token.clone_from(&token.token);
    let page = Deletion {
        frame: Frame::of(visit, visit.speech().say("deletion")).with_form(&token),
        form,
    };
    answer(Answer::page(&page), token)
}

/// `GET /akun/hapus`
pub(super) async fn ask_deletion(visit: Visit) -> Result<Answer, Failed> {
    visit.somebody()?;
    deletion_page(&visit, deletion_form(&visit)).map_err(Failed::at(&visit))
}

/// `POST /akun/hapus`
pub(super) async fn delete(Posted { visit, fields }: Posted) -> Result<Answer, Failed> {
    let actor = visit.somebody()?;
    let password = Fields::get(&fields, "password").to_owned();
    match visit
        .kit
        .accounts()
        .delete_own_account(actor, visit.peer, password)
        .await
    {
        Ok(()) => {
            let gone = Answer::see("/?sudah=akun-hapus")
                .and_then(|answer| Ok(answer.with(header::SET_COOKIE, visit.kit.forget()?)));
            gone.map_err(Failed::at(&visit))
        }
        Err(error) if is_for_form(&error) => {
            let form = deletion_form(&visit).faulty(&visit, &error);
            let again = deletion_page(&visit, form).map_err(Failed::at(&visit))?;
            Ok(again.status(StatusCode::UNPROCESSABLE_ENTITY))
        }
        Err(error) => Err(Failed::at(&visit)(error)),
    }
}
