//! Servers tell each other that there is something new, and what their brakes have counted.

use async_nats::Subscriber;
use futures_util::{StreamExt as _, future::BoxFuture};
use platform::{
    auth::tally::Tally,
    error::{Error, Result},
    events::Bus,
};
use tokio::sync::watch;

use super::Broker;

/// The subject of messages that say that something was written. Servers of several databases may share it: who is woken finds
/// nothing.
const WRITTEN: &str = "balai.written";
/// The subject of what brakes have counted.
const COUNTED: &str = "balai.counted";

/// Wakes the relays of the other servers when this one has written and this one's when another has, and has their brakes count
/// together, until `stop` turns true. What a message says that nobody hears, the relays find by themselves a little later.
pub fn wake_each_other(broker: Broker, bus: Bus, stop: watch::Receiver<bool>) -> BoxFuture<'static, ()> {
    let wakes = hear(broker.clone(), bus.clone(), WRITTEN, |bus, _| bus.wake());
    let counts = hear(broker.clone(), bus.clone(), COUNTED, |bus, said| {
        if let Some(tally) = Tally::from_bytes(said) {
            bus.tallies().absorb(&tally);
        }
    });
    let (tells, tallies) = (tell_writes(broker.clone(), bus.clone()), tell_counts(broker, bus));
    Box::pin(async move {
        let mut stop = stop;
        tokio::select! {
            () = wakes => {}
            () = counts => {}
            () = tells => {}
            () = tallies => {}
            _ = stop.wait_for(|stop| *stop) => {}
        }
    })
}

/// Hears what the other servers say under a subject. What they say begins with their name.
async fn hear(broker: Broker, bus: Bus, subject: &'static str, heard: impl Fn(&Bus, &[u8])) {
    match subscribe(&broker, subject).await {
        Ok(mut messages) => {
            while let Some(message) = messages.next().await {
                let node = bus.node().as_bytes();
                if let Some((from, said)) = message.payload.split_at_checked(node.len())
                    && from != node
                {
                    heard(&bus, said);
                }
            }
        }
        Err(cause) => tracing::error!(%cause, subject, "other servers cannot be heard"),
    }
    std::future::pending().await
}

async fn subscribe(broker: &Broker, subject: &'static str) -> Result<Subscriber> {
    let client = broker.client().await?;
    client.subscribe(subject).await.map_err(Error::internal)
}

async fn tell_writes(broker: Broker, bus: Bus) {
    loop {
        bus.written().await;
        say(&broker, &bus, WRITTEN, &[]).await;
    }
}

async fn tell_counts(broker: Broker, bus: Bus) {
    if let Some(mut counted) = bus.tallies().hear() {
        while let Some(tally) = counted.recv().await {
            say(&broker, &bus, COUNTED, &tally.to_bytes()).await;
        }
    }
    std::future::pending().await
}

/// While the broker is away, nothing is kept for it.
async fn say(broker: &Broker, bus: &Bus, subject: &'static str, what: &[u8]) {
    if broker.is_there()
        && let Ok(client) = broker.client().await
    {
        let message = [bus.node().as_bytes(), what].concat();
        let _unsent = client.publish(subject, message.into()).await;
    }
}
