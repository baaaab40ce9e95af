//! The catalogue as shoppers look through it: cards, orders, what narrows it, and how many there are of each choice.

use std::collections::BTreeMap;

use platform::page::Paging;

use super::{Place, Price, ProductId, Province, UmkmId};

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

/// A range of prices.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum PriceBand {
    Below25,
    From25To50,
    From50To100,
    From100To250,
    From250,
}

/// Hundredths in a thousand rupiah.
const THOUSAND: i64 = 100_000;

impl PriceBand {
    /// All of them, the cheapest first.
    pub const ALL: [Self; 5] = [
        Self::Below25,
        Self::From25To50,
        Self::From50To100,
        Self::From100To250,
        Self::From250,
    ];

    /// The least price in it, and the least above it, in thousands.
    pub fn thousands(self) -> (i64, Option<i64>) {
        match self {
            Self::Below25 => (0, Some(25)),
            Self::From25To50 => (25, Some(50)),
            Self::From50To100 => (50, Some(100)),
            Self::From100To250 => (100, Some(250)),
            Self::From250 => (250, None),
        }
    }

    /// The same as prices.
    pub(crate) fn range(self) -> (i64, i64) {
        let (from, to) = self.thousands();
        (from * THOUSAND, to.map_or(i64::MAX, |to| to * THOUSAND))
    }
}

/// What narrows the catalogue; several together.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Choices {
    /// Only those of a category.
    pub category: Option<i64>,
    /// Only those whose maker is in a province.
    pub province: Option<Province>,
    pub price: Option<PriceBand>,
}

/// What somebody looks for.
#[derive(Debug, Clone, Default)]
pub struct Wanted {
    /// Words that products have; blank for all.
    pub words: String,
    pub choices: Choices,
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
    /// How many there would be of each category, the other choices staying as they are.
    pub categories: Vec<(i64, i64)>,
    /// The same of provinces.
    pub provinces: Vec<(Province, i64)>,
    /// The same of ranges of prices.
    pub prices: Vec<(PriceBand, i64)>,
    /// What may have been meant, as the catalogue spells it: where nothing was found as it was typed.
    pub meant: Vec<String>,
}

/// What somebody who types may want.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Suggestion {
    /// Words to look for.
    Words(String),
    Product {
        id: ProductId,
        name: String,
    },
    Maker {
        id: UmkmId,
        name: String,
    },
}

/// How many products there are of each combination of choices.
#[derive(Debug, Default)]
pub(crate) struct Cube(pub(crate) Vec<(Cell, i64)>);

/// A combination.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Cell {
    pub(crate) category: Option<i64>,
    pub(crate) province: Option<Province>,
    pub(crate) price: PriceBand,
}

impl Cube {
    /// How many there are of what is chosen.
    pub(crate) fn total(&self, choices: Choices) -> i64 {
        self.count(choices, |_| Some(())).into_values().sum()
    }

    /// How many there are of each category, by number.
    pub(crate) fn categories(&self, choices: Choices) -> Vec<(i64, i64)> {
        let others = Choices {
            category: None,
            ..choices
        };
        self.count(others, |cell| cell.category).into_iter().collect()
    }

    /// How many there are of each province, by number.
    pub(crate) fn provinces(&self, choices: Choices) -> Vec<(Province, i64)> {
        let others = Choices {
            province: None,
            ..choices
        };
        self.count(others, |cell| cell.province).into_iter().collect()
    }

    /// How many there are of each range of prices, the cheapest first.
    pub(crate) fn prices(&self, choices: Choices) -> Vec<(PriceBand, i64)> {
        let others = Choices { price: None, ..choices };
        self.count(others, |cell| Some(cell.price)).into_iter().collect()
    }

    fn count<K: Ord>(&self, choices: Choices, key: impl Fn(&Cell) -> Option<K>) -> BTreeMap<K, i64> {
        let mut counts = BTreeMap::new();
        for (cell, count) in &self.0 {
            let is_chosen = choices.category.is_none_or(|own| cell.category == Some(own))
                && choices.province.is_none_or(|own| cell.province == Some(own))
                && choices.price.is_none_or(|own| cell.price == own);
            if let Some(key) = key(cell).filter(|_| is_chosen) {
                *counts.entry(key).or_default() += count;
            }
        }
        counts
    }
}

#[cfg(test)]
mod tests {
    use super::{Cell, Choices, Cube, PriceBand, Province, Ratings};

    #[test]
    fn a_choice_does_not_count_against_itself() {
        let bali = Province::of_number(51);
        let cell = |category, province, price| Cell {
            category,
            province,
            price,
        };
        let cube = Cube(vec![
            (cell(Some(1), bali, PriceBand::Below25), 2),
            (cell(Some(2), bali, PriceBand::From250), 3),
            (cell(None, None, PriceBand::From250), 4),
        ]);
        let choices = Choices {
            category: Some(1),
            province: bali,
            price: None,
        };
        assert_eq!((cube.total(Choices::default()), cube.total(choices)), (9, 2));
        assert_eq!(cube.categories(choices), [(1, 2), (2, 3)]);
        assert_eq!(cube.provinces(choices), [(bali.unwrap(), 2)]);
        assert_eq!(cube.prices(choices), [(PriceBand::Below25, 2)]);
        assert_eq!(
            cube.total(Choices {
                price: Some(PriceBand::From250),
                ..Choices::default()
            }),
            7
        );
    }

    #[test]
    fn ranges_of_prices_meet() {
        let ranges = PriceBand::ALL.map(PriceBand::range);
        assert!(ranges.windows(2).all(|pair| pair[0].1 == pair[1].0));
        assert_eq!((ranges[0].0, ranges[1].0, ranges[4].1), (0, 2_500_000, i64::MAX));
    }
    #[test]
    fn a_mean_is_rounded_to_tenths() {
        let tenths = |count, sum| Ratings { count, sum }.tenths();
        assert_eq!([tenths(0, 0), tenths(3, 14), tenths(2, 9)], [None, Some(47), Some(45)]);
    }
}
