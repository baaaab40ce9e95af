//! The list of people, searched and filtered, and somebody more.

use askama::Template;
use assessment::{
    Admin, Administrators, Assessment, Order, Proctors, Requirement, TitleKind, UserEmbedding, UserView, WantedUsers,
};
use axum::extract::{RawQuery, State};
use http::StatusCode;
use pages_kit::{
    Answer, Failed, Field, Fields, Frame, Paged, Speech, Visit,
    field::Takes,
    form::{self, Form, is_for_form},
};
use platform::{Error, text::fold};

use super::{Door, LIST, choices, doors, named, path_of, title_of, typed};
use crate::{
    Committee,
    caller::{Entered, Sent},
    frame::{Officer, around},
};

const PAGED: Paged = Paged { rows: 50, last: 2_000 };
pub(super) const BY_NAME: Order = Order {
    by: "name",
    down: false,
};

#[derive(Template)]
#[template(path = "people/list.html")]
struct Page<'a> {
    frame: Frame<'a>,
    officer: Officer<'a>,
    own_style: &'a str,
    doors: Vec<Door>,
    rows: Vec<Row>,
    total: String,
    query: String,
    filters: Vec<Field>,
    is_filtered: bool,
    before: Option<String>,
    after: Option<String>,
    /// Somebody more, for those who may.
    add: Option<Form>,
}

struct Row {
    path: String,
    name: String,
    number: String,
    titles: Vec<String>,
}

impl Row {
    fn of(user: &UserView) -> Self {
        let titles = TitleKind::ALL.map(|kind| title_of(user, kind).unwrap_or_default().to_owned());
        Self {
            path: path_of(user.id, ""),
            name: user.name.clone(),
            number: user.registered_number.clone(),
            titles: titles.into(),
        }
    }
}

/// What an address asks for: words, a title of each kind, and a page.
pub(super) struct Asked {
    query: String,
    titles: [String; 3],
    at: i64,
}

impl Asked {
    fn of(query: Option<String>) -> Self {
        let fields = Fields::read(query.unwrap_or_default().as_bytes());
        Self {
            query: fields.get("q").trim().to_owned(),
            titles: TitleKind::ALL.map(|kind| fields.get(named(kind).0).trim().to_owned()),
            at: PAGED.read(&fields),
        }
    }

    fn is_filtered(&self) -> bool {
        !self.query.is_empty() || self.titles.iter().any(|title| !title.is_empty())
    }

    fn way(&self, page: i64) -> String {
        let mut written = form_urlencoded::Serializer::new(String::new());
        let titles = TitleKind::ALL.into_iter().zip(&self.titles);
        let named = titles.map(|(kind, title)| (named(kind).0, title));
        for (name, value) in [("q", &self.query)].into_iter().chain(named) {
            if !value.is_empty() {
                written.append_pair(name, value);
            }
        }
        format!("{LIST}?{}", written.append_pair("hal", &page.to_string()).finish())
    }

    /// What is wanted; nobody has a title that there is not.
    async fn wanted(&self, assessment: &Assessment) -> Result<WantedUsers, Error> {
        let mut ids = [None; 3];
        for ((id, kind), title) in ids.iter_mut().zip(TitleKind::ALL).zip(&self.titles) {
            if !title.is_empty() {
                *id = Some(assessment.title_id(kind, title).await?.unwrap_or(-1));
            }
        }
        let [rank, unit, position] = ids;
        Ok(WantedUsers {
            search: Some(fold(&self.query)).filter(|search| !search.is_empty()),
            rank,
            unit,
            position,
        })
    }

    /// The fields that narrow the list: a choice, or a line where there is too much to choose from.
    async fn filters(&self, committee: &Committee, speech: Speech<'_>) -> Result<Vec<Field>, Error> {
        let mut filters = Vec::new();
        for (kind, title) in TitleKind::ALL.into_iter().zip(&self.titles) {
            let (name, label, _) = named(kind);
            let offered = choices(committee, speech, kind).await?;
            let takes = if offered.is_empty() {
                Takes::Line
            } else {
                Takes::Choice(offered)
            };
            filters.push(Field::new(name, speech.say(label), takes).holding(title.clone()));
        }
        Ok(filters)
    }
}

async fn new_form(committee: &Committee, speech: Speech<'_>) -> Result<Form, Error> {
    let fields = typed::fields_of(committee, speech, None).await?;
    let mut form = Form::to(LIST, speech.say("people-add-do"), fields);
    form.hidden.push((form::ONCE, form::new_key()));
    Ok(form)
}

async fn page(
    committee: &Committee,
    (visit, admin): (&Visit, &Admin),
    asked: &Asked,
    add: Option<Form>,
) -> Result<Answer, Error> {
    let (assessment, speech) = (committee.assessment(), visit.speech());
    let wanted = asked.wanted(assessment).await?;
    let (users, paging) = assessment
        .list_users(wanted, BY_NAME, UserEmbedding::titles(), PAGED.pages(asked.at))
        .await?;
    let (before, after) = PAGED.around(asked.at, paging.total, |page| asked.way(page));
    let filters = asked.filters(committee, speech).await?;
    let (frame, officer) = around(committee, visit, admin, speech.say("people")).await?;
    Answer::page(&Page {
        own_style: &committee.office().style.path,
        doors: doors(speech, None),
        rows: users.iter().map(Row::of).collect(),
        total: speech.number(paging.total),
        query: asked.query.clone(),
        filters,
        is_filtered: asked.is_filtered(),
        before,
        after,
        add: add.map(|form| Form {
            token: officer.token.clone(),
            ..form
        }),
        frame,
        officer,
    })
}

/// `GET /ujian/orang`
pub(crate) async fn show(
    State(committee): State<Committee>,
    entered: Entered<Proctors>,
    RawQuery(query): RawQuery,
) -> Result<Answer, Failed> {
    let Entered { visit, admin, .. } = entered;
    let shown = async {
        let add = if Administrators::met(admin.role) {
            Some(new_form(&committee, visit.speech()).await?)
        } else {
            None
        };
        page(&committee, (&visit, &admin), &Asked::of(query), add).await
    };
    shown.await.map_err(Failed::at(&visit))
}

/// `POST /ujian/orang`: somebody more.
pub(crate) async fn add(State(committee): State<Committee>, sent: Sent<Administrators>) -> Result<Answer, Failed> {
    let Sent {
        visit, admin, fields, ..
    } = sent;
    let added = async {
        let assessment = committee.assessment();
        let made = async {
            let once = form::once(&fields, LIST, |_| true)?;
            let new = typed::change(assessment, &fields).await?;
            assessment.create_user(&admin, new, once).await
        };
        match made.await {
            Ok(user) => Answer::see(&path_of(user.id, "?sudah=orang-baru")),
            Err(error) if is_for_form(&error) => {
                let form = new_form(&committee, visit.speech()).await?;
                let form = form.holding(&fields).faulty(&visit, &error);
                let shown = page(&committee, (&visit, &admin), &Asked::of(None), Some(form)).await?;
                Ok(shown.status(StatusCode::UNPROCESSABLE_ENTITY))
            }
            Err(error) => Err(error),
        }
    };
    added.await.map_err(Failed::at(&visit))
}
