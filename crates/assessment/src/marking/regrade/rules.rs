//! How marking again is asked for.

use platform::{Error, text::Check};
use serde::Deserialize;

/// How marking again is asked for.
#[derive(Deserialize, schemars::JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct RegradeIn {
    /// Whether only to say what would change.
    #[serde(default)]
    pub dry_run: bool,
    /// Why, for the log; up to 500 characters.
    #[serde(default)]
    pub reason: Option<String>,
}

impl RegradeIn {
    /// Whether only to say what would change, and why it is done.
    pub fn judge(self) -> Result<(bool, Option<String>), Error> {
        let mut check = Check::new();
        let reason = check.maybe_text("reason", self.reason.as_deref(), 500);
        check.finish().map(|()| (self.dry_run, reason))
    }
}
