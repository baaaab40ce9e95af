//! Notes of appeals as they are sent.

use platform::{Error, Timestamp, text::Check};
use serde::{Deserialize, Serialize};

/// How an appeal stands with a note.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum AppealState {
    /// Nothing is decided.
    Raised,
    /// The participant is right. The note changes no score: correcting, voiding and marking again do.
    Granted,
    /// The result stands.
    Dismissed,
}

impl AppealState {
    /// Every state, as an appeal goes.
    pub const ALL: [Self; 3] = [Self::Raised, Self::Granted, Self::Dismissed];

    /// As the API and the database write it.
    pub fn name(self) -> &'static str {
        match self {
            Self::Raised => "raised",
            Self::Granted => "granted",
            Self::Dismissed => "dismissed",
        }
    }

    /// The state of a name.
    pub fn of(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|state| state.name() == name)
    }

    pub(crate) fn from_stored(name: &str) -> Result<Self, Error> {
        Self::of(name).ok_or_else(|| Error::internal("a stored state of an appeal is unknown"))
    }
}

/// A note of an appeal as it is sent.
#[derive(Debug, Clone, Deserialize, schemars::JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct AppealNoteIn {
    /// How the appeal stands with it.
    pub state: AppealState,
    /// What is objected to, what was looked at, or what was decided and why; up to 2,000 characters.
    pub text: String,
    /// The question that it is about; none if it is about all of the result.
    #[serde(default)]
    pub question_id: Option<i64>,
}

/// A note of somebody's appeal.
#[derive(Debug, Clone, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(rename_all = "camelCase")]
#[schemars(rename = "AppealNote")]
pub struct AppealNoteView {
    pub(crate) id: i64,
    pub(crate) participant_id: i64,
    /// The question that it is about; `null` if it is about all of the result.
    pub question_id: Option<i64>,
    /// How the appeal stands with it.
    pub state: AppealState,
    /// What was noted.
    pub text: String,
    /// Who wrote it.
    pub(crate) admin_id: i64,
    /// What they are called; `null` once that administrator is gone.
    pub admin_username: Option<String>,
    /// When.
    pub at: Timestamp,
}

/// A note of an appeal that may be kept.
#[derive(Debug, Clone)]
pub struct NewAppealNote {
    pub(crate) state: AppealState,
    pub(crate) text: String,
    pub(crate) question_id: Option<i64>,
}

impl AppealNoteIn {
    /// What is to be kept, if it may be.
    pub fn judge(self) -> Result<NewAppealNote, Error> {
        let mut check = Check::new();
        let text = check.clean("text", &self.text, 1, 2_000);
        check.finish()?;
        Ok(NewAppealNote {
            state: self.state,
            text,
            question_id: self.question_id,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_of_states_are_those_of_the_api_and_are_found_again() {
        for state in AppealState::ALL {
            assert_eq!(serde_json::to_value(state).unwrap(), state.name());
            assert_eq!(AppealState::from_stored(state.name()).unwrap(), state);
        }
        assert!(AppealState::of("lost").is_none());
    }

    #[test]
    fn a_note_says_something() {
        let note = |text: &str| {
            let sent = AppealNoteIn {
                state: AppealState::Raised,
                text: text.to_owned(),
                question_id: None,
            };
            sent.judge()
        };
        assert!(note("Kunci soal 2 keliru").is_ok());
        for wrong in [String::new(), "  ".to_owned(), "x".repeat(2_001)] {
            assert_eq!(note(&wrong).unwrap_err().fields()[0].path, "text");
        }
    }
}
