//! What a page may tell of how somebody works.
//!
//! Invariant: a flag never lies in the future, however a device's clock goes.

use platform::{Error, Rule, Timestamp, text::Check};
use serde::{Deserialize, Serialize};

use crate::exam::model::seconds;

/// Most flags of a call.
const MOST: usize = 50;
/// Most characters of a detail.
const LONGEST: usize = 500;
/// Longest time that a flag may have been on its way, in seconds.
const OLDEST: i64 = 24 * 60 * 60;
/// Too many flags.
pub(crate) const THROTTLED: &str = "assessment.flags_throttled";

/// What was seen.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(rename_all = "snake_case")]
#[schemars(rename = "ExamFlagKind")]
pub enum FlagKind {
    FocusLost,
    FocusGained,
    FullscreenLeft,
    Copy,
    Paste,
    Cut,
    ContextMenu,
    Offline,
    Online,
    DeviceChanged,
    RecordingStopped,
    Other,
}

impl FlagKind {
    /// As it is stored.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::FocusLost => "focus_lost",
            Self::FocusGained => "focus_gained",
            Self::FullscreenLeft => "fullscreen_left",
            Self::Copy => "copy",
            Self::Paste => "paste",
            Self::Cut => "cut",
            Self::ContextMenu => "context_menu",
            Self::Offline => "offline",
            Self::Online => "online",
            Self::DeviceChanged => "device_changed",
            Self::RecordingStopped => "recording_stopped",
            Self::Other => "other",
        }
    }
}

/// Something that was seen.
#[derive(Debug, Clone, Deserialize, schemars::JsonSchema)]
#[schemars(rename = "ExamFlag")]
pub struct FlagIn {
    pub kind: FlagKind,
    /// When, by the server's clock as the page knows it.
    pub at: Timestamp,
    /// More about it, at most 500 characters.
    #[serde(default)]
    pub detail: Option<String>,
}

/// What a page has gathered.
#[derive(Debug, Clone, Deserialize, schemars::JsonSchema)]
#[schemars(rename = "ExamFlags")]
pub struct FlagsIn {
    /// At most 50.
    pub flags: Vec<FlagIn>,
}

impl FlagsIn {
    /// Refuses too many of them, and details that are too long.
    pub(crate) fn judge(self) -> Result<Vec<FlagIn>, Error> {
        if self.flags.len() > MOST {
            return Err(Error::invalid_field("flags", Rule::TooMany(MOST)));
        }
        let mut check = Check::new();
        for (at, flag) in self.flags.iter().enumerate() {
            if flag
                .detail
                .as_ref()
                .is_some_and(|detail| detail.chars().count() > LONGEST)
            {
                check.note(format!("flags[{at}].detail"), Rule::TooLong(LONGEST));
            }
        }
        check.finish()?;
        Ok(self.flags)
    }
}

/// When it was, as it is stored.
pub(crate) fn moment(told: Timestamp, now: Timestamp) -> Timestamp {
    told.min(now).max(now.minus(seconds(OLDEST)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::exam::model::tests::MINUTE;

    #[test]
    fn a_flag_is_as_old_as_it_says_within_a_day_and_never_of_the_future() {
        let now = Timestamp(3 * 24 * 60 * MINUTE);
        let day = 24 * 60 * MINUTE;
        assert_eq!(moment(Timestamp(now.0 + 1), now), now);
        assert_eq!(moment(Timestamp(now.0 - MINUTE), now), Timestamp(now.0 - MINUTE));
        assert_eq!(moment(Timestamp(0), now), Timestamp(now.0 - day));
    }

    #[test]
    fn details_and_batches_are_bounded() {
        let flag = |length: usize| FlagIn {
            kind: FlagKind::Paste,
            at: Timestamp(0),
            detail: Some("é".repeat(length)),
        };
        let judged = |flags| FlagsIn { flags }.judge().map(|flags| flags.len());
        assert_eq!(judged(vec![flag(500); 50]).unwrap(), 50);
        assert!(judged(vec![flag(501)]).is_err());
        assert!(judged(vec![flag(1); 51]).is_err());
    }
}
