//! What happens in the catalogue.

use platform::{
    cache::Cache,
    events::{Event, Listener},
    http::Answer,
};
use serde::{Deserialize, Serialize};

macro_rules! catalogue_event {
    ($($(#[$meta:meta])* $name:ident $topic:literal;)*) => {$(
        $(#[$meta])*
        #[derive(Debug, Clone, Serialize, Deserialize)]
        pub struct $name {
            /// Which.
            pub id: String,
        }

        impl Event for $name {
            const TOPIC: &'static str = $topic;

            fn subject(&self) -> &str {
                &self.id
            }
        }
    )*};
}

catalogue_event! {
    /// A product was added.
    ProductCreated "trackmate.product.created";
    /// A product was changed.
    ProductChanged "trackmate.product.changed";
    /// A product is gone.
    ProductDeleted "trackmate.product.deleted";
    /// A product was rated.
    ProductRated "trackmate.product.rated";
    /// A UMKM joined.
    UmkmCreated "trackmate.umkm.created";
    /// A UMKM was changed, approved or withdrawn.
    UmkmChanged "trackmate.umkm.changed";
    /// A UMKM was given another name: its products' search words are out of date.
    UmkmRenamed "trackmate.umkm.renamed";
    /// What a UMKM's owner keeps of impacts has changed: it shows them.
    UmkmImpactsChanged "trackmate.umkm.impacts_changed";
    /// A UMKM is gone, and its products with it.
    UmkmDeleted "trackmate.umkm.deleted";
    /// A resource was changed.
    ResourceChanged "trackmate.resource.changed";
    /// A resource was given another name: the search words of products made of it are out of date.
    ResourceRenamed "trackmate.resource.renamed";
    /// A resource is gone.
    ResourceDeleted "trackmate.resource.deleted";
    /// An impact was changed.
    ImpactChanged "trackmate.impact.changed";
    /// An impact is gone.
    ImpactDeleted "trackmate.impact.deleted";
    /// What recommendations are made from was renewed: neighbours, or an imported catalogue.
    TasteRenewed "trackmate.taste.renewed";
}

/// Tag of everything that lists products.
pub(crate) const PRODUCTS: &str = "trackmate.products";
/// Tag of everything that lists UMKM.
pub(crate) const UMKM: &str = "trackmate.umkm";
/// Tag of recommendations, for what they are made from in the background, and for the day.
pub(crate) const TASTE: &str = "trackmate.taste";
/// Tag of recommendations, for their order.
pub(crate) const RATINGS: &str = "trackmate.ratings";

/// Tag of what shows one thing.
pub(crate) fn tag(id: &str) -> String {
    format!("trackmate:{id}")
}

/// What drops kept recommendations.
pub(crate) fn drop_recommendations(cache: &Cache<Answer>) -> impl Fn() + Send + Sync + 'static + use<> {
    let cache = cache.clone();
    move || cache.drop_tag(TASTE)
}

/// Drop kept answers when what they show changes.
pub(crate) fn listeners(cache: &Cache<Answer>) -> Vec<Listener> {
    let drops: [(&'static str, &'static [&'static str]); 13] = [
        (ProductCreated::TOPIC, &[PRODUCTS]),
        (ProductChanged::TOPIC, &[PRODUCTS]),
        (ProductDeleted::TOPIC, &[PRODUCTS]),
        (ProductRated::TOPIC, &[RATINGS]),
        (UmkmCreated::TOPIC, &[UMKM]),
        (UmkmChanged::TOPIC, &[UMKM, PRODUCTS]),
        (UmkmImpactsChanged::TOPIC, &[]),
        (UmkmDeleted::TOPIC, &[UMKM, PRODUCTS]),
        (ResourceChanged::TOPIC, &[]),
        (ResourceDeleted::TOPIC, &[]),
        (ImpactChanged::TOPIC, &[]),
        (ImpactDeleted::TOPIC, &[]),
        (TasteRenewed::TOPIC, &[TASTE]),
    ];
    let of_things = drops.into_iter().map(|(topic, tags)| {
        let cache = cache.clone();
        Listener::new(topic, move |event| {
            cache.drop_tag(&tag(&event.subject));
            for tag in tags {
                cache.drop_tag(tag);
            }
        })
    });
    let people = [
        accounts::events::AccountChanged::TOPIC,
        accounts::events::AccountDeleted::TOPIC,
    ];
    let of_people = people.into_iter().map(|topic| {
        let cache = cache.clone();
        Listener::new(topic, move |event| {
            cache.drop_tag(&accounts::events::account_tag(&event.subject));
        })
    });
    of_things.chain(of_people).collect()
}
