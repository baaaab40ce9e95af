//! Shares of points that options are worth, as keys and a rule; and back.

use crate::{
    paper::{Choice, Key, Question, QuestionType, ScoringRule},
    points::Points,
    sheet::book::letters,
};

/// Shares this near are the same: three thirds are written with five decimals.
const NEAR: f64 = 0.01;
const WHOLE: f64 = 100.0;

/// What shares of options mean.
#[derive(Debug, PartialEq)]
pub(super) struct Weighed {
    /// Places of options, with their weights where the rule asks for them.
    pub keys: Vec<(usize, Option<i64>)>,
    pub rule: ScoringRule,
    /// Whether a share was no whole per cent.
    pub is_rounded: bool,
}

fn is_near(one: f64, other: f64) -> bool {
    (one - other).abs() < NEAR
}

/// The keys and the rule of options that are worth these shares, in per cent. A rule that is known stands.
pub(super) fn weigh(shares: &[f64], is_single: bool, known: Option<ScoringRule>) -> Weighed {
    let rule = known.unwrap_or_else(|| rule_of(shares, is_single));
    if rule != ScoringRule::Weights {
        let right = shares.iter().enumerate().filter(|(_, share)| **share > NEAR);
        return Weighed {
            keys: right.map(|(place, _)| (place, None)).collect(),
            rule,
            is_rounded: false,
        };
    }
    let worth: Vec<(usize, f64)> = shares
        .iter()
        .copied()
        .enumerate()
        .filter(|(_, share)| share.abs() > NEAR)
        .collect();
    let is_rounded = worth.iter().any(|(_, share)| !is_near(*share, share.round()));
    let mut keys: Vec<(usize, Option<i64>)> = worth
        .iter()
        .map(|(place, share)| (*place, Some(whole(*share))))
        .collect();
    if is_rounded && !is_single {
        fill_up(&mut keys, &worth);
    }
    Weighed { keys, rule, is_rounded }
}

/// Per cent as a whole number.
fn whole(share: f64) -> i64 {
    let share = share.clamp(-WHOLE, WHOLE).round();
    // As few values as that are all whole numbers of both types.
    (-100..=100)
        .find(|known| is_near(f64::from(*known), share))
        .map_or(0, i64::from)
}

/// Gives the first of several right options what rounding took, so that all of them together are worth all points.
fn fill_up(keys: &mut [(usize, Option<i64>)], worth: &[(usize, f64)]) {
    let sum: f64 = worth.iter().map(|(_, share)| share).filter(|share| **share > 0.0).sum();
    if (sum - WHOLE).abs() > 1.0 {
        return;
    }
    let rounded: i64 = keys
        .iter()
        .filter_map(|(_, weight)| *weight)
        .filter(|weight| *weight > 0)
        .sum();
    let first = keys
        .iter_mut()
        .find(|(_, weight)| weight.is_some_and(|weight| weight > 0));
    if let Some((_, Some(weight))) = first {
        *weight += 100 - rounded;
    }
}

fn rule_of(shares: &[f64], is_single: bool) -> ScoringRule {
    let right: Vec<f64> = shares.iter().copied().filter(|share| *share > NEAR).collect();
    let wrong: Vec<f64> = shares.iter().copied().filter(|share| *share <= NEAR).collect();
    let Some(share) = right.first().copied() else {
        return ScoringRule::Exact;
    };
    if is_single {
        let is_plain = right.len() == 1 && is_near(share, WHOLE) && wrong.iter().all(|share| is_near(*share, 0.0));
        return if is_plain {
            ScoringRule::Exact
        } else {
            ScoringRule::Weights
        };
    }
    let count = f64::from(u32::try_from(right.len()).unwrap_or(u32::MAX));
    let is_even = right.iter().all(|one| is_near(*one, share)) && (share * count - WHOLE).abs() < 1.0;
    if is_even && wrong.iter().all(|one| is_near(*one, -share)) {
        ScoringRule::PartialNet
    } else {
        ScoringRule::Weights
    }
}

/// What each option of a question is worth, in per cent, where every share must be one number.
pub(super) fn shares(question: &Question) -> Vec<f64> {
    let right = question.key.len().max(1);
    let part = WHOLE / f64::from(u32::try_from(right).unwrap_or(u32::MAX));
    let is_one = matches!(question.kind, QuestionType::MultipleChoice | QuestionType::TrueFalse);
    let share = |option: &Choice| {
        let key = question.key.iter().find(|key| key.answer == option.label);
        match (key, question.rule) {
            (Some(key), ScoringRule::Weights) => percent(key.weight.unwrap_or_default()),
            (Some(_), _) => part,
            (None, ScoringRule::Weights) => 0.0,
            (None, _) if is_one => 0.0,
            (None, ScoringRule::Exact) => -WHOLE,
            (None, _) => -part,
        }
    };
    question.options.iter().map(share).collect()
}

pub(super) fn percent(weight: i64) -> f64 {
    f64::from(i32::try_from(weight).unwrap_or_default())
}

/// A share with as many decimals as other platforms know them by.
pub(super) fn written(share: f64) -> String {
    let written = format!("{share:.5}");
    written.trim_end_matches('0').trim_end_matches('.').to_owned()
}

/// Points out of a number with any decimals, and whether it was rounded.
pub(super) fn points(text: &str) -> Option<(Points, bool)> {
    let text = text.trim();
    if let Some(points) = Points::parse(text) {
        return Some((points, false));
    }
    let number: f64 = text.replace(',', ".").parse().ok()?;
    Some((Points::parse(&format!("{number:.2}"))?, true))
}

/// The letter of an option; beyond Z there is none, and its label is refused.
pub(super) fn letter(place: usize) -> String {
    letters(u32::try_from(place).unwrap_or(u32::MAX))
}

/// Keys with the labels of options.
pub(super) fn keys(weighed: &Weighed, options: &[Choice]) -> Vec<Key> {
    let key = |(place, weight): &(usize, Option<i64>)| {
        Some(Key {
            answer: options.get(*place)?.label.clone(),
            weight: *weight,
        })
    };
    weighed.keys.iter().filter_map(key).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shares_mean_a_rule() {
        let rule = |shares: &[f64], single| {
            let weighed = weigh(shares, single, None);
            (
                weighed.rule,
                weighed.keys.iter().map(|(_, weight)| *weight).collect::<Vec<_>>(),
                weighed.is_rounded,
            )
        };
        assert_eq!(rule(&[0.0, 100.0, 0.0], true), (ScoringRule::Exact, vec![None], false));
        assert_eq!(
            rule(&[50.0, 100.0, -25.0], true),
            (ScoringRule::Weights, vec![Some(50), Some(100), Some(-25)], false)
        );
        assert_eq!(
            rule(&[50.0, 50.0, -50.0], false),
            (ScoringRule::PartialNet, vec![None, None], false)
        );
        let thirds = [33.333_33, 33.333_33, 33.333_33, 0.0];
        assert_eq!(
            rule(&thirds, false),
            (ScoringRule::Weights, vec![Some(34), Some(33), Some(33)], true)
        );
        assert_eq!(rule(&[0.0, 0.0], true), (ScoringRule::Exact, vec![], false));
    }

    #[test]
    fn numbers_are_written_short_and_read_with_any_decimals() {
        assert_eq!(
            (written(100.0), written(100.0 / 3.0)),
            ("100".to_owned(), "33.33333".to_owned())
        );
        assert_eq!(points("1.0000000"), Some((Points::whole(1), false)));
        assert_eq!(points("0.3333333"), Some((Points::of_hundredths(33), true)));
        assert_eq!(points("x"), None);
    }
}
