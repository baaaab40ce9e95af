//! Results of an event: what everybody reached, and what that says about the questions.
//!
//! Invariants: the three forms (JSON, XLSX, CSV) are written from one value; a scaled score is given only where the raw one
//! stands; a sum of which a part is missing is not given at all; statistics are those of participants whose scores all stand,
//! and those of a question are of those who were asked it.

mod answers;
pub(crate) mod choices;
mod figures;
mod files;
pub(crate) mod given;
pub(crate) mod listed;
pub(crate) mod released;
mod sheets;
mod view;

use std::collections::{HashMap, HashSet};

use papers::{
    Points,
    marking::{Band, Group, Item, Policy, Table, Tally, alpha, best},
};
use platform::{Conn, Error, cache::Tags, page::Pages};
pub use released::{QuestionResult, ResultKey, ResultView};
pub use view::{ItemView, SectionView, Statistics, VoidView};
pub(crate) use view::{Metadata, ResultsView};
use view::{Reached, SectionScore};

use self::{choices::Thirds, view::is_standing};
use super::store::{
    self, ReachedRow, SectionScoreRow,
    choices::{GivenRow, Standing},
};
use crate::{
    Assessment,
    bank::version::service::Versions,
    failures::not_found,
    marking::{
        answer::{self, service::is_same_section},
        keys::service::{EventPaper, Keyed},
        rating::service::EVENT,
        scale::{self, store::ScaleRow},
        voiding::{self, store::VoidRow},
    },
};

/// What is said in the place of a total of which a part is missing.
const AWAITING: &str = "awaiting rating";

/// Results of an event.
#[derive(Debug, Clone)]
pub struct Results {
    event_id: i64,
    event_title: String,
    package_id: i64,
    participants: Vec<Reached>,
    sections: Vec<SectionView>,
    items: Vec<ItemView>,
    statistics: Statistics,
}

/// What results are made of.
struct Sources {
    event_id: i64,
    event_title: String,
    package_id: i64,
    policy: Policy,
    paper: EventPaper,
    voids: HashMap<i64, VoidRow>,
    participants: Vec<ReachedRow>,
    section_scores: Vec<SectionScoreRow>,
    tallies: Vec<(i64, Tally)>,
    thirds: Option<Thirds>,
    given: Vec<GivenRow>,
    /// The versions that were sat.
    sat: HashMap<i64, Keyed>,
    scales: Vec<ScaleRow>,
}

/// The totals of those whose scores all stand.
fn standing_totals(rows: &[ReachedRow]) -> Vec<Points> {
    let standing = rows.iter().filter(|row| is_standing(&row.status));
    standing.filter_map(|row| row.total).collect()
}

/// Those whose scores all stand, and to which third they belong.
fn standing(rows: &[ReachedRow], thirds: Option<Thirds>) -> HashMap<i64, Standing> {
    let standing = rows.iter().filter(|row| is_standing(&row.status)).filter_map(|row| {
        let total = row.total?;
        let standing = Standing {
            total,
            is_upper: thirds.is_some_and(|thirds| total >= thirds.upper_from),
            is_lower: thirds.is_some_and(|thirds| total <= thirds.lower_to),
        };
        Some((row.id, standing))
    });
    standing.collect()
}

impl Sources {
    async fn load(conn: &mut Conn<'_>, versions: &Versions, event: i64) -> Result<Self, Error> {
        let found = store::event(conn, event).await?;
        let (package_id, event_title) = found.ok_or_else(|| not_found(EVENT))?;
        let held = voiding::store::event(conn, event).await?;
        let held_with = held.and_then(|(_, version)| version);
        let participants = store::participants(conn, event).await?;
        let thirds = Thirds::of(standing_totals(&participants));
        let voids = voiding::store::shown(conn, event).await?;
        let standing = standing(&participants, thirds);
        let counts = store::choices::count(conn, event, &standing, |question| voids.contains_key(&question)).await?;
        let (tallies, given) = (counts.tallies(), counts.into_given());
        let mut sat = HashMap::new();
        for version in given.iter().filter_map(|row| row.version).collect::<HashSet<_>>() {
            sat.insert(version, Keyed::of(conn, versions, version).await?);
        }
        Ok(Self {
            event_id: event,
            event_title,
            package_id,
            policy: answer::store::policy_of(conn, event).await?,
            paper: EventPaper::load(conn, versions, (event, package_id), held_with).await?,
            voids,
            participants,
            section_scores: store::section_scores(conn, event).await?,
            tallies,
            thirds,
            given,
            sat,
            scales: scale::store::of_package(conn, package_id).await?,
        })
    }

    fn results(self) -> Result<Results, Error> {
        let totals: Group = standing_totals(&self.participants).into_iter().collect();
        let items = self.items(&totals);
        let sections = sections(&self.paper, &self.policy, &self.voids);
        let tables = tables(self.scales)?;
        let mut scores: HashMap<(i64, i64), SectionScoreRow> = HashMap::new();
        for row in self.section_scores {
            scores.insert((row.participant_id, row.section_detail_id), row);
        }
        let reached = |row| reached(row, &sections, &scores, &tables);
        let participants: Vec<Reached> = self.participants.into_iter().map(reached).collect();
        let standing = || participants.iter().filter(|reached| reached.stands());
        let alpha = if sections.iter().any(|section| section.is_drawn) {
            None
        } else {
            alpha(&variances(&items, None), totals.variance())
        };
        let summary = totals.summary();
        let sections = sections.iter().enumerate().map(|(at, section)| {
            let scores = standing().filter_map(|reached| reached.sections[at].score).collect();
            section.view(&items, &scores)
        });
        Ok(Results {
            event_id: self.event_id,
            event_title: self.event_title,
            package_id: self.package_id,
            sections: sections.collect(),
            statistics: Statistics {
                participants: participants.len(),
                summary,
                alpha,
                standard_error: standard_error(totals.variance(), alpha),
                thirds: self.thirds,
            },
            items: items.into_iter().map(|(view, _)| view).collect(),
            participants,
        })
    }
}

/// A section of a package.
struct Part {
    section_detail_id: i64,
    section_id: i64,
    title: String,
    questions: usize,
    most: Points,
    /// Whether participants are asked different questions of it: then it has no alpha.
    is_drawn: bool,
}

/// The variances of the questions that count, of a section or of all.
fn variances(items: &[(ItemView, Item)], section: Option<i64>) -> Vec<Option<f64>> {
    let counts = items.iter().filter(|(view, _)| {
        section.is_none_or(|section| view.section_id == section) && view.void.as_ref().is_none_or(VoidView::counts)
    });
    counts.map(|(_, item)| item.variance).collect()
}

impl Part {
    fn view(&self, items: &[(ItemView, Item)], scores: &Group) -> SectionView {
        let variances = variances(items, Some(self.section_id));
        SectionView {
            section_id: self.section_id,
            section_title: self.title.clone(),
            questions: self.questions,
            max_score: self.most,
            summary: scores.summary(),
            alpha: alpha(&variances, scores.variance()).filter(|_| !self.is_drawn),
        }
    }
}

/// The sections of questions, which come in order, with the most that somebody can reach in them.
fn sections(paper: &EventPaper, policy: &Policy, voids: &HashMap<i64, VoidRow>) -> Vec<Part> {
    let parts = paper.asked.chunk_by(is_same_section).filter_map(|questions| {
        let first = questions.first()?;
        let drawn = paper.drawn.get(&first.section_detail_id);
        let counted = questions.iter().filter(|asked| {
            let counts = voids.get(&asked.id).is_none_or(|void| void.credit.counts());
            counts && drawn.is_none_or(|(_, first)| first.contains(&asked.id))
        });
        Some(Part {
            section_detail_id: first.section_detail_id,
            section_id: first.section_id,
            title: first.section_title.clone(),
            questions: drawn.map_or(questions.len(), |(count, _)| *count),
            most: counted.map(|asked| best(&asked.question, policy)).sum(),
            is_drawn: drawn.is_some(),
        })
    });
    parts.collect()
}

type Tables = HashMap<Option<i64>, Table>;

fn tables(rows: Vec<ScaleRow>) -> Result<Tables, Error> {
    let mut bands: HashMap<Option<i64>, Vec<Band>> = HashMap::new();
    for (section, band) in rows {
        bands.entry(section).or_default().push(band);
    }
    let made = bands
        .into_iter()
        .map(|(section, bands)| Some((section, Table::new(bands).ok()?)));
    made.collect::<Option<_>>()
        .ok_or_else(|| Error::internal("a stored conversion table is not a good one"))
}

/// What a score becomes.
fn scaled(tables: &Tables, section: Option<i64>, score: Option<Points>) -> (Option<Points>, Option<String>) {
    let band = score.and_then(|score| tables.get(&section)?.band(score));
    (band.map(|band| band.scaled), band.and_then(|band| band.name.clone()))
}

fn reached(
    row: ReachedRow,
    sections: &[Part],
    scores: &HashMap<(i64, i64), SectionScoreRow>,
    tables: &Tables,
) -> Reached {
    let own = sections.iter().map(|part| {
        let row = scores.get(&(row.id, part.section_detail_id));
        let score = row.and_then(|row| row.raw);
        let (scaled, band) = scaled(tables, Some(part.section_id), score);
        SectionScore {
            section_id: part.section_id,
            section_title: part.title.clone(),
            score,
            max_score: row.and_then(|row| row.most),
            scaled,
            band,
        }
    });
    let mut reached = Reached {
        participant_id: row.id,
        sections: own.collect(),
        name: row.name,
        registered_number: row.registered_number,
        exam_registered_number: row.exam_registered_number,
        unit: row.unit,
        rank: row.rank,
        position: row.position,
        status: row.status,
        total_score: row.total,
        max_score: row.most,
        scaled: None,
        band: None,
        note: None,
    };
    if reached.is_partial() {
        reached.total_score = None;
        reached.note = Some(AWAITING);
    } else if !matches!(
        reached.status.as_str(),
        "scored" | "published" | "terminated" | "voided"
    ) {
        reached.total_score = None;
    }
    if reached.stands() {
        (reached.scaled, reached.band) = scaled(tables, None, reached.total_score);
    }
    reached
}

fn standard_error(variance: Option<f64>, alpha: Option<f64>) -> Option<f64> {
    let error = (variance? * (1.0 - alpha?.max(0.0))).sqrt();
    Some((error * 10_000.0).round() / 10_000.0)
}

impl Results {
    /// As JSON: a page of the participants and everything else.
    pub(crate) fn page(self, pages: Pages) -> ResultsView {
        let total = i64::try_from(self.participants.len()).unwrap_or(i64::MAX);
        let size = |number: i64| usize::try_from(number).unwrap_or(0);
        let rows = self
            .participants
            .into_iter()
            .skip(size(pages.offset()))
            .take(size(pages.limit()));
        ResultsView {
            metadata: pages.of(total).into(),
            data: rows.collect(),
            event_id: self.event_id,
            event_title: self.event_title,
            package_id: self.package_id,
            sections: self.sections,
            items: self.items,
            statistics: self.statistics,
        }
    }
}

impl Assessment {
    /// The results of an event: a constant number of statements, however many sat.
    #[platform::boxed]
    pub async fn results(&self, event: i64) -> Result<Results, Error> {
        Ok(self.results_to_keep(event).await?.0)
    }

    /// The same, and what they depend on.
    pub(crate) async fn results_to_keep(&self, event: i64) -> Result<(Results, Option<Tags>), Error> {
        let versions = self.0.versions.clone();
        let find = async move |conn: &mut Conn<'_>| {
            let sources = Sources::load(conn, &versions, event).await?;
            Ok::<_, Error>((sources, conn.depends()?))
        };
        let (sources, tags) = self.0.db.read(find).await?;
        Ok((sources.results()?, tags))
    }
}

#[cfg(test)]
mod tests;
