//! Regrading: scores of a package computed anew after its keys changed, and taking that back.
//!
//! Invariants: what people scored stays; each changed score is noted under the number of its regrading.

use std::collections::{BTreeMap, HashMap, HashSet};

use papers::{
    Points,
    marking::{Policy, Status, score},
};
use platform::{
    Conn, Error, Kind, Message, Timestamp, Tx,
    idempotency::Once,
    page::{Pages, Paging},
};
use serde::{Deserialize, Serialize};
use serde_json::json;

use super::store::{self, RegradeRow, ScoreChange, ScoredRow};
use crate::{
    Admin, Assessment,
    attempt::response,
    audit::{self, Action, Audited},
    failures::{Noun, not_found},
    marking::{
        answer::{
            self,
            service::{read_stored, section_bests},
            store::AskedQuestion,
        },
        scale,
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
    response_id: i64,
    participant_id: i64,
    question_id: i64,
    old_score: Option<Points>,
    new_score: Option<Points>,
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
}

/// A regrading that was carried out.
#[derive(Debug, Serialize, schemars::JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct RegradingView {
    no: i64,
    admin_id: Option<i64>,
    changed: i64,
    reverted_at: Option<Timestamp>,
    created_at: Timestamp,
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

/// What taking a regrading back did.
#[derive(Debug, Clone, Serialize, schemars::JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct RevertView {
    package_id: i64,
    no: i64,
    /// How many scores changed back; those that were changed since are not among them.
    pub changed: u64,
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

/// What scores are computed from.
struct Keys {
    asked: HashMap<i64, AskedQuestion>,
    /// In the order of the package.
    order: Vec<i64>,
    policies: HashMap<i64, Policy>,
}

impl Keys {
    async fn load(conn: &mut Conn<'_>, package: i64) -> Result<Self, Error> {
        let asked = answer::store::questions(conn, package).await?;
        Ok(Self {
            order: asked.iter().map(|asked| asked.id).collect(),
            asked: asked.into_iter().map(|asked| (asked.id, asked)).collect(),
            policies: answer::store::policies(conn, package).await?,
        })
    }

    /// The change of an answer's score, if it has to change. What the key cannot score stays.
    fn change(&self, row: &ScoredRow) -> Result<Option<ScoreChange>, Error> {
        let (Some(asked), Some(policy)) = (self.asked.get(&row.question_id), self.policies.get(&row.event_id)) else {
            return Ok(None);
        };
        let (text, json) = (row.answer.as_deref(), row.answer_json.as_deref());
        let answer = read_stored(&asked.question, text, json, row.has_audio)?;
        let scored = score(&asked.question, answer.as_ref(), policy);
        let is_changed = scored.status == Status::Auto && scored.points != row.score;
        Ok(is_changed.then_some(ScoreChange {
            response_id: row.id,
            participant_id: row.participant_id,
            question_id: row.question_id,
            old: row.score,
            new: scored.points,
        }))
    }

    fn changes(&self, rows: &[ScoredRow]) -> Result<Vec<ScoreChange>, Error> {
        let by_key = rows.iter().filter(|row| !row.is_manual);
        by_key.filter_map(|row| self.change(row).transpose()).collect()
    }

    /// Stores the most that sections and totals can bring, for the events that answers are from.
    async fn store_bests(&self, tx: &mut Tx<'_>, rows: &[ScoredRow]) -> Result<(), Error> {
        let mut asked_at: BTreeMap<i64, HashSet<i64>> = BTreeMap::new();
        for row in rows {
            asked_at.entry(row.event_id).or_default().insert(row.question_id);
        }
        for (event, questions) in asked_at {
            let Some(policy) = self.policies.get(&event) else {
                continue;
            };
            let asked = self.order.iter().filter_map(|id| self.asked.get(id));
            // Of what waits for a rater there may be no score at all.
            let asked = asked.filter(|asked| asked.question.kind.is_rated() || questions.contains(&asked.id));
            let bests = section_bests(asked, policy);
            for (section, most) in &bests {
                store::set_section_max(tx, event, *section, *most).await?;
            }
            let most = bests.into_iter().map(|(_, most)| most).sum();
            store::set_total_max(tx, event, most).await?;
        }
        Ok(())
    }
}

async fn package_exists(conn: &mut Conn<'_>, package: i64) -> Result<(), Error> {
    if scale::store::has_package(conn, package).await? {
        Ok(())
    } else {
        Err(not_found(PACKAGE))
    }
}

/// Stores changes, and lets sums and states follow; answers the number of the regrading.
async fn store_changes(
    tx: &mut Tx<'_>,
    package: i64,
    admin: i64,
    reason: Option<&str>,
    changes: &[ScoreChange],
) -> Result<i64, Error> {
    let (id, no) = store::store(tx, package, admin, reason, changes).await?;
    response::store::settle_regraded(tx, id).await?;
    let detail = json!({"no": no, "changed": changes.len()});
    audit::note(
        tx,
        Some(admin),
        Action::Regrade,
        Audited::Package,
        Some(package),
        &detail,
    )
    .await?;
    Ok(no)
}

impl Assessment {
    /// Computes the scores of a package anew. A dry run stores nothing.
    pub async fn regrade(
        &self,
        by: &Admin,
        package: i64,
        (dry_run, reason): (bool, Option<String>),
        once: Option<Once>,
    ) -> Result<RegradeView, Error> {
        let admin = by.id;
        let work = async move |tx: &mut Tx<'_>| {
            package_exists(tx, package).await?;
            let keys = Keys::load(tx, package).await?;
            let rows = store::scored(tx, package).await?;
            let changes = keys.changes(&rows)?;
            let mut no = None;
            if !dry_run {
                no = Some(store_changes(tx, package, admin, reason.as_deref(), &changes).await?);
                keys.store_bests(tx, &rows).await?;
            }
            let kept = rows.iter().filter(|row| row.is_manual).count();
            Ok(RegradeView {
                package_id: package,
                no,
                dry_run,
                examined: rows.len() - kept,
                changed: changes.len(),
                kept,
                changes: changes.iter().take(LISTED).map(ChangeView::from).collect(),
            })
        };
        self.0.answers.write(&by.ctx, once, work).await
    }

    /// Takes the latest regrading of a package back. Scores that were changed since stay.
    pub async fn revert_regrade(&self, by: &Admin, package: i64, no: i64) -> Result<RevertView, Error> {
        let admin = by.id;
        let work = async move |tx: &mut Tx<'_>| {
            package_exists(tx, package).await?;
            let found = store::by_no(tx, package, no).await?;
            let (id, is_reverted) = found.ok_or_else(|| not_found(REGRADE))?;
            if is_reverted || store::has_later(tx, package, no).await? {
                return Err(not_revertible());
            }
            let changed = store::revert(tx, id, admin).await?;
            response::store::settle_regraded(tx, id).await?;
            let detail = json!({"no": no, "changed": changed});
            audit::note(
                tx,
                Some(admin),
                Action::RevertRegrade,
                Audited::Package,
                Some(package),
                &detail,
            )
            .await?;
            Ok(RevertView {
                package_id: package,
                no,
                changed,
            })
        };
        self.0.db.write(work).await
    }

    /// A page of the regradings of a package, latest first.
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
