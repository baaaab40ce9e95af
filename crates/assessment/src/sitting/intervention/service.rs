//! What supervisors do to participants: the only way in which a deadline changes.
//!
//! Invariant: what is done to one is done in one transaction, and what is done to many in as few as may keep others waiting;
//! whom it does not fit is left out and named, and the others are not kept from it.

use platform::{
    Conn, Error, Kind, Tx,
    idempotency::Once,
    page::{Pages, Paging},
};
use serde::{Deserialize, Serialize};
use serde_json::json;

use super::{rules::InterventionIn, rules::refused, store};
use crate::{
    Admin, Assessment,
    audit::{self, Audited},
    events::{Happened, tell_supervisors},
    exam,
    sitting::{
        model::{InterventionView, NewIntervention, Status},
        participant,
    },
};

/// How many of a group are treated in one transaction: answers wait no longer for it than for some of their own.
const AT_ONCE: usize = 50;

/// Whom something that was done to a group did not fit.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RefusedView {
    pub id: i64,
    /// Nothing, if it is no participant of the event, or no more.
    pub name: Option<String>,
    pub status: Option<Status>,
}

/// What was done to a group.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct GroupView {
    /// To whom it was done.
    pub done: Vec<i64>,
    /// To whom not.
    pub refused: Vec<RefusedView>,
}

/// Does something to a participant who is as it was found.
async fn carry_out(
    tx: &mut Tx<'_>,
    admin: i64,
    before: &participant::store::ParticipantRow,
    new: NewIntervention,
) -> Result<InterventionView, Error> {
    let after = new.kind.after(before.status)?;
    let (id, seconds) = (before.id, new.seconds.unwrap_or(0));
    if !participant::store::intervene(tx, id, before.status, after, seconds).await? {
        return Err(refused(new.kind, before.status));
    }
    store::apply(tx, id, &new).await?;
    let done = store::insert(tx, id, admin, new).await?;
    let detail = json!({"interventionId": done.id, "before": before.status, "after": after, "seconds": seconds});
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
}

/// Does something to some participants of an event. A refusal comes before anything is written, so the others go on.
async fn carry_out_for(
    tx: &mut Tx<'_>,
    (admin, event): (i64, i64),
    ids: &[i64],
    new: &NewIntervention,
) -> Result<GroupView, Error> {
    let mut group = GroupView::default();
    for &id in ids {
        let found = participant::store::by_id(tx, id).await?;
        let Some(before) = found.filter(|row| row.event_id == event) else {
            group.refused.push(RefusedView {
                id,
                name: None,
                status: None,
            });
            continue;
        };
        match carry_out(tx, admin, &before, new.clone()).await {
            Ok(_) => group.done.push(id),
            Err(error) if error.kind() == Kind::Conflict => group.refused.push(RefusedView {
                id,
                name: Some(before.content.name),
                status: Some(before.status),
            }),
            Err(error) => return Err(error),
        }
    }
    Ok(group)
}

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
            carry_out(tx, admin, &before, new).await
        };
        self.0.answers.write(&by.ctx, once, work).await
    }

    /// Carries an intervention out for each of some participants of an event whom it fits. `once` gives each part of the
    /// group, by its number, what makes it happen once.
    pub async fn intervene_group(
        &self,
        by: &Admin,
        event: i64,
        ids: &[i64],
        asked: InterventionIn,
        once: impl Fn(usize) -> Result<Option<Once>, Error> + Send,
    ) -> Result<GroupView, Error> {
        let (new, admin) = (asked.judge()?, by.id);
        let mut group = GroupView::default();
        for (number, some) in ids.chunks(AT_ONCE).enumerate() {
            let (some, new) = (some.to_vec(), new.clone());
            let work = async move |tx: &mut Tx<'_>| carry_out_for(tx, (admin, event), &some, &new).await;
            let treated: GroupView = self.0.answers.write(&by.ctx, once(number)?, work).await?;
            group.done.extend(treated.done);
            group.refused.extend(treated.refused);
        }
        Ok(group)
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
