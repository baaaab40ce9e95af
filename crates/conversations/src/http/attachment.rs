//! Pictures that come with messages.

use std::time::Duration;

use accounts::Actor;
use axum::{
    extract::{DefaultBodyLimit, Request, State},
    response::Response,
};
use futures_util::TryStreamExt as _;
use http::{HeaderMap, Method};
use pictures::{LARGEST, broken, not_taken, too_many_pixels};
use platform::{
    Error, Rule,
    http::{
        Fault, Outcome, Path, Reply,
        form::{self, broken_form, not_a_form, too_large, unreadable},
        range::{self, FileFacts},
        routes::{Access, Endpoint, delete, get, post},
    },
    id::uuid_text,
    idempotency::Once,
    picture::heic,
};
use serde::Serialize;

use super::samples;
use crate::{
    Conversations,
    model::attachment::{ArrivedAttachment, Attachment, AttachmentId},
    service::{
        attachment::{busy, throttled, too_many_unsent},
        failures,
    },
};

const ID: &str = "attachmentId";

#[derive(schemars::JsonSchema)]
#[expect(dead_code, reason = "only describes the form in the documents")]
struct AttachmentForm {
    /// The picture: GIF, JPEG, PNG or WebP, at most 20 MiB, 12,000 pixels on a side and 50 million in all. The field may
    /// also be called `image` or `data`. It is drawn anew, in the colours that every browser shows; what else was in the file
    /// (place, camera) is dropped, and of an animation the first picture is kept, which the answer says (`animationDropped`).
    #[schemars(extend("format" = "binary"))]
    file: String,
}

/// A picture that was removed before it was sent.
#[derive(Debug, Serialize, schemars::JsonSchema)]
#[serde(rename_all = "camelCase")]
struct RemovedAttachment {
    id: String,
    /// Always false.
    is_active: bool,
}

/// What a form costs beside its file.
const FORM: usize = 16 * 1024;
/// Longest time for a picture to arrive and be drawn: 20 MiB over a line of 1 Mbit/s.
const PATIENCE: Duration = Duration::from_secs(180);

fn form_limit() -> usize {
    usize::try_from(LARGEST).unwrap_or(usize::MAX).saturating_add(FORM)
}

fn no_file() -> Error {
    Error::invalid_field("file", Rule::Required)
}

async fn read(conversations: &Conversations, mut request: Request) -> Result<ArrivedAttachment, Error> {
    DefaultBodyLimit::max(form_limit()).apply(&mut request);
    let deadline = form::deadline(&request, LARGEST);
    let mut fields = form::open(request, LARGEST, FORM).await?;
    let unreadable = unreadable(LARGEST);
    while let Some(field) = form::before(deadline, async { fields.next_field().await.map_err(unreadable) }).await? {
        if matches!(field.name(), Some("file" | "image" | "data")) {
            let content = form::in_time(field.map_err(unreadable), deadline);
            return conversations.receive_attachment(content).await;
        }
    }
    Err(no_file())
}

/// `POST /v1/conversationattachments`. Whether the caller may is judged before a large body is read.
async fn add(State(conversations): State<Conversations>, actor: Actor, request: Request) -> Outcome<Attachment> {
    let once = Once::from_headers(request.headers(), request.uri().path())?;
    conversations.may_attach(&actor).await?;
    let arrived = read(&conversations, request).await?;
    let (attachment, was_animated) = conversations.add_attachment(&actor, arrived, once).await?;
    let reply = Reply::created_item("conversationAttachment", attachment);
    Ok(if was_animated {
        reply.with("animationDropped", true)
    } else {
        reply
    })
}

/// `DELETE /v1/conversationattachments/{attachmentId}`.
async fn remove(
    State(conversations): State<Conversations>,
    actor: Actor,
    Path(id): Path<String>,
) -> Outcome<RemovedAttachment> {
    let id = uuid_text(ID, &id)?;
    conversations.remove_attachment(&actor, id.clone()).await?;
    let removed = RemovedAttachment { id, is_active: false };
    Ok(Reply::item("conversationAttachment", removed))
}

/// `GET /v1/conversationattachments/{attachmentId}/{variant}` — the picture itself, whole or in part.
async fn file(
    State(conversations): State<Conversations>,
    actor: Actor,
    Path((id, variant)): Path<(String, String)>,
    method: Method,
    headers: HeaderMap,
) -> Result<Response, Fault> {
    Ok(serve_attachment(&conversations, &actor, [&id, &variant], (&method, &headers)).await?)
}

/// Answers a request for a picture, for whoever may read its message: by its id and the name of a size.
#[platform::boxed]
pub async fn serve_attachment(
    conversations: &Conversations,
    actor: &Actor,
    [id, variant]: [&str; 2],
    (method, headers): (&Method, &HeaderMap),
) -> Result<Response, Error> {
    let id = uuid_text(ID, id)?;
    let shown = conversations.open_attachment(actor, &id, variant).await?;
    let end = if shown.content_type == "image/png" {
        "png"
    } else {
        "jpg"
    };
    let name = format!("{id}-{variant}.{end}");
    let facts = FileFacts {
        content_type: shown.content_type,
        len: shown.len,
        name: &name,
        inline: true,
        cache: range::FOR_NOBODY_ELSE,
    };
    // An address in a bucket would show it to whoever has that, for hours: it is read here, where each request is judged.
    let mut headers = headers.clone();
    headers.remove("sec-fetch-mode");
    range::serve(conversations.media(), &shown.hash, &facts, method, &headers).await
}

pub(super) fn endpoints() -> Vec<Endpoint<Conversations>> {
    vec![
        post("/v1/conversationattachments", add)
            .api("createConversationAttachment")
            .says(
                "Send a picture for a message that names it within a day (`attachmentIds`). Of an animation the first picture is \
                 kept (`animationDropped`)",
            )
            .access(Access::Account)
            .takes_file::<AttachmentForm>()
            .gives_item::<Attachment>("conversationAttachment", samples::ATTACHMENT)
            .gives_also::<bool>("animationDropped")
            .creates()
            .body_limit(form_limit())
            .patience(PATIENCE)
            .fails(no_file)
            .fails(broken_form)
            .fails(platform::media::empty)
            .fails(not_a_form)
            .fails(not_taken)
            .fails(heic)
            .fails(broken)
            .fails(|| too_large(LARGEST))
            .fails(too_many_pixels)
            .fails(too_many_unsent)
            .fails(throttled)
            .fails(busy),
        delete("/v1/conversationattachments/{attachmentId}", remove)
            .api("deleteConversationAttachment")
            .says("Remove a picture that was not sent with a message yet")
            .part::<AttachmentId>(ID, "The picture", samples::ID)
            .access(Access::Account)
            .gives_item::<RemovedAttachment>("conversationAttachment", samples::REMOVED_ATTACHMENT)
            .fails(failures::not_found),
        get("/v1/conversationattachments/{attachmentId}/{variant}", file)
            .api("getConversationAttachmentFile")
            .says(
                "Show a picture; byte ranges as in RFC 9110. For the two of its thread, and for moderators where something of the \
                 thread was reported",
            )
            .part::<AttachmentId>(ID, "The picture", samples::ID)
            .part::<String>("variant", "`thumb`, `medium` or `large`: at most 320, 960 or 1920 pixels on a side", "medium")
            .access(Access::Account)
            .gives_file("image/*")
            .fails(failures::not_found),
    ]
}
