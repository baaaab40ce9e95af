//! Rows of `product_report`.

use platform::{Conn, Error, Result, Tx, db::Row, params};

use crate::model::{NewReport, Report, ReportId, ReportReason, Withheld};

platform::statements! {
    INSERT = "insert into product_report (id, product_seq, reason, said, created_at) values ($1, $2, $3, $4, $5)";
    SAME = "select id from product_report where product_seq = $1 and reason = $2 and said = $3 and handled_at is null
        limit 1";
    FIND = "select r.id, p.id, p.name, p.withheld, u.name, r.reason, r.said, r.created_at, r.handled_at
        from product_report r join product p on p.seq = r.product_seq join umkm u on u.id = p.umkm_id where r.id = $1";
    LIST_OPEN = "select r.id, p.id, p.name, p.withheld, u.name, r.reason, r.said, r.created_at, r.handled_at
        from product_report r join product p on p.seq = r.product_seq join umkm u on u.id = p.umkm_id
        where r.handled_at is null order by r.created_at, r.id limit $1 offset $2";
    COUNT_OPEN = "select count(*) from product_report where handled_at is null";
    LIST_HANDLED = "select r.id, p.id, p.name, p.withheld, u.name, r.reason, r.said, r.created_at, r.handled_at
        from product_report r join product p on p.seq = r.product_seq join umkm u on u.id = p.umkm_id
        where r.handled_at is not null order by r.handled_at desc, r.id desc limit $1 offset $2";
    COUNT_HANDLED = "select count(*) from product_report where handled_at is not null";
    HANDLE = "update product_report set handled_at = $1 where id = $2 and handled_at is null";
    HANDLE_ALL = "update product_report set handled_at = $1 where product_seq = $2 and handled_at is null";
}

/// Stores a report, unless the same was said of the product already and nobody has looked at it yet.
pub(crate) async fn insert(tx: &mut Tx<'_>, id: &ReportId, product: i64, new: &NewReport) -> Result<()> {
    let (now, reason) = (tx.now(), new.reason.name());
    let same = tx.first(SAME, params![product, reason, &new.said], |_| Ok(())).await?;
    if same.is_some() {
        return Ok(());
    }
    let values = params![id, product, reason, &new.said, now];
    tx.execute(INSERT, values).await.map(drop)
}

fn report_of_row(row: &Row<'_>) -> Result<Report> {
    let reason = ReportReason::of_name(row.text(5)?);
    Ok(Report {
        id: row.text(0)?.into(),
        product: row.text(1)?.into(),
        product_name: row.get(2)?,
        withheld: Withheld(row.get(3)?),
        maker_name: row.get(4)?,
        reason: reason.ok_or_else(|| Error::internal("a report has a reason that there is not"))?,
        said: row.get(6)?,
        created_at: row.get(7)?,
        handled_at: row.get(8)?,
    })
}

pub(crate) async fn find(conn: &mut Conn<'_>, id: &str) -> Result<Option<Report>> {
    conn.first(FIND, params![id], report_of_row).await
}

/// A page of those that nobody has looked at, oldest first, or of the others, the last one first; and how many there are.
pub(crate) async fn list(
    conn: &mut Conn<'_>,
    is_open: bool,
    (limit, offset): (i64, i64),
) -> Result<(Vec<Report>, i64)> {
    let (list, count) = if is_open {
        (LIST_OPEN, COUNT_OPEN)
    } else {
        (LIST_HANDLED, COUNT_HANDLED)
    };
    let rows = conn.all(list, params![limit, offset], report_of_row).await?;
    Ok((rows, conn.number(count, &[]).await?))
}

/// How many nobody has handled.
pub(crate) async fn count_open(conn: &mut Conn<'_>) -> Result<i64> {
    conn.number(COUNT_OPEN, &[]).await
}

/// Marks a report as handled; `false` if it was.
pub(crate) async fn handle(tx: &mut Tx<'_>, id: &ReportId) -> Result<bool> {
    let now = tx.now();
    Ok(tx.execute(HANDLE, params![now, id]).await? > 0)
}

/// Marks all reports about a product as handled.
pub(crate) async fn handle_all(tx: &mut Tx<'_>, product: i64) -> Result<()> {
    let now = tx.now();
    tx.execute(HANDLE_ALL, params![now, product]).await.map(drop)
}
