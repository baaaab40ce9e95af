//! What is kept of a person here, for whoever is to have all of it.

use accounts::{AccountId, PersonalData};
use futures_util::future::BoxFuture;
use platform::{Conn, Error, personal::read_rows};
use serde_json::Value;

use crate::{Conversations, store};

impl PersonalData for Conversations {
    fn name(&self) -> &'static str {
        crate::MANIFEST.name
    }

    fn of<'a>(&'a self, account: &'a AccountId) -> BoxFuture<'a, Result<Value, Error>> {
        let account = account.clone();
        Box::pin(async move {
            let read = async move |conn: &mut Conn<'_>| read_rows(conn, store::personal::ROWS, account.as_str()).await;
            self.0.db.read(read).await
        })
    }
}
