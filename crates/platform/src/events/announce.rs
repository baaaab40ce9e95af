//! What other programs are told of events: documented topics with documented payloads, whichever way they travel (a message
//! broker, webhooks).

use schemars::{Schema, SchemaGenerator, json_schema};
use serde_json::{Map, Value, json};

use super::Recorded;
use crate::{error::Result, http::routes::SchemaOf};

/// Something that happened, in the documented words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Announcement {
    /// The documented topic.
    pub topic: &'static str,
    /// The id of the object that it happened to: announcements about one object keep their order.
    pub key: String,
    /// The documented payload, as JSON.
    pub payload: String,
}

/// What a module tells other programs. Known without running the module.
#[derive(Debug, Clone, Copy)]
pub struct Announces {
    /// Topics of the module's own events that are worth an announcement.
    pub events: &'static [&'static str],
    /// The documented topics.
    pub topics: fn() -> Vec<TopicDoc>,
    /// What one of those events is in the documented words: one announcement or several, in order.
    pub announce: fn(&Recorded) -> Result<Vec<Announcement>>,
}

/// Topics of the events that some modules announce, as a subscriber names them. Made a few times in a process's life, and needed
/// for all of it.
pub fn announced_events(modules: &[Announces]) -> &'static [&'static str] {
    let events: Vec<&'static str> = modules.iter().flat_map(|module| module.events).copied().collect();
    events.leak()
}

/// The documented topics of some modules.
pub fn announced_topics(modules: &[Announces]) -> Vec<TopicDoc> {
    modules.iter().flat_map(|module| (module.topics)()).collect()
}

/// What an event is in the documented words; nothing, if none of these modules announces it.
pub fn announcements(modules: &[Announces], event: &Recorded) -> Result<Vec<Announcement>> {
    let announcing = modules.iter().find(|module| module.events.contains(&&*event.topic));
    announcing.map_or_else(|| Ok(Vec::new()), |module| (module.announce)(event))
}

/// A documented topic.
#[derive(Debug, Clone)]
pub struct TopicDoc {
    pub topic: &'static str,
    /// What happened, in a line.
    pub about: String,
    pub payload: PayloadDoc,
}

/// What the documents say about a payload.
#[derive(Debug, Clone)]
pub struct PayloadDoc {
    /// The object that it is about.
    pub object: SchemaOf,
    /// A sample of that object, as JSON.
    pub sample: &'static str,
    /// The object's name, if the payload says how it was and is: else the payload is the object.
    pub changed: Option<&'static str>,
}

impl PayloadDoc {
    pub fn schema(&self, generator: &mut SchemaGenerator) -> Schema {
        let object = (self.object)(generator);
        let Some(name) = self.changed else {
            return object;
        };
        let old = format!("old_{name}");
        json_schema!({
            "type": "object",
            "properties": {
                old.clone(): object.clone(),
                name: object,
                "oldDataValues": {"type": "object", "description": "The fields that differ, as they were."},
                "newDataValues": {"type": "object", "description": "The fields that differ, as they are."},
            },
            "required": [old, name, "oldDataValues", "newDataValues"],
        })
    }

    /// A sample of the payload.
    pub fn example(&self) -> Value {
        let before: Map<String, Value> = serde_json::from_str(self.sample).unwrap_or_default();
        let Some(name) = self.changed else {
            return Value::Object(before);
        };
        let mut after = before.clone();
        after.insert("recordVersion".to_owned(), json!(2));
        json!({
            format!("old_{name}"): before,
            name: after,
            "oldDataValues": {"recordVersion": 1},
            "newDataValues": {"recordVersion": 2},
        })
    }
}

/// The topics of a kind of object, each twice: of the row (`dbevent`) and of the API.
#[derive(Debug, Clone, Copy)]
pub struct ObjectTopics {
    /// The object's name in payloads.
    pub object: &'static str,
    pub created: [&'static str; 2],
    pub updated: [&'static str; 2],
    pub deleted: [&'static str; 2],
}

/// The topics of a service's kind of object, by the names that the contract gives them.
#[macro_export]
macro_rules! object_topics {
    ($service:literal, $resource:literal, $object:literal) => {
        $crate::events::ObjectTopics {
            object: $object,
            created: $crate::object_topics!(@ $service, $resource, "-created"),
            updated: $crate::object_topics!(@ $service, $resource, "-updated"),
            deleted: $crate::object_topics!(@ $service, $resource, "-deleted"),
        }
    };
    (@ $service:literal, $resource:literal, $happened:literal) => {
        [
            concat!($service, "-dbevent-", $resource, $happened),
            concat!($service, "-", $resource, $happened),
        ]
    };
}

/// The same announcement on both of its topics.
pub fn announce(topics: [&'static str; 2], key: &str, payload: &str) -> [Announcement; 2] {
    topics.map(|topic| Announcement {
        topic,
        key: key.to_owned(),
        payload: payload.to_owned(),
    })
}

impl ObjectTopics {
    /// The documents of its topics; `noun` says what the object is ("category").
    pub fn docs(&self, noun: &str, object: SchemaOf, sample: &'static str) -> Vec<TopicDoc> {
        let all = [
            (self.created, "There is a new", None),
            (self.updated, "Something changed of a", Some(self.object)),
            (self.deleted, "Somebody deleted a", None),
        ];
        let docs = all.into_iter().flat_map(|(topics, happened, changed)| {
            topics.map(|topic| TopicDoc {
                topic,
                about: format!("{happened} {noun}."),
                payload: PayloadDoc {
                    object,
                    sample,
                    changed,
                },
            })
        });
        docs.collect()
    }
}
