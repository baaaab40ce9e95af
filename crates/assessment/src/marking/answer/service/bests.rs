//! The most that attempts can bring, and bringing what is stored of it in line after keys, points or voids changed.

use std::collections::{BTreeMap, HashMap, HashSet};

use papers::{
    Points,
    marking::{Policy, best},
};
use platform::{Result, Tx};

use super::is_same_section;
use crate::{
    bank::version::service::Versions,
    marking::{
        answer::store::{
            self, AskedQuestion,
            bests::{MarkedRow, asked_at},
        },
        keys::service::Keyed,
        voiding::{self, rules::Credit},
    },
};

/// Sections with the most that each can bring.
pub(crate) type Bests = Vec<(i64, Points)>;

/// The most that each section can bring, in their order. What is out brings nothing.
pub(crate) fn section_bests(asked: &[AskedQuestion], policy: &Policy, is_out: impl Fn(i64) -> bool) -> Bests {
    let most = |asked: &AskedQuestion| {
        if is_out(asked.id) {
            Points::ZERO
        } else {
            best(&asked.question, policy)
        }
    };
    let sections = asked.chunk_by(is_same_section);
    let sums = sections.map(|section| (section[0].section_detail_id, section.iter().map(most).sum()));
    sums.collect()
}

/// The most that all sections can bring.
pub(crate) fn total(bests: &Bests) -> Points {
    bests.iter().map(|(_, most)| *most).sum()
}

/// What attempts at an event can bring at most.
struct Maxima {
    policy: Policy,
    voids: HashMap<i64, Credit>,
    /// By version.
    keyed: HashMap<i64, Keyed>,
    /// Of attempts without a version.
    live: Vec<AskedQuestion>,
    /// By version; and by seed, where that matters.
    known: HashMap<(Option<i64>, Option<i64>), Bests>,
}

impl Maxima {
    async fn load(tx: &mut Tx<'_>, versions: &Versions, event: i64, rows: &[MarkedRow]) -> Result<Self> {
        let mut keyed = HashMap::new();
        for version in rows.iter().filter_map(|row| row.version).collect::<HashSet<_>>() {
            keyed.insert(version, Keyed::of(tx, versions, version).await?);
        }
        let mut live = Vec::new();
        if let Some(row) = rows.iter().find(|row| row.version.is_none()) {
            live = store::questions(tx, row.package_id).await?;
            // Whoever handed in has a row for each question that they were asked.
            let asked = asked_at(tx, event).await?;
            live.retain(|one| asked.contains(&one.id));
        }
        Ok(Self {
            policy: store::policy_of(tx, event).await?,
            voids: voiding::store::standing(tx, event).await?,
            keyed,
            live,
            known: HashMap::new(),
        })
    }

    fn of(&mut self, row: &MarkedRow) -> &Bests {
        let keyed = row.version.and_then(|version| self.keyed.get(&version));
        let seed = keyed.filter(|keyed| keyed.is_drawn()).map(|_| row.seed);
        let (policy, voids, live) = (&self.policy, &self.voids, &self.live);
        self.known.entry((row.version, seed)).or_insert_with(|| {
            let is_out = |id: i64| voids.get(&id).is_some_and(|credit| !credit.counts());
            match keyed {
                Some(keyed) => section_bests(&keyed.asked(row.seed), policy, is_out),
                None => section_bests(live, policy, is_out),
            }
        })
    }
}

/// Stores the most that sections and totals of marked attempts at an event can bring, where that is something else now.
pub(crate) async fn refresh(tx: &mut Tx<'_>, versions: &Versions, event: i64) -> Result<()> {
    let rows = store::bests::marked(tx, event).await?;
    let mut maxima = Maxima::load(tx, versions, event, &rows).await?;
    let mut sections: BTreeMap<(i64, Points), Vec<i64>> = BTreeMap::new();
    let mut totals: BTreeMap<Points, Vec<i64>> = BTreeMap::new();
    for row in &rows {
        let bests = maxima.of(row);
        totals.entry(total(bests)).or_default().push(row.participant_id);
        for best in bests {
            sections.entry(*best).or_default().push(row.attempt_id);
        }
    }
    for ((section, most), attempts) in sections {
        store::bests::set_section_max(tx, &attempts, section, most).await?;
    }
    for (most, participants) in totals {
        store::bests::set_total_max(tx, &participants, most).await?;
    }
    Ok(())
}
