//! Searches that people save: what is new in them since they were last looked at.
//!
//! Invariants: a search is its owner's alone; one person saves the same search once; what is new was seen by everybody for the
//! first time after the search was saved, and is not its owner's own.

use std::time::Duration;

use accounts::{AccountId, Actor};
use platform::{Conn, Error, Kind, Message, Timestamp, Tx, id::uuid_v7, idempotency::Once, version::IfMatch};

use crate::{
    Classifieds,
    failures::no_such_record,
    model::{
        listing::ListingId,
        saved_search::{NewSavedSearch, SavedSearch, SavedSearchChange, SavedSearchId, StoredSearch},
    },
    rules::saved_search::lead_of,
    store,
};

/// Searches that one account may save.
const MOST: i64 = 50;
/// How long what was new stays marked after it was looked at, so that a page can be turned and loaded again.
const STAYS_MARKED: Duration = Duration::from_secs(60 * 60);

/// An account has saved as many as it may.
pub(crate) fn too_many() -> Error {
    let said = Message::new(
        format!("Anda sudah menyimpan {MOST} pencarian. Hapus salah satu dulu."),
        format!("You have saved {MOST} searches. Delete one first."),
    );
    Error::new(Kind::Conflict, "classifieds.saved_search.too_many", said).keyed("errMsg_TooManySavedSearches")
}

impl Classifieds {
    /// Saves a search; answers it, and whether the caller had saved the same before, which then stays as it is.
    #[platform::boxed]
    pub async fn save_search(
        &self,
        actor: &Actor,
        new: NewSavedSearch,
        once: Option<Once>,
    ) -> Result<(SavedSearch, bool), Error> {
        let account = actor.id.clone();
        let id = uuid_v7(actor.ctx.now());
        let save = async move |tx: &mut Tx<'_>| {
            let (now, filters) = (tx.now(), serde_json::to_string(&new.filters).map_err(Error::internal)?);
            if let Some(before) = store::saved_search::same(tx, &account, &filters, now).await? {
                return Ok((before.search.id.to_string(), true));
            }
            if store::saved_search::count(tx, &account).await? >= MOST {
                return Err(too_many());
            }
            let key = (&SavedSearchId::from(id.as_str()), &account);
            store::saved_search::insert(tx, key, &new, (&filters, lead_of(&new.filters))).await?;
            Ok::<(String, bool), Error>((id.clone(), false))
        };
        let (id, is_known) = self.0.accounts.answers().write(&actor.ctx, once, save).await?;
        Ok((self.show_saved_search(actor, &id.into()).await?, is_known))
    }

    /// All that the caller saved, the last first.
    #[platform::boxed]
    pub async fn list_saved_searches(&self, actor: &Actor) -> Result<Vec<SavedSearch>, Error> {
        let (account, now) = (actor.id.clone(), self.now());
        let list = async move |conn: &mut Conn<'_>| store::saved_search::list(conn, &account, now, MOST).await;
        let found = self.0.db.read(list).await?;
        Ok(found.into_iter().map(|found| found.search).collect())
    }

    /// How much is new in all that the caller saved.
    #[platform::boxed]
    pub async fn count_search_news(&self, actor: &Actor) -> Result<i64, Error> {
        let (account, now) = (actor.id.clone(), self.now());
        let count = async move |conn: &mut Conn<'_>| store::saved_search::count_new(conn, &account, now).await;
        self.0.db.read_by_key(count).await
    }

    /// A search of the caller's, with what is new in it.
    #[platform::boxed]
    pub async fn show_saved_search(&self, actor: &Actor, id: &SavedSearchId) -> Result<SavedSearch, Error> {
        let (account, id, now) = (actor.id.clone(), id.clone(), self.now());
        let show = async move |conn: &mut Conn<'_>| shown(conn, &account, &id, now).await;
        self.0.db.read(show).await
    }

    /// Shows a search to look through what it finds: what is new counts as looked at. Answers also which listings are to be marked:
    /// those that were new now, or a moment ago.
    #[platform::boxed]
    pub async fn open_saved_search(
        &self,
        actor: &Actor,
        id: &SavedSearchId,
    ) -> Result<(SavedSearch, Vec<ListingId>), Error> {
        let (account, wanted, now) = (actor.id.clone(), id.clone(), self.now());
        let look = async move |conn: &mut Conn<'_>| {
            let found = mine(conn, &account, &wanted, now).await?;
            Ok::<_, Error>((found.seq, store::saved_search::has_unseen(conn, found.seq).await?))
        };
        let (seq, has_unseen) = self.0.db.read(look).await?;
        if has_unseen {
            let see = async move |tx: &mut Tx<'_>| store::saved_search::see(tx, seq).await;
            self.0.db.write::<_, Error, _>(see).await?;
        }
        let (account, id) = (actor.id.clone(), id.clone());
        let since = now.minus(STAYS_MARKED);
        let show = async move |conn: &mut Conn<'_>| {
            let marked = store::saved_search::marked(conn, seq, since, now).await?;
            Ok((shown(conn, &account, &id, now).await?, marked))
        };
        self.0.db.read(show).await
    }

    /// Changes a search of the caller's.
    #[platform::boxed]
    pub async fn change_saved_search(
        &self,
        actor: &Actor,
        id: SavedSearchId,
        change: SavedSearchChange,
        seen: IfMatch,
    ) -> Result<SavedSearch, Error> {
        let account = actor.id.clone();
        let work = async move |tx: &mut Tx<'_>| {
            let now = tx.now();
            let found = mine(tx, &account, &id, now).await?;
            let before = &found.search;
            seen.check(before.record_version)?;
            let name = change.name.as_ref().unwrap_or(&before.name);
            let mails = change.notify_by_email.unwrap_or(before.notify_by_email);
            if (name, mails) != (&before.name, before.notify_by_email) {
                store::saved_search::update(tx, found.seq, name, mails).await?;
            }
            if change.is_viewed {
                store::saved_search::see(tx, found.seq).await?;
            }
            shown(tx, &account, &id, now).await
        };
        self.0.db.write(work).await
    }

    /// Deletes a search of the caller's; answers what it was.
    #[platform::boxed]
    pub async fn delete_saved_search(
        &self,
        actor: &Actor,
        id: SavedSearchId,
        seen: IfMatch,
    ) -> Result<SavedSearch, Error> {
        let account = actor.id.clone();
        let work = async move |tx: &mut Tx<'_>| {
            let now = tx.now();
            let found = mine(tx, &account, &id, now).await?;
            seen.check(found.search.record_version)?;
            store::saved_search::delete(tx, found.seq).await?;
            Ok(found.search)
        };
        self.0.db.write(work).await
    }

    /// Forgets what an account that is gone saved. Doing it twice changes nothing.
    pub(super) async fn forget_saved_searches(&self, account: &AccountId) -> Result<(), Error> {
        let account = account.clone();
        let forget = async move |tx: &mut Tx<'_>| store::saved_search::forget(tx, &account).await;
        self.0.db.write(forget).await
    }
}

async fn mine(
    conn: &mut Conn<'_>,
    account: &AccountId,
    id: &SavedSearchId,
    now: Timestamp,
) -> Result<StoredSearch, Error> {
    let found = store::saved_search::of_account(conn, account, id, now).await?;
    found.ok_or_else(no_such_record)
}

async fn shown(
    conn: &mut Conn<'_>,
    account: &AccountId,
    id: &SavedSearchId,
    now: Timestamp,
) -> Result<SavedSearch, Error> {
    let StoredSearch { seq, mut search } = mine(conn, account, id, now).await?;
    search.new_listing_ids = Some(store::saved_search::new_of(conn, seq, now).await?);
    Ok(search)
}
