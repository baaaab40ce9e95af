//! The catalogue as shoppers look through it: cards, orders, and how many there are of each category.

use platform::page::Paging;

use super::{Place, Price, ProductId, UmkmId};

/// In which order products come.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum Order {
    /// What matches words best comes first; without words, the newest.
    #[default]
    BestMatch,
    Newest,
    /// By the Bayesian mean of ratings.
    BestRated,
    Cheapest,
    Dearest,
}

impl Order {
    /// All of them.
    pub const ALL: [Self; 5] = [
        Self::BestMatch,
        Self::Newest,
        Self::BestRated,
        Self::Cheapest,
        Self::Dearest,
    ];
}

/// What somebody looks for.
#[derive(Debug, Clone, Default)]
pub struct Wanted {
    /// Words that products have; blank for all.
    pub words: String,
    /// Only those of a category.
    pub category: Option<i64>,
    pub order: Order,
}

/// A product as a card shows it.
#[derive(Debug, Clone)]
pub struct ProductCard {
    pub id: ProductId,
    pub name: String,
    /// Its first picture, if it has any.
    pub picture: Option<String>,
    pub price: Price,
    pub category: Option<i64>,
    pub ratings: Ratings,
    pub maker: UmkmId,
    pub maker_name: String,
    /// Where its maker is.
    pub place: Place,
}

/// The ratings of a product.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Ratings {
    pub count: i64,
    /// Of all stars.
    pub sum: i64,
}

impl Ratings {
    /// The mean in tenths of a star; nothing while nobody has rated.
    pub fn tenths(self) -> Option<i64> {
        (self.count > 0).then(|| (self.sum * 10 + self.count / 2) / self.count)
    }
}

/// How often each number of stars was given: one star first.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Distribution(pub [i64; 5]);

/// A page of what was looked for.
#[derive(Debug)]
pub struct Found {
    pub cards: Vec<ProductCard>,
    pub paging: Paging,
    /// How many of all that have the words are of each category.
    pub categories: Vec<(i64, i64)>,
}

#[cfg(test)]
mod tests {
    use super::Ratings;

    #[test]
    fn a_mean_is_rounded_to_tenths() {
        let tenths = |count, sum| Ratings { count, sum }.tenths();
        assert_eq!([tenths(0, 0), tenths(3, 14), tenths(2, 9)], [None, Some(47), Some(45)]);
    }
}
