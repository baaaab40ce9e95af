//! Pictures of messages: kept as they are chosen, shown to those alone who read the message.
//!
//! Invariant: a picture that somebody has chosen is theirs alone until its message is sent.

use accounts::Actor;
use askama::Template;
use axum::{
    extract::{Path, State},
    response::Response,
};
use conversations::api::{Attachment, MOST_ATTACHMENTS, PICTURES_ONLY};
use futures_util::future::BoxFuture;
use http::{HeaderMap, Method, StatusCode};
use pages_kit::{
    Answer, Failed, Fields, Posted, Speech, Visit,
    upload::{Content, Keep, Uploaded},
};
use platform::{Error, FieldError, Kind, Message};

use crate::{Inbox, address};

/// The field of files.
pub(crate) const FILES: &str = "gambar";
/// The field of pictures that were kept already.
pub(crate) const KEPT: &str = "lampiran";
/// The field of those that are not to be sent after all.
const LEFT_OUT: &str = "buang";

/// A picture as a page shows it.
pub(crate) struct Picture {
    /// Where its small, its middle and its large size are.
    pub(crate) thumb: String,
    pub(crate) medium: String,
    pub(crate) large: String,
    /// Of its middle size.
    pub(crate) width: i64,
    pub(crate) height: i64,
    /// Which of how many it is, in words.
    pub(crate) words: String,
}

impl Picture {
    fn of(attachment: &Attachment, words: String) -> Self {
        let id = attachment.id.as_str();
        Self {
            thumb: address::picture(id, "thumb"),
            medium: address::picture(id, "medium"),
            large: address::picture(id, "large"),
            width: attachment.variants.medium.width,
            height: attachment.variants.medium.height,
            words,
        }
    }

    pub(crate) fn all(speech: Speech<'_>, attachments: &[Attachment]) -> Vec<Self> {
        let count = attachments.len();
        let words = |number: usize| speech.with_two("inbox-picture-of", ("number", number), ("count", count));
        (1..)
            .zip(attachments)
            .map(|(number, one)| Self::of(one, words(number)))
            .collect()
    }
}

/// What a message says beside its pictures.
pub(crate) fn text_beside(content: String, attachments: &[Attachment]) -> String {
    if !attachments.is_empty() && content == PICTURES_ONLY {
        String::new()
    } else {
        content
    }
}

/// The pictures that come with a form: those that were kept before, and those that came with it.
pub(crate) fn chosen(fields: &Fields) -> Vec<String> {
    let left_out: Vec<&str> = fields.all(LEFT_OUT).collect();
    let all = fields.all(KEPT).chain(fields.all(FILES));
    let chosen = all.filter(|id| !id.is_empty() && !left_out.contains(id));
    chosen.map(str::to_owned).collect()
}

/// A picture that was chosen, as its form shows it.
#[derive(Template)]
#[template(path = "inbox/chosen.html")]
pub(crate) struct Chosen<'a> {
    pub(crate) speech: Speech<'a>,
    pub(crate) id: String,
    pub(crate) thumb: String,
}

impl<'a> Chosen<'a> {
    /// Those of a form that comes back.
    pub(crate) fn all(fields: &Fields, speech: Speech<'a>) -> Vec<Self> {
        let picture = |id: String| Self {
            speech,
            thumb: address::picture(&id, "thumb"),
            id,
        };
        // What is no id came from no form of ours.
        let ids = chosen(fields)
            .into_iter()
            .filter_map(|id| platform::id::uuid_text(KEPT, &id).ok());
        ids.take(MOST_ATTACHMENTS).map(picture).collect()
    }
}

/// Why a picture is not taken, in the reader's language; as it is if that says nothing of a picture.
fn in_words(speech: Speech<'_>, error: Error) -> Error {
    let key = match error.code() {
        "media.too_large" | "media.too_many_pixels" => "inbox-picture-large",
        "media.heic" => "inbox-picture-heic",
        "media.not_an_image" | "media.not_understood" => "inbox-picture-kind",
        "media.broken_image" | "media.empty" => "inbox-picture-broken",
        "conversations.pictures_busy" => "inbox-picture-busy",
        "conversations.attachment.too_many" => "inbox-picture-unsent",
        "conversations.attachment.throttled" => "inbox-picture-throttled",
        _ => return error,
    };
    let said = speech.say(key);
    let kind = match error.kind() {
        Kind::Conflict => Kind::Invalid,
        other => other,
    };
    Error::new(kind, "pages.inbox.picture", Message::new(said.clone(), said)).caused_by(error)
}

impl Keep for Inbox {
    fn keep<'a>(&'a self, visit: &'a Visit, content: Content<'a>) -> BoxFuture<'a, Result<String, Error>> {
        Box::pin(async move {
            let actor = visit.actor.as_ref().ok_or_else(accounts::failures::session_ended)?;
            let kept = keep(self, actor, content).await;
            kept.map_err(|error| in_words(visit.speech(), error))
        })
    }

    fn limits(&self) -> (usize, u64) {
        (MOST_ATTACHMENTS, 64 << 20)
    }
}

async fn keep(inbox: &Inbox, actor: &Actor, content: Content<'_>) -> Result<String, Error> {
    let conversations = inbox.conversations();
    conversations.may_attach(actor).await?;
    let arrived = conversations.receive_attachment(content).await?;
    let (attachment, _) = conversations.add_attachment(actor, arrived, None).await?;
    Ok(attachment.id.to_string())
}

/// What is wrong with pictures, in words.
pub(crate) fn told(visit: &Visit, faults: &[FieldError]) -> Option<String> {
    let fault = faults.first()?;
    Some(match &fault.rule {
        platform::Rule::TooMany(_) => too_many(visit.speech()),
        rule => rule.message().text(visit.lang()).to_owned(),
    })
}

/// As many as there may be are there.
pub(crate) fn too_many(speech: Speech<'_>) -> String {
    speech.with(
        "inbox-picture-many",
        "most",
        i64::try_from(MOST_ATTACHMENTS).unwrap_or(i64::MAX),
    )
}

/// `POST /pesan/gambar`: a picture that was chosen, for a script that shows it in its form.
pub(crate) async fn choose(Uploaded { visit, fields, faults }: Uploaded) -> Result<Answer, Failed> {
    let _ = visit.somebody()?;
    if let Some(said) = told(&visit, &faults) {
        return Ok(Answer::html(said).status(StatusCode::UNPROCESSABLE_ENTITY));
    }
    let chosen = Chosen::all(&fields, visit.speech());
    let Some(chosen) = chosen.first() else {
        return Ok(Answer::html(visit.speech().say("inbox-picture-broken")).status(StatusCode::UNPROCESSABLE_ENTITY));
    };
    Answer::page(chosen).map_err(Failed::at(&visit))
}

/// `POST /pesan/gambar/{id}/buang`: it is not to be sent after all. One that is gone already is gone.
pub(crate) async fn leave_out(
    State(inbox): State<Inbox>,
    Path(id): Path<String>,
    Posted { visit, .. }: Posted,
) -> Result<Answer, Failed> {
    let actor = visit.somebody()?;
    let left = async {
        let id = platform::id::uuid_text(KEPT, &id)?;
        match inbox.conversations().remove_attachment(actor, id).await {
            Err(error) if error.kind() != Kind::NotFound => Err(error),
            _ => Ok(Answer::html(String::new()).status(StatusCode::NO_CONTENT)),
        }
    };
    left.await.map_err(Failed::at(&visit))
}

/// `GET /pesan/gambar/{id}/{size}`
pub(crate) async fn show(
    State(inbox): State<Inbox>,
    Path((id, size)): Path<(String, String)>,
    visit: Visit,
    method: Method,
    headers: HeaderMap,
) -> Result<Response, Failed> {
    let actor = visit.somebody()?;
    conversations::serve_attachment(inbox.conversations(), actor, [&id, &size], (&method, &headers))
        .await
        .map_err(Failed::at(&visit))
}
