//! What supervisors do to participants: the only way in which a deadline changes.

use platform::{
    Conn, Error, Rule, Tx,
    idempotency::Once,
    page::{Pages, Paging},
    text::Check,
};
use serde_json::json;

use super::{
    rules::refused,
    store::{self, NewIntervention},
};
use crate::{
    Admin, Assessment,
    audit::{self, Audited},
    events::{Happened, tell_supervisors},
    sitting::{
        model::{Intervention, InterventionView},
        participant,
    },
};

/// Most seconds that are given at once.
const MOST_SECONDS: i64 = 24 * 60 * 60;

/// An intervention as it was asked for.
#[derive(Debug, Clone)]
pub struct InterventionRequest {
    pub(crate) kind: Intervention,
    pub(crate) seconds: Option<i64>,
    pub(crate) text: Option<String>,
    pub(crate) reason: Option<String>,
}

/// Judges what was asked for: seconds for an extension, a text for a message, a reason for whatever takes or gives time.
pub(crate) fn judge_request(asked: InterventionRequest) -> Result<NewIntervention, Error> {
    let mut check = Check::new();
    let text = check.maybe_clean("text", asked.text.as_deref(), 1_000);
    let reason = check.maybe_clean("reason", asked.reason.as_deref(), 500);
    let needs_reason = matches!(
        asked.kind,
        Intervention::Pause | Intervention::Extend | Intervention::Terminate
    );
    if needs_reason && reason.is_none() {
        check.note("reason", Rule::Required);
    }
    if asked.kind == Intervention::Message && text.is_none() {
        check.note("text", Rule::Required);
    }
    let seconds = asked.seconds.filter(|_| asked.kind == Intervention::Extend);
    if asked.kind == Intervention::Extend {
        match asked.seconds {
            None => check.note("seconds", Rule::Required),
            Some(seconds) if !(1..=MOST_SECONDS).contains(&seconds) => {
                check.note("seconds", Rule::OutOfRange("1".into(), MOST_SECONDS.to_string()));
            }
            Some(_) => {}
        }
    }
    check.finish()?;
    Ok(NewIntervention {
        kind: asked.kind,
        seconds,
        text,
        reason,
    })
}

impl Assessment {
    /// Carries an intervention out and logs it.
    pub async fn intervene(
        &self,
        by: &Admin,
        id: i64,
        asked: InterventionRequest,
        once: Option<Once>,
    ) -> Result<InterventionView, Error> {
        let (new, admin) = (judge_request(asked)?, by.id);
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

#[cfg(test)]
mod tests {
    use super::*;

    fn ask(
        kind: Intervention,
        seconds: Option<i64>,
        text: Option<&str>,
        reason: Option<&str>,
    ) -> Result<NewIntervention, Error> {
        judge_request(InterventionRequest {
            kind,
            seconds,
            text: text.map(str::to_owned),
            reason: reason.map(str::to_owned),
        })
    }

    fn wrong(result: Result<NewIntervention, Error>) -> Vec<String> {
        let error = result.unwrap_err();
        error.fields().iter().map(|field| field.path.clone()).collect()
    }

    #[test]
    fn each_intervention_needs_what_it_is_about() {
        use Intervention::{Extend, Message, Pause, Resume, Terminate};
        assert_eq!(wrong(ask(Pause, None, None, None)), ["reason"]);
        assert_eq!(wrong(ask(Terminate, None, None, Some(" "))), ["reason"]);
        assert_eq!(wrong(ask(Extend, None, None, None)), ["reason", "seconds"]);
        assert_eq!(wrong(ask(Extend, Some(0), None, Some("x"))), ["seconds"]);
        assert_eq!(wrong(ask(Extend, Some(86_401), None, Some("x"))), ["seconds"]);
        assert_eq!(wrong(ask(Message, None, None, None)), ["text"]);
        assert!(ask(Resume, None, None, None).is_ok());
        assert_eq!(ask(Message, Some(60), Some("Halo"), None).unwrap().seconds, None);
    }
}
