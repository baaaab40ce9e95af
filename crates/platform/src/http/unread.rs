//! Bodies of which an answer was given before they were read: a wrong token, a file that is too large, a brake.
//!
//! Most clients send all of a body before they look for an answer, and proxies that get an answer before they have passed a
//! body on break both ways. If the connection closed on them, what they got would be a broken pipe instead of the reason. So
//! what is left is read first, for as long as it comes, and the answer goes out then; what comes late is read on meanwhile.
//! All of it is bounded.

use std::{
    pin::Pin,
    sync::{Arc, Mutex, PoisonError},
    task::{Context, Poll},
    time::Duration,
};

use axum::{body::Body, extract::Request};
use bytes::Bytes;
use http::{HeaderValue, Version, header};
use http_body_util::BodyExt as _;
use hyper::body::{Frame, SizeHint};
use tokio::{
    runtime::Handle,
    time::{Instant, timeout, timeout_at},
};

/// As many bytes are read of a body that nobody wants: more than the largest one that is ever taken.
const MOST: usize = 64 * 1024 * 1024;
/// For as long.
const LONGEST: Duration = Duration::from_secs(30);
/// An answer waits for a body that comes at least this fast: so many bytes, or its end, each time. That is 64 kbit/s, more than
/// who is slow on purpose sends.
const WORTH: (usize, Duration) = (4096, Duration::from_millis(500));

/// The same request, of whose body is kept what nobody reads. Other versions than HTTP/1 end a body by themselves.
pub(super) fn read_on(request: Request) -> (Request, Option<Left>) {
    use hyper::body::Body as _;
    if request.version() > Version::HTTP_11 || request.body().is_end_stream() {
        return (request, None);
    }
    let waits = |value: &HeaderValue| value.as_bytes().eq_ignore_ascii_case(b"100-continue");
    let is_coming = !request.headers().get(header::EXPECT).is_some_and(waits);
    let left = Left(Arc::new(Mutex::new(Kept::Nothing)));
    let kept = Arc::clone(&left.0);
    let request = request.map(|body| Body::new(ReadOn { body, is_coming, kept }));
    (request, Some(left))
}

/// Where a body goes that nobody reads any more.
enum Kept {
    /// It is being read, or was read to its end.
    Nothing,
    /// It waits for its answer.
    Rest(Body),
    /// Its answer was made before it was let go.
    Answered,
}

/// What is left of a request's body when its answer is made.
pub(super) struct Left(Arc<Mutex<Kept>>);

impl Left {
    /// Reads it until it ends or hardly anything comes: then it is read on while the answer goes out.
    pub(super) async fn read(self) {
        let kept = std::mem::replace(
            &mut *self.0.lock().unwrap_or_else(PoisonError::into_inner),
            Kept::Answered,
        );
        let Kept::Rest(body) = kept else {
            return;
        };
        let mut rest = Rest::of(body);
        let (until, (worth, pause)) = (rest.until, WORTH);
        while let Ok(Ok(true)) = timeout_at(until, timeout(pause, rest.read(worth))).await {}
        rest.read_in_background();
    }
}

struct ReadOn {
    body: Body,
    /// Whether the client sends it unasked, or was asked to, and there may be more.
    is_coming: bool,
    kept: Arc<Mutex<Kept>>,
}

impl hyper::body::Body for ReadOn {
    type Data = Bytes;
    type Error = axum::Error;

    fn poll_frame(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Result<Frame<Bytes>, axum::Error>>> {
        let polled = Pin::new(&mut self.body).poll_frame(cx);
        // What has ended is not asked again.
        self.is_coming = !matches!(polled, Poll::Ready(None | Some(Err(_))));
        polled
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
        if !self.is_coming || self.body.is_end_stream() {
            return;
        }
        let body = std::mem::take(&mut self.body);
        let mut kept = self.kept.lock().unwrap_or_else(PoisonError::into_inner);
        if matches!(*kept, Kept::Answered) {
            Rest::of(body).read_in_background();
        } else {
            *kept = Kept::Rest(body);
        }
    }
}

/// A body that nobody wants, and how far it is read.
struct Rest {
    body: Body,
    read: usize,
    until: Instant,
    /// Whether there may be more of it that is worth reading.
    goes_on: bool,
}

impl Rest {
    fn of(body: Body) -> Self {
        Self {
            body,
            read: 0,
            until: Instant::now() + LONGEST,
            goes_on: true,
        }
    }

    /// Reads some bytes; whether there may be more.
    async fn read(&mut self, some: usize) -> bool {
        let enough = self.read + some;
        while self.goes_on && self.read < enough {
            match self.body.frame().await {
                Some(Ok(frame)) => self.read += frame.data_ref().map_or(0, Bytes::len),
                None | Some(Err(_)) => self.goes_on = false,
            }
            self.goes_on &= self.read <= MOST;
        }
        self.goes_on
    }

    fn read_in_background(mut self) {
        if let Some(runtime) = Handle::try_current().ok().filter(|_| self.goes_on) {
            let until = self.until;
            runtime.spawn(async move { timeout_at(until, async { while self.read(MOST).await {} }).await });
        }
    }
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
    async fn the_answer_comes_when_the_body_was_sent() {
        let (mut client, _stop) = refusing().await;
        let head = b"POST / HTTP/1.1\r\nhost: a\r\ncontent-length: 1000\r\n\r\n";
        client
            .write_all(&[head.as_slice(), &[b'x'; 900]].concat())
            .await
            .unwrap();
        let mut answer = [0; 64];
        let early = tokio::time::timeout(super::WORTH.1 / 5, client.read(&mut answer)).await;
        assert!(early.is_err(), "answered before the body was there");
        client.write_all(&[b'x'; 100]).await.unwrap();
        assert!(read_answer(&mut client).await.starts_with("HTTP/1.1 401"));
    }

    #[tokio::test]
    async fn who_looks_for_the_answer_before_sending_gets_it() {
        let (mut client, _stop) = refusing().await;
        let head = b"POST / HTTP/1.1\r\nhost: a\r\ncontent-length: 1000\r\n\r\n";
        client.write_all(head).await.unwrap();
        assert!(read_answer(&mut client).await.starts_with("HTTP/1.1 401"));
        client.write_all(&[b'x'; 1000]).await.unwrap();
        client.write_all(b"GET / HTTP/1.1\r\nhost: a\r\n\r\n").await.unwrap();
        assert!(read_answer(&mut client).await.starts_with("HTTP/1.1 401"));
    }

    #[tokio::test]
    async fn who_drips_is_not_waited_for() {
        let (mut client, _stop) = refusing().await;
        let head = b"POST / HTTP/1.1\r\nhost: a\r\ncontent-length: 1000\r\n\r\n";
        client.write_all(head).await.unwrap();
        let (mut reader, mut writer) = client.split();
        let mut answer = [0; 12];
        let mut pauses = tokio::time::interval(super::WORTH.1 / 10);
        let dripped = async {
            for _ in 0..900 {
                writer.write_all(b"x").await.unwrap();
                pauses.tick().await;
            }
        };
        tokio::select! {
            () = dripped => panic!("no answer while it dripped"),
            read = reader.read_exact(&mut answer) => assert_eq!((read.unwrap(), &answer), (12, b"HTTP/1.1 401")),
        }
    }

    #[tokio::test]
    async fn a_body_that_was_read_to_its_end_is_not_asked_again() {
        use super::{Body, Request, read_on};
        let mut ended = false;
        let once = futures_util::stream::poll_fn(move |_| {
            assert!(!std::mem::replace(&mut ended, true), "asked again");
            std::task::Poll::Ready(None::<Result<bytes::Bytes, std::io::Error>>)
        });
        let (request, left) = read_on(Request::new(Body::from_stream(once)));
        axum::body::to_bytes(request.into_body(), 10).await.unwrap();
        left.unwrap().read().await;
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
