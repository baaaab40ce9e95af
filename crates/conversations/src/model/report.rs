//! Reports as they are stored.

use accounts::AccountId;
use platform::Timestamp;

use super::{ReportView, message::Message, thread::Thread};

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

/// A report with what it is about.
#[derive(Debug, Clone)]
pub(crate) struct Report {
    pub(crate) id: String,
    pub(crate) reporter: AccountId,
    pub(crate) reason: String,
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
