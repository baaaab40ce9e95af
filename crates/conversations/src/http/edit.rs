//! Changing what one wrote, and taking it back.

use accounts::Actor;
use axum::extract::State;
use platform::{
    http::{
        Body, IfMatch, Outcome, Path, Reply,
        routes::{Access, Endpoint, patch, post},
    },
    id::uuid_text,
};

use super::{changes, samples};
use crate::{
    Conversations,
    input::EditIn,
    model::{MessageId, MessageView},
    service::failures,
};

const ID: &str = "conversationMessageId";

/// `PATCH /v1/conversationmessages/{conversationMessageId}`.
async fn edit(
    State(conversations): State<Conversations>,
    actor: Actor,
    Path(id): Path<String>,
    seen: IfMatch,
    Body(input): Body<EditIn>,
) -> Outcome<MessageView> {
    let id = uuid_text(ID, &id)?;
    let edited = conversations.edit_message(&actor, id, input.check()?, seen).await?;
    let (old, new) = changes(&edited.before, &edited.after);
    Ok(Reply::shown_item("conversationMessage", edited.after).changed(old, new))
}

/// `POST /v1/conversationmessages/{conversationMessageId}/retract`.
async fn retract(
    State(conversations): State<Conversations>,
    actor: Actor,
    Path(id): Path<String>,
    seen: IfMatch,
) -> Outcome<MessageView> {
    let id = uuid_text(ID, &id)?;
    let view = conversations.retract_message(&actor, id, seen).await?;
    Ok(Reply::shown_item("conversationMessage", view))
}

pub(super) fn endpoints() -> Vec<Endpoint<Conversations>> {
    vec![
        patch("/v1/conversationmessages/{conversationMessageId}", edit)
            .api("updateConversationMessage")
            .says(
                "Change what one wrote, for a while after it was sent; `editedAt` says so, and moderators see what it said before \
                 (`earlierVersions`)",
            )
            .part::<MessageId>(ID, "The message", samples::ID)
            .access(Access::Account)
            .takes::<EditIn>(samples::EDIT_IN)
            .versioned()
            .gives_item::<MessageView>("conversationMessage", samples::EDITED)
            .fails(failures::not_found)
            .fails(failures::not_a_participant)
            .fails(failures::not_the_writer)
            .fails(failures::departed)
            .fails(failures::blocked)
            .fails(failures::too_late_to_change)
            .fails(failures::sends_throttled),
        post("/v1/conversationmessages/{conversationMessageId}/retract", retract)
            .api("retractConversationMessage")
            .says("Take back what one wrote, for a while after it was sent; it is gone for both, and kept for moderators")
            .part::<MessageId>(ID, "The message", samples::ID)
            .access(Access::Account)
            .versioned()
            .gives_item::<MessageView>("conversationMessage", samples::DELETED)
            .fails(failures::not_found)
            .fails(failures::not_a_participant)
            .fails(failures::not_the_writer)
            .fails(failures::too_late_to_change),
    ]
}
