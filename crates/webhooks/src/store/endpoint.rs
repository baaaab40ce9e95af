//! Rows of `webhook_endpoint`.

use platform::{
    Conn, Error, Result, Timestamp, Tx,
    db::{Row, Sql},
    params,
};

use crate::model::endpoint::{DisabledReason, FormerSecret, SealedSecrets, Webhook, WebhookId};

macro_rules! columns {
    () => {
        "id, url, topics, description, enabled, disabled_reason, disabled_at, failing_since, record_version, created_at, \
         updated_at, owner_id"
    };
}

platform::statements! {
    COUNT = "select count(*) from webhook_endpoint";
    BY_ID = concat!("select ", columns!(), " from webhook_endpoint where id = $1");
    LIST = concat!("select ", columns!(), " from webhook_endpoint order by created_at desc, id desc limit $1 offset $2");
    /// Whether anybody listens.
    WANTED = "select count(*) from (select 1 from webhook_endpoint where enabled = 1 limit 1) one";
    /// There are few, so all are looked at.
    LISTENING = "select id, topics from webhook_endpoint where enabled = 1 order by id limit 1000";
    SECRETS = "select secret, former_secret, former_until, sealed_with from webhook_endpoint where id = $1";
    /// Secrets that another key sealed than the one that seals now, and former ones that sign no more.
    STALE_SECRETS = "select id from webhook_endpoint where sealed_with <> $1 or former_until <= $2 order by id limit 1000";
    INSERT = "insert into webhook_endpoint (id, url, topics, description, enabled, disabled_reason, disabled_at,
        failing_since, record_version, created_at, updated_at, owner_id, secret, former_secret, former_until, sealed_with)
        values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16)";
    UPDATE = "update webhook_endpoint set url = $1, topics = $2, description = $3, enabled = $4, disabled_reason = $5,
        disabled_at = $6, failing_since = $7, record_version = $8, updated_at = $9 where id = $10";
    KEEP_SECRETS = "update webhook_endpoint set secret = $1, former_secret = $2, former_until = $3, sealed_with = $4
        where id = $5";
    RECOVER = "update webhook_endpoint set failing_since = null where id = $1 and failing_since is not null";
    DELETE = "delete from webhook_endpoint where id = $1";
}

/// Counts whether anybody listens.
pub(crate) const LISTENED: Sql = WANTED;

fn topics_of(text: &str) -> Result<Vec<String>> {
    serde_json::from_str(text).map_err(Error::internal)
}

fn webhook_of_row(row: &Row<'_>) -> Result<Webhook> {
    Ok(Webhook {
        id: row.text(0)?.into(),
        url: row.get(1)?,
        topics: topics_of(row.text(2)?)?,
        description: row.get(3)?,
        enabled: row.get(4)?,
        disabled_reason: row.maybe_text(5)?.map(DisabledReason::by_name).transpose()?,
        disabled_at: row.get(6)?,
        failing_since: row.get(7)?,
        is_active: true,
        record_version: row.get(8)?,
        created_at: row.get(9)?,
        updated_at: row.get(10)?,
        owner: row.text(11)?.into(),
    })
}

/// How many there are.
pub(crate) async fn count(conn: &mut Conn<'_>) -> Result<i64> {
    conn.number(COUNT, &[]).await
}

pub(crate) async fn by_id(conn: &mut Conn<'_>, id: &WebhookId) -> Result<Option<Webhook>> {
    conn.first(BY_ID, params![id], webhook_of_row).await
}

/// A page, newest first, and how many there are in all.
pub(crate) async fn list(conn: &mut Conn<'_>, limit: i64, offset: i64) -> Result<(Vec<Webhook>, i64)> {
    let rows = conn.all(LIST, params![limit, offset], webhook_of_row).await?;
    Ok((rows, count(conn).await?))
}

/// Those that something is sent to, and what they hear.
pub(crate) async fn listening(conn: &mut Conn<'_>) -> Result<Vec<(WebhookId, Vec<String>)>> {
    let read = |row: &Row<'_>| Ok((row.text(0)?.into(), topics_of(row.text(1)?)?));
    conn.all(LISTENING, &[], read).await
}

pub(crate) async fn secrets(conn: &mut Conn<'_>, id: &WebhookId) -> Result<Option<SealedSecrets>> {
    let read = |row: &Row<'_>| {
        let former: Option<Vec<u8>> = row.get(1)?;
        let until: Option<Timestamp> = row.get(2)?;
        Ok(SealedSecrets {
            current: row.get(0)?,
            former: former.zip(until).map(|(sealed, until)| FormerSecret { sealed, until }),
            key: row.get(3)?,
        })
    };
    conn.first(SECRETS, params![id], read).await
}

/// Those whose secrets have to be sealed anew or forgotten.
pub(crate) async fn stale_secrets(conn: &mut Conn<'_>, key: &str, now: Timestamp) -> Result<Vec<WebhookId>> {
    conn.all(STALE_SECRETS, params![key, now], |row| Ok(row.text(0)?.into()))
        .await
}

pub(crate) async fn insert(tx: &mut Tx<'_>, new: &Webhook, secrets: &SealedSecrets) -> Result<()> {
    let topics = platform::db::list(&new.topics);
    let former = secrets.former.as_ref();
    let values = params![
        &new.id,
        &new.url,
        &topics,
        new.description.as_deref(),
        new.enabled,
        new.disabled_reason.map(DisabledReason::name),
        new.disabled_at,
        new.failing_since,
        new.record_version,
        new.created_at,
        new.updated_at,
        &new.owner,
        &secrets.current[..],
        former.map(|former| &former.sealed[..]),
        former.map(|former| former.until),
        &secrets.key
    ];
    tx.execute(INSERT, values).await.map(drop)
}

/// Stores everything of a webhook that can change, but its secrets.
pub(crate) async fn update(tx: &mut Tx<'_>, now: &Webhook) -> Result<()> {
    let topics = platform::db::list(&now.topics);
    let values = params![
        &now.url,
        &topics,
        now.description.as_deref(),
        now.enabled,
        now.disabled_reason.map(DisabledReason::name),
        now.disabled_at,
        now.failing_since,
        now.record_version,
        now.updated_at,
        &now.id
    ];
    tx.execute(UPDATE, values).await.map(drop)
}

pub(crate) async fn keep_secrets(tx: &mut Tx<'_>, id: &WebhookId, secrets: &SealedSecrets) -> Result<()> {
    let former = secrets.former.as_ref();
    let values = params![
        &secrets.current[..],
        former.map(|former| &former.sealed[..]),
        former.map(|former| former.until),
        &secrets.key,
        id
    ];
    tx.execute(KEEP_SECRETS, values).await.map(drop)
}

/// Something has arrived.
pub(crate) async fn recover(tx: &mut Tx<'_>, id: &WebhookId) -> Result<()> {
    tx.execute(RECOVER, params![id]).await.map(drop)
}

pub(crate) async fn delete(tx: &mut Tx<'_>, id: &WebhookId) -> Result<()> {
    tx.execute(DELETE, params![id]).await.map(drop)
}
