//! A package: its sections, its frozen versions, and its questions as they were published last.

use askama::Template;
use assessment::{
    Admin, Authors, BankReaders, DetailView, PackageStatus, PackageView, Requirement, SectionView, VersionView,
};
use axum::extract::{Path, RawQuery, State};
use pages_kit::{Answer, Failed, Fields, Frame, Speech, Visit, form::Form};
use papers::Paper;
use platform::{Error, page::Pages};

use super::{
    Head, address, find, moment,
    publishing::publish_form,
    questions::{Questions, count},
    questions_in,
};
use crate::{
    Committee,
    caller::Entered,
    frame::{Officer, around},
};

/// Versions that are shown, the newest first.
const VERSIONS: i64 = 20;

#[derive(Template)]
#[template(path = "committee/papers-package.html")]
struct Page<'a> {
    frame: Frame<'a>,
    officer: Officer<'a>,
    /// The style sheet of questions.
    style: &'a str,
    head: Head,
    facts: Vec<(String, String)>,
    sections: Vec<Section>,
    versions: Vec<Version>,
    questions: Questions,
    told: Told,
    /// Publishing it, for those who may.
    publish: Option<Form>,
    /// Where it is had as a document with its keys, for those who may.
    export: Option<String>,
    /// Where a draft is deleted, for those who may.
    remove: Option<String>,
}

/// What publishing had to say.
#[derive(Default)]
pub(super) struct Told {
    /// Why nothing was frozen.
    pub(super) refused: Option<String>,
    /// What is in the way, or should be looked at.
    pub(super) points: Vec<String>,
}

struct Section {
    title: String,
    length: String,
    /// How its questions are asked.
    ways: String,
    /// How many questions the newest version has in it.
    questions: Option<String>,
}

struct Version {
    no: String,
    frozen: String,
}

/// How long a section lasts.
fn length(speech: Speech<'_>, seconds: i64) -> String {
    if seconds % 60 == 0 {
        speech.with("committee-minutes", "count", seconds / 60)
    } else {
        speech.with("papers-seconds", "count", seconds)
    }
}

/// A section as a table shows it; `paper` is the newest version.
fn section(section: &SectionView, details: &DetailView, paper: Option<&Paper>, speech: Speech<'_>) -> Section {
    let ways = [
        (details.navigation == "linear").then(|| speech.say("papers-linear")),
        details.shuffle.then(|| speech.say("papers-shuffled")),
        (!details.draws.is_empty()).then(|| speech.say("papers-drawn")),
    ];
    let frozen = paper.and_then(|paper| paper.sections.iter().find(|frozen| frozen.title == section.title));
    Section {
        title: section.title.clone(),
        length: length(speech, details.duration),
        ways: ways.into_iter().flatten().collect::<Vec<_>>().join(" · "),
        questions: frozen.map(|frozen| count(speech, frozen.questions.len())),
    }
}

/// What a package holds now, and what was frozen of it.
struct Contents {
    sections: Vec<(SectionView, DetailView)>,
    passages: i64,
    versions: Vec<VersionView>,
    /// The newest version.
    paper: Option<Paper>,
}

impl Contents {
    async fn find(committee: &Committee, package: i64) -> Result<Self, Error> {
        let assessment = committee.assessment();
        let mut sections = Vec::new();
        for section in assessment.sections_of_package(package).await? {
            let details = assessment.details_of(package, section.id).await?;
            sections.push((section, details));
        }
        let (_, passages) = assessment.list_passages(package, false, Pages::after(0, 1)).await?;
        let (versions, _) = assessment.list_versions(package, Pages::after(0, VERSIONS)).await?;
        let paper = match versions.first() {
            Some(newest) => assessment.package_version(package, newest.no).await?.paper,
            None => None,
        };
        let paper = paper.map(|paper| serde_json::from_str(paper.get()));
        Ok(Self {
            sections,
            passages: passages.total,
            versions,
            paper: paper.transpose().map_err(Error::internal)?,
        })
    }

    fn sections(&self, speech: Speech<'_>) -> Vec<Section> {
        let rows = self.sections.iter();
        rows.map(|(own, details)| section(own, details, self.paper.as_ref(), speech))
            .collect()
    }

    fn facts(&self, questions: i64, speech: Speech<'_>) -> Vec<(String, String)> {
        vec![
            (speech.say("papers-sections"), count(speech, self.sections.len())),
            (speech.say("papers-questions-count"), speech.number(questions)),
            (speech.say("papers-passages"), speech.number(self.passages)),
            (
                speech.say("papers-duration"),
                length(speech, self.sections.iter().map(|(_, details)| details.duration).sum()),
            ),
        ]
    }
}

fn version(version: &VersionView, speech: Speech<'_>) -> Version {
    Version {
        no: speech.with("papers-version", "no", version.no),
        frozen: moment(speech, version.frozen_at),
    }
}

/// The page of a package, with what publishing had to say.
pub(super) async fn page(
    committee: &Committee,
    (visit, admin): (&Visit, &Admin),
    package: &PackageView,
    asked: &Fields,
    told: Told,
) -> Result<Answer, Error> {
    let speech = visit.speech();
    let contents = Contents::find(committee, package.id).await?;
    let questions = match &contents.paper {
        Some(paper) => Questions::of(paper, package.id, asked, speech)?,
        None => Questions::default(),
    };
    let (frame, officer) = around(committee, visit, admin, package.title.clone()).await?;
    let is_author = Authors::met(admin.role);
    let publish = (is_author && package.status != PackageStatus::Archived).then(|| Form {
        token: officer.token.clone(),
        ..publish_form(package.id, speech)
    });
    Answer::page(&Page {
        frame,
        officer,
        style: committee.results_style(),
        head: Head::of(admin, Some(package), speech),
        facts: contents.facts(questions_in(package), speech),
        sections: contents.sections(speech),
        versions: contents.versions.iter().map(|one| version(one, speech)).collect(),
        questions,
        told,
        publish,
        export: is_author.then(|| format!("/api/v1/test-packages/{}/export.docx", package.id)),
        remove: (is_author && package.status == PackageStatus::Draft).then(|| address(package.id, "/hapus")),
    })
}

/// `GET /ujian/paket/{id}`
pub(crate) async fn show(
    State(committee): State<Committee>,
    Path(package): Path<String>,
    entered: Entered<BankReaders>,
    RawQuery(query): RawQuery,
) -> Result<Answer, Failed> {
    let Entered { visit, admin, .. } = entered;
    let shown = async {
        let package = find(&committee, &package).await?;
        let asked = Fields::read(query.unwrap_or_default().as_bytes());
        page(&committee, (&visit, &admin), &package, &asked, Told::default()).await
    };
    shown.await.map_err(Failed::at(&visit))
}
