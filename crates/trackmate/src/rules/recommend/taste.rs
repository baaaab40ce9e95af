//! What suits somebody: the neighbours of what they looked at and rated, merged.

use std::collections::HashMap;

use super::{likeness::Neighbour, real};

/// So many of somebody's newest signals are looked at.
pub(crate) const MOST_SIGNALS: usize = 30;
/// After so many newer ones, a signal counts half.
const HALF: f64 = 10.0;

/// Something that somebody did with a product.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Signal {
    pub(crate) seq: i64,
    /// What they gave it; `None` if they only looked at it.
    pub(crate) stars: Option<i64>,
    /// When, in microseconds.
    pub(crate) at: i64,
}

impl Signal {
    /// Whether they liked it, as far as we know.
    pub(crate) fn is_liking(self) -> bool {
        self.stars.is_none_or(|stars| stars >= 4)
    }

    /// What they think of what is like it.
    fn weight(self) -> f64 {
        match self.stars {
            None => 1.0,
            Some(5..) => 2.0,
            Some(4) => 1.5,
            Some(3) => 0.2,
            Some(_) => -1.0,
        }
    }
}

/// One signal for each product, newest first; a rating says more than a look.
pub(crate) fn newest(mut signals: Vec<Signal>) -> Vec<Signal> {
    signals.sort_unstable_by_key(|one| (one.seq, one.stars.is_none(), -one.at));
    signals.dedup_by_key(|one| one.seq);
    signals.sort_unstable_by_key(|one| (-one.at, -one.seq));
    signals
}

/// How much each product suits somebody with these signals, newest first; what suits best has 1. What is like something
/// disliked suits less.
pub(crate) fn taste(signals: &[Signal], neighbours: &HashMap<i64, Vec<Neighbour>>) -> HashMap<i64, f64> {
    let mut found: HashMap<i64, f64> = HashMap::new();
    for (at, signal) in signals.iter().take(MOST_SIGNALS).enumerate() {
        let age = real(i64::try_from(at).unwrap_or(i64::MAX)) / HALF;
        let weight = signal.weight() * 0.5_f64.powf(age);
        for Neighbour(other, likeness) in neighbours.get(&signal.seq).into_iter().flatten() {
            *found.entry(*other).or_default() += weight * real(*likeness) / 1000.0;
        }
    }
    let most = found.values().copied().fold(0.0, f64::max);
    if most > 0.0 {
        for value in found.values_mut() {
            *value /= most;
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    fn signal(seq: i64, stars: Option<i64>, at: i64) -> Signal {
        Signal { seq, stars, at }
    }

    #[test]
    fn each_product_counts_once_and_its_rating_goes_before_a_look() {
        let all = vec![
            signal(1, None, 9),
            signal(1, Some(2), 5),
            signal(2, None, 7),
            signal(2, None, 3),
        ];
        assert_eq!(newest(all), [signal(2, None, 7), signal(1, Some(2), 5)]);
    }

    #[test]
    fn what_is_like_the_liked_suits_and_what_is_like_the_disliked_does_not() {
        let neighbours = HashMap::from([
            (1, vec![Neighbour(10, 800), Neighbour(11, 400)]),
            (2, vec![Neighbour(12, 900), Neighbour(11, 100)]),
        ]);
        let found = taste(&[signal(1, Some(5), 2), signal(2, Some(1), 1)], &neighbours);
        assert!((found[&10] - 1.0).abs() < 1e-9);
        assert!(found[&11] > 0.0 && found[&11] < 0.5);
        assert!(found[&12] < 0.0);
    }

    #[test]
    fn newer_signals_count_more() {
        let neighbours = HashMap::from([(1, vec![Neighbour(10, 500)]), (2, vec![Neighbour(12, 500)])]);
        let found = taste(&[signal(2, None, 2), signal(1, None, 1)], &neighbours);
        assert!(found[&12] > found[&10]);
    }
}
