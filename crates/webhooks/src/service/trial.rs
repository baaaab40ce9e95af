//! Tests: a message of no meaning, sent at once.

use std::time::Instant;

use accounts::Actor;
use platform::{Conn, Error, Result, id::uuid_v7};
use serde_json::{json, value::to_raw_value};

use super::{announce::Message, existing};
use crate::{
    Webhooks,
    failures::no_such_record,
    model::{delivery::WebhookTest, endpoint::WebhookId},
    sending::Parcel,
    store,
};

/// The topic of tests, which nobody has to ask for.
const TOPIC: &str = "webhooks.test";

impl Webhooks {
    /// Sends a test to a webhook, enabled or not, and says what its receiver answered. It is no delivery: nothing is stored.
    #[platform::boxed]
    pub async fn test_webhook(&self, actor: &Actor, id: WebhookId) -> Result<WebhookTest> {
        self.0.tests.take(actor.id.as_str())?;
        let name = id.clone();
        let work = async move |conn: &mut Conn<'_>| {
            let webhook = existing(conn, &name).await?;
            let sealed = store::endpoint::secrets(conn, &name).await?;
            Ok((webhook, sealed.ok_or_else(no_such_record)?))
        };
        let (webhook, sealed) = self.0.db.read_by_key::<_, Error, _>(work).await?;
        let now = actor.ctx.now();
        let data = to_raw_value(&json!({"webhookId": id})).map_err(Error::internal)?;
        let body = Message {
            topic: TOPIC,
            timestamp: now,
            data: &data,
        };
        let parcel = Parcel {
            url: &webhook.url,
            id: &format!("msg_{}", uuid_v7(now)),
            body: body.to_json()?,
            secrets: self.open_secrets(&id, &sealed, now)?,
            at: now,
        };
        let since = Instant::now();
        let answered = self.0.sender.send(parcel).await?;
        let body = answered.body.map(|body| String::from_utf8_lossy(&body).into_owned());
        Ok(WebhookTest {
            delivered: answered.attempt.error.is_none(),
            status: answered.attempt.status,
            body,
            error: answered.attempt.error,
            elapsed_ms: u64::try_from(since.elapsed().as_millis()).unwrap_or(u64::MAX),
        })
    }
}
