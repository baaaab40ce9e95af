//! Many locations out of one file, all or nothing.

use accounts::{AccountId, Actor};
use platform::{Conn, Error, Timestamp, Tx, id::uuid_v7};

use super::location::store_change;
use crate::{
    Classifieds,
    events::LocationCreated,
    model::LocationId,
    rules::{
        import::{Findings, Format, ImportView, Making, Record, records},
        location_import::{ALSO, COLUMNS, Plan, Row, plan, rows},
    },
    store,
};

/// A file of locations whose records can be told apart.
pub(crate) struct LocationFile {
    records: Vec<Record>,
    findings: Findings,
}

impl LocationFile {
    /// Reads a file; refused if it is no file of records at all.
    pub(crate) fn read(format: Format, bytes: &[u8]) -> Result<Self, Error> {
        let mut findings = Findings::default();
        let records = records(format, bytes, &COLUMNS, &ALSO, &mut findings)?;
        Ok(Self { records, findings })
    }
}

impl Classifieds {
    /// Stores a file, or only says what that would do.
    pub(crate) async fn import_locations(
        &self,
        actor: &Actor,
        file: LocationFile,
        dry_run: bool,
    ) -> Result<ImportView, Error> {
        let LocationFile { records, mut findings } = file;
        let (count, rows) = (records.len(), rows(&records, &mut findings));
        let mut view = ImportView::of(count, dry_run);
        if !findings.is_empty() {
            return view.with(findings);
        }
        let owner = actor.id.clone();
        let (db, now) = (&self.0.db, actor.ctx.now());
        let planned = if dry_run {
            db.read(async move |conn: &mut Conn<'_>| planned(conn, rows, owner, now).await)
                .await?
        } else {
            db.write(async move |tx: &mut Tx<'_>| {
                let planned = planned(tx, rows, owner, now).await?;
                if let Ok(plan) = &planned {
                    carry_out(tx, plan).await?;
                }
                Ok::<_, Error>(planned)
            })
            .await?
        };
        match planned {
            Err(findings) => view.with(findings),
            Ok(plan) => {
                view.count(plan.steps.iter().map(|(before, _)| before.is_none()), plan.unchanged);
                Ok(view)
            }
        }
    }
}

/// What the rows mean for what is stored now.
async fn planned(
    conn: &mut Conn<'_>,
    rows: Vec<Row>,
    owner: AccountId,
    now: Timestamp,
) -> Result<Result<Plan, Findings>, Error> {
    let stored = store::location::all(conn).await?;
    let new_id = || LocationId::from(uuid_v7(now));
    Ok(plan(stored, rows, &mut Making { owner, now, new_id }))
}

/// Stores a plan. A known location keeps its key, so no two are in each other's way.
async fn carry_out(tx: &mut Tx<'_>, plan: &Plan) -> Result<(), Error> {
    for (before, after) in plan.steps.iter().cloned() {
        if let Some(before) = before {
            store_change(tx, before, after).await?;
        } else {
            store::location::insert(tx, &after).await?;
            tx.emit(&LocationCreated(after)).await?;
        }
    }
    Ok(())
}
