//! A frozen version with the keys that count for it now.
//!
//! Invariant: texts and options are what was frozen; key, points and rule are those of the latest regrading that stands.

use std::{
    collections::{HashMap, HashSet},
    sync::Arc,
};

use papers::Question;
use platform::{Conn, Error, Result};

use super::{
    rules::{Correction, MovedKey, moved_keys},
    store,
};
use crate::{
    Assessment,
    bank::version::{
        service::{FrozenQuestion, FrozenSection, FrozenVersion, Versions},
        store::held,
    },
    marking::answer::store::{self as live, AskedQuestion},
};

/// A version as it is marked.
#[derive(Debug, Clone)]
pub(crate) struct Keyed {
    pub(crate) version: Arc<FrozenVersion>,
    corrected: HashMap<i64, Question>,
}

impl Keyed {
    /// The version of an id with what stands now.
    pub(crate) async fn of(conn: &mut Conn<'_>, versions: &Versions, id: i64) -> Result<Self> {
        Self::without(conn, versions, (id, None)).await
    }

    /// The version of an id with what would stand if a regrading were taken back.
    pub(crate) async fn without(
        conn: &mut Conn<'_>,
        versions: &Versions,
        (id, regrade): (i64, Option<i64>),
    ) -> Result<Self> {
        let version = versions.get(conn, id).await?;
        Ok(Self::new(version, &store::standing(conn, id, regrade).await?))
    }

    /// A version with corrections. What they say of questions that it does not have is left out.
    pub(crate) fn new(version: Arc<FrozenVersion>, corrections: &[Correction]) -> Self {
        let corrected = corrections.iter().filter_map(|correction| {
            let (_, frozen) = version.question(correction.question_id)?;
            Some((frozen.id, correction.applied(&frozen.question)))
        });
        Self {
            corrected: corrected.collect(),
            version,
        }
    }

    /// A question of the version.
    pub(crate) fn question(&self, id: i64) -> Option<&Question> {
        let corrected = self.corrected.get(&id);
        corrected.or_else(|| self.version.question(id).map(|(_, frozen)| &frozen.question))
    }

    /// What a seed asks, section by section, in the order in which it is asked.
    pub(crate) fn asked(&self, seed: i64) -> Vec<AskedQuestion> {
        let sections = self.version.sections.iter();
        sections
            .flat_map(|section| section.asked(seed).map(|frozen| self.asked_question(section, frozen)))
            .collect()
    }

    /// Every question, in the order of the version.
    pub(crate) fn all(&self) -> Vec<AskedQuestion> {
        let sections = self.version.sections.iter();
        sections
            .flat_map(|section| {
                section
                    .questions
                    .iter()
                    .map(|frozen| self.asked_question(section, frozen))
            })
            .collect()
    }

    /// Whether seeds differ in what they ask.
    pub(crate) fn is_drawn(&self) -> bool {
        self.version.sections.iter().any(|section| !section.draws.is_empty())
    }

    fn asked_question(&self, section: &FrozenSection, frozen: &FrozenQuestion) -> AskedQuestion {
        let question = self.corrected.get(&frozen.id).unwrap_or(&frozen.question);
        AskedQuestion {
            id: frozen.id,
            section_detail_id: section.detail_id,
            section_id: section.section_id,
            section_title: section.title.clone(),
            question: question.clone(),
        }
    }
}

/// A question as somebody was asked it: of the version that they sat, else (of attempts without one) as it is now.
pub(crate) async fn question_asked(
    conn: &mut Conn<'_>,
    versions: &Versions,
    version: Option<i64>,
    question: i64,
) -> Result<Option<Question>> {
    if let Some(version) = version
        && let Some(found) = Keyed::of(conn, versions, version).await?.question(question)
    {
        return Ok(Some(found.clone()));
    }
    Ok(live::question(conn, question).await?.map(|asked| asked.question))
}

/// What an attempt asks.
pub(crate) async fn questions_asked(
    conn: &mut Conn<'_>,
    versions: &Versions,
    (version, seed): (Option<i64>, i64),
    package: i64,
) -> Result<Vec<AskedQuestion>> {
    match version {
        Some(version) => Ok(Keyed::of(conn, versions, version).await?.asked(seed)),
        None => live::questions(conn, package).await,
    }
}

/// What an event asks its participants.
pub(crate) struct EventPaper {
    /// Section by section, in order.
    pub(crate) asked: Vec<AskedQuestion>,
    /// Sections of which each participant is asked a part: how many questions that is, and which a first seed asks.
    pub(crate) drawn: HashMap<i64, (usize, HashSet<i64>)>,
}

impl EventPaper {
    /// Of the versions that were sat, the latest first; before anybody sat, of the one that it is held with.
    pub(crate) async fn load(
        conn: &mut Conn<'_>,
        versions: &Versions,
        (event, package): (i64, i64),
        held_with: Option<i64>,
    ) -> Result<Self> {
        let mut sat = store::at_event(conn, event).await?;
        if sat.is_empty() {
            sat.push(held_with);
        }
        // The latest first; what has no version comes last.
        sat.sort_by_key(|version| std::cmp::Reverse(*version));
        let mut paper = Self {
            asked: Vec::new(),
            drawn: HashMap::new(),
        };
        for version in sat {
            match version {
                Some(version) => {
                    let keyed = Keyed::of(conn, versions, version).await?;
                    paper.note_draws(&keyed);
                    paper.add(keyed.all());
                }
                None => paper.add(live::questions(conn, package).await?),
            }
        }
        Ok(paper)
    }

    fn note_draws(&mut self, keyed: &Keyed) {
        for section in keyed
            .version
            .sections
            .iter()
            .filter(|section| !section.draws.is_empty())
        {
            let first = section.asked(0).map(|frozen| frozen.id).collect();
            let drawn = (section.question_count(), first);
            self.drawn.entry(section.detail_id).or_insert(drawn);
        }
    }

    /// Adds questions that are not there yet, each behind the others of its section.
    fn add(&mut self, questions: Vec<AskedQuestion>) {
        let known: HashSet<i64> = self.asked.iter().map(|asked| asked.id).collect();
        for asked in questions {
            if known.contains(&asked.id) {
                continue;
            }
            let last = self
                .asked
                .iter()
                .rposition(|one| one.section_detail_id == asked.section_detail_id);
            self.asked.insert(last.map_or(self.asked.len(), |at| at + 1), asked);
        }
    }
}

/// What a question that was sat is no longer as it was: how many attempts were made by a version, and its right options that are called
/// otherwise now or are gone.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MovedKeys {
    pub attempts: i64,
    pub keys: Vec<MovedKey>,
}

impl Assessment {
    /// What the right options of a question, as they count for those who sat it, have become in how it is written now.
    #[platform::boxed]
    pub async fn moved_keys(&self, (package, id): (i64, i64), now: Question) -> Result<Vec<MovedKeys>, Error> {
        let versions = self.0.versions.clone();
        let look = async move |conn: &mut Conn<'_>| {
            let mut all = Vec::new();
            for (version, attempts) in held::sat(conn, package).await? {
                let keyed = Keyed::of(conn, &versions, version).await?;
                let keys = keyed.question(id).map(|frozen| moved_keys(frozen, &now));
                all.extend(
                    keys.filter(|keys| !keys.is_empty())
                        .map(|keys| MovedKeys { attempts, keys }),
                );
            }
            Ok(all)
        };
        self.0.db.read(look).await
    }
}
