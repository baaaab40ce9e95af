//! Sessions: what they begin with, what is known of them, and what whoever logs in gets.

use platform::{Timestamp, cache::Weigh};
use serde::{Deserialize, Serialize};

use super::account::{Account, AccountId, Role, SessionId};

/// A name and a password.
#[derive(Clone, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Credentials {
    pub username: String,
    pub password: String,
    /// The code of an authenticator app, or a recovery code: for accounts with two-step verification.
    #[serde(default)]
    pub code: Option<String>,
}

/// What a login gives.
#[derive(Clone, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct TokenPair {
    /// JWT, short-lived; goes into `Authorization: Bearer`.
    pub access_token: String,
    /// Opaque, long-lived; gets new access tokens.
    pub refresh_token: String,
}

/// What somebody logs in with.
#[derive(Debug, Clone, Copy)]
pub(crate) enum LoginName<'a> {
    Username(&'a str),
    Email(&'a str),
}

impl<'a> LoginName<'a> {
    /// A name that may be either: usernames have no `@`, and addresses have one.
    pub(crate) fn either(text: &'a str) -> Self {
        if text.contains('@') {
            Self::Email(text)
        } else {
            Self::Username(text)
        }
    }

    pub(crate) fn text(&self) -> &'a str {
        match self {
            Self::Username(text) | Self::Email(text) => text,
        }
    }
}

/// A session before it is stored.
#[derive(Clone)]
pub(crate) struct NewSession {
    pub(crate) account: AccountId,
    pub(crate) session: SessionId,
    pub(crate) access_token: String,
    pub(crate) refresh_token: String,
    pub(crate) expires_at: Timestamp,
    /// Which kind of program it begins in, if that is known.
    pub(crate) device: Option<String>,
    /// The language that whoever begins it reads, if that is known.
    pub(crate) language: Option<&'static str>,
    /// What was shown for it; none, where it comes in place of another session.
    pub(crate) proof: Option<Proof>,
}

/// What somebody who logs in has shown. Both may have changed when the session is stored, and then it is not.
#[derive(Debug, Clone)]
pub(crate) struct Proof {
    /// What is stored of the password: as it was found, and as it was stored anew, if it was.
    pub(crate) hashes: [String; 2],
    /// Whether a code was shown, too.
    pub(crate) has_code: bool,
}

/// A session that is good.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OpenSession {
    pub id: SessionId,
    /// `Chrome, Android`; empty if its program did not say.
    pub device: String,
    /// When it began.
    pub since: Timestamp,
    /// When it ends by itself.
    pub until: Timestamp,
}

/// What is known of a session.
#[derive(Debug, Clone)]
pub struct SessionState {
    /// `None`: unknown, revoked, or its account is gone.
    pub living: Option<LivingSession>,
}

/// A session that is good until it expires or its state is dropped.
#[derive(Debug, Clone)]
pub struct LivingSession {
    /// Whose.
    pub account: AccountId,
    /// `user-` and 16 characters.
    pub handle: String,
    /// What they may do.
    pub role: Role,
    /// When it ends by itself.
    pub expires_at: Timestamp,
    /// Whether its account has a second step.
    pub has_factor: bool,
}

impl Weigh for SessionState {
    fn weigh(&self) -> usize {
        size_of::<Self>() + 80
    }
}

/// Somebody who has just got in.
#[derive(Clone, Serialize, Deserialize)]
pub struct SignedIn {
    /// Whose account.
    pub account: AccountId,
    /// The new session.
    pub session: SessionId,
    /// JWT, short-lived.
    pub access_token: String,
    /// Opaque, long-lived, good once: gets a new session in place of this one.
    pub refresh_token: String,
}

/// A session and whose it is.
#[derive(Debug, Clone)]
pub struct CurrentSession {
    /// Id.
    pub session: SessionId,
    pub account: Account,
    /// When it began.
    pub login_at: Timestamp,
}
