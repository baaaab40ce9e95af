//! Deliveries: listed, and sent again.

use accounts::{Actor, Admin, Deed, note_deed};
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
        delivery::{DeadDelivery, DeliveryId, DeliveryStatus, NewDelivery, WebhookDelivery, WebhookQueue},
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

    /// What waits for whom, webhook by webhook.
    #[platform::boxed]
    pub async fn list_webhook_queues(&self) -> Result<Vec<WebhookQueue>> {
        let work = async |conn: &mut Conn<'_>| store::delivery::queues(conn).await;
        self.0.db.read::<_, Error, _>(work).await
    }

    /// A page of what was given up, of all webhooks, newest first.
    #[platform::boxed]
    pub async fn list_dead_deliveries(&self, pages: Pages) -> Result<(Vec<DeadDelivery>, Paging)> {
        let page = (pages.limit(), pages.offset());
        let work = async move |conn: &mut Conn<'_>| store::delivery::list_dead(conn, page).await;
        let (rows, total) = self.0.db.read::<_, Error, _>(work).await?;
        Ok((rows, pages.of(total)))
    }

    /// Puts a delivery that was given up at the end of its queue, in place of the dead one, and notes who wanted it. Doing it
    /// twice changes nothing.
    #[platform::boxed]
    pub async fn revive_webhook_delivery(&self, admin: &Admin, webhook: WebhookId, id: DeliveryId) -> Result<()> {
        let again = DeliveryId::from(uuid_v7(admin.0.ctx.now()));
        let actor = admin.0.id.clone();
        let work = async move |tx: &mut Tx<'_>| {
            let endpoint = existing(tx, &webhook).await?;
            let found = store::delivery::by_id(tx, &webhook, &id).await?;
            let Some(found) = found.filter(|found| found.view.status == DeliveryStatus::Dead) else {
                return Ok(());
            };
            store::delivery::remove(tx, &webhook, &id).await?;
            let new = NewDelivery {
                id: again.clone(),
                webhook: webhook.clone(),
                cause: again.to_string(),
                message_id: found.view.message_id,
                topic: found.view.topic,
                body: found.body,
            };
            store::delivery::insert(tx, &new).await?;
            let deed = Deed {
                action: "webhook-resend",
                subject: webhook.as_str(),
                subject_name: &endpoint.url,
                reason: "",
            };
            note_deed(tx, &actor, deed).await
        };
        self.0.db.write::<_, Error, _>(work).await
    }
}

async fn reload(tx: &mut Tx<'_>, webhook: &WebhookId, id: &DeliveryId) -> Result<WebhookDelivery> {
    let found = store::delivery::by_id(tx, webhook, id).await?;
    Ok(found.ok_or_else(no_such_record)?.view)
}
