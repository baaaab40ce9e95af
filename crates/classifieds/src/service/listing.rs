//! Listings: made, changed, moved from status to status, deleted, shown.
//!
//! Invariant: what a listing is found by (its words, whether everybody sees it) is written in the transaction that changes
//! the listing, and so is the event that tells of it.

use std::time::Duration;

use accounts::{Actor, Moderators, role_required};
use platform::{Conn, Error, FieldError, Kind, Message, Rule, Timestamp, Tx, idempotency::Once, version::IfMatch};

use super::attribute::{JudgedNew, change_attributes};
use crate::{
    Classifieds,
    events::listing::{ListingChanged, ListingCreated, ListingDeleted},
    failures::no_such_record,
    model::{
        Changed,
        listing::{Listing, ListingId, Status, StoredListing},
    },
    rules::{
        listing::{ListingChange, usual_expiry},
        listing_review::needs_review,
        listing_status::{Hand, ListingEditor, Verdict, arrives, verdict},
    },
    store,
};

/// Code of [`throttled`].
pub(crate) const THROTTLED: &str = "classifieds.listing.throttled";

/// One account offers too much.
pub(crate) fn throttled() -> Error {
    Error::too_many(THROTTLED, Duration::from_secs(1))
}

/// Whoever asks is neither its owner nor staff.
pub(crate) fn not_yours() -> Error {
    let said = Message::new("Iklan ini milik orang lain.", "This listing belongs to somebody else.");
    Error::new(Kind::Forbidden, "classifieds.listing.not_owner", said).keyed("errMsg_ListingCanBeAccessedByOwner")
}

/// Nobody may move a listing from where it stands to there.
pub(crate) fn no_such_move() -> Error {
    let said = Message::new(
        "Status iklan tidak dapat diubah seperti ini.",
        "A listing cannot go from its status to this one.",
    );
    Error::new(Kind::Conflict, "classifieds.listing.no_such_move", said)
        .keyed("errMsg_ListingStatusTransitionNotAllowed")
}

/// A reference to something that is not there.
pub(crate) fn not_there(field: &'static str) -> Error {
    let said = Message::new("tidak ditemukan", "does not exist, or not any more");
    Error::invalid_fields(vec![FieldError::new(field, Rule::Other(said))]).keyed(format!("errMsg_{field}isNotAValidID"))
}

impl Classifieds {
    /// Makes a listing: it waits for a moderator, or everybody sees it at once, as the settings say.
    #[platform::boxed]
    pub async fn create_listing(
        &self,
        actor: &Actor,
        change: ListingChange,
        once: Option<Once>,
    ) -> Result<Listing, Error> {
        if change.wants_premium() && !actor.role.is_staff() {
            return Err(role_required::<Moderators>());
        }
        if !actor.role.is_staff() {
            self.0.offers.take(actor.id.as_str())?;
        }
        let (status, holding) = (self.first_status(), self.holding(actor).await?);
        let owner = actor.id.clone();
        let id = ListingId::from(platform::id::uuid_v7(actor.ctx.now()));
        self.0
            .accounts
            .answers()
            .write(&actor.ctx, once, async move |tx: &mut Tx<'_>| {
                let now = tx.now();
                let mut new = change.make(id, owner, status, now)?;
                let held = holding.of_new(tx, &new).await?;
                if !held.is_empty() && new.status == Status::Active {
                    new = new.move_to(Status::PendingReview);
                }
                let (seq, made) = insert(tx, new).await?;
                if !held.is_empty() {
                    store::moderation::hold(tx, seq, &held).await?;
                }
                Ok(made)
            })
            .await
    }

    /// Whether edits of what was let through are looked at.
    pub(super) fn reviews_edits(&self) -> bool {
        self.0.options.moderate_listings && self.0.options.review_edits
    }

    fn first_status(&self) -> Status {
        if self.0.options.moderate_listings {
            Status::PendingReview
        } else {
            Status::Active
        }
    }

    /// Changes what a listing says. A change that changes nothing stores nothing and tells nobody. What its owner makes of a
    /// listing that a moderator has let through waits for a moderator again, if it is more than a trifle.
    #[platform::boxed]
    pub async fn update_listing(
        &self,
        actor: &Actor,
        id: ListingId,
        change: ListingChange,
        seen: IfMatch,
    ) -> Result<Changed<Listing>, Error> {
        let (who, reviewed) = (ListingEditor::from(actor), self.reviews_edits());
        let holding = self.holding(actor).await?;
        self.0
            .db
            .write(async move |tx: &mut Tx<'_>| {
                let (found, hand) = to_change(tx, &id, &who).await?;
                let before = found.listing;
                seen.check(before.record_version)?;
                let mut after = change.apply_to(before.clone())?;
                let premium = |listing: &Listing| (listing.premium_type, listing.premium_expiry);
                if hand == Hand::Owner && premium(&before) != premium(&after) {
                    return Err(role_required::<Moderators>());
                }
                check_places(tx, Some(&before), &mut after, change.subcategory.is_some()).await?;
                let held = holding.of_change(&before, &after);
                let is_waiting = reviewed && needs_review(&before, &after) || !held.is_empty();
                if hand == Hand::Owner && before.status == Status::Active && is_waiting {
                    after = after.move_to(Status::PendingReview);
                }
                if !held.is_empty() {
                    store::moderation::hold(tx, found.seq, &held).await?;
                }
                store_change(tx, found.seq, before, after).await
            })
            .await
    }

    /// Moves a listing to another status.
    #[platform::boxed]
    pub async fn move_listing(
        &self,
        actor: &Actor,
        id: ListingId,
        to: Status,
        seen: IfMatch,
    ) -> Result<Changed<Listing>, Error> {
        let (who, reviewed) = (ListingEditor::from(actor), self.0.options.moderate_listings);
        self.0
            .db
            .write(async move |tx: &mut Tx<'_>| {
                let (found, hand) = to_change(tx, &id, &who).await?;
                let (before, now) = (found.listing, tx.now());
                seen.check(before.record_version)?;
                match verdict(hand, before.status, to, reviewed) {
                    Verdict::Allowed | Verdict::Already => {}
                    Verdict::StaffOnly => return Err(role_required::<Moderators>()),
                    Verdict::Never => return Err(no_such_move()),
                }
                let mut after = if before.status == to {
                    before.clone()
                } else {
                    before.clone().move_to(arrives(hand, before.status, to, reviewed))
                };
                // What comes back after its time is over gets time anew.
                let waits_or_shows = matches!(after.status, Status::Active | Status::PendingReview);
                if after.status != before.status && waits_or_shows {
                    check_location(tx, &after).await?;
                    if after.expires_at <= now {
                        after.expires_at = usual_expiry(now);
                    }
                }
                store_change(tx, found.seq, before, after).await
            })
            .await
    }

    /// Deletes a listing: only staff see it from now on, in their own list.
    #[platform::boxed]
    pub async fn delete_listing(&self, actor: &Actor, id: ListingId, seen: IfMatch) -> Result<Listing, Error> {
        let who = ListingEditor::from(actor);
        self.0
            .db
            .write(async move |tx: &mut Tx<'_>| {
                let (found, _) = to_change(tx, &id, &who).await?;
                seen.check(found.listing.record_version)?;
                delete(tx, found).await
            })
            .await
    }

    /// A listing, for whoever may see it, and whether that is everybody.
    #[platform::boxed]
    pub async fn show_listing(&self, viewer: Option<&Actor>, id: &ListingId) -> Result<(StoredListing, bool), Error> {
        let now = self.0.db.clock().now();
        let found = self
            .0
            .db
            .read_by_key(async |conn: &mut Conn<'_>| store::listing::by_id(conn, id.as_str(), now).await)
            .await?;
        let mut found = found.ok_or_else(no_such_record)?;
        let public = found.listing.is_public(now);
        may_see(&found.listing, viewer, public)?;
        self.name_sellers(std::slice::from_mut(&mut found)).await?;
        self.add_waiting_views(&mut found.listing);
        if viewer.is_none() {
            found.listing = found.listing.without_contact();
        }
        Ok((found, public))
    }

    /// Adds the views that are not written down yet.
    pub(crate) fn add_waiting_views(&self, listing: &mut Listing) {
        listing.views_count += self.0.views.of(listing.id.as_str());
    }

    /// Those of `ids` that exist, in any order, deleted ones left out; everything that staff see of them.
    #[platform::boxed]
    pub async fn listings_by_ids(&self, ids: &[String]) -> Result<Vec<Listing>, Error> {
        let now = self.0.db.clock().now();
        let mut ids = ids.to_vec();
        ids.sort_unstable();
        ids.dedup();
        let mut listings = self
            .0
            .db
            .read_by_key(async |conn: &mut Conn<'_>| {
                let mut listings = Vec::with_capacity(ids.len());
                for id in &ids {
                    let found = store::listing::by_id(conn, id, now).await?;
                    listings.extend(found.map(|found| found.listing).filter(|listing| listing.is_active));
                }
                Ok::<_, Error>(listings)
            })
            .await?;
        for listing in &mut listings {
            self.add_waiting_views(listing);
        }
        Ok(listings)
    }
}

/// Refuses a listing to whoever may not see it, as if it were not there. Deleted ones nobody sees.
fn may_see(listing: &Listing, viewer: Option<&Actor>, public: bool) -> Result<(), Error> {
    let theirs = viewer.is_some_and(|viewer| ListingEditor::from(viewer).hand(listing).is_some());
    if listing.is_active && (public || theirs) {
        Ok(())
    } else {
        Err(no_such_record())
    }
}

/// A listing that somebody wants to change, and the role in which they may. Whoever may not see it is not told that it is
/// there.
pub(crate) async fn to_change(
    tx: &mut Tx<'_>,
    id: &ListingId,
    who: &ListingEditor,
) -> Result<(StoredListing, Hand), Error> {
    let now = tx.now();
    let found = store::listing::by_id(tx, id.as_str(), now).await?;
    judge_listing(found, who, now)
}

/// The same for a listing that was looked up.
pub(crate) fn judge_listing(
    found: Option<StoredListing>,
    who: &ListingEditor,
    now: Timestamp,
) -> Result<(StoredListing, Hand), Error> {
    let found = found
        .filter(|found| found.listing.is_active)
        .ok_or_else(no_such_record)?;
    match who.hand(&found.listing) {
        Some(hand) => Ok((found, hand)),
        None if found.listing.is_public(now) => Err(not_yours()),
        None => Err(no_such_record()),
    }
}

/// Category, subcategory and location have to be there when they are chosen; what was chosen before may have gone since.
/// A subcategory that nobody asked for leaves with the category that it lay below.
async fn check_places(
    tx: &mut Tx<'_>,
    before: Option<&Listing>,
    after: &mut Listing,
    subcategory_given: bool,
) -> Result<(), Error> {
    let category_chosen = before.is_none_or(|before| before.category_id != after.category_id);
    let subcategory_chosen = before.is_none_or(|before| before.subcategory_id != after.subcategory_id);
    if category_chosen || subcategory_chosen {
        let branch = store::category::branch(tx, after.category_id.as_str()).await?;
        if category_chosen && branch.is_empty() {
            return Err(not_there("categoryId"));
        }
        let below = |id: &str| id != after.category_id.as_str() && branch.iter().any(|one| one == id);
        if after.subcategory_id.as_ref().is_some_and(|id| !below(id.as_str())) {
            if subcategory_given {
                return Err(not_there("subcategoryId"));
            }
            after.subcategory_id = None;
        }
    }
    if before.is_none_or(|before| before.location_id != after.location_id) {
        check_location(tx, after).await?;
    }
    Ok(())
}

/// Where a listing is must not have been deleted.
async fn check_location(tx: &mut Tx<'_>, listing: &Listing) -> Result<(), Error> {
    match &listing.location_id {
        Some(location) if store::location::is_active(tx, location.as_str()).await? != Some(true) => {
            Err(not_there("locationId"))
        }
        _ => Ok(()),
    }
}

/// Makes a listing that its owner shows something new of wait for a moderator, if it does not wait yet.
pub(super) async fn send_to_review(tx: &mut Tx<'_>, found: &StoredListing, hand: Hand) -> Result<(), Error> {
    if hand == Hand::Owner && found.listing.status == Status::Active {
        let after = found.listing.clone().move_to(Status::PendingReview);
        store_change(tx, found.seq, found.listing.clone(), after).await?;
    }
    Ok(())
}

/// Stores a new listing; answers its number, too.
pub(crate) async fn insert(tx: &mut Tx<'_>, mut listing: Listing) -> Result<(i64, Listing), Error> {
    check_places(tx, None, &mut listing, true).await?;
    let said = JudgedNew::of(tx, &listing).await?;
    let seq = store::listing::insert(tx, &listing).await?;
    said.store(tx, seq).await?;
    store::listing_words::store(tx, seq, &listing.title, listing.description.as_deref(), true).await?;
    let created = ListingCreated(listing);
    tx.emit(&created).await?;
    Ok((seq, created.0))
}

/// Stores what a listing has become, unless it is what it was.
pub(crate) async fn store_change(
    tx: &mut Tx<'_>,
    seq: i64,
    before: Listing,
    after: Listing,
) -> Result<Changed<Listing>, Error> {
    let changed = Changed::between(&before, after)?;
    if changed.new.is_empty() {
        return Ok(changed);
    }
    let now = tx.now();
    let after = changed.object.touch(now);
    change_attributes(tx, seq, &before, &after).await?;
    store::listing::update(tx, seq, &after).await?;
    if (&before.title, &before.description) != (&after.title, &after.description) {
        store::listing_words::store(tx, seq, &after.title, after.description.as_deref(), false).await?;
    }
    let changed = ListingChanged::between(before, after)?;
    tx.emit(&changed).await?;
    Ok(changed.into())
}

/// Deletes a listing. It stays findable for staff, pictures and all: they may have to look at what was there.
pub(crate) async fn delete(tx: &mut Tx<'_>, found: StoredListing) -> Result<Listing, Error> {
    let now = tx.now();
    let mut listing = found.listing.touch(now);
    listing.is_active = false;
    store::listing::update(tx, found.seq, &listing).await?;
    let deleted = ListingDeleted(listing);
    tx.emit(&deleted).await?;
    Ok(deleted.0)
}
