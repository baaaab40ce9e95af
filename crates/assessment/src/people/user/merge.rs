//! Somebody who is known twice becomes one: the exams of one go over to the other.
//!
//! Invariant: nobody takes part in an exam twice, so two who sat the same one stay two.

use platform::{Error, Kind, Message, Tx, version::IfMatch};
use serde_json::json;

use super::{
    service::{USER, UserEmbedding, UserView, find_user},
    store,
};
use crate::{
    Admin, Assessment,
    audit::{self, Action, Audited},
    failures::not_found,
    sitting::participant,
};

/// Both take part in an exam.
pub(crate) fn same_exam() -> Error {
    let said = Message::new(
        "Keduanya terdaftar di ujian yang sama, jadi tidak dapat digabung. Keluarkan salah satunya dari ujian itu dahulu.",
        "Both take part in the same exam, so they cannot be merged. Take one of them off that exam first.",
    );
    Error::new(Kind::Conflict, "assessment.merge.same_exam", said)
}

/// There is nothing to merge.
pub(crate) fn merged_with_itself() -> Error {
    let said = Message::new(
        "Data tidak dapat digabung dengan dirinya sendiri.",
        "Nothing can be merged with itself.",
    );
    Error::new(Kind::Invalid, "assessment.merge.itself", said)
}

impl Assessment {
    /// Gives the exams of `id` to `into`, and deletes `id`. What participants were called stays.
    #[platform::boxed]
    pub async fn merge_users(&self, by: &Admin, id: i64, into: i64, seen: IfMatch) -> Result<UserView, Error> {
        if id == into {
            return Err(merged_with_itself());
        }
        let admin = by.id;
        let work = async move |tx: &mut Tx<'_>| {
            let (gone, kept) = (find_user(tx, id).await?, store::by_id(tx, into).await?);
            let kept = kept.ok_or_else(|| not_found(USER))?;
            seen.check(gone.version)?;
            if participant::store::shares_event(tx, id, into).await? {
                return Err(same_exam());
            }
            let exams = participant::store::hand_over(tx, id, into).await?;
            store::delete(tx, id).await?;
            let detail = json!({
                "registeredNumber": &gone.registered_number,
                "name": &gone.name,
                "into": {"id": into, "registeredNumber": &kept.registered_number, "name": &kept.name},
                "participants": exams,
            });
            audit::note(tx, Some(admin), Action::Merge, Audited::User, Some(id), &detail).await?;
            Ok(UserView::of(kept, UserEmbedding::default()))
        };
        self.0.db.write(work).await
    }
}
