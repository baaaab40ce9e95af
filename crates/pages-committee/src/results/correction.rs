//! Correcting the score of an answer, with a reason.

use askama::Template;
use assessment::{Admin, EventView, GivenQuestion, Raters, ResponseChange, Verdict};
use axum::extract::{Path, State};
use http::StatusCode;
use pages_kit::{
    Answer, Failed, Field, Fields, Frame, Speech, Visit,
    field::Takes,
    form::{self, Form, is_for_form},
};
use papers::Points;
use platform::{Error, Rule, version::IfMatch};

use super::{
    Inside,
    figures::{points, typed},
    inside,
    person::{Question, Writer},
};
use crate::{
    Committee,
    asked::SEEN,
    caller::{Entered, Sent},
    event::{find, number},
    frame::{Officer, address},
    moment::Zone,
};

#[derive(Template)]
#[template(path = "committee/results/correction.html")]
struct Page<'a> {
    frame: Frame<'a>,
    officer: Officer<'a>,
    room: Inside<'a>,
    back: String,
    name: String,
    section: String,
    question: Question,
    is_void: bool,
    form: Option<Form>,
}

/// An answer as administrators look at it.
struct Asked {
    event: EventView,
    participant: i64,
    name: String,
    section: String,
    question: GivenQuestion,
    response: i64,
    version: i64,
}

impl Asked {
    async fn find(
        committee: &Committee,
        admin: &Admin,
        (event, participant, response): (&str, &str, &str),
    ) -> Result<Self, Error> {
        let event = find(committee, event).await?;
        let (participant, response) = (number(participant)?, number(response)?);
        let paper = committee.assessment().given_paper(admin, event.id, participant).await?;
        let name = paper.participant.name.clone();
        for section in paper.sections {
            for question in section.questions {
                let stored = question.response.as_ref().filter(|stored| stored.id == response);
                if let Some(version) = stored.map(|stored| stored.version) {
                    return Ok(Self {
                        event,
                        participant,
                        name,
                        section: section.title,
                        question,
                        response,
                        version,
                    });
                }
            }
        }
        Err(assessment::failures::nowhere())
    }

    fn path(&self) -> String {
        let path = format!("/hasil/{}/jawaban/{}", self.participant, self.response);
        address(self.event.id, &path)
    }

    fn back(&self) -> String {
        address(self.event.id, &format!("/hasil/{}", self.participant))
    }

    fn form(&self, speech: Speech<'_>) -> Form {
        let score = self
            .question
            .score
            .map(|score| typed(speech, score))
            .unwrap_or_default();
        let most = points(speech, self.question.point);
        let fields = vec![
            Field::new("score", speech.say("results-score-new"), Takes::Number)
                .required()
                .hint(speech.with("results-score-hint", "most", most))
                .at_most(12)
                .holding(score),
            Field::new("reason", speech.say("results-reason"), Takes::Lines)
                .required()
                .hint(speech.say("results-score-reason"))
                .at_most(500),
        ];
        let mut form = Form::to(self.path(), speech.say("results-correct-do"), fields);
        form.hidden.push((SEEN, self.version.to_string()));
        form
    }

    async fn page(&self, committee: &Committee, (visit, admin): (&Visit, &Admin), form: Form) -> Result<Answer, Error> {
        let speech = visit.speech();
        let title = speech.say("results-correct");
        let (frame, officer, room) = inside(committee, (visit, admin), &self.event, None, title).await?;
        let writer = Writer {
            speech,
            zone: Zone::of(&self.event.time_zone),
            event: self.event.id,
            participant: self.participant,
        };
        let mut question = writer.question(&self.question, None);
        question.correct = None;
        let is_void = self.question.verdict == Verdict::Void;
        let form = Form {
            token: officer.token.clone(),
            ..form
        };
        Answer::page(&Page {
            back: self.back(),
            name: self.name.clone(),
            section: self.section.clone(),
            question,
            is_void,
            form: (!is_void).then_some(form),
            frame,
            officer,
            room,
        })
    }
}

/// What a form asks for.
fn change(fields: &Fields) -> Result<(ResponseChange, IfMatch), Error> {
    let score = fields.get("score").trim().replace('−', "-");
    if score.is_empty() {
        return Err(form::required("score"));
    }
    let score = Points::parse(&score).ok_or_else(|| Error::invalid_field("score", Rule::Type("a number".into())))?;
    let reason = fields.get("reason").trim();
    if reason.is_empty() {
        return Err(form::required("reason"));
    }
    let mut check = platform::text::Check::new();
    let reason = check.maybe_text("reason", Some(reason), 500);
    check.finish()?;
    let seen = match fields.get(SEEN).parse() {
        Ok(version) => IfMatch::OneOf(vec![version]),
        Err(_) => IfMatch::Any,
    };
    let change = ResponseChange {
        answer: None,
        score: Some(score),
        reason,
    };
    Ok((change, seen))
}

/// `GET /ujian/{event}/hasil/{participant}/jawaban/{response}`
pub(crate) async fn show(
    State(committee): State<Committee>,
    Path((event, participant, response)): Path<(String, String, String)>,
    entered: Entered<Raters>,
) -> Result<Answer, Failed> {
    let Entered { visit, admin, .. } = entered;
    let shown = async {
        let asked = Asked::find(&committee, &admin, (&event, &participant, &response)).await?;
        let form = asked.form(visit.speech());
        asked.page(&committee, (&visit, &admin), form).await
    };
    shown.await.map_err(Failed::at(&visit))
}

/// `POST /ujian/{event}/hasil/{participant}/jawaban/{response}`
pub(crate) async fn correct(
    State(committee): State<Committee>,
    Path((event, participant, response)): Path<(String, String, String)>,
    sent: Sent<Raters>,
) -> Result<Answer, Failed> {
    let Sent {
        visit, admin, fields, ..
    } = sent;
    let done = async {
        let asked = Asked::find(&committee, &admin, (&event, &participant, &response)).await?;
        let attempt = async {
            let (change, seen) = change(&fields)?;
            committee
                .assessment()
                .change_response(&admin, asked.response, change, seen)
                .await
        };
        match attempt.await {
            Ok(_) => Answer::see(&format!("{}?sudah=nilai-koreksi", asked.back())),
            Err(error) if is_for_form(&error) => {
                let form = asked.form(visit.speech()).holding(&fields).faulty(&visit, &error);
                let shown = asked.page(&committee, (&visit, &admin), form).await?;
                Ok(shown.status(StatusCode::UNPROCESSABLE_ENTITY))
            }
            Err(error) => Err(error),
        }
    };
    done.await.map_err(Failed::at(&visit))
}
