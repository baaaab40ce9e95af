//! The administrators of exams, and one more.

use askama::Template;
use assessment::{Admin, AdminView, Administrators, NewAdmin, Role};
use axum::extract::{RawQuery, State};
use http::StatusCode;
use pages_kit::{
    Answer, Failed, Field, Frame, Paged, Speech, Visit,
    field::Takes,
    form::{self, Form, is_for_form},
};
use platform::Error;

use super::{HOME, Part, parts, same_twice, way};
use crate::{
    Committee,
    asked::Asked,
    caller::{Entered, Sent},
    frame::{Officer, around},
    papers::moment,
};

const PAGED: Paged = Paged { rows: 50, last: 1_000 };

#[derive(Template)]
#[template(path = "office/admins.html")]
struct Page<'a> {
    frame: Frame<'a>,
    officer: Officer<'a>,
    own_style: &'a str,
    parts: Vec<Part>,
    way: Option<way::Way>,
    rows: Vec<Row>,
    total: String,
    before: Option<String>,
    after: Option<String>,
    add: Form,
}

struct Row {
    path: String,
    username: String,
    role: String,
    is_own: bool,
    /// Since when they may not log in.
    suspended: Option<String>,
}

impl Row {
    fn of(one: &AdminView, own: i64, speech: Speech<'_>) -> Self {
        Self {
            path: path_of(one.id, ""),
            username: one.username.clone(),
            role: role_text(speech, one.role_id),
            is_own: one.id == own,
            suspended: one.suspended_at.map(|at| moment(speech, at)),
        }
    }
}

/// Where an administrator's page is.
pub(super) fn path_of(id: i64, rest: &str) -> String {
    format!("{HOME}/admin/{id}{rest}")
}

/// What a role is called.
pub(super) fn role_text(speech: Speech<'_>, role: i64) -> String {
    let name = Role::of(role).map_or("", Role::name);
    speech.say(&format!("committee-role-{name}"))
}

/// The field that chooses a role.
pub(super) fn role_field(speech: Speech<'_>) -> Field {
    let roles = Role::ALL.map(|role| {
        let about = speech.say(&format!("office-role-{}", role.name()));
        (role.id().to_string(), about)
    });
    Field::new("roleId", speech.say("office-role"), Takes::Choice(roles.into()))
}

fn new_form(speech: Speech<'_>) -> Form {
    let fields = vec![
        Field::line("username", speech.say("office-username"))
            .required()
            .hint(speech.say("office-username-hint"))
            .at_most(50),
        role_field(speech).holding(Role::Proctor.id().to_string()),
        Field::password("password", speech.say("office-password"), "new-password")
            .hint(speech.say("office-password-hint")),
        Field::password("passwordAgain", speech.say("office-password-again"), "new-password"),
    ];
    let mut form = Form::to(HOME, speech.say("office-admin-add-do"), fields);
    form.hidden.push((form::ONCE, form::new_key()));
    form
}

async fn page(
    committee: &Committee,
    (visit, admin): (&Visit, &Admin),
    asked: &Asked,
    add: Form,
) -> Result<Answer, Error> {
    let speech = visit.speech();
    let (admins, paging) = committee.assessment().list_admins(PAGED.pages(asked.at)).await?;
    let (before, after) = PAGED.around(asked.at, paging.total, |page| asked.way(HOME, page));
    let (frame, officer) = around(committee, visit, admin, speech.say("office")).await?;
    Answer::page(&Page {
        own_style: &committee.office().style.path,
        parts: parts(speech, HOME),
        way: way::told(committee, visit),
        rows: admins.iter().map(|one| Row::of(one, admin.id, speech)).collect(),
        total: speech.number(paging.total),
        before,
        after,
        add: Form {
            token: officer.token.clone(),
            ..add
        },
        frame,
        officer,
    })
}

/// `GET /ujian/kelola`
pub(crate) async fn show(
    State(committee): State<Committee>,
    entered: Entered<Administrators>,
    RawQuery(query): RawQuery,
) -> Result<Answer, Failed> {
    let Entered { visit, admin, .. } = entered;
    let add = new_form(visit.speech());
    let shown = page(&committee, (&visit, &admin), &Asked::of(query, &PAGED), add).await;
    shown.map_err(Failed::at(&visit))
}

/// `POST /ujian/kelola`: one more.
pub(crate) async fn add(State(committee): State<Committee>, sent: Sent<Administrators>) -> Result<Answer, Failed> {
    let Sent {
        visit, admin, fields, ..
    } = sent;
    let added = async {
        let made = async {
            same_twice(visit.speech(), &fields)?;
            let once = form::once(&fields, HOME, |_| true)?;
            let new = NewAdmin {
                username: fields.get("username").to_owned(),
                role_id: fields.get("roleId").parse().unwrap_or_default(),
                password: fields.get("password").to_owned(),
            };
            committee
                .assessment()
                .create_admin(&admin.ctx, Some(admin.id), new, once)
                .await
        };
        match made.await {
            Ok(made) => Answer::see(&path_of(made.id, "?sudah=admin-baru")),
            Err(error) if is_for_form(&error) => {
                let add = new_form(visit.speech()).holding(&fields).faulty(&visit, &error);
                let shown = page(&committee, (&visit, &admin), &Asked::of(None, &PAGED), add).await?;
                Ok(shown.status(StatusCode::UNPROCESSABLE_ENTITY))
            }
            Err(error) => Err(error),
        }
    };
    added.await.map_err(Failed::at(&visit))
}
