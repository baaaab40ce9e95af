//! What can be chosen for a sitting: packages that it could be held with, and whose clocks it follows.

use assessment::{EventView, Order, PackageEmbedding, PackageStatus, PackageView};
use chrono_tz::TZ_VARIANTS;
use pages_kit::Speech;
use platform::{Error, db::containing, page::Pages};

use crate::{Committee, frame::address};

const BY_TITLE: Order = Order {
    by: "title",
    down: false,
};
/// The zones of Indonesia, by what people there call them.
const INDONESIAN: [(&str, &str); 3] = [
    ("Asia/Jakarta", "WIB – Asia/Jakarta"),
    ("Asia/Makassar", "WITA – Asia/Makassar"),
    ("Asia/Jayapura", "WIT – Asia/Jayapura"),
];

/// What can be chosen, and where the form is sent.
pub(super) struct Choices {
    pub(super) action: String,
    pub(super) is_new: bool,
    /// Whether there is an entry code that could be taken away.
    pub(super) has_code: bool,
    /// Ids and titles, as a field takes them.
    pub(super) packages: Vec<(String, String)>,
}

/// A package can be chosen unless it is put away; a sitting keeps the one that it has.
fn is_offered(package: &PackageView, event: Option<&EventView>) -> bool {
    package.status != PackageStatus::Archived || event.is_some_and(|event| event.package_id == package.id)
}

fn package(package: PackageView, speech: Speech<'_>) -> (String, String) {
    let title = match package.status {
        PackageStatus::Published => package.title,
        PackageStatus::Draft => speech.with("schedule-package-draft", "title", package.title),
        PackageStatus::Archived => speech.with("schedule-package-archived", "title", package.title),
    };
    (package.id.to_string(), title)
}

impl Choices {
    /// Those for a sitting, or for a new one.
    pub(super) async fn find(
        committee: &Committee,
        speech: Speech<'_>,
        event: Option<&EventView>,
    ) -> Result<Self, Error> {
        let embedded = PackageEmbedding::default();
        let (packages, _) = committee
            .assessment()
            .list_packages(containing(""), BY_TITLE, embedded, Pages::everything())
            .await?;
        let offered = packages.into_iter().filter(|package| is_offered(package, event));
        let none = event.is_none().then(|| (String::new(), speech.say("schedule-choose")));
        Ok(Self {
            action: event.map_or_else(|| super::NEW.to_owned(), |event| address(event.id, "/ubah")),
            is_new: event.is_none(),
            has_code: event.is_some_and(|event| event.has_entry_code),
            packages: none
                .into_iter()
                .chain(offered.map(|one| package(one, speech)))
                .collect(),
        })
    }

    /// Whether there is nothing that a sitting could be held with.
    pub(super) fn lacks_packages(&self) -> bool {
        self.packages.iter().all(|(id, _)| id.is_empty())
    }
}

/// Every time zone by its IANA name, those of Indonesia first.
pub(super) fn zones() -> Vec<(String, String)> {
    let others = TZ_VARIANTS.iter().map(|zone| zone.name());
    let others = others.filter(|name| INDONESIAN.iter().all(|(own, _)| own != name));
    let others = others.map(|name| (name, name));
    let zones = INDONESIAN.into_iter().chain(others);
    zones.map(|(name, text)| (name.to_owned(), text.to_owned())).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn zones_of_indonesia_come_first_and_each_stands_there_once() {
        let zones = zones();
        assert_eq!(zones[0].0, "Asia/Jakarta");
        let is_there = |name: &str| zones.iter().filter(|(own, _)| own == name).count() == 1;
        assert!(is_there("Asia/Makassar") && is_there("Europe/Istanbul") && is_there("UTC"));
    }
}
