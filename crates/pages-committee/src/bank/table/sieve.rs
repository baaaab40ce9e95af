//! Which questions an address asks for.

use assessment::{Order, PackageEmbedding, PackageStatus, PackageView, WantedQuestions};
use pages_kit::{Field, Fields, Speech, field::Takes};
use papers::{QuestionType, draw::Difficulty};
use platform::{Error, db::containing, page::Pages, text::fold};

use super::super::{question::QUESTIONS, tree::kind_said};
use crate::Committee;

const NEWEST_FIRST: Order = Order {
    by: "updatedAt",
    down: true,
};
const AS_SAT: Order = super::super::tree::AS_SAT;
const BY_TITLE: Order = Order {
    by: "title",
    down: false,
};
/// What a choice of two says.
const WITH: &str = "ada";
const WITHOUT: &str = "tanpa";

/// What is wanted, as addresses say it.
pub(super) struct Sieve {
    pub(super) query: String,
    package: Option<i64>,
    section: Option<i64>,
    kind: Option<QuestionType>,
    tag: String,
    level: Option<Difficulty>,
    key: Option<bool>,
    audio: Option<bool>,
}

fn read_both(typed: &str) -> Option<bool> {
    match typed {
        WITH => Some(true),
        WITHOUT => Some(false),
        _ => None,
    }
}

fn both_said(wanted: Option<bool>) -> &'static str {
    match wanted {
        Some(true) => WITH,
        Some(false) => WITHOUT,
        None => "",
    }
}

impl Sieve {
    /// What cannot be read is not asked for. A section is one of its package.
    pub(super) fn read(fields: &Fields) -> Self {
        let package: Option<i64> = fields.get("paket").parse().ok();
        Self {
            query: fields.get("q").trim().to_owned(),
            package,
            section: package.and_then(|_| fields.get("bagian").parse().ok()),
            kind: QuestionType::from_name(fields.get("jenis")),
            tag: fields.get("tanda").trim().to_owned(),
            level: Difficulty::from_name(fields.get("tingkat")),
            key: read_both(fields.get("kunci")),
            audio: read_both(fields.get("audio")),
        }
    }

    /// Whether it is not all of them.
    pub(super) fn is_narrow(&self) -> bool {
        !self.pairs().is_empty()
    }

    pub(super) fn wanted(&self) -> WantedQuestions {
        let order = if self.package.is_some() { AS_SAT } else { NEWEST_FIRST };
        WantedQuestions {
            package: self.package,
            pattern: containing(&fold(&self.query)),
            section: self.section.map(|id| (Some(id), String::new())),
            tag: Some(fold(&self.tag)).filter(|tag| !tag.is_empty()),
            difficulty: self.level,
            kind: self.kind,
            has_key: self.key,
            has_audio: self.audio,
            ..WantedQuestions::all(order)
        }
    }

    fn pairs(&self) -> Vec<(&'static str, String)> {
        let id = |id: Option<i64>| id.map(|id| id.to_string()).unwrap_or_default();
        let all = [
            ("q", self.query.clone()),
            ("paket", id(self.package)),
            ("bagian", id(self.section)),
            (
                "jenis",
                self.kind.map(|kind| kind.name().to_owned()).unwrap_or_default(),
            ),
            ("tanda", self.tag.clone()),
            (
                "tingkat",
                self.level.map(|one| one.name().to_owned()).unwrap_or_default(),
            ),
            ("kunci", both_said(self.key).to_owned()),
            ("audio", both_said(self.audio).to_owned()),
        ];
        all.into_iter().filter(|(_, value)| !value.is_empty()).collect()
    }

    /// What stands behind the address of a page of these.
    pub(super) fn query_string(&self, page: i64) -> String {
        let mut written = form_urlencoded::Serializer::new(String::new());
        written.extend_pairs(self.pairs());
        written.append_pair("hal", &page.to_string()).finish()
    }

    pub(super) fn way(&self, page: i64) -> String {
        format!("{QUESTIONS}?{}", self.query_string(page))
    }

    /// The sections of the package that is asked for, by their ids.
    pub(super) async fn sections(&self, committee: &Committee) -> Result<Vec<(String, String)>, Error> {
        let Some(package) = self.package else {
            return Ok(Vec::new());
        };
        let sections = committee.assessment().sections_of_package(package).await?;
        Ok(sections
            .into_iter()
            .map(|one| (one.id.to_string(), one.title))
            .collect())
    }
}

/// All packages, by their ids.
pub(super) async fn packages(committee: &Committee) -> Result<Vec<PackageView>, Error> {
    let (packages, _) = committee
        .assessment()
        .list_packages(
            containing(""),
            BY_TITLE,
            PackageEmbedding::default(),
            Pages::everything(),
        )
        .await?;
    Ok(packages)
}

/// The fields of the sieve beside the search.
pub(super) fn choices(
    speech: Speech<'_>,
    sieve: &Sieve,
    (packages, sections): (&[PackageView], &[(String, String)]),
) -> Vec<Field> {
    let packages = packages.iter().map(|one| (one.id.to_string(), one.title.clone()));
    let id = |id: Option<i64>| id.map(|id| id.to_string()).unwrap_or_default();
    let all = || (String::new(), speech.say("bank-all"));
    let choice = |name: &'static str, text: &str, choices: Vec<(String, String)>, held: String| {
        let choices = std::iter::once(all()).chain(choices).collect();
        Field::new(name, speech.say(text), Takes::Choice(choices)).holding(held)
    };
    let kinds = QuestionType::ALL.map(|kind| (kind.name().to_owned(), kind_said(speech, kind)));
    let levels = Difficulty::ALL.map(|one| (one.name().to_owned(), speech.say(&format!("bank-level-{}", one.name()))));
    let both = |with: &str, without: &str| {
        vec![
            (WITH.to_owned(), speech.say(with)),
            (WITHOUT.to_owned(), speech.say(without)),
        ]
    };
    let mut fields = vec![choice(
        "paket",
        "committee-package",
        packages.collect(),
        id(sieve.package),
    )];
    if !sections.is_empty() {
        fields.push(choice("bagian", "papers-section", sections.to_vec(), id(sieve.section)));
    }
    let kind = sieve.kind.map(|kind| kind.name().to_owned()).unwrap_or_default();
    let level = sieve.level.map(|one| one.name().to_owned()).unwrap_or_default();
    fields.extend([
        choice("jenis", "bank-kind", kinds.into(), kind),
        choice("tingkat", "bank-level", levels.into(), level),
        choice(
            "kunci",
            "bank-key",
            both("bank-with-key", "bank-no-key"),
            both_said(sieve.key).to_owned(),
        ),
        choice(
            "audio",
            "bank-audio",
            both("bank-with-audio", "bank-no-audio"),
            both_said(sieve.audio).to_owned(),
        ),
        Field::line("tanda", speech.say("bank-tag"))
            .at_most(50)
            .holding(sieve.tag.as_str()),
    ]);
    fields
}

/// The packages to which questions can be sent: none that is put away, and not the one that is looked at.
pub(super) fn elsewhere(sieve: &Sieve, packages: &[PackageView]) -> Vec<(String, String)> {
    let others = packages
        .iter()
        .filter(|one| one.status != PackageStatus::Archived && sieve.package != Some(one.id));
    others.map(|one| (one.id.to_string(), one.title.clone())).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_says_what_is_wanted_and_is_read_back() {
        let query = "q=air&paket=3&bagian=4&jenis=essay&tanda=ipa&tingkat=hard&kunci=tanpa&audio=ada&hal=2";
        let sieve = Sieve::read(&Fields::read(query.as_bytes()));
        assert_eq!(sieve.query_string(2), query);
        let none = Sieve::read(&Fields::read(b"bagian=4&jenis=x&kunci=y&tingkat=&hal=z"));
        assert!(!none.is_narrow());
    }
}
