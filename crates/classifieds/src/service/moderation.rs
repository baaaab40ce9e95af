//! What moderators look at and decide, and the rules by which listings wait for them.
//!
//! Invariant: a decision, the status that it gives, and the end of the reports that led to it are written together, and taken back together.

use std::{sync::Arc, time::Duration};

use accounts::{Actor, ProfileName};
use platform::{Conn, Error, Kind, Message, Timestamp, Tx, cache::Weigh, page::Pages, version::IfMatch};

use super::attribute::asked_of;
use super::listing::{no_such_move, store_change, to_change};
use crate::{
    Classifieds,
    failures::no_such_record,
    model::{
        listing::{Listing, ListingId, Status},
        moderation::{
            Held, HoldingRules, ListingDecision, ListingReportStatus, ModerationFigures, QueuedListing, StoredRules,
            Verdict,
        },
    },
    rules::{
        holding::{AccountFacts, held, held_by_words},
        listing::usual_expiry,
        listing_status::{Hand, ListingEditor, Verdict as Move, verdict},
    },
    store::{self, report::Closing},
};

/// How long a moderator has for what they look at.
const CLAIMED: Duration = Duration::from_secs(20 * 60);
const DAY: Duration = Duration::from_secs(24 * 60 * 60);
/// What figures look back on.
const WEEK: Duration = Duration::from_secs(7 * 24 * 60 * 60);

/// The rules as they are kept in memory.
#[derive(Debug, Clone)]
pub(crate) struct KeptRules(Arc<StoredRules>);

impl Weigh for KeptRules {
    fn weigh(&self) -> usize {
        64 + self.0.rules.words.iter().map(|word| word.len() + 32).sum::<usize>()
    }
}

/// Somebody decided otherwise meanwhile, or the listing changed.
pub(crate) fn moved_on() -> Error {
    let said = Message::new(
        "Iklan ini sudah berubah sejak putusan itu; putusan tidak dapat dibatalkan lagi.",
        "The listing has changed since that decision, so it cannot be taken back.",
    );
    Error::new(Kind::Conflict, "classifieds.decision.moved_on", said).keyed("errMsg_DecisionCanNotBeUndone")
}

/// Nobody judges what is their own, or what was reported of them.
pub(crate) fn own_matter() -> Error {
    let said = Message::new(
        "Ini tentang Anda sendiri; moderator lain yang memutuskan.",
        "This is about yourself: another moderator decides.",
    );
    Error::new(Kind::Forbidden, "classifieds.decision.own_matter", said).keyed("errMsg_CanNotJudgeYourself")
}

/// What holds a listing that somebody offers.
#[derive(Clone)]
pub(super) struct Holding {
    rules: KeptRules,
    since: Option<Timestamp>,
}

impl Holding {
    /// What holds a new listing.
    pub(super) async fn of_new(&self, tx: &mut Tx<'_>, new: &Listing) -> Result<Vec<Held>, Error> {
        let now = tx.now();
        let rules = &self.rules.0.rules;
        let listed_today = if rules.new_account_days > 0 {
            store::moderation::listed_since(tx, &new.owner, now.minus(DAY)).await?
        } else {
            0
        };
        let account = AccountFacts {
            since: self.since,
            now,
            listed_today,
        };
        Ok(held(rules, new, account))
    }

    /// What holds a listing whose owner changed its words.
    pub(super) fn of_change(&self, before: &Listing, after: &Listing) -> Vec<Held> {
        let words = |listing: &Listing| {
            let description = listing.description.as_deref().unwrap_or_default();
            format!("{}\n{description}", listing.title)
        };
        if words(before) == words(after) {
            return Vec::new();
        }
        held_by_words(&self.rules.0.rules, &words(after))
    }
}

impl Classifieds {
    /// The rules by which listings wait.
    #[platform::boxed]
    pub async fn holding_rules(&self) -> Result<StoredRules, Error> {
        Ok((*self.kept_rules().await?.0).clone())
    }

    async fn kept_rules(&self) -> Result<KeptRules, Error> {
        let read = async |conn: &mut Conn<'_>| {
            let rules = store::moderation::rules(conn).await?;
            Ok::<_, Error>(KeptRules(Arc::new(rules)))
        };
        self.0.db.read_kept_by_key(&self.0.rules, "", read).await
    }

    /// What is known of somebody who offers something, to hold it; nothing of what staff offer is held.
    pub(super) async fn holding(&self, actor: &Actor) -> Result<Holding, Error> {
        if actor.role.is_staff() {
            let rules = KeptRules(Arc::default());
            return Ok(Holding { rules, since: None });
        }
        let rules = self.kept_rules().await?;
        let since = if rules.0.rules.new_account_days > 0 {
            let profile = self
                .0
                .accounts
                .public_profile(&ProfileName::Id(actor.id.clone()))
                .await?;
            profile.map(|profile| profile.since)
        } else {
            None
        };
        Ok(Holding { rules, since })
    }

    /// Sets the rules by which listings wait.
    #[platform::boxed]
    pub async fn set_holding_rules(
        &self,
        actor: &Actor,
        rules: HoldingRules,
        seen: IfMatch,
    ) -> Result<StoredRules, Error> {
        let author = actor.id.clone();
        let set = async move |tx: &mut Tx<'_>| {
            let before = store::moderation::rules(tx).await?;
            seen.check(before.record_version)?;
            if before.rules == rules {
                return Ok(before);
            }
            let record_version = before.record_version + 1;
            store::moderation::set_rules(tx, record_version, &rules, &author).await?;
            let rules = rules.clone();
            Ok(StoredRules { rules, record_version })
        };
        self.0.db.write(set).await
    }

    /// What waits for a moderator and no other one looks at: the most reported first, then what waits longest; and how much.
    #[platform::boxed]
    pub async fn moderation_queue(&self, actor: &Actor, pages: Pages) -> Result<(Vec<QueuedListing>, i64), Error> {
        let (me, now) = (actor.id.clone(), self.now());
        let window = (pages.limit(), pages.offset());
        let find = async move |conn: &mut Conn<'_>| {
            let (ids, total) = store::moderation::queue(conn, &me, now, window).await?;
            let mut queue = Vec::with_capacity(ids.len());
            for id in &ids {
                let Some(listing) = store::listing::by_id(conn, id, now).await? else {
                    continue;
                };
                let decisions = store::moderation::of_listing(conn, listing.seq).await?;
                queue.push(QueuedListing {
                    asked: asked_of(conn, listing.seq).await?,
                    reports: store::report::open_of_listing(conn, listing.seq).await?,
                    held: store::moderation::held(conn, listing.seq).await?,
                    sender: store::moderation::history(conn, &listing.listing.owner).await?,
                    claimed_by: store::moderation::claimed_by(conn, listing.seq, now).await?,
                    notes: decisions.into_iter().filter_map(|one| one.private_note).collect(),
                    listing,
                });
            }
            Ok::<_, Error>((queue, total))
        };
        let (mut queue, total) = self.0.db.read(find).await?;
        for one in &mut queue {
            self.name_sellers(std::slice::from_mut(&mut one.listing)).await?;
            let owner = ProfileName::Id(one.listing.listing.owner.clone());
            one.sender.since = self
                .0
                .accounts
                .public_profile(&owner)
                .await?
                .map(|profile| profile.since);
        }
        Ok((queue, total))
    }

    /// Takes the first of what waits for a moderator, so that no other one is shown it for a while; answers how many.
    #[platform::boxed]
    pub async fn claim_listings(&self, actor: &Actor, most: i64) -> Result<usize, Error> {
        let me = actor.id.clone();
        let claim = async move |tx: &mut Tx<'_>| {
            let now = tx.now();
            store::moderation::unclaim_all(tx, &me).await?;
            let (ids, _) = store::moderation::queue(tx, &me, now, (most, 0)).await?;
            let mut count = 0;
            for id in &ids {
                let Some(found) = store::listing::by_id(tx, id, now).await? else {
                    continue;
                };
                let is_mine = store::moderation::claim(tx, found.seq, &me, now.plus(CLAIMED)).await?;
                count += usize::from(is_mine);
            }
            Ok::<_, Error>(count)
        };
        self.0.db.write(claim).await
    }

    /// Gives back what a moderator had taken.
    #[platform::boxed]
    pub async fn release_claims(&self, actor: &Actor) -> Result<(), Error> {
        let me = actor.id.clone();
        let release = async move |tx: &mut Tx<'_>| store::moderation::unclaim_all(tx, &me).await;
        self.0.db.write(release).await
    }

    /// Decides about a listing: the status that it gets, why, and what its owner and other moderators are told. Reports of it are
    /// closed with it: upheld where it is not seen any more, dismissed where it stays. For staff.
    #[platform::boxed]
    pub async fn decide_listing(
        &self,
        actor: &Actor,
        id: ListingId,
        decision: Verdict,
        seen: IfMatch,
    ) -> Result<ListingDecision, Error> {
        let (who, me, is_admin) = (ListingEditor::from(actor), actor.id.clone(), actor.role.is_admin());
        let key = platform::id::uuid_v7(actor.ctx.now());
        let decide = async move |tx: &mut Tx<'_>| {
            let (found, hand) = to_change(tx, &id, &who).await?;
            let (before, now) = (found.listing, tx.now());
            if hand != Hand::Staff {
                return Err(accounts::role_required::<accounts::Moderators>());
            }
            if before.owner == me && !is_admin {
                return Err(own_matter());
            }
            seen.check(before.record_version)?;
            if verdict(hand, before.status, decision.to, true) == Move::Never {
                return Err(no_such_move());
            }
            let from = before.status;
            let mut after = before.clone();
            if from != decision.to {
                after = after.move_to(decision.to);
            }
            if after.status == Status::Active && after.expires_at <= now {
                after.expires_at = usual_expiry(now);
            }
            let version = store_change(tx, found.seq, before, after).await?.object.record_version;
            let held = store::moderation::held(tx, found.seq).await?;
            let stays = decision.to == Status::Active;
            let closing = Closing {
                status: if stays {
                    ListingReportStatus::Dismissed
                } else {
                    ListingReportStatus::Upheld
                },
                by: &me,
                at: now,
            };
            store::report::close_of_listing(tx, found.seq, closing).await?;
            store::moderation::hold(tx, found.seq, &[]).await?;
            store::moderation::unclaim(tx, found.seq).await?;
            let made = ListingDecision {
                id: key.clone(),
                listing_id: id.clone(),
                moderator_id: Some(me.clone()),
                from_status: from,
                to_status: decision.to,
                reason: decision.reason,
                note: decision.note.clone(),
                private_note: decision.private_note.clone(),
                decided_at: now,
                undone_at: None,
            };
            store::moderation::insert(tx, found.seq, &made, (version, &held)).await?;
            Ok(made)
        };
        self.0.db.write(decide).await
    }

    /// Takes a decision back, if the listing still stands where it put it: it gets the status that it had, and reports that the
    /// decision closed are open again. For staff.
    #[platform::boxed]
    pub async fn undo_decision(&self, actor: &Actor, id: String) -> Result<ListingDecision, Error> {
        let (who, me, is_admin) = (ListingEditor::from(actor), actor.id.clone(), actor.role.is_admin());
        let undo = async move |tx: &mut Tx<'_>| {
            let found = store::moderation::by_id(tx, &id).await?;
            let (decision, seq) = found.ok_or_else(no_such_record)?;
            let (found, hand) = to_change(tx, &decision.listing_id, &who).await?;
            if hand != Hand::Staff {
                return Err(accounts::role_required::<accounts::Moderators>());
            }
            let before = found.listing;
            if before.owner == me && !is_admin {
                return Err(own_matter());
            }
            let last = store::moderation::last(tx, seq).await?;
            let (_, version, held) = last.filter(|(last, ..)| *last == id).ok_or_else(moved_on)?;
            let is_as_it_was = before.status == decision.to_status && before.record_version == version;
            if !is_as_it_was || !store::moderation::undo(tx, &id).await? {
                return Err(moved_on());
            }
            store::moderation::hold(tx, seq, &held).await?;
            let mut after = before.clone();
            if before.status != decision.from_status {
                after = after.move_to(decision.from_status);
            }
            store_change(tx, seq, before, after).await?;
            store::report::reopen_of_listing(tx, seq, decision.decided_at).await?;
            let found = store::moderation::by_id(tx, &id).await?;
            Ok(found.ok_or_else(no_such_record)?.0)
        };
        self.0.db.write(undo).await
    }

    /// What was decided about a listing, the last first: for staff, and without who and what else moderators note for its owner.
    #[platform::boxed]
    pub async fn decisions_of_listing(&self, actor: &Actor, id: &ListingId) -> Result<Vec<ListingDecision>, Error> {
        let (found, _) = self.show_listing(Some(actor), id).await?;
        let is_owner = found.listing.user_id == actor.id;
        if !is_owner && !actor.role.is_staff() {
            return Err(no_such_record());
        }
        let seq = found.seq;
        let find = async move |conn: &mut Conn<'_>| store::moderation::of_listing(conn, seq).await;
        let decisions = self.0.db.read_by_key(find).await?;
        Ok(if actor.role.is_staff() {
            decisions
        } else {
            let told = decisions.into_iter().filter(|one| one.undone_at.is_none());
            told.map(ListingDecision::for_owner).collect()
        })
    }

    /// What was decided about all listings, the last first, and how much. For staff.
    #[platform::boxed]
    pub async fn list_decisions(&self, pages: Pages) -> Result<(Vec<ListingDecision>, i64), Error> {
        let window = (pages.limit(), pages.offset());
        let find = async move |conn: &mut Conn<'_>| store::moderation::latest(conn, window).await;
        self.0.db.read(find).await
    }

    /// How much waits, and what was decided within seven days. For staff.
    #[platform::boxed]
    pub async fn moderation_figures(&self) -> Result<ModerationFigures, Error> {
        let since = self.now().minus(WEEK);
        let find = async move |conn: &mut Conn<'_>| store::moderation::figures(conn, since).await;
        self.0.db.read(find).await
    }
}
