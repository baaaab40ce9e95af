//! What nobody asks for: deliveries that were kept long enough, and what deleted webhooks left behind.

use std::time::Duration;

use platform::{Conn, Error, Result, Tx};

use crate::{
    Webhooks,
    model::endpoint::WebhookId,
    store::{self, delivery::AT_ONCE},
};

const DAY: u64 = 24 * 60 * 60;
/// How long what was delivered is kept.
const DELIVERED_KEPT: Duration = Duration::from_secs(7 * DAY);
/// How long what came to nothing is kept, and what waits for a webhook that is disabled.
const OTHERS_KEPT: Duration = Duration::from_secs(30 * DAY);

impl Webhooks {
    pub(crate) async fn clean_up(&self) -> Result<()> {
        self.refresh_secrets().await?;
        self.prune_deliveries().await?;
        let look = async |conn: &mut Conn<'_>| store::delivery::left_over(conn).await;
        for webhook in self.0.db.read::<_, Error, _>(look).await? {
            self.forget_deliveries(webhook).await?;
        }
        Ok(())
    }

    async fn prune_deliveries(&self) -> Result<()> {
        let now = self.0.db.clock().now();
        let (delivered, others) = (now.minus(DELIVERED_KEPT), now.minus(OTHERS_KEPT));
        let look = async move |conn: &mut Conn<'_>| store::delivery::has_old(conn, delivered, others).await;
        // Looked at first: a write waits for others.
        if self.0.db.read::<_, Error, _>(look).await? {
            self.repeat(async move |tx: &mut Tx<'_>| store::delivery::prune(tx, delivered, others).await)
                .await?;
        }
        Ok(())
    }

    /// Removes all deliveries of a webhook.
    pub(crate) async fn forget_deliveries(&self, webhook: WebhookId) -> Result<()> {
        self.repeat(async move |tx: &mut Tx<'_>| store::delivery::forget(tx, &webhook).await)
            .await
    }

    /// Removes rows until none are left, a bounded number in each transaction.
    async fn repeat<F>(&self, work: F) -> Result<()>
    where
        F: AsyncFnOnce(&mut Tx<'_>) -> Result<u64> + Clone + Send + 'static,
    {
        while self.0.db.write(work.clone()).await? == AT_ONCE {}
        Ok(())
    }
}
