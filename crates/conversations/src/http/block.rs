//! Blocks.

use accounts::{AccountId, Actor};
use axum::extract::State;
use platform::{
    http::{
        IfMatch, Outcome, Pages, Params, Path, Reply,
        routes::{Access, Endpoint, delete, get, post},
    },
    id::uuid_text,
};

use super::samples;
use crate::{Conversations, input::read_category, model::BlockView, service::failures};

/// `POST /v1/blocks/{userId}`.
async fn create(
    State(conversations): State<Conversations>,
    actor: Actor,
    Path(id): Path<String>,
    params: Params,
) -> Outcome<BlockView> {
    let user = uuid_text("userId", &id)?.into();
    let category = read_category(params.first("category"))?;
    let (view, reused) = conversations.block_account(&actor, user, category).await?;
    let reply = Reply::created_item("block", view);
    Ok(if reused { reply.with("reused", true) } else { reply })
}

/// `DELETE /v1/blocks/{userId}`.
async fn remove(
    State(conversations): State<Conversations>,
    actor: Actor,
    Path(id): Path<String>,
    seen: IfMatch,
) -> Outcome<BlockView> {
    let user = uuid_text("userId", &id)?.into();
    let lifted = conversations.unblock_account(&actor, user, seen).await?;
    Ok(Reply::shown_item("block", lifted))
}

/// `GET /v1/blocks`.
async fn list(State(conversations): State<Conversations>, actor: Actor, pages: Pages) -> Outcome<Vec<BlockView>> {
    let (blocks, total) = conversations.list_blocks(&actor, pages).await?;
    Ok(Reply::list("blocks", blocks, pages.of(total)))
}

pub(super) fn endpoints() -> Vec<Endpoint<Conversations>> {
    vec![
        get("/v1/blocks", list)
            .api("listBlocks")
            .says("Whom the caller blocks, newest first")
            .access(Access::Account)
            .gives_list::<BlockView>("blocks", samples::BLOCK),
        post("/v1/blocks/{userId}", create)
            .api("createBlock")
            .says(
                "Block somebody: they cannot write to the caller any more. The kind of reason is for moderators alone",
            )
            .part::<AccountId>("userId", "Whom", samples::ID)
            .access(Access::Account)
            .query(
                "category",
                "What kind of reason there is: `spam`, `fraud`, `insult`, `offPlatformPayment` or `other`; who is blocked is not told",
                "spam",
            )
            .gives_item::<BlockView>("block", samples::BLOCK)
            .gives_also::<bool>("reused")
            .creates()
            .fails(failures::not_found)
            .fails(|| failures::yourself("userId")),
        delete("/v1/blocks/{userId}", remove)
            .api("deleteBlock")
            .says("Lift a block")
            .versioned()
            .part::<AccountId>("userId", "Whom", samples::ID)
            .access(Access::Account)
            .gives_item::<BlockView>("block", samples::UNBLOCKED)
            .fails(failures::not_found),
    ]
}
