//! What happens in conversations. Events of one thread arrive in order: the thread is their subject.

use accounts::AccountId;
use platform::{Timestamp, events::Event};
use serde::{Deserialize, Serialize};

use crate::model::{MessageId, MessageView, ThreadId, ThreadView};

/// Where in an account's log it was noted, and how many messages of the thread that account has not read now.
#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Told {
    /// Whose log.
    pub account: AccountId,
    /// The number in it.
    pub seq: i64,
    /// Unread messages.
    pub unread: i64,
}

/// What of a thread a message changes.
#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct ThreadValues {
    /// When its last message was sent.
    pub last_message_at: Timestamp,
    pub record_version: i64,
    /// When it was last changed.
    pub updated_at: Timestamp,
}

/// A thread was begun.
#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct ThreadCreated {
    pub conversation_thread: ThreadView,
    /// Where it was noted.
    pub told: Vec<Told>,
}

/// Somebody has put a thread away, taken it out, muted it or hears of it again.
#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct ThreadKept {
    pub conversation_thread: ThreadView,
    /// What the thread shows of its last message.
    pub last_message: Option<String>,
    /// Where it was noted: for them alone.
    pub told: Vec<Told>,
}

/// A message was sent, and its thread has another last message.
#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct MessageCreated {
    pub conversation_message: MessageView,
    /// Its thread as it is now.
    pub conversation_thread: ThreadView,
    /// What that was before.
    pub old_thread_values: ThreadValues,
    /// What the thread shows of its last message.
    pub last_message: Option<String>,
    /// Where it was noted.
    pub told: Vec<Told>,
}

/// Messages were read. Before, `isRead` was false, `readAt` was null, `recordVersion` one less, and `updatedAt` what
/// `editedAt` is, or `sentAt` where they were not edited.
#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct MessagesRead {
    /// The messages as they are now, oldest first.
    pub conversation_messages: Vec<MessageView>,
    /// Whether every message before the last of them is read now, too.
    pub up_to: bool,
    pub conversation_thread: ThreadView,
    /// What the thread shows of its last message.
    pub last_message: Option<String>,
    /// Where it was noted.
    pub told: Vec<Told>,
}

/// What of a message its editing changes.
#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct MessageValues {
    /// The text.
    pub content: String,
    pub record_version: i64,
    /// When it was last changed.
    pub updated_at: Timestamp,
    /// When its text was.
    pub edited_at: Option<Timestamp>,
}

impl MessageValues {
    /// As a message is now.
    pub(crate) fn of(message: &MessageView) -> Self {
        Self {
            content: message.content.clone(),
            record_version: message.record_version,
            updated_at: message.updated_at,
            edited_at: message.edited_at,
        }
    }
}

/// Who wrote a message changed its text.
#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct MessageEdited {
    /// The message as it is now.
    pub conversation_message: MessageView,
    /// What it was before.
    pub old_message_values: MessageValues,
    pub conversation_thread: ThreadView,
    /// What the thread shows of its last message.
    pub last_message: Option<String>,
    /// Where it was noted.
    pub told: Vec<Told>,
}

/// A message was deleted, and its thread may have another last message.
#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct MessageDeleted {
    /// The message as it is kept.
    pub conversation_message: MessageView,
    /// Its thread as it is now.
    pub conversation_thread: ThreadView,
    /// What that was before.
    pub old_thread_values: ThreadValues,
    /// What the thread shows of its last message.
    pub last_message: Option<String>,
    pub deleted_by: AccountId,
    /// Where it was noted.
    pub told: Vec<Told>,
}

/// A message, and every one before it, has reached its receiver.
#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct MessagesDelivered {
    pub conversation_thread_id: ThreadId,
    /// The last of the messages.
    pub id: MessageId,
    pub receiver_id: AccountId,
    /// Where it was noted for who sent them.
    pub told: Told,
}

/// Somebody is writing.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Typing {
    pub conversation_thread_id: ThreadId,
    /// Who.
    pub user_id: AccountId,
    /// To whom.
    pub receiver_id: AccountId,
}

macro_rules! thread_event {
    ($($name:ty: $topic:literal by $subject:expr;)*) => {$(
        impl Event for $name {
            const TOPIC: &'static str = $topic;

            fn subject(&self) -> &str {
                let subject: fn(&Self) -> &ThreadId = $subject;
                subject(self).as_str()
            }
        }
    )*};
}

thread_event! {
    ThreadCreated: "conversations.thread.created" by |event| &event.conversation_thread.id;
    ThreadKept: "conversations.thread.kept" by |event| &event.conversation_thread.id;
    MessageCreated: "conversations.message.created" by |event| &event.conversation_thread.id;
    MessagesRead: "conversations.message.changed" by |event| &event.conversation_thread.id;
    MessageDeleted: "conversations.message.deleted" by |event| &event.conversation_thread.id;
    MessageEdited: "conversations.message.edited" by |event| &event.conversation_thread.id;
    MessagesDelivered: "conversations.message.delivered" by |event| &event.conversation_thread_id;
    Typing: "conversations.thread.typing" by |event| &event.conversation_thread_id;
}

macro_rules! plain_event {
    ($($(#[$meta:meta])* $name:ident $topic:literal;)*) => {$(
        $(#[$meta])*
        #[derive(Debug, Clone, Serialize, Deserialize)]
        pub struct $name {
            /// Which.
            pub id: String,
        }

        impl Event for $name {
            const TOPIC: &'static str = $topic;

            fn subject(&self) -> &str {
                &self.id
            }
        }
    )*};
}

plain_event! {
    /// Somebody reported a message.
    ReportCreated "conversations.report.created";
    /// A moderator closed a report.
    ReportChanged "conversations.report.changed";
    /// Somebody blocks somebody.
    BlockCreated "conversations.block.created";
    /// Somebody does not block somebody any more.
    BlockDeleted "conversations.block.deleted";
}
