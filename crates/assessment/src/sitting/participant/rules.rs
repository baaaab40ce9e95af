//! Who takes part, and what can be changed of them.

use platform::{Error, Kind, Message, Rule, input::nullable, text::Check};
use serde::Deserialize;

use crate::{
    people::{model::TimeFactor, person::rules as person_rules},
    sitting::model::{ParticipantContent, Status},
};

/// Somebody who shall take part in an event.
#[derive(Deserialize, schemars::JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct ParticipantIn {
    pub event_id: i64,
    /// Full name, of somebody who is named by a number.
    #[serde(default)]
    pub name: Option<String>,
    /// Registration number: of a user, or of one who is made.
    #[serde(default)]
    pub registered_number: Option<String>,
    /// A user, instead of name and number.
    #[serde(default)]
    pub user_id: Option<i64>,
}

/// What shall change of a participant.
#[derive(Deserialize, schemars::JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct ParticipantChangeIn {
    /// Full name.
    #[serde(default)]
    pub name: Option<String>,
    /// Registration number.
    #[serde(default)]
    pub registered_number: Option<String>,
    /// What the rank is called; `null`: nothing.
    #[serde(default, deserialize_with = "nullable")]
    pub rank: Option<Option<String>>,
    /// What the unit is called; `null`: nothing.
    #[serde(default, deserialize_with = "nullable")]
    pub unit: Option<Option<String>>,
    /// What the position is called; `null`: nothing.
    #[serde(default, deserialize_with = "nullable")]
    pub position: Option<Option<String>>,
    /// By how much the time is multiplied: 1 to 5; before the participant has begun.
    #[serde(default)]
    pub time_factor: Option<TimeFactor>,
}

/// Who is added.
#[derive(Debug, Clone)]
pub enum Person {
    User(i64),
    /// Somebody with a name and a number: a user, or one from now on.
    Named(String, String),
}

/// What is said of a participant; `None` stays as it is.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct ParticipantChange {
    /// Full name.
    pub name: Option<String>,
    /// Registration number.
    pub registered_number: Option<String>,
    /// What the rank is called; `Some(None)` for nothing.
    pub rank: Option<Option<String>>,
    /// What the unit is called.
    pub unit: Option<Option<String>>,
    /// What the position is called.
    pub position: Option<Option<String>>,
    /// By how much the time is multiplied: 1 to 5.
    pub time_factor: Option<TimeFactor>,
}

/// Time is given to somebody who sits already only by an intervention.
pub(crate) fn sits_already() -> Error {
    Error::new(
        Kind::Conflict,
        "assessment.participant.sits",
        Message::new(
            "Peserta sudah mulai: beri waktu tambahan melalui tindakan pengawas.",
            "The participant has begun: give more time by an intervention.",
        ),
    )
}

impl ParticipantIn {
    /// Who: a user, or a name with a number; not both.
    pub fn person(&self) -> Result<Person, Error> {
        let mut check = Check::new();
        let who = if let Some(user) = self.user_id {
            for (field, given) in [
                ("name", self.name.is_some()),
                ("registeredNumber", self.registered_number.is_some()),
            ] {
                if given {
                    let said = Message::new("tidak bersama userId", "does not go with userId");
                    check.note(field, Rule::Other(said));
                }
            }
            Person::User(user)
        } else {
            let mut text = |field: &str, given: &Option<String>, judge: fn(&mut Check, &str, &str) -> String| {
                let Some(text) = given else {
                    check.note(field, Rule::Required);
                    return String::new();
                };
                judge(&mut check, field, text)
            };
            let name = text("name", &self.name, person_rules::name);
            let number = text(
                "registeredNumber",
                &self.registered_number,
                person_rules::registered_number,
            );
            Person::Named(name, number)
        };
        check.finish().map(|()| who)
    }
}

impl ParticipantChange {
    /// The content that follows of a participant of this status, if it is good.
    pub(crate) fn judge(self, before: &ParticipantContent, status: Status) -> Result<ParticipantContent, Error> {
        let mut check = Check::new();
        let mut content = before.clone();
        if let Some(name) = &self.name {
            content.name = person_rules::name(&mut check, "name", name);
        }
        if let Some(number) = &self.registered_number {
            content.registered_number = person_rules::registered_number(&mut check, "registeredNumber", number);
        }
        if let Some(factor) = self.time_factor {
            content.time_factor = factor.check(&mut check, "timeFactor");
        }
        let mut title = |field: &str, given: Option<Option<String>>, kept: &mut Option<String>| {
            if let Some(given) = given {
                *kept = check.maybe_clean(field, given.as_deref(), 100);
            }
        };
        title("rank", self.rank, &mut content.rank);
        title("unit", self.unit, &mut content.unit);
        title("position", self.position, &mut content.position);
        check.finish()?;
        let waits = matches!(status, Status::Registered | Status::Ready);
        if content.time_factor != before.time_factor && !waits {
            return Err(sits_already());
        }
        Ok(content)
    }
}
