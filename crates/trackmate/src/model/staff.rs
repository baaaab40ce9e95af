//! What administrators do, as it is noted for other administrators.

use platform::Timestamp;

/// Something that an administrator did.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum StaffAction {
    ApproveUmkm,
    WithdrawUmkm,
    ApproveImpact,
    WithdrawImpact,
    HideProduct,
    ShowProduct,
    CloseReport,
    /// This and the following are noted by accounts today, and here in rows of before.
    SuspendAccount,
    UnsuspendAccount,
    GiveRole,
    TakeRole,
}

impl StaffAction {
    /// All of them.
    pub const ALL: [Self; 11] = [
        Self::ApproveUmkm,
        Self::WithdrawUmkm,
        Self::ApproveImpact,
        Self::WithdrawImpact,
        Self::HideProduct,
        Self::ShowProduct,
        Self::CloseReport,
        Self::SuspendAccount,
        Self::UnsuspendAccount,
        Self::GiveRole,
        Self::TakeRole,
    ];

    /// The name that is stored.
    pub fn name(self) -> &'static str {
        match self {
            Self::ApproveUmkm => "umkm-approve",
            Self::WithdrawUmkm => "umkm-withdraw",
            Self::ApproveImpact => "impact-approve",
            Self::WithdrawImpact => "impact-withdraw",
            Self::HideProduct => "product-hide",
            Self::ShowProduct => "product-show",
            Self::CloseReport => "report-close",
            Self::SuspendAccount => "account-suspend",
            Self::UnsuspendAccount => "account-unsuspend",
            Self::GiveRole => "role-give",
            Self::TakeRole => "role-take",
        }
    }

    /// The one of a name.
    pub fn of_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|action| action.name() == name)
    }
}

/// What waits for administrators.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Queue {
    Umkm,
    Impacts,
    Reports,
}

/// Something that waits for administrators.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WaitingThing {
    /// A name to show: of a business, an impact, or the product that was reported.
    pub name: String,
    pub since: Timestamp,
    /// How often it was reported.
    pub reports: i64,
}

impl Queue {
    pub(crate) const ALL: [Self; 3] = [Self::Umkm, Self::Impacts, Self::Reports];
}

/// What an administrator did, to what, and why.
#[derive(Debug, Clone)]
pub struct StaffNote {
    /// The administrator's name; empty if the account is gone.
    pub actor: String,
    pub action: StaffAction,
    /// The id of what it was done to.
    pub subject: String,
    /// How that was called then.
    pub subject_name: String,
    /// May be empty.
    pub reason: String,
    pub at: Timestamp,
}

/// What something was done to.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Subject<'a> {
    pub(crate) id: &'a str,
    pub(crate) name: &'a str,
}
