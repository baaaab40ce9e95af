//! Putting a conversation away, and hearing nothing of it.

use axum::extract::{Path, State};
use conversations::api::KeepThread;
use pages_kit::{Answer, Failed, Fields, Posted};

use crate::Inbox;

/// The field that says whether, and what it holds then.
const WHETHER: &str = "jadi";
const YES: &str = "ya";

fn is_wanted(fields: &Fields) -> bool {
    fields.get(WHETHER) == YES
}

/// `POST /pesan/{thread}/arsip`
pub(crate) async fn archive(state: State<Inbox>, path: Path<String>, posted: Posted) -> Result<Answer, Failed> {
    let wanted = is_wanted(&posted.fields);
    let change = KeepThread {
        archived: Some(wanted),
        muted: None,
    };
    keep(state, path, posted, change, if wanted { "arsip" } else { "buka-arsip" }).await
}

/// `POST /pesan/{thread}/bisu`
pub(crate) async fn mute(state: State<Inbox>, path: Path<String>, posted: Posted) -> Result<Answer, Failed> {
    let wanted = is_wanted(&posted.fields);
    let change = KeepThread {
        archived: None,
        muted: Some(wanted),
    };
    keep(state, path, posted, change, if wanted { "bisu" } else { "buka-bisu" }).await
}

async fn keep(
    State(inbox): State<Inbox>,
    Path(id): Path<String>,
    Posted { visit, .. }: Posted,
    change: KeepThread,
    done: &str,
) -> Result<Answer, Failed> {
    let actor = visit.somebody()?;
    let kept = async {
        let talk = inbox.talk(actor, &id).await?;
        inbox
            .conversations()
            .keep_thread(actor, talk.id.clone(), change)
            .await?;
        Answer::see(&format!("{}?sudah={done}", talk.path()))
    };
    kept.await.map_err(Failed::at(&visit))
}
