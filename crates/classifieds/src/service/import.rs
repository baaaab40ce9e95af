//! Many objects out of one file, all or nothing.

use accounts::Actor;
use platform::{Conn, Error, Tx};

use super::object::Object;
use crate::{
    Classifieds,
    rules::import::{Findings, Format, ImportView, records},
};

/// A file of objects whose records can be told apart.
pub(crate) struct File<T: Object> {
    /// How many records it has, good or not.
    records: usize,
    rows: Vec<T::Row>,
    findings: Findings,
}

impl<T: Object> File<T> {
    /// Reads a file; refused if it is no file of records at all.
    pub(crate) fn read(format: Format, bytes: &[u8]) -> Result<Self, Error> {
        let mut findings = Findings::default();
        let records = records(format, bytes, T::COLUMNS, T::ALSO, &mut findings)?;
        Ok(Self {
            records: records.len(),
            rows: T::rows(&records, &mut findings),
            findings,
        })
    }
}

impl Classifieds {
    /// Stores a file, or only says what that would do.
    pub(crate) async fn import<T: Object>(
        &self,
        actor: &Actor,
        file: File<T>,
        dry_run: bool,
    ) -> Result<ImportView, Error> {
        let view = ImportView::of(file.records, dry_run);
        if !file.findings.is_empty() {
            return view.with(file.findings);
        }
        let (rows, owner) = (file.rows, actor.id.clone());
        let (db, now) = (&self.0.db, actor.ctx.now());
        let planned = if dry_run {
            let plan = async move |conn: &mut Conn<'_>| T::plan(conn, rows, owner, now).await;
            db.read(plan).await?.map(|plan| view.clone().counting(&plan))
        } else {
            let view = view.clone();
            db.write(async move |tx: &mut Tx<'_>| {
                let plan = match T::plan(tx, rows, owner, now).await? {
                    Ok(plan) => plan,
                    Err(findings) => return Ok(Err(findings)),
                };
                let view = view.counting(&plan);
                T::carry_out(tx, plan).await?;
                Ok::<_, Error>(Ok(view))
            })
            .await?
        };
        planned.or_else(|findings| view.with(findings))
    }
}
