//! Terms of the people: what rules, use cases, stores and routes of them share.

use platform::{Rule, text::Check};
use serde::{Deserialize, Deserializer, Serialize, Serializer, de::Error as _};

use crate::audit::Audited;

/// By how much the time of somebody is multiplied, in thousandths: shown as a JSON number such as `1.25`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, schemars::JsonSchema)]
#[schemars(with = "f64")]
pub struct TimeFactor(pub(crate) i64);

impl TimeFactor {
    /// The usual time.
    pub(crate) const USUAL: Self = Self(1000);
    /// Least and most.
    const BOUNDS: std::ops::RangeInclusive<i64> = 1000..=5000;

    /// Refuses less than the usual time and more than five times as much.
    pub(crate) fn check(self, check: &mut Check, field: &str) -> Self {
        if !Self::BOUNDS.contains(&self.0) {
            check.note(field, Rule::OutOfRange("1".into(), "5".into()));
        }
        self
    }
}

impl Serialize for TimeFactor {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        if self.0 % 1000 == 0 {
            return serializer.serialize_i64(self.0 / 1000);
        }
        #[expect(
            clippy::cast_precision_loss,
            reason = "thousandths of a small number have an exact shortest form"
        )]
        serializer.serialize_f64(self.0 as f64 / 1000.0)
    }
}

impl<'de> Deserialize<'de> for TimeFactor {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let number = f64::deserialize(deserializer)?;
        let thousandths = (number * 1000.0).round();
        if !(0.0..=1e6).contains(&thousandths) || (number * 1000.0 - thousandths).abs() > 1e-6 {
            return Err(D::Error::custom(
                "invalid value: not a factor, expected a number from 1 to 5 with at most three decimals",
            ));
        }
        #[expect(clippy::cast_possible_truncation, reason = "whole and at most a million")]
        Ok(Self(thousandths as i64))
    }
}

/// Which of the three.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TitleKind {
    Rank,
    Unit,
    Position,
}

impl TitleKind {
    /// All of them, as people are described by them.
    pub const ALL: [Self; 3] = [Self::Rank, Self::Unit, Self::Position];
}

impl From<TitleKind> for Audited {
    fn from(kind: TitleKind) -> Self {
        match kind {
            TitleKind::Rank => Self::Rank,
            TitleKind::Unit => Self::Unit,
            TitleKind::Position => Self::Position,
        }
    }
}

/// With what something that is known twice shall become one.
#[derive(Deserialize, schemars::JsonSchema)]
pub struct MergeIn {
    /// The id of the one that stays.
    pub into: i64,
}

/// Who is wanted of a list.
#[derive(Debug, Clone, Default)]
pub struct WantedUsers {
    /// A part of a name or a number, folded.
    pub search: Option<String>,
    /// The id of a unit.
    pub unit: Option<i64>,
    /// The id of a rank.
    pub rank: Option<i64>,
    /// The id of a position.
    pub position: Option<i64>,
}

/// What is stored of somebody.
#[derive(Debug, Clone)]
pub(crate) struct UserContent {
    pub(crate) registered_number: String,
    pub(crate) registered_key: String,
    pub(crate) name: String,
    pub(crate) name_key: String,
    pub(crate) rank: Option<i64>,
    pub(crate) unit: Option<i64>,
    pub(crate) position: Option<i64>,
    pub(crate) time_factor: TimeFactor,
}

/// A person as lists are compared with.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct KnownPerson {
    pub(crate) id: i64,
    pub(crate) name: String,
    pub(crate) name_key: String,
    pub(crate) rank: Option<i64>,
    pub(crate) unit: Option<i64>,
    pub(crate) position: Option<i64>,
    pub(crate) time_factor: i64,
}
