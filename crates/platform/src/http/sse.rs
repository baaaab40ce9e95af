//! Server-sent events: an answer that goes on while there is something to tell.

use axum::{body::Body, response::Response};
use bytes::Bytes;
use futures_util::{
    StreamExt as _,
    stream::{self, BoxStream},
};
use http::{HeaderName, HeaderValue, header};

/// After how many milliseconds a client that lost its stream should come back.
const RETRY: u32 = 3000;

/// Answers events that come as they are sent, each with its empty line. The first number that a client should come back with
/// is `last`, if its events are numbered: an id without data is told to nobody, but kept.
pub fn answer(last: Option<i64>, events: BoxStream<'static, Bytes>) -> Response {
    let opening = match last {
        Some(last) => format!("retry: {RETRY}\nid: {last}\n\n"),
        None => format!("retry: {RETRY}\n\n"),
    };
    let all = stream::iter([Bytes::from(opening)]).chain(events);
    let mut response = Response::new(Body::from_stream(all.map(Ok::<_, std::convert::Infallible>)));
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static("text/event-stream"));
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    // Some proxies would collect them.
    headers.insert(
        HeaderName::from_static("x-accel-buffering"),
        HeaderValue::from_static("no"),
    );
    response
}

#[cfg(test)]
mod tests {
    use super::*;

    async fn told(last: Option<i64>) -> (Response<()>, Bytes) {
        let events = stream::iter([Bytes::from_static(b"data: a\n\n"), Bytes::from_static(b":\n\n")]);
        let (parts, body) = answer(last, events.boxed()).into_parts();
        let body = axum::body::to_bytes(body, usize::MAX).await.unwrap();
        (Response::from_parts(parts, ()), body)
    }

    #[tokio::test]
    async fn a_stream_says_first_when_and_where_to_come_back() {
        let (head, body) = told(Some(7)).await;
        assert_eq!(&body[..], b"retry: 3000\nid: 7\n\ndata: a\n\n:\n\n");
        let (_, body) = told(None).await;
        assert_eq!(&body[..], b"retry: 3000\n\ndata: a\n\n:\n\n");
        let header = |name: &str| head.headers()[name].to_str().unwrap();
        assert_eq!(
            ["content-type", "cache-control", "x-accel-buffering"].map(header),
            ["text/event-stream", "no-store", "no"]
        );
    }
}
