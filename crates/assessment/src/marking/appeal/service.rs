//! Noting what somebody objects to and what became of it, and reading that.
//!
//! Invariant: notes are added and never changed; how an appeal stands is what the last one says. No note changes a score.

use platform::{
    Conn, Error, Kind, Message, Rule, Tx,
    idempotency::Once,
    page::{Pages, Paging},
};
use serde_json::json;

use super::{
    rules::{AppealNoteView, NewAppealNote},
    store,
};
use crate::{
    Admin, Assessment,
    audit::{self, Action, Audited},
    bank::version::service::Versions,
    marking::{keys::service::questions_asked, results},
    sitting::participant::service::find_participant,
};

/// Most notes of one participant.
const MOST: i64 = 200;

/// There are as many notes as there may be.
pub(crate) fn too_many() -> Error {
    Error::new(
        Kind::Conflict,
        "assessment.appeal.full",
        Message::new(
            format!("Peserta ini sudah memiliki {MOST} catatan sanggahan; lebih dari itu tidak disimpan."),
            format!("This participant has {MOST} notes of appeals already; no more are kept."),
        ),
    )
}

/// Whether somebody was asked a question.
async fn was_asked(conn: &mut Conn<'_>, versions: &Versions, participant: i64, question: i64) -> Result<bool, Error> {
    let Some(row) = results::store::released(conn, participant).await? else {
        return Ok(false);
    };
    let asked = questions_asked(conn, versions, (row.version, row.seed), row.package_id).await?;
    Ok(asked.iter().any(|asked| asked.id == question))
}

fn not_asked() -> Error {
    let said = Message::new("tidak ada di naskah peserta ini", "is not in this participant's paper");
    Error::invalid_field("questionId", Rule::Other(said))
}

impl Assessment {
    /// Adds a note to somebody's appeal, and logs that.
    #[platform::boxed]
    pub async fn note_appeal(
        &self,
        by: &Admin,
        participant: i64,
        new: NewAppealNote,
        once: Option<Once>,
    ) -> Result<AppealNoteView, Error> {
        let (admin, versions) = (by.id, self.0.versions.clone());
        let work = async move |tx: &mut Tx<'_>| {
            find_participant(tx, participant).await?;
            if let Some(question) = new.question_id
                && !was_asked(tx, &versions, participant, question).await?
            {
                return Err(not_asked());
            }
            if store::count(tx, participant).await? >= MOST {
                return Err(too_many());
            }
            let added = store::insert(tx, participant, admin, &new).await?;
            let detail = json!({"noteId": added.id, "questionId": new.question_id, "state": new.state});
            let who = Some(participant);
            audit::note(tx, Some(admin), Action::Appeal, Audited::Participant, who, &detail).await?;
            Ok(added)
        };
        self.0.answers.write(&by.ctx, once, work).await
    }

    /// A page of the notes of somebody's appeal, first to last.
    #[platform::boxed]
    pub async fn list_appeal_notes(
        &self,
        participant: i64,
        pages: Pages,
    ) -> Result<(Vec<AppealNoteView>, Paging), Error> {
        let find = async move |conn: &mut Conn<'_>| {
            find_participant(conn, participant).await?;
            store::of_participant(conn, participant, (pages.limit(), pages.offset())).await
        };
        let (rows, total) = self.0.db.read(find).await?;
        Ok((rows, pages.of(total)))
    }
}
