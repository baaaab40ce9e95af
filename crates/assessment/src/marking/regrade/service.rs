//! Regrading: scores of a package computed anew after its keys changed, and taking that back.
//!
//! Invariants: what people scored stays; each changed score is noted under the number of its regrading; whoever sat a frozen
//! version is marked by its options, to which the live key is carried over.

mod plan;
mod reversal;

use papers::Points;
use platform::{
    Conn, Error, Kind, Message, Timestamp, Tx,
    idempotency::Once,
    page::{Pages, Paging},
};
use serde::{Deserialize, Serialize};
use serde_json::json;

use self::plan::Plan;
pub use self::{plan::UnmatchedView, reversal::RevertView};
use super::store::{self, RegradeRow};
use crate::{
    Admin, Assessment,
    attempt::response,
    audit::{self, Action, Audited},
    bank::version::service::Versions,
    failures::{Noun, not_found},
    marking::{
        answer::{self, service::bests},
        change::{
            self,
            store::{Cause, ScoreChange},
        },
        keys, scale,
    },
};

/// A package, in the words of messages.
pub(crate) const PACKAGE: Noun = Noun {
    id: "paket ujian",
    en: "test package",
};
const REGRADE: Noun = Noun {
    id: "penilaian ulang",
    en: "regrading",
};
/// Most changes that an answer lists; all of them are noted.
const LISTED: usize = 1000;

/// A score that changed.
#[derive(Debug, Clone, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct ChangeView {
    pub response_id: i64,
    pub participant_id: i64,
    pub question_id: i64,
    pub old_score: Option<Points>,
    pub new_score: Option<Points>,
}

impl From<&ScoreChange> for ChangeView {
    fn from(change: &ScoreChange) -> Self {
        Self {
            response_id: change.response_id,
            participant_id: change.participant_id,
            question_id: change.question_id,
            old_score: change.old,
            new_score: change.new,
        }
    }
}

/// What a regrading did, or would do.
#[derive(Debug, Clone, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct RegradeView {
    package_id: i64,
    /// Its number within the package; `null` for a dry run.
    pub no: Option<i64>,
    dry_run: bool,
    /// Responses whose score the key gives.
    pub examined: usize,
    /// How many scores changed.
    pub changed: usize,
    /// Scores that people gave, and that stay.
    pub kept: usize,
    /// The first 1,000 changes, by response.
    pub changes: Vec<ChangeView>,
    /// Questions whose key could not be carried over to a frozen version that was sat: they are marked as before.
    pub unmatched: Vec<UnmatchedView>,
}

/// A regrading that was carried out.
#[derive(Debug, Serialize, schemars::JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct RegradingView {
    pub no: i64,
    pub admin_id: Option<i64>,
    pub changed: i64,
    pub reverted_at: Option<Timestamp>,
    pub created_at: Timestamp,
}

impl From<RegradeRow> for RegradingView {
    fn from(row: RegradeRow) -> Self {
        Self {
            no: row.no,
            admin_id: row.admin_id,
            changed: row.changed,
            reverted_at: row.reverted_at,
            created_at: row.at,
        }
    }
}

/// It was taken back, or a later one stands on it.
pub(crate) fn not_revertible() -> Error {
    Error::new(
        Kind::Conflict,
        "assessment.regrade.not_revertible",
        Message::new(
            "Penilaian ulang ini sudah dibatalkan, atau ada yang lebih baru.",
            "This regrading was reverted, or a later one stands.",
        ),
    )
}

async fn package_exists(conn: &mut Conn<'_>, package: i64) -> Result<(), Error> {
    if scale::store::has_package(conn, package).await? {
        Ok(())
    } else {
        Err(not_found(PACKAGE))
    }
}

/// Stores changes, and lets sums, maxima and states follow; answers the number of the regrading.
async fn store_changes(
    tx: &mut Tx<'_>,
    versions: &Versions,
    plan: &Plan,
    (admin, reason): (i64, Option<&str>),
    changes: &[ScoreChange],
) -> Result<i64, Error> {
    let package = plan.package;
    let (id, no) = store::store(tx, package, admin, changes.len()).await?;
    for (version, decided) in &plan.decided {
        keys::store::insert(tx, id, *version, decided).await?;
    }
    change::store::note(tx, Cause::Regrade(id), (admin, reason), changes).await?;
    change::store::apply(tx, Cause::Regrade(id)).await?;
    follow(tx, versions, package, id).await?;
    let detail = json!({"no": no, "changed": changes.len()});
    let action = Action::Regrade;
    audit::note(tx, Some(admin), action, Audited::Package, Some(package), &detail).await?;
    Ok(no)
}

/// Lets sums, maxima and states follow what a regrading, or taking it back, made of scores.
async fn follow(tx: &mut Tx<'_>, versions: &Versions, package: i64, regrade: i64) -> Result<(), Error> {
    response::store::settle_regraded(tx, regrade).await?;
    for event in answer::store::bests::events(tx, package).await? {
        bests::refresh(tx, versions, event).await?;
    }
    Ok(())
}

impl Assessment {
    /// Computes the scores of a package anew. A dry run stores nothing.
    #[platform::boxed]
    pub async fn regrade(
        &self,
        by: &Admin,
        package: i64,
        (dry_run, reason): (bool, Option<String>),
        once: Option<Once>,
    ) -> Result<RegradeView, Error> {
        let (admin, versions) = (by.id, self.0.versions.clone());
        let work = async move |tx: &mut Tx<'_>| {
            package_exists(tx, package).await?;
            let plan = Plan::load(tx, &versions, package).await?;
            let rows = store::scored(tx, package).await?;
            let changes = plan.scoring.changes(&rows)?;
            let mut no = None;
            if !dry_run {
                let why = (admin, reason.as_deref());
                no = Some(store_changes(tx, &versions, &plan, why, &changes).await?);
            }
            let kept = rows.iter().filter(|row| row.is_manual()).count();
            Ok(RegradeView {
                package_id: package,
                no,
                dry_run,
                examined: rows.len() - kept,
                changed: changes.len(),
                kept,
                changes: changes.iter().take(LISTED).map(ChangeView::from).collect(),
                unmatched: plan.unmatched,
            })
        };
        self.0.answers.write(&by.ctx, once, work).await
    }

    /// A page of the regradings of a package, latest first.
    #[platform::boxed]
    pub async fn regradings(&self, package: i64, pages: Pages) -> Result<(Vec<RegradingView>, Paging), Error> {
        let window = (pages.limit(), pages.offset());
        let find = async move |conn: &mut Conn<'_>| {
            package_exists(conn, package).await?;
            store::list(conn, package, window).await
        };
        let (rows, total) = self.0.db.read(find).await?;
        Ok((rows.into_iter().map(RegradingView::from).collect(), pages.of(total)))
    }
}
