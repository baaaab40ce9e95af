//! Whether what a section draws is there, and is worth the same for all.

use papers::{Section, draw::Draw};
use platform::{FieldError, Message, Rule};

use super::Content;
use crate::sitting::model::Warning;

impl Content {
    /// Sections that draw more than they have, by place.
    pub(super) fn unmet_draws(&self) -> Vec<FieldError> {
        let sections = self.paper.sections.iter().enumerate();
        let found = sections.filter_map(|(at, section)| {
            let draw = section.unmet_draw()?;
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

fn is_even(section: &Section, draw: &Draw) -> bool {
    let mut points = section
        .questions
        .iter()
        .filter(|question| draw.takes(&question.candidate()))
        .map(|question| question.point);
    let first = points.next();
    points.all(|point| Some(point) == first)
}
