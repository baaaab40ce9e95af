//! The ranks, the units or the positions, searched, and one more.

use askama::Template;
use assessment::{Admin, Administrators, AnyStaff, Requirement, TitleIn, TitleKind};
use axum::extract::{Path, RawQuery, State};
use http::StatusCode;
use pages_kit::{
    Answer, Failed, Field, Frame, Paged, Speech, Visit,
    form::{self, Form, is_for_form},
};
use platform::{Error, text::fold};

use super::{Door, LIST, doors, kind_of, named, title};
use crate::{
    Committee,
    asked::Asked,
    caller::{Entered, Sent},
    frame::{Officer, around},
};

const PAGED: Paged = Paged { rows: 100, last: 1_000 };

#[derive(Template)]
#[template(path = "people/titles.html")]
struct Page<'a> {
    frame: Frame<'a>,
    officer: Officer<'a>,
    own_style: &'a str,
    doors: Vec<Door>,
    heading: String,
    path: String,
    rows: Vec<Row>,
    total: String,
    query: String,
    before: Option<String>,
    after: Option<String>,
    /// One more, for those who may.
    add: Option<Form>,
}

struct Row {
    title: String,
    /// Where it is renamed, for those who may.
    path: Option<String>,
    /// Who has it.
    people: String,
}

/// Where the list of a kind is.
pub(super) fn path_of(kind: TitleKind) -> String {
    format!("{LIST}/daftar/{}", named(kind).0)
}

/// Where those are listed who have a title.
pub(super) fn people_with(kind: TitleKind, title: &str) -> String {
    let mut written = form_urlencoded::Serializer::new(String::new());
    format!("{LIST}?{}", written.append_pair(named(kind).0, title).finish())
}

fn new_form(speech: Speech<'_>, kind: TitleKind) -> Form {
    let title = Field::line("title", speech.say("people-title")).required().at_most(100);
    let mut form = Form::to(path_of(kind), speech.say("people-title-add"), vec![title]);
    form.hidden.push((form::ONCE, form::new_key()));
    form
}

async fn page(
    committee: &Committee,
    (visit, admin): (&Visit, &Admin),
    kind: TitleKind,
    (asked, add): (&Asked, Form),
) -> Result<Answer, Error> {
    let speech = visit.speech();
    let pages = PAGED.pages(asked.at);
    let (titles, paging) = committee
        .assessment()
        .find_titles(kind, fold(&asked.query), pages)
        .await?;
    let path = path_of(kind);
    let (before, after) = PAGED.around(asked.at, paging.total, |page| asked.way(&path, page));
    let may_change = Administrators::met(admin.role);
    let heading = speech.say(named(kind).2);
    let (frame, officer) = around(committee, visit, admin, heading.clone()).await?;
    let rows = titles.into_iter().map(|one| Row {
        path: may_change.then(|| title::path_of(kind, one.id, "")),
        people: people_with(kind, &one.title),
        title: one.title,
    });
    Answer::page(&Page {
        own_style: &committee.office().style.path,
        doors: doors(speech, Some(kind)),
        heading,
        path,
        rows: rows.collect(),
        total: speech.number(paging.total),
        query: asked.query.clone(),
        before,
        after,
        add: may_change.then(|| Form {
            token: officer.token.clone(),
            ..add
        }),
        frame,
        officer,
    })
}

/// `GET /ujian/orang/daftar/{kind}`
pub(crate) async fn show(
    State(committee): State<Committee>,
    Path(kind): Path<String>,
    entered: Entered<AnyStaff>,
    RawQuery(query): RawQuery,
) -> Result<Answer, Failed> {
    let Entered { visit, admin, .. } = entered;
    let shown = async {
        let kind = kind_of(&kind)?;
        let add = new_form(visit.speech(), kind);
        page(&committee, (&visit, &admin), kind, (&Asked::of(query, &PAGED), add)).await
    };
    shown.await.map_err(Failed::at(&visit))
}

/// `POST /ujian/orang/daftar/{kind}`: one more.
pub(crate) async fn add(
    State(committee): State<Committee>,
    Path(kind): Path<String>,
    sent: Sent<Administrators>,
) -> Result<Answer, Failed> {
    let Sent {
        visit, admin, fields, ..
    } = sent;
    let added = async {
        let kind = kind_of(&kind)?;
        let path = path_of(kind);
        let made = async {
            let once = form::once(&fields, &path, |_| true)?;
            let title = TitleIn {
                title: fields.get("title").to_owned(),
            };
            committee
                .assessment()
                .create_title(&admin, kind, title.judge()?, once)
                .await
        };
        match made.await {
            Ok(_) => Answer::see(&format!("{path}?sudah=sebutan-baru")),
            Err(error) if is_for_form(&error) => {
                let form = new_form(visit.speech(), kind).holding(&fields).faulty(&visit, &error);
                let asked = Asked::of(None, &PAGED);
                let shown = page(&committee, (&visit, &admin), kind, (&asked, form)).await?;
                Ok(shown.status(StatusCode::UNPROCESSABLE_ENTITY))
            }
            Err(error) => Err(error),
        }
    };
    added.await.map_err(Failed::at(&visit))
}
