//! Delivering: the round that sends what is due.
//!
//! Invariant: at any time one process delivers, and it has one delivery of each webhook under way: the first of its queue. What
//! was under way when a process died is sent again by the next one, under the same name.

use std::{collections::HashSet, time::Duration};

use futures_util::{StreamExt as _, future::BoxFuture, stream::FuturesUnordered};
use platform::{Conn, Error, Result, Timestamp, Tx};

use crate::{
    Webhooks,
    model::{
        delivery::{Attempt, DeliveryStatus, StoredDelivery},
        endpoint::{DisabledReason, SealedSecrets, Webhook, WebhookId},
    },
    rules::retry::{Verdict, is_given_up, judge},
    sending::Parcel,
    store,
};

/// Webhooks that are sent to at once.
const AT_ONCE: usize = 16;
/// How long a process keeps the right to deliver without saying that it lives.
const LEASE: Duration = Duration::from_secs(10);
/// How often what is due is looked for while something is under way.
const LOOK_EVERY: Duration = Duration::from_secs(1);

/// Deliveries that are under way, each with its webhook.
type UnderWay<'a> = FuturesUnordered<BoxFuture<'a, (WebhookId, Result<()>)>>;

/// What a delivery needs.
struct Ready {
    webhook: Webhook,
    sealed: SealedSecrets,
    delivery: StoredDelivery,
}

impl Webhooks {
    /// Sends until nothing is due. A slow receiver keeps nobody else waiting: what becomes due meanwhile is begun.
    pub(crate) async fn deliver_due(&self) -> Result<()> {
        let (mut under_way, mut busy) = (UnderWay::new(), HashSet::new());
        let (mut held_until, mut failed) = (None, None);
        loop {
            // After a failure of ours nothing is begun: what cannot be stored would be sent again and again.
            if failed.is_none() && !*self.0.closing.borrow() {
                let begun = self.begin_due(&mut under_way, &mut busy, &mut held_until).await;
                failed = begun.err();
            }
            if under_way.is_empty() {
                return failed.map_or(Ok(()), Err);
            }
            if let Ok(Some((webhook, done))) = tokio::time::timeout(LOOK_EVERY, under_way.next()).await {
                busy.remove(&webhook);
                failed = failed.or(done.err());
            }
        }
    }

    /// Begins what is due, as far as there is room and this process may.
    async fn begin_due<'a>(
        &'a self,
        under_way: &mut UnderWay<'a>,
        busy: &mut HashSet<WebhookId>,
        held_until: &mut Option<Timestamp>,
    ) -> Result<()> {
        let now = self.0.db.clock().now();
        let look = async move |conn: &mut Conn<'_>| store::delivery::due(conn, now).await;
        let mut due = self.0.db.read_by_key::<_, Error, _>(look).await?;
        due.retain(|(webhook, _)| !busy.contains(webhook));
        due.truncate(AT_ONCE.saturating_sub(busy.len()));
        // Also while others are under way, so that nobody else takes over what is not lost.
        if (due.is_empty() && busy.is_empty()) || !self.holds_lease(held_until, now).await? {
            return Ok(());
        }
        for (webhook, seq) in due {
            busy.insert(webhook.clone());
            under_way.push(Box::pin(async move {
                let done = self.deliver(&webhook, seq).await;
                (webhook, done)
            }));
        }
        Ok(())
    }

    async fn holds_lease(&self, held_until: &mut Option<Timestamp>, now: Timestamp) -> Result<bool> {
        if held_until.is_some_and(|until| now.plus(LEASE / 2) < until) {
            return Ok(true);
        }
        let (node, until) = (self.0.db.bus().node().clone(), now.plus(LEASE));
        let work = async move |tx: &mut Tx<'_>| store::lease::take(tx, &node, until).await;
        let held = self.0.db.write::<_, Error, _>(work).await?;
        *held_until = held.then_some(until);
        Ok(held)
    }

    /// One attempt, and what follows from it.
    async fn deliver(&self, webhook: &WebhookId, seq: i64) -> Result<()> {
        let name = webhook.clone();
        let work = async move |conn: &mut Conn<'_>| read_ready(conn, &name, seq).await;
        let Some(ready) = self.0.db.read_by_key::<_, Error, _>(work).await? else {
            return Ok(());
        };
        let attempt = self.attempt(&ready).await?;
        let (webhook, attempts) = (webhook.clone(), ready.delivery.view.attempts);
        let jitter = fastrand::f64();
        let work = async move |tx: &mut Tx<'_>| settle(tx, &webhook, (seq, attempts), attempt, jitter).await;
        let disabled = self.0.db.write::<_, Error, _>(work).await?;
        if let Some(reason) = disabled {
            let (id, reason) = (&ready.webhook.id, reason.name());
            tracing::warn!(webhook = %id, reason, "a webhook was disabled");
        }
        Ok(())
    }

    async fn attempt(&self, ready: &Ready) -> Result<Attempt> {
        let (webhook, delivery) = (&ready.webhook, &ready.delivery);
        let now = self.0.db.clock().now();
        let secrets = match self.open_secrets(&webhook.id, &ready.sealed, now) {
            Ok(secrets) => secrets,
            Err(error) => {
                tracing::error!(webhook = %webhook.id, %error, "a webhook's secret cannot be opened");
                return Ok(Attempt {
                    status: None,
                    error: Some("the secret cannot be opened any more; give the webhook another one".to_owned()),
                    retry_after: None,
                });
            }
        };
        let parcel = Parcel {
            url: &webhook.url,
            id: &delivery.view.message_id,
            body: delivery.body.clone(),
            secrets,
            at: now,
        };
        Ok(self.0.sender.send(parcel).await?.attempt)
    }
}

/// A delivery with all it needs; `None` if somebody deleted or disabled its webhook meanwhile.
async fn read_ready(conn: &mut Conn<'_>, webhook: &WebhookId, seq: i64) -> Result<Option<Ready>> {
    let found = store::endpoint::by_id(conn, webhook).await?;
    let Some(webhook) = found.filter(|webhook| webhook.enabled) else {
        return Ok(None);
    };
    let sealed = store::endpoint::secrets(conn, &webhook.id).await?;
    let delivery = store::delivery::by_seq(conn, seq).await?;
    let ready = sealed.zip(delivery).map(|(sealed, delivery)| Ready {
        webhook,
        sealed,
        delivery,
    });
    Ok(ready.filter(|ready| ready.delivery.view.status == DeliveryStatus::Pending))
}

/// Stores what came of an attempt, and says why the webhook was disabled by it, if it was. What another process has
/// attempted meanwhile stays as that one stored it.
async fn settle(
    tx: &mut Tx<'_>,
    webhook: &WebhookId,
    (seq, attempts): (i64, i64),
    attempt: Attempt,
    jitter: f64,
) -> Result<Option<DisabledReason>> {
    let Some(found) = store::delivery::by_seq(tx, seq).await? else {
        return Ok(None);
    };
    let mut view = found.view;
    if view.status != DeliveryStatus::Pending || view.attempts != attempts {
        return Ok(None);
    }
    let now = tx.now();
    let verdict = judge(&attempt, attempts + 1, jitter);
    let (status, next) = match verdict {
        Verdict::Delivered => (DeliveryStatus::Delivered, now),
        Verdict::Again(pause) => (DeliveryStatus::Pending, now.plus(pause)),
        Verdict::Dead | Verdict::Gone => (DeliveryStatus::Dead, now),
    };
    view.status = status;
    view.attempts += 1;
    view.last_attempt_at = Some(now);
    view.last_status = attempt.status.map(i64::from);
    view.last_error = attempt.error;
    view.settled_at = (status != DeliveryStatus::Pending).then_some(now);
    store::delivery::settle(tx, seq, &view, next).await?;
    if verdict == Verdict::Delivered {
        store::endpoint::recover(tx, webhook).await?;
        return Ok(None);
    }
    note_failure(tx, webhook, verdict).await
}

/// Notes that nothing arrives at a webhook, and disables it if it is gone or has been silent for too long.
async fn note_failure(tx: &mut Tx<'_>, webhook: &WebhookId, verdict: Verdict) -> Result<Option<DisabledReason>> {
    let Some(mut webhook) = store::endpoint::by_id(tx, webhook).await? else {
        return Ok(None);
    };
    let now = tx.now();
    let was_failing = webhook.failing_since.is_some();
    let since = *webhook.failing_since.get_or_insert(now);
    let reason = match verdict {
        Verdict::Gone => Some(DisabledReason::Gone),
        _ if is_given_up(since, now) => Some(DisabledReason::Failing),
        _ => None,
    };
    let reason = reason.filter(|_| webhook.enabled);
    if let Some(reason) = reason {
        webhook.disable(reason, now);
        webhook = webhook.touch(now);
    }
    if reason.is_some() || !was_failing {
        store::endpoint::update(tx, &webhook).await?;
    }
    Ok(reason)
}
