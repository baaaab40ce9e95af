//! A frozen version of a package, as it is sat.
//!
//! Invariant: a frozen paper holds no key, so nothing here shows what is right.

use askama::Template;
use assessment::BankReaders;
use axum::extract::{Path, RawQuery, State};
use pages_kit::{Answer, Failed, Fields, Frame};
use papers::Paper;
use platform::{Error, page::Pages};

use super::{Head, find, moment, questions::Questions};
use crate::{
    Committee,
    caller::Entered,
    frame::{Officer, around},
};

#[derive(Template)]
#[template(path = "committee/papers-published.html")]
struct Page<'a> {
    frame: Frame<'a>,
    officer: Officer<'a>,
    style: &'a str,
    head: Head,
    /// When it was frozen; nothing where nothing ever was.
    frozen: String,
    questions: Questions,
}

/// The number of the version that a request asks for; the newest without one.
async fn wanted(committee: &Committee, package: i64, asked: &Fields) -> Result<Option<i64>, Error> {
    if let Some(no) = asked.find("versi") {
        return crate::event::number(no).map(Some);
    }
    let (versions, _) = committee
        .assessment()
        .list_versions(package, Pages::after(0, 1))
        .await?;
    Ok(versions.first().map(|newest| newest.no))
}

/// `GET /ujian/paket/{id}/terbit`; with `versi`, of that version.
pub(crate) async fn show(
    State(committee): State<Committee>,
    Path(package): Path<String>,
    entered: Entered<BankReaders>,
    RawQuery(query): RawQuery,
) -> Result<Answer, Failed> {
    let Entered { visit, admin, .. } = entered;
    let shown = async {
        let (speech, package) = (visit.speech(), find(&committee, &package).await?);
        let asked = Fields::read(query.unwrap_or_default().as_bytes());
        let version = match wanted(&committee, package.id, &asked).await? {
            Some(no) => Some(committee.assessment().package_version(package.id, no).await?),
            None => None,
        };
        let title = match &version {
            Some(version) => speech.with("papers-version", "no", version.no),
            None => speech.say("papers-questions"),
        };
        let (mut questions, mut frozen) = (Questions::default(), String::new());
        if let Some(version) = &version {
            frozen = moment(speech, version.frozen_at);
            let paper = version
                .paper
                .as_ref()
                .map(|paper| serde_json::from_str::<Paper>(paper.get()));
            if let Some(paper) = paper.transpose().map_err(Error::internal)? {
                questions = Questions::of(&paper, (package.id, version.no), &asked, speech)?;
            }
        }
        let (frame, officer) = around(&committee, &visit, &admin, title.clone()).await?;
        Answer::page(&Page {
            frame,
            officer,
            style: committee.results_style(),
            head: Head::below(&admin, &package, title, speech),
            frozen,
            questions,
        })
    };
    shown.await.map_err(Failed::at(&visit))
}
