//! The failures that accounts bring to every module, as constructors: what is refused and what the documents show are
//! made by the same code.

use std::time::Duration;

use platform::Error;

pub use crate::{
    extract::{login_required, not_an_admin, session_ended},
    service::{
        login::{bad_refresh_token, refused as login_refused},
        permission::{granted_already, no_such_grant},
        profile::no_such_user,
        register::Taken,
    },
};

/// Code of [`login_throttled`].
pub(crate) const LOGIN_THROTTLED: &str = "accounts.login.throttled";
/// Code of [`registration_throttled`].
pub(crate) const REGISTER_THROTTLED: &str = "accounts.register.throttled";

/// Too many failed logins, by name or by address.
pub fn login_throttled() -> Error {
    Error::too_many(LOGIN_THROTTLED, Duration::from_secs(60))
}

/// Too many new accounts from one address.
pub fn registration_throttled() -> Error {
    Error::too_many(REGISTER_THROTTLED, Duration::from_secs(60))
}
