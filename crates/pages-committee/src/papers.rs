//! The bank as pages: packages of questions, what they hold, and publishing them.
//!
//! Invariant: what is right is shown beside what a package holds now, to those whom the API shows it; a version is shown as it
//! is sat. Publishing and deleting are for those who write questions alone.

pub(crate) mod import;
pub(crate) mod list;
pub(crate) mod package;
pub(crate) mod print;
pub(crate) mod published;
pub(crate) mod publishing;
mod questions;
pub(crate) mod removal;
pub(crate) mod sounds;

pub(crate) use self::{
    package::length,
    questions::{html, points},
};

use assessment::{Admin, PackageEmbedding, PackageStatus, PackageView, Requirement, SittingReaders};
use pages_kit::Speech;
use platform::{Error, Timestamp};

use crate::{Committee, event::number, moment::Zone};

/// Where the list of packages is.
pub(crate) const LIST: &str = "/ujian/paket";

/// Whose clocks say when a package was changed: it is of no sitting, so those that sittings have unless they say otherwise.
pub(crate) const CLOCKS: &str = "Asia/Jakarta";

/// The address of a package's page.
pub(crate) fn address(package: i64, rest: &str) -> String {
    format!("{LIST}/{package}{rest}")
}

/// The package of an address, with how many questions it has.
pub(crate) async fn find(committee: &Committee, piece: &str) -> Result<PackageView, Error> {
    let embedded = PackageEmbedding::default().with_questions();
    committee.assessment().package(number(piece)?, embedded).await
}

/// How many questions a package has.
fn questions_in(package: &PackageView) -> i64 {
    let entities = package.entities.as_ref();
    entities.and_then(|entities| entities.questions).unwrap_or_default()
}

pub(crate) fn moment(speech: Speech<'_>, at: Timestamp) -> String {
    Zone::of(CLOCKS).moment(speech, at)
}

/// What stands above a page of packages.
pub(crate) struct Head {
    /// Whether whoever looks may see the list of sittings.
    pub(crate) reads_sittings: bool,
    /// The package, below the list of packages.
    pub(crate) package: Option<Named>,
    /// What a page below the list or below the package is called.
    pub(crate) place: Option<String>,
}

/// A package as it is called, and how far it is.
pub(crate) struct Named {
    pub(crate) title: String,
    pub(crate) path: String,
    pub(crate) status: String,
    pub(crate) class: &'static str,
}

impl Head {
    pub(crate) fn of(admin: &Admin, package: Option<&PackageView>, speech: Speech<'_>) -> Self {
        Self {
            reads_sittings: SittingReaders::met(admin.role),
            package: package.map(|package| Named::of(package, speech)),
            place: None,
        }
    }

    /// Of a page below a package.
    pub(crate) fn below(admin: &Admin, package: &PackageView, place: String, speech: Speech<'_>) -> Self {
        Self {
            place: Some(place),
            ..Self::of(admin, Some(package), speech)
        }
    }

    /// Of a page below the list that is of no package.
    pub(crate) fn within(admin: &Admin, place: String) -> Self {
        Self {
            reads_sittings: SittingReaders::met(admin.role),
            package: None,
            place: Some(place),
        }
    }
}

impl Named {
    fn of(package: &PackageView, speech: Speech<'_>) -> Self {
        let (status, class) = match package.status {
            PackageStatus::Draft => ("papers-draft", "still"),
            PackageStatus::Published => ("papers-published", "running"),
            PackageStatus::Archived => ("papers-archived", "still"),
        };
        Self {
            title: package.title.clone(),
            path: address(package.id, ""),
            status: speech.say(status),
            class,
        }
    }
}
