//! What a regrading would do: by which keys answers are scored, and which keys could not be carried over.

use std::collections::{BTreeMap, HashMap};

use papers::{
    Question,
    marking::{Policy, Status, score},
};
use platform::{Conn, Error};
use serde::{Deserialize, Serialize};

use crate::{
    bank::version::service::Versions,
    marking::{
        answer::{self, service::read_stored},
        change::store::ScoreChange,
        keys::{
            self,
            rules::{Correction, Unmatched, carry_over},
            service::Keyed,
        },
        regrade::store::ScoredRow,
        voiding::{self, rules::Credit},
    },
    sitting::model::Words,
};

/// A question whose key could not be carried over to a frozen version.
#[derive(Debug, Clone, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct UnmatchedView {
    pub question_id: i64,
    /// The frozen version.
    pub package_version_id: i64,
    /// Why, and what becomes of it.
    pub message: Words,
}

impl UnmatchedView {
    fn new(question_id: i64, package_version_id: i64, why: &Unmatched) -> Self {
        let message = match why {
            Unmatched::Type => Words {
                id: "Jenis soal ini sudah diganti sejak diterbitkan; penilaiannya tetap seperti sebelumnya.".to_owned(),
                en: "The question has had another type since it was published; it is marked as before.".to_owned(),
            },
            Unmatched::Option(label) => Words {
                id: format!(
                    "Kunci {label} menunjuk pilihan yang tidak ada pada soal yang dikerjakan; penilaiannya tetap seperti \
                     sebelumnya."
                ),
                en: format!(
                    "The key {label} names an option that the question did not have when it was sat; it is marked as before."
                ),
            },
        };
        Self {
            question_id,
            package_version_id,
            message,
        }
    }
}

/// By what answers to a package are scored.
pub(super) struct Scoring {
    /// Questions as they are now.
    live: HashMap<i64, Question>,
    /// By version.
    keyed: HashMap<i64, Keyed>,
    /// By event.
    policies: HashMap<i64, Policy>,
    /// By event and question.
    voids: HashMap<(i64, i64), Credit>,
}

impl Scoring {
    /// By what stands now; without a regrading, if one is named.
    pub(super) async fn standing(
        conn: &mut Conn<'_>,
        versions: &Versions,
        (package, without): (i64, Option<i64>),
    ) -> Result<Self, Error> {
        let mut keyed = HashMap::new();
        for version in keys::store::in_use(conn, package).await? {
            keyed.insert(version, Keyed::without(conn, versions, (version, without)).await?);
        }
        let live = answer::store::questions(conn, package).await?;
        Ok(Self {
            live: live.into_iter().map(|asked| (asked.id, asked.question)).collect(),
            keyed,
            policies: answer::store::policies(conn, package).await?,
            voids: voiding::store::standing_of_package(conn, package).await?,
        })
    }

    fn question(&self, row: &ScoredRow) -> Option<&Question> {
        let frozen = row.version.and_then(|version| self.keyed.get(&version));
        let frozen = frozen.and_then(|keyed| keyed.question(row.question_id));
        frozen.or_else(|| self.live.get(&row.question_id))
    }

    /// The change of an answer's score, if it has to change. What the key cannot score stays, and so does what people did.
    pub(super) fn change(&self, row: &ScoredRow) -> Result<Option<ScoreChange>, Error> {
        let (Some(question), Some(policy)) = (self.question(row), self.policies.get(&row.event_id)) else {
            return Ok(None);
        };
        let (text, json) = (row.answer.as_deref(), row.answer_json.as_deref());
        let answer = read_stored(question, text, json, row.has_audio)?;
        let scored = match row.status {
            Status::Auto => score(question, answer.as_ref(), policy),
            Status::Void => match self.voids.get(&(row.event_id, row.question_id)) {
                // What was not asked is void without any credit.
                Some(credit) if row.score.is_some() => credit.scored(question, answer.as_ref(), policy),
                _ => return Ok(None),
            },
            Status::Manual | Status::Pending => return Ok(None),
        };
        let is_changed = scored.status == row.status && scored.points != row.score;
        Ok(is_changed.then_some(ScoreChange {
            response_id: row.id,
            participant_id: row.participant_id,
            question_id: row.question_id,
            old: row.score,
            new: scored.points,
            old_status: row.status.name(),
            new_status: row.status.name(),
        }))
    }

    pub(super) fn changes(&self, rows: &[ScoredRow]) -> Result<Vec<ScoreChange>, Error> {
        rows.iter().filter_map(|row| self.change(row).transpose()).collect()
    }
}

/// What a regrading would do.
pub(super) struct Plan {
    pub(super) package: i64,
    pub(super) scoring: Scoring,
    /// By version: what differs from what was frozen.
    pub(super) decided: BTreeMap<i64, Vec<Correction>>,
    pub(super) unmatched: Vec<UnmatchedView>,
}

impl Plan {
    pub(super) async fn load(conn: &mut Conn<'_>, versions: &Versions, package: i64) -> Result<Self, Error> {
        let mut plan = Self {
            package,
            scoring: Scoring::standing(conn, versions, (package, None)).await?,
            decided: BTreeMap::new(),
            unmatched: Vec::new(),
        };
        let mut sat: Vec<(i64, Keyed)> = plan.scoring.keyed.drain().collect();
        sat.sort_by_key(|(id, _)| *id);
        for (id, before) in sat {
            let decided = plan.decide(id, &before);
            plan.scoring
                .keyed
                .insert(id, Keyed::new(before.version.clone(), &decided));
            plan.decided.insert(id, decided);
        }
        Ok(plan)
    }

    /// What the live questions say of those of a version; what cannot be carried over stays as it stood.
    fn decide(&mut self, id: i64, before: &Keyed) -> Vec<Correction> {
        let mut decided = Vec::new();
        let questions = before.version.sections.iter().flat_map(|section| &section.questions);
        for frozen in questions {
            let stood = before.question(frozen.id).unwrap_or(&frozen.question);
            let stays = Correction::of(frozen.id, stood);
            let wanted = match self.scoring.live.get(&frozen.id) {
                Some(live) => carry_over(frozen.id, live, &frozen.question),
                None => Ok(stays.clone()),
            };
            let wanted = wanted.unwrap_or_else(|why| {
                self.unmatched.push(UnmatchedView::new(frozen.id, id, &why));
                stays
            });
            if wanted != Correction::of(frozen.id, &frozen.question) {
                decided.push(wanted);
            }
        }
        decided
    }
}
