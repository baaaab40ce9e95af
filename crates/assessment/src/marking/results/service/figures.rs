//! What is said about the questions of an event, and whoever reads results as values.

use std::collections::HashMap;

use papers::{
    Points,
    marking::{Group, Item, Tally, best},
};

use super::{
    Results, Sources,
    choices::{chosen, concerns},
    view::{ItemView, SectionView, Statistics, VoidView},
};
use crate::marking::{
    answer::{service::is_same_section, store::AskedQuestion},
    results::store::choices::GivenRow,
};

impl Sources {
    /// Questions, which come in order, with what is said about them.
    pub(super) fn items(&self, totals: &Group) -> Vec<(ItemView, Item)> {
        let (mut tallies, mut given) = (HashMap::new(), HashMap::new());
        for (question, tally) in &self.tallies {
            tallies.entry(*question).or_insert_with(Vec::new).push(*tally);
        }
        for row in &self.given {
            given.entry(row.question_id).or_insert_with(Vec::new).push(row);
        }
        let of = |asked: &AskedQuestion| {
            let tallies = tallies.get(&asked.id).map_or(&[][..], Vec::as_slice);
            (tallies, given.get(&asked.id).map_or(&[][..], Vec::as_slice))
        };
        let sections = self.paper.asked.chunk_by(is_same_section);
        let numbered = sections.flat_map(|questions| (1..).zip(questions));
        numbered
            .map(|(number, asked)| self.item(number, asked, of(asked), totals))
            .collect()
    }

    fn item(
        &self,
        number: usize,
        asked: &AskedQuestion,
        (tallies, given): (&[Tally], &[&GivenRow]),
        totals: &Group,
    ) -> (ItemView, Item) {
        let question = &asked.question;
        let most = best(question, &self.policy);
        let item = Item::of(tallies, most, totals);
        let sat = |version: Option<i64>| self.sat.get(&version?)?.question(asked.id);
        let chosen = chosen(question, given, self.thirds.is_some(), sat);
        let void = self.voids.get(&asked.id).map(VoidView::of);
        let figures = (item.facility, item.discrimination);
        let concerns = match void {
            Some(_) => Vec::new(),
            None => concerns(question.kind, item.count, figures, &chosen.choices),
        };
        let view = ItemView {
            question_id: asked.id,
            section_id: asked.section_id,
            number,
            question: question.text.plain().to_owned(),
            question_type: question.kind.name(),
            max_score: most,
            count: item.count,
            mean: item.mean,
            standard_deviation: item.standard_deviation,
            facility: item.facility,
            discrimination: item.discrimination,
            blank: chosen.blank,
            choices: chosen.choices,
            concerns,
            void,
            text: question.text.clone(),
            kind: question.kind,
        };
        (view, item)
    }
}

impl Results {
    /// What is said about each question, in the order of the paper.
    pub fn items(&self) -> &[ItemView] {
        &self.items
    }

    /// What is said about each section.
    pub fn sections(&self) -> &[SectionView] {
        &self.sections
    }

    /// What is said about the whole.
    pub fn statistics(&self) -> &Statistics {
        &self.statistics
    }

    /// The totals of those whose scores all stand.
    pub fn totals(&self) -> impl Iterator<Item = Points> {
        let standing = self.participants.iter().filter(|reached| reached.stands());
        standing.filter_map(|reached| reached.total_score)
    }
}
