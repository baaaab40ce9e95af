//! What a supervisor may do about a participant.
//!
//! Invariant: deadlines and states of a participant are changed by supervisors through interventions alone, each of which
//! follows from the state that it meets.

use platform::{Error, Kind as ErrorKind, Message};

use crate::sitting::model::{Intervention, Status};

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
            assert_eq!(Status::stored(status.name()).unwrap(), status);
        }
        assert!(Status::stored("asleep").is_err() && Intervention::stored("shout").is_err());
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
}
