//! Answers of participants (section 9 of the document), and how their scores changed.

use axum::{extract::State, response::Response};
use http::{HeaderMap, Method};
use platform::{
    http::{
        Body, Fault, IfMatch, Outcome, Pages, Params, Path, Reply,
        routes::{Endpoint, get, patch},
    },
    media::BlobHash,
    text::Check,
};

use super::{
    rules::{ResponseChange, ResponseChangeIn, is_void, still_sitting},
    service::{RESPONSE, ResponseView, ScoreChangeView, SectionResponses},
};
use crate::{
    Assessment, Raters, Role, Staff,
    failures::{not_found, nothing_to_change, role_required},
    http::{
        access, api,
        file::{ASKED_EACH_TIME, Shown},
        query::{Direction, direction, id},
    },
};

/// `GET /test-response/participant/{participantId}`.
async fn of_participant(
    State(assessment): State<Assessment>,
    _staff: Staff<Raters>,
    Path(participant): Path<String>,
    params: Params,
    pages: Pages,
) -> Outcome<Vec<SectionResponses>> {
    let backwards = direction(&params)? == Direction::Descending;
    let participant = id("participantId", &participant)?;
    let (sections, paging) = assessment.responses_of(participant, backwards, pages).await?;
    Ok(Reply::list("sections", sections, paging))
}

/// `GET /test-response/question/{questionId}/{participantId}`.
async fn to_question(
    State(assessment): State<Assessment>,
    _staff: Staff<Raters>,
    Path((question, participant)): Path<(String, String)>,
) -> Outcome<ResponseView> {
    let (question, participant) = (id("questionId", &question)?, id("participantId", &participant)?);
    Ok(Reply::shown(assessment.response_to(participant, question).await?))
}

/// `PATCH /test-response/{id}`. What somebody answered may only be changed by role 1.
async fn update(
    State(assessment): State<Assessment>,
    staff: Staff<Raters>,
    Path(response): Path<String>,
    seen: IfMatch,
    Body(input): Body<ResponseChangeIn>,
) -> Outcome<ResponseView> {
    if input.answer.is_some() && staff.admin.role != Role::Administrator {
        return Err(role_required().into());
    }
    let response = id("id", &response)?;
    let mut check = Check::new();
    let reason = check.maybe_text("reason", input.reason.as_deref(), 500);
    check.finish()?;
    if input.answer.is_none() && input.score.is_none() {
        return Err(nothing_to_change().into());
    }
    let change = ResponseChange {
        answer: input.answer.map(Option::unwrap_or_default),
        score: input.score,
        reason,
    };
    Ok(Reply::shown(
        assessment.change_response(&staff.admin, response, change, seen).await?,
    ))
}

/// `GET /test-response/{id}/audit`.
async fn audit(
    State(assessment): State<Assessment>,
    _staff: Staff<Raters>,
    Path(response): Path<String>,
    pages: Pages,
) -> Outcome<Vec<ScoreChangeView>> {
    let (changes, paging) = assessment.score_changes(id("id", &response)?, pages).await?;
    Ok(Reply::list("changes", changes, paging))
}

/// `GET /test-response/{id}/audio`: what was said, for who rates it.
async fn audio(
    State(assessment): State<Assessment>,
    _staff: Staff<Raters>,
    Path(response): Path<String>,
    method: Method,
    headers: HeaderMap,
) -> Result<Response, Fault> {
    let row = assessment.response(id("id", &response)?).await?;
    let audio = row.audio.ok_or_else(|| not_found(RESPONSE))?;
    let hash = audio.blob.as_deref().and_then(BlobHash::parse);
    let hash = hash.ok_or_else(|| not_found(RESPONSE))?;
    let shown = Shown {
        piece: (hash, u64::try_from(audio.bytes).unwrap_or_default()),
        content_type: sound(&audio.media_type),
        name: "response",
        // Another take may be the answer one day, and what somebody said is for nobody else.
        cache: ASKED_EACH_TIME,
    };
    Ok(shown.serve(&assessment, &method, &headers).await?)
}

/// A stored media type as one of those that browsers play; others are only saved.
fn sound(stored: &str) -> &'static str {
    const PLAYED: [&str; 5] = ["audio/webm", "audio/mp4", "audio/wav", "audio/mpeg", "audio/ogg"];
    let played = PLAYED.into_iter().find(|media| *media == stored);
    played.unwrap_or("application/octet-stream")
}

const RESPONSE_SHOWN: &str = r#"{"id":1,"answer":"Paris","participantId":1,"questionId":1,"packageId":1,"eventId":1,"audioResponseId":null,"score":10,"createdAt":"2023-09-14T12:00:00.000Z","updatedAt":"2023-09-14T12:00:00.000Z","audio":null}"#;
const SECTION: &str = r#"{"sectionId":1,"sectionTitle":"Reading","responses":[{"id":1,"answer":"Paris","participantId":1,"questionId":1,"packageId":1,"eventId":1,"audioResponseId":null,"score":10,"createdAt":"2023-09-14T12:00:00.000Z","updatedAt":"2023-09-14T12:00:00.000Z","audio":null}]}"#;
const CHANGE: &str = r#"{"id":1,"oldScore":10,"newScore":8,"oldAnswer":"Paris","newAnswer":"Paris","oldStatus":"auto","newStatus":"manual","cause":"manual","regradeId":null,"reason":"Ejaan","adminId":1,"createdAt":"2023-09-14T12:30:00.000Z"}"#;

pub(crate) fn endpoints() -> Vec<Endpoint<Assessment>> {
    vec![
        get(api!("/test-response/participant/{participantId}"), of_participant)
            .says("List a participant's responses by section; a page counts responses")
            .part::<i64>("participantId", "The participant", "1")
            .query("order", "`ASC` (the order of the package) or `DESC`", "ASC")
            .access(access::<Raters>())
            .gives_list::<SectionResponses>("sections", SECTION),
        get(
            api!("/test-response/question/{questionId}/{participantId}"),
            to_question,
        )
        .says("See a participant's response to a question")
        .part::<i64>("questionId", "The question", "1")
        .part::<i64>("participantId", "The participant", "1")
        .access(access::<Raters>())
        .gives::<ResponseView>(RESPONSE_SHOWN),
        patch(api!("/test-response/{id}"), update)
            .says("Change a response's score, or as role 1 its answer, which keeps the original; sums follow")
            .part::<i64>("id", "The response", "1")
            .access(access::<Raters>())
            .takes::<ResponseChangeIn>(r#"{"score":8,"reason":"Ejaan"}"#)
            .gives::<ResponseView>(RESPONSE_SHOWN)
            .versioned()
            .fails(still_sitting)
            .fails(is_void)
            .fails(nothing_to_change),
        get(api!("/test-response/{id}/audit"), audit)
            .says("List how a response and its score were changed, first to last")
            .part::<i64>("id", "The response", "1")
            .access(access::<Raters>())
            .gives_list::<ScoreChangeView>("changes", CHANGE),
        get(api!("/test-response/{id}/audio"), audio)
            .says("Hear a spoken response, whole or in part")
            .part::<i64>("id", "The response", "1")
            .access(access::<Raters>())
            .gives_file("audio/*"),
    ]
}
