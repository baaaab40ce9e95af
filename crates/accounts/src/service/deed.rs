//! The log of what administrators do.

use platform::{
    Conn, Error, Tx,
    page::{Pages, Paging},
};

use crate::{
    Accounts, Admin,
    model::{
        account::AccountId,
        deed::{Deed, NotedDeed, WantedDeeds},
    },
    rules, store,
};

/// Notes what an administrator does, within the transaction that does it.
pub async fn note_deed(tx: &mut Tx<'_>, actor: &AccountId, deed: Deed<'_>) -> Result<(), Error> {
    let reason = rules::reason(deed.reason)?;
    let deed = Deed {
        reason: &reason,
        ..deed
    };
    store::deed::insert(tx, actor, deed).await
}

impl Accounts {
    /// Notes what an administrator did that no transaction does.
    #[platform::boxed]
    pub async fn note<'a>(&'a self, admin: &'a Admin, deed: Deed<'a>) -> Result<(), Error> {
        let (action, actor) = (deed.action, admin.0.id.clone());
        let [subject, name, reason] = [deed.subject, deed.subject_name, deed.reason].map(str::to_owned);
        self.0
            .db
            .write(async move |tx: &mut Tx<'_>| {
                let deed = Deed {
                    action,
                    subject: &subject,
                    subject_name: &name,
                    reason: &reason,
                };
                note_deed(tx, &actor, deed).await
            })
            .await
    }

    /// A page of what administrators did, newest first.
    #[platform::boxed]
    pub async fn list_deeds(
        &self,
        _: &Admin,
        wanted: WantedDeeds,
        pages: Pages,
    ) -> Result<(Vec<NotedDeed>, Paging), Error> {
        let page = (pages.limit(), pages.offset());
        let (rows, total) = self
            .0
            .db
            .read(async move |conn: &mut Conn<'_>| store::deed::list(conn, &wanted, page).await)
            .await?;
        Ok((rows, pages.of(total)))
    }
}
