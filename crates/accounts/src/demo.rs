//! Invented people of the demo data.

use platform::{Ctx, Error};
use serde::Deserialize;

use crate::{Accounts, Actor, Role, model::account::NewAccount};

/// Somebody who does not exist.
#[derive(Debug, Clone, Deserialize)]
pub struct Person {
    /// What they log in with.
    pub username: String,
    /// Their full name.
    pub fullname: String,
    /// Their address.
    pub email: String,
}

impl Person {
    /// Makes an account for them, and answers it as if they had logged in.
    #[platform::boxed]
    pub async fn join(self, accounts: &Accounts, password: &str, role: Role) -> Result<Actor, Error> {
        let new = NewAccount {
            username: self.username,
            email: self.email,
            fullname: self.fullname,
            password: password.to_owned(),
            image: None,
            role,
        };
        let ctx = Ctx::background(accounts.db().clock().clone());
        let handle = accounts.register(&ctx, new, None).await?;
        accounts.acting(&handle).await
    }
}
