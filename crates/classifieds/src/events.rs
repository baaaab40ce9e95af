//! What happens to categories, locations and listings.
//!
//! An event carries what whoever hears of it needs to know without asking back: what was created or deleted whole, what
//! was changed as it was, as it is, and what differs. A change that changes nothing is no event.

use platform::{
    Error,
    cache::Cache,
    events::{Event, Listener},
    http::Answer,
};
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use crate::model::{Changed, category::Category, location::Location};

/// Declares the three events of a kind of object.
macro_rules! object_events {
    ($object:ident, $old:literal, $now:literal: $created:ident $created_topic:literal, $changed:ident $changed_topic:literal,
        $deleted:ident $deleted_topic:literal) => {
        #[doc = concat!("There is a new ", $now, ".")]
        #[derive(Debug, Clone, Serialize, Deserialize)]
        #[serde(transparent)]
        pub struct $created(pub $object);

        impl Event for $created {
            const TOPIC: &'static str = $created_topic;

            fn subject(&self) -> &str {
                self.0.id.as_str()
            }
        }

        #[doc = concat!("A ", $now, " was changed, or restored.")]
        #[derive(Debug, Clone, Serialize, Deserialize)]
        #[serde(rename_all = "camelCase")]
        pub struct $changed {
            /// As it was.
            #[serde(rename = $old)]
            pub before: $object,
            /// As it is.
            #[serde(rename = $now)]
            pub after: $object,
            /// The fields that differ, as they were.
            pub old_data_values: Map<String, Value>,
            /// The fields that differ, as they are.
            pub new_data_values: Map<String, Value>,
        }

        impl $changed {
            /// From what it was to what it is.
            pub(crate) fn between(before: $object, after: $object) -> Result<Self, Error> {
                let Changed { object, old, new } = Changed::between(&before, after)?;
                Ok(Self {
                    before,
                    after: object,
                    old_data_values: old,
                    new_data_values: new,
                })
            }
        }

        impl From<$changed> for Changed<$object> {
            fn from(changed: $changed) -> Self {
                Self {
                    object: changed.after,
                    old: changed.old_data_values,
                    new: changed.new_data_values,
                }
            }
        }

        impl Event for $changed {
            const TOPIC: &'static str = $changed_topic;

            fn subject(&self) -> &str {
                self.after.id.as_str()
            }
        }

        #[doc = concat!("A ", $now, " was deleted.")]
        #[derive(Debug, Clone, Serialize, Deserialize)]
        #[serde(transparent)]
        pub struct $deleted(pub $object);

        impl Event for $deleted {
            const TOPIC: &'static str = $deleted_topic;

            fn subject(&self) -> &str {
                self.0.id.as_str()
            }
        }
    };
}

pub mod listing;

object_events!(Category, "old_category", "category":
    CategoryCreated "classifieds.category.created",
    CategoryChanged "classifieds.category.changed",
    CategoryDeleted "classifieds.category.deleted");
object_events!(Location, "old_location", "location":
    LocationCreated "classifieds.location.created",
    LocationChanged "classifieds.location.changed",
    LocationDeleted "classifieds.location.deleted");

/// Tag of everything that shows categories. One for all: an answer shows parents and children, too, and edits are rare.
pub(crate) const CATEGORIES: &str = "classifieds.categories";
/// Tag of everything that shows locations.
pub(crate) const LOCATIONS: &str = "classifieds.locations";

/// Drop kept answers when what they show changes.
pub(crate) fn listeners(cache: &Cache<Answer>) -> Vec<Listener> {
    let drops: [(&'static str, &'static [&'static str]); 6] = [
        (CategoryCreated::TOPIC, &[CATEGORIES]),
        (CategoryChanged::TOPIC, &[CATEGORIES]),
        (CategoryDeleted::TOPIC, &[CATEGORIES]),
        (LocationCreated::TOPIC, &[LOCATIONS]),
        (LocationChanged::TOPIC, &[LOCATIONS]),
        (LocationDeleted::TOPIC, &[LOCATIONS]),
    ];
    let mut listeners = listing::listeners(cache);
    listeners.extend(drops.into_iter().map(|(topic, tags)| {
        let cache = cache.clone();
        Listener::new(topic, move |_| {
            for tag in tags {
                cache.drop_tag(tag);
            }
        })
    }));
    listeners
}
