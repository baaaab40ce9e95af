//! The sounds of a package: which its questions need, which are there, and sending those that are missing.
//!
//! Invariant: each file is judged by itself, and one that is refused keeps no other from being stored; of an archive all
//! files are stored, or none.

mod sent;

use askama::Template;
use assessment::{Admin, Authors, PackageSounds, PackageView};
use axum::extract::{Path, State};
use http::StatusCode;
use pages_kit::{Answer, Failed, Frame, Visit, form::is_for_form};
use platform::{Error, Kind};

pub(crate) use self::sent::SentSounds;
use super::{Head, address, find};
use crate::{
    Committee,
    caller::Entered,
    frame::{Officer, around},
};

#[derive(Template)]
#[template(path = "committee/papers-sounds.html")]
struct Page<'a> {
    frame: Frame<'a>,
    officer: Officer<'a>,
    head: Head,
    path: String,
    needed: Vec<Needed>,
    /// How many of those are missing.
    missing: i64,
    superfluous: Vec<String>,
    /// Names of files that were refused, and why.
    refused: Vec<(String, String)>,
    /// How many files of the form were stored.
    stored: Option<String>,
}

/// A sound that questions name.
struct Needed {
    name: String,
    /// The numbers of those questions.
    questions: String,
    is_there: bool,
}

/// What became of files that were sent.
#[derive(Default)]
struct Outcome {
    stored: i64,
    refused: Vec<(String, String)>,
}

async fn page(
    committee: &Committee,
    (visit, admin): (&Visit, &Admin),
    package: &PackageView,
    outcome: Outcome,
) -> Result<Answer, Error> {
    let speech = visit.speech();
    let PackageSounds {
        needed, superfluous, ..
    } = committee.assessment().package_sounds(package.id).await?;
    let missing = needed.iter().filter(|one| !one.is_there).count();
    let (frame, officer) = around(committee, visit, admin, speech.say("papers-sounds")).await?;
    let told = |one: assessment::NeededSound| Needed {
        questions: one
            .questions
            .iter()
            .map(ToString::to_string)
            .collect::<Vec<_>>()
            .join(", "),
        name: one.filename,
        is_there: one.is_there,
    };
    Answer::page(&Page {
        frame,
        officer,
        head: Head::below(admin, package, speech.say("papers-sounds"), speech),
        path: address(package.id, "/suara"),
        needed: needed.into_iter().map(told).collect(),
        missing: i64::try_from(missing).map_err(Error::internal)?,
        superfluous,
        stored: (outcome.stored > 0).then(|| speech.with("papers-sounds-stored", "count", outcome.stored)),
        refused: outcome.refused,
    })
}

/// `GET /ujian/paket/{package}/suara`
pub(crate) async fn show(
    State(committee): State<Committee>,
    Path(package): Path<String>,
    entered: Entered<Authors>,
) -> Result<Answer, Failed> {
    let Entered { visit, admin, .. } = entered;
    let shown = async {
        let package = find(&committee, &package).await?;
        page(&committee, (&visit, &admin), &package, Outcome::default()).await
    };
    shown.await.map_err(Failed::at(&visit))
}

/// Whether the page tells an error beside its file.
fn is_of_file(error: &Error) -> bool {
    is_for_form(error) || matches!(error.kind(), Kind::TooLarge | Kind::UnsupportedMedia | Kind::Conflict)
}

/// Why a file was refused, in a sentence.
fn said(error: &Error, visit: &Visit) -> String {
    let lang = visit.lang();
    let of_field = error
        .fields()
        .first()
        .map(|field| field.rule.message().text(lang).to_owned());
    let is_general = matches!(error.kind(), Kind::Invalid);
    of_field
        .filter(|_| is_general)
        .unwrap_or_else(|| error.message().text(lang).to_owned())
}

/// Stores what was sent, file by file.
async fn keep(
    committee: &Committee,
    sent: SentSounds,
    sounds: &PackageSounds,
) -> Result<(Visit, Admin, Outcome), Failed> {
    let SentSounds {
        visit,
        admin,
        files,
        faults,
    } = sent;
    let mut outcome = Outcome::default();
    for fault in faults {
        let said = fault.rule.message().text(visit.lang()).to_owned();
        outcome.refused.push((String::new(), said));
    }
    let assessment = committee.assessment();
    for (name, received) in files {
        let is_archive = name
            .rsplit('.')
            .next()
            .is_some_and(|end| end.eq_ignore_ascii_case("zip"));
        let stored = if is_archive {
            let added = assessment.add_archive(&admin, sounds.event.clone(), received).await;
            added.map(|done| i64::try_from(done.added + done.kept).unwrap_or(i64::MAX))
        } else {
            let added = assessment.add_package_sound(&admin, sounds, &name, received).await;
            added.map(|_| 1)
        };
        match stored {
            Ok(count) => outcome.stored += count,
            Err(error) if is_of_file(&error) => outcome.refused.push((name, said(&error, &visit))),
            Err(error) => return Err(Failed::at(&visit)(error)),
        }
    }
    Ok((visit, admin, outcome))
}

/// `POST /ujian/paket/{package}/suara`: stores sound files, or those of an archive.
pub(crate) async fn take(
    State(committee): State<Committee>,
    Path(package): Path<String>,
    sent: SentSounds,
) -> Result<Answer, Failed> {
    let found = async {
        let package = find(&committee, &package).await?;
        let sounds = committee.assessment().package_sounds(package.id).await?;
        Ok::<_, Error>((package, sounds))
    };
    let (package, sounds) = found.await.map_err(Failed::at(&sent.visit))?;
    let (visit, admin, outcome) = keep(&committee, sent, &sounds).await?;
    if outcome.refused.is_empty() && outcome.stored > 0 {
        return Answer::see(&address(package.id, "/suara?sudah=paket-suara")).map_err(Failed::at(&visit));
    }
    let shown = page(&committee, (&visit, &admin), &package, outcome).await;
    let shown = shown.map(|answer| answer.status(StatusCode::UNPROCESSABLE_ENTITY));
    shown.map_err(Failed::at(&visit))
}
