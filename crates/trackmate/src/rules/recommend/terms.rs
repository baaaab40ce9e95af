//! A product as words that count differently: its name most, then what it is made of, its category, its story.
//!
//! Invariant: a product has at most [`MOST`] terms, each once, whatever its owner wrote.

use std::collections::HashMap;

use platform::text::{fold, words};

use super::{real, thousandths};
use crate::model::Contribution;

/// Most terms of a product.
pub(crate) const MOST: usize = 24;
/// Shorter words say nothing.
const SHORTEST: usize = 3;

/// A word or another trait, as the number that it is stored under, and how much it counts.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Term {
    pub(crate) id: i64,
    pub(crate) weight: f64,
}

/// What of a product says what it is like.
#[derive(Debug, Clone, Default)]
pub(crate) struct Traits {
    pub(crate) name: String,
    pub(crate) description: String,
    pub(crate) ingredients: Vec<String>,
    pub(crate) category: Option<i64>,
    /// In hundredths.
    pub(crate) price: i64,
    pub(crate) contribution: Vec<Contribution>,
    pub(crate) place: String,
}

/// 64 bits of a text (FNV-1a): the same on every machine.
pub(crate) fn digest(text: &str) -> u64 {
    text.bytes().fold(0xcbf2_9ce4_8422_2325, |hash, byte| {
        (hash ^ u64::from(byte)).wrapping_mul(0x0000_0100_0000_01b3)
    })
}

/// Words that stand close to each other, by doubling prices: 0, 1, 2, …
fn price_band(price: i64) -> u32 {
    (price.max(0) / 100 + 1).ilog2()
}

/// What a product is told by, heaviest first.
pub(crate) fn terms(traits: &Traits) -> Vec<Term> {
    let mut found = Gathered::default();
    found.add_words("w", &traits.name, 3.0);
    for ingredient in &traits.ingredients {
        found.add_words("w", ingredient, 2.0);
    }
    if let Some(category) = traits.category {
        found.add(&format!("c:{category}"), 1.5);
    }
    found.add_words("p", &traits.place, 0.8);
    for one in &traits.contribution {
        if let Contribution::Number(number) = one {
            found.add(&format!("k:{number}"), 0.5);
        }
    }
    found.add(&format!("b:{}", price_band(traits.price)), 0.4);
    found.add_words("w", &traits.description, 1.0);
    found.0
}

#[derive(Default)]
struct Gathered(Vec<Term>);

impl Gathered {
    /// The first mention of a term decides what it counts.
    fn add(&mut self, term: &str, weight: f64) {
        let id = i64::from_ne_bytes(digest(term).to_ne_bytes());
        if self.0.len() < MOST && self.0.iter().all(|known| known.id != id) {
            self.0.push(Term { id, weight });
        }
    }

    fn add_words(&mut self, kind: &str, text: &str, weight: f64) {
        for word in words(&fold(text)).filter(|word| word.chars().nth(SHORTEST - 1).is_some()) {
            self.add(&format!("{kind}:{word}"), weight);
        }
    }
}

/// Terms by how rare they are among `total` products (TF-IDF), as a vector of length 1000: what is shared by all hardly
/// counts. Terms that count nothing are left out.
pub(crate) fn weigh(terms: &[Term], counts: &HashMap<i64, i64>, total: i64) -> Vec<(i64, i64)> {
    let rarity = |term: &Term| {
        let count = counts.get(&term.id).copied().unwrap_or(0).max(1);
        (1.0 + real(total.max(count)) / real(count)).ln()
    };
    let raw: Vec<(i64, f64)> = terms.iter().map(|term| (term.id, term.weight * rarity(term))).collect();
    let length = raw.iter().map(|(_, weight)| weight * weight).sum::<f64>().sqrt();
    let scaled = raw
        .into_iter()
        .map(|(id, weight)| (id, thousandths(weight / length.max(f64::EPSILON))));
    scaled.filter(|(_, weight)| *weight > 0).collect()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn named(name: &str) -> Traits {
        Traits {
            name: name.to_owned(),
            ..Traits::default()
        }
    }

    #[test]
    fn words_are_folded_and_short_ones_left_out() {
        let ids = |name: &str| terms(&named(name)).iter().map(|term| term.id).collect::<Vec<_>>();
        assert_eq!(ids("Sambal MÉRAH di"), ids("sambal merah"));
        assert_ne!(ids("sambal"), ids("kopi"));
    }

    #[test]
    fn what_is_rare_counts_more() {
        let all = terms(&named("sambal rawit"));
        let counts = HashMap::from([(all[0].id, 900), (all[1].id, 2)]);
        let weights = weigh(&all, &counts, 1000);
        assert!(weights[1].1 > 2 * weights[0].1, "{weights:?}");
    }

    #[test]
    fn prices_of_one_size_share_a_band() {
        assert_eq!(price_band(2_000_000), price_band(3_000_000));
        assert_ne!(price_band(2_000_000), price_band(20_000_000));
        assert_eq!(price_band(-5), 0);
        let _ = price_band(i64::MAX);
    }

    proptest! {
        #[test]
        fn a_product_has_few_terms_and_a_vector_of_unit_length(name in ".{0,80}", story in ".{0,400}", price in any::<i64>()) {
            let traits = Traits { description: story, price, ..named(&name) };
            let all = terms(&traits);
            prop_assert!((1..=MOST).contains(&all.len()));
            let weights = weigh(&all, &HashMap::new(), 10);
            let length: i64 = weights.iter().map(|(_, weight)| weight * weight).sum();
            prop_assert!((950_000..=1_050_000).contains(&length), "{length}");
        }
    }
}
