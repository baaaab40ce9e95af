//! Products: added, edited, deleted, shown, listed, rated.

use std::sync::Arc;

use accounts::Actor;
use platform::{
    Conn, Error, Kind, Message, Tx,
    idempotency::Once,
    page::{Pages, Paging},
};

use super::{
    NOT_YOURS, check_owner, gtin,
    impact::Impact,
    parts::{Whole, note_unknown, remove_parts, settle_parts, settle_steps},
    resource::Resource,
};
use crate::{
    Trackmate,
    events::{ProductChanged, ProductCreated, ProductDeleted, ProductRated},
    input::ProductIn,
    model::{
        ListedProduct, OwnWords, PartEntry, ProductChange, ProductContent, ProductFilter, ProductId, ProductKey,
        RatingView, Ratings, ReadAs, ResourceEntry, ShownProduct, UmkmKey, Withholding, ids,
    },
    rules::{self, Purpose},
    store,
};

pub(crate) fn no_such_product() -> Error {
    let said = Message::new("Product tidak ditemukan", "There is no such product.");
    Error::new(Kind::NotFound, "catalogue.product.not_found", said)
}

/// A product belongs to a UMKM, and the account has none.
pub(crate) fn no_umkm_yet() -> Error {
    let said = Message::new(
        "Lengkapi profil UMKM terlebih dahulu",
        "Complete your UMKM's profile first.",
    );
    Error::new(Kind::Invalid, "catalogue.product.no_umkm", said)
}

/// The mean of ratings to one decimal; 0 without any.
pub(crate) fn mean(count: i64, sum: i64) -> f64 {
    let tenths = Ratings { count, sum }.tenths().unwrap_or_default();
    f64::from(i32::try_from(tenths).unwrap_or(0)) / 10.0
}

impl Trackmate {
    /// Adds a product to the caller's UMKM; answers its id. Refused without a UMKM, and if it names a resource or an impact
    /// that does not exist.
    #[platform::boxed]
    pub async fn create_product(
        &self,
        actor: &Actor,
        input: &ProductIn,
        once: Option<Once>,
    ) -> Result<ProductId, Error> {
        let change = rules::product(input, Purpose::Create)?;
        // Not by the one thread that writes.
        let description = change.description.as_ref().and_then(Option::as_deref);
        let own = Arc::new(OwnWords::new(
            change.name.as_deref().unwrap_or_default(),
            description.unwrap_or_default(),
        ));
        let owner = actor.id.clone();
        let id = ProductId::from(platform::id::handle("product", actor.ctx.now()));
        self.0
            .accounts
            .answers()
            .write(&actor.ctx, once, async move |tx: &mut Tx<'_>| {
                let umkm = store::umkm::of_owner(tx, &owner).await?.ok_or_else(no_umkm_yet)?;
                let whole = Whole {
                    id: id.as_str(),
                    owner: &owner,
                    names_others: true,
                    is_new: true,
                };
                let empty = ProductContent::empty();
                let change = settle_product(tx, &whole, &empty, change).await?;
                let content = empty.apply(&change)?;
                insert_product(tx, &umkm, &id, &content, &change, &own).await?;
                tx.emit(&ProductCreated { id: id.to_string() }).await?;
                Ok(id)
            })
            .await
    }

    /// Changes what the input mentions of a product; its owner's right alone. What is only sent back as it was `read_as`
    /// changes nothing.
    #[platform::boxed]
    pub async fn edit_product(
        &self,
        actor: &Actor,
        id: String,
        input: &ProductIn,
        read_as: ReadAs,
    ) -> Result<(), Error> {
        let change = rules::product(input, Purpose::Change)?;
        let owner = actor.id.clone();
        self.0
            .db
            .write(async move |tx: &mut Tx<'_>| {
                let key = store::product::by_id(tx, &id).await?.ok_or_else(no_such_product)?;
                check_owner(&key.owner, &owner, NOT_YOURS)?;
                let before = store::product::content(tx, key.seq)
                    .await?
                    .ok_or_else(no_such_product)?;
                let change = change.without_echoes(&before, read_as)?;
                // Before parts go, so that nothing looks for what they leave behind.
                if change.resources.is_some() {
                    store::product::forget_resources(tx, key.seq).await?;
                }
                if change.impact.is_some() {
                    store::product::forget_impacts(tx, key.seq).await?;
                }
                let whole = Whole {
                    id: key.id.as_str(),
                    owner: &owner,
                    names_others: true,
                    is_new: false,
                };
                let change = settle_product(tx, &whole, &before, change).await?;
                store::product::update(tx, key.seq, &before.apply(&change)?).await?;
                refer(tx, key.seq, &change).await?;
                if let Some(number) = &change.number {
                    gtin::settle_number(tx, key.seq, &key.owner, number.as_ref()).await?;
                }
                refresh_words(tx, key.seq, key.umkm.as_str()).await?;
                tx.emit(&ProductChanged { id: key.id.to_string() }).await
            })
            .await
    }

    /// Removes a product and its ratings; its owner's right alone.
    pub async fn delete_product(&self, actor: &Actor, id: String) -> Result<(), Error> {
        let owner = actor.id.clone();
        self.0
            .db
            .write(async move |tx: &mut Tx<'_>| {
                let key = store::product::by_id(tx, &id).await?.ok_or_else(no_such_product)?;
                check_owner(&key.owner, &owner, NOT_YOURS)?;
                remove_product(tx, key.seq, id).await
            })
            .await
    }

    /// A product with all that can be traced about it, whether its UMKM is approved or not; one that an administrator has
    /// hidden is not there.
    #[platform::boxed]
    pub async fn show_product(&self, id: &str) -> Result<ShownProduct, Error> {
        let placeholder = &self.0.placeholder;
        let found = self
            .0
            .db
            .read_by_key(async |conn: &mut Conn<'_>| store::product::view(conn, id, placeholder).await)
            .await?;
        let shown = found.filter(|product| !product.withheld.has(Withholding::ByStaff));
        shown.ok_or_else(no_such_product)
    }

    /// A page of products, newest first: those of approved UMKM, or those of one UMKM, which has to exist.
    pub async fn list_products(&self, of: ProductFilter, pages: Pages) -> Result<(Vec<ListedProduct>, Paging), Error> {
        let (placeholder, page) = (self.0.placeholder.clone(), (pages.limit(), pages.offset()));
        let (key, counted) = (of.key(), of.clone());
        let rows = self
            .0
            .db
            .read(async move |conn: &mut Conn<'_>| {
                if let ProductFilter::Umkm(id) = &of
                    && store::umkm::by_id(conn, id).await?.is_none()
                {
                    return Err(super::umkm::no_such_umkm());
                }
                store::product::list(conn, &of, page, &placeholder).await
            })
            .await?;
        let count = async move |conn: &mut Conn<'_>| store::product::count_listed(conn, &counted).await;
        let total = self.0.db.read_kept(&self.0.counts, &key, count).await?;
        Ok((rows, pages.of(total)))
    }

    /// Gives a product stars; a second rating by the same account replaces the first.
    #[platform::boxed]
    pub async fn rate_product(
        &self,
        actor: &Actor,
        product: String,
        rating: i64,
        once: Option<Once>,
    ) -> Result<RatingView, Error> {
        let (stars, account) = (rules::stars(rating)?, actor.id.clone());
        self.0
            .accounts
            .answers()
            .write(&actor.ctx, once, async move |tx: &mut Tx<'_>| {
                let key = store::product::by_id(tx, &product).await?.ok_or_else(no_such_product)?;
                let before = store::rating::find(tx, key.seq, &account).await?;
                let (count, sum) = store::product::rating(tx, key.seq).await?;
                let (count, sum) = (count + i64::from(before.is_none()), sum - before.unwrap_or(0) + stars);
                store::rating::store(tx, key.seq, &account, stars).await?;
                store::product::store_ratings(tx, key.seq, count, sum).await?;
                tx.emit(&ProductRated { id: key.id.to_string() }).await?;
                Ok(RatingView {
                    rating: mean(count, sum),
                    count,
                })
            })
            .await
    }
}

/// Stores a new product, with what it refers to and what it is found by.
pub(super) async fn insert_product(
    tx: &mut Tx<'_>,
    umkm: &UmkmKey,
    id: &ProductId,
    content: &ProductContent,
    change: &ProductChange,
    own: &OwnWords,
) -> Result<(), Error> {
    let seq = store::product::insert(tx, id, umkm, content).await?;
    refer(tx, seq, change).await?;
    if let Some(number) = &change.number {
        gtin::settle_number(tx, seq, &umkm.owner, number.as_ref()).await?;
    }
    let resources = change.resources.as_deref().unwrap_or_default();
    let makers = makers(tx, &umkm.name, resources).await?;
    store::search::store(tx, seq, &own.with_makers(&makers), true).await
}

pub(super) async fn remove_product(tx: &mut Tx<'_>, seq: i64, id: String) -> Result<(), Error> {
    store::search::remove(tx, seq).await?;
    store::recommend::forget_terms(tx, seq).await?;
    store::product::delete(tx, seq).await?;
    remove_parts::<Resource>(tx, &id).await?;
    remove_parts::<Impact>(tx, &id).await?;
    tx.emit(&ProductDeleted { id }).await
}

/// Refuses references to things that do not exist, naming each, and stores what came along: what it answers refers to
/// stored things alone.
pub(super) async fn settle_product(
    tx: &mut Tx<'_>,
    whole: &Whole<'_>,
    before: &ProductContent,
    change: ProductChange,
) -> Result<ProductChange, Error> {
    let mut unknown = Vec::new();
    let resources = change.resources.as_deref().unwrap_or_default();
    note_unknown::<Resource>(tx, whole, "resources", resources, &mut unknown).await?;
    let impact = change.impact.as_deref().unwrap_or_default();
    note_unknown::<Impact>(tx, whole, "impact", impact, &mut unknown).await?;
    if !unknown.is_empty() {
        return Err(Error::invalid_fields(unknown));
    }
    let resources = match &change.resources {
        Some(sent) => Some(settle_parts::<Resource>(tx, whole, sent).await?),
        None => None,
    };
    let impact = match &change.impact {
        Some(sent) => Some(settle_parts::<Impact>(tx, whole, sent).await?),
        None => None,
    };
    let steps = before.steps()?;
    let production = change.production.map(|sent| settle_steps(tx, &steps, sent));
    Ok(ProductChange {
        resources,
        production,
        impact,
        ..change
    })
}

async fn refer(tx: &mut Tx<'_>, seq: i64, change: &ProductChange) -> Result<(), Error> {
    let resources = change.resources.as_deref().map(ids).unwrap_or_default();
    let impacts = change.impact.as_deref().map(ids).unwrap_or_default();
    store::product::refer(tx, seq, &resources, &impacts).await
}

/// The names of a product's UMKM and of what it is made of.
async fn makers(conn: &mut Conn<'_>, umkm: &str, resources: &[PartEntry<ResourceEntry>]) -> Result<Vec<String>, Error> {
    let mut makers = vec![umkm.to_owned()];
    for entry in resources {
        match entry {
            PartEntry::Inline(resource) => makers.push(resource.name.clone()),
            PartEntry::Stored { id } => makers.extend(store::resource::owner(conn, id).await?.map(|(_, name)| name)),
        }
    }
    Ok(makers)
}

/// Makes a product's search words anew from what is stored; what is like it is looked for again.
pub(super) async fn refresh_words(tx: &mut Tx<'_>, seq: i64, umkm: &str) -> Result<(), Error> {
    store::recommend::renew(tx, seq).await?;
    index_words(tx, seq, umkm).await
}

/// Makes a product's search words anew from what is stored.
pub(super) async fn index_words(tx: &mut Tx<'_>, seq: i64, umkm: &str) -> Result<(), Error> {
    let Some(content) = store::product::content(tx, seq).await? else {
        return Ok(());
    };
    let Some(umkm) = store::umkm::by_id(tx, umkm).await? else {
        return Ok(());
    };
    let entries = content.resource_entries()?;
    let makers = makers(tx, &umkm.name, &entries).await?;
    store::search::store(tx, seq, &OwnWords::of(&content).with_makers(&makers), false).await
}

/// The same for a product whose maker or ingredient has changed, and tells of it.
pub(super) async fn renew_words(tx: &mut Tx<'_>, id: &str) -> Result<(), Error> {
    match store::product::by_id(tx, id).await? {
        Some(key) => tell_renewed(tx, &key).await,
        None => Ok(()),
    }
}

/// Makes a product's search words anew, and tells of it.
pub(super) async fn tell_renewed(tx: &mut Tx<'_>, key: &ProductKey) -> Result<(), Error> {
    refresh_words(tx, key.seq, key.umkm.as_str()).await?;
    tx.emit(&ProductChanged { id: key.id.to_string() }).await
}

/// Makes rows of the parts that a product has within itself, and gives its steps ids.
pub(super) async fn settle_stored(tx: &mut Tx<'_>, key: &ProductKey) -> Result<(), Error> {
    let Some(content) = store::product::content(tx, key.seq).await? else {
        return Ok(());
    };
    let whole = Whole {
        id: key.id.as_str(),
        owner: &key.owner,
        names_others: true,
        is_new: false,
    };
    let steps = content.steps()?;
    let change = ProductChange {
        resources: Some(settle_parts::<Resource>(tx, &whole, &content.resource_entries()?).await?),
        production: Some(settle_steps(tx, &steps, steps.clone())),
        impact: Some(settle_parts::<Impact>(tx, &whole, &content.impact_entries()?).await?),
        ..ProductChange::default()
    };
    store::product::forget_resources(tx, key.seq).await?;
    store::product::forget_impacts(tx, key.seq).await?;
    store::product::settle(tx, key.seq, &content.apply(&change)?).await?;
    refer(tx, key.seq, &change).await
}

#[cfg(test)]
mod tests {
    use super::mean;

    #[test]
    fn a_mean_has_one_decimal_and_is_zero_without_ratings() {
        assert!((mean(0, 0) - 0.0).abs() < 1e-9);
        assert!((mean(3, 13) - 4.3).abs() < 1e-9);
        assert!((mean(2, 9) - 4.5).abs() < 1e-9);
    }
}
