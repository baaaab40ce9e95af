//! How far two raters agree beyond what chance alone would bring about.
//!
//! Cohen's kappa is (`p_o` − `p_e`) / (1 − `p_e`): `p_o` is the part of answers to which both gave the same points, `p_e` the part
//! to which they would if each gave out as many of each score as they did, but by lot. Linear weights count how far apart two
//! scores are: one step apart is half as bad as two. 1 is full agreement, 0 what chance brings, less than 0 is worse than chance.
//!
//! Source: J. Cohen, "A coefficient of agreement for nominal scales" (1960) and "Weighted kappa" (1968).

use super::statistics::{points, shown, whole};
use crate::points::Points;

/// So many answers to which one rater gave `one` and the other `other`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Pair {
    pub one: Points,
    pub other: Points,
    /// How many answers.
    pub count: i64,
}

/// How far two raters agree on the answers to a question, or on several together.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Agreement {
    /// Answers that both have rated.
    pub pairs: i64,
    /// Among them those about which they differ so far that a third person decides.
    pub disputed: i64,
    /// The part to which both gave the same points.
    same: f64,
    /// The same by chance.
    same_by_chance: f64,
    /// How far apart they are on average, as a part of the points of the question.
    apart: f64,
    /// The same by chance.
    apart_by_chance: f64,
}

impl Agreement {
    /// Of pairs of a question that is worth `most`; nothing if there are none.
    pub fn of(pairs: &[Pair], most: Points) -> Option<Self> {
        let count: i64 = pairs.iter().map(|pair| pair.count).sum();
        if count <= 0 {
            return None;
        }
        let n = whole(count);
        let scale = if most > Points::ZERO { points(most) } else { 1.0 };
        let sum = |of: &dyn Fn(&Pair) -> i64| pairs.iter().map(of).sum::<i64>();
        let same = sum(&|pair| if pair.one == pair.other { pair.count } else { 0 });
        let disputed = sum(&|pair| if is_disputed(pair) { pair.count } else { 0 });
        let apart: f64 = pairs.iter().map(|pair| distance(pair) * whole(pair.count)).sum();
        let (same_by_chance, apart_by_chance) = by_chance(pairs, n);
        Some(Self {
            pairs: count,
            disputed,
            same: whole(same) / n,
            same_by_chance,
            apart: apart / n / scale,
            apart_by_chance: apart_by_chance / scale,
        })
    }

    /// Several questions together: each counts by how many pairs it has, as in a stratified kappa. Nothing if there are none.
    pub fn together(parts: &[Self]) -> Option<Self> {
        let pairs: i64 = parts.iter().map(|part| part.pairs).sum();
        let mean = |of: &dyn Fn(&Self) -> f64| {
            parts.iter().map(|part| of(part) * whole(part.pairs)).sum::<f64>() / whole(pairs)
        };
        (pairs > 0).then(|| Self {
            pairs,
            disputed: parts.iter().map(|part| part.disputed).sum(),
            same: mean(&|part| part.same),
            same_by_chance: mean(&|part| part.same_by_chance),
            apart: mean(&|part| part.apart),
            apart_by_chance: mean(&|part| part.apart_by_chance),
        })
    }

    /// The part of answers to which both gave the same points: 0 to 1.
    pub fn same(&self) -> f64 {
        shown(self.same)
    }

    /// Cohen's kappa; none where both always give one and the same score, so that chance explains everything.
    pub fn kappa(&self) -> Option<f64> {
        let left = 1.0 - self.same_by_chance;
        (left > SMALLEST).then(|| shown((self.same - self.same_by_chance) / left))
    }

    /// Kappa with linear weights; none where kappa has none.
    pub fn weighted_kappa(&self) -> Option<f64> {
        (self.apart_by_chance > SMALLEST).then(|| shown(1.0 - self.apart / self.apart_by_chance))
    }
}

/// What counts as nothing.
const SMALLEST: f64 = 1e-9;

fn is_disputed(pair: &Pair) -> bool {
    (pair.one.0 - pair.other.0).abs() >= super::DISPUTE.0
}

fn distance(pair: &Pair) -> f64 {
    (points(pair.one) - points(pair.other)).abs()
}

/// How often two draws, one of each rater's scores, are the same, and how far apart they are on average. The mean distance of
/// two independent draws is the sum over the steps between neighbouring scores of F·(1 − G) + G·(1 − F), so this takes no longer
/// than putting the scores in order.
fn by_chance(pairs: &[Pair], n: f64) -> (f64, f64) {
    let mut scores: Vec<Points> = pairs.iter().flat_map(|pair| [pair.one, pair.other]).collect();
    scores.sort_unstable();
    scores.dedup();
    let place = |score: Points| scores.partition_point(|known| *known < score);
    let mut given = vec![(0.0, 0.0); scores.len()];
    for pair in pairs {
        given[place(pair.one)].0 += whole(pair.count) / n;
        given[place(pair.other)].1 += whole(pair.count) / n;
    }
    let same = given.iter().map(|(one, other)| one * other).sum();
    let (mut ones, mut others, mut apart) = (0.0, 0.0, 0.0);
    for (step, (one, other)) in scores.windows(2).zip(&given) {
        ones += one;
        others += other;
        apart += (points(step[1]) - points(step[0])) * (ones * (1.0 - others) + others * (1.0 - ones));
    }
    (same, apart)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Rows are what one rater says, columns what the other says, from 0 points on.
    fn table(rows: &[&[i64]]) -> Vec<Pair> {
        let cells = (0..).zip(rows).flat_map(|(one, row)| {
            (0..).zip(*row).map(move |(other, count)| Pair {
                one: Points::whole(one),
                other: Points::whole(other),
                count: *count,
            })
        });
        cells.filter(|pair| pair.count > 0).collect()
    }

    /// Two radiologists and 85 xeromammograms (D. G. Altman, "Practical Statistics for Medical Research", 1991, 14.3; from Boyd
    /// et al. 1982): normal, benign, suspected cancer, cancer. By hand: `p_o` = 54/85, `p_e` = 2227/7225, so kappa = 0.4728, which
    /// the book gives as 0.47; the distances are 34/85 and 6696/7225, so with linear weights 0.5684, which it gives as 0.57.
    #[test]
    fn kappa_is_as_the_textbook_has_it() {
        let pairs = table(&[&[21, 12, 0, 0], &[4, 17, 1, 0], &[3, 9, 15, 2], &[0, 0, 0, 1]]);
        let agreement = Agreement::of(&pairs, Points::whole(3)).unwrap();
        assert_eq!((agreement.pairs, agreement.disputed), (85, 3));
        assert_eq!(Some(agreement.same()), Some(0.6353));
        assert_eq!(agreement.kappa(), Some(0.4728));
        assert_eq!(agreement.weighted_kappa(), Some(0.5684));
    }

    /// 50 proposals: both yes 20, both no 15, otherwise 5 and 10: `p_o` 0.7, `p_e` 0.5.
    #[test]
    fn with_two_scores_weights_change_nothing() {
        let agreement = Agreement::of(&table(&[&[20, 5], &[10, 15]]), Points::whole(1)).unwrap();
        assert_eq!((agreement.kappa(), agreement.weighted_kappa()), (Some(0.4), Some(0.4)));
    }

    #[test]
    fn raters_who_always_agree_have_one_and_those_who_never_do_have_less_than_nothing() {
        let always = Agreement::of(&table(&[&[3, 0, 0], &[0, 4, 0], &[0, 0, 5]]), Points::whole(2)).unwrap();
        assert_eq!((always.kappa(), always.weighted_kappa()), (Some(1.0), Some(1.0)));
        let never = Agreement::of(&table(&[&[0, 5], &[5, 0]]), Points::whole(1)).unwrap();
        assert_eq!((never.kappa(), never.weighted_kappa()), (Some(-1.0), Some(-1.0)));
    }

    #[test]
    fn nothing_is_said_of_one_score_or_of_nobody() {
        let one = Agreement::of(&table(&[&[7]]), Points::whole(4)).unwrap();
        assert_eq!((one.kappa(), one.weighted_kappa(), one.same()), (None, None, 1.0));
        assert_eq!(Agreement::of(&[], Points::whole(4)), None);
        assert_eq!(Agreement::together(&[]), None);
    }

    /// 10 pairs with `p_o` 1 and `p_e` 0.5, 30 pairs with 0.5 and 0.5: together 0.625 and 0.5.
    #[test]
    fn questions_count_together_by_their_pairs() {
        let parts = [table(&[&[5, 0], &[0, 5]]), table(&[&[15, 15], &[0, 0]])];
        let parts = parts.map(|pairs| Agreement::of(&pairs, Points::whole(1)).unwrap());
        assert_eq!(parts[1].kappa(), Some(0.0));
        let all = Agreement::together(&parts).unwrap();
        assert_eq!((all.pairs, all.same(), all.kappa()), (40, 0.625, Some(0.25)));
    }

    #[test]
    fn what_a_question_is_worth_does_not_change_how_far_its_raters_agree() {
        let pairs = table(&[&[2, 1, 1], &[0, 3, 1], &[1, 0, 4]]);
        let weighted = |most| Agreement::of(&pairs, Points::whole(most)).unwrap().weighted_kappa();
        assert_eq!(weighted(2), weighted(10));
        assert_eq!(weighted(2), weighted(0));
    }

    proptest::proptest! {
        /// The distances as the books write them: every score with every other.
        #[test]
        fn chance_is_what_all_pairs_of_scores_say(
            cells in proptest::collection::vec((0_i64..6, 0_i64..6, 1_i64..9), 1..20)
        ) {
            let pairs: Vec<Pair> = cells.iter().map(|(one, other, count)| Pair {
                one: Points::whole(*one), other: Points::whole(*other), count: *count,
            }).collect();
            let n: i64 = pairs.iter().map(|pair| pair.count).sum();
            let mut apart = 0;
            for one in &pairs {
                for other in &pairs {
                    apart += (one.one.0 - other.other.0).abs() / 100 * one.count * other.count;
                }
            }
            let (_, ours) = by_chance(&pairs, whole(n));
            proptest::prop_assert!((ours - whole(apart) / whole(n * n)).abs() < 1e-9);
        }
    }
}
