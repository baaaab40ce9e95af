//! Recordings of people who sit an exam (section 11 of the document).

use axum::{
    body::Body,
    extract::{Path as Segments, State, rejection::PathRejection},
    response::Response,
};
use http::{
    HeaderMap, HeaderValue, Method,
    header::{CACHE_CONTROL, CONTENT_TYPE},
};
use platform::http::{
    Fault, Outcome, Pages, Path, Reply,
    range::{self, FileFacts},
    routes::{Endpoint, get},
};

use super::service::{VideoOption, VideoView, no_such_file, none_of_event, none_of_participant};
use crate::{
    Assessment, Proctors, Staff,
    http::{access, api, query::id},
    workload::packing,
};

/// `GET /video-proctor/participant/{participantId}`.
async fn of_participant(
    State(assessment): State<Assessment>,
    _: Staff<Proctors>,
    Path(participant): Path<String>,
    pages: Pages,
) -> Outcome<Vec<VideoView>> {
    let participant = id("participantId", &participant)?;
    let (rows, paging) = assessment.videos_of_participant(participant, pages.or_whole()).await?;
    Ok(Reply::list("videos", rows, paging))
}

/// `GET /video-proctor/event/{eventId}`.
async fn of_event(
    State(assessment): State<Assessment>,
    _: Staff<Proctors>,
    Path(event): Path<String>,
    pages: Pages,
) -> Outcome<Vec<VideoView>> {
    let event = id("eventId", &event)?;
    let (rows, paging) = assessment.videos_of_event(event, pages.or_whole()).await?;
    Ok(Reply::list("videos", rows, paging))
}

/// `GET /video-proctor/{videoOption}/{directory}/{filename}` — a recording, whole or in part. An address that cannot be
/// read names nothing.
async fn watch(
    State(assessment): State<Assessment>,
    _: Staff<Proctors>,
    names: Result<Segments<(String, String, String)>, PathRejection>,
    method: Method,
    headers: HeaderMap,
) -> Result<Response, Fault> {
    let Ok(Segments((option, directory, filename))) = names else {
        return Err(no_such_file().into());
    };
    let option = match option.as_str() {
        "latest" => {
            let seconds = assessment.latest_seconds(&directory, &filename).await?;
            let mut response = Response::new(if method == Method::HEAD {
                Body::empty()
            } else {
                seconds.into()
            });
            let webm = HeaderValue::from_static("video/webm");
            let private = HeaderValue::from_static(range::FOR_NOBODY_ELSE);
            response
                .headers_mut()
                .extend([(CONTENT_TYPE, webm), (CACHE_CONTROL, private)]);
            return Ok(response);
        }
        "raw" => VideoOption::Raw,
        "final" => VideoOption::Final,
        _ => return Err(no_such_file().into()),
    };
    let found = assessment.watchable(option, &directory, &filename).await?;
    let facts = FileFacts {
        content_type: found.content_type,
        len: found.len,
        name: &found.filename,
        inline: true,
        // A recording is personal, and a raw one may still grow.
        cache: range::FOR_NOBODY_ELSE,
    };
    Ok(range::serve_joined(assessment.media(), &found.pieces, &facts, &method, &headers).await?)
}

const VIDEO: &str = r#"{"id":1,"filename":"participant-123-camera-1.webm","participantId":123,"eventId":456,"directory":"event-456","stream":"camera","status":"final","mediaType":"video/webm","bytes":520000,"finalBytes":520597,"durationMs":26021,"rawUrl":"/api/v1/video-proctor/raw/event-456/participant-123-camera-1.webm","finalUrl":"/api/v1/video-proctor/final/event-456/participant-123-camera-1.webm","createdAt":"2023-09-14T12:00:00.000Z","updatedAt":"2023-09-14T12:00:00.000Z"}"#;

pub(crate) fn endpoints() -> Vec<Endpoint<Assessment>> {
    vec![
        get(api!("/video-proctor/participant/{participantId}"), of_participant)
            .says("List the recordings of a participant")
            .part::<i64>("participantId", "The participant", "123")
            .access(access::<Proctors>())
            .gives_list::<VideoView>("videos", VIDEO)
            .bare()
            .fails(none_of_participant),
        get(api!("/video-proctor/event/{eventId}"), of_event)
            .says("List the recordings of an event")
            .part::<i64>("eventId", "The event", "456")
            .access(access::<Proctors>())
            .gives_list::<VideoView>("videos", VIDEO)
            .bare()
            .fails(none_of_event),
        get(api!("/video-proctor/{videoOption}/{directory}/{filename}"), watch)
            .says("Watch a recording; byte ranges as in RFC 9110, of which several at once are answered with the whole file")
            .part::<String>(
                "videoOption",
                "`raw` (as the recorder sent it), `final` (made ready to be watched), or `latest` (the last seconds, also while \
                 it goes on; WebM alone)",
                "final",
            )
            .part::<String>("directory", "Its directory, as the list names it", "event-456")
            .part::<String>("filename", "Its name, as the list names it", "participant-123-camera-1.webm")
            .access(access::<Proctors>())
            .gives_file("video/*")
            .fails(no_such_file)
            .fails(packing),
    ]
}
