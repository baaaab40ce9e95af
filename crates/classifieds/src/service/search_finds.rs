//! New listings are held against saved searches, and people are told.
//!
//! Invariant: a listing is held against each search once, when everybody sees it for the first time; nobody is told of it twice.

use std::{sync::Arc, time::Duration};

use accounts::{AccountId, Addressee, News, Topic};
use platform::{Conn, Error, Timestamp, Tx, module::Job};

use crate::{
    Classifieds,
    letters::MarketNotice,
    model::saved_search::{FoundFor, LookedFor, SavedFilters},
    rules::saved_search::query_of,
    service::{
        listing_list::{Words, words},
        nearest::put_around,
    },
    store,
};

/// How often new listings are looked for.
const FOUND_EVERY: Duration = Duration::from_secs(15);
/// How often it is looked who is to be written to.
const TOLD_EVERY: Duration = Duration::from_secs(5 * 60);
/// Listings that are held against all searches together.
const LISTINGS: i64 = 50;
/// Searches that one read looks for, so that others find a reader meanwhile.
const SEARCHES: i64 = 200;
/// What is not sent by then is no news.
const GOOD_FOR: Duration = Duration::from_secs(2 * 24 * 60 * 60);
/// People who are written to in one transaction.
const PEOPLE: i64 = 20;

/// Work in the background.
pub(super) fn jobs(classifieds: &Classifieds) -> [Job; 2] {
    let (finding, telling) = (classifieds.clone(), classifieds.clone());
    [
        Job {
            name: "classifieds.find_for_saved_searches",
            every: FOUND_EVERY,
            run: Arc::new(move |_| {
                let classifieds = finding.clone();
                Box::pin(async move { classifieds.find_for_saved_searches().await })
            }),
        },
        Job {
            name: "classifieds.tell_of_saved_searches",
            every: TOLD_EVERY,
            run: Arc::new(move |_| {
                let classifieds = telling.clone();
                Box::pin(async move { classifieds.tell_of_saved_searches().await })
            }),
        },
    ]
}

impl Classifieds {
    /// Holds all new listings against all saved searches. What was done when it is broken off is not done again.
    async fn find_for_saved_searches(&self) -> Result<(), Error> {
        loop {
            let look = async |conn: &mut Conn<'_>| {
                let listings = store::saved_search::arrived(conn, LISTINGS).await?;
                let leads = if listings.is_empty() {
                    Vec::new()
                } else {
                    store::saved_search::leads(conn, &listings).await?
                };
                Ok::<_, Error>((listings, leads))
            };
            let (listings, leads) = self.0.db.read(look).await?;
            if listings.is_empty() {
                return Ok(());
            }
            for lead in leads {
                self.find_for_lead(&listings, &lead).await?;
            }
            let settle = async move |tx: &mut Tx<'_>| store::saved_search::settle(tx, &listings).await;
            self.0.db.write::<_, Error, _>(settle).await?;
        }
    }

    /// Holds listings against the searches that look in one category, or in none in particular.
    async fn find_for_lead(&self, listings: &[i64], lead: &str) -> Result<(), Error> {
        let mut after = 0;
        loop {
            let (now, listings, lead) = (self.now(), listings.to_vec(), lead.to_owned());
            let look = async move |conn: &mut Conn<'_>| {
                let searches = store::saved_search::looking(conn, &lead, after, SEARCHES).await?;
                let mut found = Vec::new();
                for search in &searches {
                    let listings = fitting(conn, search, &listings, now).await?;
                    found.extend((!listings.is_empty()).then_some(FoundFor {
                        search: search.seq,
                        listings,
                    }));
                }
                Ok::<_, Error>((searches.last().map(|last| last.seq), found))
            };
            let (last, found) = self.0.db.read(look).await?;
            if !found.is_empty() {
                let store = async move |tx: &mut Tx<'_>| {
                    for one in &found {
                        store::saved_search::find(tx, one).await?;
                    }
                    Ok::<_, Error>(())
                };
                self.0.db.write(store).await?;
            }
            match last {
                Some(last) => after = last,
                None => return Ok(()),
            }
        }
    }

    /// Writes to whoever has something new and was not written to for a while: one letter about all of it. Nobody is written to where
    /// nobody finds the words.
    async fn tell_of_saved_searches(&self) -> Result<(), Error> {
        if self.0.writer.is_none() {
            return Ok(());
        }
        loop {
            let since = self.now().minus(self.0.options.search_notice_pause);
            let look = async move |conn: &mut Conn<'_>| store::saved_search::waiting(conn, since, PEOPLE).await;
            if self.0.db.read::<_, Error, _>(look).await?.is_empty() {
                return Ok(());
            }
            let classifieds = self.clone();
            let tell = async move |tx: &mut Tx<'_>| {
                // Another server may have told some of them meanwhile.
                for account in store::saved_search::waiting(tx, since, PEOPLE).await? {
                    classifieds.tell_of_finds(tx, account).await?;
                }
                Ok::<_, Error>(())
            };
            self.0.db.write(tell).await?;
        }
    }

    /// Tells somebody of all that is new.
    async fn tell_of_finds(&self, tx: &mut Tx<'_>, account: AccountId) -> Result<(), Error> {
        let Some(writer) = &self.0.writer else { return Ok(()) };
        let now = tx.now();
        let digest = store::saved_search::to_tell(tx, account, now).await?;
        store::saved_search::told(tx, &digest.account).await?;
        // What was found may be gone by now.
        if digest.searches.is_empty() {
            return Ok(());
        }
        let news = News {
            topic: Topic::SavedSearches,
            id: format!("classifieds.saved_searches:{}:{}", digest.account, now.0),
            good_until: Some(now.plus(GOOD_FOR)),
        };
        let wording = |to: &Addressee, end: &str| writer.write(MarketNotice::Found(&digest), to, end);
        self.0
            .accounts
            .notify(tx, &digest.account, news, &wording)
            .await
            .map(drop)
    }
}

/// Which of some listings a search finds.
async fn fitting(conn: &mut Conn<'_>, search: &LookedFor, listings: &[i64], now: Timestamp) -> Result<Vec<i64>, Error> {
    let filters: SavedFilters = serde_json::from_str(&search.filters).map_err(Error::internal)?;
    let query = query_of(&filters)?;
    let mut filter = query.filter;
    if let Some(near) = query.near {
        put_around(&mut filter, store::location::around(conn, &near).await?);
    }
    let words = words(&filter);
    match words {
        Words::NoneLeft => Ok(Vec::new()),
        Words::Any | Words::These(_) => store::saved_search::fitting(conn, listings, &filter, words.these(), now).await,
    }
}
