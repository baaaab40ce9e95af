//! Deliveries: listed, and sent again.

use accounts::Actor;
use platform::{
    Conn, Error, Result, Tx,
    id::uuid_v7,
    idempotency::Once,
    page::{Pages, Paging},
};

use super::existing;
use crate::{
    Webhooks,
    failures::no_such_record,
    model::{
        delivery::{DeliveryId, DeliveryStatus, NewDelivery, WebhookDelivery},
        endpoint::WebhookId,
    },
    store,
};

impl Webhooks {
    /// A page of a webhook's deliveries, newest first.
    #[platform::boxed]
    pub async fn list_webhook_deliveries(
        &self,
        webhook: WebhookId,
        status: Option<DeliveryStatus>,
        pages: Pages,
    ) -> Result<(Vec<WebhookDelivery>, Paging)> {
        let work = async move |conn: &mut Conn<'_>| {
            existing(conn, &webhook).await?;
            store::delivery::list(conn, &webhook, status, (pages.limit(), pages.offset())).await
        };
        let (rows, total) = self.0.db.read::<_, Error, _>(work).await?;
        Ok((rows, pages.of(total)))
    }

    /// Sends a delivery again, under the same name for the receiver: what waits for its next attempt is due now, and what is
    /// settled goes to the end of the queue once more, so that it keeps nothing waiting that is newer.
    #[platform::boxed]
    pub async fn resend_webhook_delivery(
        &self,
        actor: &Actor,
        webhook: WebhookId,
        id: DeliveryId,
        once: Option<Once>,
    ) -> Result<WebhookDelivery> {
        let again = DeliveryId::from(uuid_v7(actor.ctx.now()));
        let work = async move |tx: &mut Tx<'_>| {
            existing(tx, &webhook).await?;
            let found = store::delivery::by_id(tx, &webhook, &id).await?;
            let found = found.ok_or_else(no_such_record)?;
            if found.view.status == DeliveryStatus::Pending {
                store::delivery::hurry(tx, &webhook).await?;
                return reload(tx, &webhook, &id).await;
            }
            let new = NewDelivery {
                id: again.clone(),
                webhook: webhook.clone(),
                cause: again.to_string(),
                message_id: found.view.message_id,
                topic: found.view.topic,
                body: found.body,
            };
            store::delivery::insert(tx, &new).await?;
            reload(tx, &webhook, &again).await
        };
        self.0.accounts.answers().write(&actor.ctx, once, work).await
    }
}

async fn reload(tx: &mut Tx<'_>, webhook: &WebhookId, id: &DeliveryId) -> Result<WebhookDelivery> {
    let found = store::delivery::by_id(tx, webhook, id).await?;
    Ok(found.ok_or_else(no_such_record)?.view)
}
