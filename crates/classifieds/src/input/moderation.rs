//! Request bodies about reports and decisions.

use platform::{Error, Rule, text::Check};
use serde::Deserialize;

use super::listing::Pick;
use crate::{
    model::{
        listing::Status,
        moderation::{ListingReportStatus, NewReport, Reason, Verdict},
    },
    rules::listing::choice,
};

/// Longest text of a report or a note, in characters.
pub(crate) const LONGEST: usize = 1_000;

/// A report of a listing or a person.
#[derive(Debug, Clone, Default, Deserialize, schemars::JsonSchema)]
pub struct ListingReportIn {
    /// `fraud`, `prohibited`, `spam`, `offensive`, `misplaced`, `duplicate`, `contact_details`, `pictures` or `other`.
    pub reason: String,
    /// In one's own words; needed with `other`. At most 1,000 characters.
    pub text: Option<String>,
}

impl ListingReportIn {
    /// The report, if it is good by itself.
    pub fn check(&self) -> Result<NewReport, Error> {
        let mut check = Check::new();
        let reason = reason(&mut check, &self.reason);
        let text = check.maybe_clean("text", self.text.as_deref(), LONGEST);
        if reason == Some(Reason::Other) && text.is_none() {
            check.note("text", Rule::Required);
        }
        check.finish()?;
        let reason = reason.ok_or_else(|| Error::internal("a report without a reason was let through"))?;
        Ok(NewReport { reason, text })
    }
}

fn reason(check: &mut Check, name: &str) -> Option<Reason> {
    let found = Reason::by_name(name);
    if name.is_empty() {
        check.note("reason", Rule::Required);
    } else if found.is_none() {
        let names: Vec<_> = Reason::ALL.iter().map(|reason| reason.name()).collect();
        check.note("reason", Rule::Type(format!("one of {}", names.join(", ")).into()));
    }
    found
}

/// Where a report is to stand.
#[derive(Debug, Clone, Deserialize, schemars::JsonSchema)]
pub struct ReportStatusIn {
    /// `upheld`, `dismissed`, or `open` again.
    pub status: String,
}

impl ReportStatusIn {
    /// The status.
    pub fn check(&self) -> Result<ListingReportStatus, Error> {
        let wrong = || Error::invalid_field("status", Rule::Type("one of open, upheld, dismissed".into()));
        ListingReportStatus::by_name(&self.status).ok_or_else(wrong)
    }
}

/// A decision about a listing.
#[derive(Debug, Clone, Deserialize, schemars::JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct DecisionIn {
    /// The status that it gets, or keeps: `active`, `rejected`, `pending_review` or `archived`, or its index.
    pub status: Pick,
    /// Needed to reject; as in a report.
    pub reason: Option<String>,
    /// What its owner is told beside the reason; at most 1,000 characters.
    pub note: Option<String>,
    /// What moderators tell each other; at most 1,000 characters.
    pub private_note: Option<String>,
}

impl DecisionIn {
    /// The decision, if it is good by itself.
    pub fn check(&self) -> Result<Verdict, Error> {
        let mut check = Check::new();
        let to: Option<Status> = choice(&mut check, "status", &self.status);
        let given = self.reason.as_deref().filter(|name| !name.is_empty());
        let reason = given.and_then(|name| reason(&mut check, name));
        if to == Some(Status::Rejected) && given.is_none() {
            check.note("reason", Rule::Required);
        }
        let note = check.maybe_clean("note", self.note.as_deref(), LONGEST);
        let private_note = check.maybe_clean("privateNote", self.private_note.as_deref(), LONGEST);
        check.finish()?;
        Ok(Verdict {
            to: to.ok_or_else(|| Error::internal("a decision without a status was let through"))?,
            reason,
            note,
            private_note,
        })
    }
}
