//! What somebody looked at: noted in memory, stored in batches in the background, forgotten on request.
//!
//! Invariant: a page that is looked at writes nothing. What is noted in the last seconds before a crash is lost, which
//! costs a hint.

use std::{
    collections::BTreeSet,
    sync::{Arc, Mutex, PoisonError},
    time::Duration,
};

use accounts::{AccountId, Actor};
use platform::{Conn, Ctx, Error, Tx, module::Job};

use crate::{
    Trackmate,
    model::{ProductCard, View},
    store,
};

const EVERY: Duration = Duration::from_secs(2);
/// Most views that wait; what comes then is not noted.
const MOST_WAITING: usize = 10_000;
/// Views of one transaction.
const BATCH: usize = 200;
/// A product that is looked at gets new neighbours so often at most.
const STALE: Duration = Duration::from_secs(60 * 60);
/// So many are shown to whoever wants to see them.
const SHOWN: usize = 24;

/// Views that are not stored yet.
#[derive(Default)]
pub(crate) struct Seen(Mutex<Vec<View>>);

impl Seen {
    fn note(&self, view: View) {
        let mut waiting = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if waiting.len() < MOST_WAITING {
            waiting.push(view);
        }
    }

    fn take(&self) -> Vec<View> {
        std::mem::take(&mut *self.0.lock().unwrap_or_else(PoisonError::into_inner))
    }

    fn forget(&self, account: &AccountId) {
        let mut waiting = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        waiting.retain(|view| view.account != *account);
    }
}

/// The work as the server runs it.
pub(crate) fn store_views(trackmate: &Trackmate) -> Job {
    let trackmate = trackmate.clone();
    Job {
        name: "trackmate.store_views",
        every: EVERY,
        run: Arc::new(move |_: Ctx| {
            let trackmate = trackmate.clone();
            Box::pin(async move { trackmate.store_views().await })
        }),
    }
}

impl Trackmate {
    /// Notes that somebody looks at a product. It is stored soon after.
    pub fn note_view(&self, actor: &Actor, product: &str) {
        self.0.seen.note(View {
            account: actor.id.clone(),
            product: product.to_owned(),
            at: actor.ctx.now().0,
        });
    }

    async fn store_views(&self) -> Result<(), Error> {
        let waiting = self.0.seen.take();
        for batch in waiting.chunks(BATCH) {
            let batch = batch.to_vec();
            self.0
                .db
                .write(async move |tx: &mut Tx<'_>| store_batch(tx, &batch).await)
                .await?;
        }
        Ok(())
    }

    /// Forgets all that an account looked at; answers nothing, since nothing is left.
    #[platform::boxed]
    pub async fn forget_views(&self, actor: &Actor) -> Result<(), Error> {
        let id = actor.id.clone();
        self.0.seen.forget(&id);
        self.0
            .db
            .write(async move |tx: &mut Tx<'_>| store::seen::forget(tx, &id).await)
            .await
    }

    /// What an account looked at last, and how much is remembered in all.
    #[platform::boxed]
    pub async fn list_views(&self, actor: &Actor) -> Result<(Vec<ProductCard>, i64), Error> {
        let id = actor.id.clone();
        self.0
            .db
            .read(async move |conn: &mut Conn<'_>| {
                let views = store::recommend::views_of(conn, &id).await?;
                let seqs: Vec<i64> = views.iter().take(SHOWN).map(|view| view.seq).collect();
                let cards = store::browse::cards(conn, &seqs).await?;
                Ok((cards, store::seen::count(conn, &id).await?))
            })
            .await
    }
}

async fn store_batch(tx: &mut Tx<'_>, batch: &[View]) -> Result<(), Error> {
    let (mut people, mut products) = (BTreeSet::new(), BTreeSet::new());
    for view in batch {
        if let Some(seq) = store::seen::store(tx, view).await? {
            people.insert(view.account.as_str());
            products.insert(seq);
        }
    }
    for account in people {
        store::seen::trim(tx, &AccountId::from(account)).await?;
    }
    let before = tx.now().minus(STALE).0;
    store::recommend::renew_seen(tx, products.into_iter().collect(), before).await
}
