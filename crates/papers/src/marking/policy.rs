//! What a right, a wrong and a missing answer are worth at an event.
//!
//! Invariant: a missing answer is never treated as a wrong one; their worths are set apart even where they are equal.

use base::Rule;
use serde::{Deserialize, Serialize};

use super::scoring::Fraction;
use crate::points::Points;

/// What the numbers of a [`Policy`] count.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Unit {
    /// Per cent of the points of the question.
    #[default]
    Percent,
    /// Points, whatever the question is worth.
    Points,
}

/// What answers are worth. Stored as JSON with the event: `{"unit":"points","right":4,"wrong":-1,"blank":0}`. Left out, a
/// right answer is worth 100 per cent, others nothing. Answers that people rate are worth what they say.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields, default)]
pub struct Policy {
    /// What the numbers count.
    pub unit: Unit,
    /// A right answer.
    pub right: Points,
    /// A wrong answer.
    pub wrong: Points,
    /// No answer.
    pub blank: Points,
}

impl Default for Policy {
    fn default() -> Self {
        Self {
            unit: Unit::Percent,
            right: HUNDRED,
            wrong: Points::ZERO,
            blank: Points::ZERO,
        }
    }
}

const HUNDRED: Points = Points::whole(100);
const MOST: Points = Points::whole(1000);

impl Policy {
    /// The policy of a stored text; the usual one if there is none.
    pub fn from_json(text: Option<&str>) -> Option<Self> {
        text.map_or(Some(Self::default()), |text| serde_json::from_str(text).ok())
    }

    /// The first field that is out of bounds: numbers within 1,000 either way, and right answers worth more than others.
    pub fn broken(&self) -> Option<(&'static str, Rule)> {
        let bounds = |low: Points, high: Points| Rule::OutOfRange(low.to_string(), high.to_string());
        let within = |worth: Points, high: Points| worth.0 >= -MOST.0 && worth <= high;
        if !within(self.right, MOST) || self.right <= Points::ZERO {
            return Some(("right", bounds(Points(1), MOST)));
        }
        let below = Points(self.right.0 - 1);
        [("wrong", self.wrong), ("blank", self.blank)]
            .into_iter()
            .find(|(_, worth)| !within(*worth, below))
            .map(|(name, _)| (name, bounds(Points(-MOST.0), below)))
    }

    /// The worth of an answer that is right to a part: between a wrong and a right one, in proportion.
    pub(super) fn answered(&self, point: Points, right: Fraction) -> Points {
        let weighed = self.wrong.0 * right.of_all() + (self.right.0 - self.wrong.0) * right.part();
        self.worth(point, weighed, right.of_all())
    }

    /// The worth of an answer that is right, and of one that is wrong.
    pub fn right_and_wrong(&self, point: Points) -> (Points, Points) {
        (self.worth(point, self.right.0, 1), self.worth(point, self.wrong.0, 1))
    }

    /// The worth of no answer.
    pub fn blank(&self, point: Points) -> Points {
        self.worth(point, self.blank.0, 1)
    }

    /// `weighed` of `in_all`, in hundredths of the unit; rounded once.
    fn worth(&self, point: Points, weighed: i64, in_all: i64) -> Points {
        match self.unit {
            Unit::Percent => point.share(weighed, HUNDRED.0 * in_all),
            Unit::Points => Points(weighed).share(1, in_all),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_policy_is_kept_as_json_and_has_usual_values() {
        let usual: Policy = serde_json::from_str("{}").unwrap();
        assert_eq!(usual, Policy::default());
        assert_eq!(Policy::from_json(None), Some(usual));
        let text = r#"{"unit":"points","right":4,"wrong":-1,"blank":0}"#;
        let strict = Policy::from_json(Some(text)).unwrap();
        assert_eq!(serde_json::to_string(&strict).unwrap(), text);
        assert_eq!(strict.broken(), None);
        assert_eq!(Policy::from_json(Some(r#"{"rihgt":4}"#)), None);
    }

    #[test]
    fn a_wrong_answer_is_worth_less_than_a_right_one() {
        for (text, field) in [
            (r#"{"right":0}"#, "right"),
            (r#"{"right":1001}"#, "right"),
            (r#"{"right":4,"wrong":4}"#, "wrong"),
            (r#"{"wrong":-1001}"#, "wrong"),
            (r#"{"blank":100}"#, "blank"),
        ] {
            let policy = Policy::from_json(Some(text)).unwrap();
            assert_eq!(policy.broken().map(|(name, _)| name), Some(field), "{text}");
        }
    }

    #[test]
    fn parts_lie_between_wrong_and_right_and_are_rounded_once() {
        let strict = Policy {
            unit: Unit::Points,
            right: Points::whole(4),
            wrong: Points::whole(-1),
            blank: Points::ZERO,
        };
        assert_eq!(
            strict.answered(Points::whole(10), Fraction::new(1, 1)),
            Points::whole(4)
        );
        assert_eq!(
            strict.answered(Points::whole(10), Fraction::new(0, 1)),
            Points::whole(-1)
        );
        assert_eq!(strict.answered(Points::whole(10), Fraction::new(1, 3)), Points(67));
        assert_eq!(
            Policy::default().answered(Points::whole(10), Fraction::new(1, 3)),
            Points(333)
        );
        let third = Policy {
            wrong: Points(-3333),
            ..Policy::default()
        };
        assert_eq!(third.answered(Points::whole(1), Fraction::new(0, 5)), Points(-33));
    }
}
