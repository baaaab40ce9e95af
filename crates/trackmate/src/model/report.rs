//! What shoppers say is wrong with a product, and what administrators read of it.

use platform::{Timestamp, text_id};

use super::{ProductId, Withheld};

text_id! {
    /// `report-` and 16 characters.
    pub struct ReportId
}

/// What is wrong, out of few.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ReportReason {
    /// What is told of the product is not so.
    Misleading,
    /// It may not be sold.
    Forbidden,
    /// Words or pictures that offend.
    Offensive,
    /// It passes for somebody else's.
    Copied,
    /// What the words say.
    Other,
}

impl ReportReason {
    /// All of them.
    pub const ALL: [Self; 5] = [
        Self::Misleading,
        Self::Forbidden,
        Self::Offensive,
        Self::Copied,
        Self::Other,
    ];

    /// The name that is stored and sent.
    pub fn name(self) -> &'static str {
        match self {
            Self::Misleading => "misleading",
            Self::Forbidden => "forbidden",
            Self::Offensive => "offensive",
            Self::Copied => "copied",
            Self::Other => "other",
        }
    }

    /// The one of a name.
    pub fn of_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|reason| reason.name() == name)
    }
}

/// A report as it was sent.
#[derive(Debug, Clone)]
pub struct ReportIn {
    /// The name of a reason.
    pub reason: String,
    /// In a shopper's words; may be blank unless the reason is another one.
    pub said: String,
}

/// A checked report.
#[derive(Debug, Clone)]
pub(crate) struct NewReport {
    pub(crate) reason: ReportReason,
    pub(crate) said: String,
}

/// A report as administrators read it.
#[derive(Debug, Clone)]
pub struct Report {
    pub id: ReportId,
    pub product: ProductId,
    pub product_name: String,
    /// Whether shoppers still see the product.
    pub withheld: Withheld,
    pub maker_name: String,
    pub reason: ReportReason,
    pub said: String,
    pub created_at: Timestamp,
    pub handled_at: Option<Timestamp>,
}
