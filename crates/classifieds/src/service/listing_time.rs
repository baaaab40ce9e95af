//! What time does to listings, and what is left of an account that is gone.

use std::{sync::Arc, time::Duration};

use accounts::AccountId;
use platform::{
    Conn, Error, Tx,
    events::{Event as _, Subscriber},
    module::Job,
};

use super::{
    ending::LOOKED_EVERY,
    listing::{delete, store_change},
};
use crate::{
    Classifieds,
    model::listing::{PremiumType, Status},
    service::{listing_views::FLUSHED_EVERY, search_finds},
    store,
};

/// How often the clock is asked whether a listing's time is over. What has expired is in no list from that moment on,
/// but for answers that are kept in memory: they learn of it now.
const EXPIRED_EVERY: Duration = Duration::from_secs(10);
/// Listings that are changed in one transaction.
const AT_ONCE: i64 = 100;

/// Work in the background.
pub(crate) fn jobs(classifieds: &Classifieds) -> Vec<Job> {
    let (views, time, ends) = (classifieds.clone(), classifieds.clone(), classifieds.clone());
    let mut jobs = vec![
        Job {
            name: "classifieds.flush_views",
            every: FLUSHED_EVERY,
            run: Arc::new(move |_| {
                let classifieds = views.clone();
                Box::pin(async move { classifieds.flush_views().await })
            }),
        },
        Job {
            name: "classifieds.expire_listings",
            every: EXPIRED_EVERY,
            run: Arc::new(move |_| {
                let classifieds = time.clone();
                Box::pin(async move {
                    classifieds.expire_listings().await?;
                    classifieds.end_premiums().await
                })
            }),
        },
        Job {
            name: "classifieds.tell_of_ends",
            every: LOOKED_EVERY,
            run: Arc::new(move |_| {
                let classifieds = ends.clone();
                Box::pin(async move {
                    classifieds.tell_of_ends().await?;
                    classifieds.prune_views().await
                })
            }),
        },
    ];
    jobs.extend(search_finds::jobs(classifieds));
    jobs
}

/// Durable work that follows from events.
pub(crate) fn subscribers(classifieds: &Classifieds) -> Vec<Subscriber> {
    let classifieds = classifieds.clone();
    vec![Subscriber {
        name: "classifieds.deleted_accounts",
        topics: &[accounts::events::AccountDeleted::TOPIC],
        wanted: None,
        handle: Arc::new(move |event| {
            let classifieds = classifieds.clone();
            Box::pin(async move { classifieds.forget_account(AccountId::from(&*event.subject)).await })
        }),
    }]
}

impl Classifieds {
    /// Ends active listings whose time is over, a bounded number at a time.
    async fn expire_listings(&self) -> Result<(), Error> {
        let now = self.now();
        let look = async move |conn: &mut Conn<'_>| store::listing::overdue(conn, now, 1).await;
        if self.0.db.read::<_, Error, _>(look).await?.is_empty() {
            return Ok(());
        }
        let expire = async |tx: &mut Tx<'_>| {
            let now = tx.now();
            let overdue = store::listing::overdue(tx, now, AT_ONCE).await?;
            let count = overdue.len();
            for found in overdue {
                let after = found.listing.clone().move_to(Status::Expired);
                store_change(tx, found.seq, found.listing, after).await?;
            }
            Ok::<_, Error>(count)
        };
        while self.0.db.write(expire).await? > 0 {}
        Ok(())
    }

    /// Takes away premiums whose time is over, whatever the listings' status.
    async fn end_premiums(&self) -> Result<(), Error> {
        let now = self.now();
        let look = async move |conn: &mut Conn<'_>| store::listing::premium_over(conn, now, 1).await;
        if self.0.db.read::<_, Error, _>(look).await?.is_empty() {
            return Ok(());
        }
        let end = async |tx: &mut Tx<'_>| {
            let now = tx.now();
            let over = store::listing::premium_over(tx, now, AT_ONCE).await?;
            let count = over.len();
            for found in over {
                let after = found.listing.clone().with_premium(PremiumType::None, None);
                store_change(tx, found.seq, found.listing, after).await?;
            }
            Ok::<_, Error>(count)
        };
        while self.0.db.write(end).await? > 0 {}
        Ok(())
    }

    /// Deletes the listings of an account that is gone, with what they told about the person, and their pictures; and what it kept. Doing
    /// it twice changes nothing.
    async fn forget_account(&self, owner: AccountId) -> Result<(), Error> {
        self.forget_favorites(&owner).await?;
        self.forget_saved_searches(&owner).await?;
        let account = owner.clone();
        let forget = async move |tx: &mut Tx<'_>| {
            store::draft::forget(tx, &account).await?;
            store::report::forget(tx, &account).await
        };
        self.0.db.write(forget).await?;
        loop {
            let (db, account) = (self.0.db.clone(), owner.clone());
            let rows = async move {
                db.write(async move |tx: &mut Tx<'_>| forget_some(tx, &account).await)
                    .await
            };
            if self.0.files.remove_with(rows).await? == 0 {
                return Ok(());
            }
        }
    }
}

/// Deletes some listings of an account that is gone; answers how many, and the blobs that their pictures named.
async fn forget_some(tx: &mut Tx<'_>, owner: &AccountId) -> Result<(usize, Vec<String>), Error> {
    let now = tx.now();
    let left = store::listing::left_by(tx, owner, now, AT_ONCE).await?;
    let count = left.len();
    let mut named = Vec::new();
    for found in left {
        named.extend(store::image::delete_all(tx, found.seq).await?);
        let mut silent = found.clone();
        silent.listing = silent.listing.without_contact();
        if found.listing.is_active {
            delete(tx, silent).await?;
        } else {
            store::listing::update(tx, found.seq, &silent.listing).await?;
        }
    }
    Ok((count, named))
}
