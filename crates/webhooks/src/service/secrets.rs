//! The secrets of webhooks: sealed with the server's key while they are stored.

use platform::{Conn, Error, Result, Timestamp, Tx};

use crate::{
    Webhooks,
    failures::no_such_record,
    model::endpoint::{FormerSecret, SealedSecrets, WebhookId},
    store,
};

/// What a sealed secret opens for.
fn context(webhook: &WebhookId) -> String {
    format!("webhook:{webhook}")
}

impl Webhooks {
    /// A secret with nothing before it, to be stored.
    pub(crate) fn seal_secret(&self, webhook: &WebhookId, secret: &[u8]) -> Result<SealedSecrets> {
        let sealed = self.0.keys.seal_named(secret, context(webhook).as_bytes())?;
        Ok(SealedSecrets {
            current: sealed.bytes,
            former: None,
            key: sealed.key,
        })
    }

    fn open_secret(&self, webhook: &WebhookId, sealed: &[u8]) -> Result<Vec<u8>> {
        self.0.keys.open_sealed(sealed, context(webhook).as_bytes())
    }

    /// What a webhook's messages are signed with now: its secret, and for a while the one before.
    pub(crate) fn open_secrets(
        &self,
        webhook: &WebhookId,
        sealed: &SealedSecrets,
        now: Timestamp,
    ) -> Result<Vec<Vec<u8>>> {
        let former = sealed.former.as_ref().filter(|former| now < former.until);
        let all = [&sealed.current].into_iter().chain(former.map(|former| &former.sealed));
        all.map(|sealed| self.open_secret(webhook, sealed)).collect()
    }

    /// The secrets with another one in front: the one before signs until then, too.
    pub(crate) fn rotated(
        &self,
        webhook: &WebhookId,
        before: &SealedSecrets,
        secret: &[u8],
        until: Timestamp,
    ) -> Result<SealedSecrets> {
        // Both are sealed with the same key, which may be another one now.
        let former = self.open_secret(webhook, &before.current)?;
        let former = self.seal_secret(webhook, &former)?;
        let fresh = self.seal_secret(webhook, secret)?;
        Ok(SealedSecrets {
            former: Some(FormerSecret {
                sealed: former.current,
                until,
            }),
            key: former.key,
            ..fresh
        })
    }

    /// Seals secrets with the key that seals now, before the one that did is dropped, and forgets those that sign no more.
    pub(crate) async fn refresh_secrets(&self) -> Result<()> {
        let now = self.0.db.clock().now();
        let key = self.0.keys.current().id().to_owned();
        let look = async move |conn: &mut Conn<'_>| store::endpoint::stale_secrets(conn, &key, now).await;
        for id in self.0.db.read::<_, Error, _>(look).await? {
            let webhooks = self.clone();
            let name = id.clone();
            let work = async move |tx: &mut Tx<'_>| webhooks.refresh_one(tx, &id).await;
            if let Err(error) = self.0.db.write::<_, Error, _>(work).await {
                tracing::warn!(webhook = %name, %error, "a webhook's secret cannot be sealed again; make a new one");
            }
        }
        Ok(())
    }

    async fn refresh_one(&self, tx: &mut Tx<'_>, id: &WebhookId) -> Result<()> {
        let sealed = store::endpoint::secrets(tx, id).await?.ok_or_else(no_such_record)?;
        let former = sealed.former.as_ref().filter(|former| tx.now() < former.until);
        let former = former
            .map(|former| {
                let secret = self.open_secret(id, &former.sealed)?;
                Ok::<_, Error>(FormerSecret {
                    sealed: self.seal_secret(id, &secret)?.current,
                    until: former.until,
                })
            })
            .transpose()?;
        let secret = self.open_secret(id, &sealed.current)?;
        let fresh = SealedSecrets {
            former,
            ..self.seal_secret(id, &secret)?
        };
        store::endpoint::keep_secrets(tx, id, &fresh).await
    }
}
