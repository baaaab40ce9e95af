//! Listening to what happens in one's threads, as server-sent events.

use accounts::Actor;
use bytes::Bytes;
use futures_util::{
    StreamExt as _,
    stream::{self, BoxStream},
};
use platform::Result;

use crate::{
    Conversations,
    live::{Next, Start, Subscription},
};

/// What happens in somebody's threads, from a place in their log on. It ends with their session.
pub struct LiveStream {
    /// The number that it begins after: a client that hears nothing resumes there, too.
    pub last: i64,
    /// Events, each with its empty line.
    pub events: BoxStream<'static, Bytes>,
}

impl Conversations {
    /// Begins a stream after the number that its client was told last, or now; refused while too many listen.
    #[platform::boxed]
    pub async fn listen(&self, actor: &Actor, last_event_id: Option<&str>) -> Result<LiveStream> {
        let start = Start::after_event(last_event_id);
        let subscription = Subscription::start(self, &actor.id, &actor.session, start).await?;
        let last = subscription.last();
        let events = stream::unfold(subscription, async |mut subscription| {
            let bytes = match subscription.next().await? {
                Next::Tell(delivery) => delivery.as_events(),
                Next::Beat => Bytes::from_static(b":\n\n"),
                Next::End(why) => why.as_delivery().as_events(),
            };
            Some((bytes, subscription))
        });
        Ok(LiveStream {
            last,
            events: events.boxed(),
        })
    }
}
