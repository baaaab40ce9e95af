//! Rows of `listing_report`.

use accounts::AccountId;
use platform::{Conn, Error, Result, Timestamp, Tx, db::Row, params};

use crate::model::moderation::{ListingReport, ListingReportStatus, Reason, ReportSubject};

/// The columns that [`report_of_row`] reads.
macro_rules! columns {
    () => {
        "select r.id, l.id, r.person_id, r.reporter_id, r.reason, r.said, r.status, r.closed_by, r.closed_at, r.version, r.created_at,
        r.updated_at from listing_report r left join listing l on l.seq = r.listing_seq where "
    };
}

platform::statements! {
    BY_ID = concat!(columns!(), "r.id = $1");
    OF_REPORTER = concat!(columns!(), "r.reporter_id = $1 and coalesce(r.listing_seq, 0) = $2 and coalesce(r.person_id, '') = $3");
    LIST = concat!(columns!(), "r.status = $1 order by r.seq limit $2 offset $3");
    COUNT = "select count(*) from listing_report where status = $1";
    OPEN_OF_LISTING = concat!(columns!(), "r.listing_seq = $1 and r.status = 0 order by r.seq limit 50");
    OPEN_OF_PERSON = concat!(columns!(), "r.person_id = $1 and r.status = 0 order by r.seq limit 50");
    REPORTED = "select person_id from listing_report where status = 0 and person_id is not null
        group by person_id order by count(*) desc, min(created_at), person_id limit $1 offset $2";
    COUNT_REPORTED = "select count(distinct person_id) from listing_report where status = 0 and person_id is not null";
    COUNT_OF_LISTINGS = "select count(*) from listing_report where status = 0 and listing_seq is not null";
    INSERT = "insert into listing_report (id, listing_seq, person_id, reporter_id, reason, said, status, version, created_at,
        updated_at) values ($1, $2, $3, $4, $5, $6, 0, 1, $7, $8)";
    CLOSE = "update listing_report set status = $1, closed_by = $2, closed_at = $3, version = version + 1, updated_at = $4
        where id = $5";
    CLOSE_OF_LISTING = "update listing_report set status = $1, closed_by = $2, closed_at = $3, version = version + 1,
        updated_at = $4 where listing_seq = $5 and status = 0";
    CLOSE_OF_PERSON = "update listing_report set status = $1, closed_by = $2, closed_at = $3, version = version + 1,
        updated_at = $4 where person_id = $5 and status = 0";
    REOPEN_OF_LISTING = "update listing_report set status = 0, closed_by = null, closed_at = null, version = version + 1,
        updated_at = $1 where listing_seq = $2 and closed_at = $3";
    UPHELD = "select (select count(*) from listing_report where person_id = $1 and status = 1)
        + (select count(*) from listing l join listing_report r on r.listing_seq = l.seq and r.status = 1 where l.owner_id = $1)";
    FORGET = "delete from listing_report where reporter_id = $1 or person_id = $1";
}

fn report_of_row(row: &Row<'_>) -> Result<ListingReport> {
    let (reason, status): (String, i64) = (row.get(4)?, row.get(6)?);
    let status = usize::try_from(status)
        .ok()
        .and_then(|index| ListingReportStatus::ALL.get(index).copied());
    Ok(ListingReport {
        id: row.get(0)?,
        listing_id: row.maybe_text(1)?.map(Into::into),
        person_id: row.maybe_text(2)?.map(Into::into),
        reporter_id: row.text(3)?.into(),
        reason: Reason::by_name(&reason).unwrap_or(Reason::Other),
        text: row.get(5)?,
        status: status.ok_or_else(|| Error::internal("a report stands nowhere"))?,
        closed_by: row.maybe_text(7)?.map(Into::into),
        closed_at: row.get(8)?,
        record_version: row.get(9)?,
        created_at: row.get(10)?,
        updated_at: row.get(11)?,
    })
}

/// A report by its id.
pub(crate) async fn by_id(conn: &mut Conn<'_>, id: &str) -> Result<Option<ListingReport>> {
    conn.first(BY_ID, params![id], report_of_row).await
}

/// What somebody reported of something.
pub(crate) async fn of_reporter(
    conn: &mut Conn<'_>,
    reporter: &AccountId,
    subject: &ReportSubject,
) -> Result<Option<ListingReport>> {
    let (listing, person) = match subject {
        ReportSubject::Listing(seq) => (*seq, ""),
        ReportSubject::Person(id) => (0, id.as_str()),
    };
    conn.first(OF_REPORTER, params![reporter, listing, person], report_of_row)
        .await
}

/// Stores a new report.
pub(crate) async fn insert(
    tx: &mut Tx<'_>,
    (id, reporter): (&str, &AccountId),
    subject: &ReportSubject,
    reason: Reason,
    said: Option<&str>,
) -> Result<()> {
    let now = tx.now();
    let (listing, person) = match subject {
        ReportSubject::Listing(seq) => (Some(*seq), None),
        ReportSubject::Person(id) => (None, Some(id.as_str())),
    };
    let values = params![id, listing, person, reporter, reason.name(), said, now, now];
    tx.execute(INSERT, values).await?;
    Ok(())
}

/// Reports that stand somewhere, the oldest first, and how many.
pub(crate) async fn list(
    conn: &mut Conn<'_>,
    status: ListingReportStatus,
    (limit, offset): (i64, i64),
) -> Result<(Vec<ListingReport>, i64)> {
    let total = conn.number(COUNT, params![status.index()]).await?;
    let found = conn
        .all(LIST, params![status.index(), limit, offset], report_of_row)
        .await?;
    Ok((found, total))
}

/// Open reports of a listing, the oldest first, at most 50.
pub(crate) async fn open_of_listing(conn: &mut Conn<'_>, listing: i64) -> Result<Vec<ListingReport>> {
    conn.all(OPEN_OF_LISTING, params![listing], report_of_row).await
}

/// Open reports of a person, the oldest first, at most 50.
pub(crate) async fn open_of_person(conn: &mut Conn<'_>, person: &AccountId) -> Result<Vec<ListingReport>> {
    conn.all(OPEN_OF_PERSON, params![person], report_of_row).await
}

/// People with open reports, the most reported first, and how many there are.
pub(crate) async fn reported_people(conn: &mut Conn<'_>, (limit, offset): (i64, i64)) -> Result<(Vec<AccountId>, i64)> {
    let total = conn.number(COUNT_REPORTED, params![]).await?;
    let read = |row: &Row<'_>| Ok(row.text(0)?.into());
    Ok((conn.all(REPORTED, params![limit, offset], read).await?, total))
}

/// How many reports of listings, and people with reports, are open.
pub(crate) async fn count_open(conn: &mut Conn<'_>) -> Result<(i64, i64)> {
    let listings = conn.number(COUNT_OF_LISTINGS, params![]).await?;
    Ok((listings, conn.number(COUNT_REPORTED, params![]).await?))
}

/// Who closes reports, when, and where they stand then.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Closing<'a> {
    pub(crate) status: ListingReportStatus,
    pub(crate) by: &'a AccountId,
    pub(crate) at: Timestamp,
}

/// Closes a report, or opens it again.
pub(crate) async fn close(tx: &mut Tx<'_>, id: &str, closing: Closing<'_>) -> Result<()> {
    let is_open = closing.status == ListingReportStatus::Open;
    let (by, at) = if is_open {
        (None, None)
    } else {
        (Some(closing.by.as_str()), Some(closing.at))
    };
    tx.execute(CLOSE, params![closing.status.index(), by, at, closing.at, id])
        .await?;
    Ok(())
}

/// Closes the open reports of a listing.
pub(crate) async fn close_of_listing(tx: &mut Tx<'_>, listing: i64, closing: Closing<'_>) -> Result<()> {
    let values = params![closing.status.index(), closing.by, closing.at, closing.at, listing];
    tx.execute(CLOSE_OF_LISTING, values).await?;
    Ok(())
}

/// Closes the open reports of a person; answers how many.
pub(crate) async fn close_of_person(tx: &mut Tx<'_>, person: &AccountId, closing: Closing<'_>) -> Result<u64> {
    let values = params![closing.status.index(), closing.by, closing.at, closing.at, person];
    tx.execute(CLOSE_OF_PERSON, values).await
}

/// Opens again the reports of a listing that were closed at a moment.
pub(crate) async fn reopen_of_listing(tx: &mut Tx<'_>, listing: i64, closed_at: Timestamp) -> Result<()> {
    let now = tx.now();
    tx.execute(REOPEN_OF_LISTING, params![now, listing, closed_at]).await?;
    Ok(())
}

/// How many reports of a person or of their listings were upheld.
pub(crate) async fn count_upheld(conn: &mut Conn<'_>, person: &AccountId) -> Result<i64> {
    conn.number(UPHELD, params![person]).await
}

/// Forgets what somebody who is gone reported, and what was reported of them.
pub(crate) async fn forget(tx: &mut Tx<'_>, person: &AccountId) -> Result<()> {
    tx.execute(FORGET, params![person]).await?;
    Ok(())
}
