//! `/exam/recordings`.

use std::time::Duration;

use axum::extract::{Request, State};
use http::HeaderMap;
use platform::{
    Error,
    http::{
        Body, Fault, Outcome, Params, Path, Reply,
        routes::{Access, Endpoint, get, post, put},
    },
};

use super::{
    rules::{PiecesIn, RecordingIn, not_recorded, other_type, storage_full},
    service::{BegunRecording, ChunkView, EndedRecording, RecordingView, no_such_recording},
};
use crate::{
    Assessment, Sitter,
    exam::{
        chunk::http::{content, digest, of_chunk},
        model::Timed,
        run::rules::{ended, not_started},
    },
    http::{
        api,
        query::{id, maybe_id},
    },
    supervision::video::service::{ChunkPlace, LARGEST_CHUNK, ended as recording_ended},
};

/// Longest time for a piece to arrive: the largest over a line of 1 Mbit/s.
const PATIENCE: Duration = Duration::from_secs(530);

/// `POST /exam/recordings`.
async fn begin(
    State(assessment): State<Assessment>,
    sitter: Sitter,
    Body(input): Body<RecordingIn>,
) -> Outcome<Timed<BegunRecording>> {
    Ok(Reply::created(assessment.begin_recorder(&sitter, input).await?))
}

/// The recorder that a piece is of, by its parameter or its header.
fn session_of(params: &Params, headers: &HeaderMap) -> Result<Option<i64>, Error> {
    let named = headers.get("x-recorder-session").and_then(|value| value.to_str().ok());
    match maybe_id(params, "session")? {
        Some(session) => Ok(Some(session)),
        None => named.map(|text| id("X-Recorder-Session", text.trim())).transpose(),
    }
}

/// `PUT /exam/recordings/{id}/chunks/{seq}`. Who may is judged before the body is read.
async fn send(
    State(assessment): State<Assessment>,
    sitter: Sitter,
    Path((video, seq)): Path<(String, String)>,
    params: Params,
    headers: HeaderMap,
    request: Request,
) -> Outcome<Timed<ChunkView>> {
    let (video, seq) = (id("id", &video)?, id("seq", &seq)?);
    let sha256 = digest(&headers)?;
    let session = session_of(&params, &headers)?;
    let session = assessment.may_send_video(&sitter, video, session).await?;
    let place = ChunkPlace { session, seq, sha256 };
    let content = content(&assessment, &sitter, request, LARGEST_CHUNK);
    let taken = assessment.send_video(&sitter, video, place, Box::pin(content)).await?;
    Ok(Reply::ok(taken))
}

/// `GET /exam/recordings/{id}`.
async fn show(
    State(assessment): State<Assessment>,
    sitter: Sitter,
    Path(video): Path<String>,
) -> Outcome<Timed<RecordingView>> {
    Ok(Reply::ok(assessment.own_recording(&sitter, id("id", &video)?).await?))
}

/// `POST /exam/recordings/{id}/complete`.
async fn end(
    State(assessment): State<Assessment>,
    sitter: Sitter,
    Path(video): Path<String>,
    Body(input): Body<PiecesIn>,
) -> Result<Reply<Timed<EndedRecording>>, Fault> {
    Ok(Reply::ok(
        assessment.end_recorder(&sitter, id("id", &video)?, input).await?,
    ))
}

fn too_large() -> Error {
    platform::http::form::too_large(LARGEST_CHUNK)
}

const RECORDER: &str = r#"{"stream":"camera","mimeType":"video/webm;codecs=vp8,opus","recorderSession":0}"#;
const BEGUN: &str =
    r#"{"id":3,"recorderSession":0,"serverNow":"2024-07-12T03:00:00.000Z","deadline":"2024-07-12T03:35:00.000Z"}"#;
const TAKEN: &str = r#"{"seq":0,"serverNow":"2024-07-12T03:00:10.000Z"}"#;
const HELD: &str = r#"{"id":3,"stream":"camera","mimeType":"video/webm","status":"recording","recorderSession":1,"chunks":[0],"sessions":[{"recorderSession":0,"chunks":[0,1,2]},{"recorderSession":1,"chunks":[0]}],"serverNow":"2024-07-12T03:00:40.000Z","deadline":"2024-07-12T03:35:00.000Z"}"#;
const ENDED: &str = r#"{"id":3,"status":"complete","serverNow":"2024-07-12T03:35:00.000Z"}"#;

fn of_recording(endpoint: Endpoint<Assessment>) -> Endpoint<Assessment> {
    endpoint
        .part::<i64>("id", "The recording", "3")
        .access(Access::Account)
        .fails(no_such_recording)
}

pub(crate) fn endpoints() -> Vec<Endpoint<Assessment>> {
    let chunk = put(api!("/exam/recordings/{id}/chunks/{seq}"), send).says(
        "Send a piece of a recording, byte by byte as the recorder gave it, in any order; the same again changes nothing. Its \
         SHA-256 goes into `Digest: sha-256=<base64>` or `X-Content-SHA256: <hex>`; which recorder it is of, into `session` or \
         `X-Recorder-Session`",
    );
    vec![
        post(api!("/exam/recordings"), begin)
            .every_time()
            .says(
                "Begin a recorder of the camera or the screen. A page that is loaded again begins another one of the same \
                 recording",
            )
            .access(Access::Account)
            .takes::<RecordingIn>(RECORDER)
            .gives::<Timed<BegunRecording>>(BEGUN)
            .creates()
            .fails(|| other_type("video/webm, video/mp4"))
            .fails(not_recorded)
            .fails(not_started)
            .fails(ended)
            .fails(storage_full),
        of_chunk(of_recording(chunk), too_large)
            .query_of::<i64>("session", "The recorder that it is of; the last one that was begun unless it is said", "0")
            .gives::<Timed<ChunkView>>(TAKEN)
            .patience(PATIENCE)
            .fails(recording_ended)
            .fails(ended)
            .fails(storage_full),
        of_recording(get(api!("/exam/recordings/{id}"), show))
            .says("See which pieces of a recording have arrived")
            .gives::<Timed<RecordingView>>(HELD),
        of_recording(post(api!("/exam/recordings/{id}/complete"), end))
            .every_time()
            .says("End a recording; the last recorder says how many pieces it sent. Its file is made later")
            .takes::<PiecesIn>(r#"{"chunks":3}"#)
            .gives::<Timed<EndedRecording>>(ENDED)
            .fails(recording_ended)
            .fails(ended),
    ]
}
