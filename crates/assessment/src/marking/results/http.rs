//! Results of events.

use axum::{extract::State, response::Response};
use platform::http::{
    Fault, Outcome, Pages, Params, Path, Reply,
    attachment::{attachment, attachment_on_disk},
    routes::{Endpoint, get},
};

use super::service::ResultsView;
use crate::{
    Assessment, Raters, Staff,
    http::{
        access, api,
        query::{id, one_of},
    },
    workload::{PATIENCE, packing},
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
    let (results, tags) = assessment.results_to_keep(id("id", &event)?).await?;
    Ok(Reply::ok(results.page(pages.or_whole())).keep(tags))
}

/// `GET /events/{id}/results.xlsx`.
async fn workbook(
    State(assessment): State<Assessment>,
    _staff: Staff<Raters>,
    Path(event): Path<String>,
) -> Result<Response, Fault> {
    let event = id("id", &event)?;
    let file = assessment.results_xlsx(event).await?.into_file();
    Ok(attachment_on_disk(XLSX, &format!("results-{event}.xlsx"), file).await?)
}

/// `GET /events/{id}/results.csv`.
async fn sheet(
    State(assessment): State<Assessment>,
    _staff: Staff<Raters>,
    Path(event): Path<String>,
    params: Params,
) -> Result<Response, Fault> {
    let event = id("id", &event)?;
    let words = [("1", true), ("true", true), ("0", false), ("false", false)];
    if one_of(&params, "answers", &words)?.unwrap_or(false) {
        let file = assessment.answers_csv(event).await?.into_file();
        return Ok(attachment_on_disk(CSV, &format!("answers-{event}.csv"), file).await?);
    }
    let bytes = assessment.results_csv(event).await?;
    Ok(attachment(CSV, &format!("results-{event}.csv"), bytes)?)
}

const RESULTS: &str = r#"{"metadata":{"totalItems":1,"currentPage":1,"itemsPerPage":1},"data":[{"participantId":1,"name":"John Doe","registeredNumber":"12345678","examRegisteredNumber":"12304567892024","unit":"Peleton 1","rank":"Kopral","position":null,"status":"scored","sections":[{"sectionId":1,"sectionTitle":"Reading","score":38,"maxScore":50,"scaled":52,"band":"B1"}],"totalScore":38,"maxScore":50,"scaled":520,"band":"B1"}],"eventId":1,"eventTitle":"Ujian","packageId":1,"sections":[{"sectionId":1,"sectionTitle":"Reading","questions":50,"maxScore":50,"count":1,"mean":38,"standardDeviation":null,"lowest":38,"highest":38,"alpha":null}],"items":[{"questionId":1,"sectionId":1,"number":1,"question":"What is the capital of France?","questionType":"multiple_choice","maxScore":1,"count":1,"mean":1,"standardDeviation":null,"facility":1,"discrimination":null,"blank":0,"choices":[{"label":"A","text":"Paris","count":1,"upper":null,"lower":null},{"label":"B","text":"London","count":0,"upper":null,"lower":null}],"concerns":[]}],"statistics":{"participants":1,"count":1,"mean":38,"standardDeviation":null,"lowest":38,"highest":38,"alpha":null,"standardError":null,"thirds":null}}"#;
pub(crate) fn endpoints() -> Vec<Endpoint<Assessment>> {
    vec![
        get(api!("/events/{id}/results"), results)
            .says("See what everybody reached at an event, and what that says about its questions; all unless a page is asked for")
            .part::<i64>("id", "The event", "1")
            .query_of::<i64>("limit", "Participants to a page", "100")
            .query_of::<i64>("offset", "Participants before the page", "0")
            .access(access::<Raters>())
            .kept_for::<Staff<Raters>>()
            .gives::<ResultsView>(RESULTS),
        get(api!("/events/{id}/results.xlsx"), workbook)
            .says("The results of an event as a workbook: participants, what each answered, questions, sections")
            .part::<i64>("id", "The event", "1")
            .access(access::<Raters>())
            .gives_media(XLSX)
            .patience(PATIENCE)
            .fails(packing),
        get(api!("/events/{id}/results.csv"), sheet)
            .says("The results of an event as CSV, or what each participant answered")
            .part::<i64>("id", "The event", "1")
            .query(
                "answers",
                "`1`: for each question what was answered, and its points beside it, in the place of scores",
                "1",
            )
            .access(access::<Raters>())
            .gives_media(CSV)
            .patience(PATIENCE)
            .fails(packing),
    ]
}
