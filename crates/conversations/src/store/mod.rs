//! The only SQL of this crate.

pub(crate) mod answering;
pub(crate) mod attachment;
pub(crate) mod block;
pub(crate) mod delivery;
pub(crate) mod live;
pub(crate) mod message;
pub(crate) mod personal;
pub(crate) mod quick;
pub(crate) mod report;
pub(crate) mod search;
pub(crate) mod search_postgres;
pub(crate) mod search_sqlite;
pub(crate) mod staff;
pub(crate) mod thread;
pub(crate) mod unread;
pub(crate) mod version;

/// The columns that [`thread::Thread`] is read from, of `thread t`.
macro_rules! thread_columns {
    () => {
        "t.seq, t.id, t.listing_id, t.sender_id, t.receiver_id, t.last_message_at, t.message_count, t.deleted_count, \
         t.last_sent_at, t.last_message, t.sender_unread, t.receiver_unread, t.sender_read_number, \
         t.receiver_read_number, t.record_version, t.created_at, t.updated_at, t.sender_archived, t.sender_muted, \
         t.receiver_archived, t.receiver_muted"
    };
}

/// The columns that [`message::Message`] is read from, of `message m`.
macro_rules! message_columns {
    () => {
        "m.seq, m.id, m.number, m.sender_id, m.content, m.sent_at, m.read_at, m.client_id, m.deleted_at, m.deleted_by, \
         m.deleted_reason, m.edited_at, m.edit_count, m.attachments"
    };
}

use message_columns;
use thread_columns;
