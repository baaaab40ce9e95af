//! Making neighbours in the background: of what is new, what was changed, and what people did something with.
//!
//! Invariant: a product is done in one transaction with what it was made from, so that a change meanwhile is never lost;
//! and whatever way servers share the work, they come to one table.

use std::{
    sync::{
        Arc,
        atomic::{AtomicI64, Ordering},
    },
    time::Duration,
};

use platform::{Conn, Ctx, Error, Tx, module::Job};

use crate::{
    Trackmate,
    events::TasteRenewed,
    rules::recommend::{
        likeness::{Neighbour, joined, neighbours},
        terms::{terms, weigh},
    },
    store,
};

/// Where nothing is to be done it is one look into an empty index.
const EVERY: Duration = Duration::from_secs(5);
/// Most transactions of a turn, of ten products each.
const MOST_ROUNDS: usize = 1_000;
/// So many of a product's neighbours hear of it.
const TOLD: usize = 10;
const DAY: i64 = 24 * 60 * 60;

/// The work as the server runs it; `at_new_day` is called when what is shown changes with the day.
pub(crate) fn liken_products(trackmate: &Trackmate, at_new_day: impl Fn() + Send + Sync + 'static) -> Job {
    let (trackmate, day) = (trackmate.clone(), AtomicI64::new(0));
    Job {
        name: "trackmate.liken_products",
        every: EVERY,
        run: Arc::new(move |ctx: Ctx| {
            let today = ctx.now().seconds() / DAY;
            if day.swap(today, Ordering::Relaxed) != today {
                at_new_day();
            }
            let trackmate = trackmate.clone();
            Box::pin(async move { trackmate.liken_products().await })
        }),
    }
}

impl Trackmate {
    async fn liken_products(&self) -> Result<(), Error> {
        let db = &self.0.db;
        let is_due = async |conn: &mut Conn<'_>| Ok::<_, Error>(!store::recommend::unlikened(conn).await?.is_empty());
        for _ in 0..MOST_ROUNDS {
            if !db.read(is_due).await? {
                break;
            }
            db.write(async |tx: &mut Tx<'_>| liken_some(tx).await).await?;
        }
        Ok(())
    }
}

async fn liken_some(tx: &mut Tx<'_>) -> Result<(), Error> {
    let mut is_renewed = false;
    for (seq, is_new) in store::recommend::unlikened(tx).await? {
        if is_new {
            store_words(tx, seq).await?;
        } else {
            liken(tx, seq).await?;
            is_renewed = true;
        }
    }
    if is_renewed {
        tx.emit(&TasteRenewed {
            id: "neighbours".to_owned(),
        })
        .await?;
    }
    Ok(())
}

async fn store_words(tx: &mut Tx<'_>, seq: i64) -> Result<(), Error> {
    if let Some(traits) = store::recommend::traits(tx, seq).await? {
        store::recommend::store_terms(tx, seq, &terms(&traits)).await?;
    }
    store::recommend::set_worded(tx, seq).await
}

async fn liken(tx: &mut Tx<'_>, seq: i64) -> Result<(), Error> {
    let (weights, found) = find_neighbours(tx, seq).await?;
    store::recommend::weigh_terms(tx, seq, &weights).await?;
    store::recommend::store_neighbours(tx, seq, &found).await?;
    let told = found.iter().take(TOLD).map(|one| one.0);
    let theirs = store::recommend::neighbours(tx, told).await?;
    for Neighbour(other, weight) in found.iter().take(TOLD) {
        // One that has no list yet will come to its own.
        if let Some(after) = theirs.get(other).and_then(|list| joined(list, Neighbour(seq, *weight))) {
            store::recommend::store_neighbours(tx, *other, &after).await?;
        }
    }
    store::recommend::set_likened(tx, seq).await
}

/// What a product's words weigh, and its neighbours, from what is stored of others.
pub(super) async fn find_neighbours(conn: &mut Conn<'_>, seq: i64) -> Result<(Vec<(i64, i64)>, Vec<Neighbour>), Error> {
    let Some(traits) = store::recommend::traits(conn, seq).await? else {
        return Ok((Vec::new(), Vec::new()));
    };
    let terms = terms(&traits);
    let counts = store::recommend::counts(conn, &terms).await?;
    let weights = weigh(&terms, &counts, store::recommend::last(conn).await?);
    let mut postings = std::collections::HashMap::new();
    for (term, _) in &weights {
        postings.insert(*term, store::recommend::postings(conn, *term).await?);
    }
    let (people, together) = store::recommend::together(conn, seq).await?;
    let found = neighbours(seq, &weights, &postings, people, &together);
    Ok((weights, found))
}
