//! Deleting a draft, after asking.

use askama::Template;
use assessment::{Admin, Authors, PackageStatus, PackageView};
use axum::extract::{Path, State};
use pages_kit::{Answer, Failed, Frame, Speech, Visit, form::Form};
use platform::{Error, version::IfMatch};

use super::{Head, LIST, address, find};
use crate::{
    Committee,
    caller::{Entered, Sent},
    frame::{Officer, around},
    removal::{Outcome, form, outcome},
};

#[derive(Template)]
#[template(path = "committee/papers-removal.html")]
struct Page<'a> {
    frame: Frame<'a>,
    officer: Officer<'a>,
    head: Head,
    back: String,
    form: Form,
}

fn remove_form(package: i64, speech: Speech<'_>) -> Form {
    form(address(package, "/hapus"), speech.say("papers-remove-do"))
}

async fn page(
    committee: &Committee,
    (visit, admin): (&Visit, &Admin),
    package: &PackageView,
    form: Form,
) -> Result<Answer, Error> {
    let speech = visit.speech();
    let (frame, officer) = around(committee, visit, admin, speech.say("papers-remove")).await?;
    Answer::page(&Page {
        head: Head::of(admin, Some(package), speech),
        back: address(package.id, ""),
        form: Form {
            token: officer.token.clone(),
            ..form
        },
        frame,
        officer,
    })
}

/// `GET /ujian/paket/{id}/hapus`: asks. Only drafts are deleted here.
pub(crate) async fn show(
    State(committee): State<Committee>,
    Path(package): Path<String>,
    entered: Entered<Authors>,
) -> Result<Answer, Failed> {
    let Entered { visit, admin, .. } = entered;
    let shown = async {
        let package = find(&committee, &package).await?;
        if package.status != PackageStatus::Draft {
            return Answer::see(&address(package.id, ""));
        }
        let form = remove_form(package.id, visit.speech());
        page(&committee, (&visit, &admin), &package, form).await
    };
    shown.await.map_err(Failed::at(&visit))
}

/// `POST /ujian/paket/{id}/hapus`
pub(crate) async fn remove(
    State(committee): State<Committee>,
    Path(package): Path<String>,
    sent: Sent<Authors>,
) -> Result<Answer, Failed> {
    let Sent { visit, admin, .. } = sent;
    let done = async {
        let deleted = async {
            let package = find(&committee, &package).await?;
            let assessment = committee.assessment();
            assessment.delete_package(&admin, package.id, IfMatch::Any).await
        };
        match outcome(deleted.await, &format!("{LIST}?sudah=paket-hapus"))? {
            Outcome::Gone(answer) => Ok(answer),
            Outcome::Refused(refusal) => {
                let package = find(&committee, &package).await?;
                let form = refusal.told_in(remove_form(package.id, visit.speech()), &visit);
                let shown = page(&committee, (&visit, &admin), &package, form).await?;
                Ok(refusal.shown_by(shown))
            }
        }
    };
    done.await.map_err(Failed::at(&visit))
}
