//! Quick answers: those that somebody has saved, and a few that are ready in the reader's language. One press puts one into the text
//! that is being written.

use accounts::Actor;
use askama::Template;
use axum::extract::{Path, State};
use conversations::api::{LONGEST_QUICK_ANSWER, MOST_QUICK_ANSWERS, QuickAnswer};
use http::StatusCode;
use pages_kit::{
    Answer, Failed, Field, Fields, Frame, Posted, Speech, Visit,
    field::{Takes, fault_of},
    form::{Form, answer, is_for_form},
};
use platform::{Error, Kind};

use crate::{Files, Inbox, address, send::TEXT};

/// The field of a button that puts a text into the one that is written.
pub(crate) const INSERT: &str = "sisip";
/// What use cases call the text.
const CONTENT: &str = "content";

/// Who writes to whom, as far as ready answers go.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Ready {
    /// Somebody who has not asked anything yet.
    ForBuyer,
    /// Somebody who is asked.
    ForSeller,
    None,
}

impl Ready {
    fn texts(self, speech: Speech<'_>) -> Vec<String> {
        let keys: &[&str] = match self {
            Self::ForBuyer => &[
                "inbox-ready-there",
                "inbox-ready-price",
                "inbox-ready-see",
                "inbox-ready-send",
            ],
            Self::ForSeller => &[
                "inbox-ready-yes",
                "inbox-ready-sold",
                "inbox-ready-firm",
                "inbox-ready-when",
            ],
            Self::None => &[],
        };
        keys.iter().map(|key| speech.say(key)).collect()
    }
}

impl Inbox {
    /// What one press can say: first what somebody has saved.
    pub(crate) async fn quick_answers(
        &self,
        actor: &Actor,
        speech: Speech<'_>,
        ready: Ready,
    ) -> Result<Vec<String>, Error> {
        let saved = self.conversations().list_quick_answers(actor).await?;
        let saved = saved.into_iter().map(|one| one.content);
        Ok(saved.chain(ready.texts(speech)).collect())
    }
}

/// What a form holds once a text was put behind what is written; nothing if it asks for none.
pub(crate) fn inserted(fields: &Fields) -> Option<Fields> {
    let text = fields.find(INSERT).filter(|text| !text.is_empty())?;
    let written = fields.get(TEXT).trim_end();
    let between = if written.is_empty() { "" } else { "\n" };
    let whole = format!("{written}{between}{text}");
    let others = fields.iter().filter(|(name, _)| ![TEXT, INSERT].contains(name));
    let others = others.map(|(name, value)| (name.to_owned(), value.to_owned()));
    Some(others.chain([(TEXT.to_owned(), whole)]).collect())
}

#[derive(Template)]
#[template(path = "inbox/quick.html")]
struct Page<'a> {
    frame: Frame<'a>,
    files: &'a Files,
    token: String,
    rows: Vec<Row>,
    /// Saves one more, while there is room.
    form: Option<Form>,
    lead: String,
}

/// One that was saved, as it is typed if it was refused.
struct Row {
    path: String,
    label: String,
    content: String,
    fault: Option<String>,
}

/// What was refused: one that was saved, or a new one, with what was typed.
struct Refused<'a> {
    id: Option<&'a str>,
    fields: &'a Fields,
    error: &'a Error,
}

async fn page(inbox: &Inbox, visit: &Visit, refused: Option<Refused<'_>>) -> Result<Answer, Error> {
    let speech = visit.speech();
    let Some(actor) = &visit.actor else {
        return Err(accounts::failures::session_ended());
    };
    let saved = inbox.conversations().list_quick_answers(actor).await?;
    let token = visit.kit.form_token(visit)?;
    let has_room = i64::try_from(saved.len()).is_ok_and(|count| count < MOST_QUICK_ANSWERS);
    let form = has_room.then(|| {
        new_one(
            visit,
            &token.token,
            refused.as_ref().filter(|refused| refused.id.is_none()),
        )
    });
    let rows = (1_i64..).zip(saved);
    let page = Page {
        frame: Frame::of(visit, speech.say("inbox-quick")).with_form(&token),
        files: inbox.files(),
        token: token.token.clone(),
        rows: rows
            .map(|(number, one)| row(visit, number, one, refused.as_ref()))
            .collect(),
        form,
        lead: speech.with("inbox-quick-lead", "most", MOST_QUICK_ANSWERS),
    };
    let status = refused.map_or(StatusCode::OK, |_| StatusCode::UNPROCESSABLE_ENTITY);
    answer(Answer::page(&page).map(|page| page.status(status)), token)
}

fn new_one(visit: &Visit, token: &str, refused: Option<&Refused<'_>>) -> Form {
    let speech = visit.speech();
    let text = Field::new(TEXT, speech.say("inbox-quick-new"), Takes::Lines)
        .hint(speech.with(
            "inbox-quick-hint",
            "most",
            i64::try_from(LONGEST_QUICK_ANSWER).unwrap_or(i64::MAX),
        ))
        .required();
    let mut form = Form::to(address::QUICK, speech.say("inbox-quick-save"), vec![text]);
    token.clone_into(&mut form.token);
    if let Some(refused) = refused {
        form = form.holding(refused.fields);
        match fault_of(refused.error, CONTENT, visit.lang()) {
            Some(fault) => form.fields[0].fault = Some(fault),
            None => form.said = Some(refused.error.message().text(visit.lang()).to_owned()),
        }
    }
    form
}

fn row(visit: &Visit, number: i64, one: QuickAnswer, refused: Option<&Refused<'_>>) -> Row {
    let own = refused.filter(|refused| refused.id == Some(one.id.as_str()));
    Row {
        path: format!("{}/{}", address::QUICK, one.id),
        label: visit.speech().with("inbox-quick-one", "number", number),
        content: own.map_or(one.content, |refused| refused.fields.get(TEXT).to_owned()),
        fault: own.and_then(|refused| fault_of(refused.error, CONTENT, visit.lang())),
    }
}

/// `GET /pesan/jawaban`
pub(crate) async fn show(State(inbox): State<Inbox>, visit: Visit) -> Result<Answer, Failed> {
    let _ = visit.somebody()?;
    page(&inbox, &visit, None).await.map_err(Failed::at(&visit))
}

/// `POST /pesan/jawaban`
pub(crate) async fn save(State(inbox): State<Inbox>, Posted { visit, fields }: Posted) -> Result<Answer, Failed> {
    let actor = visit.somebody()?;
    let saved = inbox
        .conversations()
        .add_quick_answer(actor, &typed(&fields))
        .await
        .map(drop);
    done(&inbox, &visit, None, &fields, saved).await
}

/// `POST /pesan/jawaban/{id}`: `hapus` says that it goes.
pub(crate) async fn change(
    State(inbox): State<Inbox>,
    Path(id): Path<String>,
    Posted { visit, fields }: Posted,
) -> Result<Answer, Failed> {
    let actor = visit.somebody()?;
    let changed = if fields.find("hapus").is_some() {
        match inbox.conversations().remove_quick_answer(actor, id.clone()).await {
            // What is gone already is gone.
            Err(error) if error.kind() == Kind::NotFound => Ok(()),
            other => other,
        }
    } else {
        inbox
            .conversations()
            .change_quick_answer(actor, id.clone(), &typed(&fields))
            .await
    };
    done(&inbox, &visit, Some(&id), &fields, changed).await
}

fn typed(fields: &Fields) -> String {
    fields.get(TEXT).replace("\r\n", "\n")
}

async fn done(
    inbox: &Inbox,
    visit: &Visit,
    id: Option<&str>,
    fields: &Fields,
    told: Result<(), Error>,
) -> Result<Answer, Failed> {
    let answered = match told {
        Ok(()) => Answer::see(&format!("{}?sudah=jawaban", address::QUICK)),
        Err(error) if is_for_form(&error) => {
            let refused = Refused {
                id,
                fields,
                error: &error,
            };
            page(inbox, visit, Some(refused)).await
        }
        Err(error) => Err(error),
    };
    answered.map_err(Failed::at(visit))
}
