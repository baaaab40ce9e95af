//! Taking a regrading back: what that changes, and doing it.
//!
//! Invariant: what is shown beforehand and what is done are one computation.

use platform::{Conn, Error, Tx};
use serde::Serialize;
use serde_json::json;

use super::{ChangeView, LISTED, REGRADE, follow, not_revertible, package_exists, plan::Scoring};
use crate::{
    Admin, Assessment,
    audit::{self, Action, Audited},
    bank::version::service::Versions,
    failures::not_found,
    marking::{
        change::{
            self,
            store::{Cause, ScoreChange},
        },
        regrade::store,
    },
};

/// What taking a regrading back did, or would do.
#[derive(Debug, Clone, Serialize, schemars::JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct RevertView {
    package_id: i64,
    no: i64,
    /// How many scores change back; those that were changed since are not among them.
    pub changed: usize,
    /// The first 1,000 changes.
    pub changes: Vec<ChangeView>,
}

impl RevertView {
    fn of((package_id, no): (i64, i64), changes: &[ScoreChange]) -> Self {
        Self {
            package_id,
            no,
            changed: changes.len(),
            changes: changes.iter().take(LISTED).map(ChangeView::from).collect(),
        }
    }
}

/// The id of a regrading that can be taken back: the latest that stands.
async fn revertible(conn: &mut Conn<'_>, package: i64, no: i64) -> Result<i64, Error> {
    package_exists(conn, package).await?;
    let found = store::by_no(conn, package, no).await?;
    let (id, is_reverted) = found.ok_or_else(|| not_found(REGRADE))?;
    if is_reverted || store::has_later(conn, package, no).await? {
        return Err(not_revertible());
    }
    Ok(id)
}

/// What taking a regrading back changes: the scores that it changed, unless they were changed since, and those of answers
/// that were marked by its keys after it.
async fn changes(conn: &mut Conn<'_>, versions: &Versions, package: i64, id: i64) -> Result<Vec<ScoreChange>, Error> {
    let noted = store::noted(conn, id).await?;
    let corrected = Scoring::standing(conn, versions, (package, None)).await?;
    let standing = Scoring::standing(conn, versions, (package, Some(id))).await?;
    let mut changes = store::restored(conn, id).await?;
    for row in store::scored(conn, package).await? {
        let is_of_keys = row.version.is_some() && !row.is_manual() && !noted.contains(&row.id);
        if is_of_keys && corrected.change(&row)?.is_none() {
            changes.extend(standing.change(&row)?);
        }
    }
    Ok(changes)
}

impl Assessment {
    /// Takes the latest regrading of a package back. Scores that were changed since stay.
    #[platform::boxed]
    pub async fn revert_regrade(&self, by: &Admin, package: i64, no: i64) -> Result<RevertView, Error> {
        let (admin, versions) = (by.id, self.0.versions.clone());
        let work = async move |tx: &mut Tx<'_>| {
            let id = revertible(tx, package, no).await?;
            let changes = changes(tx, &versions, package, id).await?;
            store::set_reverted(tx, id).await?;
            change::store::note(tx, Cause::Revert(id), (admin, None), &changes).await?;
            change::store::apply(tx, Cause::Revert(id)).await?;
            follow(tx, &versions, package, id).await?;
            let detail = json!({"no": no, "changed": changes.len()});
            let action = Action::RevertRegrade;
            audit::note(tx, Some(admin), action, Audited::Package, Some(package), &detail).await?;
            Ok(RevertView::of((package, no), &changes))
        };
        self.0.db.write(work).await
    }

    /// What taking the latest regrading of a package back would change. Stores nothing.
    #[platform::boxed]
    pub async fn revert_outlook(&self, package: i64, no: i64) -> Result<RevertView, Error> {
        let versions = self.0.versions.clone();
        let find = async move |conn: &mut Conn<'_>| {
            let id = revertible(conn, package, no).await?;
            let changes = changes(conn, &versions, package, id).await?;
            Ok(RevertView::of((package, no), &changes))
        };
        self.0.db.read(find).await
    }
}
