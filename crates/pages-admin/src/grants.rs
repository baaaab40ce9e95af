//! Permissions that were given to people and roles beside what their role allows. Super administrators give and take them, as
//! through the documented routes.

use accounts::{AccountId, Actor, Deed, Grant, Grantee, NewGrant, Role, failures::no_such_user};
use askama::Template;
use axum::extract::{Path, RawQuery, State};
use http::StatusCode;
use pages_kit::{
    Answer, Failed, Field, Fields, Frame, Posted, Speech, Visit,
    field::Takes,
    form::{Form, answer, is_for_form},
};
use platform::{Error, page::Paging, version::IfMatch};

use crate::{
    Desk, address,
    amounts::moment,
    listed::{Asked, query_of},
    people::{ROLES, name_of},
    rooms::{Room, rooms},
};

#[derive(Template)]
#[template(path = "manage/grants.html")]
struct Page<'a> {
    frame: Frame<'a>,
    style: &'a str,
    rooms: Vec<Room>,
    form: Form,
    rows: Vec<Row>,
    token: String,
    before: Option<String>,
    after: Option<String>,
}

struct Row {
    name: String,
    to: String,
    /// The one object that it is about; empty for all.
    object: String,
    says: String,
    is_forbidding: bool,
    when: String,
    /// Where it is taken back.
    revoke: String,
}

/// Who looks, if it is theirs to give and take.
fn giver(visit: &Visit) -> Result<Actor, Failed> {
    let admin = visit.administrator()?;
    if admin.0.role == Role::SuperAdmin {
        return Ok(admin.0);
    }
    Err(Failed::at(visit)(accounts::role_required::<
        accounts::SuperAdministrators,
    >()))
}

/// `GET /admin/izin`
pub(crate) async fn show(State(desk): State<Desk>, visit: Visit, RawQuery(query): RawQuery) -> Result<Answer, Failed> {
    giver(&visit)?;
    let asked = Asked::read(&query_of(query));
    let form = form_of(&visit);
    page(&desk, &visit, &asked, form).await.map_err(Failed::at(&visit))
}

fn form_of(visit: &Visit) -> Form {
    let speech = visit.speech();
    let roles = ROLES.map(|role| {
        (
            format!("peran:{}", role.name()),
            speech.with("manage-grant-role", "role", name_of(role, speech)),
        )
    });
    let to = [(String::new(), speech.say("manage-grant-person"))]
        .into_iter()
        .chain(roles);
    let says = [("ya", "manage-grant-allows"), ("tidak", "manage-grant-forbids")];
    let fields = vec![
        Field::line("permissionName", speech.say("manage-grant-name"))
            .required()
            .at_most(100)
            .hint(speech.say("manage-grant-name-hint")),
        Field::new("to", speech.say("manage-grant-to"), Takes::Choice(to.collect())),
        Field::line("who", speech.say("manage-grant-who"))
            .at_most(254)
            .hint(speech.say("manage-grant-who-hint")),
        Field::line("objectId", speech.say("manage-grant-object"))
            .at_most(36)
            .hint(speech.say("manage-grant-object-hint")),
        Field::new(
            "says",
            speech.say("manage-grant-says"),
            Takes::Choice(says.map(|(value, key)| (value.to_owned(), speech.say(key))).into()),
        ),
    ];
    Form::to(address::GRANTS, speech.say("manage-grant-do"), fields)
}

async fn page(desk: &Desk, visit: &Visit, asked: &Asked, mut form: Form) -> Result<Answer, Error> {
    let (speech, token) = (visit.speech(), visit.kit.form_token(visit)?);
    let (grants, paging): (_, Paging) = desk.accounts().grants(asked.pages()).await?;
    let (before, after) = asked.around(address::GRANTS, &[], paging.total);
    let ids: Vec<AccountId> = grants
        .iter()
        .filter_map(|grant| match &grant.to {
            Grantee::Account(id) => Some(id.clone()),
            Grantee::Role(_) => None,
        })
        .collect();
    let names = desk.accounts().people(&ids).await?;
    let to = |grant: &Grant| match &grant.to {
        Grantee::Role(role) => speech.with("manage-grant-role", "role", name_of(*role, speech)),
        Grantee::Account(id) => names.get(id).cloned().unwrap_or_else(|| id.to_string()),
    };
    form.token.clone_from(&token.token);
    let page = Page {
        frame: Frame::of(visit, speech.say("manage-room-grants")).with_form(&token),
        style: desk.style(),
        rooms: rooms(desk, visit, address::GRANTS),
        form,
        rows: grants.iter().map(|grant| row(grant, to(grant), speech)).collect(),
        token: token.token.clone(),
        before,
        after,
    };
    answer(Answer::page(&page), token)
}

fn row(grant: &Grant, to: String, speech: Speech<'_>) -> Row {
    let says = if grant.can_do {
        "manage-grant-allows"
    } else {
        "manage-grant-forbids"
    };
    Row {
        name: grant.permission_name.clone(),
        to,
        object: grant.object_id.clone().unwrap_or_default(),
        says: speech.say(says),
        is_forbidding: !grant.can_do,
        when: moment(speech, grant.created_at),
        revoke: format!("{}/{}/cabut", address::GRANTS, grant.id),
    }
}

/// What a form asks for.
async fn read(desk: &Desk, fields: &Fields) -> Result<NewGrant, Error> {
    let role = fields
        .get("to")
        .strip_prefix("peran:")
        .and_then(|name| name.parse::<Role>().ok());
    let to = if let Some(role) = role {
        Grantee::Role(role)
    } else {
        let who = fields.get("who").trim();
        if who.is_empty() {
            return Err(Error::invalid_field("who", platform::Rule::Required));
        }
        let found = desk.accounts().find_account(who).await?;
        Grantee::Account(found.ok_or_else(|| unknown(who))?.id)
    };
    let object = fields.get("objectId").trim();
    let new = NewGrant {
        permission_name: fields.get("permissionName").trim().to_owned(),
        to,
        object_id: (!object.is_empty()).then(|| object.to_owned()),
        can_do: fields.get("says") != "tidak",
    };
    new.validate()
}

fn unknown(_: &str) -> Error {
    let said = no_such_user().message().clone();
    Error::invalid_field("who", platform::Rule::Other(said))
}

/// `POST /admin/izin`
pub(crate) async fn give(State(desk): State<Desk>, Posted { visit, fields }: Posted) -> Result<Answer, Failed> {
    let actor = giver(&visit)?;
    let given = async {
        let new = read(&desk, &fields).await?;
        let grant = desk.accounts().grant(&actor.ctx, new, None).await?;
        note(&desk, &visit, "grant-give", &grant).await?;
        Answer::see(&address::done(address::GRANTS, "izin"))
    };
    match given.await {
        Err(error) if is_for_form(&error) => {
            let form = form_of(&visit).holding(&fields).faulty(&visit, &error);
            let asked = Asked::read(&Fields::default());
            let shown = page(&desk, &visit, &asked, form).await;
            let shown = shown.map(|answer| answer.status(StatusCode::UNPROCESSABLE_ENTITY));
            shown.map_err(Failed::at(&visit))
        }
        given => given.map_err(Failed::at(&visit)),
    }
}

/// `POST /admin/izin/{id}/cabut`
pub(crate) async fn revoke(
    State(desk): State<Desk>,
    Path(id): Path<String>,
    Posted { visit, .. }: Posted,
) -> Result<Answer, Failed> {
    giver(&visit)?;
    let id = platform::id::uuid_text("id", &id).map_err(|_| pages_kit::failure::missing(&visit))?;
    let revoked = async {
        let grant = desk.accounts().revoke_grant(id.into(), IfMatch::default()).await?;
        note(&desk, &visit, "grant-take", &grant).await?;
        Answer::see(&address::done(address::GRANTS, "izin-cabut"))
    };
    revoked.await.map_err(Failed::at(&visit))
}

async fn note(desk: &Desk, visit: &Visit, action: &'static str, grant: &Grant) -> Result<(), Error> {
    let Ok(admin) = visit.administrator() else {
        return Ok(());
    };
    let deed = Deed {
        action,
        subject: grant.id.as_str(),
        subject_name: &grant.permission_name,
        reason: "",
    };
    desk.accounts().note(&admin, deed).await
}
