//! Rows of `exam_import_job`: files that were imported, with what was answered.

use platform::{Conn, Error, Result, Timestamp, Tx, db::Row, params};

platform::statements! {
    INSERT = "insert into exam_import_job (kind, sha256, filename, package_id, report, admin_id, created_at)
        values ($1, $2, $3, $4, $5, $6, $7) returning id";
    REPORT = "update exam_import_job set report = $1 where id = $2";
    BY_ID = "select id, kind, sha256, filename, package_id, report, admin_id, created_at from exam_import_job where id = $1";
    /// What was made of the file and deleted since does not count.
    FIRST_OF_FILE = "select id, package_id from exam_import_job
        where kind = $1 and sha256 = $2 and package_id is not null order by id limit 1";
}

/// A file that was imported.
#[derive(Debug, Clone)]
pub(crate) struct JobRow {
    pub(crate) id: i64,
    /// `package` or `roster`.
    pub(crate) kind: String,
    pub(crate) sha256: String,
    pub(crate) filename: String,
    pub(crate) package_id: Option<i64>,
    /// JSON of what was answered.
    pub(crate) report: String,
    pub(crate) admin_id: Option<i64>,
    pub(crate) created_at: Timestamp,
}

/// What is known of a file before it is stored.
#[derive(Debug, Clone)]
pub(crate) struct NewJob<'a> {
    pub(crate) kind: &'a str,
    pub(crate) sha256: &'a str,
    pub(crate) filename: &'a str,
    pub(crate) package_id: Option<i64>,
    pub(crate) admin_id: Option<i64>,
}

fn read_job(row: &Row<'_>) -> Result<JobRow> {
    Ok(JobRow {
        id: row.get(0)?,
        kind: row.get(1)?,
        sha256: row.get(2)?,
        filename: row.get(3)?,
        package_id: row.get(4)?,
        report: row.get(5)?,
        admin_id: row.get(6)?,
        created_at: row.get(7)?,
    })
}

/// Stores a job without a report, which names the job and so comes after it.
pub(crate) async fn insert(tx: &mut Tx<'_>, job: &NewJob<'_>) -> Result<i64> {
    let now = tx.now();
    let values = params![
        job.kind,
        job.sha256,
        job.filename,
        job.package_id,
        "{}",
        job.admin_id,
        now
    ];
    let id = tx.first(INSERT, values, |row| row.get(0)).await?;
    id.ok_or_else(|| Error::internal("a job was stored and is not there"))
}

/// Stores what was answered.
pub(crate) async fn report(tx: &mut Tx<'_>, id: i64, report: &str) -> Result<()> {
    tx.execute(REPORT, params![report, id]).await.map(drop)
}

pub(crate) async fn by_id(conn: &mut Conn<'_>, id: i64) -> Result<Option<JobRow>> {
    conn.first(BY_ID, params![id], read_job).await
}

/// The first job that imported just this file, and the package that it made, which is still there.
pub(crate) async fn first_of_file(conn: &mut Conn<'_>, kind: &str, sha256: &str) -> Result<Option<(i64, i64)>> {
    let read = |row: &Row<'_>| Ok((row.get(0)?, row.get(1)?));
    conn.first(FIRST_OF_FILE, params![kind, sha256], read).await
}
