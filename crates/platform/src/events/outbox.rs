//! The outbox's tables and statements.

use super::Recorded;
use crate::{
    clock::Timestamp,
    db::{Conn, Db, Migration, ModuleMigrations, Row, Tx},
    error::{Error, Result},
    id::RequestId,
    page::{Pages, Paging},
    params,
};

/// The platform's own tables: outbox, deliveries, leases, and answers kept for `Idempotency-Key`.
pub const MIGRATIONS: ModuleMigrations = ModuleMigrations {
    module: "platform",
    migrations: &[
        Migration {
            name: "outbox_and_idempotency",
            sql: "create table outbox (
    seq {identity},
    id text not null,
    topic text not null,
    subject text not null,
    body text not null,
    at bigint not null,
    origin text not null
);
create table outbox_delivery (
    subscriber text not null,
    seq bigint not null,
    attempts bigint not null default 0,
    dead bigint not null default 0,
    primary key (subscriber, seq)
);
create index outbox_delivery_seq on outbox_delivery (seq);
create table outbox_lease (
    subscriber text not null primary key,
    node text not null,
    until bigint not null
);
create table idempotency (
    key text not null primary key,
    fingerprint text not null,
    answer {bytes} not null,
    expires_at bigint not null
);
create index idempotency_expires_at on idempotency (expires_at);
",
        },
        // What SQLite has of its own: the values of a list that came as one parameter.
        Migration {
            name: "lists_as_parameters",
            sql: "--@postgres
create function json_each(list text) returns table (value text) language sql immutable strict parallel safe rows 8
    as 'select jsonb_array_elements_text(list::jsonb)';
--@end
",
        },
        // What a request said is sealed with its answer: of a plain digest, a weak password could be guessed. Answers that
        // were kept for a day at most are forgotten.
        Migration {
            name: "sealed_requests",
            sql: "delete from idempotency;
alter table idempotency drop column fingerprint;
",
        },
        Migration {
            name: "requests_of_events",
            sql: "alter table outbox add column request text;
",
        },
        // The address under which the server was last started: stored addresses of its files begin with it.
        Migration {
            name: "served_as",
            sql: "create table served_as (
    id bigint primary key,
    url text not null
);
",
        },
        // Why the last attempt at a delivery failed, for whoever looks at what was given up.
        Migration {
            name: "errors_of_deliveries",
            sql: "alter table outbox_delivery add column error text;
",
        },
    ],
};

crate::statements! {
    INSERT = "insert into outbox (id, topic, subject, body, at, origin, request)
        values ($1, $2, $3, $4, $5, $6, $7) returning seq";
    OWE = "insert into outbox_delivery (subscriber, seq) values ($1, $2)";
    NEWEST = "select coalesce(max(seq), 0) from outbox";
    TAIL = "select seq, id, topic, subject, body, at, origin, request from outbox
        where seq > $1 and origin <> $2 order by seq limit 500";
    OWED = "select o.seq, o.id, o.topic, o.subject, o.body, o.at, o.origin, o.request from outbox_delivery d
        join outbox o on o.seq = d.seq where d.subscriber = $1 and d.dead = 0 order by d.seq limit 64";
    OWED_COUNT = "select count(*) from outbox_delivery where dead = 0";
    BACKLOG = "select count(*), coalesce(min(o.at), 0) from outbox_delivery d join outbox o on o.seq = d.seq where d.dead = 0";
    DEAD_COUNT = "select count(*) from outbox_delivery where dead <> 0";
    DELIVERED = "delete from outbox_delivery where subscriber = $1 and seq = $2";
    FAILED = "update outbox_delivery set attempts = attempts + 1, error = $1 where subscriber = $2 and seq = $3";
    QUEUES = "select d.subscriber, count(case when d.dead = 0 then 1 end), count(case when d.dead <> 0 then 1 end),
        min(case when d.dead = 0 then o.at end) from outbox_delivery d join outbox o on o.seq = d.seq
        group by d.subscriber order by d.subscriber limit 1000";
    DEAD = "select d.subscriber, d.seq, o.topic, o.subject, o.body, o.at, d.attempts, d.error, o.request from outbox_delivery d
        join outbox o on o.seq = d.seq where d.dead <> 0 order by d.seq desc, d.subscriber limit $1 offset $2";
    REVIVE = "update outbox_delivery set dead = 0, attempts = 0 where subscriber = $1 and seq = $2 and dead <> 0";
    BURY = "update outbox_delivery set dead = 1 where subscriber = $1 and seq = $2 and attempts >= $3";
    LEASE = "insert into outbox_lease (subscriber, node, until) values ($1, $2, $3)
        on conflict (subscriber) do update set node = excluded.node, until = excluded.until
        where outbox_lease.node = excluded.node or outbox_lease.until < $4";
    FORGET = "delete from outbox where seq in (select o.seq from outbox o where o.at < $1
        and not exists (select 1 from outbox_delivery d where d.seq = o.seq) order by o.seq limit 500)";
}

/// Rows of one `TAIL`.
pub(super) const TAIL_PAGE: usize = 500;

/// Stores an event and, for each durable subscriber of its topic, the debt of delivering it. What nobody will ever read from
/// the outbox is not stored.
pub(crate) async fn store(tx: &mut Tx<'_>, event: &Recorded) -> Result<()> {
    let mut subscribers = Vec::new();
    for (name, wanted) in tx.bus().subscribers(&event.topic) {
        let is_wanted = match wanted {
            Some(count) => tx.number(count, &[]).await? > 0,
            None => true,
        };
        if is_wanted {
            subscribers.push(name);
        }
    }
    if subscribers.is_empty() && tx.bus().serves_alone() {
        return Ok(());
    }
    let row = params![
        &*event.id,
        event.topic.as_ref(),
        &*event.subject,
        &*event.body,
        event.at,
        &*event.origin,
        event.request.as_ref().map(RequestId::as_str)
    ];
    let seq: i64 = tx.first(INSERT, row, |row| row.get(0)).await?.unwrap_or_default();
    for subscriber in subscribers {
        tx.execute(OWE, params![subscriber, seq]).await?;
    }
    Ok(())
}

fn event_of_row(row: &Row<'_>) -> Result<(i64, Recorded)> {
    let event = Recorded {
        id: row.text(1)?.into(),
        topic: row.get::<String>(2)?.into(),
        subject: row.text(3)?.into(),
        body: row.text(4)?.into(),
        at: row.get(5)?,
        origin: row.text(6)?.into(),
        request: row.get::<Option<String>>(7)?.and_then(|id| RequestId::from_client(&id)),
    };
    Ok((row.get(0)?, event))
}

pub(super) async fn newest(conn: &mut Conn<'_>) -> Result<i64> {
    conn.number(NEWEST, &[]).await
}

pub(super) async fn tail(conn: &mut Conn<'_>, after: i64, node: &str) -> Result<Vec<(i64, Recorded)>> {
    conn.all(TAIL, params![after, node], event_of_row).await
}

pub(super) async fn owed(conn: &mut Conn<'_>, subscriber: &str) -> Result<Vec<(i64, Recorded)>> {
    conn.all(OWED, params![subscriber], event_of_row).await
}

pub(super) async fn owed_count(conn: &mut Conn<'_>) -> Result<i64> {
    conn.number(OWED_COUNT, &[]).await
}

/// What durable work still waits for.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Backlog {
    /// Deliveries that are owed.
    pub owed: u64,
    /// When the oldest event among them happened.
    pub oldest: Option<Timestamp>,
    /// Deliveries that were given up after many failures.
    pub dead: u64,
}

/// Counts what the outbox owes.
pub async fn read_backlog(db: &Db) -> Result<Backlog> {
    let read = async |conn: &mut Conn<'_>| {
        let owed = |row: &Row<'_>| Ok((row.get::<i64>(0)?, row.get::<i64>(1)?));
        let (owed, oldest) = conn.first(BACKLOG, &[], owed).await?.unwrap_or_default();
        let dead = conn.number(DEAD_COUNT, &[]).await?;
        let count = |number: i64| u64::try_from(number).unwrap_or_default();
        Ok(Backlog {
            owed: count(owed),
            oldest: (owed > 0).then_some(Timestamp(oldest)),
            dead: count(dead),
        })
    };
    db.read(read).await
}

/// Takes or renews the right to serve a subscriber; `false` if another process has it.
pub(super) async fn lease(tx: &mut Tx<'_>, subscriber: &str, until: Timestamp) -> Result<bool> {
    let (node, now) = (tx.bus().node().clone(), tx.now());
    Ok(tx.execute(LEASE, params![subscriber, &*node, until, now]).await? == 1)
}

pub(super) async fn delivered(tx: &mut Tx<'_>, subscriber: &str, seqs: &[i64]) -> Result<()> {
    for seq in seqs {
        tx.execute(DELIVERED, params![subscriber, *seq]).await?;
    }
    Ok(())
}

/// Counts a failed delivery; answers whether it was the last attempt.
pub(super) async fn failed(tx: &mut Tx<'_>, subscriber: &str, seq: i64, most: i64, error: &str) -> Result<bool> {
    tx.execute(FAILED, params![error, subscriber, seq]).await?;
    Ok(tx.execute(BURY, params![subscriber, seq, most]).await? == 1)
}

/// Removes what is old and owed to nobody, a bounded number at a time.
pub(super) async fn forget(tx: &mut Tx<'_>, before: Timestamp) -> Result<u64> {
    tx.execute(FORGET, params![before]).await
}

/// What is owed to a subscriber.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Queue {
    pub subscriber: String,
    /// Deliveries that are owed.
    pub owed: i64,
    /// Deliveries that were given up.
    pub dead: i64,
    /// When the oldest event happened that is owed.
    pub oldest: Option<Timestamp>,
}

/// What is owed to whom. Who is owed nothing is left out.
pub async fn read_queues(db: &Db) -> Result<Vec<Queue>> {
    let read = |row: &Row<'_>| {
        Ok(Queue {
            subscriber: row.get(0)?,
            owed: row.get(1)?,
            dead: row.get(2)?,
            oldest: row.get(3)?,
        })
    };
    db.read(async move |conn: &mut Conn<'_>| conn.all(QUEUES, &[], read).await)
        .await
}

/// An event that a subscriber could not take, after its last attempt.
#[derive(Debug, Clone)]
pub struct DeadLetter {
    pub subscriber: String,
    /// Its number in the outbox.
    pub seq: i64,
    pub topic: String,
    pub subject: String,
    /// The event as JSON.
    pub body: String,
    /// When it happened.
    pub at: Timestamp,
    pub attempts: i64,
    /// Why the last attempt failed.
    pub error: Option<String>,
    /// The request that it follows from, if one did.
    pub request: Option<String>,
}

/// A page of what was given up, newest first.
pub async fn list_dead(db: &Db, pages: Pages) -> Result<(Vec<DeadLetter>, Paging)> {
    let read = |row: &Row<'_>| {
        Ok(DeadLetter {
            subscriber: row.get(0)?,
            seq: row.get(1)?,
            topic: row.get(2)?,
            subject: row.get(3)?,
            body: row.get(4)?,
            at: row.get(5)?,
            attempts: row.get(6)?,
            error: row.get(7)?,
            request: row.get(8)?,
        })
    };
    let work = async move |conn: &mut Conn<'_>| {
        let rows = conn.all(DEAD, params![pages.limit(), pages.offset()], read).await?;
        Ok((rows, conn.number(DEAD_COUNT, &[]).await?))
    };
    let (rows, total) = db.read::<_, Error, _>(work).await?;
    Ok((rows, pages.of(total)))
}

/// Owes a delivery again that was given up, with all its attempts; `false` if it is none.
pub async fn revive(tx: &mut Tx<'_>, subscriber: &str, seq: i64) -> Result<bool> {
    Ok(tx.execute(REVIVE, params![subscriber, seq]).await? == 1)
}
