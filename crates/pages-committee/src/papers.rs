//! The bank as pages: packages of questions, what they hold, and publishing them.
//!
//! Invariant: no page of these shows what is right; publishing and deleting are for those who write questions alone.

pub(crate) mod import;
pub(crate) mod list;
pub(crate) mod package;
pub(crate) mod publishing;
mod questions;
pub(crate) mod removal;

use assessment::{Admin, PackageEmbedding, PackageStatus, PackageView, Requirement, SittingReaders};
use pages_kit::Speech;
use platform::{Error, Timestamp};

use crate::{Committee, event::number, moment::Zone};

/// Where the list of packages is.
pub(crate) const LIST: &str = "/ujian/paket";

/// Whose clocks say when a package was changed: it is of no sitting, so those that sittings have unless they say otherwise.
const CLOCKS: &str = "Asia/Jakarta";

/// The address of a package's page.
fn address(package: i64, rest: &str) -> String {
    format!("{LIST}/{package}{rest}")
}

/// The package of an address, with how many questions it has.
async fn find(committee: &Committee, piece: &str) -> Result<PackageView, Error> {
    let embedded = PackageEmbedding::default().with_questions();
    committee.assessment().package(number(piece)?, embedded).await
}

/// How many questions a package has.
fn questions_in(package: &PackageView) -> i64 {
    let entities = package.entities.as_ref();
    entities.and_then(|entities| entities.questions).unwrap_or_default()
}

fn moment(speech: Speech<'_>, at: Timestamp) -> String {
    Zone::of(CLOCKS).moment(speech, at)
}

/// What stands above a page of packages.
struct Head {
    /// Whether whoever looks may see the list of sittings.
    reads_sittings: bool,
    /// The package, below the list of packages.
    package: Option<Named>,
    /// What a page below the list is called that is of no package.
    place: Option<String>,
}

/// A package as it is called, and how far it is.
struct Named {
    title: String,
    path: String,
    status: String,
    class: &'static str,
}

impl Head {
    fn of(admin: &Admin, package: Option<&PackageView>, speech: Speech<'_>) -> Self {
        Self {
            reads_sittings: SittingReaders::met(admin.role),
            package: package.map(|package| Named::of(package, speech)),
            place: None,
        }
    }

    /// Of a page below the list that is of no package.
    fn within(admin: &Admin, place: String) -> Self {
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
