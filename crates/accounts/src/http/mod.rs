//! The session routes of the service documents, registration, and the management of grants.
//!
//! Session routes know no envelope: they answer their value bare, and to nobody `No login found`.

mod cookie;
mod permission;
mod register;
mod session;

use axum::extract::FromRef;
use platform::http::routes::Endpoint;

use crate::Accounts;

/// What the service documents call a tenant: there is one.
const TENANT: &str = "balai";

/// Accounts as the routes see them.
#[derive(Clone)]
pub(crate) struct Front {
    pub(crate) accounts: Accounts,
    /// Whether people come by https.
    pub(crate) https: bool,
}

impl FromRef<Front> for Accounts {
    fn from_ref(front: &Front) -> Self {
        front.accounts.clone()
    }
}

/// Every endpoint.
pub(crate) fn endpoints() -> Vec<Endpoint<Front>> {
    let groups = [
        ("sessions", session::endpoints()),
        ("registration", register::endpoints()),
        ("permissions", permission::endpoints()),
    ];
    let all = groups
        .into_iter()
        .flat_map(|(group, endpoints)| endpoints.into_iter().map(|endpoint| endpoint.within(group)));
    all.collect()
}
