//! Somebody who is known twice becomes one: found by their number, looked at beside each other, and merged.

use askama::Template;
use assessment::{Admin, Administrators, TitleKind, UserEmbedding, UserView, WantedUsers};
use axum::extract::{Path, RawQuery, State};
use http::StatusCode;
use pages_kit::{
    Answer, Failed, Fields, Frame, Speech, Visit,
    form::{Form, is_for_form},
};
use platform::{Error, Kind, page::Pages, text::fold, version::Versioned as _};

use super::{list::BY_NAME, named, path_of, title_of, user::find};
use crate::{
    Committee,
    asked::{SEEN, seen},
    caller::{Entered, Sent},
    event::number,
    frame::{Officer, around},
};

/// Most people who are offered.
const OFFERED: i64 = 20;
/// The field that says who stays.
const INTO: &str = "ke";

#[derive(Template)]
#[template(path = "people/merge.html")]
struct Page<'a> {
    frame: Frame<'a>,
    officer: Officer<'a>,
    own_style: &'a str,
    name: String,
    back: String,
    path: String,
    query: String,
    offered: Vec<Offered>,
    /// Both beside each other, once somebody was chosen.
    chosen: Option<Chosen>,
}

struct Offered {
    path: String,
    name: String,
    number: String,
}

struct Chosen {
    rows: Vec<(String, String, String)>,
    form: Form,
}

impl Chosen {
    fn of(speech: Speech<'_>, gone: &UserView, kept: &UserView) -> Self {
        let row = |label: String, of: &dyn Fn(&UserView) -> String| (label, of(gone), of(kept));
        let mut rows = vec![
            row(speech.say("committee-name"), &|user| user.name.clone()),
            row(speech.say("committee-number"), &|user| user.registered_number.clone()),
        ];
        for kind in TitleKind::ALL {
            let title = |user: &UserView| title_of(user, kind).unwrap_or("–").to_owned();
            rows.push(row(speech.say(named(kind).1), &title));
        }
        let exams = |user: &UserView| {
            let count = user.participants.as_ref().map_or(0, Vec::len);
            speech.number(i64::try_from(count).unwrap_or(i64::MAX))
        };
        rows.push(row(speech.say("people-exams"), &exams));
        let mut form = Form::to(path_of(gone.id, "/gabung"), speech.say("people-merge-do"), Vec::new());
        form.hidden.push((SEEN, gone.version().to_string()));
        form.hidden.push((INTO, kept.id.to_string()));
        form.is_grave = true;
        Self { rows, form }
    }
}

/// Who has a word in the name or the number, but for one.
async fn offer(committee: &Committee, query: &str, but: i64) -> Result<Vec<Offered>, Error> {
    if query.is_empty() {
        return Ok(Vec::new());
    }
    let wanted = WantedUsers {
        search: Some(fold(query)),
        ..WantedUsers::default()
    };
    let embedded = UserEmbedding::default();
    let pages = Pages::after(0, OFFERED);
    let (found, _) = committee
        .assessment()
        .list_users(wanted, BY_NAME, embedded, pages)
        .await?;
    let others = found.into_iter().filter(|user| user.id != but);
    Ok(others
        .map(|user| Offered {
            path: path_of(but, &format!("/gabung?{INTO}={}", user.id)),
            name: user.name,
            number: user.registered_number,
        })
        .collect())
}

async fn page(
    committee: &Committee,
    (visit, admin): (&Visit, &Admin),
    gone: &UserView,
    (query, chosen): (&str, Option<Chosen>),
) -> Result<Answer, Error> {
    let speech = visit.speech();
    let offered = offer(committee, query, gone.id).await?;
    let (frame, officer) = around(committee, visit, admin, speech.say("people-merge")).await?;
    Answer::page(&Page {
        own_style: &committee.office().style.path,
        name: gone.name.clone(),
        back: path_of(gone.id, ""),
        path: path_of(gone.id, "/gabung"),
        query: query.to_owned(),
        offered,
        chosen: chosen.map(|chosen| Chosen {
            form: Form {
                token: officer.token.clone(),
                ..chosen.form
            },
            ..chosen
        }),
        frame,
        officer,
    })
}

/// `GET /ujian/orang/{user}/gabung`: whom with (`?q=`), and both beside each other (`?ke=`).
pub(crate) async fn show(
    State(committee): State<Committee>,
    Path(user): Path<String>,
    entered: Entered<Administrators>,
    RawQuery(query): RawQuery,
) -> Result<Answer, Failed> {
    let Entered { visit, admin, .. } = entered;
    let shown = async {
        let gone = find(&committee, &user).await?;
        let fields = Fields::read(query.unwrap_or_default().as_bytes());
        let chosen = match fields.find(INTO) {
            Some(into) => {
                let kept = find(&committee, into).await?;
                Some(Chosen::of(visit.speech(), &gone, &kept))
            }
            None => None,
        };
        page(&committee, (&visit, &admin), &gone, (fields.get("q").trim(), chosen)).await
    };
    shown.await.map_err(Failed::at(&visit))
}

/// `POST /ujian/orang/{user}/gabung`. Who is gone already was merged by the same form.
pub(crate) async fn merge(
    State(committee): State<Committee>,
    Path(user): Path<String>,
    sent: Sent<Administrators>,
) -> Result<Answer, Failed> {
    let Sent {
        visit, admin, fields, ..
    } = sent;
    let merged = async {
        let (id, into) = (number(&user)?, number(fields.get(INTO))?);
        let done = path_of(into, "?sudah=orang-gabung");
        let merged = committee
            .assessment()
            .merge_users(&admin, id, into, seen(&fields, SEEN))
            .await;
        match merged {
            Ok(_) => Answer::see(&done),
            Err(error) if error.kind() == Kind::NotFound => Answer::see(&done),
            Err(error) if is_for_form(&error) => {
                let (gone, kept) = (
                    find(&committee, &user).await?,
                    find(&committee, fields.get(INTO)).await?,
                );
                let mut chosen = Chosen::of(visit.speech(), &gone, &kept);
                chosen.form = chosen.form.faulty(&visit, &error);
                let shown = page(&committee, (&visit, &admin), &gone, ("", Some(chosen))).await?;
                Ok(shown.status(StatusCode::UNPROCESSABLE_ENTITY))
            }
            Err(error) => Err(error),
        }
    };
    merged.await.map_err(Failed::at(&visit))
}
