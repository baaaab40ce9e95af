//! One sound: where it is played, and deleting it.

use askama::Template;
use assessment::{Admin, AudioView, Authors, BankReaders, Requirement};
use axum::extract::{Path, State};
use pages_kit::{Answer, Failed, Frame, Speech, Visit, form::Form};
use platform::{Error, version::Versioned as _};

use super::{LIST, Row, path_of};
use crate::{
    Committee,
    asked::{SEEN, seen},
    caller::{Entered, Sent},
    event::number,
    frame::{Officer, around},
    removal::{Outcome, form_of_seen, outcome},
};

#[derive(Template)]
#[template(path = "committee/sound.html")]
struct Page<'a> {
    frame: Frame<'a>,
    officer: Officer<'a>,
    sound: Row,
    /// The questions that play it: address, and what each is of.
    uses: Vec<(String, String)>,
    /// Deleting it, for those who may, where no question plays it.
    remove: Option<Form>,
}

fn remove_form(sound: &AudioView, speech: Speech<'_>) -> Form {
    let path = path_of(sound.id, "/hapus");
    form_of_seen(path, speech.say("sounds-remove"), sound.version())
}

async fn page(
    committee: &Committee,
    (visit, admin): (&Visit, &Admin),
    sound: AudioView,
    remove: Form,
) -> Result<Answer, Error> {
    let speech = visit.speech();
    let uses = committee.assessment().audio_uses(sound.id).await?;
    let (frame, officer) = around(committee, visit, admin, sound.filename.clone()).await?;
    let may_remove = Authors::met(admin.role) && uses.is_empty();
    let count = i64::try_from(uses.len()).unwrap_or(i64::MAX);
    Answer::page(&Page {
        uses: uses
            .into_iter()
            .map(|used| {
                let said = speech.with_two(
                    "sounds-question",
                    ("package", used.package_title.as_str()),
                    ("number", used.id),
                );
                (format!("/ujian/soal/{}", used.id), said)
            })
            .collect(),
        sound: Row::of(sound, count, speech),
        remove: may_remove.then(|| Form {
            token: officer.token.clone(),
            ..remove
        }),
        frame,
        officer,
    })
}

/// `GET /ujian/suara/{id}`
pub(crate) async fn show(
    State(committee): State<Committee>,
    Path(sound): Path<String>,
    entered: Entered<BankReaders>,
) -> Result<Answer, Failed> {
    let Entered { visit, admin, .. } = entered;
    let shown = async {
        let sound = committee.assessment().audio(number(&sound)?).await?;
        let form = remove_form(&sound, visit.speech());
        page(&committee, (&visit, &admin), sound, form).await
    };
    shown.await.map_err(Failed::at(&visit))
}

/// `POST /ujian/suara/{id}/hapus`
pub(crate) async fn remove(
    State(committee): State<Committee>,
    Path(sound): Path<String>,
    sent: Sent<Authors>,
) -> Result<Answer, Failed> {
    let Sent {
        visit, admin, fields, ..
    } = sent;
    let removed = async {
        let (assessment, id) = (committee.assessment(), number(&sound)?);
        let deleted = assessment.delete_audio(&admin, id, seen(&fields, SEEN)).await;
        match outcome(deleted, &format!("{LIST}?sudah=suara-hapus"))? {
            Outcome::Gone(answer) => Ok(answer),
            Outcome::Refused(refusal) => {
                let sound = assessment.audio(id).await?;
                let form = refusal.told_in(remove_form(&sound, visit.speech()), &visit);
                let shown = page(&committee, (&visit, &admin), sound, form).await?;
                Ok(refusal.shown_by(shown))
            }
        }
    };
    removed.await.map_err(Failed::at(&visit))
}
