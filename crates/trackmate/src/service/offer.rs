//! What owners do from the table of their products: price and stock, hiding, copying, deleting and bringing back.
//!
//! Invariant: a product that is withheld for any reason is not listed, and only whoever gave a reason takes it back.

use std::{sync::Arc, time::Duration};

use accounts::{AccountId, Actor};
use platform::{
    Conn, Ctx, Error, Tx,
    idempotency::Once,
    module::Job,
    page::{Pages, Paging},
};

use super::{
    NOT_YOURS, check_owner,
    impact::Impact,
    kept::Kept,
    parts::Whole,
    product::{insert_product, no_such_product, no_umkm_yet, refresh_words, remove_product, settle_product},
    resource::Resource,
    umkm::no_such_umkm,
};
use crate::{
    Trackmate,
    events::{ProductChanged, ProductCreated, ProductDeleted},
    model::{
        Offer, OfferIn, OwnOrder, OwnProduct, OwnWords, PartEntry, ProductChange, ProductContent, ProductId,
        ShownProduct, Standing, Step, Withheld, Withholding, day_of,
    },
    rules, store,
};

/// How long a deleted product can be brought back.
const KEPT: Duration = Duration::from_secs(15 * 60);

/// Days of views that the table tells.
const WEEK: i64 = 7;

impl Trackmate {
    /// A page of the caller's own products, hidden ones as well.
    #[platform::boxed]
    pub async fn list_own_products(
        &self,
        actor: &Actor,
        order: OwnOrder,
        pages: Pages,
    ) -> Result<(Vec<OwnProduct>, Paging), Error> {
        let (owner, page) = (actor.id.clone(), (pages.limit(), pages.offset()));
        let after = day_of(actor.ctx.now()) - WEEK;
        let (rows, total) = self
            .0
            .db
            .read(async move |conn: &mut Conn<'_>| {
                let umkm = store::umkm::of_owner(conn, &owner).await?.ok_or_else(no_such_umkm)?;
                store::offer::list(conn, &umkm.id, after, order, page).await
            })
            .await?;
        Ok((rows, pages.of(total)))
    }

    /// What the caller has deleted and can still bring back: ids and names, the last one first.
    #[platform::boxed]
    pub async fn list_removed_products(&self, actor: &Actor) -> Result<Vec<(ProductId, String)>, Error> {
        let owner = actor.id.clone();
        self.0
            .db
            .read(
                async move |conn: &mut Conn<'_>| match store::umkm::of_owner(conn, &owner).await? {
                    Some(umkm) => store::offer::removed(conn, &umkm.id).await,
                    None => Ok(Vec::new()),
                },
            )
            .await
    }

    /// A product of the caller's own, whether shoppers see it or not.
    #[platform::boxed]
    pub async fn show_own_product(&self, actor: &Actor, id: &str) -> Result<ShownProduct, Error> {
        let (owner, placeholder) = (&actor.id, &self.0.placeholder);
        self.0
            .db
            .read_by_key(async |conn: &mut Conn<'_>| {
                let key = store::product::by_id(conn, id).await?.ok_or_else(no_such_product)?;
                check_owner(&key.owner, owner, NOT_YOURS)?;
                let shown = store::product::view(conn, id, placeholder).await?;
                shown.ok_or_else(no_such_product)
            })
            .await
    }

    /// Changes price and stock note of a product; its owner's right alone.
    #[platform::boxed]
    pub async fn change_offer(&self, actor: &Actor, id: String, input: &OfferIn) -> Result<(), Error> {
        let (price, note) = rules::offer(input)?;
        let owner = actor.id.clone();
        self.0
            .db
            .write(async move |tx: &mut Tx<'_>| {
                let offer = own_offer(tx, &id, &owner).await?;
                store::offer::change(tx, offer.key.seq, price, note.as_deref()).await?;
                tx.emit(&ProductChanged { id }).await
            })
            .await
    }

    /// Hides a product from shoppers, or shows it again; its owner's right alone. Doing it twice changes nothing.
    #[platform::boxed]
    pub async fn set_product_hidden(&self, actor: &Actor, id: String, hidden: bool) -> Result<(), Error> {
        let owner = actor.id.clone();
        self.0
            .db
            .write(async move |tx: &mut Tx<'_>| {
                let offer = own_offer(tx, &id, &owner).await?;
                withhold(tx, &offer, Withholding::ByOwner, hidden).await
            })
            .await
    }

    /// Copies a product, with its parts, under another name; the copy is hidden until its owner shows it. Answers its id.
    #[platform::boxed]
    pub async fn duplicate_product(
        &self,
        actor: &Actor,
        id: String,
        name: &str,
        once: Option<Once>,
    ) -> Result<ProductId, Error> {
        let (owner, name) = (actor.id.clone(), rules::copied_name(name)?);
        let new = ProductId::from(platform::id::handle("product", actor.ctx.now()));
        self.0
            .accounts
            .answers()
            .write(&actor.ctx, once, async move |tx: &mut Tx<'_>| {
                let from = own_offer(tx, &id, &owner).await?;
                copy(tx, &from, &new, name).await?;
                tx.emit(&ProductCreated { id: new.to_string() }).await?;
                Ok(new)
            })
            .await
    }

    /// Deletes a product in such a way that it can be brought back for some minutes; its owner's right alone. To everybody
    /// else it is gone at once.
    #[platform::boxed]
    pub async fn remove_product_for_now(&self, actor: &Actor, id: String) -> Result<(), Error> {
        let owner = actor.id.clone();
        self.0
            .db
            .write(async move |tx: &mut Tx<'_>| {
                let offer = own_offer(tx, &id, &owner).await?;
                let withheld = offer.withheld.set(Withholding::Removed, true);
                store::offer::withhold(tx, &offer, withheld).await?;
                tx.emit(&ProductDeleted { id }).await
            })
            .await
    }

    /// Brings a deleted product back as it was; its owner's right alone. Doing it twice changes nothing.
    #[platform::boxed]
    pub async fn bring_product_back(&self, actor: &Actor, id: String) -> Result<(), Error> {
        let owner = actor.id.clone();
        self.0
            .db
            .write(async move |tx: &mut Tx<'_>| {
                let offer = store::offer::find(tx, &id).await?.ok_or_else(no_such_product)?;
                check_owner(&offer.key.owner, &owner, NOT_YOURS)?;
                // What it is found by may be called otherwise since then.
                refresh_words(tx, offer.key.seq, offer.key.umkm.as_str()).await?;
                withhold(tx, &offer, Withholding::Removed, false).await
            })
            .await
    }

    /// Removes for good what was deleted long enough ago.
    async fn purge_removed(&self, ctx: &Ctx) -> Result<(), Error> {
        let before = ctx.now().minus(KEPT);
        loop {
            let due = async move |conn: &mut Conn<'_>| store::offer::removed_before(conn, before).await;
            if self.0.db.read(due).await?.is_empty() {
                return Ok(());
            }
            self.0
                .db
                .write(async move |tx: &mut Tx<'_>| {
                    for (seq, id) in store::offer::removed_before(tx, before).await? {
                        remove_product(tx, seq, id).await?;
                    }
                    Ok::<_, Error>(())
                })
                .await?;
        }
    }
}

/// Removes what was deleted, once it cannot be brought back any more.
pub(crate) fn purge_removed(trackmate: &Trackmate) -> Job {
    let trackmate = trackmate.clone();
    Job {
        name: "trackmate.purge_removed",
        every: Duration::from_secs(60),
        run: Arc::new(move |ctx: Ctx| {
            let trackmate = trackmate.clone();
            Box::pin(async move { trackmate.purge_removed(&ctx).await })
        }),
    }
}

/// What decides whether a product is listed, if it is the caller's and not deleted.
async fn own_offer(tx: &mut Tx<'_>, id: &str, owner: &AccountId) -> Result<Offer, Error> {
    let offer = store::offer::find(tx, id).await?.ok_or_else(no_such_product)?;
    check_owner(&offer.key.owner, owner, NOT_YOURS)?;
    if offer.withheld.has(Withholding::Removed) {
        return Err(no_such_product());
    }
    Ok(offer)
}

/// Gives a reason to withhold a product, or takes it back.
pub(super) async fn withhold(tx: &mut Tx<'_>, offer: &Offer, reason: Withholding, holds: bool) -> Result<(), Error> {
    let withheld = offer.withheld.set(reason, holds);
    if withheld == offer.withheld {
        return Ok(());
    }
    store::offer::withhold(tx, offer, withheld).await?;
    let id = offer.key.id.to_string();
    tx.emit(&ProductChanged { id }).await
}

/// Stores a copy, hidden by its owner.
async fn copy(tx: &mut Tx<'_>, from: &Offer, id: &ProductId, name: String) -> Result<(), Error> {
    let umkm = store::umkm::of_owner(tx, &from.key.owner)
        .await?
        .ok_or_else(no_umkm_yet)?;
    let content = store::product::content(tx, from.key.seq)
        .await?
        .ok_or_else(no_such_product)?;
    let original = from.key.id.as_str();
    let steps = content.steps()?.into_iter().map(|step| Step { id: None, ..step });
    let change = ProductChange {
        name: Some(name),
        resources: Some(copy_parts::<Resource>(tx, original, content.resource_entries()?).await?),
        production: Some(steps.collect()),
        impact: Some(copy_parts::<Impact>(tx, original, content.impact_entries()?).await?),
        ..ProductChange::default()
    };
    let whole = Whole {
        id: id.as_str(),
        owner: &umkm.owner,
        names_others: true,
        is_new: true,
    };
    let change = settle_product(tx, &whole, &ProductContent::empty(), change).await?;
    let copy = content.apply(&change)?;
    insert_product(tx, &umkm, id, &copy, &change, &OwnWords::of(&copy)).await?;
    let copied = store::offer::find(tx, id.as_str()).await?.ok_or_else(no_such_product)?;
    let hidden = Withheld::default().set(Withholding::ByOwner, true);
    store::offer::withhold(tx, &copied, hidden).await
}

/// The entries of a copy: what the original only names is named again, what came along with it comes along once more. What
/// is gone meanwhile is left out.
async fn copy_parts<K: Kept>(
    conn: &mut Conn<'_>,
    original: &str,
    entries: Vec<PartEntry<K::Entry>>,
) -> Result<Vec<PartEntry<K::Entry>>, Error> {
    let mut copies = Vec::with_capacity(entries.len());
    for entry in entries {
        let PartEntry::Stored { id } = &entry else {
            copies.push(entry);
            continue;
        };
        match K::find(conn, id).await? {
            Some((_, Standing::PartOf(whole), part)) if whole == original => copies.push(PartEntry::Inline(part)),
            Some(_) => copies.push(entry),
            None => {}
        }
    }
    Ok(copies)
}
