//! A frozen version in memory: what an attempt asks, answers and is marked by.
//!
//! Invariant: a version never changes, so what was read once stays good; whoever sat by it is marked by it.

pub(crate) mod held;

use std::{
    collections::{HashMap, HashSet},
    sync::Arc,
};

use marked::Text;
use papers::{
    Key, Navigation, Passage, Question,
    draw::{Difficulty, Draw},
};
use platform::{Conn, Error, Result};
use quick_cache::sync::Cache;
use serde::Deserialize;

pub(crate) use super::model::{FrozenQuestion, FrozenSection, FrozenVersion};
use super::store;

/// Most versions that are kept in memory; a sitting has one.
const KEPT: usize = 64;

impl FrozenVersion {
    fn read(id: i64, row: &store::FrozenRow, sections_of: &HashMap<i64, i64>) -> Result<Self> {
        let paper: StoredPaper = serde_json::from_str(&row.paper).map_err(Error::internal)?;
        let keys: Vec<StoredKey> = serde_json::from_str(&row.keys).map_err(Error::internal)?;
        let mut keys: HashMap<i64, Vec<Key>> = keys.into_iter().map(|of| (of.question_id, of.key)).collect();
        let mut version = Self {
            id,
            package_id: row.package_id,
            passages: paper.passages,
            sections: Vec::with_capacity(paper.sections.len()),
            places: HashMap::new(),
        };
        // A section without questions cannot be sat, and has no place in the package that could be named.
        let sat = paper
            .sections
            .into_iter()
            .filter_map(|section| Some((section.section_detail_id?, section)));
        for (at, (detail, section)) in sat.enumerate() {
            for (place, question) in section.questions.iter().enumerate() {
                version.places.insert(question.id, (at, place));
            }
            let mut section = section.into_frozen(detail, sections_of, &mut keys);
            section.pictures = pictures(&section, &version.passages);
            version.sections.push(section);
        }
        Ok(version)
    }
}

/// The pictures of a section and of the passages that its questions are about.
fn pictures(section: &FrozenSection, passages: &[Passage]) -> HashSet<String> {
    let questions = section.questions.iter().flat_map(|asked| asked.question.texts());
    let codes: HashSet<&str> = section
        .questions
        .iter()
        .filter_map(|asked| asked.question.passage.as_deref())
        .collect();
    let bodies = passages
        .iter()
        .filter(|passage| codes.contains(passage.code.as_str()))
        .map(|passage| &passage.body);
    let texts = std::iter::once(&section.instruction).chain(questions).chain(bodies);
    texts
        .flat_map(Text::pictures)
        .map(|hash| hash.as_str().to_owned())
        .collect()
}

/// A paper as it was frozen.
#[derive(Deserialize)]
struct StoredPaper {
    passages: Vec<Passage>,
    sections: Vec<StoredSection>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct StoredSection {
    section_detail_id: Option<i64>,
    title: String,
    duration: i64,
    instruction: String,
    #[serde(default)]
    instruction_marked: Option<String>,
    navigation: Navigation,
    shuffle: bool,
    #[serde(default)]
    draws: Vec<Draw>,
    questions: Vec<StoredQuestion>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct StoredQuestion {
    id: i64,
    #[serde(default)]
    audio_id: Option<i64>,
    #[serde(default)]
    audio_plays: Option<i64>,
    #[serde(default)]
    tags: Vec<String>,
    #[serde(default)]
    difficulty: Option<Difficulty>,
    #[serde(flatten)]
    question: Question,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct StoredKey {
    question_id: i64,
    key: Vec<Key>,
}

impl StoredSection {
    fn into_frozen(
        self,
        detail_id: i64,
        sections_of: &HashMap<i64, i64>,
        keys: &mut HashMap<i64, Vec<Key>>,
    ) -> FrozenSection {
        let questions = self.questions.into_iter().map(|stored| {
            let mut question = stored.question;
            question.key = keys.remove(&stored.id).unwrap_or_default();
            FrozenQuestion {
                id: stored.id,
                audio_id: stored.audio_id,
                audio_plays: stored.audio_plays,
                tags: stored.tags,
                difficulty: stored.difficulty,
                question,
            }
        });
        FrozenSection {
            detail_id,
            section_id: sections_of.get(&detail_id).copied().unwrap_or_default(),
            title: self.title,
            duration: self.duration,
            instruction: Text::from_stored(self.instruction, self.instruction_marked),
            navigation: self.navigation,
            shuffle: self.shuffle,
            draws: self.draws,
            questions: questions.collect(),
            pictures: HashSet::new(),
        }
    }
}

/// Versions in memory; clones share them.
#[derive(Clone)]
pub(crate) struct Versions(Arc<Cache<i64, Arc<FrozenVersion>>>);

impl Versions {
    pub(crate) fn new() -> Self {
        Self(Arc::new(Cache::new(KEPT)))
    }

    /// The version of an id, from memory if it is there.
    pub(crate) async fn get(&self, conn: &mut Conn<'_>, id: i64) -> Result<Arc<FrozenVersion>> {
        if let Some(version) = self.kept(id) {
            return Ok(version);
        }
        let row = store::frozen(conn, id).await?;
        let row = row.ok_or_else(|| Error::internal("a frozen version is not there"))?;
        let sections = store::sections_of_details(conn, row.package_id).await?;
        let version = Arc::new(FrozenVersion::read(id, &row, &sections)?);
        self.0.insert(id, version.clone());
        Ok(version)
    }

    /// The version of an id, if it is in memory.
    pub(crate) fn kept(&self, id: i64) -> Option<Arc<FrozenVersion>> {
        self.0.get(&id)
    }
}
