//! What happens to listings and their pictures.

use accounts::events::{AccountChanged, AccountDeleted};
use platform::{
    Error,
    cache::Cache,
    events::{Event, Listener, Recorded},
    http::Answer,
};
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use crate::model::{Changed, image::Image, listing::Listing};

object_events!(Listing, "old_listing", "listing":
    ListingCreated "classifieds.listing.created",
    ListingChanged "classifieds.listing.changed",
    ListingDeleted "classifieds.listing.deleted");
object_events!(Image, "old_listingImage", "listingImage":
    ImageCreated "classifieds.listing_image.created",
    ImageChanged "classifieds.listing_image.changed",
    ImageDeleted "classifieds.listing_image.deleted");

/// Views or favourites were counted, which changes nothing else: told once for many listings, because views are every few
/// seconds.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct ListingsCounted {
    /// Which listings.
    pub ids: Vec<String>,
}

impl Event for ListingsCounted {
    const TOPIC: &'static str = "classifieds.listing.counted";

    fn subject(&self) -> &'static str {
        "counts"
    }
}

/// Tag of everything that lists listings.
pub(crate) const LISTINGS: &str = "classifieds.listings";

/// Tag of everything that shows who offers something. One for all: people seldom change their names.
pub(crate) const SELLERS: &str = "classifieds.sellers";

/// Tag of what shows one listing.
pub(crate) fn tag(id: &str) -> String {
    format!("classifieds:{id}")
}

/// The one thing of a picture's event that a cache needs.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct OfListing {
    listing_id: String,
}

/// The same in the event of a change, which has the picture inside.
#[derive(Deserialize)]
struct ChangedImage {
    #[serde(rename = "listingImage")]
    image: OfListing,
}

/// Drop kept answers when what they show changes.
pub(super) fn listeners(cache: &Cache<Answer>) -> Vec<Listener> {
    let of_listings = [ListingCreated::TOPIC, ListingChanged::TOPIC, ListingDeleted::TOPIC]
        .into_iter()
        .map(|topic| {
            let cache = cache.clone();
            Listener::new(topic, move |event| {
                cache.drop_tag(&tag(&event.subject));
                cache.drop_tag(LISTINGS);
            })
        });
    let of_images = [ImageCreated::TOPIC, ImageChanged::TOPIC, ImageDeleted::TOPIC]
        .into_iter()
        .map(|topic| {
            let cache = cache.clone();
            Listener::new(topic, move |event| drop_listing_of_image(&cache, topic, event))
        });
    let of_people = [AccountChanged::TOPIC, AccountDeleted::TOPIC].into_iter().map(|topic| {
        let cache = cache.clone();
        Listener::new(topic, move |_| cache.drop_tag(SELLERS))
    });
    let of_people: Vec<_> = of_people.collect();
    let cache = cache.clone();
    let of_counts = Listener::new(ListingsCounted::TOPIC, move |event| {
        if let Ok(counted) = event.read::<ListingsCounted>() {
            counted.ids.iter().for_each(|id| cache.drop_tag(&tag(id)));
        }
        cache.drop_tag(LISTINGS);
    });
    of_listings
        .chain(of_images)
        .chain(of_people)
        .chain([of_counts])
        .collect()
}

fn drop_listing_of_image(cache: &Cache<Answer>, topic: &str, event: &Recorded) {
    let image = match topic {
        ImageChanged::TOPIC => event.read::<ChangedImage>().map(|changed| changed.image),
        _ => event.read::<OfListing>(),
    };
    match image {
        Ok(image) => cache.drop_tag(&tag(&image.listing_id)),
        Err(error) => tracing::error!(%error, topic, "an event of a picture cannot be read"),
    }
    cache.drop_tag(LISTINGS);
}
