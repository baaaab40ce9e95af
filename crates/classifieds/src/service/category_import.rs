//! Many categories out of one file, all or nothing.

use accounts::{AccountId, Actor};
use platform::{Conn, Error, Timestamp, Tx, id::uuid_v7};

use super::category::{place, store_change};
use crate::{
    Classifieds,
    events::CategoryCreated,
    model::CategoryId,
    rules::{
        category_import::{ALSO, COLUMNS, Plan, Row, plan, rows},
        import::{Findings, Format, ImportView, Making, Record, records, refused},
    },
    store,
};

/// A file of categories whose records can be told apart.
pub(crate) struct CategoryFile {
    records: Vec<Record>,
    findings: Findings,
}

impl CategoryFile {
    /// Reads a file; refused if it is no file of records at all.
    pub(crate) fn read(format: Format, bytes: &[u8]) -> Result<Self, Error> {
        let mut findings = Findings::default();
        let records = records(format, bytes, &COLUMNS, &ALSO, &mut findings)?;
        Ok(Self { records, findings })
    }
}

impl Classifieds {
    /// Stores a file, or only says what that would do.
    pub(crate) async fn import_categories(
        &self,
        actor: &Actor,
        file: CategoryFile,
        dry_run: bool,
    ) -> Result<ImportView, Error> {
        let CategoryFile { records, mut findings } = file;
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
    let stored = store::category::all(conn).await?;
    let new_id = || CategoryId::from(uuid_v7(now));
    Ok(plan(stored, rows, &mut Making { owner, now, new_id }))
}

/// Stores a plan. Categories leave their places before others take them: two may swap.
async fn carry_out(tx: &mut Tx<'_>, plan: &Plan) -> Result<(), Error> {
    for (before, after) in &plan.steps {
        if let Some(before) = before
            && place(before) != place(after)
        {
            store::category::park(tx, &before.id).await?;
        }
    }
    for (before, after) in plan.steps.iter().cloned() {
        if let Some(before) = before {
            store_change(tx, before, after).await?;
        } else {
            store::category::insert(tx, &after).await?;
            tx.emit(&CategoryCreated(after)).await?;
        }
    }
    // Once for all: an import is made of round trips to the database.
    store::category::free_slugs_in_use(tx).await
}

impl ImportView {
    /// Of a file with so many records.
    pub(super) fn of(rows: usize, dry_run: bool) -> Self {
        Self {
            dry_run,
            rows,
            created: 0,
            changed: 0,
            unchanged: 0,
            findings: Vec::new(),
        }
    }

    /// What a file with findings is answered: a trial names them, everything else is refused for them.
    pub(super) fn with(mut self, findings: Findings) -> Result<Self, Error> {
        let findings = findings.sorted();
        if !self.dry_run {
            return Err(refused(findings));
        }
        self.findings = findings;
        Ok(self)
    }

    /// Counts steps, each new or not.
    pub(super) fn count(&mut self, steps: impl Iterator<Item = bool>, unchanged: usize) {
        self.unchanged = unchanged;
        for new in steps {
            if new {
                self.created += 1;
            } else {
                self.changed += 1;
            }
        }
    }
}
