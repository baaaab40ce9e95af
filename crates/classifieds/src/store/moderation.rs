//! Rows of `listing_decision`, `listing_hold`, `listing_claim` and `moderation_rules`.

use accounts::AccountId;
use platform::{Conn, Error, Result, Timestamp, Tx, db::Row, params};

use crate::model::{
    listing::{Choice, Status},
    moderation::{Held, HoldingRules, ListingDecision, ModerationFigures, Reason, SenderHistory, StoredRules},
};

/// The columns that [`decision_of_row`] reads.
macro_rules! columns {
    () => {
        "select d.id, l.id, d.moderator_id, d.before_status, d.after_status, d.reason, d.note, d.private_note, d.at, d.undone_at,
        d.listing_seq from listing_decision d join listing l on l.seq = d.listing_seq where "
    };
}

platform::statements! {
    /// What waits, or was reported, and no other moderator looks at: most reported first, then what waits longest.
    QUEUE = "select l.id from listing l
        left join (select r.listing_seq as seq, count(*) as n, min(r.created_at) as first from listing_report r
            where r.status = 0 and r.listing_seq is not null group by r.listing_seq) q on q.seq = l.seq
        left join listing_claim c on c.listing_seq = l.seq and c.until > $1 and c.moderator_id <> $2
        where l.active = 1 and c.listing_seq is null and l.seq in (select seq from listing where active = 1 and status = 0
            union select listing_seq from listing_report where status = 0 and listing_seq is not null)
        order by coalesce(q.n, 0) desc, coalesce(q.first, l.updated_at), l.seq limit $3 offset $4";
    QUEUED = "select count(*) from listing l
        left join listing_claim c on c.listing_seq = l.seq and c.until > $1 and c.moderator_id <> $2
        where l.active = 1 and c.listing_seq is null and l.seq in (select seq from listing where active = 1 and status = 0
            union select listing_seq from listing_report where status = 0 and listing_seq is not null)";
    WAITING = "select count(*) from listing where active = 1 and status = 0";
    CLAIM = "insert into listing_claim (listing_seq, moderator_id, until) values ($1, $2, $3)
        on conflict (listing_seq) do update set moderator_id = excluded.moderator_id, until = excluded.until
        where listing_claim.until <= $4 or listing_claim.moderator_id = excluded.moderator_id";
    UNCLAIM = "delete from listing_claim where listing_seq = $1";
    UNCLAIM_ALL = "delete from listing_claim where moderator_id = $1";
    CLAIMED = "select moderator_id from listing_claim where listing_seq = $1 and until > $2";
    HOLD = "insert into listing_hold (listing_seq, found) values ($1, $2)
        on conflict (listing_seq) do update set found = excluded.found";
    UNHOLD = "delete from listing_hold where listing_seq = $1";
    HELD = "select found from listing_hold where listing_seq = $1";
    INSERT = "insert into listing_decision (id, listing_seq, moderator_id, before_status, after_status, reason, note, private_note, at,
        listing_version, held) values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)";
    LAST = "select id, listing_version, held from listing_decision where listing_seq = $1 and undone_at is null
        order by seq desc limit 1";
    UNDO = "update listing_decision set undone_at = $1 where id = $2 and undone_at is null";
    BY_ID = concat!(columns!(), "d.id = $1");
    OF_LISTING = concat!(columns!(), "d.listing_seq = $1 order by d.seq desc limit 50");
    LATEST = concat!(columns!(), "true order by d.seq desc limit $1 offset $2");
    DECISIONS = "select count(*) from listing_decision";
    APPROVED = "select count(*) from listing_decision where at > $1 and undone_at is null and after_status = 1";
    REJECTED = "select count(*) from listing_decision where at > $1 and undone_at is null and after_status = 2";
    UNDONE = "select count(*) from listing_decision where at > $1 and undone_at is not null";
    LISTED_SINCE = "select count(*) from listing where owner_id = $1 and created_at > $2";
    OWN = "select count(*) from listing where owner_id = $1 and active = 1";
    OWN_REJECTED = "select count(*) from listing where owner_id = $1 and active = 1 and status = 2";
    RULES = "select rules, version from moderation_rules order by version desc limit 1";
    SET_RULES = "insert into moderation_rules (version, rules, author_id, created_at) values ($1, $2, $3, $4)";
}

fn status(index: i64) -> Result<Status> {
    Status::at(index).ok_or_else(|| Error::internal(format!("a decision names the unknown status {index}")))
}

/// A decision, and the number of its listing.
fn decision_of_row(row: &Row<'_>) -> Result<(ListingDecision, i64)> {
    let reason: Option<String> = row.get(5)?;
    let decision = ListingDecision {
        id: row.get(0)?,
        listing_id: row.text(1)?.into(),
        moderator_id: Some(row.text(2)?.into()),
        from_status: status(row.get(3)?)?,
        to_status: status(row.get(4)?)?,
        reason: reason.and_then(|name| Reason::by_name(&name)),
        note: row.get(6)?,
        private_note: row.get(7)?,
        decided_at: row.get(8)?,
        undone_at: row.get(9)?,
    };
    Ok((decision, row.get(10)?))
}

/// Ids of what waits for a moderator, and how much that is.
pub(crate) async fn queue(
    conn: &mut Conn<'_>,
    moderator: &AccountId,
    now: Timestamp,
    (limit, offset): (i64, i64),
) -> Result<(Vec<String>, i64)> {
    let total = conn.number(QUEUED, params![now, moderator]).await?;
    let values = params![now, moderator, limit, offset];
    Ok((conn.all(QUEUE, values, |row| row.get(0)).await?, total))
}

/// Lets a moderator look at a listing until a moment, unless another one does; says whether it is theirs.
pub(crate) async fn claim(tx: &mut Tx<'_>, listing: i64, moderator: &AccountId, until: Timestamp) -> Result<bool> {
    let now = tx.now();
    Ok(tx.execute(CLAIM, params![listing, moderator, until, now]).await? > 0)
}

/// Nobody looks at a listing any more.
pub(crate) async fn unclaim(tx: &mut Tx<'_>, listing: i64) -> Result<()> {
    tx.execute(UNCLAIM, params![listing]).await?;
    Ok(())
}

/// A moderator looks at nothing any more.
pub(crate) async fn unclaim_all(tx: &mut Tx<'_>, moderator: &AccountId) -> Result<()> {
    tx.execute(UNCLAIM_ALL, params![moderator]).await?;
    Ok(())
}

/// Which moderator looks at a listing.
pub(crate) async fn claimed_by(conn: &mut Conn<'_>, listing: i64, now: Timestamp) -> Result<Option<AccountId>> {
    let read = |row: &Row<'_>| Ok(row.text(0)?.into());
    conn.first(CLAIMED, params![listing, now], read).await
}

/// Notes why a listing waits; nothing is nothing.
pub(crate) async fn hold(tx: &mut Tx<'_>, listing: i64, held: &[Held]) -> Result<()> {
    if held.is_empty() {
        tx.execute(UNHOLD, params![listing]).await?;
    } else {
        let found = serde_json::to_string(held).map_err(Error::internal)?;
        tx.execute(HOLD, params![listing, &found]).await?;
    }
    Ok(())
}

/// Why a listing waits.
pub(crate) async fn held(conn: &mut Conn<'_>, listing: i64) -> Result<Vec<Held>> {
    let found: Option<String> = conn.first(HELD, params![listing], |row| row.get(0)).await?;
    found.map_or(Ok(Vec::new()), |found| {
        serde_json::from_str(&found).map_err(Error::internal)
    })
}

/// Which decision about a listing is the last that counts, the version that the listing had then, and why it had waited.
pub(crate) async fn last(conn: &mut Conn<'_>, listing: i64) -> Result<Option<(String, i64, Vec<Held>)>> {
    let read = |row: &Row<'_>| {
        let held: String = row.get(2)?;
        Ok((
            row.get(0)?,
            row.get(1)?,
            serde_json::from_str(&held).map_err(Error::internal)?,
        ))
    };
    conn.first(LAST, params![listing], read).await
}

/// Stores a decision about a listing, which has a version now and had waited for some reasons.
pub(crate) async fn insert(
    tx: &mut Tx<'_>,
    listing: i64,
    decision: &ListingDecision,
    (version, held): (i64, &[Held]),
) -> Result<()> {
    let held = serde_json::to_string(held).map_err(Error::internal)?;
    let values = params![
        &decision.id,
        listing,
        decision.moderator_id.as_ref(),
        decision.from_status.index(),
        decision.to_status.index(),
        decision.reason.map(Reason::name),
        decision.note.as_deref(),
        decision.private_note.as_deref(),
        decision.decided_at,
        version,
        &held
    ];
    tx.execute(INSERT, values).await?;
    Ok(())
}

/// Notes that a decision was taken back; says whether it was not yet.
pub(crate) async fn undo(tx: &mut Tx<'_>, id: &str) -> Result<bool> {
    let now = tx.now();
    Ok(tx.execute(UNDO, params![now, id]).await? > 0)
}

/// A decision, and the number of its listing.
pub(crate) async fn by_id(conn: &mut Conn<'_>, id: &str) -> Result<Option<(ListingDecision, i64)>> {
    conn.first(BY_ID, params![id], decision_of_row).await
}

/// Decisions about a listing, the last one first, at most 50.
pub(crate) async fn of_listing(conn: &mut Conn<'_>, listing: i64) -> Result<Vec<ListingDecision>> {
    let found = conn.all(OF_LISTING, params![listing], decision_of_row).await?;
    Ok(found.into_iter().map(|(decision, _)| decision).collect())
}

/// Decisions about all listings, the last one first, and how many.
pub(crate) async fn latest(conn: &mut Conn<'_>, (limit, offset): (i64, i64)) -> Result<(Vec<ListingDecision>, i64)> {
    let total = conn.number(DECISIONS, params![]).await?;
    let found = conn.all(LATEST, params![limit, offset], decision_of_row).await?;
    Ok((found.into_iter().map(|(decision, _)| decision).collect(), total))
}

/// How much waits, and what was decided since a moment.
pub(crate) async fn figures(conn: &mut Conn<'_>, since: Timestamp) -> Result<ModerationFigures> {
    let (reported, people) = super::report::count_open(conn).await?;
    Ok(ModerationFigures {
        waiting: conn.number(WAITING, params![]).await?,
        reported,
        people,
        approved: conn.number(APPROVED, params![since]).await?,
        rejected: conn.number(REJECTED, params![since]).await?,
        undone: conn.number(UNDONE, params![since]).await?,
    })
}

/// How many listings somebody made since a moment.
pub(crate) async fn listed_since(conn: &mut Conn<'_>, owner: &AccountId, since: Timestamp) -> Result<i64> {
    conn.number(LISTED_SINCE, params![owner, since]).await
}

/// What is known of whoever offers something; since when they are here is for others to say.
pub(crate) async fn history(conn: &mut Conn<'_>, owner: &AccountId) -> Result<SenderHistory> {
    Ok(SenderHistory {
        since: None,
        listings: conn.number(OWN, params![owner]).await?,
        rejected: conn.number(OWN_REJECTED, params![owner]).await?,
        upheld: super::report::count_upheld(conn, owner).await?,
    })
}

/// The rules that hold.
pub(crate) async fn rules(conn: &mut Conn<'_>) -> Result<StoredRules> {
    let read = |row: &Row<'_>| Ok((row.get::<String>(0)?, row.get(1)?));
    let Some((rules, record_version)) = conn.first(RULES, params![], read).await? else {
        return Ok(StoredRules::default());
    };
    Ok(StoredRules {
        rules: serde_json::from_str(&rules).map_err(Error::internal)?,
        record_version,
    })
}

/// Sets rules as a version.
pub(crate) async fn set_rules(tx: &mut Tx<'_>, version: i64, rules: &HoldingRules, author: &AccountId) -> Result<()> {
    let now = tx.now();
    let rules = serde_json::to_string(rules).map_err(Error::internal)?;
    tx.execute(SET_RULES, params![version, &rules, author, now]).await?;
    Ok(())
}
