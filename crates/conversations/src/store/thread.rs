//! Rows of `thread`.

use accounts::AccountId;
use platform::{Conn, Error, Result, Tx, db::Row, params};

use super::thread_columns;
use crate::{
    model::{
        ThreadId,
        thread::{Kept, Thread, ThreadPosition, WritableThread},
    },
    rules::{pair, whole_millis},
};

/// Number of columns of a [`Thread`].
pub(super) const WIDTH: usize = 21;

platform::statements! {
    INSERT = "insert into thread (id, listing_id, sender_id, receiver_id, user_low, user_high, last_message_at, last_sent_at,
        created_at, updated_at) values ($1, $2, $3, $4, $5, $6, $7, $7, $8, $8) returning seq";
    BY_ID = concat!("select ", thread_columns!(), " from thread t where t.id = $1");
    /// A thread, and what keeps somebody from writing in it: whether the other one blocks them, whether the other one is gone.
    TO_WRITE = concat!("select ", thread_columns!(), ",
        (select count(*) from block b where b.blocked_id = $1
            and b.blocker_id = case when t.sender_id = $1 then t.receiver_id else t.sender_id end),
        (select count(*) from departed_account d
            where d.account_id = case when t.sender_id = $1 then t.receiver_id else t.sender_id end)
        from thread t where t.id = $2");
    OF_PAIR = concat!("select ", thread_columns!(), " from thread t where t.listing_id = $1 and t.user_low = $2
        and t.user_high = $3");
    SENT = "update thread set message_count = $1, last_message_at = $2, last_sent_at = $2, last_message = $3,
        sender_unread = $4, receiver_unread = $5, record_version = $6, updated_at = $7, sender_archived = $8,
        receiver_archived = $9 where seq = $10";
    KEPT = "update thread set sender_archived = $1, sender_muted = $2, receiver_archived = $3, receiver_muted = $4
        where seq = $5";
    READ = "update thread set sender_unread = $1, receiver_unread = $2, sender_read_number = $3,
        receiver_read_number = $4 where seq = $5";
    DELETED = "update thread set deleted_count = $1, last_message = $2, last_message_at = $3, sender_unread = $4,
        receiver_unread = $5, record_version = $6, updated_at = $7 where seq = $8";
    /// Two reads of an index each that ends where the page ends, then the page's rows.
    INBOX = concat!("select ", thread_columns!(), " from (select seq from (
            select * from (select seq, last_message_at from thread
                where sender_id = $1 and (sender_archived = $2 or $2 < 0)
                order by last_message_at desc, seq desc limit $3) s
            union all
            select * from (select seq, last_message_at from thread
                where receiver_id = $1 and (receiver_archived = $2 or $2 < 0)
                order by last_message_at desc, seq desc limit $3) r
        ) u order by last_message_at desc, seq desc limit $4 offset $5) p
        join thread t on t.seq = p.seq order by t.last_message_at desc, t.seq desc");
    INBOX_BEFORE = concat!("select ", thread_columns!(), " from (select seq from (
            select * from (select seq, last_message_at from thread
                where sender_id = $1 and (sender_archived = $2 or $2 < 0) and (last_message_at, seq) < ($3, $4)
                order by last_message_at desc, seq desc limit $5) s
            union all
            select * from (select seq, last_message_at from thread
                where receiver_id = $1 and (receiver_archived = $2 or $2 < 0) and (last_message_at, seq) < ($3, $4)
                order by last_message_at desc, seq desc limit $5) r
        ) u order by last_message_at desc, seq desc limit $5) p
        join thread t on t.seq = p.seq order by t.last_message_at desc, t.seq desc");
    INBOX_COUNT = "select (select count(*) from thread where sender_id = $1 and (sender_archived = $2 or $2 < 0))
        + (select count(*) from thread where receiver_id = $1 and (receiver_archived = $2 or $2 < 0))";
    OF_LISTING = concat!("select ", thread_columns!(), " from thread t where t.listing_id = $1
        and ($2 = '' or t.sender_id = $2 or t.receiver_id = $2) and (t.last_message_at, t.seq) < ($3, $4)
        order by t.last_message_at desc, t.seq desc limit $5 offset $6");
    OF_LISTING_COUNT = "select count(*) from thread where listing_id = $1
        and ($2 = '' or sender_id = $2 or receiver_id = $2)";
    ALL = concat!("select ", thread_columns!(), " from thread t where (t.last_message_at, t.seq) < ($1, $2)
        order by t.last_message_at desc, t.seq desc limit $3 offset $4");
    ALL_COUNT = "select count(*) from thread";
    UNREAD = "select
        cast((select coalesce(sum(sender_unread), 0) from thread where sender_id = $1 and sender_unread > 0)
        + (select coalesce(sum(receiver_unread), 0) from thread where receiver_id = $1 and receiver_unread > 0) as bigint),
        (select count(*) from thread where sender_id = $1 and sender_unread > 0)
        + (select count(*) from thread where receiver_id = $1 and receiver_unread > 0)";
    /// The same without what is muted or put away.
    WAITING = "select
        cast((select coalesce(sum(sender_unread), 0) from thread
            where sender_id = $1 and sender_unread > 0 and sender_muted = 0 and sender_archived = 0)
        + (select coalesce(sum(receiver_unread), 0) from thread
            where receiver_id = $1 and receiver_unread > 0 and receiver_muted = 0 and receiver_archived = 0) as bigint),
        (select count(*) from thread
            where sender_id = $1 and sender_unread > 0 and sender_muted = 0 and sender_archived = 0)
        + (select count(*) from thread
            where receiver_id = $1 and receiver_unread > 0 and receiver_muted = 0 and receiver_archived = 0)";
}

pub(super) fn thread_of_row(row: &Row<'_>) -> Result<Thread> {
    thread_of_columns(row, 0)
}

/// Reads a thread from the columns that begin at `first`.
pub(super) fn thread_of_columns(row: &Row<'_>, first: usize) -> Result<Thread> {
    Ok(Thread {
        seq: row.get(first)?,
        id: row.text(first + 1)?.into(),
        listing: row.get(first + 2)?,
        sender: row.text(first + 3)?.into(),
        receiver: row.text(first + 4)?.into(),
        last_message_at: row.get(first + 5)?,
        message_count: row.get(first + 6)?,
        deleted_count: row.get(first + 7)?,
        last_sent_at: row.get(first + 8)?,
        last_message: row.get(first + 9)?,
        sender_unread: row.get(first + 10)?,
        receiver_unread: row.get(first + 11)?,
        sender_read_number: row.get(first + 12)?,
        receiver_read_number: row.get(first + 13)?,
        record_version: row.get(first + 14)?,
        created_at: row.get(first + 15)?,
        updated_at: row.get(first + 16)?,
        sender_kept: kept_of_columns(row, first + 17)?,
        receiver_kept: kept_of_columns(row, first + 19)?,
    })
}

fn kept_of_columns(row: &Row<'_>, first: usize) -> Result<Kept> {
    let flag = |column| row.get(column).map(|flag: i64| flag != 0);
    Ok(Kept {
        archived: flag(first)?,
        muted: flag(first + 1)?,
    })
}

/// Begins a thread.
pub(crate) async fn insert(
    tx: &mut Tx<'_>,
    id: &ThreadId,
    listing: &str,
    sender: &AccountId,
    receiver: &AccountId,
) -> Result<Thread> {
    let now = tx.now();
    let (low, high) = pair(sender.as_str(), receiver.as_str());
    let at = whole_millis(now);
    let values = params![id, listing, sender, receiver, low, high, at, now];
    let seq = tx.first(INSERT, values, |row| row.get(0)).await?;
    Ok(Thread {
        seq: seq.ok_or_else(|| Error::internal("an inserted thread has no sequence number"))?,
        id: id.clone(),
        listing: listing.to_owned(),
        sender: sender.clone(),
        receiver: receiver.clone(),
        last_message_at: at,
        message_count: 0,
        deleted_count: 0,
        last_sent_at: at,
        last_message: None,
        sender_unread: 0,
        receiver_unread: 0,
        sender_read_number: 0,
        receiver_read_number: 0,
        record_version: 1,
        created_at: now,
        updated_at: now,
        sender_kept: Kept::default(),
        receiver_kept: Kept::default(),
    })
}

pub(crate) async fn by_id(conn: &mut Conn<'_>, id: &str) -> Result<Option<Thread>> {
    conn.first(BY_ID, params![id], thread_of_row).await
}

pub(crate) async fn to_write(conn: &mut Conn<'_>, id: &str, writer: &AccountId) -> Result<Option<WritableThread>> {
    let read = |row: &Row<'_>| {
        Ok(WritableThread {
            thread: thread_of_row(row)?,
            blocked: row.get(WIDTH)?,
            departed: row.get(WIDTH + 1)?,
        })
    };
    conn.first(TO_WRITE, params![writer, id], read).await
}

/// The thread of two people about a listing, whoever of them began it.
pub(crate) async fn of_pair(
    conn: &mut Conn<'_>,
    listing: &str,
    one: &AccountId,
    other: &AccountId,
) -> Result<Option<Thread>> {
    let (low, high) = pair(one.as_str(), other.as_str());
    conn.first(OF_PAIR, params![listing, low, high], thread_of_row).await
}

/// Stores what a new message changed.
pub(crate) async fn store_sent(tx: &mut Tx<'_>, thread: &Thread) -> Result<()> {
    let values = params![
        thread.message_count,
        thread.last_sent_at,
        thread.last_message.as_deref(),
        thread.sender_unread,
        thread.receiver_unread,
        thread.record_version,
        thread.updated_at,
        thread.sender_kept.archived,
        thread.receiver_kept.archived,
        thread.seq
    ];
    tx.execute(SENT, values).await.map(drop)
}

/// Stores what the two have put away and muted.
pub(crate) async fn store_kept(tx: &mut Tx<'_>, thread: &Thread) -> Result<()> {
    let (sender, receiver) = (thread.sender_kept, thread.receiver_kept);
    let values = params![
        sender.archived,
        sender.muted,
        receiver.archived,
        receiver.muted,
        thread.seq
    ];
    tx.execute(KEPT, values).await.map(drop)
}

/// Stores what reading changed.
pub(crate) async fn store_read(tx: &mut Tx<'_>, thread: &Thread) -> Result<()> {
    let values = params![
        thread.sender_unread,
        thread.receiver_unread,
        thread.sender_read_number,
        thread.receiver_read_number,
        thread.seq
    ];
    tx.execute(READ, values).await.map(drop)
}

/// Stores what deleting a message changed.
pub(crate) async fn store_deleted(tx: &mut Tx<'_>, thread: &Thread) -> Result<()> {
    let values = params![
        thread.deleted_count,
        thread.last_message.as_deref(),
        thread.last_message_at,
        thread.sender_unread,
        thread.receiver_unread,
        thread.record_version,
        thread.updated_at,
        thread.seq
    ];
    tx.execute(DELETED, values).await.map(drop)
}

/// Which of somebody's threads a list has.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Shelf {
    /// Those that they have not put away.
    Open,
    /// Those that they have.
    Archived,
    /// Both.
    Any,
}

impl Shelf {
    fn number(self) -> i64 {
        match self {
            Self::Open => 0,
            Self::Archived => 1,
            Self::Any => -1,
        }
    }
}

/// Whose threads a list has.
#[derive(Debug, Clone)]
pub(crate) enum Whose {
    /// Somebody's, of a shelf.
    Account(AccountId, Shelf),
    /// Those about a listing; of one account, or of all.
    Listing(String, Option<AccountId>),
    /// Everybody's.
    Everybody,
}

/// Up to `limit` threads behind a place, latest message first.
pub(crate) async fn before(
    conn: &mut Conn<'_>,
    whose: &Whose,
    place: ThreadPosition,
    limit: i64,
) -> Result<Vec<Thread>> {
    let (at, seq) = (place.at, place.seq);
    match whose {
        Whose::Account(account, shelf) => {
            let values = params![account, shelf.number(), at, seq, limit];
            conn.all(INBOX_BEFORE, values, thread_of_row).await
        }
        Whose::Listing(listing, account) => {
            let account = account.as_ref().map_or("", AccountId::as_str);
            conn.all(
                OF_LISTING,
                params![listing, account, at, seq, limit, 0_i64],
                thread_of_row,
            )
            .await
        }
        Whose::Everybody => conn.all(ALL, params![at, seq, limit, 0_i64], thread_of_row).await,
    }
}

/// How many threads there are.
pub(crate) async fn count(conn: &mut Conn<'_>, whose: &Whose) -> Result<i64> {
    match whose {
        Whose::Account(account, shelf) => conn.number(INBOX_COUNT, params![account, shelf.number()]).await,
        Whose::Listing(listing, account) => {
            let account = account.as_ref().map_or("", AccountId::as_str);
            conn.number(OF_LISTING_COUNT, params![listing, account]).await
        }
        Whose::Everybody => conn.number(ALL_COUNT, &[]).await,
    }
}

/// A page of threads, latest message first, and how many there are.
pub(crate) async fn page(conn: &mut Conn<'_>, whose: &Whose, limit: i64, offset: i64) -> Result<(Vec<Thread>, i64)> {
    let top = ThreadPosition::TOP;
    let rows = match whose {
        Whose::Account(account, shelf) => {
            let values = params![account, shelf.number(), limit.saturating_add(offset), limit, offset];
            conn.all(INBOX, values, thread_of_row).await?
        }
        Whose::Listing(listing, account) => {
            let account = account.as_ref().map_or("", AccountId::as_str);
            let values = params![listing, account, top.at, top.seq, limit, offset];
            conn.all(OF_LISTING, values, thread_of_row).await?
        }
        Whose::Everybody => {
            conn.all(ALL, params![top.at, top.seq, limit, offset], thread_of_row)
                .await?
        }
    };
    Ok((rows, count(conn, whose).await?))
}

/// How many messages somebody has not read, and in how many threads.
pub(crate) async fn count_unread(conn: &mut Conn<'_>, account: &AccountId) -> Result<(i64, i64)> {
    let found = conn
        .first(UNREAD, params![account], |row| Ok((row.get(0)?, row.get(1)?)))
        .await?;
    Ok(found.unwrap_or_default())
}

/// The same without what they have muted or put away.
pub(crate) async fn count_waiting(conn: &mut Conn<'_>, account: &AccountId) -> Result<(i64, i64)> {
    let found = conn
        .first(WAITING, params![account], |row| Ok((row.get(0)?, row.get(1)?)))
        .await?;
    Ok(found.unwrap_or_default())
}
