//! A product as it is looked up: what is shown, whose it is, and whether shoppers may see it.

use accounts::AccountId;

use super::{ProductView, Withheld};

/// A product as it is shown, and which stored resources and impacts were looked up for it.
pub struct ShownProduct {
    pub(crate) view: ProductView,
    pub(crate) refers_to: Vec<String>,
    pub(crate) withheld: Withheld,
    pub(crate) note: Option<String>,
    pub(crate) owner: AccountId,
}

impl ShownProduct {
    /// As it is shown.
    pub fn view(&self) -> &ProductView {
        &self.view
    }

    /// Whether it is of an account's business.
    pub fn is_of(&self, account: &AccountId) -> bool {
        self.owner == *account
    }

    /// Why shoppers do not see it in lists, beside its UMKM's approval.
    pub fn withheld(&self) -> Withheld {
        self.withheld
    }

    /// A few words of its owner's about what is in stock.
    pub fn note(&self) -> Option<&str> {
        self.note.as_deref()
    }
}
