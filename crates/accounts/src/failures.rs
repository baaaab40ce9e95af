//! The failures that accounts bring to every module, as constructors: what is refused and what the documents show are
//! made by the same code.

use std::time::Duration;

use platform::{
    Error,
    auth::token::Refusal,
    http::routes::{Access, EndpointDoc},
};

pub use crate::{
    extract::{login_required, not_an_admin, session_ended},
    model::account::TakenName,
    service::{
        factor::{code_refused, code_required},
        letter::{bad_code, no_mail},
        login::{bad_refresh_token, refused as login_refused},
        permission::{granted_already, no_such_grant},
        profile::no_such_user,
        role::last_administrator,
        suspension::suspended,
    },
};

/// What a route answers to whoever may not call it.
pub fn of_access(doc: &EndpointDoc) -> Vec<Error> {
    let refusal = match doc.access {
        Access::Anyone => return Vec::new(),
        Access::Account => None,
        Access::Staff(staff) => Some((staff.refusal)()),
    };
    let nobody = [
        login_required(),
        session_ended(),
        Refusal::Expired.into(),
        Refusal::Malformed.into(),
    ];
    nobody.into_iter().chain(refusal).collect()
}

/// Code of [`login_throttled`].
pub(crate) const LOGIN_THROTTLED: &str = "accounts.login.throttled";
/// Code of [`registration_throttled`].
pub(crate) const REGISTER_THROTTLED: &str = "accounts.register.throttled";
/// Code of [`code_throttled`].
pub(crate) const CODE_THROTTLED: &str = "accounts.code.throttled";
/// Code of the refusal of letters that are asked for too often.
pub(crate) const LETTERS_THROTTLED: &str = "accounts.letters.throttled";

/// Too many failed logins, by name or by address.
pub fn login_throttled() -> Error {
    Error::too_many(LOGIN_THROTTLED, Duration::from_secs(60))
}

/// Too many wrong codes of the second step.
pub fn code_throttled() -> Error {
    Error::too_many(CODE_THROTTLED, Duration::from_secs(60))
}

/// Too many new accounts from one address.
pub fn registration_throttled() -> Error {
    Error::too_many(REGISTER_THROTTLED, Duration::from_secs(60))
}
