//! A page of an event's participants with what they reached, for people who look for somebody: filtered, searched, ordered.
//!
//! Invariant: a total is given only where it stands; whose answers wait for a rater has none, whatever is summed up so far.

use std::collections::HashMap;

use papers::Points;
use platform::{
    Conn, Error,
    page::{Pages, Paging},
};

use super::{Part, Tables, scaled, sections, tables};
use crate::{
    Assessment, Order, ParticipantStatus as Status,
    failures::not_found,
    lists::Window,
    marking::{
        answer,
        appeal::{self, rules::AppealState},
        keys::service::EventPaper,
        rating::service::EVENT,
        results::store::{self, SectionScoreRow, listed::ListedRow},
        scale, voiding,
    },
};

/// Which participants are wanted; what is empty stands for any.
#[derive(Debug, Clone, Default)]
pub struct WantedResults {
    /// A part of the name or of a number, folded.
    pub search: String,
    pub unit: String,
    pub rank: String,
    pub status: Option<Status>,
    /// How their appeal stands; whoever has none is left out.
    pub appeal: Option<AppealState>,
}

/// What somebody reached in a section, and what that becomes by the package's scale.
#[derive(Debug, Clone, Default)]
pub struct ListedScore {
    /// None as long as something in it waits for a rater.
    pub score: Option<Points>,
    pub most: Option<Points>,
    pub scaled: Option<Points>,
    pub band: Option<String>,
}

/// A participant and what they reached.
#[derive(Debug, Clone)]
pub struct ListedResult {
    pub participant_id: i64,
    pub name: String,
    pub registered_number: String,
    pub exam_registered_number: String,
    pub rank: Option<String>,
    pub unit: Option<String>,
    pub status: Status,
    /// In the order of [`ListedResults::sections`].
    pub sections: Vec<ListedScore>,
    /// The total, where it stands.
    pub total: ListedScore,
    /// Whether there is no total because answers wait for raters.
    pub awaits_rating: bool,
    /// How their appeal stands, if they have one.
    pub appeal: Option<AppealState>,
}

/// A page of participants, and what the list is made of.
#[derive(Debug, Clone)]
pub struct ListedResults {
    pub rows: Vec<ListedResult>,
    pub paging: Paging,
    /// Titles of the sections, in order.
    pub sections: Vec<String>,
    /// Whether totals become anything by a scale.
    pub has_scale: bool,
    /// Units of all participants, each with how many are of it.
    pub units: Vec<(String, i64)>,
    pub ranks: Vec<(String, i64)>,
    pub statuses: Vec<(Status, i64)>,
    /// How many appeals of them are undecided.
    pub open_appeals: i64,
}

/// A participant in few words.
#[derive(Debug, Clone)]
pub struct NamedParticipant {
    pub name: String,
    pub exam_registered_number: String,
    pub event_id: i64,
}

/// What rows of a list become by.
struct Paper {
    parts: Vec<Part>,
    tables: Tables,
}

impl Paper {
    fn listed(&self, row: ListedRow, scores: &HashMap<(i64, i64), SectionScoreRow>) -> ListedResult {
        let own = self.parts.iter().map(|part| {
            let row = scores.get(&(row.id, part.section_detail_id));
            let score = row.and_then(|row| row.raw);
            let (scaled, band) = scaled(&self.tables, Some(part.section_id), score);
            ListedScore {
                score,
                most: row.and_then(|row| row.most),
                scaled,
                band,
            }
        });
        let sections: Vec<ListedScore> = own.collect();
        let awaits_rating = awaits_rating(row.status, &sections);
        ListedResult {
            total: total(&self.tables, (row.status, awaits_rating), (row.total, row.most)),
            participant_id: row.id,
            name: row.name,
            registered_number: row.registered_number,
            exam_registered_number: row.exam_registered_number,
            rank: row.rank,
            unit: row.unit,
            status: row.status,
            sections,
            awaits_rating,
            appeal: None,
        }
    }
}

/// A total and what it becomes, where it stands. `reached` is what is summed up so far, and the most that can be.
pub(super) fn total(
    tables: &Tables,
    (status, awaits_rating): (Status, bool),
    reached: (Option<Points>, Option<Points>),
) -> ListedScore {
    let stands = matches!(status, Status::Scored | Status::Published);
    let is_given = stands || matches!(status, Status::Terminated | Status::Voided);
    let score = reached.0.filter(|_| is_given && !awaits_rating);
    let (scaled, band) = scaled(tables, None, score.filter(|_| stands));
    ListedScore {
        score,
        most: reached.1,
        scaled,
        band,
    }
}

/// Whether some of what was handed in waits for a rater.
pub(super) fn awaits_rating(status: Status, sections: &[ListedScore]) -> bool {
    let waits = || {
        let mut sections = sections.iter();
        sections.any(|section| section.most.is_some() && section.score.is_none())
    };
    match status {
        Status::AwaitingRating => true,
        Status::Terminated => waits(),
        _ => false,
    }
}

impl Assessment {
    /// A page of the results of an event's participants.
    #[platform::boxed]
    pub async fn list_results(
        &self,
        event: i64,
        wanted: WantedResults,
        order: Order,
        pages: Pages,
    ) -> Result<ListedResults, Error> {
        let versions = self.0.versions.clone();
        let find = async move |conn: &mut Conn<'_>| {
            let found = store::event(conn, event).await?;
            let (package, _) = found.ok_or_else(|| not_found(EVENT))?;
            let held = voiding::store::event(conn, event).await?;
            let held_with = held.and_then(|(_, version)| version);
            let policy = answer::store::policy_of(conn, event).await?;
            let paper = EventPaper::load(conn, &versions, (event, package), held_with).await?;
            let paper = Paper {
                parts: sections(&paper, &policy, &voiding::store::shown(conn, event).await?),
                tables: tables(scale::store::of_package(conn, package).await?)?,
            };
            let wanted = store::listed::Wanted {
                search: &wanted.search,
                unit: &wanted.unit,
                rank: &wanted.rank,
                status: wanted.status.map_or("", Status::name),
                appeal: wanted.appeal.map_or("", AppealState::name),
            };
            let window = Window {
                limit: pages.limit(),
                offset: pages.offset(),
            };
            let (rows, total) = store::listed::list(conn, event, &wanted, order, window).await?;
            let scores = store::listed::section_scores(conn, rows.iter().map(|row| &row.id)).await?;
            let scores = scores
                .into_iter()
                .map(|row| ((row.participant_id, row.section_detail_id), row))
                .collect();
            let appeals = appeal::store::states(conn, rows.iter().map(|row| &row.id)).await?;
            let appeals: HashMap<i64, AppealState> = appeals.into_iter().collect();
            let listed = rows.into_iter().map(|row| ListedResult {
                appeal: appeals.get(&row.id).copied(),
                ..paper.listed(row, &scores)
            });
            Ok::<_, Error>(ListedResults {
                rows: listed.collect(),
                paging: pages.of(total),
                sections: paper.parts.iter().map(|part| part.title.clone()).collect(),
                has_scale: paper.tables.contains_key(&None),
                units: store::listed::units(conn, event).await?,
                ranks: store::listed::ranks(conn, event).await?,
                statuses: store::listed::statuses(conn, event).await?,
                open_appeals: appeal::store::open(conn, event).await?,
            })
        };
        self.0.db.read(find).await
    }

    /// What participants are called, by their ids; those that are not there are left out.
    #[platform::boxed]
    pub async fn participants_named(&self, ids: Vec<i64>) -> Result<HashMap<i64, NamedParticipant>, Error> {
        let find = async move |conn: &mut Conn<'_>| store::listed::names(conn, &ids).await;
        let rows = self.0.db.read(find).await?;
        let named = rows.into_iter().map(|row| {
            let named = NamedParticipant {
                name: row.name,
                exam_registered_number: row.exam_registered_number,
                event_id: row.event_id,
            };
            (row.id, named)
        });
        Ok(named.collect())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_total_of_which_a_part_waits_is_none() {
        let paper = Paper {
            parts: Vec::new(),
            tables: HashMap::new(),
        };
        let row = |status| ListedRow {
            id: 1,
            name: "Ana".to_owned(),
            registered_number: "1".to_owned(),
            exam_registered_number: "2".to_owned(),
            rank: None,
            unit: None,
            status,
            total: Some(Points::whole(3)),
            most: Some(Points::whole(4)),
        };
        let of = |status| {
            let listed = paper.listed(row(status), &HashMap::new());
            (listed.total.score, listed.awaits_rating)
        };
        let three = Some(Points::whole(3));
        assert_eq!(of(Status::Scored), (three, false));
        assert_eq!(of(Status::AwaitingRating), (None, true));
        assert_eq!(of(Status::InSection), (None, false));
        assert_eq!(of(Status::Terminated), (three, false));
        let waiting = ListedScore {
            most: three,
            ..ListedScore::default()
        };
        assert!(awaits_rating(Status::Terminated, &[waiting]));
    }
}
