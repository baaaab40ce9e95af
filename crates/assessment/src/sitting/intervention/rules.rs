//! What a supervisor may do about a participant.
//!
//! Invariant: deadlines and states of a participant are changed by supervisors through interventions alone, each of which
//! follows from the state that it meets.

use platform::{Error, Kind as ErrorKind, Message, Rule, text::Check};
use serde::Deserialize;

use crate::sitting::model::{Intervention, NewIntervention, Status};

/// Most seconds that are given at once.
const MOST_SECONDS: i64 = 24 * 60 * 60;

/// An intervention as it is asked for.
#[derive(Debug, Clone, Deserialize, schemars::JsonSchema)]
pub struct InterventionIn {
    /// What to do.
    #[serde(rename = "type")]
    pub kind: Intervention,
    /// How many seconds more, for `extend`: at most a day.
    #[serde(default)]
    pub seconds: Option<i64>,
    /// What to say, for `message`: at most 1,000 characters.
    #[serde(default)]
    pub text: Option<String>,
    /// Why; needed for `pause`, `extend` and `terminate`.
    #[serde(default)]
    pub reason: Option<String>,
}

impl InterventionIn {
    /// Judges what was asked for: seconds for an extension, a text for a message, a reason for whatever takes or gives time.
    pub(crate) fn judge(self) -> Result<NewIntervention, Error> {
        let mut check = Check::new();
        let text = check.maybe_clean("text", self.text.as_deref(), 1_000);
        let reason = check.maybe_clean("reason", self.reason.as_deref(), 500);
        let needs_reason = matches!(
            self.kind,
            Intervention::Pause | Intervention::Extend | Intervention::Terminate
        );
        if needs_reason && reason.is_none() {
            check.note("reason", Rule::Required);
        }
        if self.kind == Intervention::Message && text.is_none() {
            check.note("text", Rule::Required);
        }
        let seconds = self.seconds.filter(|_| self.kind == Intervention::Extend);
        if self.kind == Intervention::Extend {
            match self.seconds {
                None => check.note("seconds", Rule::Required),
                Some(seconds) if !(1..=MOST_SECONDS).contains(&seconds) => {
                    check.note("seconds", Rule::OutOfRange("1".into(), MOST_SECONDS.to_string()));
                }
                Some(_) => {}
            }
        }
        check.finish()?;
        Ok(NewIntervention {
            kind: self.kind,
            seconds,
            text,
            reason,
        })
    }
}

impl Intervention {
    /// The status that follows, or a refusal: a participant who is done is past all interventions.
    pub(crate) fn after(self, now: Status) -> Result<Status, Error> {
        use Status::{InSection, Ready, Registered, Suspended, Terminated};
        match (self, now) {
            (Self::Pause, InSection) => Ok(Suspended),
            (Self::Resume, Suspended) => Ok(InSection),
            (Self::Extend | Self::Message, Registered | Ready | InSection | Suspended) => Ok(now),
            (Self::Terminate, Registered | Ready | InSection | Suspended) => Ok(Terminated),
            _ => Err(refused(self, now)),
        }
    }
}

/// A participant of this status cannot be treated so.
pub(crate) fn refused(kind: Intervention, now: Status) -> Error {
    Error::new(
        ErrorKind::Conflict,
        "assessment.intervention.refused",
        Message::new(
            format!(
                "Tindakan {} tidak berlaku bagi peserta berstatus {}.",
                kind.name(),
                now.name()
            ),
            format!("A participant who is {} cannot be given: {}.", now.name(), kind.name()),
        ),
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_those_of_the_api_and_are_found_again() {
        for status in Status::ALL {
            assert_eq!(serde_json::to_value(status).unwrap(), status.name());
            assert_eq!(Status::from_stored(status.name()).unwrap(), status);
        }
        assert!(Status::from_stored("asleep").is_err() && Intervention::from_stored("shout").is_err());
    }

    #[test]
    fn each_intervention_is_for_some_and_leads_where_it_should() {
        use Intervention::{Extend, Message, Pause, Resume, Terminate};
        let live = [Status::Registered, Status::Ready, Status::InSection, Status::Suspended];
        for status in Status::ALL {
            let is_live = live.contains(&status);
            assert_eq!(Pause.after(status).is_ok(), status == Status::InSection);
            assert_eq!(Resume.after(status).is_ok(), status == Status::Suspended);
            for kind in [Extend, Message] {
                assert_eq!(kind.after(status).ok(), is_live.then_some(status));
            }
            assert_eq!(Terminate.after(status).ok(), is_live.then_some(Status::Terminated));
        }
        assert_eq!(Pause.after(Status::InSection).unwrap(), Status::Suspended);
        assert_eq!(Resume.after(Status::Suspended).unwrap(), Status::InSection);
    }

    fn ask(
        kind: Intervention,
        seconds: Option<i64>,
        text: Option<&str>,
        reason: Option<&str>,
    ) -> Result<NewIntervention, Error> {
        InterventionIn {
            kind,
            seconds,
            text: text.map(str::to_owned),
            reason: reason.map(str::to_owned),
        }
        .judge()
    }

    fn wrong(result: Result<NewIntervention, Error>) -> Vec<String> {
        let error = result.unwrap_err();
        error.fields().iter().map(|field| field.path.clone()).collect()
    }

    #[test]
    fn each_intervention_needs_what_it_is_about() {
        use Intervention::{Extend, Message, Pause, Resume, Terminate};
        assert_eq!(wrong(ask(Pause, None, None, None)), ["reason"]);
        assert_eq!(wrong(ask(Terminate, None, None, Some(" "))), ["reason"]);
        assert_eq!(wrong(ask(Extend, None, None, None)), ["reason", "seconds"]);
        assert_eq!(wrong(ask(Extend, Some(0), None, Some("x"))), ["seconds"]);
        assert_eq!(wrong(ask(Extend, Some(86_401), None, Some("x"))), ["seconds"]);
        assert_eq!(wrong(ask(Message, None, None, None)), ["text"]);
        assert!(ask(Resume, None, None, None).is_ok());
        assert_eq!(ask(Message, Some(60), Some("Halo"), None).unwrap().seconds, None);
    }
}
