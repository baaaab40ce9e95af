//! What categories and locations have in common: they are there or deleted, are restored, and come in files.

use accounts::AccountId;
use platform::{Conn, Error, Timestamp, Tx};

use crate::{
    Classifieds,
    failures::no_such_record,
    model::Changed,
    rules::import::{Findings, Plan, Record},
};

/// A kind of object of which there are many, each with its own id.
pub(crate) trait Object: Clone + Sized + serde::Serialize + Send + Sync + 'static {
    /// A record of a file, checked by itself.
    type Row: Clone + Send + 'static;

    /// Its name in an answer; its id is called after it.
    const NAME: &'static str;
    /// Columns of a file that count.
    const COLUMNS: &'static [&'static str];
    /// Columns that are read over.
    const ALSO: &'static [&'static str];

    /// Reads records, noting what is wrong with each.
    fn rows(records: &[Record], findings: &mut Findings) -> Vec<Self::Row>;

    /// What rows mean for what is stored now.
    async fn plan(
        conn: &mut Conn<'_>,
        rows: Vec<Self::Row>,
        owner: AccountId,
        now: Timestamp,
    ) -> Result<Result<Plan<Self>, Findings>, Error>;

    /// Stores a plan.
    async fn carry_out(tx: &mut Tx<'_>, plan: Plan<Self>) -> Result<(), Error>;

    /// The object of an id, deleted or not.
    async fn by_id(conn: &mut Conn<'_>, id: &str) -> Result<Option<Self>, Error>;

    /// Whether it is there.
    fn is_active(&self) -> bool;

    /// As it is once it is there again.
    fn bring_back(self, now: Timestamp) -> Self;

    /// Refuses one that has no place among those that are there.
    async fn may_return(&self, conn: &mut Conn<'_>) -> Result<(), Error>;

    /// Stores one that differs, and tells of it.
    async fn store_change(tx: &mut Tx<'_>, before: Self, after: Self) -> Result<Changed<Self>, Error>;
}

/// The object, unless it does not exist or was deleted.
pub(super) async fn active<T: Object>(conn: &mut Conn<'_>, id: &str) -> Result<T, Error> {
    let found = T::by_id(conn, id).await?;
    found.filter(Object::is_active).ok_or_else(no_such_record)
}

impl Classifieds {
    /// Brings a deleted object back to where it was. One that is there stays as it is.
    pub(crate) async fn restore<T: Object>(&self, id: String) -> Result<Changed<T>, Error> {
        self.0
            .db
            .write(async move |tx: &mut Tx<'_>| {
                let before = T::by_id(tx, &id).await?.ok_or_else(no_such_record)?;
                if before.is_active() {
                    return Changed::between(&before, before.clone());
                }
                before.may_return(tx).await?;
                let now = tx.now();
                let after = before.clone().bring_back(now);
                T::store_change(tx, before, after).await
            })
            .await
    }
}
