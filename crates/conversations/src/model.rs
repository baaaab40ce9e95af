//! What conversations look like to their clients. Keys and their order follow the documented samples.

use accounts::AccountId;
use platform::{Timestamp, text_id, version::Versioned};
use serde::Serialize;

pub(crate) mod attachment;
pub(crate) mod block;
pub(crate) mod live;
pub(crate) mod message;
pub(crate) mod quick;
pub(crate) mod report;
pub(crate) mod thread;

use crate::listings::Listing;
use attachment::Attachment;

text_id! {
    /// A thread's id (UUIDv7).
    pub struct ThreadId
}
text_id! {
    /// A message's id (UUIDv7).
    pub struct MessageId
}

/// A thread by itself.
#[derive(Debug, Clone, Serialize, schemars::JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct ThreadView {
    pub id: ThreadId,
    /// When its last message was sent; when it was begun, if there is none.
    pub last_message_at: Timestamp,
    /// The listing that it is about.
    pub listing_id: String,
    /// The other one.
    pub receiver_id: AccountId,
    /// Who began it.
    pub sender_id: AccountId,
    /// Always true: threads are not deleted.
    pub is_active: bool,
    /// 1, and one more per change.
    pub record_version: i64,
    /// When it was begun.
    pub created_at: Timestamp,
    /// When it was last changed.
    pub updated_at: Timestamp,
    /// Who began it.
    #[serde(rename = "_owner")]
    pub owner: AccountId,
}

/// A thread as somebody's inbox shows it.
#[derive(Debug, Clone, Serialize, schemars::JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct InboxView {
    #[serde(flatten)]
    pub thread: ThreadView,
    /// The first 80 characters of its last message.
    pub last_message: Option<String>,
    /// Messages that whoever's inbox it is has not read; 0 in a thread between others.
    pub unread_count: i64,
    /// What is joined to it, unless the caller does not want joins.
    #[serde(flatten)]
    pub joins: Option<InboxJoins>,
    /// True where whoever's inbox it is has put it away.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub is_archived: Option<bool>,
    /// True where they want to hear nothing of it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub is_muted: Option<bool>,
}

/// What is joined to a thread of an inbox.
#[derive(Debug, Clone, Serialize, schemars::JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct InboxJoins {
    /// The listing; `null` if it is gone.
    pub listing: Option<Listing>,
    /// The other one.
    pub receiver_user: Person,
    /// Who began it.
    pub sender_user: Person,
}

/// A thread as staff see it.
#[derive(Debug, Serialize, schemars::JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct StaffThreadView {
    #[serde(flatten)]
    pub thread: ThreadView,
    /// What is joined to it, unless the caller does not want joins.
    #[serde(flatten)]
    pub joins: Option<StaffThreadJoins>,
}

/// What is joined to a thread for staff.
#[derive(Debug, Serialize, schemars::JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct StaffThreadJoins {
    /// The whole listing; `null` if it is gone.
    pub listing: Option<WholeListing>,
    /// The other one.
    pub receiver_user: Person,
    /// Who began it.
    pub sender_user: Person,
}

/// A listing with everything that staff see of it.
#[derive(Debug, Serialize, schemars::JsonSchema)]
#[serde(transparent)]
pub struct WholeListing(
    #[schemars(with = "serde_json::Map<String, serde_json::Value>")] pub(crate) Box<serde_json::value::RawValue>,
);

/// The name of somebody.
#[derive(Debug, Clone, Serialize, schemars::JsonSchema)]
pub struct Person {
    /// Name to show; `null` if the account is gone.
    pub fullname: Option<String>,
}

/// A message.
#[derive(Debug, Clone, Serialize, schemars::JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct MessageView {
    pub id: MessageId,
    /// The text.
    pub content: String,
    /// The thread that it belongs to.
    pub conversation_thread_id: ThreadId,
    /// Whether the receiver has read it.
    pub is_read: bool,
    /// When they did.
    pub read_at: Option<Timestamp>,
    /// The other one of the thread.
    pub receiver_id: AccountId,
    /// Who wrote it.
    pub sender_id: AccountId,
    /// When it was sent; later than every earlier message of the thread.
    pub sent_at: Timestamp,
    /// False once it was deleted.
    pub is_active: bool,
    /// 1, and one more per change.
    pub record_version: i64,
    /// When it was sent.
    pub created_at: Timestamp,
    /// When it was last changed.
    pub updated_at: Timestamp,
    /// Who wrote it.
    #[serde(rename = "_owner")]
    pub owner: AccountId,
    /// When who wrote it last changed it, if they did.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub edited_at: Option<Timestamp>,
    /// Pictures that came with it, in their order; absent where there are none.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub attachments: Vec<Attachment>,
}

/// What a message said before.
#[derive(Debug, Clone, Serialize, schemars::JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct EarlierVersion {
    /// The text.
    pub content: String,
    /// Since when it said so.
    pub written_at: Timestamp,
    /// Until when.
    pub replaced_at: Timestamp,
}

/// A message as staff see it.
#[derive(Debug, Serialize, schemars::JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct StaffMessageView {
    #[serde(flatten)]
    pub message: MessageView,
    /// Who deleted it, when and why.
    #[serde(flatten)]
    pub deletion: Option<Deletion>,
    /// What is joined to it, where that is documented and wanted.
    #[serde(flatten)]
    pub joins: Option<MessageJoins>,
    /// What it said before it was edited, oldest first, where staff look at one message.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub earlier_versions: Vec<EarlierVersion>,
}

/// Who deleted a message, when and why.
#[derive(Debug, Clone, Serialize, schemars::JsonSchema)]
pub struct Deletion {
    /// When.
    #[serde(rename = "deletedAt")]
    pub at: Timestamp,
    /// Who.
    #[serde(rename = "deletedBy")]
    pub by: AccountId,
    /// Why, if they said so.
    #[serde(rename = "deletedReason")]
    pub reason: Option<String>,
}

/// What is joined to a message for staff.
#[derive(Debug, Serialize, schemars::JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct MessageJoins {
    pub thread: ThreadBrief,
    /// The other one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub receiver_user: Option<Person>,
    /// Who wrote it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub sender_user: Option<Person>,
}

/// A thread as it is joined to its messages.
#[derive(Debug, Clone, Serialize, schemars::JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct ThreadBrief {
    /// When its last message was sent.
    pub last_message_at: Timestamp,
    /// The listing that it is about.
    pub listing_id: String,
    /// The other one.
    pub receiver_id: AccountId,
    /// Who began it.
    pub sender_id: AccountId,
}

/// Somebody who may not write to somebody else.
#[derive(Debug, Clone, Serialize, schemars::JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct BlockView {
    pub id: String,
    /// Who is blocked.
    pub user_id: AccountId,
    /// Their name.
    pub user: Person,
    /// False in the answer to lifting it.
    pub is_active: bool,
    /// Always 1.
    pub record_version: i64,
    /// Since when.
    pub created_at: Timestamp,
    /// Since when.
    pub updated_at: Timestamp,
    /// What kind of reason there was (`spam`, `fraud`, `insult`, `offPlatformPayment` or `other`), if who blocks said so.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub category: Option<&'static str>,
    /// Who blocks.
    #[serde(rename = "_owner")]
    pub owner: AccountId,
}

/// A complaint about a message.
#[derive(Debug, Serialize, schemars::JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct ReportView {
    pub id: String,
    pub conversation_message_id: MessageId,
    /// Who complains.
    pub reporter_id: AccountId,
    /// Why.
    pub reason: String,
    /// What kind of reason that is (`spam`, `fraud`, `insult`, `offPlatformPayment` or `other`), if who complains said so.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub category: Option<&'static str>,
    /// Where it stands.
    pub status: &'static str,
    /// The same as a number.
    #[serde(rename = "status_idx")]
    pub status_idx: i64,
    /// What the moderator noted.
    pub note: Option<String>,
    pub closed_by: Option<AccountId>,
    /// When it was closed.
    pub closed_at: Option<Timestamp>,
    /// Always true: reports are not deleted.
    pub is_active: bool,
    /// 1, and one more per change.
    pub record_version: i64,
    /// When it was made.
    pub created_at: Timestamp,
    /// When it was last changed.
    pub updated_at: Timestamp,
    /// Who complains.
    #[serde(rename = "_owner")]
    pub owner: AccountId,
    /// The message and the reporter, in the moderators' queue.
    #[serde(flatten)]
    pub joins: Option<ReportJoins>,
}

/// What is joined to a report in the moderators' queue.
#[derive(Debug, Serialize, schemars::JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct ReportJoins {
    pub message: StaffMessageView,
    /// Who complains.
    pub reporter: Person,
}

impl Versioned for ThreadView {
    fn version(&self) -> i64 {
        self.record_version
    }
}

impl Versioned for MessageView {
    fn version(&self) -> i64 {
        self.record_version
    }
}

impl Versioned for BlockView {
    fn version(&self) -> i64 {
        self.record_version
    }
}

impl Versioned for ReportView {
    fn version(&self) -> i64 {
        self.record_version
    }
}

impl Versioned for InboxView {
    fn version(&self) -> i64 {
        self.thread.record_version
    }
}

impl Versioned for StaffMessageView {
    fn version(&self) -> i64 {
        self.message.record_version
    }
}
