//! Webhooks: made, shown, changed, deleted, and given another secret.

use std::time::Duration;

use accounts::Actor;
use platform::{
    Conn, Error, Result, Tx,
    id::uuid_v7,
    idempotency::Once,
    page::{Pages, Paging},
    version::IfMatch,
};

use super::existing;
use crate::{
    Webhooks,
    failures::{no_such_record, too_many_webhooks},
    input::{WebhookChangeIn, WebhookIn},
    model::{
        WebhookTopic,
        endpoint::{ChangedWebhook, Webhook, WebhookId, WebhookWithSecret},
    },
    rules::endpoint::{Limits, MOST_WEBHOOKS, NewWebhook, WebhookChange, check_change, check_webhook},
    sending::signature::{new_secret, show},
    store,
};

/// How long a secret signs after another one took its place.
const OVERLAP: Duration = Duration::from_secs(24 * 60 * 60);

impl Webhooks {
    fn limits(&self) -> Limits<'_> {
        Limits {
            topics: &self.0.topics,
            reach: self.0.sender.reach(),
        }
    }

    /// A new webhook, if it is good by itself.
    pub fn check_webhook(&self, input: &WebhookIn) -> Result<NewWebhook> {
        check_webhook(input, self.limits())
    }

    /// A change, if it is good by itself.
    pub fn check_webhook_change(&self, input: &WebhookChangeIn) -> Result<WebhookChange> {
        check_change(input, self.limits())
    }

    /// Everything that can be heard, by topic.
    pub fn list_webhook_topics(&self) -> Vec<WebhookTopic> {
        self.0.topics.clone()
    }

    /// Makes a webhook, and the secret that its messages are signed with.
    #[platform::boxed]
    pub async fn create_webhook(
        &self,
        actor: &Actor,
        new: NewWebhook,
        once: Option<Once>,
    ) -> Result<WebhookWithSecret> {
        let (id, owner) = (WebhookId::from(uuid_v7(actor.ctx.now())), actor.id.clone());
        let secret = new_secret();
        let sealed = self.seal_secret(&id, &secret)?;
        let work = async move |tx: &mut Tx<'_>| {
            if store::endpoint::count(tx).await? >= MOST_WEBHOOKS {
                return Err(too_many_webhooks(MOST_WEBHOOKS));
            }
            let webhook = new.make(id, owner, tx.now());
            store::endpoint::insert(tx, &webhook, &sealed).await?;
            Ok(WebhookWithSecret {
                webhook,
                secret: show(&secret),
            })
        };
        self.0.accounts.answers().write(&actor.ctx, once, work).await
    }

    /// One of them, without its secret.
    #[platform::boxed]
    pub async fn show_webhook(&self, id: WebhookId) -> Result<Webhook> {
        let work = async move |conn: &mut Conn<'_>| existing(conn, &id).await;
        self.0.db.read_by_key::<_, Error, _>(work).await
    }

    /// A page of webhooks, newest first.
    #[platform::boxed]
    pub async fn list_webhooks(&self, pages: Pages) -> Result<(Vec<Webhook>, Paging)> {
        let work = async move |conn: &mut Conn<'_>| store::endpoint::list(conn, pages.limit(), pages.offset()).await;
        let (rows, total) = self.0.db.read::<_, Error, _>(work).await?;
        Ok((rows, pages.of(total)))
    }

    /// Changes a webhook; a change that changes nothing stores nothing. One that sends elsewhere or again tries at once what
    /// waits.
    #[platform::boxed]
    pub async fn update_webhook(&self, id: WebhookId, change: WebhookChange, seen: IfMatch) -> Result<ChangedWebhook> {
        let work = async move |tx: &mut Tx<'_>| {
            let before = existing(tx, &id).await?;
            seen.check(before.record_version)?;
            let now = tx.now();
            let after = change.apply_to(&before, now);
            if after == before {
                return Ok(ChangedWebhook { before, after });
            }
            let after = after.touch(now);
            store::endpoint::update(tx, &after).await?;
            if after.enabled && (!before.enabled || after.url != before.url) {
                store::delivery::hurry(tx, &id).await?;
            }
            Ok(ChangedWebhook { before, after })
        };
        self.0.db.write::<_, Error, _>(work).await
    }

    /// Deletes a webhook with all its deliveries.
    #[platform::boxed]
    pub async fn delete_webhook(&self, id: WebhookId, seen: IfMatch) -> Result<Webhook> {
        let gone = id.clone();
        let work = async move |tx: &mut Tx<'_>| {
            let before = existing(tx, &id).await?;
            seen.check(before.record_version)?;
            store::endpoint::delete(tx, &id).await?;
            let mut after = before.touch(tx.now());
            after.is_active = false;
            Ok(after)
        };
        let deleted = self.0.db.write::<_, Error, _>(work).await?;
        self.forget_deliveries(gone).await?;
        Ok(deleted)
    }

    /// Gives a webhook another secret. The one before signs for a day, too.
    #[platform::boxed]
    pub async fn rotate_webhook_secret(
        &self,
        actor: &Actor,
        id: WebhookId,
        once: Option<Once>,
    ) -> Result<WebhookWithSecret> {
        let webhooks = self.clone();
        let secret = new_secret();
        let work = async move |tx: &mut Tx<'_>| {
            let now = tx.now();
            let webhook = existing(tx, &id).await?.touch(now);
            let before = store::endpoint::secrets(tx, &id).await?.ok_or_else(no_such_record)?;
            let sealed = webhooks.rotated(&id, &before, &secret, now.plus(OVERLAP))?;
            store::endpoint::keep_secrets(tx, &id, &sealed).await?;
            store::endpoint::update(tx, &webhook).await?;
            Ok(WebhookWithSecret {
                webhook,
                secret: show(&secret),
            })
        };
        self.0.accounts.answers().write(&actor.ctx, once, work).await
    }
}
