//! Rows of `message_report`.

use accounts::AccountId;
use platform::{Conn, Result, Tx, db::Row, params};

use super::{
    message::{self, message_of_columns},
    message_columns,
    thread::{self, thread_of_columns},
    thread_columns,
};
use crate::model::{
    message::{DeletedOnes, Message, MessageRange},
    report::{CaseOrder, NewReport, Report, ReportCategory, ReportStatus, SenderRecord},
    thread::Thread,
};

platform::statements! {
    INSERT = "insert into message_report (id, message_seq, thread_seq, reported_id, reporter_id, reason, category, created_at,
        updated_at) values ($1, $2, $3, $4, $5, $6, $7, $8, $8)";
    OF_REPORTER = concat!("select r.id, r.reporter_id, r.reason, r.status, r.note, r.closed_by, r.closed_at, r.record_version,
        r.created_at, r.updated_at, r.category, ", message_columns!(), ", ", thread_columns!(), " from message_report r
        join message m on m.seq = r.message_seq join thread t on t.seq = m.thread_seq
        where r.message_seq = $1 and r.reporter_id = $2");
    BY_ID = concat!("select r.id, r.reporter_id, r.reason, r.status, r.note, r.closed_by, r.closed_at, r.record_version,
        r.created_at, r.updated_at, r.category, ", message_columns!(), ", ", thread_columns!(), " from message_report r
        join message m on m.seq = r.message_seq join thread t on t.seq = m.thread_seq where r.id = $1");
    LIST = concat!("select r.id, r.reporter_id, r.reason, r.status, r.note, r.closed_by, r.closed_at, r.record_version,
        r.created_at, r.updated_at, r.category, ", message_columns!(), ", ", thread_columns!(), " from message_report r
        join message m on m.seq = r.message_seq join thread t on t.seq = m.thread_seq
        where r.status = $1 order by r.seq limit $2 offset $3");
    COUNT = "select count(*) from message_report where status = $1";
    ABOUT_THREAD = "select 1 from message_report where thread_seq = $1 limit 1";
    /// The open ones, each with how many are open about the same sender.
    OLDEST_CASES = concat!("select r.id, r.reporter_id, r.reason, r.status, r.note, r.closed_by, r.closed_at, r.record_version,
        r.created_at, r.updated_at, r.category, ", message_columns!(), ", ", thread_columns!(), ",
        (select count(*) from message_report o where o.reported_id = r.reported_id and o.status = 0)
        from (select seq from message_report where status = 0 order by seq limit $1 offset $2) p
        join message_report r on r.seq = p.seq join message m on m.seq = r.message_seq join thread t on t.seq = m.thread_seq
        order by r.seq");
    MOST_REPORTED_CASES = concat!("select r.id, r.reporter_id, r.reason, r.status, r.note, r.closed_by, r.closed_at,
        r.record_version, r.created_at, r.updated_at, r.category, ", message_columns!(), ", ", thread_columns!(), ", p.open
        from (select o.seq, c.open from message_report o join (select reported_id, count(*) as open from message_report
                where status = 0 group by reported_id) c on c.reported_id = o.reported_id
            where o.status = 0 order by c.open desc, o.seq limit $1 offset $2) p
        join message_report r on r.seq = p.seq join message m on m.seq = r.message_seq join thread t on t.seq = m.thread_seq
        order by p.open desc, r.seq");
    RECORD = "select (select count(*) from thread where sender_id = $1),
        (select count(*) from message_report where reported_id = $1 and status = 0),
        (select count(*) from message_report where reported_id = $1 and status = 1),
        (select count(*) from message_report where reported_id = $1 and status = 2),
        (select count(*) from block where blocked_id = $1)";
    OPEN_OF_MESSAGE = "select count(*) from message_report where message_seq = $1 and status = 0";
    CLOSE = "update message_report set status = $1, note = $2, closed_by = $3, closed_at = $4, record_version = $5,
        updated_at = $4 where id = $6";
}

fn report_of_row(row: &Row<'_>) -> Result<Report> {
    const MESSAGE: usize = 11;
    let status: i64 = row.get(3)?;
    Ok(Report {
        id: row.get(0)?,
        reporter: row.text(1)?.into(),
        reason: row.get(2)?,
        status: ReportStatus::ALL
            .into_iter()
            .find(|known| known.index() == status)
            .unwrap_or(ReportStatus::Open),
        note: row.get(4)?,
        closed_by: row.maybe_text(5)?.map(AccountId::from),
        closed_at: row.get(6)?,
        record_version: row.get(7)?,
        created_at: row.get(8)?,
        updated_at: row.get(9)?,
        category: ReportCategory::of_number(row.get(10)?),
        message: message_of_columns(row, MESSAGE)?,
        thread: thread_of_columns(row, MESSAGE + message::WIDTH)?,
    })
}

pub(crate) async fn insert(
    tx: &mut Tx<'_>,
    id: &str,
    (message, thread): (&Message, &Thread),
    reporter: &AccountId,
    new: &NewReport,
) -> Result<()> {
    let now = tx.now();
    let values = params![
        id,
        message.seq,
        thread.seq,
        &message.sender,
        reporter,
        &new.reason,
        new.category.map(ReportCategory::number),
        now
    ];
    tx.execute(INSERT, values).await.map(drop)
}

/// Open reports in an order, each with how many are open about the same sender, and how many there are.
pub(crate) async fn cases(
    conn: &mut Conn<'_>,
    order: CaseOrder,
    limit: i64,
    offset: i64,
) -> Result<(Vec<(Report, i64)>, i64)> {
    const OPEN: usize = 11 + message::WIDTH + thread::WIDTH;
    let sql = match order {
        CaseOrder::Oldest => OLDEST_CASES,
        CaseOrder::MostReported => MOST_REPORTED_CASES,
    };
    let read = |row: &Row<'_>| Ok((report_of_row(row)?, row.get(OPEN)?));
    let rows = conn.all(sql, params![limit, offset], read).await?;
    Ok((rows, count_open(conn).await?))
}

/// A reported message among up to `context` before it and as many behind it, deleted ones included.
pub(crate) async fn around(conn: &mut Conn<'_>, report: &Report, context: i64) -> Result<Vec<Message>> {
    let number = report.message.number;
    let all = MessageRange {
        thread: report.thread.seq,
        above: 0,
        below: number,
        deleted: DeletedOnes::All,
    };
    let mut found = message::newest(conn, all, context).await?;
    let behind = MessageRange {
        above: number - 1,
        below: i64::MAX,
        ..all
    };
    found.extend(message::oldest(conn, behind, context + 1).await?);
    Ok(found)
}

/// What is known here of somebody who was reported.
pub(crate) async fn record_of(conn: &mut Conn<'_>, account: &AccountId) -> Result<SenderRecord> {
    let read = |row: &Row<'_>| {
        Ok(SenderRecord {
            since: None,
            threads: row.get(0)?,
            open: row.get(1)?,
            upheld: row.get(2)?,
            dismissed: row.get(3)?,
            blocked_by: row.get(4)?,
        })
    };
    Ok(conn.first(RECORD, params![account], read).await?.unwrap_or_default())
}

/// What somebody has reported about a message.
pub(crate) async fn of_reporter(conn: &mut Conn<'_>, message: i64, reporter: &AccountId) -> Result<Option<Report>> {
    conn.first(OF_REPORTER, params![message, reporter], report_of_row).await
}

pub(crate) async fn by_id(conn: &mut Conn<'_>, id: &str) -> Result<Option<Report>> {
    conn.first(BY_ID, params![id], report_of_row).await
}

/// Reports that stand somewhere, oldest first, and how many do.
pub(crate) async fn list(
    conn: &mut Conn<'_>,
    status: ReportStatus,
    limit: i64,
    offset: i64,
) -> Result<(Vec<Report>, i64)> {
    let rows = conn
        .all(LIST, params![status.index(), limit, offset], report_of_row)
        .await?;
    Ok((rows, conn.number(COUNT, params![status.index()]).await?))
}

/// Whether anything of a thread was ever reported.
pub(crate) async fn is_about(conn: &mut Conn<'_>, thread: i64) -> Result<bool> {
    let found = conn.first(ABOUT_THREAD, params![thread], |_| Ok(())).await?;
    Ok(found.is_some())
}

/// Whether a message was reported and nobody has decided yet.
pub(crate) async fn is_open(conn: &mut Conn<'_>, message: i64) -> Result<bool> {
    Ok(conn.number(OPEN_OF_MESSAGE, params![message]).await? > 0)
}

/// How many reports nobody has looked at.
pub(crate) async fn count_open(conn: &mut Conn<'_>) -> Result<i64> {
    conn.number(COUNT, params![ReportStatus::Open.index()]).await
}

/// Stores that a report was closed (or opened again).
pub(crate) async fn close(tx: &mut Tx<'_>, report: &Report) -> Result<()> {
    let values = params![
        report.status.index(),
        report.note.as_deref(),
        report.closed_by.as_ref(),
        report.updated_at,
        report.record_version,
        &report.id
    ];
    tx.execute(CLOSE, values).await.map(drop)
}
