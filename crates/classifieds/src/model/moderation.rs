//! What people report, what rules hold back, and what moderators decide.

use accounts::AccountId;
use platform::{Timestamp, version::Versioned};
use serde::{Deserialize, Serialize};

use super::{
    attribute::InheritedAttribute,
    listing::{ListingId, Status, StoredListing},
};

/// Why something is reported or refused.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Reason {
    /// The same again and again, or advertising.
    Spam,
    /// Somebody wants money for nothing.
    Fraud,
    /// What may not be offered.
    Prohibited,
    /// Insults, hatred, nakedness.
    Offensive,
    /// In the wrong category or place.
    Misplaced,
    /// It is there already.
    Duplicate,
    /// How to reach somebody, where it does not belong.
    ContactDetails,
    /// Pictures that show something else, or nothing.
    Pictures,
    /// Anything else, in words.
    Other,
}

impl Reason {
    /// Every one.
    pub const ALL: [Self; 9] = [
        Self::Fraud,
        Self::Prohibited,
        Self::Spam,
        Self::Offensive,
        Self::Misplaced,
        Self::Duplicate,
        Self::ContactDetails,
        Self::Pictures,
        Self::Other,
    ];

    /// As it is written.
    pub fn name(self) -> &'static str {
        match self {
            Self::Spam => "spam",
            Self::Fraud => "fraud",
            Self::Prohibited => "prohibited",
            Self::Offensive => "offensive",
            Self::Misplaced => "misplaced",
            Self::Duplicate => "duplicate",
            Self::ContactDetails => "contact_details",
            Self::Pictures => "pictures",
            Self::Other => "other",
        }
    }

    /// The one that is written so.
    pub fn by_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|reason| reason.name() == name)
    }
}

/// Where a report stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum ListingReportStatus {
    Open,
    /// A moderator agreed.
    Upheld,
    /// A moderator did not.
    Dismissed,
}

impl ListingReportStatus {
    /// Every one, by index.
    pub(crate) const ALL: [Self; 3] = [Self::Open, Self::Upheld, Self::Dismissed];

    pub(crate) fn index(self) -> i64 {
        match self {
            Self::Open => 0,
            Self::Upheld => 1,
            Self::Dismissed => 2,
        }
    }

    /// The one that is written so.
    pub fn by_name(name: &str) -> Option<Self> {
        match name {
            "open" => Some(Self::Open),
            "upheld" => Some(Self::Upheld),
            "dismissed" => Some(Self::Dismissed),
            _ => None,
        }
    }
}

/// A report of a listing or of a person. Who closed it is told to staff alone.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, schemars::JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct ListingReport {
    pub id: String,
    /// The listing, if it is about one.
    pub listing_id: Option<ListingId>,
    /// The person, if it is about one.
    pub person_id: Option<AccountId>,
    pub reporter_id: AccountId,
    pub reason: Reason,
    /// In the reporter's words.
    pub text: Option<String>,
    pub status: ListingReportStatus,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub closed_by: Option<AccountId>,
    pub closed_at: Option<Timestamp>,
    pub record_version: i64,
    pub created_at: Timestamp,
    pub updated_at: Timestamp,
}

impl Versioned for ListingReport {
    fn version(&self) -> i64 {
        self.record_version
    }
}

/// A report that was checked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewReport {
    pub reason: Reason,
    /// In the reporter's words.
    pub text: Option<String>,
}

/// What a report is about, as it is stored.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum ReportSubject {
    Listing(i64),
    Person(AccountId),
}

/// What a moderator decided about a listing.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, schemars::JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct ListingDecision {
    pub id: String,
    pub listing_id: ListingId,
    /// Who decided; told to staff alone.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub moderator_id: Option<AccountId>,
    pub from_status: Status,
    pub to_status: Status,
    pub reason: Option<Reason>,
    /// What its owner is told beside the reason.
    pub note: Option<String>,
    /// What moderators tell each other; told to staff alone.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub private_note: Option<String>,
    pub decided_at: Timestamp,
    /// When it was taken back.
    pub undone_at: Option<Timestamp>,
}

impl ListingDecision {
    /// As its owner may see it.
    pub(crate) fn for_owner(self) -> Self {
        Self {
            moderator_id: None,
            private_note: None,
            ..self
        }
    }
}

/// A decision that a moderator makes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Verdict {
    pub to: Status,
    pub reason: Option<Reason>,
    pub note: Option<String>,
    pub private_note: Option<String>,
}

/// Rules by which what people offer waits for a moderator, whether or not all of it does.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(rename_all = "camelCase", default)]
pub struct HoldingRules {
    /// Words and phrases, found without case and accents; `*` at the end stands for any ending. At most 500.
    pub words: Vec<String>,
    /// Whether telephone numbers, addresses of mail and of messengers in texts hold.
    pub contact_details: bool,
    /// Whether asking for money before anything was seen holds.
    pub deposit_first: bool,
    /// An account younger than so many days is new; 0 for none.
    pub new_account_days: u32,
    /// So many listings within a day of a new account are let through.
    pub new_account_listings: u32,
}

/// The rules, and which version of them.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, schemars::JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct StoredRules {
    #[serde(flatten)]
    pub rules: HoldingRules,
    /// 1 before anything was set, and one more with each change.
    pub record_version: i64,
}

impl Default for StoredRules {
    fn default() -> Self {
        Self {
            rules: HoldingRules::default(),
            record_version: 1,
        }
    }
}

impl Versioned for StoredRules {
    fn version(&self) -> i64 {
        self.record_version
    }
}

/// What a rule found.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
pub struct Held {
    pub rule: HoldingRule,
    /// The words that it found.
    pub found: String,
}

/// A rule that holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum HoldingRule {
    Words,
    ContactDetails,
    DepositFirst,
    NewAccount,
}

/// What is known of whoever offers something.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct SenderHistory {
    pub since: Option<Timestamp>,
    /// Listings that are there.
    pub listings: i64,
    /// Listings that were refused and still are.
    pub rejected: i64,
    /// Reports of their listings and of them that were upheld.
    pub upheld: i64,
}

/// Something that waits for a moderator.
pub struct QueuedListing {
    pub listing: StoredListing,
    /// What its category asked when it was made, to name what it says.
    pub asked: Vec<InheritedAttribute>,
    /// Open reports.
    pub reports: Vec<ListingReport>,
    pub held: Vec<Held>,
    pub sender: SenderHistory,
    /// Which other moderator looks at it.
    pub claimed_by: Option<AccountId>,
    /// What moderators told each other about it.
    pub notes: Vec<String>,
}

/// Somebody who was reported.
pub struct ReportedPerson {
    pub person: AccountId,
    pub name: String,
    pub reports: Vec<ListingReport>,
    pub sender: SenderHistory,
}

/// How much moderators did, by what they decided.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ModerationFigures {
    /// Listings that wait.
    pub waiting: i64,
    /// Open reports of listings.
    pub reported: i64,
    /// Open reports of people.
    pub people: i64,
    /// Decisions of the last seven days: let through, refused, and taken back.
    pub approved: i64,
    pub rejected: i64,
    pub undone: i64,
}
