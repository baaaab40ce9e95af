//! Sending a message.
//!
//! Invariants: a form sends one message, however often it is sent; one that is refused comes back with what was typed.

use accounts::Actor;
use askama::Template;
use axum::extract::{Path, State};
use conversations::{
    MessageView,
    api::{MOST_ATTACHMENTS, MessageIn},
};
use http::StatusCode;
use pages_kit::{
    Answer, Failed, Field, Fields, Speech, Visit,
    field::Takes,
    form::{Form, ONCE, new_key},
    upload::Uploaded,
};
use platform::Error;

use crate::{
    Inbox,
    lines::Place,
    picture::{self, Chosen},
    quick, refusal,
    talk::Talk,
    thread,
};

/// The field that holds what is typed. Browsers would cut a text off at a limit, so the server says what is too long.
pub(crate) const TEXT: &str = "teks";

/// A form that sends a message to a path.
pub(crate) fn form(visit: &Visit, path: impl Into<String>) -> Form {
    let speech = visit.speech();
    let text = Field::new(TEXT, speech.say("inbox-text"), Takes::Lines).required();
    let mut form = Form::to(path, speech.say("inbox-send"), vec![text]);
    form.hidden.push((ONCE, new_key()));
    form
}

/// The same with pictures, on the page of a conversation.
#[derive(Template)]
#[template(path = "inbox/write.html")]
pub(crate) struct Writing<'a> {
    speech: Speech<'a>,
    form: Form,
    takes_pictures: bool,
    chosen: Vec<Chosen<'a>>,
    most: usize,
    many: String,
    quick: Vec<String>,
}

impl<'a> Writing<'a> {
    /// A form to which pictures come, and what was chosen for it.
    pub(crate) fn of(visit: &'a Visit, mut form: Form, held: &Fields) -> Self {
        let speech = visit.speech();
        // Pictures say something by themselves.
        for field in &mut form.fields {
            field.required = false;
        }
        Self {
            speech,
            form,
            takes_pictures: true,
            chosen: Chosen::all(held, speech),
            most: MOST_ATTACHMENTS,
            many: picture::too_many(speech),
            quick: Vec::new(),
        }
    }

    /// A form of words alone.
    pub(crate) fn of_words(visit: &'a Visit, form: Form) -> Self {
        Self {
            takes_pictures: false,
            ..Self::of(visit, form, &Fields::default())
        }
    }

    /// The same with what one press says.
    pub(crate) fn with_quick(mut self, quick: Vec<String>) -> Self {
        self.quick = quick;
        self
    }

    /// The same with the token of its page.
    pub(crate) fn with_token(mut self, token: &str) -> Self {
        token.clone_into(&mut self.form.token);
        self
    }
}

/// What a form says, for a thread. What it is called is the form's own key, so that sending it twice sends one message.
pub(crate) fn input(fields: &Fields, thread: &str) -> MessageIn {
    let name = Some(fields.get(ONCE)).filter(|key| !key.is_empty());
    let text = fields.get(TEXT).replace("\r\n", "\n");
    let pictures = picture::chosen(fields);
    let pictures = pictures.iter().map(String::as_str);
    MessageIn::to_thread(thread, text, name.map(|key| format!("form {key}")), pictures)
}

/// Sends what a form says.
pub(crate) async fn deliver(inbox: &Inbox, actor: &Actor, thread: &str, fields: &Fields) -> Result<MessageView, Error> {
    let new = input(fields, thread).check(None)?;
    inbox.conversations().send_message(actor, new).await
}

/// `POST /pesan/{thread}`
pub(crate) async fn send(
    State(inbox): State<Inbox>,
    Path(id): Path<String>,
    Uploaded { visit, fields, faults }: Uploaded,
) -> Result<Answer, Failed> {
    let actor = visit.somebody()?;
    let sent = async {
        let talk = inbox.talk(actor, &id).await?;
        if let Some(held) = quick::inserted(&fields) {
            let writing = Writing::of(&visit, form(&visit, talk.path()).holding(&held), &held);
            return thread::page(&inbox, (&visit, actor), &talk, &Place::Newest, Some(writing)).await;
        }
        if let Some(said) = picture::told(&visit, &faults) {
            let form = Form {
                said: Some(said),
                ..form(&visit, talk.path()).holding(&fields)
            };
            let writing = Writing::of(&visit, form, &fields);
            let page = thread::page(&inbox, (&visit, actor), &talk, &Place::Newest, Some(writing)).await?;
            return Ok(page.status(StatusCode::UNPROCESSABLE_ENTITY));
        }
        match deliver(&inbox, actor, &talk.id, &fields).await {
            Ok(_) => Answer::see(&format!("{}#tulis", talk.path())),
            Err(error) if refusal::is_for_form(&error) => again(&inbox, (&visit, actor), &talk, &fields, &error).await,
            Err(error) => Err(error),
        }
    };
    sent.await.map_err(Failed::at(&visit))
}

/// The conversation again, with what was typed and why it was not sent.
async fn again(
    inbox: &Inbox,
    (visit, actor): (&Visit, &Actor),
    talk: &Talk,
    fields: &Fields,
    error: &Error,
) -> Result<Answer, Error> {
    let form = refusal::told(
        form(visit, talk.path()).holding(fields),
        visit.speech(),
        error,
        visit.lang(),
    );
    let writing = Writing::of(visit, form, fields);
    let page = thread::page(inbox, (visit, actor), talk, &Place::Newest, Some(writing)).await?;
    Ok(page.status(refusal::status(error)))
}
