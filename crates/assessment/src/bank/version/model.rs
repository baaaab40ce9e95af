//! A frozen version as values: what an attempt asks, answers and is marked by.

use std::collections::{HashMap, HashSet};

use marked::Text;
use papers::{
    Navigation, Passage, Question,
    draw::{self, Candidate, Difficulty, Draw},
};

/// A frozen version.
#[derive(Debug)]
pub(crate) struct FrozenVersion {
    pub(crate) id: i64,
    pub(crate) package_id: i64,
    pub(crate) passages: Vec<Passage>,
    /// In the order in which they are sat.
    pub(crate) sections: Vec<FrozenSection>,
    /// Where questions stand: section and place in it.
    pub(super) places: HashMap<i64, (usize, usize)>,
}

/// A section of a version.
#[derive(Debug)]
pub(crate) struct FrozenSection {
    pub(crate) detail_id: i64,
    /// What it is a use of.
    pub(crate) section_id: i64,
    pub(crate) title: String,
    /// Seconds.
    pub(crate) duration: i64,
    pub(crate) instruction: Text,
    pub(crate) navigation: Navigation,
    pub(crate) shuffle: bool,
    /// Empty: all of its questions are asked.
    pub(crate) draws: Vec<Draw>,
    pub(crate) questions: Vec<FrozenQuestion>,
    /// The pictures that its texts and passages show, by their hashes.
    pub(super) pictures: HashSet<String>,
}

/// A question of a version, with its key.
#[derive(Debug)]
pub(crate) struct FrozenQuestion {
    pub(crate) id: i64,
    pub(crate) audio_id: Option<i64>,
    /// How often its audio may be played; `None`: as often as one likes.
    pub(crate) audio_plays: Option<i64>,
    pub(crate) tags: Vec<String>,
    pub(crate) difficulty: Option<Difficulty>,
    pub(crate) question: Question,
}

impl FrozenSection {
    /// Whether its questions or their order are each participant's own.
    pub(crate) fn is_personal(&self) -> bool {
        self.shuffle || !self.draws.is_empty()
    }

    /// The questions that a seed asks, in its order.
    pub(crate) fn asked(&self, seed: i64) -> impl Iterator<Item = &FrozenQuestion> {
        let candidates: Vec<Candidate<'_>> = self.questions.iter().map(FrozenQuestion::candidate).collect();
        let places = draw::draw(seed, self.detail_id, &candidates, &self.draws, self.shuffle);
        places.into_iter().map(|place| &self.questions[place])
    }

    /// The questions that a seed asks, in the order of the section. Costs nothing where all of them are asked.
    pub(crate) fn chosen(&self, seed: i64) -> impl Iterator<Item = &FrozenQuestion> {
        let candidates: Vec<Candidate<'_>> = self.questions.iter().map(FrozenQuestion::candidate).collect();
        let places = draw::draw(seed, self.detail_id, &candidates, &self.draws, false);
        places.into_iter().map(|place| &self.questions[place])
    }

    /// Whether it, or a passage of one of its questions, shows a picture.
    pub(crate) fn shows_picture(&self, hash: &str) -> bool {
        self.pictures.contains(hash)
    }

    /// How many questions each participant is asked.
    pub(crate) fn question_count(&self) -> usize {
        if self.draws.is_empty() {
            self.questions.len()
        } else {
            self.draws.iter().map(|draw| draw.count).sum()
        }
    }
}

impl FrozenQuestion {
    /// As something that may be drawn.
    pub(crate) fn candidate(&self) -> Candidate<'_> {
        Candidate {
            id: self.id,
            tags: &self.tags,
            difficulty: self.difficulty,
            group: self.question.passage.as_deref(),
        }
    }
}

impl FrozenVersion {
    /// A question with its section, if the version has it.
    pub(crate) fn question(&self, id: i64) -> Option<(&FrozenSection, &FrozenQuestion)> {
        let (section, place) = self.places.get(&id)?;
        let section = &self.sections[*section];
        Some((section, &section.questions[*place]))
    }

    /// What a seed asks of it.
    pub(crate) fn asked_by(&self, seed: i64) -> Asked<'_> {
        Asked {
            version: self,
            seed,
            chosen: HashMap::new(),
        }
    }

    /// The section of a number, from 1.
    pub(crate) fn section(&self, n: usize) -> Option<&FrozenSection> {
        self.sections.get(n.checked_sub(1)?)
    }

    /// The passage of a code.
    pub(crate) fn passage(&self, code: &str) -> Option<&Passage> {
        self.passages.iter().find(|passage| passage.code == code)
    }
}

/// What a seed asks of a version. A section is drawn once, and only if it draws and a question of it is looked for.
#[derive(Debug)]
pub(crate) struct Asked<'v> {
    version: &'v FrozenVersion,
    seed: i64,
    /// The questions of sections that draw, by the places of the sections.
    chosen: HashMap<usize, HashSet<i64>>,
}

impl<'v> Asked<'v> {
    /// A question with the number of its section, if it is asked.
    pub(crate) fn question(&mut self, id: i64) -> Option<(usize, &'v FrozenQuestion)> {
        let (at, place) = *self.version.places.get(&id)?;
        let section = &self.version.sections[at];
        let is_asked = section.draws.is_empty() || {
            let seed = self.seed;
            let choose = || section.chosen(seed).map(|question| question.id).collect();
            self.chosen.entry(at).or_insert_with(choose).contains(&id)
        };
        is_asked.then(|| (at + 1, &section.questions[place]))
    }
}

#[cfg(test)]
mod tests {
    use papers::{Points, QuestionType, ScoringRule};

    use super::*;

    fn question(id: i64) -> FrozenQuestion {
        FrozenQuestion {
            id,
            audio_id: None,
            audio_plays: None,
            tags: Vec::new(),
            difficulty: None,
            question: Question {
                kind: QuestionType::Essay,
                text: "?".into(),
                passage: None,
                audio: None,
                options: Vec::new(),
                key: Vec::new(),
                point: Points::whole(1),
                rule: ScoringRule::Exact,
                preparation_time: None,
                response_time: None,
                audio_plays: None,
                tags: Vec::new(),
                difficulty: None,
            },
        }
    }

    /// Sections of ten questions each: as they stand, shuffled, and of which three are drawn.
    fn version() -> FrozenVersion {
        let draw = Draw {
            count: 3,
            tag: None,
            difficulty: None,
        };
        let sections = [(false, vec![]), (true, vec![]), (true, vec![draw])];
        let sections = (0..).zip(sections).map(|(at, (shuffle, draws))| FrozenSection {
            detail_id: at,
            section_id: at,
            title: String::new(),
            duration: 60,
            instruction: Text::default(),
            navigation: Navigation::Free,
            shuffle,
            draws,
            questions: (at * 10..at * 10 + 10).map(question).collect(),
            pictures: HashSet::new(),
        });
        FrozenVersion {
            id: 1,
            package_id: 1,
            passages: Vec::new(),
            sections: sections.collect(),
            places: (0..30)
                .map(|id: usize| (i64::try_from(id).unwrap(), (id / 10, id % 10)))
                .collect(),
        }
    }

    #[test]
    fn a_question_is_looked_up_where_the_order_of_its_paper_has_it() {
        let version = version();
        for seed in 0..50 {
            let sections = version.sections.iter().enumerate();
            let of_paper: HashMap<i64, usize> = sections
                .flat_map(|(at, section)| section.asked(seed).map(move |question| (question.id, at + 1)))
                .collect();
            let mut asked = version.asked_by(seed);
            for id in -1..31 {
                let found = asked.question(id).map(|(n, question)| (n, question.id));
                assert_eq!(found, of_paper.get(&id).map(|n| (*n, id)), "{seed}: {id}");
            }
            assert_eq!((of_paper.len(), asked.chosen.len()), (23, 1));
        }
    }

    #[test]
    fn a_section_that_does_not_draw_is_not_drawn() {
        let version = version();
        let mut asked = version.asked_by(7);
        assert!(asked.question(3).is_some() && asked.question(13).is_some());
        assert!(asked.chosen.is_empty());
        let shuffled = &version.sections[1];
        assert!(shuffled.chosen(7).map(|question| question.id).eq(10..20));
    }
}
