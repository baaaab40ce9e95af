//! How long what is kept. An addition to the documented API.

use axum::extract::State;
use platform::{
    Error,
    http::{
        Body, Outcome, Params, Reply,
        routes::{Endpoint, get, patch},
    },
};

use super::{
    rules::{Retention, RetentionIn},
    service::RetentionOutlook,
};
use crate::{
    Administrators, Assessment, Staff,
    http::{access, api, query::maybe_id},
};

/// `GET /retention`.
async fn show(State(assessment): State<Assessment>, _staff: Staff<Administrators>) -> Outcome<Retention> {
    Ok(Reply::ok(assessment.retention().await?))
}

/// `PATCH /retention`.
async fn change(
    State(assessment): State<Assessment>,
    staff: Staff<Administrators>,
    Body(input): Body<RetentionIn>,
) -> Outcome<Retention> {
    let wanted = input.over(assessment.retention().await?);
    Ok(Reply::ok(assessment.set_retention(&staff.admin, wanted).await?))
}

/// `GET /retention/outlook`: by what is set, or by what the parameters say.
async fn outlook(
    State(assessment): State<Assessment>,
    _staff: Staff<Administrators>,
    params: Params,
) -> Outcome<RetentionOutlook> {
    let asked = |name: &str| -> Result<Option<i64>, Error> { maybe_id(&params, name) };
    let (recording_days, attempt_years) = (asked("recordingDays")?, asked("attemptYears")?);
    let retention = if recording_days.is_none() && attempt_years.is_none() {
        assessment.retention().await?
    } else {
        Retention {
            recording_days,
            attempt_years,
        }
    };
    Ok(Reply::ok(assessment.retention_outlook(retention).await?))
}

const RETENTION: &str = r#"{"recordingDays":180,"attemptYears":null}"#;
const OUTLOOK: &str = r#"{"recordings":[{"eventId":1,"title":"Ujian","endedAt":"2023-09-14T12:00:00.000Z","timeZone":"Asia/Jakarta","count":60,"size":7000000000}],"recordingEvents":1,"attempts":[],"attemptEvents":0}"#;

pub(crate) fn endpoints() -> Vec<Endpoint<Assessment>> {
    vec![
        get(api!("/retention"), show)
            .says("How long recordings and attempts are kept after an exam; nothing is deleted unless it says so")
            .access(access::<Administrators>())
            .gives::<Retention>(RETENTION),
        patch(api!("/retention"), change)
            .says("Say how long recordings and attempts are kept; what is left out stays, `null`: for ever")
            .access(access::<Administrators>())
            .takes::<RetentionIn>(RETENTION)
            .gives::<Retention>(RETENTION),
        get(api!("/retention/outlook"), outlook)
            .says("What would be deleted now, by what is set or by what is asked; nothing is")
            .query_of::<i64>("recordingDays", "Days that recordings would be kept", "180")
            .query_of::<i64>("attemptYears", "Years that attempts would be kept", "5")
            .access(access::<Administrators>())
            .gives::<RetentionOutlook>(OUTLOOK),
    ]
}
