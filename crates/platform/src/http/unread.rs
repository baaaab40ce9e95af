//! Bodies of which an answer was given before they were read: a wrong token, a file that is too large, a brake.
//!
//! Most clients send all of a body before they look for an answer. If the connection closed on them, what they got would be
//! a broken pipe instead of the reason. So what is left is read on, within a bound, while the answer goes out.

use std::{
    pin::Pin,
    task::{Context, Poll},
    time::Duration,
};

use axum::{body::Body, extract::Request};
use bytes::Bytes;
use http::{HeaderValue, Version, header};
use http_body_util::BodyExt as _;
use hyper::body::{Frame, SizeHint};
use tokio::runtime::Handle;

/// As many bytes are read of a body that nobody wants: more than the largest one that is ever taken.
const MOST: usize = 64 * 1024 * 1024;
/// For as long.
const LONGEST: Duration = Duration::from_secs(30);

/// The same request, whose body is read on once it is dropped. Other versions than HTTP/1 end a body by themselves.
pub(super) fn read_on(request: Request) -> Request {
    use hyper::body::Body as _;
    if request.version() > Version::HTTP_11 || request.body().is_end_stream() {
        return request;
    }
    let waits = |value: &HeaderValue| value.as_bytes().eq_ignore_ascii_case(b"100-continue");
    let is_coming = !request.headers().get(header::EXPECT).is_some_and(waits);
    request.map(|body| Body::new(ReadOn { body, is_coming }))
}

struct ReadOn {
    body: Body,
    /// Whether the client sends it unasked, or was asked to.
    is_coming: bool,
}

impl hyper::body::Body for ReadOn {
    type Data = Bytes;
    type Error = axum::Error;

    fn poll_frame(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Result<Frame<Bytes>, axum::Error>>> {
        self.is_coming = true;
        Pin::new(&mut self.body).poll_frame(cx)
    }

    fn is_end_stream(&self) -> bool {
        self.body.is_end_stream()
    }

    fn size_hint(&self) -> SizeHint {
        self.body.size_hint()
    }
}

impl Drop for ReadOn {
    fn drop(&mut self) {
        use hyper::body::Body as _;
        if self.is_coming
            && !self.body.is_end_stream()
            && let Ok(runtime) = Handle::try_current()
        {
            runtime.spawn(drain(std::mem::take(&mut self.body)));
        }
    }
}

async fn drain(mut body: Body) {
    let all = async {
        let mut read = 0;
        while let Some(Ok(frame)) = body.frame().await {
            read += frame.data_ref().map_or(0, Bytes::len);
            if read > MOST {
                break;
            }
        }
    };
    let _given_up = tokio::time::timeout(LONGEST, all).await;
}

#[cfg(test)]
mod tests {
    use axum::Router;
    use http::StatusCode;
    use tokio::{
        io::{AsyncReadExt as _, AsyncWriteExt as _},
        net::{TcpListener, TcpStream},
        sync::watch,
    };

    use crate::http::{
        listen::{ConnectionLimits, serve},
        stack::Stack,
    };

    /// A server that refuses everything without looking at its body; it lives as long as the sender.
    async fn refusing() -> (TcpStream, watch::Sender<bool>) {
        let router = Router::new().fallback(async || StatusCode::UNAUTHORIZED);
        let stack = Stack::new(router, Router::new(), 10, Vec::new());
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        let (stop, stopped) = watch::channel(false);
        tokio::spawn(serve(listener, stack, ConnectionLimits::default(), stopped));
        (TcpStream::connect(address).await.unwrap(), stop)
    }

    async fn read_answer(client: &mut TcpStream) -> String {
        let mut answer = vec![0; 4096];
        let read = client.read(&mut answer).await.unwrap();
        String::from_utf8_lossy(&answer[..read]).into_owned()
    }

    #[tokio::test]
    async fn who_sends_everything_before_reading_gets_the_answer_and_may_go_on() {
        let (mut client, _stop) = refusing().await;
        for _ in 0..2 {
            let head = format!("POST / HTTP/1.1\r\nhost: a\r\ncontent-length: {}\r\n\r\n", 8 << 20);
            client.write_all(head.as_bytes()).await.unwrap();
            for _ in 0..8 {
                client.write_all(&vec![b'x'; 1 << 20]).await.unwrap();
            }
            let answer = read_answer(&mut client).await;
            assert!(answer.starts_with("HTTP/1.1 401"), "{answer}");
        }
    }

    #[tokio::test]
    async fn who_waits_to_be_asked_is_not_asked() {
        let (mut client, _stop) = refusing().await;
        let head = b"POST / HTTP/1.1\r\nhost: a\r\nexpect: 100-continue\r\ncontent-length: 9\r\n\r\n";
        client.write_all(head).await.unwrap();
        let answer = read_answer(&mut client).await;
        assert!(answer.starts_with("HTTP/1.1 401"), "{answer}");
    }

    #[tokio::test]
    async fn a_body_without_end_is_given_up_on() {
        let (mut client, _stop) = refusing().await;
        let head = b"POST / HTTP/1.1\r\nhost: a\r\ntransfer-encoding: chunked\r\n\r\n";
        client.write_all(head).await.unwrap();
        let piece = [b"100000\r\n".as_slice(), &vec![b'x'; 1 << 20], b"\r\n"].concat();
        let mut sent = 0;
        while sent < 1024 && client.write_all(&piece).await.is_ok() {
            sent += 1;
        }
        assert!((64..1024).contains(&sent), "{sent} MiB were taken");
    }
}
