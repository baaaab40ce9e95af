//! What listings of a category say by name: defined, shown, and held against what a listing says.
//!
//! Invariant: a version never changes. A listing names the versions that it was made with, and what of it was let through then
//! stays good until it is changed.

use accounts::Actor;
use platform::{Conn, Error, Tx, version::IfMatch};
use serde_json::{Map, Value};

use super::object::active;
use crate::{
    Classifieds,
    model::{
        attribute::{AttributeSet, AttributeVersion, CategoryAttributes, InheritedAttribute},
        category::{Category, CategoryId},
        listing::{Listing, StoredListing},
    },
    rules::{
        attribute_definitions::{AttributeDefinitions, inherited},
        attribute_values::{judge, judge_change, terms},
    },
    store,
};

/// The version of a category that defines nothing yet.
const FIRST: i64 = 1;

impl Classifieds {
    /// Defines what listings of a category, and of those below it, say by name, in place of what it defined before. The same again is
    /// no new version.
    #[platform::boxed]
    pub async fn define_attributes(
        &self,
        actor: &Actor,
        category: CategoryId,
        definitions: AttributeDefinitions,
        seen: IfMatch,
    ) -> Result<CategoryAttributes, Error> {
        let author = actor.id.clone();
        let define = async move |tx: &mut Tx<'_>| {
            active::<Category>(tx, category.as_str()).await?;
            let sets = store::attribute::in_effect(tx, &category).await?;
            let own = sets.iter().find(|set| set.category == category);
            let version = own.map_or(FIRST, |set| set.version);
            seen.check(version)?;
            let before = own.map_or(&[][..], |set| &set.definitions);
            if before == definitions.0 {
                return Ok(view(&category, &sets));
            }
            let set = AttributeSet {
                category: category.clone(),
                version: version + 1,
                definitions: definitions.0.clone(),
                created_at: tx.now(),
                author: author.clone(),
            };
            store::attribute::insert(tx, &set).await?;
            let sets = store::attribute::in_effect(tx, &category).await?;
            Ok(view(&category, &sets))
        };
        self.0.db.write(define).await
    }

    /// What listings of a category say by name.
    #[platform::boxed]
    pub async fn show_attributes(&self, category: CategoryId) -> Result<CategoryAttributes, Error> {
        let show = async move |conn: &mut Conn<'_>| {
            active::<Category>(conn, category.as_str()).await?;
            let sets = store::attribute::in_effect(conn, &category).await?;
            Ok(view(&category, &sets))
        };
        self.0.db.read_by_key(show).await
    }

    /// What a listing was asked when it was made, to name what it says.
    #[platform::boxed]
    pub async fn attributes_of_listing(&self, listing: &StoredListing) -> Result<Vec<InheritedAttribute>, Error> {
        let seq = listing.seq;
        let find = async move |conn: &mut Conn<'_>| asked_of(conn, seq).await;
        self.0.db.read_by_key(find).await
    }
}

/// What a listing was asked when it was made.
pub(super) async fn asked_of(conn: &mut Conn<'_>, listing: i64) -> Result<Vec<InheritedAttribute>, Error> {
    let versions = store::attribute::versions_of(conn, listing).await?;
    let mut sets = Vec::with_capacity(versions.len());
    for version in &versions {
        sets.extend(store::attribute::at(conn, version).await?);
    }
    Ok(inherited(&sets))
}

fn view(category: &CategoryId, sets: &[AttributeSet]) -> CategoryAttributes {
    let own = sets.iter().find(|set| set.category == *category);
    CategoryAttributes {
        category_id: category.clone(),
        record_version: own.map_or(FIRST, |set| set.version),
        own: own.map(|set| set.definitions.clone()).unwrap_or_default(),
        attributes: inherited(sets),
    }
}

/// What lists of a category can be narrowed by, beside what every list can.
pub(super) async fn facets_of(conn: &mut Conn<'_>, category: &CategoryId) -> Result<Vec<InheritedAttribute>, Error> {
    let sets = store::attribute::in_effect(conn, category).await?;
    let mut all = inherited(&sets);
    all.retain(|one| one.definition.in_facets);
    Ok(all)
}

fn values(listing: &Listing) -> Result<Map<String, Value>, Error> {
    serde_json::from_str(listing.attributes.0.get()).map_err(Error::internal)
}

fn versions(sets: &[AttributeSet]) -> Vec<AttributeVersion> {
    let version = |set: &AttributeSet| AttributeVersion(set.category.clone(), set.version);
    sets.iter().map(version).collect()
}

/// What a new listing says by name, once it was found to be what its category asks.
pub(super) struct JudgedNew {
    sets: Vec<AttributeSet>,
    values: Map<String, Value>,
}

impl JudgedNew {
    /// Refuses a new listing that does not say what its category asks.
    pub(super) async fn of(conn: &mut Conn<'_>, new: &Listing) -> Result<Self, Error> {
        let sets = store::attribute::in_effect(conn, new.leaf()).await?;
        let values = values(new)?;
        refuse(judge(&inherited(&sets), &values))?;
        Ok(Self { sets, values })
    }

    /// Stores what it is found by, and what it was asked.
    pub(super) async fn store(self, tx: &mut Tx<'_>, seq: i64) -> Result<(), Error> {
        if !self.sets.is_empty() {
            store::attribute::keep_versions(tx, seq, &versions(&self.sets)).await?;
        }
        store::attribute::store_terms(tx, seq, &terms(&self.values), true).await
    }
}

/// Refuses a change that does not say what the category asks, except for what it leaves as it was; stores what the listing is found by
/// and what it was asked.
pub(super) async fn change_attributes(
    tx: &mut Tx<'_>,
    seq: i64,
    before: &Listing,
    after: &Listing,
) -> Result<(), Error> {
    let is_moved = before.leaf() != after.leaf();
    let is_said_anew = before.attributes.0.get() != after.attributes.0.get();
    if !(is_moved || is_said_anew) {
        return Ok(());
    }
    let sets = store::attribute::in_effect(tx, after.leaf()).await?;
    let said = values(after)?;
    let judged = judge_change(&inherited(&sets), &values(before)?, &said);
    refuse(judged.wrong)?;
    if !judged.is_of_old {
        store::attribute::keep_versions(tx, seq, &versions(&sets)).await?;
    }
    if is_said_anew {
        store::attribute::store_terms(tx, seq, &terms(&said), false).await?;
    }
    Ok(())
}

fn refuse(wrong: Vec<platform::FieldError>) -> Result<(), Error> {
    if wrong.is_empty() {
        Ok(())
    } else {
        Err(Error::invalid_fields(wrong))
    }
}
