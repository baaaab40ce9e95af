//! Letting participants see their results, or not any more: who would, who has to wait, and since when they do.

use askama::Template;
use assessment::{Admin, Administrators, EventView, ReleaseIn, ReleaseMode};
use axum::extract::{Path, State};
use http::StatusCode;
use pages_kit::{
    Answer, Failed, Field, Frame, Speech, Visit,
    field::Takes,
    form::{self, Form, is_for_form},
};
use platform::Error;

use super::{Inside, Place, inside};
use crate::{
    Committee,
    caller::{Entered, Sent},
    event::find,
    frame::{Officer, address},
    moment::Zone,
};

/// Most of those who wait that are named.
const NAMED: i64 = 50;

#[derive(Template)]
#[template(path = "committee/results/release.html")]
struct Page<'a> {
    frame: Frame<'a>,
    officer: Officer<'a>,
    room: Inside<'a>,
    is_at_once: bool,
    released: Option<String>,
    /// What participants are shown.
    shown: Vec<String>,
    facts: Vec<(String, String)>,
    waiting: Vec<(String, String, String)>,
    is_cut: bool,
    /// What the button changes.
    says: String,
    form: Option<Form>,
}

/// Since when they are released, as forms name which way they go.
const UNDO: &str = "tarik";

/// What participants are shown of their results.
fn shown(speech: Speech<'_>, event: &EventView) -> Vec<String> {
    let policy = event.result_policy;
    let parts = [
        (policy.score, "results-shows-score"),
        (policy.sections, "results-shows-sections"),
        (policy.scale, "results-shows-scale"),
        (policy.answers, "results-shows-answers"),
        (policy.keys, "results-shows-keys"),
    ];
    let parts = parts.into_iter().filter(|(is_shown, _)| *is_shown);
    parts.map(|(_, text)| speech.say(text)).collect()
}

fn form(speech: Speech<'_>, event: &EventView) -> Form {
    let is_undo = event.released_at.is_some();
    let reason = Field::new("reason", speech.say("results-reason"), Takes::Lines).at_most(500);
    let (reason, submit) = if is_undo {
        (reason.required(), "results-withdraw-do")
    } else {
        (reason.hint(speech.say("results-release-reason")), "results-release-do")
    };
    let mut form = Form::to(address(event.id, "/hasil/umumkan"), speech.say(submit), vec![reason]);
    form.is_grave = is_undo;
    if is_undo {
        form.hidden.push((UNDO, "ya".to_owned()));
    }
    form.hidden.push((form::ONCE, form::new_key()));
    form
}

async fn page(
    committee: &Committee,
    (visit, admin): (&Visit, &Admin),
    event: &EventView,
    form: Form,
) -> Result<Answer, Error> {
    let speech = visit.speech();
    let outlook = committee.assessment().release_outlook(event.id, NAMED).await?;
    let title = speech.say("results-release");
    let (frame, officer, room) = inside(committee, (visit, admin), event, Some(Place::Release), title).await?;
    let is_at_once = event.release == ReleaseMode::AtOnce;
    let form = Form {
        token: officer.token.clone(),
        ..form
    };
    let says = match event.released_at {
        Some(_) => speech.with("results-withdraw-says", "count", outlook.shown),
        None => speech.with("results-release-says", "count", outlook.hidden),
    };
    let waiting = outlook.awaiting.iter().map(|one| {
        let path = address(event.id, &format!("/hasil/{}", one.participant_id));
        (one.name.clone(), one.exam_registered_number.clone(), path)
    });
    let zone = Zone::of(&event.time_zone);
    Answer::page(&Page {
        is_at_once,
        released: event.released_at.map(|at| zone.moment(speech, at)),
        shown: shown(speech, event),
        facts: vec![
            (speech.say("results-seen"), speech.number(outlook.shown)),
            (speech.say("results-unseen"), speech.number(outlook.hidden)),
            (speech.say("results-waiting"), speech.number(outlook.awaiting_count)),
        ],
        is_cut: outlook.awaiting_count > NAMED,
        waiting: waiting.collect(),
        says,
        form: (!is_at_once).then_some(form),
        frame,
        officer,
        room,
    })
}

/// `GET /ujian/{event}/hasil/umumkan`
pub(crate) async fn show(
    State(committee): State<Committee>,
    Path(event): Path<String>,
    entered: Entered<Administrators>,
) -> Result<Answer, Failed> {
    let Entered { visit, admin, .. } = entered;
    let shown = async {
        let event = find(&committee, &event).await?;
        let form = form(visit.speech(), &event);
        page(&committee, (&visit, &admin), &event, form).await
    };
    shown.await.map_err(Failed::at(&visit))
}

/// `POST /ujian/{event}/hasil/umumkan`
pub(crate) async fn release(
    State(committee): State<Committee>,
    Path(event): Path<String>,
    sent: Sent<Administrators>,
) -> Result<Answer, Failed> {
    let Sent {
        visit, admin, fields, ..
    } = sent;
    let done = async {
        let event = find(&committee, &event).await?;
        let path = address(event.id, "/hasil/umumkan");
        let undo = fields.is_ticked(UNDO);
        let attempt = async {
            let reason = fields.get("reason").trim();
            if undo && reason.is_empty() {
                return Err(form::required("reason"));
            }
            let wanted = ReleaseIn {
                reason: (!reason.is_empty()).then(|| reason.to_owned()),
                undo,
            };
            let once = form::once(&fields, &path, |_| true)?;
            let wanted = wanted.judge()?;
            committee
                .assessment()
                .release_results(&admin, event.id, wanted, once)
                .await
        };
        match attempt.await {
            Ok(_) => Answer::see(&format!(
                "{path}?sudah={}",
                if undo { "hasil-tarik" } else { "hasil-umum" }
            )),
            Err(error) if is_for_form(&error) => {
                let form = form(visit.speech(), &event).holding(&fields).faulty(&visit, &error);
                let shown = page(&committee, (&visit, &admin), &event, form).await?;
                Ok(shown.status(StatusCode::UNPROCESSABLE_ENTITY))
            }
            Err(error) => Err(error),
        }
    };
    done.await.map_err(Failed::at(&visit))
}
