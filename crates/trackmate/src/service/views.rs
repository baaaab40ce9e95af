//! Counting what shoppers look at.
//!
//! Invariant: nobody waits for a count. Views are gathered in memory and written together, a few seconds later; those that
//! a process still holds when it ends are lost, which is what a count may cost.

use std::{
    collections::HashMap,
    sync::{Arc, Mutex, PoisonError},
    time::Duration,
};

use accounts::Actor;
use platform::{Conn, Ctx, Error, Tx, module::Job};

use super::{NOT_YOURS, check_owner, product::no_such_product, umkm::no_such_umkm};
use crate::{
    Trackmate,
    model::{ProductId, Way, WeekOfViews, by_week, day_of},
    store,
};

/// How often counts are written.
const EVERY: Duration = Duration::from_secs(10);
/// Different products, days and ways that are counted between two writes; what is new beyond is not counted.
const MOST: usize = 20_000;
/// Counts that one transaction writes.
const AT_ONCE: usize = 500;
/// Weeks that are told.
const WEEKS: i64 = 12;

/// What is counted of a product: the day, and how somebody came.
type Counted = (String, i64, Way);

/// Views that were not written yet.
#[derive(Default)]
pub(crate) struct Views(Mutex<HashMap<Counted, i64>>);

impl Views {
    fn add(&self, counted: Counted, views: i64) {
        let mut held = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if held.len() < MOST || held.contains_key(&counted) {
            *held.entry(counted).or_default() += views;
        }
    }

    /// All of them, in an order in which writers do not get in each other's way.
    fn take(&self) -> Vec<(Counted, i64)> {
        let held = std::mem::take(&mut *self.0.lock().unwrap_or_else(PoisonError::into_inner));
        let mut taken: Vec<_> = held.into_iter().collect();
        taken.sort();
        taken
    }
}

impl Trackmate {
    /// Counts a look at a product. Who looks is left out: whether it counts is for the caller to judge.
    pub fn count_view(&self, ctx: &Ctx, product: &ProductId, way: Way) {
        self.0.views.add((product.to_string(), day_of(ctx.now()), way), 1);
    }

    /// Writes what was counted. What could not be written is counted on.
    async fn write_views(&self) -> Result<(), Error> {
        let taken = self.0.views.take();
        for (at, some) in taken.chunks(AT_ONCE).enumerate() {
            let batch = some.to_vec();
            let written = self
                .0
                .db
                .write(async move |tx: &mut Tx<'_>| {
                    for ((product, day, way), views) in &batch {
                        store::views::add(tx, product, (*day, *way), *views).await?;
                    }
                    Ok::<_, Error>(())
                })
                .await;
            if written.is_err() {
                for (counted, views) in &taken[at * AT_ONCE..] {
                    self.0.views.add(counted.clone(), *views);
                }
                return written;
            }
        }
        Ok(())
    }

    /// How often the caller's products were looked at in each of the last weeks, the newest last: all of them, or one.
    #[platform::boxed]
    pub async fn count_own_views(&self, actor: &Actor, product: Option<&str>) -> Result<Vec<WeekOfViews>, Error> {
        let (owner, today) = (actor.id.clone(), day_of(actor.ctx.now()));
        let (after, product) = (today - WEEKS * 7, product.map(str::to_owned));
        let days = self
            .0
            .db
            .read(async move |conn: &mut Conn<'_>| {
                let Some(id) = product else {
                    let umkm = store::umkm::of_owner(conn, &owner).await?.ok_or_else(no_such_umkm)?;
                    return store::views::of_umkm(conn, &umkm.id, after).await;
                };
                let key = store::product::by_id(conn, &id).await?.ok_or_else(no_such_product)?;
                check_owner(&key.owner, &owner, NOT_YOURS)?;
                store::views::of_product(conn, &id, after).await
            })
            .await?;
        Ok(by_week(&days, today, WEEKS))
    }
}

/// Writes views every few seconds.
pub(crate) fn write_views(trackmate: &Trackmate) -> Job {
    let trackmate = trackmate.clone();
    Job {
        name: "trackmate.write_views",
        every: EVERY,
        run: Arc::new(move |_: Ctx| {
            let trackmate = trackmate.clone();
            Box::pin(async move { trackmate.write_views().await })
        }),
    }
}
