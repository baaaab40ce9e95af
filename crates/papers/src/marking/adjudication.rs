//! Ratings: when two people agree on what an answer is worth, and what happens when they do not.
//!
//! Two raters judge without seeing each other. Closer than two points, their mean is the score. Further apart, a third
//! person judges, sees both, and decides alone.

use crate::points::Points;

/// From this difference on, two ratings are in dispute.
pub const DISPUTE: Points = Points::whole(2);

/// One person's rating; ratings are numbered in the order in which raters first gave theirs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Rating {
    /// Who gave it.
    pub rater: i64,
    /// What the answer is worth to them.
    pub score: Points,
}

/// What the ratings of an answer say.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Verdict {
    /// So many more people have to rate, blind.
    Waits(usize),
    /// Two disagree: somebody else has to decide.
    Disputed,
    /// This is the score.
    Final(Points),
}

/// Judges ratings, in the order in which they were given.
pub fn verdict(ratings: &[Rating]) -> Verdict {
    match ratings {
        [] => Verdict::Waits(2),
        [_] => Verdict::Waits(1),
        [first, second] if is_disputed(first.score, second.score) => Verdict::Disputed,
        [first, second] => Verdict::Final((first.score + second.score).share(1, 2)),
        [_, _, decided, ..] => Verdict::Final(decided.score),
    }
}

fn is_disputed(one: Points, other: Points) -> bool {
    (one.0 - other.0).abs() >= DISPUTE.0
}

#[cfg(test)]
mod tests {
    use super::*;

    fn judge_scores(scores: &[i64]) -> Verdict {
        let ratings = (1..).zip(scores).map(|(rater, score)| Rating {
            rater,
            score: Points(*score),
        });
        verdict(&ratings.collect::<Vec<_>>())
    }

    #[test]
    fn two_ratings_that_are_close_are_averaged() {
        assert_eq!(judge_scores(&[]), Verdict::Waits(2));
        assert_eq!(judge_scores(&[300]), Verdict::Waits(1));
        assert_eq!(judge_scores(&[300, 300]), Verdict::Final(Points(300)));
        assert_eq!(judge_scores(&[300, 499]), Verdict::Final(Points(400)));
        assert_eq!(judge_scores(&[499, 300]), Verdict::Final(Points(400)));
    }

    #[test]
    fn two_points_apart_somebody_else_decides() {
        assert_eq!(judge_scores(&[300, 500]), Verdict::Disputed);
        assert_eq!(judge_scores(&[500, 0]), Verdict::Disputed);
        assert_eq!(judge_scores(&[300, 500, 250]), Verdict::Final(Points(250)));
    }
}
