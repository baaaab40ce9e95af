//! Keeping somebody away, and letting them write again.

use axum::extract::{Path, State};
use conversations::api::ReportCategory;
use pages_kit::{Answer, Failed, Posted};
use platform::{Kind, version::IfMatch};

use crate::Inbox;

/// `POST /pesan/{thread}/blokir`: the other one cannot write to whoever sends it.
pub(crate) async fn block(
    State(inbox): State<Inbox>,
    Path(id): Path<String>,
    Posted { visit, fields }: Posted,
) -> Result<Answer, Failed> {
    let actor = visit.somebody()?;
    let blocked = async {
        let talk = inbox.talk(actor, &id).await?;
        inbox
            .conversations()
            .block_account(
                actor,
                talk.other.clone(),
                ReportCategory::by_name(fields.get("category")),
            )
            .await?;
        Answer::see(&format!("{}?sudah=blokir", talk.path()))
    };
    blocked.await.map_err(Failed::at(&visit))
}

/// `POST /pesan/{thread}/buka-blokir`: they can again. Whoever was not blocked is not blocked then either.
pub(crate) async fn unblock(
    State(inbox): State<Inbox>,
    Path(id): Path<String>,
    Posted { visit, .. }: Posted,
) -> Result<Answer, Failed> {
    let actor = visit.somebody()?;
    let unblocked = async {
        let talk = inbox.talk(actor, &id).await?;
        let lifting = inbox
            .conversations()
            .unblock_account(actor, talk.other.clone(), IfMatch::Any);
        match lifting.await {
            Err(error) if error.kind() != Kind::NotFound => Err(error),
            _ => Answer::see(&format!("{}?sudah=buka-blokir", talk.path())),
        }
    };
    unblocked.await.map_err(Failed::at(&visit))
}
