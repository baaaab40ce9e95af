//! Questions as they are shown, with what was asked for beside them.
//!
//! Invariant: what is right is part of [`AnswerView`] and of nothing else.

use std::collections::{BTreeMap, BTreeSet};

use marked::Text;
use papers::{Choice, Key, Points, QuestionType, ScoringRule, draw::Difficulty};
use platform::{Conn, Error, Timestamp};
use serde::{Deserialize, Serialize};

use crate::bank::{
    package::service::PackageView,
    passage::service::PassageView,
    question::store::{
        self, QuestionRow,
        parts::{AudioPart, SectionPart},
    },
    text::plain_with_latex,
};

/// A question, as shown.
#[derive(Debug, Clone, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct QuestionView {
    pub id: i64,
    /// Its text: plain text with line breaks, in which `![alt](image:<SHA-256>)` stands for a picture.
    pub question: String,
    /// Its text as marked text, where the plain one does not say it all.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub question_marked: Option<String>,
    /// Its section, as it is in the package.
    pub section_detail_id: i64,
    /// What is to be heard with it.
    pub audio_id: Option<i64>,
    /// The package that it belongs to.
    pub package_id: i64,
    /// What it is worth.
    pub point: Points,
    /// The passage that it is about.
    pub passage_id: Option<i64>,
    /// Seconds before a spoken answer begins.
    pub preparation_time: Option<i64>,
    /// Seconds that an answer may take.
    pub response_time: Option<i64>,
    /// How often participants may play its audio; left out where they may as often as they like.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub audio_plays: Option<i64>,
    /// What it is about, in words by which it may be drawn.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub tags: Vec<String>,
    /// How hard it is meant to be.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub difficulty: Option<Difficulty>,
    /// What it asks for.
    pub question_type: QuestionType,
    pub section_id: i64,
    /// How its points are shared out.
    pub rule: ScoringRule,
    /// Its place in its section.
    pub ordinal: i64,
    /// The file that an import named, as long as there is none of that name.
    pub audio_name: Option<String>,
    /// When it was made.
    pub created_at: Timestamp,
    /// When it was changed last.
    pub updated_at: Timestamp,
    /// What was asked for with `entities`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub entities: Option<QuestionEntities>,
    #[serde(skip)]
    #[schemars(skip)]
    pub(crate) version: i64,
}

/// What belongs to a question. What is asked for and is not there is null.
#[derive(Debug, Clone, Default, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(default)]
pub struct QuestionEntities {
    /// What is to be heard with it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub audio: Option<Option<AudioShort>>,
    /// Its options and what of them is right.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub answer: Option<AnswerView>,
    /// Its options alone.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub options: Option<Vec<ChoiceView>>,
    /// The passage that it is about.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub passage: Option<Option<PassageView>>,
    /// Its section, as it is in the package.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub section: Option<Option<SectionInPackage>>,
    /// The package that it belongs to.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub package: Option<Option<PackageView>>,
}

/// A recording, in short.
#[derive(Debug, Clone, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct AudioShort {
    pub id: i64,
    /// Its file's name.
    pub filename: String,
    /// Its folder.
    pub event: String,
    created_at: Timestamp,
    updated_at: Timestamp,
}

/// An option.
#[derive(Debug, Clone, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct ChoiceView {
    pub label: String,
    pub value: String,
    /// What it says as marked text, where the plain one does not say it all.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub value_marked: Option<String>,
}

/// What is right, as it can be sent back.
#[derive(Debug, Clone, Default, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct AnswerView {
    /// Labels, accepted texts or pairs; objects where they have weights.
    pub answer_key: Vec<KeyView>,
    /// What can be chosen.
    pub option_questions: Vec<ChoiceView>,
}

/// A right answer.
#[derive(Debug, Clone, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(untagged)]
pub enum KeyView {
    /// A label, an accepted text, or a pair such as `1-A`.
    Plain(String),
    /// The same with the per cent of the points that it is worth.
    Weighted { answer: String, weight: i64 },
}

/// A section as it is in the package of a question.
#[derive(Debug, Clone, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct SectionInPackage {
    id: i64,
    pub title: String,
    section_detail_id: i64,
    pub instruction: String,
    /// The same as marked text, where the plain one does not say it all.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub instruction_marked: Option<String>,
    /// Seconds.
    pub duration: i64,
    ordinal: i64,
    navigation: String,
    shuffle: bool,
}

/// What can be embedded.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Relation {
    Audio,
    Answer,
    Options,
    Passage,
    Section,
    Package,
}

impl Relation {
    /// All of them, by the names of the API.
    pub(crate) const NAMED: [(&'static str, Self); 6] = [
        ("audio", Self::Audio),
        ("answer", Self::Answer),
        ("options", Self::Options),
        ("passage", Self::Passage),
        ("section", Self::Section),
        ("package", Self::Package),
    ];
}

/// What is to be embedded.
#[derive(Debug, Clone, Default)]
pub struct QuestionEmbedding(pub(crate) BTreeSet<Relation>);

impl QuestionEmbedding {
    /// All that belongs to a question, with what is right.
    #[must_use]
    pub fn whole() -> Self {
        Self(Relation::NAMED.into_iter().map(|(_, relation)| relation).collect())
    }

    fn has(&self, relation: Relation) -> bool {
        self.0.contains(&relation)
    }

    /// What `of` finds, if it is asked for.
    fn when<T>(&self, relation: Relation, of: impl FnOnce() -> T) -> Option<T> {
        self.has(relation).then(of)
    }
}

impl From<QuestionRow> for QuestionView {
    fn from(row: QuestionRow) -> Self {
        let (question, question_marked) = row.question.into_parts();
        Self {
            id: row.id,
            question,
            question_marked,
            section_detail_id: row.section_detail_id,
            audio_id: row.audio_id,
            package_id: row.package_id,
            point: row.point,
            passage_id: row.passage_id,
            preparation_time: row.preparation_time,
            response_time: row.response_time,
            audio_plays: row.audio_plays,
            tags: row.tags,
            difficulty: row.difficulty,
            question_type: row.kind,
            section_id: row.section_id,
            rule: row.rule,
            ordinal: row.ordinal,
            audio_name: row.audio_name,
            created_at: row.created_at,
            updated_at: row.updated_at,
            entities: None,
            version: row.version,
        }
    }
}

/// Spells the formulas of a plain text that is shown beside its marked form.
fn spell_in_latex(plain: &mut String, marked: Option<&String>) {
    if let Some(markup) = marked {
        *plain = plain_with_latex(&Text::from_stored(std::mem::take(plain), Some(markup.clone())));
    }
}

impl QuestionView {
    /// It with the formulas of all its plain texts as LaTeX between `\(` and `\)`.
    pub(crate) fn in_latex(mut self) -> Self {
        spell_in_latex(&mut self.question, self.question_marked.as_ref());
        let Some(entities) = &mut self.entities else {
            return self;
        };
        let answer = entities
            .answer
            .iter_mut()
            .flat_map(|answer| &mut answer.option_questions);
        for option in answer.chain(entities.options.iter_mut().flatten()) {
            spell_in_latex(&mut option.value, option.value_marked.as_ref());
        }
        if let Some(Some(passage)) = &mut entities.passage {
            spell_in_latex(&mut passage.body, passage.body_marked.as_ref());
        }
        if let Some(Some(section)) = &mut entities.section {
            spell_in_latex(&mut section.instruction, section.instruction_marked.as_ref());
        }
        self
    }
}

impl From<AudioPart> for AudioShort {
    fn from(part: AudioPart) -> Self {
        Self {
            id: part.id,
            filename: part.filename,
            event: part.event,
            created_at: part.created_at,
            updated_at: part.updated_at,
        }
    }
}

impl From<SectionPart> for SectionInPackage {
    fn from(part: SectionPart) -> Self {
        let (instruction, instruction_marked) = part.instruction.into_parts();
        Self {
            id: part.id,
            title: part.title,
            section_detail_id: part.detail_id,
            instruction,
            instruction_marked,
            duration: part.duration,
            ordinal: part.ordinal,
            navigation: part.navigation,
            shuffle: part.shuffle,
        }
    }
}

impl From<Choice> for ChoiceView {
    fn from(Choice { label, value }: Choice) -> Self {
        let (value, value_marked) = value.into_parts();
        Self {
            label,
            value,
            value_marked,
        }
    }
}

impl From<Key> for KeyView {
    fn from(Key { answer, weight }: Key) -> Self {
        match weight {
            Some(weight) => Self::Weighted { answer, weight },
            None => Self::Plain(answer),
        }
    }
}

/// What belongs to the questions of a page, by ids.
#[derive(Default)]
struct Around {
    options: BTreeMap<i64, Vec<Choice>>,
    keys: BTreeMap<i64, Vec<Key>>,
    audio: BTreeMap<i64, AudioPart>,
    passages: BTreeMap<i64, PassageView>,
    sections: BTreeMap<i64, SectionPart>,
    packages: BTreeMap<i64, PackageView>,
}

impl Around {
    /// Reads what is wanted, one statement for each kind however many questions there are.
    async fn read(conn: &mut Conn<'_>, rows: &[QuestionRow], wanted: &QuestionEmbedding) -> Result<Self, Error> {
        fn ids(rows: &[QuestionRow], of: impl Fn(&QuestionRow) -> Option<i64>) -> BTreeSet<i64> {
            rows.iter().filter_map(of).collect()
        }
        let mut around = Self::default();
        let own = ids(rows, |row| Some(row.id));
        if wanted.has(Relation::Options) || wanted.has(Relation::Answer) {
            around.options = store::parts::options(conn, &own).await?;
        }
        if wanted.has(Relation::Answer) {
            around.keys = store::parts::keys(conn, &own).await?;
        }
        if wanted.has(Relation::Audio) {
            around.audio = store::parts::audio(conn, &ids(rows, |row| row.audio_id)).await?;
        }
        if wanted.has(Relation::Passage) {
            let found = store::parts::passages(conn, &ids(rows, |row| row.passage_id)).await?;
            around.passages = found.into_iter().map(|(id, row)| (id, row.into())).collect();
        }
        if wanted.has(Relation::Section) {
            around.sections = store::parts::sections(conn, &ids(rows, |row| Some(row.section_detail_id))).await?;
        }
        if wanted.has(Relation::Package) {
            let found = store::parts::packages(conn, &ids(rows, |row| Some(row.package_id))).await?;
            around.packages = found.into_iter().map(|(id, row)| (id, row.into())).collect();
        }
        Ok(around)
    }

    fn choices(&self, id: i64) -> Vec<ChoiceView> {
        let options = self.options.get(&id).cloned().unwrap_or_default();
        options.into_iter().map(ChoiceView::from).collect()
    }

    fn of(&self, row: &QuestionRow, wanted: &QuestionEmbedding) -> QuestionEntities {
        let keys = self.keys.get(&row.id).cloned().unwrap_or_default();
        let audio = || self.audio.get(&row.audio_id?).cloned().map(AudioShort::from);
        let section = || self.sections.get(&row.section_detail_id).cloned();
        QuestionEntities {
            audio: wanted.when(Relation::Audio, audio),
            answer: wanted.when(Relation::Answer, || AnswerView {
                answer_key: keys.into_iter().map(KeyView::from).collect(),
                option_questions: self.choices(row.id),
            }),
            options: wanted.when(Relation::Options, || self.choices(row.id)),
            passage: wanted.when(Relation::Passage, || self.passages.get(&row.passage_id?).cloned()),
            section: wanted.when(Relation::Section, || section().map(SectionInPackage::from)),
            package: wanted.when(Relation::Package, || self.packages.get(&row.package_id).cloned()),
        }
    }
}

/// Questions with what is asked for.
pub(super) async fn embedded(
    conn: &mut Conn<'_>,
    rows: Vec<QuestionRow>,
    wanted: &QuestionEmbedding,
) -> Result<Vec<QuestionView>, Error> {
    let around = Around::read(conn, &rows, wanted).await?;
    let shown = |row: QuestionRow| QuestionView {
        entities: (!wanted.0.is_empty()).then(|| around.of(&row, wanted)),
        ..QuestionView::from(row)
    };
    Ok(rows.into_iter().map(shown).collect())
}
