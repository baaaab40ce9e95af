//! What happens while somebody looks: the module's stream for a page's cookie, and what the page tells back.

use std::sync::Arc;

use accounts::Actor;
use axum::{
    extract::{Path, State},
    response::{IntoResponse as _, Response},
};
use conversations::Conversations;
use futures_util::future::BoxFuture;
use http::StatusCode;
use pages_kit::{Answer, Failed, Posted, Visit, frame::Waiting};
use platform::{Error, http::sse};

use crate::{Inbox, address};

/// Counts in the bar what is unread.
struct Unread(Conversations);

impl Waiting for Unread {
    fn path(&self) -> &'static str {
        address::INBOX
    }

    fn count<'a>(&'a self, actor: &'a Actor) -> BoxFuture<'a, Result<i64, Error>> {
        Box::pin(async move { Ok(self.0.count_waiting(actor).await?.0) })
    }
}

/// What the bar of every page says of these: how much is unread.
pub fn unread(conversations: &Conversations) -> Arc<dyn Waiting> {
    Arc::new(Unread(conversations.clone()))
}

/// `GET /pesan/arus`: a browser's script goes no way to another page, so whoever is not logged in is told so by the status.
pub(crate) async fn listen(State(inbox): State<Inbox>, visit: Visit) -> Result<Response, Failed> {
    let Some(actor) = &visit.actor else {
        return Ok(StatusCode::UNAUTHORIZED.into_response());
    };
    let last = visit.headers.get("last-event-id").and_then(|value| value.to_str().ok());
    let stream = inbox.conversations().listen(actor, last).await;
    let stream = stream.map_err(Failed::at(&visit))?;
    Ok(sse::answer(Some(stream.last), stream.events))
}

/// `POST /pesan/{thread}/mengetik`: the other one is told that somebody is writing.
pub(crate) async fn typing(
    State(inbox): State<Inbox>,
    Path(id): Path<String>,
    Posted { visit, .. }: Posted,
) -> Result<Answer, Failed> {
    let actor = visit.somebody()?;
    let told = async {
        let talk = inbox.talk(actor, &id).await?;
        // Nobody tells somebody whom they keep away that they are writing.
        if !inbox.conversations().is_blocking(actor, &talk.other).await? {
            inbox.conversations().tell_typing(actor, &talk.id).await?;
        }
        Ok(Answer::html(String::new()).status(StatusCode::NO_CONTENT))
    };
    told.await.map_err(Failed::at(&visit))
}
