//! Publishing a package: freezing what it consists of.
//!
//! Invariants: a frozen version never changes; its paper holds no key; the same content is frozen once.

mod draws;
mod frozen;
mod obstacles;

use platform::{
    Conn, Error, FieldError, Kind, Lang, Message, Timestamp, Tx,
    page::{Pages, Paging},
    version::IfMatch,
};
use serde::Serialize;
use serde_json::{json, value::RawValue};

use self::{
    draws::unequal_draws,
    frozen::{Content, Frozen},
    obstacles::can_be_sat,
};
use crate::{
    Admin, Assessment,
    audit::{self, Action, Audited},
    bank::{
        model::Status,
        package::{
            self,
            service::{find_to_change, package_exists},
            store::{PackageRow, VersionRow},
        },
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
    #[platform::boxed]
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
    #[platform::boxed]
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
    #[platform::boxed]
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
