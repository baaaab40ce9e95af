//! A new sitting.

use assessment::Proctors;
use axum::extract::{RawQuery, State};
use http::StatusCode;
use pages_kit::{
    Answer, Failed, Fields,
    form::{self, is_for_form},
};

use super::{NEW, Shown, page, plain, reading, typed};
use crate::{
    Committee,
    caller::{Entered, Sent},
    frame::address,
};

/// `GET /ujian/baru`; with `paket`, of that package.
pub(crate) async fn show(
    State(committee): State<Committee>,
    entered: Entered<Proctors>,
    RawQuery(query): RawQuery,
) -> Result<Answer, Failed> {
    let Entered { visit, admin, .. } = entered;
    let shown = async {
        let query = Fields::read(query.unwrap_or_default().as_bytes());
        let fields = typed::usual(visit.speech(), query.get("paket"));
        page(&committee, (&visit, &admin), plain(None, &fields)).await
    };
    shown.await.map_err(Failed::at(&visit))
}

/// `POST /ujian/baru`
pub(crate) async fn create(State(committee): State<Committee>, sent: Sent<Proctors>) -> Result<Answer, Failed> {
    let Sent {
        visit, admin, fields, ..
    } = sent;
    let created = async {
        let made = async {
            let once = form::once(&fields, NEW, |_| true)?;
            let slug = fields.get("slug").trim();
            let slug = (!slug.is_empty()).then(|| slug.to_owned());
            let new = reading::change(&fields)?;
            committee.assessment().create_event(&admin, new, slug, once).await
        };
        match made.await {
            Ok(event) => Answer::see(&address(event.id, "?sudah=ujian-baru")),
            Err(error) if is_for_form(&error) => {
                let shown = Shown {
                    fault: Some(&error),
                    ..plain(None, &fields)
                };
                let shown = page(&committee, (&visit, &admin), shown).await?;
                Ok(shown.status(StatusCode::UNPROCESSABLE_ENTITY))
            }
            Err(error) => Err(error),
        }
    };
    created.await.map_err(Failed::at(&visit))
}
