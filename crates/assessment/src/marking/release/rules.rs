//! How results are released.

use platform::{Error, text::Check};
use serde::Deserialize;

/// How results are released, or withdrawn.
#[derive(Deserialize, schemars::JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct ReleaseIn {
    /// Why, for the log; up to 500 characters.
    #[serde(default)]
    pub reason: Option<String>,
    /// Whether to take a release back.
    #[serde(default)]
    pub undo: bool,
}

impl ReleaseIn {
    /// Whether it is taken back, and why.
    pub fn judge(self) -> Result<(bool, Option<String>), Error> {
        let mut check = Check::new();
        let reason = check.maybe_text("reason", self.reason.as_deref(), 500);
        check.finish().map(|()| (self.undo, reason))
    }
}
