//! What somebody sends to get in.

use serde::Deserialize;

/// A name and a password.
#[derive(Deserialize, schemars::JsonSchema)]
#[schemars(rename = "AdminLoginIn")]
pub struct LoginIn {
    /// Name, without case.
    pub username: String,
    pub password: String,
}
