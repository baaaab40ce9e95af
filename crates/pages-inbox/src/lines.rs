//! The messages of a conversation, as lines with days between them.
//!
//! Invariant: what a deleted message said is shown to nobody, moderators among themselves included; one that was taken back by who
//! wrote it leaves a line that says so.

use accounts::Actor;
use conversations::{
    MessageView,
    api::{HistoryPart, HistoryPoint, StaffMessageView},
};
use pages_kit::{Fields, Speech};
use platform::{Error, Timestamp, id::uuid_text};

use crate::{
    Inbox, address, clock,
    picture::{Picture, text_beside},
    talk::{Talk, as_missing, nowhere},
};

/// Messages on a page.
const ROWS: i64 = 40;

/// Which messages of a conversation are looked at.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Place {
    /// The newest ones.
    Newest,
    /// Those before a message.
    Before(String),
    /// A message that was searched for, and those before it.
    UpTo(String),
}

impl Place {
    /// What cannot be read counts as not asked.
    pub(crate) fn read(fields: &Fields) -> Self {
        let id = |name| uuid_text(name, fields.get(name)).ok();
        match (id("sebelum"), id("sampai")) {
            (Some(id), _) => Self::Before(id),
            (None, Some(id)) => Self::UpTo(id),
            (None, None) => Self::Newest,
        }
    }
}

/// How far a message has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Reach {
    Sent,
    /// It has reached a page of the other one's.
    Delivered,
    Read,
}

impl Reach {
    /// The key of what it is called.
    pub(crate) fn text(self) -> &'static str {
        match self {
            Self::Sent => "inbox-sent",
            Self::Delivered => "inbox-delivered",
            Self::Read => "inbox-read",
        }
    }
}

/// A message on a page.
pub(crate) struct Line {
    pub(crate) id: String,
    /// Empty where its pictures say it all.
    pub(crate) text: String,
    pub(crate) pictures: Vec<Picture>,
    pub(crate) is_own: bool,
    /// Rises with every change.
    pub(crate) version: i64,
    pub(crate) is_edited: bool,
    pub(crate) is_retracted: bool,
    /// The page on which whoever reads may change it or take it back.
    pub(crate) change: Option<String>,
    pub(crate) reach: Reach,
    /// The moment, for programs.
    pub(crate) moment: String,
    pub(crate) time: String,
    /// What its day is called, if the one before was of another.
    pub(crate) day: Option<String>,
}

impl Line {
    /// Lines of messages in their order; `delivered`: up to when everything has reached the other one.
    pub(crate) fn all(
        messages: Vec<MessageView>,
        (actor, delivered): (&Actor, Timestamp),
        (speech, now): (Speech<'_>, Timestamp),
        may_change: impl Fn(Timestamp) -> bool,
    ) -> Vec<Self> {
        let changeable =
            |message: &MessageView| message.is_active && message.sender_id == actor.id && may_change(message.sent_at);
        let mut before = None;
        let line = |message: MessageView| {
            let number = Some(clock::day_number(message.sent_at));
            let is_new = std::mem::replace(&mut before, number) != number;
            Self {
                id: message.id.to_string(),
                is_own: message.sender_id == actor.id,
                version: message.record_version,
                is_edited: message.edited_at.is_some(),
                is_retracted: !message.is_active,
                change: changeable(&message).then(|| address::change(&message)),
                reach: match message.is_read {
                    true => Reach::Read,
                    false if message.sent_at <= delivered => Reach::Delivered,
                    false => Reach::Sent,
                },
                moment: message.sent_at.to_string(),
                time: clock::time_of_day(speech.language, message.sent_at),
                day: is_new.then(|| clock::day(speech, message.sent_at, now)),
                pictures: Picture::all(speech, &message.attachments),
                text: text_beside(message.content, &message.attachments),
            }
        };
        messages.into_iter().map(line).collect()
    }
}

/// A message as pages show it: nothing of what was deleted but that its writer took it back.
fn shown(found: StaffMessageView) -> Option<MessageView> {
    let mut message = found.message;
    if let Some(deletion) = found.deletion {
        message.content.clear();
        message.attachments.clear();
        return (deletion.by == message.sender_id).then_some(message);
    }
    Some(message)
}

impl Inbox {
    /// Messages of a conversation, oldest first, and whether there are older ones.
    pub(crate) async fn messages(
        &self,
        actor: &Actor,
        talk: &Talk,
        place: &Place,
    ) -> Result<(Vec<MessageView>, bool), Error> {
        let part = HistoryPart {
            after: None,
            before: self.end_of(actor, talk, place).await?,
            limit: ROWS,
            with_retracted: true,
        };
        let found = self.conversations().read_messages(actor, talk.id.clone(), part).await;
        let found = found.map_err(as_missing)?;
        Ok((found.messages.into_iter().filter_map(shown).collect(), found.more))
    }

    /// Where the messages of a place end.
    async fn end_of(&self, actor: &Actor, talk: &Talk, place: &Place) -> Result<Option<HistoryPoint>, Error> {
        Ok(match place {
            Place::Newest => None,
            Place::Before(id) => Some(HistoryPoint::Message(id.clone())),
            Place::UpTo(id) => {
                let sent_at = self.message(actor, talk, id).await?.sent_at;
                // Every later message is later by a millisecond.
                Some(HistoryPoint::Time(Timestamp(sent_at.0 + 1)))
            }
        })
    }

    /// One message of a conversation.
    pub(crate) async fn message(&self, actor: &Actor, talk: &Talk, id: &str) -> Result<MessageView, Error> {
        let id = uuid_text("message", id).map_err(as_missing)?;
        let found = self.conversations().show_message(actor, &id).await;
        let message = found.map_err(as_missing)?.message;
        let is_here = message.is_active && message.conversation_thread_id.as_str() == talk.id;
        is_here.then_some(message).ok_or_else(nowhere)
    }
}
