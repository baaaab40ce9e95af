//! A thread as one of the two who have it sees it.

use accounts::{AccountId, Actor};
use conversations::api::InboxView;
use pages_kit::Speech;
use platform::{Error, Kind, Message, id::uuid_text};

use crate::{Inbox, address};

/// A thread, seen by one of its two.
pub(crate) struct Talk {
    pub(crate) id: String,
    /// The listing's id.
    pub(crate) listing: String,
    /// What the listing is called; nothing if it is gone.
    pub(crate) title: Option<String>,
    /// Whether people may see the listing.
    pub(crate) is_offered: bool,
    /// Who offers that; nothing if the listing is gone.
    pub(crate) seller: Option<AccountId>,
    pub(crate) other: AccountId,
    /// What the other one is called; nothing if their account is gone.
    pub(crate) name: Option<String>,
    /// Messages that whoever sees it has not read.
    pub(crate) unread: i64,
    /// Whether whoever sees it has put it away, and wants to hear nothing of it.
    pub(crate) is_archived: bool,
    pub(crate) is_muted: bool,
    /// The beginning of its last message.
    pub(crate) last: Option<String>,
    pub(crate) at: platform::Timestamp,
}

/// There is nothing, or nothing for whoever asks.
pub(crate) fn nowhere() -> Error {
    let said = Message::new("Percakapan tidak ditemukan.", "There is no such conversation.");
    Error::new(Kind::NotFound, "pages.inbox.not_found", said)
}

/// Whoever may not see something does not learn that it is there.
pub(crate) fn as_missing(error: Error) -> Error {
    match error.kind() {
        Kind::Forbidden | Kind::Invalid => nowhere(),
        _ => error,
    }
}

impl Talk {
    /// Nothing for somebody who is none of the two, whatever else they may see.
    pub(crate) fn of(view: InboxView, me: &AccountId) -> Option<Self> {
        let began = view.thread.sender_id == *me;
        if !began && view.thread.receiver_id != *me {
            return None;
        }
        let (listing, sender, receiver) = match view.joins {
            Some(joins) => (joins.listing, joins.sender_user.fullname, joins.receiver_user.fullname),
            None => (None, None, None),
        };
        let (other, name) = if began {
            (view.thread.receiver_id, receiver)
        } else {
            (view.thread.sender_id, sender)
        };
        Some(Self {
            id: view.thread.id.to_string(),
            listing: view.thread.listing_id,
            is_offered: listing.as_ref().is_some_and(|listing| listing.active),
            seller: listing.as_ref().map(|listing| listing.owner.clone()),
            title: listing.map(|listing| listing.title),
            other,
            name,
            unread: view.unread_count,
            is_archived: view.is_archived.is_some(),
            is_muted: view.is_muted.is_some(),
            last: view.last_message,
            at: view.thread.last_message_at,
        })
    }

    pub(crate) fn path(&self) -> String {
        address::thread(&self.id)
    }

    /// What the other one is called, or that they are gone.
    pub(crate) fn called(&self, speech: Speech<'_>) -> String {
        self.name.clone().unwrap_or_else(|| speech.say("inbox-departed"))
    }

    /// What the listing is called, or that it is gone.
    pub(crate) fn about(&self, speech: Speech<'_>) -> String {
        self.title.clone().unwrap_or_else(|| speech.say("inbox-listing-gone"))
    }
}

impl Inbox {
    /// A thread of somebody's.
    pub(crate) async fn talk(&self, actor: &Actor, id: &str) -> Result<Talk, Error> {
        let id = uuid_text("thread", id).map_err(as_missing)?;
        let view = self.conversations().show_thread(actor, &id, true).await;
        Talk::of(view.map_err(as_missing)?, &actor.id).ok_or_else(nowhere)
    }
}

/// A text with how much is unread before it: `(3) Pesan`.
pub(crate) fn counted(unread: i64, text: &str) -> String {
    if unread > 0 {
        format!("({unread}) {text}")
    } else {
        text.to_owned()
    }
}
