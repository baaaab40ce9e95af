//! Rows of `attachment` and of `attachment_variant`, and what a message shows of them.

use accounts::AccountId;
use platform::{
    Conn, Error, Result, Timestamp, Tx,
    db::{Row, list},
    media::KeptFiles,
    params,
};

use crate::model::attachment::{Attachment, AttachmentBlob, AttachmentFile, AttachmentId, SentWith};

platform::statements! {
    INSERT = "insert into attachment (id, owner_id, shown, created_at) values ($1, $2, $3, $4)";
    INSERT_VARIANT = "insert into attachment_variant (attachment_id, name, hash, content_type, bytes) values ($1, $2, $3, $4, $5)";
    COUNT_UNSENT = "select count(*) from attachment where owner_id = $1 and message_seq is null and dropped_at is null";
    UNSENT = concat!("select shown from attachment where owner_id = $1 and message_seq is null and dropped_at is null
        and id in (select value from ", platform::listed!("$2"), ") order by id limit 100");
    SEND = concat!("update attachment set message_seq = $1 where id in (select value from ", platform::listed!("$2"), ")");
    FILE = "select v.hash, v.content_type, v.bytes, a.owner_id, t.seq, t.sender_id, t.receiver_id, m.deleted_at
        from attachment a join attachment_variant v on v.attachment_id = a.id
        left join message m on m.seq = a.message_seq left join thread t on t.seq = m.thread_seq
        where a.id = $1 and v.name = $2 and a.dropped_at is null";
    LARGE_HASH = "select hash from attachment_variant where attachment_id = $1 and name = 'large'";
    DROP_UNSENT = "update attachment set dropped_at = $1 where id = $2 and owner_id = $3 and message_seq is null
        and dropped_at is null";
    DROP_OLD = "update attachment set dropped_at = $1 where id in (select id from attachment where message_seq is null
        and created_at < $2 and dropped_at is null order by created_at limit 500)";
    DROP_OF_MESSAGE = "update attachment set dropped_at = $1 where message_seq = $2 and dropped_at is null";
    HIDE_OF_MESSAGE = "update message set attachments = null where seq = $1";
    OF_OWNER = "select id, message_seq from attachment where owner_id = $1 and dropped_at is null
        order by created_at, id limit 500";
    DROP = "update attachment set dropped_at = $1 where id = $2";
    HAS_OLD = "select 1 from attachment where message_seq is null and created_at < $1 and dropped_at is null limit 1";
    DROPPED = "select id from attachment where dropped_at is not null order by dropped_at, id limit $1";
    HASHES = "select distinct hash from attachment_variant where attachment_id = $1 order by hash";
    DELETE = "delete from attachment where id = $1";
    LISTED = "select distinct hash from attachment_variant where hash > $1 order by hash limit $2";
    USES = "select count(*) from (select 1 from attachment_variant where hash = $1 limit 1) found";
}

/// Where this module's files are, and which rows know of them.
pub(crate) const FILES: KeptFiles = KeptFiles {
    folder: "messages",
    named: USES,
    listed: LISTED,
};

/// Where a size of a picture is shown.
pub(crate) fn url(id: &AttachmentId, name: &str) -> String {
    format!("/v1/conversationattachments/{id}/{name}")
}

/// What a row shows, read back.
pub(super) fn shown<T: serde::de::DeserializeOwned>(text: &str) -> Result<T> {
    serde_json::from_str(text).map_err(Error::internal)
}

/// What a message stores of its pictures.
pub(super) fn stored(attachments: &[Attachment]) -> Result<Option<String>> {
    if attachments.is_empty() {
        return Ok(None);
    }
    serde_json::to_string(attachments).map(Some).map_err(Error::internal)
}

/// Stores a picture that comes with no message yet, and its sizes.
pub(crate) async fn insert(
    tx: &mut Tx<'_>,
    owner: &AccountId,
    new: &Attachment,
    blobs: &[AttachmentBlob],
) -> Result<()> {
    let now = tx.now();
    let text = serde_json::to_string(new).map_err(Error::internal)?;
    tx.execute(INSERT, params![&new.id, owner, &text, now]).await?;
    for blob in blobs {
        let hash = blob.hash.to_string();
        let values = params![&new.id, blob.name, &hash, blob.content_type, blob.bytes];
        tx.execute(INSERT_VARIANT, values).await?;
    }
    Ok(())
}

/// How many pictures somebody keeps here without a message.
pub(crate) async fn count_unsent(conn: &mut Conn<'_>, owner: &AccountId) -> Result<i64> {
    conn.number(COUNT_UNSENT, params![owner]).await
}

/// Those of somebody's pictures that have these ids and were not sent yet, in any order.
pub(crate) async fn unsent(conn: &mut Conn<'_>, owner: &AccountId, ids: &[String]) -> Result<Vec<Attachment>> {
    let read = |row: &Row<'_>| shown(row.text(0)?);
    conn.all(UNSENT, params![owner, &list(ids)], read).await
}

/// Notes with which message pictures were sent.
pub(crate) async fn send(tx: &mut Tx<'_>, message: i64, ids: &[String]) -> Result<()> {
    tx.execute(SEND, params![message, &list(ids)]).await.map(drop)
}

/// A size of a picture that is there.
pub(crate) async fn file(conn: &mut Conn<'_>, id: &str, name: &str) -> Result<Option<AttachmentFile>> {
    conn.first(FILE, params![id, name], file_of_row).await
}

fn file_of_row(row: &Row<'_>) -> Result<AttachmentFile> {
    let thread: Option<i64> = row.get(4)?;
    let sent = match thread {
        Some(thread) => Some(SentWith {
            thread,
            participants: [row.text(5)?.into(), row.text(6)?.into()],
            is_deleted: row.get::<Option<Timestamp>>(7)?.is_some(),
        }),
        None => None,
    };
    Ok(AttachmentFile {
        hash: row.get(0)?,
        content_type: row.get(1)?,
        bytes: row.get(2)?,
        owner: row.text(3)?.into(),
        sent,
    })
}

/// What a picture looks like in its largest size, by the hash of it; nothing if it is gone.
pub(crate) async fn content(conn: &mut Conn<'_>, id: &str) -> Result<Option<String>> {
    conn.first(LARGE_HASH, params![id], |row| row.get(0)).await
}

/// Drops a picture of somebody's that was not sent; answers whether there was one.
pub(crate) async fn drop_unsent(tx: &mut Tx<'_>, id: &str, owner: &AccountId) -> Result<bool> {
    let now = tx.now();
    Ok(tx.execute(DROP_UNSENT, params![now, id, owner]).await? > 0)
}

/// Whether a picture was not sent since a moment.
pub(crate) async fn has_old(conn: &mut Conn<'_>, before: Timestamp) -> Result<bool> {
    let found = conn.first(HAS_OLD, params![before], |_| Ok(())).await?;
    Ok(found.is_some())
}

/// Whether something is left of a picture that was dropped.
pub(crate) async fn has_dropped(conn: &mut Conn<'_>) -> Result<bool> {
    let found = conn.first(DROPPED, params![1_i64], |_| Ok(())).await?;
    Ok(found.is_some())
}

/// Drops up to 500 pictures that were not sent since a moment; answers how many.
pub(crate) async fn drop_old(tx: &mut Tx<'_>, before: Timestamp) -> Result<u64> {
    let now = tx.now();
    tx.execute(DROP_OLD, params![now, before]).await
}

/// Drops the pictures of a message, which shows none from then on.
pub(crate) async fn drop_of_message(tx: &mut Tx<'_>, message: i64) -> Result<()> {
    let now = tx.now();
    tx.execute(DROP_OF_MESSAGE, params![now, message]).await?;
    tx.execute(HIDE_OF_MESSAGE, params![message]).await.map(drop)
}

/// Drops up to 500 pictures of somebody's, sent or not; answers how many.
pub(crate) async fn drop_of_owner(tx: &mut Tx<'_>, owner: &AccountId) -> Result<u64> {
    let now = tx.now();
    let read = |row: &Row<'_>| Ok((row.get(0)?, row.get(1)?));
    let found: Vec<(String, Option<i64>)> = tx.all(OF_OWNER, params![owner], read).await?;
    let mut count = 0;
    for (id, message) in found {
        count += tx.execute(DROP, params![now, &id]).await?;
        if let Some(message) = message {
            tx.execute(HIDE_OF_MESSAGE, params![message]).await?;
        }
    }
    Ok(count)
}

/// Removes the rows of up to `limit` pictures that were dropped; answers how many, and the files that they named.
pub(crate) async fn remove_dropped(tx: &mut Tx<'_>, limit: i64) -> Result<(i64, Vec<String>)> {
    let ids: Vec<String> = tx.all(DROPPED, params![limit], |row| row.get(0)).await?;
    let mut named = Vec::new();
    for id in &ids {
        named.extend(tx.all(HASHES, params![id], |row| row.get::<String>(0)).await?);
        tx.execute(DELETE, params![id]).await?;
    }
    Ok((i64::try_from(ids.len()).map_err(Error::internal)?, named))
}
