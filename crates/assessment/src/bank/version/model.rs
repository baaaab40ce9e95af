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

    /// The section of a number, from 1.
    pub(crate) fn section(&self, n: usize) -> Option<&FrozenSection> {
        self.sections.get(n.checked_sub(1)?)
    }

    /// The passage of a code.
    pub(crate) fn passage(&self, code: &str) -> Option<&Passage> {
        self.passages.iter().find(|passage| passage.code == code)
    }
}
