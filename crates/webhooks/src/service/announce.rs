//! Announcements put into the queues of those who want to hear them.

use platform::{
    Conn, Error, Result, Tx,
    events::{Recorded, announcements},
    id::uuid_v7,
};
use serde::Serialize;
use serde_json::value::RawValue;

use crate::{
    Webhooks,
    model::{delivery::NewDelivery, endpoint::WebhookId},
    rules::topics::hears,
    store,
};

/// What a receiver gets, as Standard Webhooks suggests it.
#[derive(Serialize)]
pub(super) struct Message<'a> {
    #[serde(rename = "type")]
    pub(super) topic: &'a str,
    /// When it happened.
    pub(super) timestamp: platform::Timestamp,
    pub(super) data: &'a RawValue,
}

impl Message<'_> {
    pub(super) fn to_json(&self) -> Result<String> {
        serde_json::to_string(self).map_err(Error::internal)
    }
}

impl Webhooks {
    /// Queues what an event means in the documented words, for each webhook that wants it. Called twice with the same event,
    /// it queues nothing the second time.
    pub(crate) async fn queue_announcements(&self, event: Recorded) -> Result<()> {
        // Looked at first: most servers have none, and then nothing has to be read or written.
        let look = async |conn: &mut Conn<'_>| store::endpoint::listening(conn).await;
        let listening = self.0.db.read_by_key::<_, Error, _>(look).await?;
        if listening.is_empty() {
            return Ok(());
        }
        let due = self.deliveries_of(&event, &listening)?;
        if due.is_empty() {
            return Ok(());
        }
        let work = async move |tx: &mut Tx<'_>| {
            for delivery in &due {
                store::delivery::insert(tx, delivery).await?;
            }
            Ok(())
        };
        self.0.db.write::<_, Error, _>(work).await
    }

    fn deliveries_of(&self, event: &Recorded, listening: &[(WebhookId, Vec<String>)]) -> Result<Vec<NewDelivery>> {
        let mut due = Vec::new();
        for (at, told) in announcements(&self.0.announces, event)?.into_iter().enumerate() {
            let mut hearers = listening
                .iter()
                .filter(|(_, topics)| hears(topics, told.topic))
                .peekable();
            if hearers.peek().is_none() {
                continue;
            }
            let payload = RawValue::from_string(told.payload).map_err(Error::internal)?;
            let body = Message {
                topic: told.topic,
                timestamp: event.at,
                data: &payload,
            };
            let body = body.to_json()?;
            let message_id = format!("msg_{}_{at}", event.id);
            due.extend(hearers.map(|(webhook, _)| NewDelivery {
                id: uuid_v7(self.0.db.clock().now()).into(),
                webhook: webhook.clone(),
                cause: message_id.clone(),
                message_id: message_id.clone(),
                topic: told.topic.to_owned(),
                body: body.clone(),
            }));
        }
        Ok(due)
    }
}
