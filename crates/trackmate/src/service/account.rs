//! What TrackMate does when an account goes.

use accounts::{AccountId, Actor};
use platform::{Error, Tx};

use super::{resource::remove_resource, umkm::remove_umkm};
use crate::{
    Trackmate,
    events::{ImpactDeleted, ProductRated},
    store,
};

impl Trackmate {
    /// Deletes the caller's account; its UMKM and products leave the catalogue in the same transaction.
    #[platform::boxed]
    pub async fn delete_account(&self, actor: &Actor) -> Result<(), Error> {
        let (id, accounts) = (actor.id.clone(), self.0.accounts.clone());
        self.0
            .db
            .write(async move |tx: &mut Tx<'_>| {
                remove_catalogue(tx, &id).await?;
                accounts.delete_account(tx, &id).await
            })
            .await
    }

    /// Removes what is left of a deleted account, however it was deleted: catalogue and uploaded files. Doing it twice
    /// changes nothing.
    pub(crate) async fn forget_account(&self, id: &AccountId) -> Result<(), Error> {
        let (db, account) = (self.0.db.clone(), id.clone());
        let rows = async move {
            db.write(async move |tx: &mut Tx<'_>| {
                remove_catalogue(tx, &account).await?;
                Ok(((), store::upload::delete_of_owner(tx, &account).await?))
            })
            .await
        };
        self.0.files.remove_with(rows).await
    }
}

/// Removes UMKM, products, resources and impacts of an account, and what it looked at and rated.
async fn remove_catalogue(tx: &mut Tx<'_>, id: &AccountId) -> Result<(), Error> {
    if let Some(umkm) = store::umkm::of_owner(tx, id).await? {
        remove_umkm(tx, &umkm.id).await?;
    }
    for id in store::resource::of_owner(tx, id).await? {
        remove_resource(tx, id).await?;
    }
    forget_signals(tx, id).await?;
    for id in store::impact::delete_all(tx, id).await? {
        tx.emit(&ImpactDeleted { id }).await?;
    }
    Ok(())
}

/// Removes what an account looked at, and its ratings from the means of products.
async fn forget_signals(tx: &mut Tx<'_>, id: &AccountId) -> Result<(), Error> {
    store::seen::forget(tx, id).await?;
    loop {
        let some = store::rating::some_of(tx, id).await?;
        if some.is_empty() {
            return Ok(());
        }
        for (seq, product, stars) in some {
            let (count, sum) = store::product::rating(tx, seq).await?;
            store::rating::delete(tx, seq, id).await?;
            store::product::store_ratings(tx, seq, count - 1, sum - stars).await?;
            tx.emit(&ProductRated { id: product }).await?;
        }
    }
}
