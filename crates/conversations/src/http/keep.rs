//! Putting threads away, and hearing nothing of them.

use accounts::Actor;
use axum::extract::State;
use platform::{
    http::{
        Body, Outcome, Path, Reply,
        routes::{Access, Endpoint, patch},
    },
    id::uuid_text,
};

use super::samples;
use crate::{
    Conversations,
    input::KeepIn,
    model::{InboxView, ThreadId},
    service::failures,
};

const ID: &str = "conversationThreadId";

/// `PATCH /v1/conversationthreads/{conversationThreadId}/settings`.
async fn keep(
    State(conversations): State<Conversations>,
    actor: Actor,
    Path(id): Path<String>,
    Body(input): Body<KeepIn>,
) -> Outcome<InboxView> {
    let id = uuid_text(ID, &id)?;
    let view = conversations.keep_thread(&actor, id, input.check()?).await?;
    Ok(Reply::item("conversationThread", view))
}

pub(super) fn endpoints() -> Vec<Endpoint<Conversations>> {
    vec![
        patch("/v1/conversationthreads/{conversationThreadId}/settings", keep)
            .api("updateConversationThreadSettings")
            .says(
                "Put a thread away (`archived`), or hear nothing of it (`muted`), for the caller alone; what is put away comes back \
                 with a new message unless it is muted",
            )
            .part::<ThreadId>(ID, "The thread", samples::ID)
            .access(Access::Account)
            .takes::<KeepIn>(samples::KEEP_IN)
            .gives_item::<InboxView>("conversationThread", samples::KEPT)
            .fails(failures::not_found)
            .fails(failures::not_a_participant),
    ]
}
