//! A package as it is now: its sections and questions, publishing it, and its frozen versions.

use askama::Template;
use assessment::{Admin, Authors, BankReaders, PackageStatus, PackageView, Requirement, VersionView};
use axum::extract::{Path, RawQuery, State};
use pages_kit::{Answer, Failed, Fields, Frame, Speech, Visit, form::Form};
use platform::{Error, page::Pages};

use super::{Head, address, find, moment, publishing::publish_form};
use crate::{
    Committee,
    bank::{section, tree::Tree},
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
    /// The style sheets of questions, and of the bank.
    style: &'a str,
    bank_style: &'a str,
    head: Head,
    tree: Tree,
    versions: Vec<Version>,
    told: Told,
    /// Adding a section, for those who may.
    add: Option<Form>,
    /// Changing its title, for those who may.
    settings: Option<String>,
    /// Publishing it, for those who may.
    publish: Option<Form>,
    /// Where it is printed.
    print: String,
    /// Where its sounds are sent, for those who may.
    sounds: Option<String>,
    /// Where it is had as a file, for those who may, and what that is called.
    exports: Vec<(String, String)>,
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

struct Version {
    no: String,
    frozen: String,
    /// Where it is shown as it is sat.
    path: String,
}

/// How long a section lasts.
pub(crate) fn length(speech: Speech<'_>, seconds: i64) -> String {
    if seconds % 60 == 0 {
        speech.with("committee-minutes", "count", seconds / 60)
    } else {
        speech.with("papers-seconds", "count", seconds)
    }
}

fn version(version: &VersionView, speech: Speech<'_>) -> Version {
    Version {
        no: speech.with("papers-version", "no", version.no),
        frozen: moment(speech, version.frozen_at),
        path: address(version.package_id, &format!("/terbit?versi={}", version.no)),
    }
}

/// Where a package is had as a file, and what that is called.
fn exports(package: i64, speech: Speech<'_>) -> Vec<(String, String)> {
    let forms = [
        ("export.docx", "papers-export"),
        ("export.docx?keys=no", "papers-export-handout"),
        ("export.xml", "papers-export-moodle"),
        ("export.zip", "papers-export-qti"),
    ];
    let way = |(file, text): (&str, &str)| (format!("/api/v1/test-packages/{package}/{file}"), speech.say(text));
    forms.map(way).into()
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
    let tree = Tree::find(committee, (admin, speech), package, asked).await?;
    let listed = committee
        .assessment()
        .list_versions(package.id, Pages::after(0, VERSIONS));
    let (versions, _) = listed.await?;
    let (frame, officer) = around(committee, visit, admin, package.title.clone()).await?;
    let is_author = Authors::met(admin.role);
    let publish = (is_author && package.status != PackageStatus::Archived).then(|| Form {
        token: officer.token.clone(),
        ..publish_form(package.id, speech)
    });
    let add = section::add_form(package.id, admin, speech).map(|form| Form {
        token: officer.token.clone(),
        ..form
    });
    Answer::page(&Page {
        frame,
        officer,
        style: committee.results_style(),
        bank_style: &committee.bank().style.path,
        head: Head::of(admin, Some(package), speech),
        tree,
        versions: versions.iter().map(|one| version(one, speech)).collect(),
        add,
        settings: is_author.then(|| address(package.id, "/ubah")),
        told,
        publish,
        print: address(package.id, "/cetak"),
        sounds: is_author.then(|| address(package.id, "/suara")),
        exports: if is_author {
            exports(package.id, speech)
        } else {
            Vec::new()
        },
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
