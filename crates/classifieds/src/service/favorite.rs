//! Listings that people keep for later.
//!
//! Invariant: a listing counts as many favourites as there are people who keep it; nobody else learns who they are.

use accounts::{AccountId, Actor};
use platform::{Conn, Error, Tx, page::Pages};

use crate::{
    Classifieds,
    events::listing::ListingsCounted,
    failures::no_such_record,
    model::{
        category::PageWindow,
        listing::{ListingId, StoredListing},
        listing_list::ListingPage,
    },
    store,
};

/// Favourites that one transaction removes.
const AT_ONCE: i64 = 200;

impl Classifieds {
    /// Keeps a listing that everybody sees for later, or no longer; answers the listing. Twice is once.
    #[platform::boxed]
    pub async fn keep_favorite(&self, actor: &Actor, id: &ListingId, is_kept: bool) -> Result<StoredListing, Error> {
        let (account, id) = (actor.id.clone(), id.clone());
        let work = async move |tx: &mut Tx<'_>| {
            let now = tx.now();
            let found = store::listing::by_id(tx, id.as_str(), now)
                .await?
                .ok_or_else(no_such_record)?;
            let has_changed = if is_kept {
                if !found.listing.is_public(now) {
                    return Err(no_such_record());
                }
                store::favorite::add(tx, &account, found.seq).await?
            } else {
                store::favorite::remove(tx, &account, found.seq).await?
            };
            if has_changed {
                let ids = vec![id.to_string()];
                tx.emit(&ListingsCounted { ids }).await?;
            }
            let found = store::listing::by_id(tx, id.as_str(), now).await?;
            found.ok_or_else(no_such_record)
        };
        let mut found = self.0.db.write(work).await?;
        self.add_waiting_views(&mut found.listing);
        Ok(found)
    }

    /// Whether somebody keeps a listing.
    #[platform::boxed]
    pub async fn is_favorite(&self, actor: &Actor, listing: &StoredListing) -> Result<bool, Error> {
        let (account, seq) = (actor.id.clone(), listing.seq);
        let find = async |conn: &mut Conn<'_>| store::favorite::is_kept(conn, &account, seq).await;
        self.0.db.read_by_key(find).await
    }

    /// What somebody keeps and everybody sees, what was kept last first.
    #[platform::boxed]
    pub async fn list_favorites(&self, actor: &Actor, pages: Pages, joins: bool) -> Result<ListingPage, Error> {
        let (account, now) = (actor.id.clone(), self.now());
        let window = PageWindow {
            limit: pages.limit(),
            offset: pages.offset(),
        };
        let find = async move |conn: &mut Conn<'_>| store::favorite::list(conn, &account, now, window).await;
        let (mut found, total) = self.0.db.read(find).await?;
        if joins {
            self.name_sellers(&mut found).await?;
        }
        Ok(ListingPage {
            next: None,
            paging: pages.of(total),
            public: false,
            listings: found.into_iter().map(|found| self.shown(found, joins)).collect(),
        })
    }

    /// Forgets what an account that is gone kept. Doing it twice changes nothing.
    pub(super) async fn forget_favorites(&self, account: &AccountId) -> Result<(), Error> {
        loop {
            let account = account.clone();
            let forget = async move |tx: &mut Tx<'_>| {
                let kept = store::favorite::some_of(tx, &account, AT_ONCE).await?;
                for (listing, _) in &kept {
                    store::favorite::remove(tx, &account, *listing).await?;
                }
                let ids: Vec<String> = kept.into_iter().map(|(_, id)| id).collect();
                let count = ids.len();
                if count > 0 {
                    tx.emit(&ListingsCounted { ids }).await?;
                }
                Ok::<_, Error>(count)
            };
            if self.0.db.write(forget).await? == 0 {
                return Ok(());
            }
        }
    }
}
