//! What was noted of a participant's appeal, and the form that adds to it, on the page of their paper.

use assessment::{Admin, AppealNoteIn, AppealNoteView, AppealState, GivenPaper, Raters};
use axum::extract::{Path, State};
use http::StatusCode;
use pages_kit::{
    Answer, Failed, Field, Fields, Paged, Speech,
    field::Takes,
    form::{self, Form, is_for_form},
};
use platform::{Error, Rule};

use super::{coded, person};
use crate::{
    Committee,
    caller::Sent,
    event::{find, number},
    frame::address,
    moment::Zone,
};

/// All that one participant has.
const NOTES: Paged = Paged { rows: 200, last: 1 };

/// A note as it is shown.
pub(super) struct Note {
    pub(super) state: String,
    pub(super) class: &'static str,
    /// The question that it is about.
    pub(super) about: Option<String>,
    pub(super) text: String,
    pub(super) by: String,
}

/// How an appeal is marked.
fn class(state: AppealState) -> &'static str {
    match state {
        AppealState::Raised => "partly",
        AppealState::Granted => "right",
        AppealState::Dismissed => "none",
    }
}

/// The words of how an appeal stands.
pub(super) fn said(speech: Speech<'_>, state: AppealState) -> String {
    coded(speech, "results-appeal", state.name())
}

pub(super) async fn notes(committee: &Committee, participant: i64) -> Result<Vec<AppealNoteView>, Error> {
    let (notes, _) = committee
        .assessment()
        .list_appeal_notes(participant, NOTES.pages(1))
        .await?;
    Ok(notes)
}

/// The questions of a paper, as a choice names them.
fn questions(speech: Speech<'_>, paper: &GivenPaper) -> Vec<(String, String)> {
    let several = paper.sections.len() > 1;
    let sections = paper.sections.iter().flat_map(|section| {
        section.questions.iter().map(move |question| {
            let number = i64::try_from(question.number).unwrap_or(i64::MAX);
            let text = speech.with("results-question-number", "number", number);
            let text = if several {
                format!("{}, {text}", section.title)
            } else {
                text
            };
            (question.question_id.to_string(), text)
        })
    });
    sections.collect()
}

pub(super) fn shown(speech: Speech<'_>, zone: Zone, paper: &GivenPaper, notes: &[AppealNoteView]) -> Vec<Note> {
    let questions = questions(speech, paper);
    let notes = notes.iter().map(|note| {
        let by = note.admin_username.clone();
        let by = by.unwrap_or_else(|| speech.say("results-somebody"));
        let about = note.question_id.map(|id| {
            let found = questions.iter().find(|(value, _)| *value == id.to_string());
            found.map_or_else(|| speech.say("results-appeal-gone"), |(_, text)| text.clone())
        });
        Note {
            state: said(speech, note.state),
            class: class(note.state),
            about,
            text: note.text.clone(),
            by: format!("{by}, {}", zone.moment(speech, note.at)),
        }
    });
    notes.collect()
}

fn path(event: i64, participant: i64) -> String {
    address(event, &format!("/hasil/{participant}/sanggahan"))
}

/// The form that adds a note, after those that are there.
pub(super) fn form(speech: Speech<'_>, event: i64, paper: &GivenPaper, notes: &[AppealNoteView]) -> Form {
    let questions = questions(speech, paper);
    let states = AppealState::ALL.map(|state| (state.name().to_owned(), said(speech, state)));
    let last = notes.last();
    let is_open = last.is_none_or(|note| note.state == AppealState::Raised);
    let state = Field::new(
        "state",
        speech.say("results-appeal-state"),
        Takes::Choice(states.into()),
    );
    let text = Field::new("text", speech.say("results-appeal-text"), Takes::Lines)
        .required()
        .hint(speech.say("results-appeal-text-hint"))
        .at_most(2_000);
    let mut fields = vec![text];
    if !questions.is_empty() {
        let all = (String::new(), speech.say("results-appeal-all"));
        let choices: Vec<_> = std::iter::once(all).chain(questions).collect();
        let about = last.filter(|_| is_open).and_then(|note| note.question_id);
        let question = Field::new("questionId", speech.say("results-appeal-about"), Takes::Choice(choices));
        fields.push(question.holding(about.map(|id| id.to_string()).unwrap_or_default()));
    }
    fields.push(state.holding(AppealState::Raised.name()));
    let to = path(event, paper.participant.id);
    let mut form = Form::to(to, speech.say("results-appeal-do"), fields);
    form.hidden.push((form::ONCE, form::new_key()));
    form
}

/// What a form says.
fn read(fields: &Fields) -> Result<AppealNoteIn, Error> {
    let question = match fields.get("questionId") {
        "" => None,
        text => Some(
            text.parse()
                .map_err(|_| Error::invalid_field("questionId", Rule::NotAnId))?,
        ),
    };
    Ok(AppealNoteIn {
        state: AppealState::of(fields.get("state")).ok_or_else(|| form::required("state"))?,
        text: fields.get("text").to_owned(),
        question_id: question,
    })
}

/// `POST /ujian/{event}/hasil/{participant}/sanggahan`
pub(crate) async fn add(
    State(committee): State<Committee>,
    Path((event, participant)): Path<(String, String)>,
    sent: Sent<Raters>,
) -> Result<Answer, Failed> {
    let Sent {
        visit, admin, fields, ..
    } = sent;
    let done = async {
        let (event, participant) = (find(&committee, &event).await?, number(&participant)?);
        let paper = committee
            .assessment()
            .given_paper(&admin, event.id, participant)
            .await?;
        let attempt = add_to(&committee, &admin, &fields, (event.id, participant)).await;
        match attempt {
            Ok(()) => Answer::see(&address(
                event.id,
                &format!("/hasil/{participant}?sudah=sanggahan-catat#sanggahan"),
            )),
            Err(error) if is_for_form(&error) => {
                let typed = |form: Form| form.holding(&fields).faulty(&visit, &error);
                let page = person::page(&committee, (&visit, &admin), (&event, &paper), typed).await?;
                Ok(page.status(StatusCode::UNPROCESSABLE_ENTITY))
            }
            Err(error) => Err(error),
        }
    };
    done.await.map_err(Failed::at(&visit))
}

async fn add_to(
    committee: &Committee,
    admin: &Admin,
    fields: &Fields,
    (event, participant): (i64, i64),
) -> Result<(), Error> {
    let new = read(fields)?.judge()?;
    let once = form::once(fields, &path(event, participant), |_| true)?;
    committee
        .assessment()
        .note_appeal(admin, participant, new, once)
        .await?;
    Ok(())
}
