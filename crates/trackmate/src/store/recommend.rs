//! Rows that recommendations are made from: words of products, their neighbours, and what may be shown.

use std::collections::HashMap;

use accounts::AccountId;
use platform::{
    Conn, Error, Result, Tx,
    db::{Row, list},
    listed as listed_rows, params,
};

use super::{maybe_read_json, read_json};
use crate::{
    model::{Place, UmkmId},
    rules::recommend::{
        likeness::{Neighbour, Postings, Together},
        rank::Candidate,
        taste::Signal,
        terms::{Term, Traits},
    },
};

platform::statements! {
    /// Words first, so that neighbours are looked for among all.
    UNLIKENED = "select seq, likened from product where likened < 2 order by likened, seq limit 10";
    TRAITS = "select p.name, p.description, p.category, p.price, p.contribution, u.location
        from product p join umkm u on u.id = p.umkm_id where p.seq = $1";
    INGREDIENTS = "select r.name from product_resource p join resource r on r.id = p.resource_id
        where p.product_seq = $1 order by r.id limit 20";
    LAST = "select coalesce(max(seq), 0) from product";
    TERMS = "select term from product_term where product_seq = $1 order by term";
    FORGET_TERMS = "delete from product_term where product_seq = $1";
    ADD_TERMS = concat!("insert into product_term (product_seq, term, weight)
        select $1, cast(value as bigint), 0 from ", listed_rows!("$2"));
    WEIGH_TERM = "update product_term set weight = $1 where product_seq = $2 and term = $3";
    COUNT_UP = concat!("insert into product_term_count (term, count) select cast(value as bigint), 1 from ",
        listed_rows!("$1"), " where true on conflict (term) do update set count = product_term_count.count + 1");
    COUNT_DOWN = concat!("update product_term_count set count = count - 1
        where term in (select cast(value as bigint) from ", listed_rows!("$1"), ")");
    COUNTS = concat!("select term, count from product_term_count
        where term in (select cast(value as bigint) from ", listed_rows!("$1"), ") order by term");
    POSTINGS = "select product_seq, weight from product_term where term = $1 and weight > 0
        order by weight desc, product_seq desc limit 200";
    PEOPLE = "select count(*) from (select account_id from product_seen where product_seq = $1
        union select account_id from rating where product_seq = $1 and stars >= 4) people";
    TOGETHER = "with people as (select account_id from
            (select account_id, viewed_at as moment from product_seen where product_seq = $1
            union all select account_id, updated_at from rating where product_seq = $1 and stars >= 4) signals
            group by account_id order by max(moment) desc, account_id limit 100),
        liked as (select v.product_seq, v.account_id from people p join product_seen v on v.account_id = p.account_id
            union select r.product_seq, r.account_id from people p join rating r on r.account_id = p.account_id
            where r.stars >= 4)
        select l.product_seq, count(*), (select count(*) from product_seen v where v.product_seq = l.product_seq)
            + (select count(*) from rating r where r.product_seq = l.product_seq and r.stars >= 4)
        from liked l where l.product_seq <> $1 group by l.product_seq order by count(*) desc, l.product_seq limit 60";
    NEIGHBOURS = concat!("select product_seq, neighbours from product_neighbours
        where product_seq in (select cast(value as bigint) from ", listed_rows!("$1"), ") order by product_seq");
    SET_NEIGHBOURS = "insert into product_neighbours (product_seq, neighbours) values ($1, $2)
        on conflict (product_seq) do update set neighbours = excluded.neighbours";
    LIKENED = "update product set likened = $1 where seq = $2";
    RENEW = "update product set likened = 0 where seq = $1";
    RENEW_OF_UMKM = "update product set likened = 0 where umkm_id = $1";
    /// What was likened a while ago is likened again, now that somebody looked at it.
    SEEN = concat!("update product set likened = 1 where likened >= 2 and likened < $1
        and seq in (select cast(value as bigint) from ", listed_rows!("$2"), ")");
    BEST = "select seq from product where listed = 1 order by score desc, seq desc limit 20";
    NEWEST = "select seq from product where listed = 1 order by seq desc limit 20";
    BEST_OF_CATEGORY = "select seq from product where listed = 1 and category = $1
        order by score desc, seq desc limit 20";
    CANDIDATES = concat!("select seq, owner_id, name, score, created_at from product where listed = 1
        and seq in (select cast(value as bigint) from ", listed_rows!("$1"), ") order by seq");
    CATEGORIES = concat!("select category, count(*) from product where category is not null
        and seq in (select cast(value as bigint) from ", listed_rows!("$1"), ")
        group by category order by count(*) desc, category limit 2");
    VIEWED_BY = "select product_seq, viewed_at from product_seen where account_id = $1
        order by viewed_at desc, product_seq desc limit 50";
    RATED_BY = "select product_seq, stars, updated_at from rating where account_id = $1
        order by updated_at desc, product_seq desc limit 50";
    RATED_OF = concat!("select product_seq, stars, updated_at from rating where account_id = $1
        and product_seq in (select cast(value as bigint) from ", listed_rows!("$2"), ") order by product_seq");
    EVERY = "select seq, owner_id, name, created_at from product where listed = 1 order by seq desc limit 20000";
    EVERY_VIEW = "select account_id, product_seq, viewed_at from product_seen
        order by account_id, viewed_at desc, product_seq limit 200000";
    EVERY_RATING = "select account_id, product_seq, stars, updated_at from rating
        order by account_id, updated_at desc, product_seq limit 200000";
}

fn numbers(of: impl IntoIterator<Item = i64>) -> String {
    list(of.into_iter().map(|number| number.to_string()))
}

/// A few products of which words (`true`) or only neighbours have to be made anew.
pub(crate) async fn unlikened(conn: &mut Conn<'_>) -> Result<Vec<(i64, bool)>> {
    conn.all(UNLIKENED, &[], |row| Ok((row.get(0)?, row.get::<i64>(1)? == 0)))
        .await
}

/// What a product is like, if it is still there.
pub(crate) async fn traits(conn: &mut Conn<'_>, seq: i64) -> Result<Option<Traits>> {
    let read = |row: &Row<'_>| {
        let place: Option<Place> = maybe_read_json(row, 5)?;
        Ok(Traits {
            name: row.get(0)?,
            description: row.get::<Option<String>>(1)?.unwrap_or_default(),
            ingredients: Vec::new(),
            category: row.get(2)?,
            price: row.get(3)?,
            contribution: read_json(row, 4)?,
            place: place.unwrap_or_default().name,
        })
    };
    let Some(found) = conn.first(TRAITS, params![seq], read).await? else {
        return Ok(None);
    };
    let ingredients = conn.all(INGREDIENTS, params![seq], |row| row.get(0)).await?;
    Ok(Some(Traits { ingredients, ..found }))
}

/// About how many products there are: the number of the last one.
pub(crate) async fn last(conn: &mut Conn<'_>) -> Result<i64> {
    conn.number(LAST, &[]).await
}

/// Stores which words a product has; what they weigh comes later.
pub(crate) async fn store_terms(tx: &mut Tx<'_>, seq: i64, terms: &[Term]) -> Result<()> {
    forget_terms(tx, seq).await?;
    let terms = numbers(terms.iter().map(|term| term.id));
    tx.execute(ADD_TERMS, params![seq, &terms]).await?;
    tx.execute(COUNT_UP, params![&terms]).await.map(drop)
}

/// Takes a product's words away, from what is counted as well.
pub(crate) async fn forget_terms(tx: &mut Tx<'_>, seq: i64) -> Result<()> {
    let old: Vec<i64> = tx.all(TERMS, params![seq], |row| row.get(0)).await?;
    if old.is_empty() {
        return Ok(());
    }
    tx.execute(COUNT_DOWN, params![&numbers(old)]).await?;
    tx.execute(FORGET_TERMS, params![seq]).await.map(drop)
}

/// Stores what a product's words weigh.
pub(crate) async fn weigh_terms(tx: &mut Tx<'_>, seq: i64, weights: &[(i64, i64)]) -> Result<()> {
    for (term, weight) in weights {
        tx.execute(WEIGH_TERM, params![*weight, seq, *term]).await?;
    }
    Ok(())
}

/// How many products have each of some words.
pub(crate) async fn counts(conn: &mut Conn<'_>, terms: &[Term]) -> Result<HashMap<i64, i64>> {
    let terms = numbers(terms.iter().map(|term| term.id));
    let rows = conn
        .all(COUNTS, params![&terms], |row| Ok((row.get(0)?, row.get(1)?)))
        .await?;
    Ok(rows.into_iter().collect())
}

/// Who has a word, most of it first.
pub(crate) async fn postings(conn: &mut Conn<'_>, term: i64) -> Result<Postings> {
    conn.all(POSTINGS, params![term], |row| Ok((row.get(0)?, row.get(1)?)))
        .await
}

/// How many like a product, and what else those like who did so last.
pub(crate) async fn together(conn: &mut Conn<'_>, seq: i64) -> Result<(i64, Vec<Together>)> {
    let people = conn.number(PEOPLE, params![seq]).await?;
    if people == 0 {
        return Ok((0, Vec::new()));
    }
    let read = |row: &Row<'_>| {
        Ok(Together {
            seq: row.get(0)?,
            both: row.get(1)?,
            all: row.get(2)?,
        })
    };
    Ok((people, conn.all(TOGETHER, params![seq], read).await?))
}

/// The stored neighbours of products.
pub(crate) async fn neighbours(
    conn: &mut Conn<'_>,
    of: impl IntoIterator<Item = i64>,
) -> Result<HashMap<i64, Vec<Neighbour>>> {
    let read = |row: &Row<'_>| Ok((row.get(0)?, read_json(row, 1)?));
    let rows = conn.all(NEIGHBOURS, params![&numbers(of)], read).await?;
    Ok(rows.into_iter().collect())
}

pub(crate) async fn store_neighbours(tx: &mut Tx<'_>, seq: i64, neighbours: &[Neighbour]) -> Result<()> {
    let text = serde_json::to_string(neighbours).map_err(Error::internal)?;
    tx.execute(SET_NEIGHBOURS, params![seq, &text]).await.map(drop)
}

/// Notes that a product's words are stored and its neighbours not yet.
pub(crate) async fn set_worded(tx: &mut Tx<'_>, seq: i64) -> Result<()> {
    tx.execute(LIKENED, params![1_i64, seq]).await.map(drop)
}

/// Notes that both are stored, now.
pub(crate) async fn set_likened(tx: &mut Tx<'_>, seq: i64) -> Result<()> {
    let now = tx.now().0.max(2);
    tx.execute(LIKENED, params![now, seq]).await.map(drop)
}

/// A product is to be likened anew.
pub(crate) async fn renew(tx: &mut Tx<'_>, seq: i64) -> Result<()> {
    tx.execute(RENEW, params![seq]).await.map(drop)
}

/// Every product of a UMKM is.
pub(crate) async fn renew_of_umkm(tx: &mut Tx<'_>, umkm: &UmkmId) -> Result<()> {
    tx.execute(RENEW_OF_UMKM, params![umkm]).await.map(drop)
}

/// Products that somebody looked at are likened anew, if that was done last before `before`.
pub(crate) async fn renew_seen(tx: &mut Tx<'_>, seqs: Vec<i64>, before: i64) -> Result<()> {
    tx.execute(SEEN, params![before, &numbers(seqs)]).await.map(drop)
}

/// The best rated and the newest, which may be shown to anybody.
pub(crate) async fn of_all(conn: &mut Conn<'_>) -> Result<Vec<i64>> {
    let mut found: Vec<i64> = conn.all(BEST, &[], |row| row.get(0)).await?;
    found.extend(conn.all(NEWEST, &[], |row| row.get::<i64>(0)).await?);
    Ok(found)
}

/// The best of the two categories that most of some products are of.
pub(crate) async fn of_their_categories(conn: &mut Conn<'_>, seqs: &[i64]) -> Result<Vec<i64>> {
    let of = numbers(seqs.iter().copied());
    let mut found = Vec::new();
    let categories: Vec<i64> = conn.all(CATEGORIES, params![&of], |row| row.get(0)).await?;
    for category in categories {
        found.extend(
            conn.all(BEST_OF_CATEGORY, params![category], |row| row.get::<i64>(0))
                .await?,
        );
    }
    Ok(found)
}

/// Those of some products that are listed.
pub(crate) async fn candidates(conn: &mut Conn<'_>, seqs: &[i64]) -> Result<Vec<Candidate>> {
    let read = |row: &Row<'_>| {
        Ok(Candidate {
            seq: row.get(0)?,
            owner: row.get(1)?,
            name: platform::text::fold(row.text(2)?),
            score: row.get(3)?,
            created_at: row.get(4)?,
        })
    };
    conn.all(CANDIDATES, params![&numbers(seqs.iter().copied())], read)
        .await
}

fn rating_of_row(row: &Row<'_>) -> Result<Signal> {
    Ok(Signal {
        seq: row.get(0)?,
        stars: Some(row.get(1)?),
        at: row.get(2)?,
    })
}

/// What an account looked at, newest first.
pub(crate) async fn views_of(conn: &mut Conn<'_>, account: &AccountId) -> Result<Vec<Signal>> {
    let read = |row: &Row<'_>| {
        Ok(Signal {
            seq: row.get(0)?,
            stars: None,
            at: row.get(1)?,
        })
    };
    conn.all(VIEWED_BY, params![account], read).await
}

/// What an account did last with products.
pub(crate) async fn signals_of(conn: &mut Conn<'_>, account: &AccountId) -> Result<Vec<Signal>> {
    let mut found = views_of(conn, account).await?;
    found.extend(conn.all(RATED_BY, params![account], rating_of_row).await?);
    Ok(found)
}

/// How an account rated some products, however long ago.
pub(crate) async fn ratings_of(conn: &mut Conn<'_>, account: &AccountId, seqs: &[i64]) -> Result<Vec<Signal>> {
    let of = numbers(seqs.iter().copied());
    conn.all(RATED_OF, params![account, &of], rating_of_row).await
}

/// The newest products with whose they are, their names and ages, for judging.
pub(crate) async fn every_product(conn: &mut Conn<'_>) -> Result<Vec<Candidate>> {
    let read = |row: &Row<'_>| {
        Ok(Candidate {
            seq: row.get(0)?,
            owner: row.get(1)?,
            name: row.get(2)?,
            score: 0,
            created_at: row.get(3)?,
        })
    };
    conn.all(EVERY, &[], read).await
}

/// What all accounts did, for judging.
pub(crate) async fn every_signal(conn: &mut Conn<'_>) -> Result<Vec<(String, Signal)>> {
    let view = |row: &Row<'_>| {
        let (seq, at) = (row.get(1)?, row.get(2)?);
        Ok((row.get(0)?, Signal { seq, stars: None, at }))
    };
    let rating = |row: &Row<'_>| {
        let (seq, stars, at) = (row.get(1)?, Some(row.get(2)?), row.get(3)?);
        Ok((row.get(0)?, Signal { seq, stars, at }))
    };
    let mut found = conn.all(EVERY_VIEW, &[], view).await?;
    found.extend(conn.all(EVERY_RATING, &[], rating).await?);
    Ok(found)
}
