//! What happens to accounts, for whoever keeps something about them.

use platform::{
    cache::Cache,
    events::{Event, Listener},
};
use serde::{Deserialize, Serialize};

use crate::model::{account::AccountId, permission::GrantId, session::SessionState};

macro_rules! account_event {
    ($(#[$meta:meta])* $name:ident $topic:literal) => {
        $(#[$meta])*
        #[derive(Debug, Clone, Serialize, Deserialize)]
        pub struct $name {
            /// Whose.
            pub account: AccountId,
            /// `user-` and 16 characters.
            pub handle: String,
        }

        impl Event for $name {
            const TOPIC: &'static str = $topic;

            fn subject(&self) -> &str {
                self.account.as_str()
            }
        }
    };
}

account_event! {
    /// Somebody joined.
    AccountRegistered "accounts.account.registered"
}
account_event! {
    /// Name, address, picture, role or password changed.
    AccountChanged "accounts.account.changed"
}
account_event! {
    /// The account is gone, and its sessions with it.
    AccountDeleted "accounts.account.deleted"
}

/// A session ended before its time.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct SessionRevoked {
    /// Which.
    pub session: String,
}

impl Event for SessionRevoked {
    const TOPIC: &'static str = "accounts.session.revoked";

    fn subject(&self) -> &str {
        &self.session
    }
}

macro_rules! permission_event {
    ($(#[$meta:meta])* $name:ident $topic:literal) => {
        $(#[$meta])*
        #[derive(Debug, Clone, Serialize, Deserialize)]
        pub struct $name {
            pub grant: GrantId,
            /// What it is about.
            pub permission_name: String,
        }

        impl Event for $name {
            const TOPIC: &'static str = $topic;

            fn subject(&self) -> &str {
                self.grant.as_str()
            }
        }
    };
}

permission_event! {
    /// A permission was granted.
    PermissionGranted "accounts.permission.granted"
}
permission_event! {
    /// A grant was taken back.
    PermissionRevoked "accounts.permission.revoked"
}

/// The cache tag of everything that depends on an account.
pub fn account_tag(id: &str) -> String {
    format!("account:{id}")
}

/// The cache tag of a session.
pub(crate) fn session_tag(id: &str) -> String {
    format!("session:{id}")
}

/// Drop session state when it changes.
pub(crate) fn listeners(sessions: &Cache<SessionState>) -> Vec<Listener> {
    let drop_on = |topic, tag: fn(&str) -> String| {
        let sessions = sessions.clone();
        Listener::new(topic, move |event| sessions.drop_tag(&tag(&event.subject)))
    };
    vec![
        drop_on(AccountChanged::TOPIC, account_tag),
        drop_on(AccountDeleted::TOPIC, account_tag),
        drop_on(SessionRevoked::TOPIC, session_tag),
    ]
}
