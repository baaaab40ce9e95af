//! Sections, and what they are in a package.

use marked::Text;
use papers::draw::Draw;
use platform::{
    Conn, Error, Kind, Timestamp, Tx,
    idempotency::Once,
    page::{Pages, Paging},
    text::Check,
    version::IfMatch,
};
use serde::{Deserialize, Serialize};
use serde_json::json;

use super::{
    rules::{DetailChange, NewPlaced, NewSection, SectionChange, SectionRef},
    store::{self, DetailRow, SectionRow},
};
use crate::{
    Admin, Assessment,
    audit::{self, Action, Audited},
    bank::{
        package::{self, service::package_exists},
        passage::service::QUESTIONS,
        version::service::held::{self, ATTEMPTS, RUNNING},
    },
    failures::{Counted, Noun, in_use, no_such_reference, not_found, taken},
    lists::Order,
};

pub(crate) const SECTION: Noun = Noun {
    id: "bagian",
    en: "section",
};
const PACKAGES: Counted = Counted {
    id: "paket",
    one: "package",
    many: "packages",
};
const SCALES: Counted = Counted {
    id: "skala nilai",
    one: "score scale",
    many: "score scales",
};

/// A section, as shown.
#[derive(Debug, Clone, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct SectionView {
    pub id: i64,
    pub title: String,
    /// How long it lasts, in seconds, where a package does not say otherwise.
    pub duration: i64,
    /// The package that it was asked for in.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub package_id: Option<i64>,
    /// Its details in that package.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub section_detail_id: Option<i64>,
    /// When it was made.
    pub created_at: Timestamp,
    /// When it was changed last.
    pub updated_at: Timestamp,
    #[serde(skip)]
    #[schemars(skip)]
    pub(crate) version: i64,
}

impl From<SectionRow> for SectionView {
    fn from(row: SectionRow) -> Self {
        Self {
            id: row.id,
            title: row.title,
            duration: row.duration,
            package_id: None,
            section_detail_id: None,
            created_at: row.created_at,
            updated_at: row.updated_at,
            version: row.version,
        }
    }
}

/// A section as it is in a package.
#[derive(Debug, Clone, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct DetailView {
    pub id: i64,
    pub section_id: i64,
    pub package_id: i64,
    /// What participants read before it; may be empty.
    pub instruction: String,
    /// The same as marked text, where the plain one does not say it all.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub instruction_marked: Option<String>,
    /// How long it lasts there, in seconds.
    pub duration: i64,
    /// Its place among the sections of the package.
    pub ordinal: i64,
    /// `free` or `linear`.
    pub navigation: String,
    /// Whether each participant gets the questions in another order.
    pub shuffle: bool,
    /// What is drawn of its questions for each participant; left out where all are asked.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub draws: Vec<Draw>,
    /// When it was made.
    pub created_at: Timestamp,
    /// When it was changed last.
    pub updated_at: Timestamp,
    #[serde(skip)]
    #[schemars(skip)]
    pub(crate) version: i64,
}

impl From<DetailRow> for DetailView {
    fn from(row: DetailRow) -> Self {
        let (instruction, instruction_marked) = row.instruction.into_parts();
        Self {
            id: row.id,
            section_id: row.section_id,
            package_id: row.package_id,
            instruction,
            instruction_marked,
            duration: row.duration,
            ordinal: row.ordinal,
            navigation: row.navigation.name().to_owned(),
            shuffle: row.shuffle,
            draws: row.draws,
            created_at: row.created_at,
            updated_at: row.updated_at,
            version: row.version,
        }
    }
}

/// The section is not in the package. The document fixes the words.
pub(crate) fn no_details() -> Error {
    Error::new(
        Kind::NotFound,
        "assessment.section_detail.not_found",
        "Section details not found for the provided package and section IDs.",
    )
}

/// A section that is in a package.
pub(crate) fn section_in_use() -> Error {
    in_use(SECTION, &[(1, PACKAGES)])
}

/// A section of a package that has questions there.
pub(crate) fn details_in_use() -> Error {
    in_use(SECTION, &[(1, QUESTIONS)])
}

async fn find_to_change(tx: &mut Tx<'_>, id: i64, seen: &IfMatch) -> Result<SectionRow, Error> {
    let row = store::by_id(tx, id).await?.ok_or_else(|| not_found(SECTION))?;
    seen.check(row.version)?;
    Ok(row)
}

async fn find_detail_to_change(tx: &mut Tx<'_>, id: i64, seen: &IfMatch) -> Result<DetailRow, Error> {
    let row = store::detail_by_id(tx, id).await?;
    let row = row.ok_or_else(|| not_found(SECTION))?;
    seen.check(row.version)?;
    Ok(row)
}

impl Assessment {
    /// Makes a section, which is in no package yet.
    #[platform::boxed]
    pub async fn create_section(&self, by: &Admin, new: NewSection, once: Option<Once>) -> Result<SectionView, Error> {
        let admin = by.id;
        let work = async move |tx: &mut Tx<'_>| {
            let row = store::insert(tx, &new.title, new.duration).await?;
            let detail = json!({"title": row.title, "duration": row.duration});
            audit::note(tx, Some(admin), Action::Create, Audited::Section, Some(row.id), &detail).await?;
            Ok(SectionView::from(row))
        };
        self.0.answers.write(&by.ctx, once, work).await
    }

    /// A page of the sections whose titles match a pattern.
    pub async fn list_sections(
        &self,
        pattern: String,
        order: Order,
        pages: Pages,
    ) -> Result<(Vec<SectionView>, Paging), Error> {
        let find =
            async move |conn: &mut Conn<'_>| store::list(conn, &pattern, order, (pages.limit(), pages.offset())).await;
        let (rows, total) = self.0.db.read(find).await?;
        Ok((rows.into_iter().map(SectionView::from).collect(), pages.of(total)))
    }

    /// The sections of a package, in its order.
    #[platform::boxed]
    pub async fn sections_of_package(&self, package: i64) -> Result<Vec<SectionView>, Error> {
        let find = async move |conn: &mut Conn<'_>| {
            package_exists(conn, package).await?;
            store::of_package(conn, package).await
        };
        let rows = self.0.db.read(find).await?;
        let shown = |(row, detail): (SectionRow, i64)| SectionView {
            package_id: Some(package),
            section_detail_id: Some(detail),
            ..SectionView::from(row)
        };
        Ok(rows.into_iter().map(shown).collect())
    }

    /// A section, as it is by itself.
    #[platform::boxed]
    pub async fn section(&self, id: i64) -> Result<SectionView, Error> {
        let find = async move |conn: &mut Conn<'_>| store::by_id(conn, id).await;
        let row = self.0.db.read(find).await?;
        row.map(SectionView::from).ok_or_else(|| not_found(SECTION))
    }

    /// Changes a section; what it is in packages stays.
    #[platform::boxed]
    pub async fn update_section(
        &self,
        by: &Admin,
        id: i64,
        change: SectionChange,
        seen: IfMatch,
    ) -> Result<SectionView, Error> {
        let admin = by.id;
        let work = async move |tx: &mut Tx<'_>| {
            let row = find_to_change(tx, id, &seen).await?;
            let (title, duration) = (
                change.title.unwrap_or(row.title),
                change.duration.unwrap_or(row.duration),
            );
            let row = store::update(tx, id, &title, duration).await?;
            let detail = json!({"title": row.title, "duration": row.duration});
            audit::note(tx, Some(admin), Action::Update, Audited::Section, Some(id), &detail).await?;
            Ok(SectionView::from(row))
        };
        self.0.db.write(work).await
    }

    /// Deletes a section that is in no package.
    pub async fn delete_section(&self, by: &Admin, id: i64, seen: IfMatch) -> Result<(), Error> {
        let admin = by.id;
        let work = async move |tx: &mut Tx<'_>| {
            let row = find_to_change(tx, id, &seen).await?;
            let (packages, scales) = store::uses(tx, id).await?;
            if packages + scales > 0 {
                return Err(in_use(SECTION, &[(packages, PACKAGES), (scales, SCALES)]));
            }
            store::delete(tx, id).await?;
            let detail = json!({"title": row.title});
            audit::note(tx, Some(admin), Action::Delete, Audited::Section, Some(id), &detail).await
        };
        self.0.db.write(work).await
    }

    /// How a section stands in a package: its order, time and settings there. A section that is not in it is not found.
    #[platform::boxed]
    pub async fn details_of(&self, package: i64, section: i64) -> Result<DetailView, Error> {
        let find = async move |conn: &mut Conn<'_>| store::detail_of(conn, package, section).await;
        let row = self.0.db.read(find).await?;
        row.map(DetailView::from).ok_or_else(no_details)
    }

    /// Puts a section into a package, behind the others; one that is called by a title nobody has is made.
    #[platform::boxed]
    pub async fn place_section(&self, by: &Admin, new: NewPlaced, once: Option<Once>) -> Result<DetailView, Error> {
        let admin = by.id;
        let work = async move |tx: &mut Tx<'_>| {
            if package::store::by_id(tx, new.package).await?.is_none() {
                return Err(Error::invalid_field("packageId", no_such_reference()));
            }
            let section = find_or_make(tx, admin, &new).await?;
            if store::detail_of(tx, new.package, section.id).await?.is_some() {
                return Err(placed_already());
            }
            let row = store::find_or_make(tx, new.package, &section, new.duration, &Text::default()).await?;
            note_placed(tx, admin, &row).await?;
            Ok(DetailView::from(row))
        };
        self.0.answers.write(&by.ctx, once, work).await
    }

    /// Changes what a section is in a package.
    #[platform::boxed]
    pub async fn update_details(
        &self,
        by: &Admin,
        id: i64,
        change: DetailChange,
        seen: IfMatch,
    ) -> Result<DetailView, Error> {
        let admin = by.id;
        let work = async move |tx: &mut Tx<'_>| {
            let row = apply_change(find_detail_to_change(tx, id, &seen).await?, change)?;
            let row = store::update_detail(tx, &row).await?;
            let detail = json!({"packageId": row.package_id, "sectionId": row.section_id, "duration": row.duration});
            audit::note(
                tx,
                Some(admin),
                Action::Update,
                Audited::SectionDetail,
                Some(id),
                &detail,
            )
            .await?;
            Ok::<_, Error>(DetailView::from(row))
        };
        self.0.db.write(work).await
    }

    /// Takes a section out of a package that has no questions in it.
    #[platform::boxed]
    pub async fn delete_details(&self, by: &Admin, id: i64, seen: IfMatch) -> Result<(), Error> {
        let (admin, versions) = (by.id, self.0.versions.clone());
        let work = async move |tx: &mut Tx<'_>| {
            let row = find_detail_to_change(tx, id, &seen).await?;
            let now = tx.now();
            let held = held::of_detail(tx, &versions, (row.package_id, id), now).await?;
            let (questions, attempts) = store::detail_uses(tx, id).await?;
            if questions + attempts > 0 || !held.is_nothing() {
                let attempts = attempts.max(held.attempts);
                let by = [(questions, QUESTIONS), (attempts, ATTEMPTS), (held.events, RUNNING)];
                return Err(in_use(SECTION, &by));
            }
            store::delete_detail(tx, id).await?;
            let detail = json!({"packageId": row.package_id, "sectionId": row.section_id});
            audit::note(
                tx,
                Some(admin),
                Action::Delete,
                Audited::SectionDetail,
                Some(id),
                &detail,
            )
            .await
        };
        self.0.db.write(work).await
    }
}

/// The section that is to be put into a package.
async fn find_or_make(tx: &mut Tx<'_>, admin: i64, new: &NewPlaced) -> Result<SectionRow, Error> {
    let title = match &new.section {
        SectionRef::Id(id) => {
            let found = store::by_id(tx, *id).await?;
            return found.ok_or_else(|| Error::invalid_field("sectionId", no_such_reference()));
        }
        SectionRef::Title(title) => title,
    };
    if let Some(found) = store::by_title(tx, title).await? {
        return Ok(found);
    }
    let row = store::insert(tx, title, new.duration.unwrap_or_default()).await?;
    let detail = json!({"title": row.title, "duration": row.duration});
    audit::note(tx, Some(admin), Action::Create, Audited::Section, Some(row.id), &detail).await?;
    Ok(row)
}

async fn note_placed(tx: &mut Tx<'_>, admin: i64, row: &DetailRow) -> Result<(), Error> {
    let detail = json!({"packageId": row.package_id, "sectionId": row.section_id, "duration": row.duration});
    let (action, thing) = (Action::Create, Audited::SectionDetail);
    audit::note(tx, Some(admin), action, thing, Some(row.id), &detail).await
}

/// The section is in the package.
pub(crate) fn placed_already() -> Error {
    taken("title", SECTION)
}

fn apply_change(row: DetailRow, change: DetailChange) -> Result<DetailRow, Error> {
    let mut check = Check::new();
    let instruction = match change.instruction {
        Some(sent) => sent.onto(&mut check, &row.instruction),
        None => row.instruction,
    };
    check.finish()?;
    Ok(DetailRow {
        instruction,
        duration: change.duration.unwrap_or(row.duration),
        ordinal: change.ordinal.unwrap_or(row.ordinal),
        navigation: change.navigation.unwrap_or(row.navigation),
        shuffle: change.shuffle.unwrap_or(row.shuffle),
        draws: change.draws.unwrap_or(row.draws),
        ..row
    })
}
