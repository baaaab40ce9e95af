//! Messages as they are stored and as they are asked for.

use accounts::AccountId;
use platform::Timestamp;

use super::{Deletion, MessageId, MessageView, StaffMessageView, attachment::Attachment};
use crate::model::thread::{Side, Thread};

/// A message as it is stored.
#[derive(Debug, Clone)]
pub(crate) struct Message {
    pub(crate) seq: i64,
    pub(crate) id: MessageId,
    pub(crate) number: i64,
    pub(crate) sender: AccountId,
    pub(crate) content: String,
    pub(crate) sent_at: Timestamp,
    pub(crate) read_at: Option<Timestamp>,
    pub(crate) client_id: Option<String>,
    pub(crate) deletion: Option<Deletion>,
    /// When its text was last changed.
    pub(crate) edited_at: Option<Timestamp>,
    /// How often it was.
    pub(crate) edit_count: i64,
    /// Pictures that came with it.
    pub(crate) attachments: Vec<Attachment>,
}

impl Message {
    /// The side that it was sent to.
    pub(crate) fn to_side(&self, thread: &Thread) -> Side {
        thread.side_of(&self.sender).unwrap_or(Side::Sender).other()
    }

    /// As its participants see it. What else changes of a message than its text changes at most once each, so its version and
    /// the time of its last change follow from the rest.
    pub(crate) fn view(&self, thread: &Thread) -> MessageView {
        let deleted_at = self.deletion.as_ref().map(|deletion| deletion.at);
        let changes = [self.read_at, deleted_at];
        let last = changes.into_iter().chain([self.edited_at]).flatten().max();
        MessageView {
            id: self.id.clone(),
            content: self.content.clone(),
            conversation_thread_id: thread.id.clone(),
            is_read: self.read_at.is_some(),
            read_at: self.read_at,
            receiver_id: thread.account(self.to_side(thread)).clone(),
            sender_id: self.sender.clone(),
            sent_at: self.sent_at,
            is_active: deleted_at.is_none(),
            record_version: 1 + self.edit_count + changes.iter().flatten().fold(0, |count, _| count + 1),
            created_at: self.sent_at,
            updated_at: last.unwrap_or(self.sent_at),
            owner: self.sender.clone(),
            edited_at: self.edited_at,
            attachments: self.attachments.clone(),
        }
    }

    /// As staff see it: with who deleted it, if somebody did.
    pub(crate) fn for_staff(&self, thread: &Thread) -> StaffMessageView {
        StaffMessageView {
            message: self.view(thread),
            deletion: self.deletion.clone(),
            joins: None,
            earlier_versions: Vec::new(),
        }
    }
}

/// Which messages of a thread a list has.
#[derive(Debug, Clone, Copy)]
pub(crate) struct MessageRange {
    /// Sequence number of the thread.
    pub(crate) thread: i64,
    /// Messages with greater numbers.
    pub(crate) above: i64,
    /// Messages with smaller numbers.
    pub(crate) below: i64,
    pub(crate) deleted: DeletedOnes,
}

/// Which of the deleted messages a list has.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum DeletedOnes {
    None,
    All,
    /// Those that were taken back by who wrote them.
    Retracted,
}

impl DeletedOnes {
    pub(crate) fn number(self) -> i64 {
        match self {
            Self::None => 0,
            Self::All => 1,
            Self::Retracted => 2,
        }
    }
}

/// What is to be sent, as it was found to be good.
#[derive(Debug, Clone)]
pub struct NewMessage {
    pub thread: String,
    /// Sanitised.
    pub content: String,
    /// The other one's account, if the client says so.
    pub receiver: Option<AccountId>,
    /// The account that sends, if the client says so.
    pub sender: Option<AccountId>,
    /// What the client calls it.
    pub client_id: Option<String>,
    /// Pictures that come with it, by their ids, in their order.
    pub attachments: Vec<String>,
}

/// A point in a history.
#[derive(Debug, Clone)]
pub enum HistoryPoint {
    /// A message, by id.
    Message(String),
    /// A moment.
    Time(Timestamp),
}

/// Which messages the staff list: any of the ids of each list, or all if it is empty.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct MessageFilter {
    /// Ids of threads.
    pub threads: Vec<String>,
    /// Ids of accounts.
    pub senders: Vec<String>,
    /// Ids of accounts.
    pub receivers: Vec<String>,
    /// `None`: read or not.
    pub read: Option<bool>,
    /// `false`: the deleted ones.
    pub active: Option<bool>,
    /// What the text has in it, whatever its case and accents.
    pub content: String,
}

/// A message that was marked.
pub struct MarkedMessage {
    /// As it was.
    pub before: MessageView,
    /// As it is.
    pub after: MessageView,
}

/// A part of a history.
#[derive(Debug, Clone, Default)]
pub struct HistoryPart {
    /// Only what comes after this.
    pub after: Option<HistoryPoint>,
    /// Only what comes before this.
    pub before: Option<HistoryPoint>,
    /// At most so many.
    pub limit: i64,
    /// Also those that were taken back, without what they said.
    pub with_retracted: bool,
}

/// Messages of a part of a history, and whether there are more in the direction that was asked for.
pub struct MessagePart {
    /// In their order.
    pub messages: Vec<StaffMessageView>,
    /// Whether there are more beyond.
    pub more: bool,
    /// How many messages of the thread the caller may see in all.
    pub total: i64,
}
