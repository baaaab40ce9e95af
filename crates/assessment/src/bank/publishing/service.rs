//! Publishing a package: freezing what it consists of.
//!
//! Invariants: a frozen version never changes; its paper holds no key; the same content is frozen once.

mod draws;
mod obstacles;

use std::collections::BTreeMap;

use papers::{
    Choice, Key, Navigation, Paper, Passage, Points, Question, QuestionType, ScoringRule, Section,
    draw::{Difficulty, Draw},
};
use platform::{
    Conn, Error, FieldError, Kind, Lang, Message, Timestamp, Tx,
    page::{Pages, Paging},
    text::hex,
    version::IfMatch,
};
use serde::Serialize;
use serde_json::{json, value::RawValue};
use sha2::{Digest as _, Sha256};

use self::{draws::unequal_draws, obstacles::can_be_sat};
use crate::{
    Admin, Assessment,
    audit::{self, Action, Audited},
    bank::{
        model::Status,
        package::{
            self,
            service::{PACKAGE, find_to_change, package_exists},
            store::{PackageRow, References, VersionRow},
        },
        paper,
    },
    failures::{Counted, Noun, not_found},
    sitting::{event, model::Warning},
};

/// What is in the way of publishing, in the words of messages.
const OBSTACLES: Counted = Counted {
    id: "hal",
    one: "thing is",
    many: "things are",
};
const VERSION: Noun = Noun {
    id: "versi paket soal",
    en: "version of this test package",
};

/// A frozen version, as shown. Its hash stays inside: with the paper at hand, a few keys could be guessed from it.
#[derive(Debug, Clone, Serialize, schemars::JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct VersionView {
    pub id: i64,
    pub package_id: i64,
    /// Its number, from 1.
    pub no: i64,
    /// Who froze it.
    pub frozen_by: Option<i64>,
    /// When.
    pub frozen_at: Timestamp,
    /// What it consists of, without keys.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(with = "Option<serde_json::Value>")]
    pub paper: Option<Box<RawValue>>,
    /// What should be looked at, in the answer to publishing; left out where there is nothing.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub warnings: Vec<Warning>,
}

impl VersionView {
    fn new(package_id: i64, row: VersionRow) -> Self {
        Self {
            id: row.id,
            package_id,
            no: row.no,
            frozen_by: row.frozen_by,
            frozen_at: row.frozen_at,
            paper: None,
            warnings: Vec::new(),
        }
    }
}

/// A paper as it is frozen: without keys, with the ids that responses refer to.
#[derive(Serialize)]
struct FrozenPaper<'a> {
    title: &'a str,
    passages: &'a [Passage],
    sections: Vec<FrozenSection<'a>>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct FrozenSection<'a> {
    section_detail_id: Option<i64>,
    title: &'a str,
    duration: i64,
    instruction: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    instruction_marked: Option<&'a str>,
    navigation: Navigation,
    shuffle: bool,
    #[serde(skip_serializing_if = "<[Draw]>::is_empty")]
    draws: &'a [Draw],
    questions: Vec<FrozenQuestion<'a>>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct FrozenQuestion<'a> {
    id: i64,
    question_type: QuestionType,
    question: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    question_marked: Option<&'a str>,
    passage: Option<&'a str>,
    audio: Option<&'a str>,
    audio_id: Option<i64>,
    options: &'a [Choice],
    point: Points,
    rule: ScoringRule,
    preparation_time: Option<i64>,
    response_time: Option<i64>,
    // Left out where there is nothing, so that what was frozen before these were is frozen alike.
    #[serde(skip_serializing_if = "Option::is_none")]
    audio_plays: Option<i64>,
    #[serde(skip_serializing_if = "<[String]>::is_empty")]
    tags: &'a [String],
    #[serde(skip_serializing_if = "Option::is_none")]
    difficulty: Option<Difficulty>,
}

/// The key of a question of a frozen paper.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct FrozenKey {
    question_id: i64,
    key: Vec<Key>,
}

/// What is stored of a version.
struct Frozen {
    paper: String,
    keys: String,
    sha256: String,
}

/// A package as content, with the ids that its parts have in this database.
struct Content {
    paper: Paper,
    /// The ids of the questions, section by section, in the paper's order.
    questions: Vec<Vec<i64>>,
    references: BTreeMap<i64, References>,
}

impl Content {
    async fn load(conn: &mut Conn<'_>, package: i64) -> Result<Self, Error> {
        let stored = paper::store::load_stored(conn, package).await?;
        let stored = stored.ok_or_else(|| not_found(PACKAGE))?;
        Ok(Self {
            references: package::store::references(conn, package).await?,
            paper: stored.paper,
            questions: stored.questions,
        })
    }

    /// Every section with its questions and their ids, in order.
    fn sections(&self) -> impl Iterator<Item = (&Section, impl Iterator<Item = (i64, &Question)>)> {
        let sections = self.paper.sections.iter().zip(&self.questions);
        sections.map(|(section, ids)| (section, ids.iter().copied().zip(&section.questions)))
    }

    /// Every question with its id, in order.
    fn questions(&self) -> impl Iterator<Item = (i64, &Question)> {
        self.sections().flat_map(|(_, questions)| questions)
    }

    fn audio_of(&self, id: i64) -> Option<i64> {
        self.references.get(&id).and_then(|references| references.audio)
    }

    fn frozen_question<'a>(&self, id: i64, question: &'a Question) -> FrozenQuestion<'a> {
        FrozenQuestion {
            id,
            question_type: question.kind,
            question: question.text.plain(),
            question_marked: question.text.markup(),
            passage: question.passage.as_deref(),
            audio: question.audio.as_deref(),
            audio_id: self.audio_of(id),
            options: &question.options,
            point: question.point,
            rule: question.rule,
            preparation_time: question.preparation_time,
            response_time: question.response_time,
            audio_plays: question.audio_plays,
            tags: &question.tags,
            difficulty: question.difficulty,
        }
    }

    fn frozen_section<'a>(
        &self,
        section: &'a Section,
        questions: impl Iterator<Item = (i64, &'a Question)>,
    ) -> FrozenSection<'a> {
        let questions: Vec<_> = questions
            .map(|(id, question)| self.frozen_question(id, question))
            .collect();
        let first = questions.first().and_then(|first| self.references.get(&first.id));
        FrozenSection {
            section_detail_id: first.map(|references| references.section_detail),
            title: &section.title,
            duration: section.duration,
            instruction: section.instruction.plain(),
            instruction_marked: section.instruction.markup(),
            navigation: section.navigation,
            shuffle: section.shuffle,
            draws: &section.draws,
            questions,
        }
    }

    /// The paper and its keys, apart.
    fn frozen(&self) -> Result<Frozen, Error> {
        let sections = self.sections();
        let paper = FrozenPaper {
            title: &self.paper.title,
            passages: &self.paper.passages,
            sections: sections
                .map(|(section, questions)| self.frozen_section(section, questions))
                .collect(),
        };
        let key = |(question_id, question): (i64, &'_ Question)| FrozenKey {
            question_id,
            key: question.key.clone(),
        };
        let keys: Vec<FrozenKey> = self.questions().map(key).collect();
        let paper = serde_json::to_string(&paper).map_err(Error::internal)?;
        let keys = serde_json::to_string(&keys).map_err(Error::internal)?;
        let mut hash = Sha256::new();
        for part in [&paper, &keys] {
            hash.update(part.len().to_le_bytes());
            hash.update(part);
        }
        let sha256 = hex(&hash.finalize());
        Ok(Frozen { paper, keys, sha256 })
    }
}

/// The package cannot be sat as it is: field by field what is in the way.
pub(crate) fn unfit(fields: Vec<FieldError>) -> Error {
    let count = OBSTACLES.times(fields.len());
    Error::new(
        Kind::Conflict,
        "assessment.package.unfit",
        Message::new(
            format!(
                "Paket soal ini belum dapat diterbitkan: {} perlu dibereskan.",
                count.text(Lang::Id)
            ),
            format!(
                "This test package cannot be published yet: {} in the way.",
                count.text(Lang::En)
            ),
        ),
    )
    .with_fields(fields)
}

/// An archived package is not published.
pub(crate) fn archived() -> Error {
    Error::new(
        Kind::Conflict,
        "assessment.package.archived",
        Message::new(
            "Paket soal ini diarsipkan. Jadikan draft terlebih dahulu.",
            "This test package is archived. Make it a draft first.",
        ),
    )
}

impl Assessment {
    /// Freezes a package as it is. Content that was frozen last is not frozen again. Sittings that have not begun are
    /// held with it from now on.
    pub async fn publish(&self, by: &Admin, id: i64, seen: IfMatch) -> Result<VersionView, Error> {
        let admin = by.id;
        let work = async move |tx: &mut Tx<'_>| {
            let package = find_to_change(tx, id, &seen).await?;
            if package.status == Status::Archived {
                return Err(archived());
            }
            let content = Content::load(tx, id).await?;
            can_be_sat(tx, &content).await?;
            let version = frozen(tx, admin, &package, &content.frozen()?).await?;
            event::store::repin(tx, id, version.id).await?;
            if package.status != Status::Published {
                package::store::update(tx, id, &package.title, Status::Published).await?;
            }
            Ok(VersionView {
                warnings: unequal_draws(&content),
                ..VersionView::new(id, version)
            })
        };
        self.0.db.write(work).await
    }

    /// A page of the frozen versions of a package, the last one first.
    pub async fn list_versions(&self, package: i64, pages: Pages) -> Result<(Vec<VersionView>, Paging), Error> {
        let find = async move |conn: &mut Conn<'_>| {
            package_exists(conn, package).await?;
            package::store::versions(conn, package, (pages.limit(), pages.offset())).await
        };
        let (rows, total) = self.0.db.read(find).await?;
        let views = rows.into_iter().map(|row| VersionView::new(package, row)).collect();
        Ok((views, pages.of(total)))
    }

    /// A version with its paper, which holds no keys.
    pub async fn package_version(&self, package: i64, no: i64) -> Result<VersionView, Error> {
        let find = async move |conn: &mut Conn<'_>| {
            package_exists(conn, package).await?;
            package::store::version_of(conn, package, no).await
        };
        let (row, paper) = self.0.db.read(find).await?.ok_or_else(|| not_found(VERSION))?;
        let paper = RawValue::from_string(paper).map_err(Error::internal)?;
        Ok(VersionView {
            paper: Some(paper),
            ..VersionView::new(package, row)
        })
    }
}

/// The version of this content: the one that was frozen last if it is the same, else a new one.
async fn frozen(tx: &mut Tx<'_>, admin: i64, package: &PackageRow, content: &Frozen) -> Result<VersionRow, Error> {
    let latest = package::store::latest(tx, package.id).await?;
    let no = latest.as_ref().map_or(0, |latest| latest.no) + 1;
    if let Some(same) = latest.filter(|latest| latest.sha256 == content.sha256) {
        return Ok(same);
    }
    let parts = (content.paper.as_str(), content.keys.as_str(), content.sha256.as_str());
    let version = package::store::freeze(tx, (package.id, no), parts, admin).await?;
    let detail = json!({"no": no});
    audit::note(
        tx,
        Some(admin),
        Action::Publish,
        Audited::Package,
        Some(package.id),
        &detail,
    )
    .await?;
    Ok(version)
}

/// There is no such version.
pub(crate) fn no_such_version() -> Error {
    not_found(VERSION)
}
