//! A product as it is offered: whether shoppers see it, and what its owner sees of it in a table.

use super::{Price, ProductId, ProductKey, Ratings};

/// A reason for which shoppers do not see a product.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Withholding {
    /// Its owner has hidden it.
    ByOwner = 1,
    /// An administrator has hidden it.
    ByStaff = 2,
    /// Its owner has deleted it, and may bring it back for a while.
    Removed = 4,
}

/// All reasons for which shoppers do not see a product. Each stands for itself: an owner who shows a product again does not
/// undo what an administrator decided.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Withheld(pub(crate) i64);

impl Withheld {
    /// Whether there is no reason at all.
    pub fn is_nothing(self) -> bool {
        self.0 == 0
    }

    /// Whether a reason is among them.
    pub fn has(self, reason: Withholding) -> bool {
        self.0 & reason as i64 != 0
    }

    /// With a reason, or without it.
    #[must_use]
    pub(crate) fn set(self, reason: Withholding, holds: bool) -> Self {
        let others = self.0 & !(reason as i64);
        Self(if holds { others | reason as i64 } else { others })
    }
}

/// What decides whether a product is listed.
#[derive(Clone)]
pub(crate) struct Offer {
    pub(crate) key: ProductKey,
    pub(crate) name: String,
    pub(crate) withheld: Withheld,
    pub(crate) note: Option<String>,
    /// Whether its UMKM is approved.
    pub(crate) approved: bool,
}

/// What an owner changes without opening the product: its price, and a few words about what is in stock.
#[derive(Debug, Clone)]
pub struct OfferIn {
    pub price: Price,
    /// Blank for none.
    pub note: String,
}

/// In which order an owner's products come.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum OwnOrder {
    #[default]
    Newest,
    Name,
    Cheapest,
    /// Those that were looked at most come first.
    MostViewed,
    /// By the Bayesian mean of ratings.
    BestRated,
}

impl OwnOrder {
    /// All of them.
    pub const ALL: [Self; 5] = [
        Self::Newest,
        Self::Name,
        Self::Cheapest,
        Self::MostViewed,
        Self::BestRated,
    ];
}

/// A product as its owner's table shows it.
#[derive(Debug, Clone)]
pub struct OwnProduct {
    pub id: ProductId,
    pub name: String,
    /// Its first picture, if it has any.
    pub picture: Option<String>,
    pub price: Price,
    pub category: Option<i64>,
    pub ratings: Ratings,
    pub withheld: Withheld,
    pub note: Option<String>,
    /// How often its page was opened within the last seven days.
    pub views: i64,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_reason_that_goes_leaves_the_others() {
        let both = Withheld::default()
            .set(Withholding::ByOwner, true)
            .set(Withholding::ByStaff, true);
        let one = both.set(Withholding::ByOwner, false);
        assert!(one.has(Withholding::ByStaff) && !one.has(Withholding::ByOwner) && !one.is_nothing());
        assert!(one.set(Withholding::ByStaff, false).is_nothing());
        assert_eq!(one.set(Withholding::ByStaff, true), one);
    }
}
