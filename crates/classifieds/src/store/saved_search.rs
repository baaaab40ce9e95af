//! Rows of `saved_search`, of what was found for them, and of listings that they have not been held against yet.
//!
//! What it costs: a listing is noted when everybody sees it for the first time (one row, in the transaction in which that
//! happens), and held against saved searches once, together with those that came about the same time ([`ARRIVED`]). Of the
//! searches only those can fit that look in the listings' categories or above them, or in none in particular
//! (`saved_search_lead`); each of these is one statement ([`FITTING`]) that looks up the new listings alone, by their numbers, by the
//! list's own condition. So it is work for each search and each batch of new listings, and never for each listing that there is: with
//! 100,000 listings and 10,000 saved searches, a batch is at most 10,000 statements of some rows each, and one of nothing new is one
//! read of an empty table. What a person sees of it is at most [`MOST_NEW`] rows for each search, by its key.

use std::collections::HashSet;

use accounts::AccountId;
use platform::{
    Conn, Error, Result, Timestamp, Tx,
    db::{self, Engine, Family, Row},
    listed, params,
};

use super::{
    listing_list::{FilterLists, Lead, parameters, query},
    listing_sql::among,
};
use crate::model::{
    listing::{ListingId, Price},
    listing_list::{Audience, ListingFilter},
    saved_search::{
        DigestListing, DigestOfSearch, FoundFor, LookedFor, NewSavedSearch, SavedSearch, SavedSearchId, SearchDigest,
        StoredSearch,
    },
};

/// What is new of a search, at most; what is newest stays.
pub(crate) const MOST_NEW: i64 = 100;

/// Listings that one letter counts, at most, and those of a search that it names.
const MOST_TOLD: i64 = 1000;
const NAMED: usize = 3;

/// The columns that [`search_of_row`] reads; `$1` is now.
macro_rules! columns {
    () => {
        "select s.seq, s.id, s.name, s.filters, s.mails, s.viewed_at, s.version, s.created_at, s.updated_at,
        (select count(*) from saved_search_match m join listing l on l.seq = m.listing_seq
            where m.search_seq = s.seq and m.viewed_at is null and l.shown = 1 and l.expires_at > $1)
        from saved_search s where "
    };
}

platform::statements! {
    LIST = concat!(columns!(), "s.account_id = $2 order by s.seq desc limit $3");
    OF_ACCOUNT = concat!(columns!(), "s.id = $2 and s.account_id = $3");
    SAME = concat!(columns!(), "s.account_id = $2 and s.filters = $3 order by s.seq limit 1");
    COUNT = "select count(*) from saved_search where account_id = $1";
    COUNT_NEW = "select count(*) from saved_search s join saved_search_match m on m.search_seq = s.seq
        join listing l on l.seq = m.listing_seq
        where s.account_id = $1 and m.viewed_at is null and l.shown = 1 and l.expires_at > $2";
    INSERT = "insert into saved_search (id, account_id, name, filters, lead, mails, viewed_at, version, created_at, updated_at)
        values ($1, $2, $3, $4, $5, $6, $7, 1, $8, $9)";
    UPDATE = "update saved_search set name = $1, mails = $2, version = version + 1, updated_at = $3 where seq = $4";
    DELETE = "delete from saved_search where seq = $1";
    FORGET = "delete from saved_search where account_id = $1";
    FORGET_NOTICES = "delete from saved_search_notice where account_id = $1";
    /// What of it is new, or was when it was last looked at.
    MARKED = "select l.id from saved_search_match m join listing l on l.seq = m.listing_seq
        where m.search_seq = $1 and (m.viewed_at is null or m.viewed_at >= $2) and l.shown = 1 and l.expires_at > $3
        order by m.listing_seq desc limit 200";
    NEW = "select l.id from saved_search_match m join listing l on l.seq = m.listing_seq
        where m.search_seq = $1 and m.viewed_at is null and l.shown = 1 and l.expires_at > $2
        order by m.listing_seq desc limit $3";
    UNSEEN = "select count(*) from saved_search_match where search_seq = $1 and viewed_at is null";
    DROP_SEEN = "delete from saved_search_match where search_seq = $1 and viewed_at is not null";
    SEE = "update saved_search_match set viewed_at = $1, waits = 0 where search_seq = $2 and viewed_at is null";
    SEEN = "update saved_search set viewed_at = $1 where seq = $2";
    SILENCE = "update saved_search_match set waits = 0 where search_seq = $1 and waits = 1";

    /// Everybody sees a listing: noted once.
    LISTED = "update listing set listed_at = $1 where seq = $2 and listed_at is null";
    ARRIVE = "insert into listing_arrival (listing_seq) values ($1) on conflict (listing_seq) do nothing";
    ARRIVED = "select listing_seq from listing_arrival order by listing_seq limit $1";
    DEPART = concat!("delete from listing_arrival where listing_seq in (select cast(value as bigint) from ", listed!("$1"), ")");
    /// Those that nobody sees any more, before anybody was told: they may come again.
    NOT_YET = concat!("update listing set listed_at = null where seq in (select cast(value as bigint) from ", listed!("$1"),
        ") and shown = 0");
    /// The categories in which listings lie, and all above them.
    ABOVE = concat!("with recursive up (id) as (
            select leaf_id from listing where seq in (select cast(value as bigint) from ", listed!("$1"), ")
            union select c.parent_id from category c join up u on c.id = u.id where c.parent_id is not null
        ) select id from up order by id limit 1000");
    LOOKING = "select seq, filters from saved_search where lead = $1 and seq > $2 order by seq limit $3";
    FIND = concat!("insert into saved_search_match (search_seq, listing_seq, waits)
        select s.seq, l.seq, s.mails from saved_search s join listing l on l.owner_id <> s.account_id
        where s.seq = $1 and l.seq in (select cast(value as bigint) from ", listed!("$2"), ")
        and exists (select 1 from listing_arrival a where a.listing_seq = l.seq)
        on conflict (search_seq, listing_seq) do nothing");
    TRIM = "delete from saved_search_match where search_seq = $1 and viewed_at is null and listing_seq < coalesce((
        select listing_seq from saved_search_match where search_seq = $1 and viewed_at is null
        order by listing_seq desc limit 1 offset $2), 0)";

    /// People of whose searches a letter is to tell, and who had none since a moment.
    WAITING = "select distinct s.account_id from saved_search_match m join saved_search s on s.seq = m.search_seq
        where m.waits = 1 and not exists (select 1 from saved_search_notice n where n.account_id = s.account_id and n.at > $1)
        order by s.account_id limit $2";
    /// What a letter is to tell somebody of.
    TO_TELL = "select s.seq, s.id, s.name, l.id, l.title, l.price, l.currency from saved_search_match m
        join saved_search s on s.seq = m.search_seq join listing l on l.seq = m.listing_seq
        where s.account_id = $1 and m.waits = 1 and l.shown = 1 and l.expires_at > $2
        order by s.seq desc, m.listing_seq desc limit $3";
    TOLD = "update saved_search_match set waits = 0 where waits = 1
        and search_seq in (select seq from saved_search where account_id = $1)";
    NOTE = "insert into saved_search_notice (account_id, at) values ($1, $2)
        on conflict (account_id) do update set at = excluded.at";
}

/// Which of some listings fit, by what words are looked for in.
pub(crate) static FITTING: Family<Option<Engine>> = Family::new(
    concat!(module_path!(), "::FITTING"),
    || vec![None, Some(Engine::Sqlite), Some(Engine::Postgres)],
    |words| among(*words),
)
.only(|words| *words);

fn search_of_row(row: &Row<'_>) -> Result<StoredSearch> {
    let filters: String = row.get(3)?;
    let new: i64 = row.get(9)?;
    Ok(StoredSearch {
        seq: row.get(0)?,
        search: SavedSearch {
            id: row.text(1)?.into(),
            name: row.get(2)?,
            filters: serde_json::from_str(&filters).map_err(Error::internal)?,
            notify_by_email: row.get(4)?,
            new_count: new.min(MOST_NEW),
            new_listing_ids: None,
            viewed_at: row.get(5)?,
            record_version: row.get(6)?,
            created_at: row.get(7)?,
            updated_at: row.get(8)?,
        },
    })
}

fn numbers(numbers: &[i64]) -> String {
    db::list(numbers.iter().map(i64::to_string))
}

/// All that somebody saved, the last first.
pub(crate) async fn list(
    conn: &mut Conn<'_>,
    account: &AccountId,
    now: Timestamp,
    most: i64,
) -> Result<Vec<StoredSearch>> {
    conn.all(LIST, params![now, account, most], search_of_row).await
}

/// One that somebody saved.
pub(crate) async fn of_account(
    conn: &mut Conn<'_>,
    account: &AccountId,
    id: &SavedSearchId,
    now: Timestamp,
) -> Result<Option<StoredSearch>> {
    conn.first(OF_ACCOUNT, params![now, id, account], search_of_row).await
}

/// One that looks for the same.
pub(crate) async fn same(
    conn: &mut Conn<'_>,
    account: &AccountId,
    filters: &str,
    now: Timestamp,
) -> Result<Option<StoredSearch>> {
    conn.first(SAME, params![now, account, filters], search_of_row).await
}

/// How many somebody saved.
pub(crate) async fn count(conn: &mut Conn<'_>, account: &AccountId) -> Result<i64> {
    conn.number(COUNT, params![account]).await
}

/// How much is new in all of somebody's.
pub(crate) async fn count_new(conn: &mut Conn<'_>, account: &AccountId, now: Timestamp) -> Result<i64> {
    conn.number(COUNT_NEW, params![account, now]).await
}

/// Saves a search, with its filters as text.
pub(crate) async fn insert(
    tx: &mut Tx<'_>,
    (id, account): (&SavedSearchId, &AccountId),
    new: &NewSavedSearch,
    (filters, lead): (&str, &str),
) -> Result<()> {
    let now = tx.now();
    let values = params![
        id,
        account,
        &new.name,
        filters,
        lead,
        new.notify_by_email,
        now,
        now,
        now
    ];
    tx.execute(INSERT, values).await.map(drop)
}

/// Stores its name and whether letters tell of it, in a new version.
pub(crate) async fn update(tx: &mut Tx<'_>, seq: i64, name: &str, mails: bool) -> Result<()> {
    let now = tx.now();
    tx.execute(UPDATE, params![name, mails, now, seq]).await?;
    if !mails {
        tx.execute(SILENCE, params![seq]).await?;
    }
    Ok(())
}

/// Deletes it, with what was found for it.
pub(crate) async fn delete(tx: &mut Tx<'_>, seq: i64) -> Result<()> {
    tx.execute(DELETE, params![seq]).await.map(drop)
}

/// Deletes all that an account saved.
pub(crate) async fn forget(tx: &mut Tx<'_>, account: &AccountId) -> Result<()> {
    tx.execute(FORGET, params![account]).await?;
    tx.execute(FORGET_NOTICES, params![account]).await.map(drop)
}

fn id_of_row(row: &Row<'_>) -> Result<ListingId> {
    Ok(row.text(0)?.into())
}

/// What is new of it, the newest first.
pub(crate) async fn new_of(conn: &mut Conn<'_>, seq: i64, now: Timestamp) -> Result<Vec<ListingId>> {
    conn.all(NEW, params![seq, now, MOST_NEW], id_of_row).await
}

/// What of it is new, or was when it was looked at since a moment.
pub(crate) async fn marked(conn: &mut Conn<'_>, seq: i64, since: Timestamp, now: Timestamp) -> Result<Vec<ListingId>> {
    conn.all(MARKED, params![seq, since, now], id_of_row).await
}

/// Whether anything was found that was not looked at, seen by everybody or not.
pub(crate) async fn has_unseen(conn: &mut Conn<'_>, seq: i64) -> Result<bool> {
    Ok(conn.number(UNSEEN, params![seq]).await? > 0)
}

/// What is new counts as looked at; what was before is forgotten.
pub(crate) async fn see(tx: &mut Tx<'_>, seq: i64) -> Result<()> {
    let now = tx.now();
    tx.execute(DROP_SEEN, params![seq]).await?;
    tx.execute(SEE, params![now, seq]).await?;
    tx.execute(SEEN, params![now, seq]).await.map(drop)
}

/// Notes that everybody sees a listing, if that was never so.
pub(super) async fn arrive(tx: &mut Tx<'_>, listing: i64) -> Result<()> {
    let now = tx.now();
    if tx.execute(LISTED, params![now, listing]).await? > 0 {
        tx.execute(ARRIVE, params![listing]).await?;
    }
    Ok(())
}

/// Some listings that no search was held against yet.
pub(crate) async fn arrived(conn: &mut Conn<'_>, most: i64) -> Result<Vec<i64>> {
    conn.all(ARRIVED, params![most], |row| row.get(0)).await
}

/// All searches were held against listings.
pub(crate) async fn settle(tx: &mut Tx<'_>, listings: &[i64]) -> Result<()> {
    let list = numbers(listings);
    tx.execute(NOT_YET, params![&list]).await?;
    tx.execute(DEPART, params![&list]).await.map(drop)
}

/// The categories in which searches may look that find some listings; the first is none in particular.
pub(crate) async fn leads(conn: &mut Conn<'_>, listings: &[i64]) -> Result<Vec<String>> {
    let list = numbers(listings);
    let mut leads = vec![String::new()];
    leads.extend(conn.all(ABOVE, params![&list], |row| row.get(0)).await?);
    Ok(leads)
}

/// Some searches that look in a category, after one.
pub(crate) async fn looking(conn: &mut Conn<'_>, lead: &str, after: i64, most: i64) -> Result<Vec<LookedFor>> {
    let read = |row: &Row<'_>| {
        Ok(LookedFor {
            seq: row.get(0)?,
            filters: row.get(1)?,
        })
    };
    conn.all(LOOKING, params![lead, after, most], read).await
}

/// Which of some listings fit a filter, as far as everybody sees them.
pub(crate) async fn fitting(
    conn: &mut Conn<'_>,
    listings: &[i64],
    filter: &ListingFilter,
    words: &[String],
    now: Timestamp,
) -> Result<Vec<i64>> {
    let (lists, those) = (FilterLists::of(filter), numbers(listings));
    let mut values = parameters(filter, &lists, Audience::Everybody, now, &Lead::Nothing);
    values.push(db::Value::Text(&those));
    let query = query(conn.engine(), words);
    if let Some(query) = &query {
        values.push(db::Value::Text(query));
    }
    let statement = FITTING.of(&query.as_ref().map(|_| conn.engine()))?;
    conn.all(statement, &values, |row| row.get(0)).await
}

/// Stores what was found for a search, unless it is its owner's own; what is newest stays.
pub(crate) async fn find(tx: &mut Tx<'_>, found: &FoundFor) -> Result<()> {
    let list = numbers(&found.listings);
    if tx.execute(FIND, params![found.search, &list]).await? > 0 {
        tx.execute(TRIM, params![found.search, MOST_NEW - 1]).await?;
    }
    Ok(())
}

/// Some people who are to be told of something new, and were told nothing since a moment.
pub(crate) async fn waiting(conn: &mut Conn<'_>, since: Timestamp, most: i64) -> Result<Vec<AccountId>> {
    conn.all(WAITING, params![since, most], |row| Ok(row.text(0)?.into()))
        .await
}

/// What somebody is to be told, search by search.
pub(crate) async fn to_tell(conn: &mut Conn<'_>, account: AccountId, now: Timestamp) -> Result<SearchDigest> {
    let read = |row: &Row<'_>| {
        let search = DigestOfSearch {
            id: row.text(1)?.into(),
            name: row.get(2)?,
            count: 1,
            newest: Vec::new(),
        };
        let listing = DigestListing {
            id: row.text(3)?.into(),
            title: row.get(4)?,
            price: Price(row.get(5)?),
            currency: row.get(6)?,
        };
        Ok((search, listing))
    };
    let rows = conn.all(TO_TELL, params![&account, now, MOST_TOLD], read).await?;
    let mut searches: Vec<DigestOfSearch> = Vec::new();
    let listings: HashSet<_> = rows.iter().map(|(_, listing)| listing.id.clone()).collect();
    for (search, listing) in rows {
        match searches.last_mut().filter(|last| last.id == search.id) {
            Some(last) => last.count += 1,
            None => searches.push(search),
        }
        if let Some(last) = searches.last_mut().filter(|last| last.newest.len() < NAMED) {
            last.newest.push(listing);
        }
    }
    Ok(SearchDigest {
        account,
        count: listings.len(),
        searches,
    })
}

/// Somebody was told of everything.
pub(crate) async fn told(tx: &mut Tx<'_>, account: &AccountId) -> Result<()> {
    let now = tx.now();
    tx.execute(TOLD, params![account]).await?;
    tx.execute(NOTE, params![account, now]).await.map(drop)
}
