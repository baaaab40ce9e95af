//! How often listings are looked at: counted in memory, written down every few seconds.
//!
//! A view counts once per hour for a listing and whoever looks, who is an address or an account: the same account from
//! another address does not count again, nor another account from the same address. What was counted since the last time
//! is lost if the process ends: a few seconds of views.

use std::{
    collections::HashMap,
    net::IpAddr,
    sync::{Mutex, PoisonError},
    time::Duration,
};

use accounts::Actor;
use platform::{
    Clock, Conn, Ctx, Error, Tx,
    auth::throttle::{Rate, Throttle},
    id::uuid_text,
};

use super::listing::not_yours;
use crate::{
    Classifieds,
    events::listing::ListingsCounted,
    model::{listing::ListingId, selling::DayOfViews},
    store,
};

/// How often views are written down.
pub(crate) const FLUSHED_EVERY: Duration = Duration::from_secs(5);
/// Listings whose views wait at most; those of further ones are not counted until the next turn.
const MOST_LISTINGS: usize = 50_000;
/// Pairs of a listing and whoever looked at it that are remembered.
const MOST_PAIRS: usize = 200_000;
/// In seconds.
const DAY: i64 = 24 * 60 * 60;
/// Days that are kept one by one.
const DAYS_KEPT: i64 = 400;
/// Listings written at once.
const AT_ONCE: usize = 500;

/// Views that are not written down yet, and who was counted lately.
pub(crate) struct Views {
    waiting: Mutex<HashMap<String, i64>>,
    seen: Throttle,
}

impl Views {
    pub(crate) fn new(clock: Clock) -> Self {
        let once_an_hour = Rate {
            burst: 1,
            per: Duration::from_secs(60 * 60),
        };
        Self {
            waiting: Mutex::default(),
            seen: Throttle::new(clock, once_an_hour, MOST_PAIRS),
        }
    }

    fn waiting(&self) -> std::sync::MutexGuard<'_, HashMap<String, i64>> {
        // A map of numbers is whole whoever panicked while holding it.
        self.waiting.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Views of a listing that are not written down yet.
    pub(crate) fn of(&self, id: &str) -> i64 {
        self.waiting().get(id).copied().unwrap_or(0)
    }

    fn add(&self, id: &str, views: i64) {
        let mut waiting = self.waiting();
        if let Some(count) = waiting.get_mut(id) {
            *count += views;
        } else if waiting.len() < MOST_LISTINGS {
            waiting.insert(id.to_owned(), views);
        }
    }

    fn take(&self) -> Vec<(String, i64)> {
        let mut all: Vec<_> = self.waiting().drain().collect();
        // In one order everywhere, so that two processes do not wait for each other's rows.
        all.sort_unstable();
        all
    }
}

impl Classifieds {
    /// Counts that somebody looked at a listing, unless it is their own or they did within the hour.
    #[platform::boxed]
    pub async fn count_view(&self, listing: &str, ip: IpAddr, token: Option<String>) -> Result<(), Error> {
        let views = &self.0.views;
        let by_address = format!("{listing} {}", platform::peer::network_of(ip));
        if views.seen.check(&by_address).is_err() {
            return Ok(());
        }
        let id = uuid_text("listingId", listing)?;
        let now = self.0.db.clock().now();
        let found = self
            .0
            .db
            .read_by_key(async |conn: &mut Conn<'_>| store::listing::by_id(conn, &id, now).await)
            .await?;
        let Some(found) = found.filter(|found| found.listing.is_public(now)) else {
            return Ok(());
        };
        if let Some(token) = token
            && let Ok(actor) = self
                .0
                .accounts
                .actor(Ctx::background(self.0.db.clock().clone()), &token)
                .await
        {
            let by_account = format!("{id} {}", actor.id);
            if actor.id == found.listing.owner || views.seen.take(&by_account).is_err() {
                return Ok(());
            }
        }
        if views.seen.take(&by_address).is_ok() {
            views.add(&id, 1);
        }
        Ok(())
    }

    /// How often one's own listing was looked at, day by day, `days` of them with today: those without a look as well.
    #[platform::boxed]
    pub async fn views_by_day(&self, actor: &Actor, id: &ListingId, days: i64) -> Result<Vec<DayOfViews>, Error> {
        let (found, _) = self.show_listing(Some(actor), id).await?;
        if found.listing.owner != actor.id && !actor.role.is_staff() {
            return Err(not_yours());
        }
        let today = self.now().seconds().div_euclid(DAY);
        let first = today - days.clamp(1, DAYS_KEPT) + 1;
        let read = async move |conn: &mut Conn<'_>| store::listing_day::since(conn, found.seq, first).await;
        let counted: HashMap<i64, i64> = self
            .0
            .db
            .read::<_, Error, _>(read)
            .await?
            .into_iter()
            .map(|one| (one.day, one.views))
            .collect();
        let views = |day| counted.get(&day).copied().unwrap_or_default();
        Ok((first..=today)
            .map(|day| DayOfViews { day, views: views(day) })
            .collect())
    }

    /// Forgets days of long ago.
    pub(crate) async fn prune_views(&self) -> Result<(), Error> {
        let first = self.now().seconds().div_euclid(DAY) - DAYS_KEPT;
        let look = async move |conn: &mut Conn<'_>| store::listing_day::has_before(conn, first).await;
        if self.0.db.read::<_, Error, _>(look).await? {
            let prune = async move |tx: &mut Tx<'_>| store::listing_day::prune(tx, first).await;
            self.0.db.write::<(), Error, _>(prune).await?;
        }
        Ok(())
    }

    /// Writes down what was counted. What cannot be written waits for the next turn.
    pub(crate) async fn flush_views(&self) -> Result<(), Error> {
        let counted = self.0.views.take();
        let mut rest = counted.chunks(AT_ONCE);
        let mut outcome = Ok(());
        for chunk in rest.by_ref() {
            outcome = self.write_views(chunk.to_vec()).await;
            if outcome.is_err() {
                for (id, count) in chunk {
                    self.0.views.add(id, *count);
                }
                break;
            }
        }
        for (id, count) in rest.flatten() {
            self.0.views.add(id, *count);
        }
        outcome
    }

    async fn write_views(&self, counted: Vec<(String, i64)>) -> Result<(), Error> {
        self.0
            .db
            .write(async move |tx: &mut Tx<'_>| {
                let today = tx.now().seconds().div_euclid(DAY);
                for (id, count) in &counted {
                    store::listing::add_views(tx, id, *count).await?;
                    store::listing_day::add(tx, id, today, *count).await?;
                }
                let ids = counted.into_iter().map(|(id, _)| id).collect();
                tx.emit(&ListingsCounted { ids }).await
            })
            .await
    }
}

#[cfg(test)]
mod tests {
    use platform::Timestamp;

    use super::*;

    #[test]
    fn views_wait_until_they_are_taken() {
        let views = Views::new(Clock::manual(Timestamp(0)));
        views.add("b", 1);
        views.add("a", 1);
        views.add("b", 2);
        assert_eq!((views.of("a"), views.of("b"), views.of("c")), (1, 3, 0));
        assert_eq!(views.take(), [("a".to_owned(), 1), ("b".to_owned(), 3)]);
        assert_eq!(views.of("b"), 0);
    }

    #[test]
    fn memory_is_bounded_and_listings_that_wait_already_go_on() {
        let views = Views::new(Clock::manual(Timestamp(0)));
        for number in 0..MOST_LISTINGS + 10 {
            views.add(&number.to_string(), 1);
        }
        views.add("0", 1);
        assert_eq!(views.of("0"), 2);
        assert_eq!(views.take().len(), MOST_LISTINGS);
    }
}
