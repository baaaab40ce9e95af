//! Rows of `mail_message`.

use platform::{Conn, Result, Timestamp, Tx, db::Row, params};

use crate::model::{Backlog, Message, NewMessage, Status, Waiting};

platform::statements! {
    /// Not twice for the same id.
    INSERT = "insert into mail_message (id, recipient, subject, body, next_at, good_until, created_at)
        values ($1, $2, $3, $4, $5, $6, $5) on conflict (id) do nothing";
    DUE = "select seq from mail_message where status = 0 and next_at <= $1 order by next_at, seq limit 50";
    /// Whoever changes the row sends it; nobody else does until the time is over.
    CLAIM = "update mail_message set next_at = $1, attempts = attempts + 1
        where seq = $2 and status = 0 and next_at <= $3";
    BY_SEQ = "select id, recipient, subject, body, attempts, good_until from mail_message where seq = $1 and status = 0";
    POSTPONE = "update mail_message set next_at = $1, last_error = $2 where seq = $3 and status = 0 and attempts = $4";
    /// What it said is forgotten.
    SETTLE = "update mail_message set status = $1, body = $2, last_error = $3, settled_at = $4
        where seq = $5 and status = 0 and attempts = $6";
    STANDING = "select status, count(*) from mail_message where status <> 1 group by status order by status limit 10";
    UNSENT = "select recipient, subject, status, attempts, last_error, created_at from mail_message where status <> 1
        order by seq desc limit 200";
    OLD = "select count(*) from (select 1 from mail_message where (status = 1 and settled_at < $1)
        or (status = 2 and settled_at < $2) limit 1) old";
    FORGET = "delete from mail_message where recipient = $1";
    PRUNE = "delete from mail_message where seq in (select seq from mail_message
        where (status = 1 and settled_at < $1) or (status = 2 and settled_at < $2) order by seq limit 500)";
}

/// Rows that one statement removes.
pub(crate) const AT_ONCE: u64 = 500;

pub(crate) async fn insert(tx: &mut Tx<'_>, new: &NewMessage) -> Result<()> {
    let now = tx.now();
    let values = params![
        &new.id,
        &new.recipient,
        &new.subject,
        &new.body[..],
        now,
        new.good_until
    ];
    tx.execute(INSERT, values).await.map(drop)
}

/// What can be sent now, the longest due first.
pub(crate) async fn due(conn: &mut Conn<'_>, now: Timestamp) -> Result<Vec<i64>> {
    conn.all(DUE, params![now], |row| row.get(0)).await
}

/// Takes a letter to be sent; `None` if somebody else has, or has sent it.
pub(crate) async fn claim(tx: &mut Tx<'_>, seq: i64, until: Timestamp) -> Result<Option<Message>> {
    let now = tx.now();
    if tx.execute(CLAIM, params![until, seq, now]).await? == 0 {
        return Ok(None);
    }
    let read = |row: &Row<'_>| {
        Ok(Message {
            id: row.get(0)?,
            recipient: row.get(1)?,
            subject: row.get(2)?,
            body: row.get(3)?,
            attempts: row.get(4)?,
            good_until: row.get(5)?,
        })
    };
    tx.first(BY_SEQ, params![seq], read).await
}

/// Forgets every letter to an address.
pub(crate) async fn forget(tx: &mut Tx<'_>, recipient: &str) -> Result<()> {
    tx.execute(FORGET, params![recipient]).await.map(drop)
}

/// It is tried again at another moment.
pub(crate) async fn postpone(tx: &mut Tx<'_>, (seq, attempts): (i64, i64), next: Timestamp, error: &str) -> Result<()> {
    tx.execute(POSTPONE, params![next, error, seq, attempts])
        .await
        .map(drop)
}

/// It was sent, or is given up.
pub(crate) async fn settle(
    tx: &mut Tx<'_>,
    (seq, attempts): (i64, i64),
    status: Status,
    error: Option<&str>,
) -> Result<()> {
    let (now, nothing): (_, &[u8]) = (tx.now(), &[]);
    let values = params![status.number(), nothing, error, now, seq, attempts];
    tx.execute(SETTLE, values).await.map(drop)
}

pub(crate) async fn backlog(conn: &mut Conn<'_>) -> Result<Backlog> {
    let rows = conn
        .all(STANDING, &[], |row| Ok((row.get::<i64>(0)?, row.get::<i64>(1)?)))
        .await?;
    let of = |status: Status| {
        let found = rows.iter().find(|(of, _)| *of == status.number());
        found.map_or(0, |(_, count)| *count)
    };
    Ok(Backlog {
        waiting: of(Status::Waiting),
        given_up: of(Status::GivenUp),
    })
}

pub(crate) async fn unsent(conn: &mut Conn<'_>) -> Result<Vec<Waiting>> {
    let read = |row: &Row<'_>| {
        Ok(Waiting {
            to: row.get(0)?,
            subject: row.get(1)?,
            is_given_up: Status::of(row.get(2)?)? == Status::GivenUp,
            attempts: row.get(3)?,
            error: row.get(4)?,
            since: row.get(5)?,
        })
    };
    conn.all(UNSENT, &[], read).await
}

/// Whether anything is older than it is kept.
pub(crate) async fn has_old(conn: &mut Conn<'_>, sent: Timestamp, given_up: Timestamp) -> Result<bool> {
    Ok(conn.number(OLD, params![sent, given_up]).await? > 0)
}

/// Removes what was sent before one moment and given up before another; answers how many.
pub(crate) async fn prune(tx: &mut Tx<'_>, sent: Timestamp, given_up: Timestamp) -> Result<u64> {
    tx.execute(PRUNE, params![sent, given_up]).await
}
