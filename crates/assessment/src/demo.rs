//! Invented papers, people and sittings for trying the program.
//!
//! Invariant: everything in here was written for this program, and filling it in twice gives the same, but for the day,
//! passwords and what is drawn by lot for each participant.

mod answers;
mod bank;
mod people;
mod sittings;
pub mod tones;

use futures_util::future::LocalBoxFuture;
use papers::Paper;
use platform::{Ctx, Error, Result};

use self::{answers::Texts, people::Staff};
use crate::Assessment;

/// A long test package of fifty questions of every type, and a short one of eight.
const PAPERS: [&str; 2] = [include_str!("../demo/package.toml"), include_str!("../demo/quiz.toml")];
/// An institution and who works there.
const PEOPLE: &str = include_str!("../demo/people.toml");
/// What people answer where a key cannot tell.
const ANSWERS: &str = include_str!("../demo/answers.toml");
/// How many took the long test yesterday; the others take the short one today.
const YESTERDAY: usize = 40;
/// Things that are filled in at once.
const AT_ONCE: usize = 16;
/// How often `step` is called.
pub const STEPS: usize = 15 + 60 + 60;

/// What was filled in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Filled {
    /// Who can log in, in the order of their roles; two of them rate.
    pub admins: Vec<&'static str>,
    /// How many test packages.
    pub packages: usize,
    pub questions: usize,
    /// How many people took part in sittings.
    pub participants: usize,
    /// How many answers they gave.
    pub responses: usize,
    /// How many ratings those got.
    pub ratings: usize,
}

/// Who runs the exams of a filled database, by username.
pub const ADMINS: [&str; people::NAMES.len()] = people::NAMES;

/// Fills in an institution with its administrators, who all have this password, its question bank, and two sittings:
/// one that ended yesterday and one that runs today.
pub fn fill<'a>(
    assessment: &'a Assessment,
    password: &'a str,
    step: &'a (dyn Fn() + Sync),
) -> LocalBoxFuture<'a, Result<Filled>> {
    Box::pin(fill_in(assessment, password, step))
}

async fn fill_in(assessment: &Assessment, password: &str, step: &(dyn Fn() + Sync)) -> Result<Filled> {
    let ctx = Ctx::background(assessment.0.db.clock().clone());
    let staff = Staff::hire(assessment, &ctx, password).await?;
    let filled = everything(assessment, &staff, step).await;
    staff.leave(assessment).await?;
    filled
}

async fn everything(assessment: &Assessment, staff: &Staff, step: &(dyn Fn() + Sync)) -> Result<Filled> {
    let [long, short] = papers()?;
    let sections = long.sections.iter().chain(&short.sections);
    let questions = sections.map(|section| section.questions.len()).sum();
    let (long, short) = bank::fill(assessment, staff, long, short, step).await?;
    let people = people::fill(assessment, staff, institution()?, step).await?;
    let (before, today) = people.split_at(YESTERDAY.min(people.len()));
    let texts = texts()?;
    let ended = sittings::fill_ended(assessment, staff, (long, before), &texts, step).await?;
    let running = sittings::running(assessment, staff, (short, today), &texts, step).await?;
    Ok(Filled {
        admins: people::NAMES.to_vec(),
        packages: PAPERS.len(),
        questions,
        participants: people.len(),
        responses: ended.responses + running,
        ratings: ended.ratings,
    })
}

fn papers() -> Result<[Paper; 2]> {
    let read = |text: &str| toml::from_str(text).map_err(Error::internal);
    let [long, short] = PAPERS;
    Ok([read(long)?, read(short)?])
}

fn institution() -> Result<people::Institution> {
    toml::from_str(PEOPLE).map_err(Error::internal)
}

fn texts() -> Result<Texts> {
    toml::from_str(ANSWERS).map_err(Error::internal)
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;
    use papers::{Points, QuestionType};

    #[test]
    fn the_long_paper_has_every_type_of_question() {
        let [long, short] = papers().unwrap();
        let questions = |paper: &Paper| paper.sections.iter().map(|one| one.questions.len()).sum::<usize>();
        assert_eq!((questions(&long), questions(&short)), (50, 8));
        let all: Vec<_> = long.sections.iter().flat_map(|one| &one.questions).collect();
        for kind in QuestionType::ALL {
            assert!(all.iter().any(|one| one.kind == kind), "{kind:?}");
        }
        let worth: Points = all.iter().map(|one| one.point).sum();
        assert_eq!(worth, Points::whole(200));
    }

    #[test]
    fn every_recording_is_asked_about_and_made() {
        let asked: BTreeSet<String> = papers()
            .unwrap()
            .into_iter()
            .flat_map(|paper| paper.sections)
            .flat_map(|section| section.questions)
            .filter_map(|question| question.audio)
            .collect();
        assert_eq!(asked, tones::names().map(str::to_owned).collect());
    }
}
