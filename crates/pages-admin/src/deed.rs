//! What is done about a person, each on a page of its own that says what follows and asks why.

use accounts::{Account, Admin, Deed as NewDeed, Person, Role};
use askama::Template;
use axum::{
    extract::{Path, State},
    response::{IntoResponse as _, Response},
};
use pages_kit::{
    Answer, Failed, Field, Fields, Frame, Posted, Visit,
    field::Takes,
    form::{Form, answer, is_for_form},
};
use platform::{Error, Rule, Timestamp, http::attachment};
use serde_json::{Map, Value};

use crate::{
    Desk, address,
    people::{ROLES, name_of},
};

/// Something that is done about a person.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Deed {
    Role,
    Suspend,
    Lift,
    Sessions,
    Export,
    Delete,
}

impl Deed {
    const ALL: [Self; 6] = [
        Self::Role,
        Self::Suspend,
        Self::Lift,
        Self::Sessions,
        Self::Export,
        Self::Delete,
    ];

    /// What its page's address ends with.
    pub(crate) fn slug(self) -> &'static str {
        match self {
            Self::Role => "peran",
            Self::Suspend => "tangguhkan",
            Self::Lift => "pulihkan",
            Self::Sessions => "sesi",
            Self::Export => "ekspor",
            Self::Delete => "hapus",
        }
    }

    /// The key of its text; with `-lead`, of what follows from it.
    pub(crate) fn text(self) -> &'static str {
        match self {
            Self::Role => "manage-ask-role",
            Self::Suspend => "manage-ask-suspend",
            Self::Lift => "manage-ask-lift",
            Self::Sessions => "manage-ask-sessions",
            Self::Export => "manage-ask-export",
            Self::Delete => "manage-ask-delete",
        }
    }

    fn read(visit: &Visit, slug: &str) -> Result<Self, Failed> {
        let found = Self::ALL.into_iter().find(|deed| deed.slug() == slug);
        found.ok_or_else(|| pages_kit::failure::missing(visit))
    }
}

/// What an administrator can do about somebody. A use case judges once more.
pub(crate) fn offered(admin: &Admin, person: &Person) -> Vec<Deed> {
    let is_own = person.account.id == admin.0.id;
    let is_theirs = !person.account.role.is_admin() || admin.0.role == Role::SuperAdmin;
    let is_offered = |deed: &Deed| match deed {
        Deed::Role | Deed::Sessions | Deed::Export => is_own || is_theirs,
        Deed::Suspend | Deed::Delete => !is_own && is_theirs,
        Deed::Lift => !is_own && is_theirs && person.suspended.is_some(),
    };
    Deed::ALL.into_iter().filter(is_offered).collect()
}

#[derive(Template)]
#[template(path = "manage/ask.html")]
struct Page<'a> {
    frame: Frame<'a>,
    title: String,
    /// What follows, around the name of whom it is about.
    lead: (String, String),
    name: &'a str,
    back: String,
    form: Form,
}

/// The form of a deed.
fn form_of(deed: Deed, visit: &Visit, account: &Account) -> Form {
    let speech = visit.speech();
    let mut fields = Vec::new();
    match deed {
        Deed::Role => {
            let choices = ROLES.map(|role| (role.name().to_owned(), name_of(role, speech)));
            let choice = Field::new("role", speech.say("manage-role"), Takes::Choice(choices.into()));
            fields.push(choice.holding(account.role.name()));
        }
        Deed::Suspend => {
            let until = Field::new("until", speech.say("manage-until"), Takes::Day);
            fields.push(until.hint(speech.say("manage-until-hint")));
        }
        Deed::Delete => {
            let name = Field::line("name", speech.say("manage-name-again")).required();
            fields.push(name.hint(speech.say("manage-name-again-hint")).at_most(50));
        }
        Deed::Lift | Deed::Sessions | Deed::Export => {}
    }
    let is_needed = matches!(deed, Deed::Suspend | Deed::Delete);
    let text = if is_needed {
        "manage-reason"
    } else {
        "manage-reason-maybe"
    };
    let reason = Field::line("reason", speech.say(text)).at_most(500);
    fields.push(if is_needed { reason.required() } else { reason });
    let action = format!("{}/{}", address::person(&account.handle), deed.slug());
    let mut form = Form::to(action, speech.say(deed.text()), fields);
    form.gives_file = deed == Deed::Export;
    form.is_grave = matches!(deed, Deed::Suspend | Deed::Delete);
    form
}

fn page(visit: &Visit, deed: Deed, account: &Account, mut form: Form) -> Result<Answer, Error> {
    let (speech, token) = (visit.speech(), visit.kit.form_token(visit)?);
    form.token.clone_from(&token.token);
    let page = Page {
        frame: Frame::of(visit, speech.say(deed.text())).with_form(&token),
        title: speech.say(deed.text()),
        lead: speech.around(&format!("{}-lead", deed.text()), "name"),
        name: &account.username,
        back: address::person(&account.handle),
        form,
    };
    answer(Answer::page(&page), token)
}

/// `GET /admin/orang/{handle}/{deed}`
pub(crate) async fn ask(
    State(desk): State<Desk>,
    Path((handle, slug)): Path<(String, String)>,
    visit: Visit,
) -> Result<Answer, Failed> {
    let admin = visit.administrator()?;
    let deed = Deed::read(&visit, &slug)?;
    let shown = async {
        let account = desk.accounts().person(&admin, &handle).await?.account;
        page(&visit, deed, &account, form_of(deed, &visit, &account))
    };
    shown.await.map_err(Failed::at(&visit))
}

/// `POST /admin/orang/{handle}/{deed}`
pub(crate) async fn decide(
    State(desk): State<Desk>,
    Path((handle, slug)): Path<(String, String)>,
    Posted { visit, fields }: Posted,
) -> Result<Response, Failed> {
    let admin = visit.administrator()?;
    let deed = Deed::read(&visit, &slug)?;
    let decided = async {
        let account = desk.accounts().person(&admin, &handle).await?.account;
        match act(&desk, &admin, deed, &account, &fields).await {
            Ok(response) => Ok(response),
            Err(error) if is_for_form(&error) => {
                let form = form_of(deed, &visit, &account).holding(&fields).faulty(&visit, &error);
                let answer = page(&visit, deed, &account, form)?;
                Ok(answer.status(http::StatusCode::UNPROCESSABLE_ENTITY).into_response())
            }
            Err(error) => Err(error),
        }
    };
    decided.await.map_err(Failed::at(&visit))
}

async fn act(desk: &Desk, admin: &Admin, deed: Deed, account: &Account, fields: &Fields) -> Result<Response, Error> {
    let (accounts, who, why) = (desk.accounts(), account.handle.as_str(), fields.get("reason"));
    let done = match deed {
        Deed::Role => {
            let role = ROLES.into_iter().find(|role| role.name() == fields.get("role"));
            let role = role.ok_or_else(|| Error::invalid_field("role", Rule::Required))?;
            accounts.change_role(admin, who, role, why).await?;
            if account.id == admin.0.id && !role.is_admin() {
                // These pages are not for them any more.
                return Ok(Answer::see(&address::done("/akun", "lepas"))?.into_response());
            }
            "peran"
        }
        Deed::Suspend => {
            let until = read_day(fields.get("until"))?;
            accounts.suspend_person(admin, who, until, why).await?;
            "tangguh"
        }
        Deed::Lift => {
            accounts.lift_suspension(admin, who, why).await?;
            "pulih"
        }
        Deed::Sessions => {
            accounts.end_sessions_of(admin, who, None, why).await?;
            "sesi"
        }
        Deed::Export => return export(desk, admin, account, why).await,
        Deed::Delete => {
            accounts.delete_person(admin, who, fields.get("name"), why).await?;
            return Ok(Answer::see(&address::done(address::PEOPLE, "hapus"))?.into_response());
        }
    };
    Ok(Answer::see(&address::done(&address::person(who), done))?.into_response())
}

/// The beginning of a day in UTC; none if nothing was typed.
fn read_day(typed: &str) -> Result<Option<Timestamp>, Error> {
    let typed = typed.trim();
    if typed.is_empty() {
        return Ok(None);
    }
    let moment = Value::from(format!("{typed}T00:00:00Z"));
    let read = serde_json::from_value(moment);
    read.map(Some).map_err(|_| {
        let said = platform::Message::new(
            "bukan tanggal; tulis seperti 2026-12-31",
            "is not a day; write it as in 2026-12-31",
        );
        Error::invalid_field("until", Rule::Other(said))
    })
}

/// All that modules keep of somebody, as a file.
async fn export(desk: &Desk, admin: &Admin, account: &Account, why: &str) -> Result<Response, Error> {
    desk.accounts().check_export(admin, account)?;
    let mut all = Map::new();
    all.insert("exportedAt".to_owned(), admin.0.ctx.now().to_string().into());
    for module in desk.place().personal() {
        all.insert(module.name().to_owned(), module.of(&account.id).await?);
    }
    let bytes = serde_json::to_vec_pretty(&Value::Object(all)).map_err(Error::internal)?;
    let noted = NewDeed {
        action: "person-export",
        subject: &account.handle,
        subject_name: &account.username,
        reason: why,
    };
    desk.accounts().note(admin, noted).await?;
    attachment::attachment("application/json", &format!("{}.json", account.username), bytes)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_day_is_read_or_refused_by_its_field() {
        assert_eq!(read_day(" ").unwrap(), None);
        assert_eq!(read_day("1970-01-02").unwrap(), Some(Timestamp(86_400_000_000)));
        for wrong in ["besok", "2026-13-01", "2026-12-31T10:00:00Z", "\u{0}"] {
            let error = read_day(wrong).unwrap_err();
            assert_eq!(error.fields()[0].path, "until", "{wrong:?}");
        }
    }
}
