//! Which products are most like one: by its words, and by who likes both.
//!
//! Invariant: a product is never its own neighbour, and neighbours are in one order only (weight, then the newer one), so
//! that two servers come to the same list.

use std::collections::HashMap;

use super::{real, thousandths};

/// Most neighbours of a product.
pub(crate) const MOST: usize = 30;
/// Below this, likeness is chance.
const LEAST: i64 = 30;
/// What words and people count.
const WORDS: f64 = 1.0;
const PEOPLE: f64 = 1.5;
/// So many who like both are half believed: in a young shop, one person who rates much would tie everything together.
const DOUBT: f64 = 8.0;

/// A product that is like another, and how much in thousandths.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub(crate) struct Neighbour(pub(crate) i64, pub(crate) i64);

/// Who else is liked by those who like a product.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Together {
    pub(crate) seq: i64,
    /// How many like both.
    pub(crate) both: i64,
    /// How many like it.
    pub(crate) all: i64,
}

/// The products that have a term, with its weight in each.
pub(crate) type Postings = Vec<(i64, i64)>;

/// The neighbours of a product: `own` are its terms, `postings` who has each of them, `people` how many like it.
pub(crate) fn neighbours(
    seq: i64,
    own: &[(i64, i64)],
    postings: &HashMap<i64, Postings>,
    people: i64,
    together: &[Together],
) -> Vec<Neighbour> {
    let mut scores: HashMap<i64, f64> = HashMap::new();
    for (term, weight) in own {
        for (other, theirs) in postings.get(term).into_iter().flatten() {
            *scores.entry(*other).or_default() += WORDS * real(*weight) * real(*theirs) / 1e6;
        }
    }
    for other in together {
        *scores.entry(other.seq).or_default() += PEOPLE * agreement(people, other);
    }
    let found = scores
        .into_iter()
        .map(|(other, score)| Neighbour(other, thousandths(score)));
    best(found.filter(|other| other.0 != seq && other.1 >= LEAST).collect())
}

/// How much those who like two products are the same, from 0 to 1; little is believed of few.
fn agreement(people: i64, other: &Together) -> f64 {
    let both = real(other.both);
    let most = (real(people.max(other.both)) * real(other.all.max(other.both))).sqrt();
    both / most.max(1.0) * both / (both + DOUBT)
}

/// The best, best first.
fn best(mut all: Vec<Neighbour>) -> Vec<Neighbour> {
    all.sort_unstable_by_key(|one| (-one.1, -one.0));
    all.truncate(MOST);
    all
}

/// A product's neighbours with one more, or with it at another weight; nothing if that changes nothing.
pub(crate) fn joined(list: &[Neighbour], new: Neighbour) -> Option<Vec<Neighbour>> {
    let kept = list.iter().copied().filter(|one| one.0 != new.0);
    let after = best(kept.chain([new]).collect());
    (after != list).then_some(after)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn what_shares_words_comes_before_what_shares_none() {
        let postings = HashMap::from([(7, vec![(1, 800), (2, 800), (3, 100)]), (8, vec![(1, 600), (2, 600)])]);
        let found = neighbours(1, &[(7, 800), (8, 600)], &postings, 0, &[]);
        assert_eq!(found, [Neighbour(2, 1000), Neighbour(3, 80)]);
    }

    #[test]
    fn who_likes_both_counts_and_one_alone_little() {
        let of = |both, all| {
            let other = Together { seq: 9, both, all };
            neighbours(1, &[], &HashMap::new(), 10, &[other])
                .first()
                .map_or(0, |one| one.1)
        };
        assert!(of(8, 10) > 3 * of(1, 10));
        assert!(of(8, 10) > of(8, 1000), "what everybody likes says little");
    }

    #[test]
    fn one_person_who_rates_much_ties_less_together_than_words_do() {
        let other = Together {
            seq: 9,
            both: 1,
            all: 1,
        };
        let postings = HashMap::from([(7, vec![(2, 500)])]);
        let found = neighbours(1, &[(7, 500)], &postings, 1, &[other]);
        assert_eq!(found.iter().map(|one| one.0).collect::<Vec<_>>(), [2, 9]);
    }

    #[test]
    fn joining_twice_changes_nothing() {
        let list = [Neighbour(2, 900), Neighbour(3, 100)];
        let after = joined(&list, Neighbour(4, 500)).unwrap();
        assert_eq!(after, [Neighbour(2, 900), Neighbour(4, 500), Neighbour(3, 100)]);
        assert_eq!(joined(&after, Neighbour(4, 500)), None);
    }

    proptest! {
        #[test]
        fn neighbours_are_few_sorted_and_others(
            rows in prop::collection::vec((1_i64..90, 1_i64..1000), 0..200),
            people in prop::collection::vec((1_i64..90, 0_i64..20, 0_i64..40), 0..60),
        ) {
            let mut unique: HashMap<i64, i64> = HashMap::new();
            unique.extend(rows);
            let postings = HashMap::from([(5, unique.into_iter().collect())]);
            let together: Vec<_> = people.iter().map(|(seq, both, all)| Together { seq: *seq, both: *both, all: *all }).collect();
            let found = neighbours(4, &[(5, 1000)], &postings, 20, &together);
            prop_assert!(found.len() <= MOST);
            prop_assert!(found.iter().all(|one| one.0 != 4));
            prop_assert!(found.windows(2).all(|two| two[0].1 >= two[1].1));
        }
    }
}
