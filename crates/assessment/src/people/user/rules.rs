//! What is said of people who sit exams, and what it must be like.

use platform::{Error, input::nullable, text::Check};
use serde::Deserialize;

use crate::people::{
    model::{TimeFactor, UserContent},
    person::rules as person_rules,
};

/// Somebody who shall be known.
#[derive(Deserialize, schemars::JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct UserIn {
    /// Registration number: text, since leading zeros count; unique without case and blanks; at most 50 characters.
    pub registered_number: String,
    /// Full name; at most 150 characters.
    pub name: String,
    #[serde(default)]
    pub rank_id: Option<i64>,
    #[serde(default)]
    pub unit_id: Option<i64>,
    #[serde(default)]
    pub position_id: Option<i64>,
    /// By how much the time is multiplied: 1 to 5.
    #[serde(default)]
    pub time_factor: Option<TimeFactor>,
}

/// What shall change of somebody.
#[derive(Deserialize, schemars::JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct UserChangeIn {
    /// Registration number.
    #[serde(default)]
    pub registered_number: Option<String>,
    /// Full name.
    #[serde(default)]
    pub name: Option<String>,
    /// Rank; `null`: none.
    #[serde(default, deserialize_with = "nullable")]
    pub rank_id: Option<Option<i64>>,
    /// Unit; `null`: none.
    #[serde(default, deserialize_with = "nullable")]
    pub unit_id: Option<Option<i64>>,
    /// Position; `null`: none.
    #[serde(default, deserialize_with = "nullable")]
    pub position_id: Option<Option<i64>>,
    /// By how much the time is multiplied: 1 to 5.
    #[serde(default)]
    pub time_factor: Option<TimeFactor>,
}

/// What is said of a user; `None` stays as it is.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct UserChange {
    /// Registration number.
    pub registered_number: Option<String>,
    /// Full name.
    pub name: Option<String>,
    /// The id of the rank; `Some(None)` for none.
    pub rank: Option<Option<i64>>,
    /// The id of the unit.
    pub unit: Option<Option<i64>>,
    /// The id of the position.
    pub position: Option<Option<i64>>,
    /// By how much the time is multiplied: 1 to 5.
    pub time_factor: Option<TimeFactor>,
}

impl From<UserIn> for UserChange {
    fn from(input: UserIn) -> Self {
        Self {
            registered_number: Some(input.registered_number),
            name: Some(input.name),
            rank: Some(input.rank_id),
            unit: Some(input.unit_id),
            position: Some(input.position_id),
            time_factor: input.time_factor,
        }
    }
}

impl From<UserChangeIn> for UserChange {
    fn from(input: UserChangeIn) -> Self {
        Self {
            registered_number: input.registered_number,
            name: input.name,
            rank: input.rank_id,
            unit: input.unit_id,
            position: input.position_id,
            time_factor: input.time_factor,
        }
    }
}

impl UserChange {
    /// The content that follows, if it is good by itself.
    pub(crate) fn judge(self, before: Option<UserContent>) -> Result<UserContent, Error> {
        let mut check = Check::new();
        let number = match &self.registered_number {
            Some(number) => person_rules::registered_number(&mut check, "registeredNumber", number),
            None => before
                .as_ref()
                .map(|user| user.registered_number.clone())
                .unwrap_or_default(),
        };
        let name = match &self.name {
            Some(name) => person_rules::name(&mut check, "name", name),
            None => before.as_ref().map(|user| user.name.clone()).unwrap_or_default(),
        };
        let time_factor = match self.time_factor {
            Some(factor) => factor.check(&mut check, "timeFactor"),
            None => before.as_ref().map_or(TimeFactor::USUAL, |user| user.time_factor),
        };
        check.finish()?;
        let id = |given: Option<Option<i64>>, of: fn(&UserContent) -> Option<i64>| {
            given.unwrap_or_else(|| before.as_ref().and_then(of))
        };
        Ok(UserContent {
            registered_key: person_rules::number_key(&number),
            registered_number: number,
            name_key: person_rules::name_key(&name),
            name,
            rank: id(self.rank, |user| user.rank),
            unit: id(self.unit, |user| user.unit),
            position: id(self.position, |user| user.position),
            time_factor,
        })
    }
}
