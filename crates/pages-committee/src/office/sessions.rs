//! Who is logged in, and ending that.

use askama::Template;
use assessment::{Administrators, SessionView};
use axum::extract::{RawQuery, State};
use pages_kit::{Answer, Failed, Frame, Paged, Speech};
use platform::Kind;

use super::{
    Part,
    admins::{path_of, role_text},
    parts,
};
use crate::{
    Committee,
    asked::Asked,
    caller::{Entered, Sent},
    frame::{Officer, around},
    papers::moment,
};

/// Where they are.
pub(crate) const PATH: &str = "/ujian/kelola/sesi";
const PAGED: Paged = Paged { rows: 50, last: 1_000 };

#[derive(Template)]
#[template(path = "office/sessions.html")]
struct Page<'a> {
    frame: Frame<'a>,
    officer: Officer<'a>,
    own_style: &'a str,
    parts: Vec<Part>,
    rows: Vec<Row>,
    total: String,
    before: Option<String>,
    after: Option<String>,
}

struct Row {
    id: String,
    admin: String,
    username: String,
    role: String,
    address: String,
    since: String,
    until: String,
    is_own: bool,
}

impl Row {
    fn of(session: SessionView, speech: Speech<'_>) -> Self {
        Self {
            admin: path_of(session.admin_id, ""),
            role: role_text(speech, session.role_id),
            since: moment(speech, session.created_at),
            until: moment(speech, session.expires_at),
            address: match session.address.as_str() {
                "" => "–".to_owned(),
                address => address.to_owned(),
            },
            id: session.id,
            username: session.username,
            is_own: session.is_own,
        }
    }
}

/// `GET /ujian/kelola/sesi`
pub(crate) async fn show(
    State(committee): State<Committee>,
    entered: Entered<Administrators>,
    RawQuery(query): RawQuery,
) -> Result<Answer, Failed> {
    let Entered { visit, admin, .. } = entered;
    let asked = Asked::of(query, &PAGED);
    let shown = async {
        let speech = visit.speech();
        let pages = PAGED.pages(asked.at);
        let (sessions, paging) = committee.assessment().list_sessions(&admin, pages).await?;
        let (before, after) = PAGED.around(asked.at, paging.total, |page| asked.way(PATH, page));
        let (frame, officer) = around(&committee, &visit, &admin, speech.say("office-sessions")).await?;
        Answer::page(&Page {
            own_style: &committee.office().style.path,
            parts: parts(speech, PATH),
            rows: sessions.into_iter().map(|session| Row::of(session, speech)).collect(),
            total: speech.number(paging.total),
            before,
            after,
            frame,
            officer,
        })
    };
    shown.await.map_err(Failed::at(&visit))
}

/// `POST /ujian/kelola/sesi`: ends one. One that has ended already was ended by the same form.
pub(crate) async fn end(State(committee): State<Committee>, sent: Sent<Administrators>) -> Result<Answer, Failed> {
    let Sent {
        visit, admin, fields, ..
    } = sent;
    let ended = match committee.assessment().end_session(&admin, fields.get("sesi")).await {
        Err(error) if error.kind() != Kind::NotFound => Err(error),
        _ => Answer::see(&format!("{PATH}?sudah=sesi-akhir")),
    };
    ended.map_err(Failed::at(&visit))
}
