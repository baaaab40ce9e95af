//! Whether what a section draws is there, and is worth the same for all.

use papers::{
    Question, Section,
    draw::{Candidate, Draw, unmet},
};
use platform::{FieldError, Message, Rule};

use super::Content;
use crate::sitting::model::Warning;

impl Content {
    /// Sections that draw more than they have, by place.
    pub(super) fn unmet_draws(&self) -> Vec<FieldError> {
        let sections = self.paper.sections.iter().enumerate();
        let found = sections.filter_map(|(at, section)| {
            let draw = unmet(&candidates(section), &section.draws)?;
            let said = Message::new(
                format!("{}: soal yang cocok kurang untuk undian {}", section.title, draw + 1),
                format!(
                    "{}: there are not enough questions for draw {}",
                    section.title,
                    draw + 1
                ),
            );
            Some(FieldError::new(
                format!("sections[{at}].draws[{draw}]"),
                Rule::Other(said),
            ))
        });
        found.collect()
    }
}

/// Draws out of questions with different points: the most that can be reached would depend on the draw.
pub(super) fn unequal_draws(content: &Content) -> Vec<Warning> {
    let sections = content.paper.sections.iter();
    let uneven = sections.flat_map(|section| {
        let draws = section.draws.iter().enumerate();
        draws
            .filter(|(_, draw)| !is_even(section, draw))
            .map(move |(at, _)| (section, at + 1))
    });
    let warnings = uneven.map(|(section, number)| {
        Warning::new(
            "draws.unequal_points",
            format!(
                "{}: soal-soal untuk undian {number} berbeda poinnya, sehingga nilai maksimum peserta dapat berbeda.",
                section.title
            ),
            format!(
                "{}: the questions of draw {number} have different points, so participants may differ in the most that \
                 they can reach.",
                section.title
            ),
        )
    });
    warnings.collect()
}

/// The questions of a section as something that may be drawn; who they are does not matter here.
fn candidates(section: &Section) -> Vec<Candidate<'_>> {
    section.questions.iter().map(candidate).collect()
}

fn candidate(question: &Question) -> Candidate<'_> {
    Candidate {
        id: 0,
        tags: &question.tags,
        difficulty: question.difficulty,
        group: None,
    }
}

fn is_even(section: &Section, draw: &Draw) -> bool {
    let mut points = section
        .questions
        .iter()
        .filter(|question| draw.takes(&candidate(question)))
        .map(|question| question.point);
    let first = points.next();
    points.all(|point| Some(point) == first)
}
