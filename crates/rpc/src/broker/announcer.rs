//! Documented events, from the outbox to the broker's stream.

use std::{sync::Arc, time::Duration};

use async_nats::{
    HeaderMap,
    jetstream::{Context, stream},
};
use futures_util::future::BoxFuture;
use platform::{
    error::{Error, Result},
    events::{Announces, Recorded, Subscriber, announced_events, announced_topics, announcements},
};
use tokio::sync::OnceCell;

use super::Broker;

/// The name under which events are owed to the broker.
const NAME: &str = "broker";
/// The stream that keeps events.
pub const STREAM: &str = "BALAI_EVENTS";
/// How long the stream keeps an event, if nobody set it up otherwise.
const KEPT: Duration = Duration::from_secs(7 * 24 * 60 * 60);
/// How long the broker knows an event's id, so that one that is sent twice is kept once.
const KNOWN_BY_ID: Duration = Duration::from_secs(10 * 60);
/// The head by which the broker knows an event again.
const EVENT_ID: &str = "Nats-Msg-Id";
/// The version of the payloads' shapes.
const SCHEMA_VERSION: &str = "1";

/// What brings every documented event to the broker. An event that the broker does not take is owed until it does.
pub fn announcer(broker: Broker, announces: Vec<Announces>) -> Subscriber {
    let topics = announced_events(&announces);
    let work = Arc::new(Announcer {
        broker,
        announces,
        stream: OnceCell::new(),
    });
    Subscriber {
        name: NAME,
        topics,
        wanted: None,
        handle: Arc::new(move |event| -> BoxFuture<'static, Result<()>> {
            let work = Arc::clone(&work);
            Box::pin(async move { work.announce(&event).await })
        }),
    }
}

struct Announcer {
    broker: Broker,
    announces: Vec<Announces>,
    /// There, once it was seen.
    stream: OnceCell<()>,
}

impl Announcer {
    async fn announce(&self, event: &Recorded) -> Result<()> {
        let announcements = announcements(&self.announces, event)?;
        let broker = self.broker.stream().await?;
        // What is published to a broker that is away would wait in memory, and an answer to it for its time.
        if !self.broker.is_there() {
            return Err(not_there());
        }
        self.stream.get_or_try_init(|| self.prepare(&broker)).await?;
        for (index, announcement) in announcements.into_iter().enumerate() {
            let sent = broker.publish_with_headers(
                announcement.topic,
                head(event, index, &announcement.key),
                announcement.payload.into(),
            );
            sent.await.map_err(away)?.await.map_err(away)?;
        }
        Ok(())
    }

    /// Makes the stream if it is not there, and has it keep every documented topic.
    async fn prepare(&self, broker: &Context) -> Result<()> {
        let topics = announced_topics(&self.announces).into_iter();
        let subjects: Vec<String> = topics.map(|doc| doc.topic.to_owned()).collect();
        let wanted = stream::Config {
            name: STREAM.to_owned(),
            description: Some("What happens in Balai, by documented topic".to_owned()),
            subjects: subjects.clone(),
            max_age: KEPT,
            duplicate_window: KNOWN_BY_ID,
            ..stream::Config::default()
        };
        let stream = broker.get_or_create_stream(wanted).await.map_err(away)?;
        let mut config = stream.cached_info().config.clone();
        let known = config.subjects.len();
        let missing = subjects
            .into_iter()
            .filter(|subject| !stream.cached_info().config.subjects.contains(subject));
        config.subjects.extend(missing);
        if config.subjects.len() > known {
            broker.update_stream(config).await.map_err(away)?;
        }
        Ok(())
    }
}

/// What stands beside a payload.
fn head(event: &Recorded, index: usize, key: &str) -> HeaderMap {
    let mut head = HeaderMap::new();
    head.insert(EVENT_ID, format!("{}-{index}", event.id));
    head.insert("Balai-Object-Id", plain(key));
    head.insert("Balai-Schema-Version", SCHEMA_VERSION);
    head.insert("Balai-Time", event.at.to_string());
    if let Some(request) = &event.request {
        head.insert("Balai-Request-Id", plain(request.as_str()));
    }
    head
}

/// Ids have no line breaks; a head must not have any, whatever else it has.
fn plain(text: &str) -> String {
    text.chars().filter(|letter| !letter.is_control()).collect()
}

/// The broker does not take it now.
fn away(cause: impl std::error::Error + Send + Sync + 'static) -> Error {
    not_there().caused_by(cause)
}

fn not_there() -> Error {
    let said = platform::Message::new("Broker pesan tidak menjawab.", "The message broker does not answer.");
    Error::unavailable("rpc.broker_away", said, Duration::from_secs(1))
}
