//! Messages as they are stored and as they are asked for.

use accounts::AccountId;
use platform::Timestamp;

use super::{Deletion, MessageId, MessageView, StaffMessageView};
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
}

impl Message {
    /// The side that it was sent to.
    pub(crate) fn to_side(&self, thread: &Thread) -> Side {
        thread.side_of(&self.sender).unwrap_or(Side::Sender).other()
    }

    /// As its participants see it. What changes of a message changes at most once each, so its version and the time of its
    /// last change follow from the rest.
    pub(crate) fn view(&self, thread: &Thread) -> MessageView {
        let deleted_at = self.deletion.as_ref().map(|deletion| deletion.at);
        let changes = [self.read_at, deleted_at];
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
            record_version: 1 + changes.iter().flatten().fold(0, |count, _| count + 1),
            created_at: self.sent_at,
            updated_at: changes.into_iter().flatten().max().unwrap_or(self.sent_at),
            owner: self.sender.clone(),
        }
    }

    /// As staff see it: with who deleted it, if somebody did.
    pub(crate) fn for_staff(&self, thread: &Thread) -> StaffMessageView {
        StaffMessageView {
            message: self.view(thread),
            deletion: self.deletion.clone(),
            joins: None,
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
    /// Deleted ones, too.
    pub(crate) with_deleted: bool,
}

/// What is to be sent, as it was found to be good.
#[derive(Debug, Clone)]
pub(crate) struct NewMessage {
    pub(crate) thread: String,
    /// Sanitised.
    pub(crate) content: String,
    pub(crate) receiver: Option<AccountId>,
    pub(crate) sender: Option<AccountId>,
    /// What the client calls it.
    pub(crate) client_id: Option<String>,
}

/// A point in a history.
#[derive(Debug, Clone)]
pub(crate) enum HistoryPoint {
    /// A message, by id.
    Message(String),
    /// A moment.
    Time(Timestamp),
}

/// Which messages the staff list: any of the ids of each list, or all if it is empty.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct MessageFilter {
    pub(crate) threads: Vec<String>,
    pub(crate) senders: Vec<String>,
    pub(crate) receivers: Vec<String>,
    pub(crate) read: Option<bool>,
    pub(crate) active: Option<bool>,
    /// What the text has in it, whatever its case and accents.
    pub(crate) content: String,
}
