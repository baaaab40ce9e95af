//! Changing what one wrote, or taking it back.
//!
//! Invariant: what was typed instead comes back if it is refused.

use accounts::Actor;
use askama::Template;
use axum::extract::{Path, State};
use conversations::{
    MessageView,
    api::{EditIn, PICTURES_ONLY},
};
use pages_kit::{
    Answer, Failed, Field, Fields, Frame, Posted, Visit,
    field::Takes,
    form::{Form, answer},
};
use platform::{Error, version::IfMatch};

use crate::{
    Files, Inbox, address, picture, refusal,
    send::TEXT,
    talk::{Talk, nowhere},
};

#[derive(Template)]
#[template(path = "inbox/edit.html")]
struct Page<'a> {
    frame: Frame<'a>,
    files: &'a Files,
    name: String,
    path: String,
    /// Where the message is taken back.
    retract: String,
    token: String,
    form: Form,
}

/// What somebody wants to change: a message that they sent a short while ago.
async fn found(
    inbox: &Inbox,
    (visit, actor): (&Visit, &Actor),
    thread: &str,
    message: &str,
) -> Result<(Talk, MessageView), Error> {
    let talk = inbox.talk(actor, thread).await?;
    let message = inbox.message(actor, &talk, message).await?;
    let may = message.sender_id == actor.id && inbox.conversations().may_change(message.sent_at, visit.ctx.now());
    if may { Ok((talk, message)) } else { Err(nowhere()) }
}

fn page(
    inbox: &Inbox,
    visit: &Visit,
    (talk, message): (&Talk, &MessageView),
    held: &Fields,
    fault: Option<&Error>,
) -> Result<Answer, Error> {
    let (speech, token) = (visit.speech(), visit.kit.form_token(visit)?);
    let mut text = Field::new(TEXT, speech.say("inbox-text"), Takes::Lines);
    text.required = message.attachments.is_empty();
    let path = address::change(message);
    let mut form = Form::to(path, speech.say("inbox-edit-do"), vec![text]).holding(held);
    form.token.clone_from(&token.token);
    if let Some(fault) = fault {
        form = refusal::told(form, speech, fault, visit.lang());
    }
    let page = Page {
        frame: Frame::of(visit, speech.say("inbox-edit")).with_form(&token),
        files: inbox.files(),
        name: talk.called(speech),
        path: talk.path(),
        retract: format!("{}/tarik/{}", talk.path(), message.id),
        token: token.token.clone(),
        form,
    };
    answer(Answer::page(&page), token)
}

/// `GET /pesan/{thread}/ubah/{message}`
pub(crate) async fn ask(
    State(inbox): State<Inbox>,
    Path((thread, message)): Path<(String, String)>,
    visit: Visit,
) -> Result<Answer, Failed> {
    let actor = visit.somebody()?;
    let shown = async {
        let (talk, message) = found(&inbox, (&visit, actor), &thread, &message).await?;
        let text = picture::text_beside(message.content.clone(), &message.attachments);
        let held = Fields::from_iter([(TEXT.to_owned(), text)]);
        page(&inbox, &visit, (&talk, &message), &held, None)
    };
    shown.await.map_err(Failed::at(&visit))
}

/// `POST /pesan/{thread}/ubah/{message}`
pub(crate) async fn edit(
    State(inbox): State<Inbox>,
    Path((thread, message)): Path<(String, String)>,
    Posted { visit, fields }: Posted,
) -> Result<Answer, Failed> {
    let actor = visit.somebody()?;
    let edited = async {
        let (talk, message) = found(&inbox, (&visit, actor), &thread, &message).await?;
        let mut text = fields.get(TEXT).replace("\r\n", "\n");
        if text.trim().is_empty() && !message.attachments.is_empty() {
            PICTURES_ONLY.clone_into(&mut text);
        }
        let changed = async {
            let content = EditIn { content: Some(text) }.check()?;
            let id = message.id.to_string();
            inbox
                .conversations()
                .edit_message(actor, id, content, IfMatch::Any)
                .await
        };
        match changed.await {
            Ok(_) => Answer::see(&format!("{}#p-{}", talk.path(), message.id)),
            Err(error) if refusal::is_for_form(&error) => {
                let again = page(&inbox, &visit, (&talk, &message), &fields, Some(&error))?;
                Ok(again.status(refusal::status(&error)))
            }
            Err(error) => Err(error),
        }
    };
    edited.await.map_err(Failed::at(&visit))
}

/// `POST /pesan/{thread}/tarik/{message}`
pub(crate) async fn retract(
    State(inbox): State<Inbox>,
    Path((thread, message)): Path<(String, String)>,
    Posted { visit, .. }: Posted,
) -> Result<Answer, Failed> {
    let actor = visit.somebody()?;
    let retracted = async {
        let (talk, message) = found(&inbox, (&visit, actor), &thread, &message).await?;
        let id = message.id.to_string();
        inbox.conversations().retract_message(actor, id, IfMatch::Any).await?;
        Answer::see(&format!("{}?sudah=tarik-pesan#p-{}", talk.path(), message.id))
    };
    retracted.await.map_err(Failed::at(&visit))
}
