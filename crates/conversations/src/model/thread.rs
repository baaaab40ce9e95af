//! Threads as they are stored and as they are asked for.

use accounts::AccountId;
use platform::Timestamp;

use super::{InboxView, ThreadBrief, ThreadId, ThreadView};

/// A thread as it is stored.
#[derive(Debug, Clone)]
pub(crate) struct Thread {
    pub(crate) seq: i64,
    pub(crate) id: ThreadId,
    pub(crate) listing: String,
    pub(crate) sender: AccountId,
    pub(crate) receiver: AccountId,
    pub(crate) last_message_at: Timestamp,
    pub(crate) message_count: i64,
    pub(crate) deleted_count: i64,
    pub(crate) last_sent_at: Timestamp,
    pub(crate) last_message: Option<String>,
    pub(crate) sender_unread: i64,
    pub(crate) receiver_unread: i64,
    pub(crate) sender_read_number: i64,
    pub(crate) receiver_read_number: i64,
    pub(crate) record_version: i64,
    pub(crate) created_at: Timestamp,
    pub(crate) updated_at: Timestamp,
    pub(crate) sender_kept: Kept,
    pub(crate) receiver_kept: Kept,
}

/// How one of the two keeps a thread.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) struct Kept {
    /// Put away, until there is a new message unless it is muted.
    pub(crate) archived: bool,
    /// Not counted where it is told how much is unread.
    pub(crate) muted: bool,
}

/// How somebody wants to keep a thread; what is not said stays as it is.
#[derive(Debug, Clone, Copy, Default)]
pub struct KeepThread {
    /// Whether it is put away.
    pub archived: Option<bool>,
    /// Whether they want to hear nothing of it.
    pub muted: Option<bool>,
}

/// One of the two sides of a thread.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Side {
    /// Who began it.
    Sender,
    /// The other one.
    Receiver,
}

impl Side {
    pub(crate) fn other(self) -> Self {
        match self {
            Self::Sender => Self::Receiver,
            Self::Receiver => Self::Sender,
        }
    }
}

impl Thread {
    /// Which side somebody is on, if any.
    pub(crate) fn side_of(&self, account: &AccountId) -> Option<Side> {
        if *account == self.sender {
            Some(Side::Sender)
        } else if *account == self.receiver {
            Some(Side::Receiver)
        } else {
            None
        }
    }

    /// Who is on a side.
    pub(crate) fn account(&self, side: Side) -> &AccountId {
        match side {
            Side::Sender => &self.sender,
            Side::Receiver => &self.receiver,
        }
    }

    /// Messages that a side has not read.
    pub(crate) fn unread(&self, side: Side) -> i64 {
        match side {
            Side::Sender => self.sender_unread,
            Side::Receiver => self.receiver_unread,
        }
    }

    pub(crate) fn unread_mut(&mut self, side: Side) -> &mut i64 {
        match side {
            Side::Sender => &mut self.sender_unread,
            Side::Receiver => &mut self.receiver_unread,
        }
    }

    /// How a side keeps it.
    pub(crate) fn kept(&self, side: Side) -> Kept {
        match side {
            Side::Sender => self.sender_kept,
            Side::Receiver => self.receiver_kept,
        }
    }

    pub(crate) fn kept_mut(&mut self, side: Side) -> &mut Kept {
        match side {
            Side::Sender => &mut self.sender_kept,
            Side::Receiver => &mut self.receiver_kept,
        }
    }

    /// A new message brings it back to who has put it away, unless they want to hear nothing of it.
    pub(crate) fn come_back(&mut self) {
        for kept in [&mut self.sender_kept, &mut self.receiver_kept] {
            kept.archived &= kept.muted;
        }
    }

    /// The number up to which a side has nothing left to read.
    pub(crate) fn read_number_mut(&mut self, side: Side) -> &mut i64 {
        match side {
            Side::Sender => &mut self.sender_read_number,
            Side::Receiver => &mut self.receiver_read_number,
        }
    }

    /// Where it stands in a list of threads.
    pub(crate) fn place(&self) -> ThreadPosition {
        ThreadPosition {
            at: self.last_message_at,
            seq: self.seq,
        }
    }

    pub(crate) fn view(&self) -> ThreadView {
        ThreadView {
            id: self.id.clone(),
            last_message_at: self.last_message_at,
            listing_id: self.listing.clone(),
            receiver_id: self.receiver.clone(),
            sender_id: self.sender.clone(),
            is_active: true,
            record_version: self.record_version,
            created_at: self.created_at,
            updated_at: self.updated_at,
            owner: self.sender.clone(),
        }
    }

    pub(crate) fn brief(&self) -> ThreadBrief {
        ThreadBrief {
            last_message_at: self.last_message_at,
            listing_id: self.listing.clone(),
            receiver_id: self.receiver.clone(),
            sender_id: self.sender.clone(),
        }
    }
}

/// A thread, and what keeps somebody from writing in it.
pub(crate) struct WritableThread {
    pub(crate) thread: Thread,
    /// The other one blocks them.
    pub(crate) blocked: bool,
    /// The other one's account is gone.
    pub(crate) departed: bool,
}

/// What a thread begins with, ids in their usual form.
#[derive(Debug, Clone)]
pub struct NewThread {
    pub listing: String,
    /// The other one's account, if the client says so.
    pub receiver: AccountId,
    /// The account that sends, if the client says so.
    pub sender: Option<AccountId>,
}

/// The thread that the two have now.
pub struct StartedThread {
    /// The thread as it is now.
    pub view: ThreadView,
    /// They had it before.
    pub reused: bool,
}

/// Where a list of threads goes on: behind the thread with this time and sequence number.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ThreadPosition {
    /// The moment.
    pub at: Timestamp,
    /// Number in the order in which they were made.
    pub seq: i64,
}

impl ThreadPosition {
    /// Before everything that is as old as a moment, or older: whoever goes on behind the last thread that they were shown
    /// misses none of the same moment.
    pub(crate) fn time(at: Timestamp) -> Self {
        Self { at, seq: i64::MAX }
    }

    /// Above every thread.
    pub(crate) const TOP: Self = Self {
        at: Timestamp(i64::MAX),
        seq: i64::MAX,
    };

    /// What a client is given to go on from here.
    pub(crate) fn token(self) -> String {
        format!("{}-{}", self.at.0, self.seq)
    }

    /// The same, read back.
    pub(crate) fn from_token(token: &str) -> Option<Self> {
        let (at, seq) = token.split_once('-')?;
        let digits = |text: &str| text.bytes().all(|b| b.is_ascii_digit());
        if !digits(at) || !digits(seq) {
            return None;
        }
        Some(Self {
            at: Timestamp(at.parse().ok()?),
            seq: seq.parse().ok()?,
        })
    }
}

/// Which threads the staff list: any of the ids of each list, or all if it is empty.
#[derive(Debug, Clone, Default)]
pub struct ThreadFilter {
    /// Ids of listings.
    pub listings: Vec<String>,
    /// Ids of accounts.
    pub senders: Vec<String>,
    /// Ids of accounts.
    pub receivers: Vec<String>,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_place_survives_the_way_to_a_client_and_back() {
        let place = ThreadPosition {
            at: Timestamp(1_768_464_000_123_456),
            seq: 42,
        };
        assert_eq!(ThreadPosition::from_token(&place.token()), Some(place));
        for wrong in ["", "-", "1", "1-", "x-1", "1-+1", "99999999999999999999-1"] {
            assert_eq!(ThreadPosition::from_token(wrong), None, "{wrong}");
        }
    }
}

/// A thread that was read.
pub struct ReadThread {
    /// The thread as it is now.
    pub view: ThreadView,
    /// Messages that were marked.
    pub marked: i64,
    /// Messages that were unread.
    pub unread_before: i64,
    /// Messages that are unread now.
    pub unread: i64,
}

/// Which threads are asked for.
#[derive(Debug, Clone, Default)]
pub struct InboxQuery {
    /// Somebody else's; for staff.
    pub user: Option<AccountId>,
    /// Those about a listing: one's own, or everybody's for staff.
    pub listing: Option<String>,
    /// Everybody's; for staff.
    pub all: bool,
    /// Of one's own, those that one has put away; otherwise the others.
    pub archived: bool,
}

/// Where a list by cursor goes on.
#[derive(Debug, Clone)]
pub enum ThreadsBefore {
    /// At the top.
    Top,
    /// Behind a place that was given to the client.
    Position(ThreadPosition),
    /// With what is as old as this or older.
    Time(Timestamp),
    /// Behind a thread, wherever it stands now.
    Thread(String),
}

/// Which joins a caller wants.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum WantedJoins {
    /// Nothing.
    None,
    /// Only what this module has itself.
    Own,
    /// Everything.
    All,
}

/// Threads behind a place, and where they go on.
pub struct ThreadPart {
    /// In their order.
    pub threads: Vec<InboxView>,
    /// Where the next ones begin, if there are any.
    pub next: Option<ThreadPosition>,
    /// How many there are in all, before the place and behind it.
    pub total: i64,
}
