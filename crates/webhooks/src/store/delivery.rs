//! Rows of `webhook_delivery`.

use platform::{Conn, Result, Timestamp, Tx, db::Row, params};

use crate::model::{
    delivery::{DeadDelivery, DeliveryId, DeliveryStatus, NewDelivery, StoredDelivery, WebhookDelivery, WebhookQueue},
    endpoint::WebhookId,
};

macro_rules! columns {
    () => {
        "id, endpoint_id, message_id, topic, status, attempts, last_status, last_error, last_at, next_at, created_at, \
         settled_at"
    };
}

platform::statements! {
    /// The first delivery of each endpoint's queue: those behind it wait for it.
    DUE = "select e.id, d.seq from webhook_endpoint e join webhook_delivery d
        on d.seq = (select min(q.seq) from webhook_delivery q where q.endpoint_id = e.id and q.status = 0)
        where e.enabled = 1 and d.next_at <= $1 order by d.next_at, d.seq limit 1000";
    BY_SEQ = concat!("select ", columns!(), ", body from webhook_delivery where seq = $1");
    BY_ID = concat!("select ", columns!(), ", body from webhook_delivery where endpoint_id = $1 and id = $2");
    LIST = concat!("select ", columns!(), " from webhook_delivery where endpoint_id = $1 order by seq desc limit $2 offset $3");
    LIST_STANDING = concat!("select ", columns!(), " from webhook_delivery where endpoint_id = $1 and status = $2
        order by seq desc limit $3 offset $4");
    COUNT = "select count(*) from webhook_delivery where endpoint_id = $1";
    COUNT_STANDING = "select count(*) from webhook_delivery where endpoint_id = $1 and status = $2";
    STANDING = "select status, count(*) from webhook_delivery where status <> 1 group by status order by status limit 10";
    QUEUES = "select e.id, e.url, e.enabled, count(case when d.status = 0 then 1 end), count(case when d.status = 2 then 1 end)
        from webhook_endpoint e left join webhook_delivery d on d.endpoint_id = e.id and d.status <> 1
        group by e.id, e.url, e.enabled order by e.id limit 1000";
    DEAD = "select d.id, d.endpoint_id, e.url, d.topic, d.body, d.attempts, d.last_status, d.last_error, d.created_at
        from webhook_delivery d join webhook_endpoint e on e.id = d.endpoint_id where d.status = 2
        order by d.seq desc limit $1 offset $2";
    DEAD_COUNT = "select count(*) from webhook_delivery d join webhook_endpoint e on e.id = d.endpoint_id where d.status = 2";
    REMOVE = "delete from webhook_delivery where endpoint_id = $1 and id = $2";
    /// Not for an endpoint that went away meanwhile, and not twice for the same reason.
    INSERT = "insert into webhook_delivery (id, endpoint_id, cause, message_id, topic, body, next_at, created_at)
        select cast($1 as text), e.id, cast($2 as text), cast($3 as text), cast($4 as text), cast($5 as text),
            cast($6 as bigint), cast($6 as bigint)
        from webhook_endpoint e where e.id = $7
        on conflict (endpoint_id, cause) do nothing";
    SETTLE = "update webhook_delivery set status = $1, attempts = $2, next_at = $3, last_at = $4, last_status = $5,
        last_error = $6, settled_at = $7 where seq = $8";
    HURRY = "update webhook_delivery set next_at = $1 where next_at > $1 and seq =
        (select min(q.seq) from webhook_delivery q where q.endpoint_id = $2 and q.status = 0)";
    FORGET = "delete from webhook_delivery where seq in
        (select seq from webhook_delivery where endpoint_id = $1 order by seq limit 500)";
    OLD = "select count(*) from (select 1 from webhook_delivery where (status = 1 and settled_at < $1)
        or (status = 2 and settled_at < $2) or (status = 0 and created_at < $2) limit 1) old";
    PRUNE = "delete from webhook_delivery where seq in
        (select seq from webhook_delivery where (status = 1 and settled_at < $1)
            or (status = 2 and settled_at < $2) or (status = 0 and created_at < $2) order by seq limit 500)";
    /// Deliveries to webhooks that were deleted while this was not done to its end.
    LEFT_OVER = "select distinct endpoint_id from webhook_delivery where endpoint_id not in (select id from webhook_endpoint)
        order by endpoint_id limit 100";
}

/// Rows that one statement removes.
pub(crate) const AT_ONCE: u64 = 500;

fn view_of_row(row: &Row<'_>) -> Result<WebhookDelivery> {
    let status = DeliveryStatus::of(row.get(4)?)?;
    let next: Timestamp = row.get(9)?;
    Ok(WebhookDelivery {
        id: row.text(0)?.into(),
        webhook_id: row.text(1)?.into(),
        message_id: row.get(2)?,
        topic: row.get(3)?,
        status,
        attempts: row.get(5)?,
        last_status: row.get(6)?,
        last_error: row.get(7)?,
        last_attempt_at: row.get(8)?,
        next_attempt_at: (status == DeliveryStatus::Pending).then_some(next),
        created_at: row.get(10)?,
        settled_at: row.get(11)?,
    })
}

fn delivery_of_row(row: &Row<'_>) -> Result<StoredDelivery> {
    Ok(StoredDelivery {
        view: view_of_row(row)?,
        body: row.get(12)?,
    })
}

/// What can be sent now, the longest due first: at most one delivery for each endpoint.
pub(crate) async fn due(conn: &mut Conn<'_>, now: Timestamp) -> Result<Vec<(WebhookId, i64)>> {
    conn.all(DUE, params![now], |row| Ok((row.text(0)?.into(), row.get(1)?)))
        .await
}

pub(crate) async fn by_seq(conn: &mut Conn<'_>, seq: i64) -> Result<Option<StoredDelivery>> {
    conn.first(BY_SEQ, params![seq], delivery_of_row).await
}

pub(crate) async fn by_id(conn: &mut Conn<'_>, webhook: &WebhookId, id: &DeliveryId) -> Result<Option<StoredDelivery>> {
    conn.first(BY_ID, params![webhook, id], delivery_of_row).await
}

/// How many deliveries wait, and how many were given up.
pub(crate) async fn backlog(conn: &mut Conn<'_>) -> Result<(i64, i64)> {
    let rows = conn
        .all(STANDING, &[], |row| Ok((row.get::<i64>(0)?, row.get::<i64>(1)?)))
        .await?;
    let of = |status: DeliveryStatus| {
        rows.iter()
            .find(|(of, _)| *of == status.number())
            .map_or(0, |(_, count)| *count)
    };
    Ok((of(DeliveryStatus::Pending), of(DeliveryStatus::Dead)))
}

/// A page of a webhook's deliveries, newest first, and how many there are in all.
pub(crate) async fn list(
    conn: &mut Conn<'_>,
    webhook: &WebhookId,
    status: Option<DeliveryStatus>,
    (limit, offset): (i64, i64),
) -> Result<(Vec<WebhookDelivery>, i64)> {
    match status {
        None => Ok((
            conn.all(LIST, params![webhook, limit, offset], view_of_row).await?,
            conn.number(COUNT, params![webhook]).await?,
        )),
        Some(status) => Ok((
            conn.all(
                LIST_STANDING,
                params![webhook, status.number(), limit, offset],
                view_of_row,
            )
            .await?,
            conn.number(COUNT_STANDING, params![webhook, status.number()]).await?,
        )),
    }
}

/// Puts a delivery at the end of its endpoint's queue.
pub(crate) async fn insert(tx: &mut Tx<'_>, new: &NewDelivery) -> Result<()> {
    let now = tx.now();
    let values = params![
        &new.id,
        &new.cause,
        &new.message_id,
        &new.topic,
        &new.body,
        now,
        &new.webhook
    ];
    tx.execute(INSERT, values).await.map(drop)
}

/// Stores what came of an attempt; `next` counts only for what is still pending.
pub(crate) async fn settle(tx: &mut Tx<'_>, seq: i64, view: &WebhookDelivery, next: Timestamp) -> Result<()> {
    let values = params![
        view.status.number(),
        view.attempts,
        next,
        view.last_attempt_at,
        view.last_status,
        view.last_error.as_deref(),
        view.settled_at,
        seq
    ];
    tx.execute(SETTLE, values).await.map(drop)
}

/// What an endpoint's queue waits for is due now.
pub(crate) async fn hurry(tx: &mut Tx<'_>, webhook: &WebhookId) -> Result<()> {
    let now = tx.now();
    tx.execute(HURRY, params![now, webhook]).await.map(drop)
}

/// Removes deliveries of an endpoint; answers how many.
pub(crate) async fn forget(tx: &mut Tx<'_>, webhook: &WebhookId) -> Result<u64> {
    tx.execute(FORGET, params![webhook]).await
}

/// Whether anything is older than it is kept.
pub(crate) async fn has_old(conn: &mut Conn<'_>, delivered: Timestamp, others: Timestamp) -> Result<bool> {
    Ok(conn.number(OLD, params![delivered, others]).await? > 0)
}

/// Removes what was delivered before one moment and what came to nothing before another; answers how many.
pub(crate) async fn prune(tx: &mut Tx<'_>, delivered: Timestamp, others: Timestamp) -> Result<u64> {
    tx.execute(PRUNE, params![delivered, others]).await
}

/// Webhooks that are gone and whose deliveries are not.
pub(crate) async fn left_over(conn: &mut Conn<'_>) -> Result<Vec<WebhookId>> {
    conn.all(LEFT_OVER, &[], |row| Ok(row.text(0)?.into())).await
}

/// What waits for whom, webhook by webhook.
pub(crate) async fn queues(conn: &mut Conn<'_>) -> Result<Vec<WebhookQueue>> {
    let read = |row: &Row<'_>| {
        Ok(WebhookQueue {
            webhook: row.text(0)?.into(),
            url: row.get(1)?,
            enabled: row.get(2)?,
            waiting: row.get(3)?,
            dead: row.get(4)?,
        })
    };
    conn.all(QUEUES, &[], read).await
}

/// A page of what was given up, newest first, and how much there is of it.
pub(crate) async fn list_dead(conn: &mut Conn<'_>, (limit, offset): (i64, i64)) -> Result<(Vec<DeadDelivery>, i64)> {
    let read = |row: &Row<'_>| {
        Ok(DeadDelivery {
            id: row.text(0)?.into(),
            webhook: row.text(1)?.into(),
            url: row.get(2)?,
            topic: row.get(3)?,
            body: row.get(4)?,
            attempts: row.get(5)?,
            status: row.get(6)?,
            error: row.get(7)?,
            at: row.get(8)?,
        })
    };
    let rows = conn.all(DEAD, params![limit, offset], read).await?;
    Ok((rows, conn.number(DEAD_COUNT, &[]).await?))
}

/// Removes one delivery.
pub(crate) async fn remove(tx: &mut Tx<'_>, webhook: &WebhookId, id: &DeliveryId) -> Result<()> {
    tx.execute(REMOVE, params![webhook, id]).await.map(drop)
}
