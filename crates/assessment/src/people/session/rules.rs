//! What somebody sends to get in.

use serde::Deserialize;

/// A name and a password, and where the account wants one, a code.
#[derive(Deserialize, schemars::JsonSchema)]
#[schemars(rename = "AdminLoginIn")]
pub struct LoginIn {
    /// Name, without case.
    pub username: String,
    pub password: String,
    /// Six digits of the authenticator app, where two-step verification is on.
    #[serde(default)]
    pub code: Option<String>,
}
