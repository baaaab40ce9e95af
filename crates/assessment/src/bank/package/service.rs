//! Test packages: made, renamed, archived, deleted.

use std::collections::{BTreeMap, BTreeSet};

use platform::{
    Conn, Error, Timestamp, Tx,
    idempotency::Once,
    page::{Pages, Paging},
    version::IfMatch,
};
use serde::{Deserialize, Serialize};
use serde_json::json;

use super::{
    rules::PackageChange,
    store::{self, PackageRow, SectionPart},
};
use crate::{
    Admin, Assessment,
    audit::{self, Action, Audited},
    bank::model::Status,
    failures::{Counted, Noun, in_use, not_found, taken},
    lists::Order,
};

pub(crate) const PACKAGE: Noun = Noun {
    id: "paket soal",
    en: "test package",
};
pub(crate) const EVENTS: Counted = Counted {
    id: "kegiatan ujian",
    one: "event",
    many: "events",
};
const PARTICIPANTS: Counted = Counted {
    id: "peserta",
    one: "participant",
    many: "participants",
};
const ATTEMPTS: Counted = Counted {
    id: "pengerjaan",
    one: "attempt",
    many: "attempts",
};
pub(crate) const RESPONSES: Counted = Counted {
    id: "jawaban",
    one: "response",
    many: "responses",
};

/// A package, as shown.
#[derive(Debug, Clone, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct PackageView {
    pub id: i64,
    /// Its title, unique without case.
    pub title: String,
    /// Where it stands.
    pub status: Status,
    /// When it was made.
    pub created_at: Timestamp,
    /// When it was changed last.
    pub updated_at: Timestamp,
    /// What was asked for with `entities`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub entities: Option<PackageEntities>,
    #[serde(skip)]
    #[schemars(skip)]
    pub(crate) version: i64,
}

/// What belongs to a package.
#[derive(Debug, Clone, Default, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(default)]
pub struct PackageEntities {
    /// Its sections, in order.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub sections: Option<Vec<SectionShort>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub questions: Option<i64>,
}

/// A section of a package, in short.
#[derive(Debug, Clone, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct SectionShort {
    /// The section.
    pub id: i64,
    pub title: String,
    /// Its details in the package.
    pub section_detail_id: i64,
    /// How long it lasts there, in seconds.
    pub duration: i64,
    /// Its place in the package.
    pub ordinal: i64,
}

/// Which of them are asked for.
#[derive(Debug, Clone, Copy, Default)]
pub struct PackageEmbedding {
    pub(crate) sections: bool,
    pub(crate) questions: bool,
}

impl PackageEmbedding {
    /// With how many questions it has.
    #[must_use]
    pub fn with_questions(mut self) -> Self {
        self.questions = true;
        self
    }
}

impl From<PackageRow> for PackageView {
    fn from(row: PackageRow) -> Self {
        Self {
            id: row.id,
            title: row.title,
            status: row.status,
            created_at: row.created_at,
            updated_at: row.updated_at,
            entities: None,
            version: row.version,
        }
    }
}

impl From<SectionPart> for SectionShort {
    fn from(part: SectionPart) -> Self {
        Self {
            id: part.id,
            title: part.title,
            section_detail_id: part.detail_id,
            duration: part.duration,
            ordinal: part.ordinal,
        }
    }
}

/// Another package has the title.
pub(crate) fn title_taken() -> Error {
    taken("title", PACKAGE)
}

/// Sittings are held with the package.
pub(crate) fn package_in_use() -> Error {
    in_use(PACKAGE, &[(1, EVENTS), (12, PARTICIPANTS)])
}

/// Refuses a package that does not exist.
pub(crate) async fn package_exists(conn: &mut Conn<'_>, id: i64) -> Result<PackageRow, Error> {
    let row = store::by_id(conn, id).await?;
    row.ok_or_else(|| not_found(PACKAGE))
}

pub(crate) async fn find_to_change(tx: &mut Tx<'_>, id: i64, seen: &IfMatch) -> Result<PackageRow, Error> {
    let row = package_exists(tx, id).await?;
    seen.check(row.version)?;
    Ok(row)
}

/// Packages with what is asked for, by one statement for each kind.
async fn embed_relations(
    conn: &mut Conn<'_>,
    rows: Vec<PackageRow>,
    wanted: PackageEmbedding,
) -> Result<Vec<PackageView>, Error> {
    let ids: BTreeSet<i64> = rows.iter().map(|row| row.id).collect();
    let mut sections: BTreeMap<i64, Vec<SectionShort>> = BTreeMap::new();
    if wanted.sections {
        for (package, part) in store::sections(conn, &ids).await? {
            sections.entry(package).or_default().push(part.into());
        }
    }
    let questions = if wanted.questions {
        store::questions(conn, &ids).await?
    } else {
        BTreeMap::new()
    };
    let any = wanted.sections || wanted.questions;
    let mut shown = |row: PackageRow| {
        let entities = any.then(|| PackageEntities {
            sections: wanted.sections.then(|| sections.remove(&row.id).unwrap_or_default()),
            questions: wanted.questions.then(|| questions.get(&row.id).copied().unwrap_or(0)),
        });
        let view = PackageView::from(row);
        PackageView { entities, ..view }
    };
    Ok(rows.into_iter().map(&mut shown).collect())
}

impl Assessment {
    /// Makes an empty package, a draft.
    #[platform::boxed]
    pub async fn create_package(&self, by: &Admin, title: String, once: Option<Once>) -> Result<PackageView, Error> {
        let admin = by.id;
        let work = async move |tx: &mut Tx<'_>| {
            if store::id_of_title(tx, &title).await?.is_some() {
                return Err(title_taken());
            }
            let row = store::insert(tx, &title).await?;
            audit::note(
                tx,
                Some(admin),
                Action::Create,
                Audited::Package,
                Some(row.id),
                &json!({"title": title}),
            )
            .await?;
            Ok(PackageView::from(row))
        };
        self.0.answers.write(&by.ctx, once, work).await
    }

    /// A page of the packages whose titles match a pattern, with what is to be embedded.
    #[platform::boxed]
    pub async fn list_packages(
        &self,
        pattern: String,
        order: Order,
        wanted: PackageEmbedding,
        pages: Pages,
    ) -> Result<(Vec<PackageView>, Paging), Error> {
        let find = async move |conn: &mut Conn<'_>| {
            let (rows, total) = store::list(conn, &pattern, order, (pages.limit(), pages.offset())).await?;
            Ok::<_, Error>((embed_relations(conn, rows, wanted).await?, total))
        };
        let (views, total) = self.0.db.read(find).await?;
        Ok((views, pages.of(total)))
    }

    /// A package with what is to be embedded.
    #[platform::boxed]
    pub async fn package(&self, id: i64, wanted: PackageEmbedding) -> Result<PackageView, Error> {
        let find = async move |conn: &mut Conn<'_>| {
            let row = package_exists(conn, id).await?;
            let shown = embed_relations(conn, vec![row], wanted).await?;
            shown.into_iter().next().ok_or_else(|| not_found(PACKAGE))
        };
        self.0.db.read(find).await
    }

    /// Renames a package, puts it away, or makes it a draft again.
    #[platform::boxed]
    pub async fn update_package(
        &self,
        by: &Admin,
        id: i64,
        change: PackageChange,
        seen: IfMatch,
    ) -> Result<PackageView, Error> {
        let admin = by.id;
        let work = async move |tx: &mut Tx<'_>| {
            let row = find_to_change(tx, id, &seen).await?;
            let title = change.title.unwrap_or(row.title);
            let owner = store::id_of_title(tx, &title).await?;
            if owner.is_some_and(|owner| owner != id) {
                return Err(title_taken());
            }
            let row = store::update(tx, id, &title, change.status.unwrap_or(row.status)).await?;
            let detail = json!({"title": row.title, "status": row.status});
            audit::note(tx, Some(admin), Action::Update, Audited::Package, Some(id), &detail).await?;
            Ok(PackageView::from(row))
        };
        self.0.db.write(work).await
    }

    /// Deletes a package with its questions, passages and versions, unless somebody sits it.
    #[platform::boxed]
    pub async fn delete_package(&self, by: &Admin, id: i64, seen: IfMatch) -> Result<(), Error> {
        let admin = by.id;
        let work = async move |tx: &mut Tx<'_>| {
            let row = find_to_change(tx, id, &seen).await?;
            let uses = store::uses(tx, id).await?;
            let by = [
                (uses.events, EVENTS),
                (uses.participants, PARTICIPANTS),
                (uses.attempts, ATTEMPTS),
                (uses.responses, RESPONSES),
            ];
            if by.iter().any(|(count, _)| *count > 0) {
                return Err(in_use(PACKAGE, &by));
            }
            store::delete(tx, id).await?;
            let detail = json!({"title": row.title});
            audit::note(tx, Some(admin), Action::Delete, Audited::Package, Some(id), &detail).await
        };
        self.0.db.write(work).await
    }
}
