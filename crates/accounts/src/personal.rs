//! What a module keeps of a person, for whoever is to have all of it.

use futures_util::future::BoxFuture;
use platform::{Conn, Error, personal::read_rows};
use serde_json::Value;

use crate::{AccountId, Accounts, store};

/// A module that keeps something of people.
pub trait PersonalData: Send + Sync {
    /// Its name in the file.
    fn name(&self) -> &'static str;

    /// All that it keeps of somebody: a list of objects for each kind of rows. No secrets, and of what two share both sides
    /// only as far as the person has seen them.
    fn of<'a>(&'a self, account: &'a AccountId) -> BoxFuture<'a, Result<Value, Error>>;
}

impl PersonalData for Accounts {
    fn name(&self) -> &'static str {
        crate::NAME
    }

    fn of<'a>(&'a self, account: &'a AccountId) -> BoxFuture<'a, Result<Value, Error>> {
        let account = account.clone();
        Box::pin(async move {
            let db = self.db();
            let read = async move |conn: &mut Conn<'_>| read_rows(conn, store::personal::ROWS, account.as_str()).await;
            db.read(read).await
        })
    }
}
