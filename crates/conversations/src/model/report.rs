//! Reports as they are stored.

use accounts::AccountId;
use platform::Timestamp;

use super::{EarlierVersion, Person, ReportView, StaffMessageView, ThreadId, message::Message, thread::Thread};

/// Where a report stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ReportStatus {
    /// Nobody has looked yet.
    Open,
    /// Something was done.
    Resolved,
    /// Nothing had to be done.
    Dismissed,
}

impl ReportStatus {
    pub(crate) const ALL: [Self; 3] = [Self::Open, Self::Resolved, Self::Dismissed];

    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Open => "open",
            Self::Resolved => "resolved",
            Self::Dismissed => "dismissed",
        }
    }

    pub(crate) fn index(self) -> i64 {
        match self {
            Self::Open => 0,
            Self::Resolved => 1,
            Self::Dismissed => 2,
        }
    }

    /// By name in any case, or by number.
    pub(crate) fn by_name(text: &str) -> Option<Self> {
        let is = |status: &Self| status.name().eq_ignore_ascii_case(text) || status.index().to_string() == text;
        Self::ALL.into_iter().find(is)
    }
}

/// What kind of reason somebody has.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ReportCategory {
    /// Advertising, or the same again and again.
    Spam,
    /// They try to take money or goods.
    Fraud,
    /// They offend or threaten.
    Insult,
    /// They want to be paid where nobody looks.
    OffPlatformPayment,
    /// Something else.
    Other,
}

impl ReportCategory {
    /// All of them.
    pub const ALL: [Self; 5] = [
        Self::Spam,
        Self::Fraud,
        Self::Insult,
        Self::OffPlatformPayment,
        Self::Other,
    ];

    /// Its name in the API and in forms.
    pub fn name(self) -> &'static str {
        match self {
            Self::Spam => "spam",
            Self::Fraud => "fraud",
            Self::Insult => "insult",
            Self::OffPlatformPayment => "offPlatformPayment",
            Self::Other => "other",
        }
    }

    /// The one of a name, in any case.
    pub fn by_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|one| one.name().eq_ignore_ascii_case(name))
    }

    /// As it is stored.
    pub(crate) fn number(self) -> i64 {
        match self {
            Self::Spam => 1,
            Self::Fraud => 2,
            Self::Insult => 3,
            Self::OffPlatformPayment => 4,
            Self::Other => 0,
        }
    }

    /// What is stored, read back.
    pub(crate) fn of_number(number: Option<i64>) -> Option<Self> {
        Self::ALL.into_iter().find(|one| Some(one.number()) == number)
    }
}

/// What somebody reports, as it was found to be good.
#[derive(Debug, Clone)]
pub struct NewReport {
    /// Why, in words.
    pub reason: String,
    /// What kind of reason that is, if they say so.
    pub category: Option<ReportCategory>,
}

/// In which order moderators are shown what was reported.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CaseOrder {
    /// What was reported first.
    Oldest,
    /// Whoever was reported most often.
    MostReported,
}

/// What a moderator decides.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Verdict {
    /// Nothing is wrong.
    Dismiss,
    /// Something is, and the message stays.
    Uphold,
    /// The message goes.
    Delete,
}

/// An open report as the queue shows it.
pub struct ReportCase {
    /// With its message.
    pub report: ReportView,
    /// Who sent the message.
    pub sender: Person,
    /// Open reports of messages that they sent.
    pub open_of_sender: i64,
}

/// A report with all that moderators judge by.
pub struct ReportedCase {
    /// With its message.
    pub report: ReportView,
    /// What it said before it was edited, oldest first: who is reported may have changed it since.
    pub earlier: Vec<EarlierVersion>,
    /// That message among those around it, oldest first, deleted ones included.
    pub messages: Vec<StaffMessageView>,
    pub thread: CaseThread,
    /// What is known of who sent the message.
    pub record: SenderRecord,
}

/// Where a reported message was sent.
pub struct CaseThread {
    pub id: ThreadId,
    /// Who began it, and the other one.
    pub people: [(AccountId, Person); 2],
    /// What the listing is called; nothing if it is gone.
    pub title: Option<String>,
}

/// What is known of somebody whose message was reported.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct SenderRecord {
    /// Since when they have an account; nothing if it is gone.
    pub since: Option<Timestamp>,
    /// Threads that they began.
    pub threads: i64,
    /// Reports of their messages, that are open, that were found right, and that were not.
    pub open: i64,
    pub upheld: i64,
    pub dismissed: i64,
    /// People who block them.
    pub blocked_by: i64,
}

/// A report with what it is about.
#[derive(Debug, Clone)]
pub(crate) struct Report {
    pub(crate) id: String,
    pub(crate) reporter: AccountId,
    pub(crate) reason: String,
    pub(crate) category: Option<ReportCategory>,
    pub(crate) status: ReportStatus,
    pub(crate) note: Option<String>,
    pub(crate) closed_by: Option<AccountId>,
    pub(crate) closed_at: Option<Timestamp>,
    pub(crate) record_version: i64,
    pub(crate) created_at: Timestamp,
    pub(crate) updated_at: Timestamp,
    pub(crate) message: Message,
    pub(crate) thread: Thread,
}

/// A report before and after it was closed.
pub struct ClosedReport {
    /// As it was.
    pub before: ReportView,
    /// As it is.
    pub after: ReportView,
}
