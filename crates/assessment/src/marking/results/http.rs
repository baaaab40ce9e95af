//! Results of events, conversion tables, and regrading.

use axum::{extract::State, response::Response};
use platform::{
    http::{
        Body, Fault, MaybePosted, Outcome, Pages, Path, Reply,
        attachment::attachment,
        routes::{Endpoint, get, post, put},
    },
    text::Check,
};
use serde::Deserialize;

use super::service::ResultsView;
use crate::{
    Administrators, Assessment, Authors, Raters, Staff,
    http::{access, api, query::id},
    marking::{
        regrade::service::{RegradeView, RegradingView, RevertView, not_revertible},
        scale::service::ScalesView,
    },
};

const XLSX: &str = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";
const CSV: &str = "text/csv; charset=utf-8";

/// `GET /events/{id}/results`.
async fn results(
    State(assessment): State<Assessment>,
    _staff: Staff<Raters>,
    Path(event): Path<String>,
    pages: Pages,
) -> Outcome<ResultsView> {
    let results = assessment.results(id("id", &event)?).await?;
    Ok(Reply::ok(results.page(pages.or_whole())))
}

/// `GET /events/{id}/results.xlsx`.
async fn workbook(
    State(assessment): State<Assessment>,
    _staff: Staff<Raters>,
    Path(event): Path<String>,
) -> Result<Response, Fault> {
    let event = id("id", &event)?;
    let bytes = assessment.results_xlsx(event).await?;
    Ok(attachment(XLSX, &format!("results-{event}.xlsx"), bytes)?)
}

/// `GET /events/{id}/results.csv`.
async fn sheet(
    State(assessment): State<Assessment>,
    _staff: Staff<Raters>,
    Path(event): Path<String>,
) -> Result<Response, Fault> {
    let event = id("id", &event)?;
    let bytes = assessment.results_csv(event).await?;
    Ok(attachment(CSV, &format!("results-{event}.csv"), bytes)?)
}

/// `GET /test-packages/{id}/scales`.
async fn scales(
    State(assessment): State<Assessment>,
    _staff: Staff<Raters>,
    Path(package): Path<String>,
) -> Outcome<ScalesView> {
    Ok(Reply::ok(assessment.scales(id("id", &package)?).await?))
}

/// `PUT /test-packages/{id}/scales`.
async fn replace_scales(
    State(assessment): State<Assessment>,
    staff: Staff<Administrators>,
    Path(package): Path<String>,
    Body(input): Body<ScalesView>,
) -> Outcome<ScalesView> {
    let package = id("id", &package)?;
    Ok(Reply::ok(
        assessment.replace_scales(&staff.admin, package, input).await?,
    ))
}

#[derive(Deserialize, schemars::JsonSchema)]
#[serde(rename_all = "camelCase")]
struct RegradeIn {
    /// Whether only to say what would change.
    #[serde(default)]
    dry_run: bool,
    /// Why, for the log; up to 500 characters.
    #[serde(default)]
    reason: Option<String>,
}

/// `POST /test-packages/{id}/regrade`.
async fn regrade(
    State(assessment): State<Assessment>,
    staff: Staff<Authors>,
    Path(package): Path<String>,
    MaybePosted { input, once }: MaybePosted<RegradeIn>,
) -> Outcome<RegradeView> {
    let package = id("id", &package)?;
    let mut check = Check::new();
    let reason = check.maybe_text("reason", input.reason.as_deref(), 500);
    check.finish()?;
    let done = assessment
        .regrade(&staff.admin, package, (input.dry_run, reason), once)
        .await?;
    Ok(Reply::ok(done))
}

/// `GET /test-packages/{id}/regrade`.
async fn regradings(
    State(assessment): State<Assessment>,
    _staff: Staff<Authors>,
    Path(package): Path<String>,
    pages: Pages,
) -> Outcome<Vec<RegradingView>> {
    let (rows, paging) = assessment.regradings(id("id", &package)?, pages).await?;
    Ok(Reply::list("regradings", rows, paging))
}

/// `POST /test-packages/{id}/regrade/{no}/revert`.
async fn revert(
    State(assessment): State<Assessment>,
    staff: Staff<Authors>,
    Path((package, no)): Path<(String, String)>,
) -> Outcome<RevertView> {
    let (package, no) = (id("id", &package)?, id("no", &no)?);
    Ok(Reply::ok(assessment.revert_regrade(&staff.admin, package, no).await?))
}

const RESULTS: &str = r#"{"metadata":{"totalItems":1,"currentPage":1,"itemsPerPage":1},"data":[{"participantId":1,"name":"John Doe","registeredNumber":"12345678","examRegisteredNumber":"12304567892024","status":"scored","sections":[{"sectionId":1,"sectionTitle":"Reading","score":38,"maxScore":50,"scaled":52,"band":"B1"}],"totalScore":38,"maxScore":50,"scaled":520,"band":"B1"}],"eventId":1,"eventTitle":"Ujian","packageId":1,"sections":[{"sectionId":1,"sectionTitle":"Reading","questions":50,"maxScore":50,"count":1,"mean":38,"standardDeviation":null,"lowest":38,"highest":38,"alpha":null}],"items":[{"questionId":1,"sectionId":1,"number":1,"question":"What is the capital of France?","questionType":"multiple_choice","maxScore":1,"count":1,"mean":1,"standardDeviation":null,"facility":1,"discrimination":null}],"statistics":{"participants":1,"count":1,"mean":38,"standardDeviation":null,"lowest":38,"highest":38,"alpha":null,"standardError":null}}"#;
const SCALES: &str = r#"{"scales":[{"sectionId":null,"rows":[{"rawFrom":0,"rawTo":20,"scaled":310,"band":"A2"},{"rawFrom":21,"rawTo":50,"scaled":677,"band":"C1"}]}]}"#;
const REGRADED: &str = r#"{"packageId":1,"no":1,"dryRun":false,"examined":120,"changed":1,"kept":2,"changes":[{"responseId":1,"participantId":1,"questionId":1,"oldScore":0,"newScore":10}]}"#;
const REGRADING: &str = r#"{"no":1,"adminId":1,"changed":1,"revertedAt":null,"createdAt":"2023-09-14T12:00:00.000Z"}"#;

pub(crate) fn endpoints() -> Vec<Endpoint<Assessment>> {
    vec![
        get(api!("/events/{id}/results"), results)
            .says("See what everybody reached at an event, and what that says about its questions; all unless a page is asked for")
            .part::<i64>("id", "The event", "1")
            .query("limit", "Participants to a page", "100")
            .query("offset", "Participants before the page", "0")
            .access(access::<Raters>())
            .gives::<ResultsView>(RESULTS),
        get(api!("/events/{id}/results.xlsx"), workbook)
            .says("The results of an event as a workbook: participants, questions, sections")
            .part::<i64>("id", "The event", "1")
            .access(access::<Raters>())
            .gives_media(XLSX),
        get(api!("/events/{id}/results.csv"), sheet)
            .says("The results of an event as CSV")
            .part::<i64>("id", "The event", "1")
            .access(access::<Raters>())
            .gives_media(CSV),
        get(api!("/test-packages/{id}/scales"), scales)
            .says("See what raw scores of a package become")
            .part::<i64>("id", "The package", "1")
            .access(access::<Raters>())
            .gives::<ScalesView>(SCALES),
        put(api!("/test-packages/{id}/scales"), replace_scales)
            .says("Set what raw scores of a package become, in the place of what was set before")
            .part::<i64>("id", "The package", "1")
            .access(access::<Administrators>())
            .takes::<ScalesView>(SCALES)
            .gives::<ScalesView>(SCALES),
        post(api!("/test-packages/{id}/regrade"), regrade)
            .says("Compute the scores of a package anew after its keys changed; what people scored stays")
            .part::<i64>("id", "The package", "1")
            .access(access::<Authors>())
            .takes::<RegradeIn>(r#"{"dryRun":false,"reason":"Kunci soal 1 salah"}"#)
            .gives::<RegradeView>(REGRADED),
        get(api!("/test-packages/{id}/regrade"), regradings)
            .says("List the regradings of a package, latest first")
            .part::<i64>("id", "The package", "1")
            .access(access::<Authors>())
            .gives_list::<RegradingView>("regradings", REGRADING),
        post(api!("/test-packages/{id}/regrade/{no}/revert"), revert)
            .says("Take the latest regrading of a package back; scores that were changed since stay")
            .part::<i64>("id", "The package", "1")
            .part::<i64>("no", "The regrading", "1")
            .access(access::<Authors>())
            .gives::<RevertView>(r#"{"packageId":1,"no":1,"changed":1}"#)
            .fails(not_revertible),
    ]
}
