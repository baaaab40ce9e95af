//! Rehearsals of a sitting: beginning one, finding those that were begun, and removing one.

use askama::Template;
use assessment::{Admin, EventView, Proctors, RehearsalIn};
use axum::extract::{Path, State};
use http::StatusCode;
use pages_kit::{
    Answer, Failed, Field, Fields, Frame, Speech, Visit,
    field::Takes,
    form::{self, Form, is_for_form},
};
use platform::{Error, Kind};

use crate::{
    Committee,
    caller::{Entered, Sent},
    event::{Head, find},
    frame::{Officer, Room, address, around},
    moment::Zone,
};

#[derive(Template)]
#[template(path = "committee/rehearsal.html")]
struct Page<'a> {
    frame: Frame<'a>,
    officer: Officer<'a>,
    head: Head,
    /// Those that were begun and are not removed yet.
    begun: Vec<Begun>,
    form: Form,
    back: String,
    /// The sitting that this one rehearses: it is removed here, and not rehearsed.
    of: Option<String>,
}

/// A rehearsal that was begun.
struct Begun {
    title: String,
    path: String,
    said: String,
}

/// Where the rehearsals of a sitting are; of a rehearsal, where it is removed.
pub(crate) fn way(event: i64) -> String {
    address(event, "/gladi")
}

fn begin_form(speech: Speech<'_>, event: &EventView) -> Form {
    let number = |name, label: &str, usual: &str, hint: &str| {
        Field::new(name, speech.say(label), Takes::Number)
            .holding(usual)
            .hint(speech.say(hint))
    };
    let mut form = Form::to(
        way(event.id),
        speech.say("rehearsal-begin"),
        vec![
            number("participants", "rehearsal-people", "5", "rehearsal-people-hint"),
            number("minutes", "rehearsal-minutes", "", "rehearsal-minutes-hint"),
        ],
    );
    form.hidden.push((form::ONCE, form::new_key()));
    form
}

fn remove_form(speech: Speech<'_>, event: &EventView) -> Form {
    let mut form = Form::to(
        address(event.id, "/gladi/hapus"),
        speech.say("rehearsal-remove"),
        Vec::new(),
    );
    form.is_grave = true;
    form
}

async fn page(
    committee: &Committee,
    (visit, admin): (&Visit, &Admin),
    event: &EventView,
    form: Form,
) -> Result<Answer, Error> {
    let speech = visit.speech();
    let zone = Zone::of(&event.time_zone);
    let rehearsals = committee.assessment().rehearsals(event.id).await?;
    let (frame, officer) = around(committee, visit, admin, speech.say("rehearsal")).await?;
    Answer::page(&Page {
        head: Head::of(event, (visit, admin), Room::Overview),
        begun: rehearsals
            .into_iter()
            .map(|(id, title, ends)| Begun {
                title,
                path: address(id, ""),
                said: speech.with("rehearsal-until", "moment", zone.moment(speech, ends)),
            })
            .collect(),
        back: address(event.id, ""),
        of: event.rehearsal_of.map(|of| address(of, "")),
        form: Form {
            token: officer.token.clone(),
            ..form
        },
        frame,
        officer,
    })
}

/// `GET /ujian/{event}/gladi`
pub(crate) async fn show(
    State(committee): State<Committee>,
    Path(event): Path<String>,
    entered: Entered<Proctors>,
) -> Result<Answer, Failed> {
    let Entered { visit, admin, .. } = entered;
    let shown = async {
        let event = find(&committee, &event).await?;
        let form = match event.rehearsal_of {
            Some(_) => remove_form(visit.speech(), &event),
            None => begin_form(visit.speech(), &event),
        };
        page(&committee, (&visit, &admin), &event, form).await
    };
    shown.await.map_err(Failed::at(&visit))
}

/// What was typed; what is no number is none that is allowed.
fn wanted(fields: &Fields) -> RehearsalIn {
    let number = |name| match fields.get(name).trim() {
        "" => None,
        typed => Some(typed.parse().unwrap_or(0)),
    };
    RehearsalIn {
        participants: number("participants"),
        minutes: number("minutes"),
    }
}

/// `POST /ujian/{event}/gladi`
pub(crate) async fn begin(
    State(committee): State<Committee>,
    Path(event): Path<String>,
    sent: Sent<Proctors>,
) -> Result<Answer, Failed> {
    let Sent {
        visit, admin, fields, ..
    } = sent;
    let begun = async {
        let event = find(&committee, &event).await?;
        let begun = async {
            let once = form::once(&fields, &way(event.id), |_| true)?;
            let assessment = committee.assessment();
            assessment
                .begin_rehearsal(&admin, event.id, wanted(&fields), once)
                .await
        };
        match begun.await {
            Ok(made) => Answer::see(&address(made.id, "?sudah=gladi-mulai")),
            Err(error) if is_for_form(&error) => {
                let form = begin_form(visit.speech(), &event)
                    .holding(&fields)
                    .faulty(&visit, &error);
                let shown = page(&committee, (&visit, &admin), &event, form).await?;
                Ok(shown.status(StatusCode::UNPROCESSABLE_ENTITY))
            }
            Err(error) => Err(error),
        }
    };
    begun.await.map_err(Failed::at(&visit))
}

/// `POST /ujian/{event}/gladi/hapus`. One that is gone already was removed by the same form.
pub(crate) async fn remove(
    State(committee): State<Committee>,
    Path(event): Path<String>,
    sent: Sent<Proctors>,
) -> Result<Answer, Failed> {
    let Sent { visit, admin, .. } = sent;
    let removed = async {
        let event = match find(&committee, &event).await {
            Err(error) if error.kind() == Kind::NotFound => return Answer::see("/ujian?sudah=gladi-hapus"),
            found => found?,
        };
        committee.assessment().end_rehearsal(&admin, event.id).await?;
        let of = event.rehearsal_of.unwrap_or_default();
        Answer::see(&address(of, "/gladi?sudah=gladi-hapus"))
    };
    removed.await.map_err(Failed::at(&visit))
}
