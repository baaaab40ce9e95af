//! The second step of a login: codes of an app.

use platform::{Timestamp, auth::keys::Sealed};

/// What an account's codes are made from.
#[derive(Clone)]
pub(crate) struct Factor {
    pub(crate) sealed: Sealed,
    /// Since when they are asked for; `None` while it is being set up.
    pub(crate) confirmed_at: Option<Timestamp>,
}

/// How far somebody is with it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum FactorState {
    /// Nothing is asked for.
    Off,
    /// An app has to be told the secret, in base 32, and to show a code of it.
    SettingUp { secret: String },
    /// Codes are asked for; so many are left for whoever loses the app.
    On { recovery_codes: i64 },
}
