//! Another time, package or setting for a sitting.

use assessment::{Admin, EventView, Proctors};
use axum::extract::{Path, State};
use http::StatusCode;
use pages_kit::{Answer, Failed, Fields, Visit, form::is_for_form};
use platform::{Error, Kind};

use super::{Shown, outrun, page, plain, reading, typed};
use crate::{
    Committee,
    asked::{SEEN, seen},
    caller::{Entered, Sent},
    event::find,
    frame::address,
};

/// `GET /ujian/{event}/ubah`
pub(crate) async fn show(
    State(committee): State<Committee>,
    Path(event): Path<String>,
    entered: Entered<Proctors>,
) -> Result<Answer, Failed> {
    let Entered { visit, admin, .. } = entered;
    let shown = async {
        let event = find(&committee, &event).await?;
        let fields = typed::stored(visit.speech(), &event);
        page(&committee, (&visit, &admin), plain(Some(&event), &fields)).await
    };
    shown.await.map_err(Failed::at(&visit))
}

/// The form again, with what is wrong. Whoever was outrun by a change that left nothing to be done, such as the same form sent
/// twice, is told that it is done.
async fn refuse(
    committee: &Committee,
    (visit, admin): (&Visit, &Admin),
    (event, fields): (&EventView, &Fields),
    error: &Error,
) -> Result<Answer, Error> {
    let is_outrun = error.kind() == Kind::PreconditionFailed;
    let differences = if is_outrun {
        outrun(committee, visit, event, fields).await?
    } else {
        Vec::new()
    };
    if is_outrun && differences.is_empty() {
        return done(event.id);
    }
    let shown = Shown {
        // That others were first is told by what differs.
        fault: (!is_outrun).then_some(error),
        differences,
        ..plain(Some(event), fields)
    };
    let shown = page(committee, (visit, admin), shown).await?;
    Ok(shown.status(StatusCode::UNPROCESSABLE_ENTITY))
}

fn done(event: i64) -> Result<Answer, Error> {
    Answer::see(&address(event, "?sudah=ujian-ubah"))
}

/// `POST /ujian/{event}/ubah`
pub(crate) async fn save(
    State(committee): State<Committee>,
    Path(piece): Path<String>,
    sent: Sent<Proctors>,
) -> Result<Answer, Failed> {
    let Sent {
        visit, admin, fields, ..
    } = sent;
    let saved = async {
        let id = find(&committee, &piece).await?.id;
        let changed = async {
            let change = reading::change(&fields)?;
            committee
                .assessment()
                .update_event(&admin, id, change, seen(&fields, SEEN))
                .await
        };
        match changed.await {
            Ok(event) => done(event.id),
            Err(error) if is_for_form(&error) => {
                let event = find(&committee, &piece).await?;
                refuse(&committee, (&visit, &admin), (&event, &fields), &error).await
            }
            Err(error) => Err(error),
        }
    };
    saved.await.map_err(Failed::at(&visit))
}
