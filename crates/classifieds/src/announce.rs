//! What other programs are told of categories, locations and listings: the module's events are the documented payloads already.

use platform::{
    Error,
    events::{Announcement, Announces, Event as _, ObjectTopics, Recorded, TopicDoc, announce},
    object_topics,
};
use schemars::SchemaGenerator;

use crate::{
    events::{
        CategoryChanged, CategoryCreated, CategoryDeleted, LocationChanged, LocationCreated, LocationDeleted,
        listing::{ImageChanged, ImageCreated, ImageDeleted, ListingChanged, ListingCreated, ListingDeleted},
    },
    http::samples::{CATEGORY, IMAGE, LISTING, LOCATION},
    model::{category::Category, image::Image, listing::Listing, location::Location},
};

const CATEGORIES: ObjectTopics = object_topics!("clonesahibinden-categorylocation-service", "category", "category");
const LOCATIONS: ObjectTopics = object_topics!("clonesahibinden-categorylocation-service", "location", "location");
const LISTINGS: ObjectTopics = object_topics!("clonesahibinden-categorylocation-service", "listing", "listing");
const IMAGES: ObjectTopics = object_topics!(
    "clonesahibinden-categorylocation-service",
    "listingimage",
    "listingImage"
);

/// What the module tells other programs.
pub(crate) const ANNOUNCES: Announces = Announces {
    events: &[
        CategoryCreated::TOPIC,
        CategoryChanged::TOPIC,
        CategoryDeleted::TOPIC,
        LocationCreated::TOPIC,
        LocationChanged::TOPIC,
        LocationDeleted::TOPIC,
        ListingCreated::TOPIC,
        ListingChanged::TOPIC,
        ListingDeleted::TOPIC,
        ImageCreated::TOPIC,
        ImageChanged::TOPIC,
        ImageDeleted::TOPIC,
    ],
    topics: describe_topics,
    announce: announce_event,
};

fn describe_topics() -> Vec<TopicDoc> {
    let category = |generator: &mut SchemaGenerator| generator.subschema_for::<Category>();
    let location = |generator: &mut SchemaGenerator| generator.subschema_for::<Location>();
    let listing = |generator: &mut SchemaGenerator| generator.subschema_for::<Listing>();
    let image = |generator: &mut SchemaGenerator| generator.subschema_for::<Image>();
    [
        CATEGORIES.docs("category", category, CATEGORY),
        LOCATIONS.docs("location", location, LOCATION),
        LISTINGS.docs("listing", listing, LISTING),
        IMAGES.docs("picture of a listing", image, IMAGE),
    ]
    .concat()
}

#[expect(clippy::unnecessary_wraps, reason = "the shape that every module's has")]
fn announce_event(event: &Recorded) -> Result<Vec<Announcement>, Error> {
    let topics = match event.topic.as_ref() {
        CategoryCreated::TOPIC => CATEGORIES.created,
        CategoryChanged::TOPIC => CATEGORIES.updated,
        CategoryDeleted::TOPIC => CATEGORIES.deleted,
        LocationCreated::TOPIC => LOCATIONS.created,
        LocationChanged::TOPIC => LOCATIONS.updated,
        LocationDeleted::TOPIC => LOCATIONS.deleted,
        ListingCreated::TOPIC => LISTINGS.created,
        ListingChanged::TOPIC => LISTINGS.updated,
        ListingDeleted::TOPIC => LISTINGS.deleted,
        ImageCreated::TOPIC => IMAGES.created,
        ImageChanged::TOPIC => IMAGES.updated,
        ImageDeleted::TOPIC => IMAGES.deleted,
        _ => return Ok(Vec::new()),
    };
    Ok(announce(topics, &event.subject, &event.body).into())
}
