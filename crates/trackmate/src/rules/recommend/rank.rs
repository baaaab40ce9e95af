//! In which order products are recommended, and what never is.
//!
//! Invariant: whoever asks twice on a day gets the same order, from every server; never their own products, nothing twice,
//! nothing that they rated with one or two stars.

use std::collections::{HashMap, HashSet};

use super::{Lot, real, taste::Signal};

/// A product that may be recommended: it is listed.
#[derive(Debug, Clone)]
pub(crate) struct Candidate {
    pub(crate) seq: i64,
    /// Whose it is.
    pub(crate) owner: String,
    /// Its folded name: the same product of the same maker, put up twice, is shown once.
    pub(crate) name: String,
    /// Bayesian mean of its ratings, in millionths of a star.
    pub(crate) score: i64,
    /// When it was added, in microseconds.
    pub(crate) created_at: i64,
}

/// Who asks, about what, and when.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Asked<'a> {
    /// The account; empty for anybody.
    pub(crate) who: &'a str,
    /// What they did, newest first.
    pub(crate) signals: &'a [Signal],
    /// The product that others should be like.
    pub(crate) like: Option<i64>,
    /// Microseconds since 1970.
    pub(crate) now: i64,
}

const DAY: i64 = 24 * 60 * 60 * 1_000_000;
/// Days after which a product is half as new.
const HALF_NEW: f64 = 30.0;
/// From so many that may be shown on, the last place is for something to be found out about.
const ENOUGH_TO_EXPLORE: usize = 20;

/// What taste, ratings and age count.
const TASTE: f64 = 0.75;
const RATINGS: f64 = 0.2;
const NEW: f64 = 0.05;

/// The best `most` of the candidates, best first. Without any taste it is the order of ratings, newer ones first.
pub(crate) fn rank(candidates: &[Candidate], taste: &HashMap<i64, f64>, asked: Asked<'_>, most: usize) -> Vec<i64> {
    let known: HashMap<i64, Signal> = asked.signals.iter().map(|one| (one.seq, *one)).collect();
    let mut seen = HashSet::new();
    let allowed = |one: &&Candidate| {
        let disliked = known
            .get(&one.seq)
            .is_some_and(|signal| signal.stars.is_some_and(|stars| stars <= 2));
        let own = !asked.who.is_empty() && one.owner == asked.who;
        !disliked && !own && asked.like != Some(one.seq)
    };
    let mut order: Vec<&Candidate> = candidates.iter().filter(allowed).collect();
    // What somebody knows comes after what they do not; it says nothing new.
    let knows = |one: &Candidate| asked.like.is_none() && known.contains_key(&one.seq);
    if taste.is_empty() {
        order.sort_by_key(|one| (knows(one), -one.score, -one.seq));
    } else {
        let value = |one: &Candidate| value(one, taste.get(&one.seq).copied().unwrap_or(0.0), asked.now);
        order.sort_by(|a, b| {
            let known = knows(a).cmp(&knows(b));
            known.then(value(b).total_cmp(&value(a))).then(b.seq.cmp(&a.seq))
        });
    }
    order.retain(|one| seen.insert((one.owner.as_str(), one.name.as_str())));
    // An order that was asked about one product says what is like it, and nothing else.
    if asked.like.is_none() && most > 1 && order.len() >= ENOUGH_TO_EXPLORE.max(2 * most) {
        explore(&mut order, asked, most);
    }
    order.into_iter().take(most).map(|one| one.seq).collect()
}

fn value(one: &Candidate, taste: f64, now: i64) -> f64 {
    let days = real((now - one.created_at) / DAY);
    let ratings = real(one.score - 1_000_000) / 4e6;
    TASTE * taste + RATINGS * ratings + NEW * 0.5_f64.powf(days / HALF_NEW)
}

/// Puts one of the newest that would not be shown into the last place: each day another one, for each who asks.
fn explore(order: &mut Vec<&Candidate>, asked: Asked<'_>, most: usize) {
    let mut rest: Vec<&Candidate> = order.iter().skip(most).copied().collect();
    rest.sort_by_key(|one| -one.seq);
    rest.truncate(ENOUGH_TO_EXPLORE);
    let mut lot = Lot::of(&format!("{} {}", asked.now / DAY, asked.who));
    if let Some(found) = rest.get(lot.below(rest.len())) {
        order[most - 1] = *found;
        order.truncate(most);
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn candidate(seq: i64, score: i64) -> Candidate {
        Candidate {
            seq,
            owner: format!("o{}", seq % 5),
            name: format!("n{seq}"),
            score,
            created_at: 0,
        }
    }

    #[test]
    fn without_taste_the_best_rated_come_first_and_the_newer_of_equals() {
        let all = [
            candidate(1, 4_000_000),
            candidate(2, 3_500_000),
            candidate(3, 3_500_000),
        ];
        assert_eq!(rank(&all, &HashMap::new(), Asked::default(), 5), [1, 3, 2]);
    }

    #[test]
    fn own_disliked_and_doubled_ones_are_left_out_and_known_ones_come_last() {
        let mut all: Vec<_> = (1..=6).map(|seq| candidate(seq, 3_500_000)).collect();
        all[2].name = "n1".to_owned();
        all[2].owner = "o1".to_owned();
        let signals = [
            Signal {
                seq: 4,
                stars: Some(2),
                at: 0,
            },
            Signal {
                seq: 6,
                stars: None,
                at: 0,
            },
        ];
        let asked = Asked {
            who: "o0",
            signals: &signals,
            ..Asked::default()
        };
        assert_eq!(rank(&all, &HashMap::from([(1, 0.2)]), asked, 5), [1, 2, 6]);
    }

    #[test]
    fn the_last_place_changes_by_the_day_and_not_within_it() {
        let all: Vec<_> = (1..=40).map(|seq| candidate(seq, 5_000_000 - seq)).collect();
        let of = |day: i64| {
            let asked = Asked {
                who: "a",
                now: day * DAY,
                ..Asked::default()
            };
            rank(&all, &HashMap::new(), asked, 5)
        };
        let days: HashSet<_> = (0..20).map(|day| of(day)[4]).collect();
        assert!(days.len() > 5, "{days:?}");
        assert!((0..20).all(|day| of(day)[..4] == [1, 2, 3, 4] && of(day) == of(day)));
    }

    proptest! {
        #[test]
        fn what_is_never_recommended_never_is(
            scores in prop::collection::vec(1_000_000_i64..5_000_000, 0..60),
            tastes in prop::collection::hash_map(0_i64..60, -1.0..1.0_f64, 0..30),
            rated in prop::collection::hash_map(0_i64..60, 1_i64..=5, 0..20),
            like in prop::option::of(0_i64..60),
            day in 0_i64..400,
        ) {
            let all: Vec<_> = (0_i64..).zip(&scores).map(|(seq, score)| candidate(seq, *score)).collect();
            let signals: Vec<_> = rated.iter().map(|(seq, stars)| Signal { seq: *seq, stars: Some(*stars), at: 0 }).collect();
            let asked = Asked { who: "o3", signals: &signals, like, now: day * DAY };
            let found = rank(&all, &tastes, asked, 5);
            prop_assert!(found.len() <= 5);
            prop_assert_eq!(found.iter().collect::<HashSet<_>>().len(), found.len());
            for seq in &found {
                prop_assert!(seq % 5 != 3 && Some(*seq) != like);
                prop_assert!(rated.get(seq).is_none_or(|stars| *stars > 2));
            }
        }
    }
}
