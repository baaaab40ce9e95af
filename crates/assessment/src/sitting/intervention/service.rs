//! What supervisors do to participants: the only way in which a deadline changes.

use platform::{
    Conn, Error, Tx,
    idempotency::Once,
    page::{Pages, Paging},
};
use serde_json::json;

use super::{rules::InterventionIn, rules::refused, store};
use crate::{
    Admin, Assessment,
    audit::{self, Audited},
    events::{Happened, tell_supervisors},
    exam,
    sitting::{model::InterventionView, participant},
};

impl Assessment {
    /// Carries an intervention out and logs it.
    pub async fn intervene(
        &self,
        by: &Admin,
        id: i64,
        asked: InterventionIn,
        once: Option<Once>,
    ) -> Result<InterventionView, Error> {
        let (new, admin) = (asked.judge()?, by.id);
        let work = async move |tx: &mut Tx<'_>| {
            let before = participant::service::find_participant(tx, id).await?;
            let after = new.kind.after(before.status)?;
            let seconds = new.seconds.unwrap_or(0);
            if !participant::store::intervene(tx, id, before.status, after, seconds).await? {
                return Err(refused(new.kind, before.status));
            }
            store::apply(tx, id, &new).await?;
            let done = store::insert(tx, id, admin, new).await?;
            let detail =
                json!({"interventionId": done.id, "before": before.status, "after": after, "seconds": seconds});
            audit::note(
                tx,
                Some(admin),
                done.kind.into(),
                Audited::Participant,
                Some(id),
                &detail,
            )
            .await?;
            exam::stream::service::tell_intervention(tx, &done).await?;
            let told = json!({"intervention": &done, "status": after, "extraSeconds": before.extra_seconds + seconds});
            tell_supervisors(tx, before.event_id, Happened::Intervention, &told).await?;
            Ok(done)
        };
        self.0.answers.write(&by.ctx, once, work).await
    }

    /// A page of what supervisors did to a participant.
    pub async fn list_interventions(&self, id: i64, pages: Pages) -> Result<(Vec<InterventionView>, Paging), Error> {
        let find = async move |conn: &mut Conn<'_>| {
            participant::service::find_participant(conn, id).await?;
            store::of_participant(conn, id, pages.limit(), pages.offset()).await
        };
        let (rows, total) = self.0.db.read(find).await?;
        Ok((rows, pages.of(total)))
    }
}
