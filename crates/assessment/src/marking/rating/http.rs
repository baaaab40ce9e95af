//! Ratings of what people have to judge.

use axum::extract::State;
use platform::http::{
    Outcome, Pages, Path, Posted, Reply,
    routes::{Endpoint, get, post},
};

use super::{
    rules::RatingIn,
    service::{RatingView, RatingsView, WaitingView, agreement::AgreementView, already_rated, moved_on, not_waiting},
};
use crate::{
    Assessment, Raters, Staff,
    http::{access, api, query::id},
};

/// `POST /test-response/{id}/ratings`.
async fn rate(
    State(assessment): State<Assessment>,
    staff: Staff<Raters>,
    Path(response): Path<String>,
    Posted { input, once }: Posted<RatingIn>,
) -> Outcome<RatingView> {
    let response = id("id", &response)?;
    let rating = assessment.rate(&staff.admin, response, input.judge()?, once).await?;
    Ok(Reply::created(rating))
}

/// `GET /test-response/{id}/ratings`.
async fn list(
    State(assessment): State<Assessment>,
    staff: Staff<Raters>,
    Path(response): Path<String>,
) -> Outcome<RatingsView> {
    Ok(Reply::ok(assessment.ratings(&staff.admin, id("id", &response)?).await?))
}

/// `GET /events/{id}/ratings/queue`.
async fn queue(
    State(assessment): State<Assessment>,
    staff: Staff<Raters>,
    Path(event): Path<String>,
    pages: Pages,
) -> Outcome<Vec<WaitingView>> {
    let event = id("id", &event)?;
    let (waiting, paging) = assessment.rating_queue(&staff.admin, event, pages).await?;
    Ok(Reply::list("waiting", waiting, paging))
}

/// `GET /events/{id}/ratings/agreement`.
async fn agreement(
    State(assessment): State<Assessment>,
    _staff: Staff<Raters>,
    Path(event): Path<String>,
) -> Outcome<AgreementView> {
    Ok(Reply::ok(assessment.rating_agreement(id("id", &event)?).await?))
}

const RATING: &str = r#"{"id":1,"responseId":1,"adminId":4,"round":"first","score":3.5,"criteria":{"delivery":3,"language":4},"comment":"Jelas","createdAt":"2023-09-14T12:00:00.000Z","updatedAt":"2023-09-14T12:00:00.000Z"}"#;
const RATINGS: &str = r#"{"responseId":1,"state":"waiting","score":null,"ratings":[{"id":1,"responseId":1,"adminId":4,"round":"first","score":3.5,"criteria":{"delivery":3,"language":4},"comment":"Jelas","createdAt":"2023-09-14T12:00:00.000Z","updatedAt":"2023-09-14T12:00:00.000Z"}]}"#;
const WAITING: &str = r#"{"responseId":1,"questionId":1,"question":"Describe your town.","questionType":"speaking","point":4,"answer":null,"audio":{"id":1,"url":"/api/v1/test-response/1/audio","mediaType":"audio/webm","bytes":120000,"durationMs":45000,"status":"complete"},"round":"first"}"#;

const AGREEMENT: &str = r#"{"eventId":1,"pairs":85,"disputed":3,"same":0.6353,"kappa":0.4728,"weightedKappa":0.5684,"questions":[{"questionId":1,"sectionTitle":"Speaking","number":1,"question":"Describe your town.","maxScore":3,"pairs":85,"disputed":3,"same":0.6353,"kappa":0.4728,"weightedKappa":0.5684}]}"#;

pub(crate) fn endpoints() -> Vec<Endpoint<Assessment>> {
    vec![
        post(api!("/test-response/{id}/ratings"), rate)
            .says("Rate a response; two raters judge blind, two points apart a third one decides")
            .part::<i64>("id", "The response", "1")
            .access(access::<Raters>())
            .takes::<RatingIn>(r#"{"score":3.5,"criteria":{"delivery":3,"language":4},"comment":"Jelas","round":"first"}"#)
            .gives::<RatingView>(RATING)
            .creates()
            .fails(not_waiting)
            .fails(already_rated)
            .fails(moved_on),
        get(api!("/test-response/{id}/ratings"), list)
            .says("See the ratings of a response; one's own alone until two people have rated it")
            .part::<i64>("id", "The response", "1")
            .access(access::<Raters>())
            .gives::<RatingsView>(RATINGS),
        get(api!("/events/{id}/ratings/queue"), queue)
            .says("List what waits for one's rating at an event")
            .part::<i64>("id", "The event", "1")
            .access(access::<Raters>())
            .gives_list::<WaitingView>("waiting", WAITING),
        get(api!("/events/{id}/ratings/agreement"), agreement)
            .says("See how far the raters of an event agree: Cohen's kappa without and with linear weights, by question and in all")
            .part::<i64>("id", "The event", "1")
            .access(access::<Raters>())
            .gives::<AgreementView>(AGREEMENT),
    ]
}
