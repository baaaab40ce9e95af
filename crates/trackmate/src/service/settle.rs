//! Rows that an older version stored: their parts become rows with ids of their own, products are found within their words
//! and by words that are forgiven, and places tell their province, as if their owners had sent them again.
//!
//! Invariant: each row is settled once, in a transaction with a few others, and what is shown of it changes by ids alone:
//! neither its content nor the time of its last edit.

use std::{sync::Arc, time::Duration};

use platform::{Conn, Ctx, Error, Tx, module::Job};

use super::{
    impact::Impact,
    parts::{Whole, settle_parts},
    product::{settle_stored, tell_renewed},
};
use crate::{
    Trackmate,
    events::UmkmChanged,
    model::{UmkmChange, UmkmKey},
    store,
};

/// Old rows are looked for at the start, and again for the case that a server of the older version still ran then. Where
/// there are none it is one look into an empty index.
const EVERY: Duration = Duration::from_secs(60 * 60);

/// The work as the server runs it.
pub(crate) fn settle_old_rows(trackmate: &Trackmate) -> Job {
    let trackmate = trackmate.clone();
    Job {
        name: "trackmate.settle_old_rows",
        every: EVERY,
        run: Arc::new(move |_: Ctx| {
            let trackmate = trackmate.clone();
            Box::pin(async move { trackmate.settle_old_rows().await })
        }),
    }
}

impl Trackmate {
    /// Settles all there is, a few rows in each transaction; others write in between.
    async fn settle_old_rows(&self) -> Result<(), Error> {
        let db = &self.0.db;
        let is_unsettled = async |conn: &mut Conn<'_>| {
            Ok::<_, Error>(
                !store::umkm::unsettled(conn).await?.is_empty() || !store::product::unsettled(conn).await?.is_empty(),
            )
        };
        while db.read(is_unsettled).await? {
            db.write(async |tx: &mut Tx<'_>| settle_some(tx).await).await?;
        }
        Ok(())
    }
}

async fn settle_some(tx: &mut Tx<'_>) -> Result<(), Error> {
    for key in store::umkm::unsettled(tx).await? {
        settle_umkm(tx, &key).await?;
    }
    for key in store::product::unsettled(tx).await? {
        settle_stored(tx, &key).await?;
        tell_renewed(tx, &key).await?;
    }
    Ok(())
}

async fn settle_umkm(tx: &mut Tx<'_>, key: &UmkmKey) -> Result<(), Error> {
    let Some(content) = store::umkm::content(tx, &key.id).await? else {
        return Ok(());
    };
    let whole = Whole {
        id: key.id.as_str(),
        owner: &key.owner,
        names_others: false,
        is_new: false,
    };
    let impact = settle_parts::<Impact>(tx, &whole, &content.impact_entries()?).await?;
    let change = UmkmChange {
        impact: Some(impact),
        ..UmkmChange::default()
    };
    let settled = content.apply(&change)?;
    store::umkm::settle(tx, &key.id, &settled).await?;
    store::product::set_province(tx, &key.id, settled.province()?).await?;
    tx.emit(&UmkmChanged { id: key.id.to_string() }).await
}
