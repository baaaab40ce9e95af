//! What scores say about a test: how hard and how telling its questions are, and how far its totals can be trusted.
//!
//! Computed from tallies (how often a question brought which score, and the totals of those whom it brought it), so that the
//! work does not grow with the number of participants. Variances are those of a sample (divided by n − 1).

use serde::Serialize;

use crate::points::Points;

/// So many answers to a question brought `score`; `totals` is the sum of the totals of those participants.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Tally {
    pub score: Points,
    /// How many have it.
    pub count: i64,
    /// The sum of their totals, this score included.
    pub totals: Points,
}

/// Totals of a group of participants.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, schemars::JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct Summary {
    /// How many there are.
    pub count: i64,
    pub mean: Option<f64>,
    pub standard_deviation: Option<f64>,
    pub lowest: Option<Points>,
    pub highest: Option<Points>,
}

/// A group of totals, as it is added up.
#[derive(Debug, Clone, Default)]
pub struct Group(Vec<Points>);

impl Extend<Points> for Group {
    fn extend<I: IntoIterator<Item = Points>>(&mut self, totals: I) {
        self.0.extend(totals);
    }
}

impl FromIterator<Points> for Group {
    fn from_iter<I: IntoIterator<Item = Points>>(totals: I) -> Self {
        Self(totals.into_iter().collect())
    }
}

impl Group {
    /// Their variance, if there are two or more.
    pub fn variance(&self) -> Option<f64> {
        let mean = self.mean()?;
        let squares = self.0.iter().map(|total| (points(*total) - mean).powi(2));
        (self.0.len() > 1).then(|| squares.sum::<f64>() / (float(self.0.len()) - 1.0))
    }

    fn mean(&self) -> Option<f64> {
        let sum: f64 = self.0.iter().map(|total| points(*total)).sum();
        (!self.0.is_empty()).then(|| sum / float(self.0.len()))
    }

    /// What is said about them.
    pub fn summary(&self) -> Summary {
        Summary {
            count: i64::try_from(self.0.len()).unwrap_or(i64::MAX),
            mean: self.mean().map(shown),
            standard_deviation: self.variance().map(|variance| shown(variance.sqrt())),
            lowest: self.0.iter().min().copied(),
            highest: self.0.iter().max().copied(),
        }
    }
}

/// What is said about a question.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Item {
    /// How many answers were scored.
    pub count: i64,
    pub mean: Option<f64>,
    pub standard_deviation: Option<f64>,
    /// The mean as a part of what the question can bring: 1 is as easy, 0 as hard as can be.
    pub facility: Option<f64>,
    /// How its scores go with the rest of the totals, without itself: −1 to 1. None where either does not vary.
    pub discrimination: Option<f64>,
    /// The variance of its scores, not rounded.
    pub variance: Option<f64>,
}

impl Item {
    /// Of tallies of one question, which can bring `best`, among participants whose totals are `group`.
    pub fn of(tallies: &[Tally], best: Points, group: &Group) -> Self {
        let count: i64 = tallies.iter().map(|tally| tally.count).sum();
        let n = whole(count);
        let mean = (count > 0).then(|| {
            tallies
                .iter()
                .map(|tally| points(tally.score) * whole(tally.count))
                .sum::<f64>()
                / n
        });
        let variance = mean.filter(|_| count > 1).map(|mean| {
            let squares = tallies
                .iter()
                .map(|tally| (points(tally.score) - mean).powi(2) * whole(tally.count));
            squares.sum::<f64>() / (n - 1.0)
        });
        Self {
            count,
            mean: mean.map(shown),
            standard_deviation: variance.map(|variance| shown(variance.sqrt())),
            facility: mean
                .filter(|_| best > Points::ZERO)
                .map(|mean| shown(mean / points(best))),
            discrimination: discrimination(tallies, mean, variance, group).map(shown),
            variance,
        }
    }
}

/// The correlation of a score with the rest of the total: cov(x, T − x) / (sd(x) · sd(T − x)).
fn discrimination(tallies: &[Tally], mean: Option<f64>, variance: Option<f64>, group: &Group) -> Option<f64> {
    let (mean, own, all, middle) = (mean?, variance?, group.variance()?, group.mean()?);
    let n = float(group.0.len());
    let with_total: f64 = tallies
        .iter()
        // Both sides are taken from their means first, so that nothing large cancels.
        .map(|tally| (points(tally.score) - mean) * (points(tally.totals) - middle * whole(tally.count)))
        .sum::<f64>()
        / (n - 1.0);
    let rest = all - 2.0 * with_total + own;
    let varies = |variance: f64| variance > 1e-9;
    (varies(own) && varies(rest)).then(|| ((with_total - own) / (own * rest).sqrt()).clamp(-1.0, 1.0))
}

/// Cronbach's alpha of questions with these variances, whose sums vary by `total`. None for fewer than two questions, or
/// where the sums do not vary.
pub fn alpha(variances: &[Option<f64>], total: Option<f64>) -> Option<f64> {
    let total = total.filter(|total| *total > 1e-9)?;
    let own: f64 = variances.iter().copied().sum::<Option<f64>>()?;
    let items = float(variances.len());
    (variances.len() > 1).then(|| shown(items / (items - 1.0) * (1.0 - own / total)))
}

/// Rounded to four places, which is more than any of these numbers is good for.
pub(super) fn shown(number: f64) -> f64 {
    // Adding zero turns −0 into 0.
    (number * 10_000.0).round() / 10_000.0 + 0.0
}

pub(super) fn points(points: Points) -> f64 {
    whole(points.0) / 100.0
}

#[expect(clippy::cast_precision_loss, reason = "statistics are no exact numbers")]
pub(super) fn whole(number: i64) -> f64 {
    number as f64
}

#[expect(clippy::cast_precision_loss, reason = "statistics are no exact numbers")]
fn float(number: usize) -> f64 {
    number as f64
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Rows are participants, columns questions.
    fn tallies(rows: &[Vec<i64>], column: usize) -> Vec<Tally> {
        rows.iter()
            .map(|row| Tally {
                score: Points::whole(row[column]),
                count: 1,
                totals: Points::whole(row.iter().sum()),
            })
            .collect()
    }

    fn group(rows: &[Vec<i64>]) -> Group {
        rows.iter().map(|row| Points::whole(row.iter().sum())).collect()
    }

    fn close(number: Option<f64>, expected: f64) {
        assert!(
            (number.unwrap() - expected).abs() < 1e-4,
            "{number:?} is not {expected}"
        );
    }

    fn sample() -> Vec<Vec<i64>> {
        vec![
            vec![1, 1, 0, 1],
            vec![1, 0, 0, 1],
            vec![0, 0, 0, 1],
            vec![1, 1, 1, 1],
            vec![0, 1, 0, 1],
        ]
    }

    /// Worked out by hand: totals 3, 2, 1, 4, 2; the rests of the first question 2, 1, 1, 3, 2.
    #[test]
    fn a_question_is_as_easy_and_as_telling_as_by_hand() {
        let rows = sample();
        let first = Item::of(&tallies(&rows, 0), Points::whole(1), &group(&rows));
        assert_eq!((first.count, first.facility), (5, Some(0.6)));
        close(first.standard_deviation, 0.3_f64.sqrt());
        // cov = (0.4·0.2 + 0.4·−0.8 + −0.6·−0.8 + 0.4·1.2 + −0.6·0.2) / 4 = 0.15; var(rest) = 0.7.
        close(first.discrimination, 0.15 / (0.3_f64 * 0.7).sqrt());
        let last = Item::of(&tallies(&rows, 3), Points::whole(1), &group(&rows));
        assert_eq!((last.facility, last.discrimination), (Some(1.0), None));
    }

    /// Variances 0.3, 0.3, 0.2, 0 and 1.3 of the totals: 4/3 · (1 − 0.8/1.3).
    #[test]
    fn alpha_is_as_by_hand() {
        let rows = sample();
        let variances: Vec<_> = (0..4)
            .map(|column| Item::of(&tallies(&rows, column), Points::whole(1), &group(&rows)).variance)
            .collect();
        close(
            alpha(&variances, group(&rows).variance()),
            4.0 / 3.0 * (1.0 - 0.8 / 1.3),
        );
        assert_eq!(alpha(&variances[..1], Some(1.0)), None);
        assert_eq!(alpha(&variances, Some(0.0)), None);
        assert_eq!(alpha(&[], None), None);
    }

    #[test]
    fn totals_are_summed_up() {
        let summary = group(&sample()).summary();
        assert_eq!((summary.count, summary.mean), (5, Some(2.4)));
        assert_eq!(summary.standard_deviation, Some(1.1402));
        assert_eq!(
            (summary.lowest, summary.highest),
            (Some(Points::whole(1)), Some(Points::whole(4)))
        );
        let nobody = Group::default().summary();
        assert_eq!((nobody.count, nobody.mean, nobody.standard_deviation), (0, None, None));
    }

    #[test]
    fn one_participant_says_nothing_about_spread() {
        let rows = vec![vec![1, 0]];
        let item = Item::of(&tallies(&rows, 0), Points::whole(1), &group(&rows));
        assert_eq!(
            (item.facility, item.standard_deviation, item.discrimination),
            (Some(1.0), None, None)
        );
        assert_eq!(Item::of(&[], Points::whole(1), &Group::default()).facility, None);
    }

    /// Pearson's correlation as the books write it.
    fn correlation(x: &[f64], y: &[f64]) -> Option<f64> {
        let mean = |of: &[f64]| of.iter().sum::<f64>() / float(of.len());
        let (mx, my) = (mean(x), mean(y));
        let sum = |of: &mut dyn Iterator<Item = f64>| of.sum::<f64>();
        let cov = sum(&mut x.iter().zip(y).map(|(x, y)| (x - mx) * (y - my)));
        let (vx, vy) = (
            sum(&mut x.iter().map(|x| (x - mx).powi(2))),
            sum(&mut y.iter().map(|y| (y - my).powi(2))),
        );
        (vx > 1e-6 && vy > 1e-6).then(|| cov / (vx * vy).sqrt())
    }

    proptest::proptest! {
        #[test]
        fn discrimination_is_the_correlation_with_the_rest(
            rows in proptest::collection::vec(proptest::collection::vec(0_i64..5, 4), 2..40)
        ) {
            let item = Item::of(&tallies(&rows, 1), Points::whole(4), &group(&rows));
            let x: Vec<f64> = rows.iter().map(|row| whole(row[1])).collect();
            let rest: Vec<f64> = rows.iter().map(|row| whole(row.iter().sum::<i64>() - row[1])).collect();
            match (item.discrimination, correlation(&x, &rest)) {
                (Some(ours), Some(books)) => proptest::prop_assert!((ours - books).abs() < 1e-3),
                (ours, books) => proptest::prop_assert_eq!(ours.is_some(), books.is_some()),
            }
        }
    }
}
