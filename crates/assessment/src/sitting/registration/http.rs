//! Links by which people add themselves to an event.

use axum::extract::State;
use platform::{
    Error, Rule,
    http::{
        Outcome, Pages, Params, Path, Reply,
        routes::{Endpoint, delete, get},
    },
};

use super::service::{LinkView, NewLink};
use crate::{
    Assessment, Proctors, Staff,
    failures::not_found,
    http::{
        access, api,
        query::{id, maybe_id},
    },
    sitting::event::service::EVENT,
};

fn event_of(params: &Params) -> Result<i64, Error> {
    maybe_id(params, "eventId")?.ok_or_else(|| Error::invalid_field("eventId", Rule::Required))
}

/// `GET /participants/url-registration-token`.
async fn link(State(assessment): State<Assessment>, staff: Staff<Proctors>, params: Params) -> Outcome<NewLink> {
    let (event, uses) = (event_of(&params)?, maybe_id(&params, "maxUses")?);
    Ok(Reply::created(assessment.create_link(&staff.admin, event, uses).await?))
}

/// `GET /participants/registration-tokens`.
async fn links(
    State(assessment): State<Assessment>,
    _staff: Staff<Proctors>,
    params: Params,
    pages: Pages,
) -> Outcome<Vec<LinkView>> {
    let (rows, paging) = assessment.list_links(event_of(&params)?, pages).await?;
    Ok(Reply::list("registrationTokens", rows, paging))
}

const REVOKED: &str = "Registration token has been revoked";

/// `DELETE /participants/registration-tokens/{id}`.
async fn revoke(State(assessment): State<Assessment>, staff: Staff<Proctors>, Path(link): Path<String>) -> Outcome<()> {
    assessment.revoke_link(&staff.admin, id("id", &link)?).await?;
    Ok(Reply::done(REVOKED))
}

const LINK: &str =
    r#"{"url":"https://ujian.example/registration?token=abcd1234","expiresAt":"2023-07-12T05:00:00.000Z"}"#;

const LINK_ROW: &str = r#"{"id":1,"eventId":1,"expiresAt":"2023-07-12T05:00:00.000Z","maxUses":500,"used":3,"revokedAt":null,"createdAt":"2023-07-01T00:00:00.000Z"}"#;

pub(crate) fn endpoints() -> Vec<Endpoint<Assessment>> {
    vec![
        get(api!("/participants/url-registration-token"), link)
            .says("Make a link by which people register themselves for an event; it ends with the event, also when that is moved. Of an \
                 event that is over it has ended already, and `message` says so")
            .access(access::<Proctors>())
            .acts()
            .needs_query::<i64>("eventId", "The event", "1")
            .query_of::<i64>("maxUses", "How many it is for; 500 unless it is said", "40")
            .gives::<NewLink>(LINK)
            .creates()
            .fails(|| not_found(EVENT)),
        get(api!("/participants/registration-tokens"), links)
            .says("List the links of an event, newest first; not what makes them good")
            .access(access::<Proctors>())
            .needs_query::<i64>("eventId", "The event", "1")
            .gives_list::<LinkView>("registrationTokens", LINK_ROW)
            .fails(|| not_found(EVENT)),
        delete(api!("/participants/registration-tokens/{id}"), revoke)
            .says("Revoke a link; whoever has registered stays")
            .part::<i64>("id", "The link", "1")
            .access(access::<Proctors>())
            .message(REVOKED),
    ]
}
