//! Rows of `message_report`.

use accounts::AccountId;
use platform::{Conn, Result, Tx, db::Row, params};

use super::{
    message::{self, message_of_columns},
    message_columns,
    thread::thread_of_columns,
    thread_columns,
};
use crate::model::report::{Report, ReportStatus};

platform::statements! {
    INSERT = "insert into message_report (id, message_seq, reporter_id, reason, created_at, updated_at)
        values ($1, $2, $3, $4, $5, $5)";
    OF_REPORTER = concat!("select r.id, r.reporter_id, r.reason, r.status, r.note, r.closed_by, r.closed_at, r.record_version,
        r.created_at, r.updated_at, ", message_columns!(), ", ", thread_columns!(), " from message_report r
        join message m on m.seq = r.message_seq join thread t on t.seq = m.thread_seq
        where r.message_seq = $1 and r.reporter_id = $2");
    BY_ID = concat!("select r.id, r.reporter_id, r.reason, r.status, r.note, r.closed_by, r.closed_at, r.record_version,
        r.created_at, r.updated_at, ", message_columns!(), ", ", thread_columns!(), " from message_report r
        join message m on m.seq = r.message_seq join thread t on t.seq = m.thread_seq where r.id = $1");
    LIST = concat!("select r.id, r.reporter_id, r.reason, r.status, r.note, r.closed_by, r.closed_at, r.record_version,
        r.created_at, r.updated_at, ", message_columns!(), ", ", thread_columns!(), " from message_report r
        join message m on m.seq = r.message_seq join thread t on t.seq = m.thread_seq
        where r.status = $1 order by r.seq limit $2 offset $3");
    COUNT = "select count(*) from message_report where status = $1";
    ABOUT_THREAD = "select 1 from message_report r join message m on m.seq = r.message_seq where m.thread_seq = $1 limit 1";
    OPEN_OF_MESSAGE = "select count(*) from message_report where message_seq = $1 and status = 0";
    CLOSE = "update message_report set status = $1, note = $2, closed_by = $3, closed_at = $4, record_version = $5,
        updated_at = $4 where id = $6";
}

fn report_of_row(row: &Row<'_>) -> Result<Report> {
    const MESSAGE: usize = 10;
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
        message: message_of_columns(row, MESSAGE)?,
        thread: thread_of_columns(row, MESSAGE + message::WIDTH)?,
    })
}

pub(crate) async fn insert(tx: &mut Tx<'_>, id: &str, message: i64, reporter: &AccountId, reason: &str) -> Result<()> {
    let now = tx.now();
    tx.execute(INSERT, params![id, message, reporter, reason, now])
        .await
        .map(drop)
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
