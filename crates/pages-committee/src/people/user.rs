//! Somebody of the institution: what they took part in, and changing what is known of them.

use askama::Template;
use assessment::{Admin, Administrators, Participation, Proctors, Requirement, TitleKind, UserEmbedding, UserView};
use axum::extract::{Path, State};
use chrono::{NaiveDate, NaiveTime};
use http::StatusCode;
use pages_kit::{
    Answer, Failed, Fields, Frame, Speech, Visit,
    form::{Form, is_for_form},
};
use platform::{Error, Kind, Timestamp, version::Versioned as _};

use super::{named, path_of, title_of, typed};
use crate::{
    Committee,
    asked::{SEEN, seen},
    caller::{Entered, Sent},
    event::number,
    factor,
    frame::{Officer, address, around},
    papers::points,
    participant, participants,
    schedule::differences::{Difference, between},
};

#[derive(Template)]
#[template(path = "people/user.html")]
struct Page<'a> {
    frame: Frame<'a>,
    officer: Officer<'a>,
    own_style: &'a str,
    name: String,
    facts: Vec<(String, String)>,
    exams: Vec<Exam>,
    /// Changing it, for those who may.
    form: Option<Form>,
    differences: Vec<Difference>,
    /// Letting them be one with somebody else.
    merge: String,
    /// Where they are deleted, while they take part in nothing.
    removal: Option<String>,
}

/// Something that they take part in.
struct Exam {
    title: String,
    path: String,
    participant: String,
    day: String,
    number: String,
    status: String,
    score: String,
}

impl Exam {
    fn of(exam: &Participation, speech: Speech<'_>) -> Self {
        let score = match (exam.total_score, exam.max_score) {
            (Some(total), Some(max)) => format!("{} / {}", points(speech, total), points(speech, max)),
            _ => "–".to_owned(),
        };
        let day: Option<NaiveDate> = exam.event.date.parse().ok();
        let day = day.map(|day| Timestamp(day.and_time(NaiveTime::MIN).and_utc().timestamp_micros()));
        Self {
            title: exam.event.title.clone(),
            path: address(exam.event_id, ""),
            participant: participant::path_of(exam.event_id, exam.id),
            day: day.map_or_else(|| exam.event.date.clone(), |day| speech.day(day)),
            number: exam.exam_registered_number.clone(),
            status: participants::status(speech, exam.status),
            score,
        }
    }
}

fn facts(user: &UserView, speech: Speech<'_>) -> Result<Vec<(String, String)>, Error> {
    let mut facts = vec![(speech.say("committee-number"), user.registered_number.clone())];
    for kind in TitleKind::ALL {
        let title = title_of(user, kind).unwrap_or("–");
        facts.push((speech.say(named(kind).1), title.to_owned()));
    }
    facts.push((
        speech.say("participant-factor"),
        factor::text(speech, user.time_factor)?,
    ));
    Ok(facts)
}

/// Somebody with all that their page shows.
pub(super) async fn find(committee: &Committee, piece: &str) -> Result<UserView, Error> {
    let embedded = UserEmbedding::titles().with_exams();
    committee.assessment().user(number(piece)?, embedded).await
}

async fn form_of(committee: &Committee, speech: Speech<'_>, user: &UserView) -> Result<Form, Error> {
    let fields = typed::fields_of(committee, speech, Some(user)).await?;
    let mut form = Form::to(path_of(user.id, ""), speech.say("people-save"), fields);
    form.hidden.push((SEEN, user.version().to_string()));
    Ok(form)
}

async fn page(
    committee: &Committee,
    (visit, admin): (&Visit, &Admin),
    user: &UserView,
    (form, differences): (Option<Form>, Vec<Difference>),
) -> Result<Answer, Error> {
    let speech = visit.speech();
    let exams = user.participants.as_deref().unwrap_or_default();
    let (frame, officer) = around(committee, visit, admin, user.name.clone()).await?;
    Answer::page(&Page {
        own_style: &committee.office().style.path,
        name: user.name.clone(),
        facts: facts(user, speech)?,
        exams: exams.iter().rev().map(|exam| Exam::of(exam, speech)).collect(),
        form: form.map(|form| Form {
            token: officer.token.clone(),
            ..form
        }),
        differences,
        merge: path_of(user.id, "/gabung"),
        removal: exams.is_empty().then(|| path_of(user.id, "/hapus")),
        frame,
        officer,
    })
}

/// `GET /ujian/orang/{user}`
pub(crate) async fn show(
    State(committee): State<Committee>,
    Path(user): Path<String>,
    entered: Entered<Proctors>,
) -> Result<Answer, Failed> {
    let Entered { visit, admin, .. } = entered;
    let shown = async {
        let user = find(&committee, &user).await?;
        let form = if Administrators::met(admin.role) {
            Some(form_of(&committee, visit.speech(), &user).await?)
        } else {
            None
        };
        page(&committee, (&visit, &admin), &user, (form, Vec::new())).await
    };
    shown.await.map_err(Failed::at(&visit))
}

/// Shows a form again that was refused, with what is stored by now where that is why.
async fn show_again(
    committee: &Committee,
    (visit, admin): (&Visit, &Admin),
    user: &str,
    (fields, error): (&Fields, &Error),
) -> Result<Answer, Error> {
    let speech = visit.speech();
    let user = find(committee, user).await?;
    let stored = form_of(committee, speech, &user).await?;
    let held = form_of(committee, speech, &user).await?;
    let mut form = held.holding(fields).faulty(visit, error);
    let (differences, status) = if error.kind() == Kind::PreconditionFailed {
        form.said = Some(speech.say("people-changed"));
        let differences = between(speech, &stored.fields, &form.fields);
        if differences.is_empty() {
            // Sent twice, it changes nothing the second time: what is typed is stored already.
            return Answer::see(&path_of(user.id, "?sudah=orang-ubah"));
        }
        (differences, StatusCode::PRECONDITION_FAILED)
    } else {
        (Vec::new(), StatusCode::UNPROCESSABLE_ENTITY)
    };
    let shown = page(committee, (visit, admin), &user, (Some(form), differences)).await?;
    Ok(shown.status(status))
}

/// `POST /ujian/orang/{user}`
pub(crate) async fn save(
    State(committee): State<Committee>,
    Path(user): Path<String>,
    sent: Sent<Administrators>,
) -> Result<Answer, Failed> {
    let Sent {
        visit, admin, fields, ..
    } = sent;
    let saved = async {
        let (id, assessment) = (number(&user)?, committee.assessment());
        let attempt = async {
            let change = typed::change(assessment, &fields).await?;
            assessment.update_user(&admin, id, change, seen(&fields, SEEN)).await
        };
        match attempt.await {
            Ok(_) => Answer::see(&path_of(id, "?sudah=orang-ubah")),
            Err(error) if is_for_form(&error) => {
                show_again(&committee, (&visit, &admin), &user, (&fields, &error)).await
            }
            Err(error) => Err(error),
        }
    };
    saved.await.map_err(Failed::at(&visit))
}
