//! What is done with a question besides writing it: copied, deleted, given a picture.

use askama::Template;
use assessment::Authors;
use axum::extract::{Path, State};
use http::StatusCode;
use pages_kit::{Answer, Failed, form as kit_form};
use platform::{Error, version::IfMatch};

use super::{
    Desk, Shown, found, path_of,
    sent::{PICTURE, SentQuestion},
    stored,
};
use crate::{
    Committee,
    caller::Sent,
    papers::{LIST, address},
    removal::{Outcome, outcome},
};

/// `POST /ujian/soal/{question}/salin`: the same once more, right behind it.
pub(crate) async fn copy(
    State(committee): State<Committee>,
    Path(question): Path<String>,
    sent: Sent<Authors>,
) -> Result<Answer, Failed> {
    let Sent {
        visit, admin, fields, ..
    } = sent;
    let done = async {
        let (question, package) = found(&committee, &question).await?;
        let mut body = stored(&question, visit.speech()).settled().body(Some(package.id))?;
        body.ordinal = Some(Some(question.ordinal + 1));
        let once = kit_form::once(&fields, &path_of(question.id, "/salin"), |_| true)?;
        let made = committee
            .assessment()
            .create_question(&admin, body.new_question()?, once)
            .await?;
        Answer::see(&path_of(made.id, "?sudah=soal-salin"))
    };
    done.await.map_err(Failed::at(&visit))
}

/// `POST /ujian/soal/{question}/hapus`
pub(crate) async fn remove(
    State(committee): State<Committee>,
    Path(question): Path<String>,
    sent: Sent<Authors>,
) -> Result<Answer, Failed> {
    let Sent { visit, admin, .. } = sent;
    let done = async {
        let mut gone = format!("{LIST}?sudah=soal-hapus");
        let deleted = async {
            let (question, package) = found(&committee, &question).await?;
            gone = address(package.id, "?sudah=soal-hapus#soal");
            let assessment = committee.assessment();
            assessment.delete_question(&admin, question.id, IfMatch::Any).await
        };
        match outcome(deleted.await, &gone)? {
            Outcome::Gone(answer) => Ok(answer),
            Outcome::Refused(refusal) => {
                let desk = Desk::find(&committee, (&visit, &admin), &question).await?;
                let shown = Shown {
                    fault: Some(refusal.error()),
                    ..Shown::default()
                };
                Ok(refusal.shown_by(desk.stored(shown).await?))
            }
        }
    };
    done.await.map_err(Failed::at(&visit))
}

/// What shows a picture in a text, or why it was not kept.
#[derive(Template)]
#[template(source = "<p>{{ said }}</p>", ext = "html")]
struct Kept {
    said: String,
}

/// `POST /ujian/soal/gambar`: keeps a picture for the script that puts it into a text.
pub(crate) async fn keep_picture(sent: SentQuestion) -> Result<Answer, Failed> {
    let SentQuestion {
        visit, fields, faults, ..
    } = sent;
    let answered = || {
        if let Some(fault) = faults.first() {
            let said = fault.rule.message().text(visit.lang()).to_owned();
            return Ok(Answer::page(&Kept { said })?.status(StatusCode::UNPROCESSABLE_ENTITY));
        }
        let said = fields.get(PICTURE).to_owned();
        if said.is_empty() {
            return Err(kit_form::required(PICTURE));
        }
        Answer::page(&Kept { said })
    };
    answered().map_err(|error: Error| Failed::at(&visit)(error))
}
