//! `/exam/audio-responses`.

use std::time::Duration;

use axum::extract::{Request, State};
use http::HeaderMap;
use platform::http::{
    Body, Outcome, Path, Reply,
    routes::{Access, Endpoint, get, post, put},
};
use recordings::audio::speech::{LARGEST, broken, not_taken};

use super::{
    model::{CompletionIn, SpeechIn},
    rules::{chunks_missing, other_chunk, take_ended, take_used, too_large},
    service::{BegunSpeech, CompletedSpeech, HeldSpeech, no_such_question, no_such_speech},
};
use crate::{
    Assessment, Sitter,
    exam::{
        chunk::http::{content, digest, of_chunk},
        model::Timed,
        recording::{rules::other_type, service::ChunkView},
        run::rules::{ended, not_started, paused, section_not_open},
    },
    http::{api, query::id},
    workload::packing,
};

/// Longest time for a piece to arrive: the largest over a line of 1 Mbit/s.
const PATIENCE: Duration = Duration::from_secs(200);

/// `POST /exam/audio-responses`.
async fn begin(
    State(assessment): State<Assessment>,
    sitter: Sitter,
    Body(input): Body<SpeechIn>,
) -> Outcome<Timed<BegunSpeech>> {
    Ok(Reply::created(assessment.begin_speech(&sitter, input).await?))
}

/// `PUT /exam/audio-responses/{id}/chunks/{seq}`.
async fn send(
    State(assessment): State<Assessment>,
    sitter: Sitter,
    Path((speech, seq)): Path<(String, String)>,
    headers: HeaderMap,
    request: Request,
) -> Outcome<Timed<ChunkView>> {
    let place = (id("id", &speech)?, id("seq", &seq)?, digest(&headers)?);
    let content = content(&assessment, &sitter, request, LARGEST);
    Ok(Reply::ok(
        assessment.send_speech(&sitter, place, Box::pin(content)).await?,
    ))
}

/// `GET /exam/audio-responses/{id}`.
async fn show(
    State(assessment): State<Assessment>,
    sitter: Sitter,
    Path(speech): Path<String>,
) -> Outcome<Timed<HeldSpeech>> {
    Ok(Reply::ok(assessment.own_speech(&sitter, id("id", &speech)?).await?))
}

/// `POST /exam/audio-responses/{id}/complete`.
async fn complete(
    State(assessment): State<Assessment>,
    sitter: Sitter,
    Path(speech): Path<String>,
    Body(input): Body<CompletionIn>,
) -> Outcome<Timed<CompletedSpeech>> {
    Ok(Reply::ok(
        assessment.complete_speech(&sitter, id("id", &speech)?, input).await?,
    ))
}

const SPEECH: &str = r#"{"questionId":9,"mimeType":"audio/webm;codecs=opus","take":1}"#;
const BEGUN: &str = r#"{"id":5,"questionId":9,"take":1,"startedAt":"2024-07-12T03:00:00.000Z","status":"recording","serverNow":"2024-07-12T03:00:00.000Z","deadline":"2024-07-12T03:35:00.000Z"}"#;
const TAKEN: &str = r#"{"seq":0,"serverNow":"2024-07-12T03:00:10.000Z"}"#;
const HELD: &str = r#"{"id":5,"questionId":9,"take":1,"mimeType":"audio/webm","startedAt":"2024-07-12T03:00:00.000Z","status":"recording","chunks":[0,1,2],"serverNow":"2024-07-12T03:00:40.000Z","deadline":"2024-07-12T03:35:00.000Z"}"#;
const COMPLETED: &str = r#"{"audioResponseId":5,"durationMs":45000,"serverNow":"2024-07-12T03:01:00.000Z","deadline":"2024-07-12T03:35:00.000Z"}"#;

fn of_speech(endpoint: Endpoint<Assessment>) -> Endpoint<Assessment> {
    endpoint
        .part::<i64>("id", "The spoken answer", "5")
        .access(Access::Account)
        .fails(no_such_speech)
}

pub(crate) fn endpoints() -> Vec<Endpoint<Assessment>> {
    let chunk = put(api!("/exam/audio-responses/{id}/chunks/{seq}"), send).says(
        "Send a piece of a spoken answer, byte by byte as the recorder gave it, in any order; the same again changes nothing. \
         Its SHA-256 goes into `Digest: sha-256=<base64>` or `X-Content-SHA256: <hex>`. What was begun in time may arrive as \
         long as answers may come late",
    );
    vec![
        post(api!("/exam/audio-responses"), begin)
            .every_time()
            .says(
                "Begin to answer a speaking question of the open section. The same take again is the same, with the moment at \
                 which it began; another take may follow only where none was completed",
            )
            .access(Access::Account)
            .takes::<SpeechIn>(SPEECH)
            .gives::<Timed<BegunSpeech>>(BEGUN)
            .creates()
            .fails(|| other_type("audio/webm, audio/mp4, audio/wav"))
            .fails(no_such_question)
            .fails(section_not_open)
            .fails(take_used)
            .fails(take_ended)
            .fails(not_started)
            .fails(paused)
            .fails(ended),
        of_chunk(of_speech(chunk), too_large)
            .gives::<Timed<ChunkView>>(TAKEN)
            .patience(PATIENCE)
            .fails(other_chunk)
            .fails(take_ended)
            .fails(section_not_open)
            .fails(ended),
        of_speech(get(api!("/exam/audio-responses/{id}"), show))
            .says("See which pieces of a spoken answer have arrived")
            .gives::<Timed<HeldSpeech>>(HELD),
        of_speech(post(api!("/exam/audio-responses/{id}/complete"), complete))
            .every_time()
            .says(
                "Complete a spoken answer, which is the answer of its question then. Refused while pieces are on their way \
                 (409 `chunks_missing` with `missing`); again, it is the same",
            )
            .takes::<CompletionIn>(r#"{"chunks":3}"#)
            .gives::<Timed<CompletedSpeech>>(COMPLETED)
            .fails(|| chunks_missing(&[1]))
            .fails(not_taken)
            .fails(broken)
            .fails(take_ended)
            .fails(section_not_open)
            .fails(ended)
            .fails(packing),
    ]
}
