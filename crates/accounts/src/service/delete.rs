//! Deleting an account.

use platform::{Error, Tx};

use crate::{
    Accounts,
    events::{AccountDeleted, SessionRevoked},
    model::account::AccountId,
    service::profile::no_such_user,
    store,
};

impl Accounts {
    /// Deletes an account within a transaction of the caller's, so that a module can remove what it keeps for the account in
    /// the same one. The names become free, every session ends, letters to it that wait are not sent, and what was granted to it is
    /// forgotten.
    #[platform::boxed]
    pub async fn delete_account(&self, tx: &mut Tx<'_>, id: &AccountId) -> Result<(), Error> {
        let account = store::account::by_id(tx, id).await?.ok_or_else(no_such_user)?;
        store::account::delete(tx, id).await?;
        store::permission::delete_of(tx, id).await?;
        store::code::forget(tx, id).await?;
        store::code::forget_wishes(tx, &platform::text::fold(&account.email)).await?;
        store::device::forget(tx, id).await?;
        store::factor::remove(tx, id).await?;
        store::notice::forget(tx, id).await?;
        if let Some(post) = &self.0.post {
            post.mailer.withdraw(tx, &account.email).await?;
        }
        for session in store::session::revoke_all(tx, id).await? {
            tx.emit(&SessionRevoked { session }).await?;
        }
        tx.emit(&AccountDeleted {
            account: id.clone(),
            handle: account.handle,
        })
        .await
    }
}
