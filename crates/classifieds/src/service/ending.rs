//! Owners are told, once, that listings of theirs end soon; and give them time anew.
//!
//! Invariant: of each end of a listing its owner is told once, in one letter with the others that end by then; a listing that
//! gets time anew has another end.

use std::time::Duration;

use accounts::{AccountId, Actor, News, Topic};
use platform::{Conn, Error, Timestamp, Tx};

use super::listing::{no_such_move, store_change, to_change};
use crate::{
    Classifieds,
    letters::MarketNotice,
    model::{
        Changed,
        listing::{Listing, ListingId, Status},
    },
    rules::{listing::usual_expiry, listing_status::ListingEditor},
    store,
};

const DAY: Duration = Duration::from_secs(24 * 60 * 60);
/// How long before its end an owner is told, and may give a listing time anew.
pub(crate) const AHEAD: Duration = Duration::from_secs(5 * 24 * 60 * 60);
/// How often it is looked what ends.
pub(crate) const LOOKED_EVERY: Duration = Duration::from_secs(15 * 60);
/// Owners who are told in one go.
const AT_ONCE: i64 = 200;

impl Classifieds {
    /// Whether a listing ends so soon that its owner may give it time anew.
    pub fn ends_soon(&self, listing: &Listing) -> bool {
        let now = self.now();
        listing.is_public(now) && listing.expires_at <= now.plus(AHEAD)
    }

    /// Gives a listing that everybody sees and that ends soon time anew. Nobody looks at it again: it says what it said.
    ///
    /// Fails if it is not shown, or does not end soon.
    #[platform::boxed]
    pub async fn renew_listing(&self, actor: &Actor, id: ListingId) -> Result<Changed<Listing>, Error> {
        let who = ListingEditor::from(actor);
        let work = async move |tx: &mut Tx<'_>| {
            let (found, _) = to_change(tx, &id, &who).await?;
            let (before, now) = (found.listing, tx.now());
            if before.status != Status::Active || before.expires_at > now.plus(AHEAD) {
                return Err(no_such_move());
            }
            let mut after = before.clone();
            after.expires_at = usual_expiry(now);
            store_change(tx, found.seq, before, after).await
        };
        self.0.db.write(work).await
    }

    /// Tells owners what of theirs ends soon, where letters are sent.
    pub(crate) async fn tell_of_ends(&self) -> Result<(), Error> {
        if self.0.writer.is_none() {
            return Ok(());
        }
        let now = self.now();
        let until = now.plus(AHEAD);
        let look = async move |conn: &mut Conn<'_>| store::listing_end::owners(conn, now, until, AT_ONCE).await;
        for owner in self.0.db.read::<_, Error, _>(look).await? {
            let (classifieds, id) = (self.clone(), owner.clone());
            let work = async move |tx: &mut Tx<'_>| classifieds.tell_owner(tx, &id, until).await;
            // One that fails waits for its turn; the others do not wait for it.
            if let Err(error) = self.0.db.write::<(), Error, _>(work).await {
                tracing::warn!(account = %owner, %error, "an owner could not be told of listings that end");
            }
        }
        Ok(())
    }

    async fn tell_owner(&self, tx: &mut Tx<'_>, owner: &AccountId, until: Timestamp) -> Result<(), Error> {
        let Some(writer) = &self.0.writer else { return Ok(()) };
        let now = tx.now();
        let found = store::listing_end::of_owner(tx, owner, now, until).await?;
        let Some((first, _)) = found.first() else { return Ok(()) };
        let id = format!("classifieds.ending:{first}:{}", now.0);
        for (seq, listing) in &found {
            store::listing_end::note(tx, *seq, listing.expires_at).await?;
        }
        let listings: Vec<_> = found.into_iter().map(|(_, listing)| listing).collect();
        let news = News {
            topic: Topic::OwnListings,
            id,
            good_until: Some(now.plus(DAY)),
        };
        let wording = |to: &accounts::Addressee, end: &str| writer.write(MarketNotice::Ending(&listings), to, end);
        self.0.accounts.notify(tx, owner, news, &wording).await.map(drop)
    }
}
