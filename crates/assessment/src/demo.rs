//! Invented papers, people and sittings for trying the program.
//!
//! Invariant: everything in here was written for this program, and filling it in twice gives the same.

pub mod tones;

use platform::{Error, Result};
use serde::Deserialize;

use crate::paper::Paper;

/// A long test package of fifty questions of every type, and a short one of eight.
const PAPERS: [&str; 2] = [include_str!("../demo/package.toml"), include_str!("../demo/quiz.toml")];
/// An institution and who works there.
const PEOPLE: &str = include_str!("../demo/people.toml");

/// An invented institution.
#[derive(Deserialize)]
struct Institution {
    ranks: Vec<String>,
    units: Vec<String>,
    positions: Vec<String>,
    people: Vec<Person>,
}

/// Somebody who takes tests; rank, unit and position are titles of the institution's.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Person {
    name: String,
    registered_number: String,
    rank: String,
    unit: String,
    position: String,
    time_factor: Option<f64>,
}

fn papers() -> Result<[Paper; 2]> {
    let read = |text: &str| toml::from_str(text).map_err(Error::internal);
    let [long, short] = PAPERS;
    Ok([read(long)?, read(short)?])
}

fn institution() -> Result<Institution> {
    toml::from_str(PEOPLE).map_err(Error::internal)
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;
    use crate::{paper::QuestionType, points::Points};

    #[test]
    fn the_long_paper_has_every_type_of_question() {
        let [long, short] = papers().unwrap();
        let questions = |paper: &Paper| paper.sections.iter().map(|one| one.questions.len()).sum::<usize>();
        assert_eq!((questions(&long), questions(&short)), (50, 8));
        for kind in QuestionType::ALL {
            assert!(
                long.sections
                    .iter()
                    .flat_map(|one| &one.questions)
                    .any(|one| one.kind == kind),
                "{kind:?}"
            );
        }
        let worth: Points = long
            .sections
            .iter()
            .flat_map(|one| &one.questions)
            .map(|one| one.point)
            .sum();
        assert_eq!(worth, Points::whole(200));
    }

    #[test]
    fn every_recording_is_asked_about_and_made() {
        let [long, short] = papers().unwrap();
        let asked: BTreeSet<String> = [long, short]
            .into_iter()
            .flat_map(|paper| paper.sections)
            .flat_map(|section| section.questions)
            .filter_map(|question| question.audio)
            .collect();
        assert_eq!(asked, tones::names().map(str::to_owned).collect());
    }

    #[test]
    fn everybody_has_a_rank_a_unit_and_a_position_of_the_institution() {
        let all = institution().unwrap();
        let numbers: BTreeSet<&str> = all.people.iter().map(|one| one.registered_number.as_str()).collect();
        assert_eq!((all.people.len(), numbers.len()), (60, 60));
        assert!(numbers.iter().any(|number| number.starts_with("00")));
        for person in &all.people {
            assert!(all.ranks.contains(&person.rank), "{}", person.rank);
            assert!(all.units.contains(&person.unit), "{}", person.unit);
            assert!(all.positions.contains(&person.position), "{}", person.position);
        }
    }
}
