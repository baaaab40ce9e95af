//! Products of somebody else's catalogue, where there are too few of our own.

use std::collections::HashSet;

use platform::text::{fold, words};

use super::{Lot, real};
use crate::model::ExternalProduct;

/// What a shared word counts against a star.
const SHARED: f64 = 1.5;
/// How much is by lot, in stars: a tie is broken another way each day.
const BY_LOT: f64 = 0.1;

/// The `most` that suit what is about `texts` best: by shared words, then by ratings. The same for the same `seed`.
pub(crate) fn choose(all: Vec<ExternalProduct>, texts: &[String], seed: &str, most: usize) -> Vec<ExternalProduct> {
    let wanted: HashSet<String> = texts.iter().flat_map(|text| told(text)).collect();
    let mut lot = Lot::of(seed);
    let mut valued: Vec<(f64, ExternalProduct)> = all
        .into_iter()
        .map(|product| {
            let own: HashSet<String> = [&product.name, &product.category]
                .into_iter()
                .flat_map(|text| told(text))
                .collect();
            let shared = own.intersection(&wanted).count();
            let shared = real(i64::try_from(shared).unwrap_or(i64::MAX));
            (
                SHARED * shared + real(product.score) / 1e6 + BY_LOT * lot.share(),
                product,
            )
        })
        .collect();
    valued.sort_by(|a, b| b.0.total_cmp(&a.0).then_with(|| a.1.id.cmp(&b.1.id)));
    valued.into_iter().take(most).map(|(_, product)| product).collect()
}

/// The words of a text that say something.
fn told(text: &str) -> Vec<String> {
    let folded = fold(text);
    words(&folded)
        .filter(|word| word.chars().nth(2).is_some())
        .map(str::to_owned)
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn product(id: &str, name: &str, score: i64) -> ExternalProduct {
        ExternalProduct {
            id: id.to_owned(),
            name: name.to_owned(),
            category: "Home|Kitchen".to_owned(),
            rating: None,
            rating_count: 0,
            about: String::new(),
            link: "https://example.com".to_owned(),
            score,
        }
    }

    #[test]
    fn what_shares_words_comes_before_what_is_rated_better() {
        let all = || {
            vec![
                product("1", "Heater", 4_600_000),
                product("2", "Coffee mill", 3_500_000),
                product("3", "Fan", 4_000_000),
            ]
        };
        let ids = |texts: &[String]| {
            choose(all(), texts, "x", 2)
                .into_iter()
                .map(|one| one.id)
                .collect::<Vec<_>>()
        };
        assert_eq!(ids(&["Gayo coffee".to_owned()]), ["2", "1"]);
        assert_eq!(ids(&[]), ["1", "3"]);
    }
}
