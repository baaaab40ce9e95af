//! Publishing a package: freezing it as a version that later changes leave alone.

use assessment::{Authors, Warning};
use axum::extract::{Path, State};
use http::StatusCode;
use pages_kit::{
    Answer, Failed, Fields, Speech, Visit,
    form::{Form, is_for_form},
};
use platform::{Error, Lang, version::IfMatch};

use super::{
    address, find,
    package::{Told, page},
};
use crate::{Committee, caller::Sent};

/// The button that freezes a package.
pub(super) fn publish_form(package: i64, speech: Speech<'_>) -> Form {
    Form::to(
        address(package, "/terbitkan"),
        speech.say("papers-publish-do"),
        Vec::new(),
    )
}

/// What is in the way of publishing.
fn refused(error: &Error, visit: &Visit) -> Told {
    let lang = visit.lang();
    let fields = error.fields().iter();
    Told {
        refused: Some(error.message().text(lang).to_owned()),
        points: fields.map(|field| field.rule.message().text(lang).to_owned()).collect(),
    }
}

fn said(warning: &Warning, lang: Lang) -> String {
    match lang {
        Lang::Id => warning.message.id.clone(),
        Lang::En => warning.message.en.clone(),
    }
}

/// `POST /ujian/paket/{id}/terbitkan`. The same content is frozen once, so sending it again changes nothing.
pub(crate) async fn publish(
    State(committee): State<Committee>,
    Path(package): Path<String>,
    sent: Sent<Authors>,
) -> Result<Answer, Failed> {
    let Sent { visit, admin, .. } = sent;
    let done = async {
        let found = find(&committee, &package).await?;
        let published = committee.assessment().publish(&admin, found.id, IfMatch::Any).await;
        let (told, status) = match published {
            Ok(version) if version.warnings.is_empty() => {
                return Answer::see(&address(found.id, "?sudah=paket-terbit"));
            }
            Ok(version) => {
                let points = version.warnings.iter().map(|warning| said(warning, visit.lang()));
                let told = Told {
                    refused: None,
                    points: points.collect(),
                };
                (told, StatusCode::OK)
            }
            Err(error) if is_for_form(&error) => (refused(&error, &visit), StatusCode::UNPROCESSABLE_ENTITY),
            Err(error) => return Err(error),
        };
        let now = find(&committee, &package).await?;
        let shown = page(&committee, (&visit, &admin), &now, &Fields::default(), told).await?;
        Ok(shown.status(status))
    };
    done.await.map_err(Failed::at(&visit))
}
