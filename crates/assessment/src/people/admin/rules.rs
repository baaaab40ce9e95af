//! What an administrator may be called, and what a password must be.

use platform::{Error, Rule, text::Check};
use serde::Deserialize;

use crate::role::Role;

/// Least and most characters of a name.
const NAME: (usize, usize) = (3, 50);
/// Least and most characters of a password.
const PASSWORD: (usize, usize) = (6, 200);

/// Somebody who shall become an administrator.
#[derive(Clone, Deserialize, schemars::JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct NewAdmin {
    /// Name to log in with, unique without case; 3 to 50 characters without blanks.
    pub username: String,
    /// 1 administrator, 2 author, 3 proctor, 4 rater.
    pub role_id: i64,
    /// 6 to 200 characters.
    pub password: String,
}

/// What shall become of an administrator.
#[derive(Debug, Clone, Default)]
pub struct AdminChange {
    /// Another name.
    pub username: Option<String>,
    /// Another role.
    pub role: Option<Role>,
}

impl AdminChange {
    /// What is asked for, if it is good by itself.
    pub fn judge(username: Option<&str>, role_id: Option<i64>) -> Result<Self, Error> {
        let mut check = Check::new();
        let change = Self {
            username: username.map(|name| self::username(&mut check, name)),
            role: role_id.map(|id| role(&mut check, id)),
        };
        check.finish()?;
        Ok(change)
    }
}

/// Most characters of a reason.
const REASON: usize = 500;

/// Why somebody may log in no more, or again.
#[derive(Deserialize, schemars::JsonSchema)]
pub struct ReasonIn {
    /// For the log; at most 500 characters.
    #[serde(default)]
    pub reason: String,
}

impl ReasonIn {
    /// The reason, if it is short enough.
    pub fn judge(&self) -> Result<String, Error> {
        let mut check = Check::new();
        let reason = check.clean("reason", &self.reason, 0, REASON);
        check.finish().map(|()| reason)
    }
}

/// A password, alone.
#[derive(Deserialize, schemars::JsonSchema)]
pub struct PasswordIn {
    /// 6 to 200 characters.
    pub password: String,
}

/// What shall change of an administrator.
#[derive(Deserialize, schemars::JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct AdminChangeIn {
    /// Another name.
    #[serde(default)]
    pub username: Option<String>,
    /// Another role.
    #[serde(default)]
    pub role_id: Option<i64>,
}

/// Judges a name: 3 to 50 characters without blanks.
pub(crate) fn username(check: &mut Check, text: &str) -> String {
    let name = check.text("username", text, NAME.0, NAME.1);
    if name.contains(char::is_whitespace) {
        check.note(
            "username",
            Rule::Other(platform::Message::new(
                "tidak boleh memuat spasi",
                "must not contain blanks",
            )),
        );
    }
    name
}

/// Judges a password by its length alone: blanks and all characters count.
pub(crate) fn password(check: &mut Check, text: &str) {
    let count = text.chars().count();
    if count < PASSWORD.0 {
        check.note("password", Rule::TooShort(PASSWORD.0));
    } else if count > PASSWORD.1 {
        check.note("password", Rule::TooLong(PASSWORD.1));
    }
}

/// Judges the number of a role.
pub(crate) fn role(check: &mut Check, id: i64) -> Role {
    Role::of(id).unwrap_or_else(|| {
        check.note("roleId", Rule::OutOfRange("1".into(), "4".into()));
        Role::Rater
    })
}

/// A password that is set by itself.
pub(crate) fn new_password(text: &str) -> Result<(), Error> {
    let mut check = Check::new();
    password(&mut check, text);
    check.finish()
}
