//! Answers on their way: what they take up is given back when they have been sent, and who takes nothing of them is noticed.

use std::{
    pin::Pin,
    sync::{
        Arc,
        atomic::{AtomicU64, AtomicUsize, Ordering},
    },
    task::{Context, Poll, ready},
    time::Duration,
};

use axum::{body::Body, response::Response};
use bytes::Bytes;
use http::header;
use hyper::body::{Body as _, Frame, SizeHint};
use tokio::{
    sync::{OwnedSemaphorePermit, Semaphore},
    time::Sleep,
};

/// A body up to this long is no burden; longer ones are sent in pieces of it, so that progress shows.
const PIECE: usize = 16 * 1024;

/// Marks an answer that goes on for as long as its client listens, where its content type does not say so.
#[derive(Debug, Clone, Copy)]
pub struct Endless;

/// Whether an answer goes on for as long as its client listens.
pub(super) fn is_endless(response: &Response) -> bool {
    if response.extensions().get::<Endless>().is_some() {
        return true;
    }
    let kind = response.headers().get(header::CONTENT_TYPE);
    kind.is_some_and(|kind| kind.as_bytes().starts_with(b"text/event-stream"))
}

/// The same answer, which keeps what it takes up until it was sent; one that is short or endless keeps nothing.
pub(super) fn keep_until_sent<G: Send + Unpin + 'static>(response: Response, taken: G) -> Response {
    let is_short = response
        .body()
        .size_hint()
        .upper()
        .is_some_and(|most| most <= PIECE as u64);
    if is_short || is_endless(&response) {
        return response;
    }
    response.map(|body| Body::new(Holding { body, _taken: taken }))
}

/// A body with something that is given back with it.
struct Holding<G> {
    body: Body,
    _taken: G,
}

impl<G: Unpin> hyper::body::Body for Holding<G> {
    type Data = Bytes;
    type Error = axum::Error;

    fn poll_frame(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Result<Frame<Bytes>, axum::Error>>> {
        Pin::new(&mut self.body).poll_frame(cx)
    }

    fn is_end_stream(&self) -> bool {
        self.body.is_end_stream()
    }

    fn size_hint(&self) -> SizeHint {
        self.body.size_hint()
    }
}

/// The answers of one connection of HTTP/2, whose clients say how much they will take: few at once, and none that stands
/// still.
#[derive(Clone)]
pub(super) struct Sending {
    at_once: Arc<Semaphore>,
    progress: Arc<Progress>,
}

/// How far the answers of a connection are.
#[derive(Default)]
pub(super) struct Progress {
    open: AtomicUsize,
    /// Grows with every piece that is taken.
    taken: AtomicU64,
}

impl Sending {
    /// For a connection that may have as many answers on their way at once; more requests wait.
    pub fn new(at_once: usize) -> Self {
        Self {
            at_once: Arc::new(Semaphore::new(at_once)),
            progress: Arc::default(),
        }
    }

    pub fn watch(&self, limit: Duration) -> Watch {
        Watch {
            progress: Arc::clone(&self.progress),
            limit,
            seen: 0,
            timer: None,
        }
    }

    /// A place for an answer, once there is one.
    pub async fn place(&self) -> Option<OwnedSemaphorePermit> {
        // Never closed.
        Arc::clone(&self.at_once).acquire_owned().await.ok()
    }

    /// The same answer in pieces; its place is given back with the last of them.
    pub fn send(&self, response: Response, place: Option<OwnedSemaphorePermit>) -> Response {
        if response.body().is_end_stream() || is_endless(&response) {
            return response;
        }
        self.progress.open.fetch_add(1, Ordering::Relaxed);
        let progress = Arc::clone(&self.progress);
        response.map(|body| {
            Body::new(InPieces {
                body,
                rest: Bytes::new(),
                progress,
                _place: place,
            })
        })
    }
}

struct InPieces {
    body: Body,
    rest: Bytes,
    progress: Arc<Progress>,
    _place: Option<OwnedSemaphorePermit>,
}

impl Drop for InPieces {
    fn drop(&mut self) {
        self.progress.open.fetch_sub(1, Ordering::Relaxed);
        self.progress.taken.fetch_add(1, Ordering::Relaxed);
    }
}

impl hyper::body::Body for InPieces {
    type Data = Bytes;
    type Error = axum::Error;

    fn poll_frame(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Result<Frame<Bytes>, axum::Error>>> {
        if self.rest.is_empty() {
            let frame = match ready!(Pin::new(&mut self.body).poll_frame(cx)) {
                Some(Ok(frame)) => frame,
                end => return Poll::Ready(end),
            };
            match frame.into_data() {
                Ok(data) => self.rest = data,
                Err(trailers) => return Poll::Ready(Some(Ok(trailers))),
            }
        }
        self.progress.taken.fetch_add(1, Ordering::Relaxed);
        let length = self.rest.len().min(PIECE);
        let piece = self.rest.split_to(length);
        Poll::Ready(Some(Ok(Frame::data(piece))))
    }

    fn is_end_stream(&self) -> bool {
        self.rest.is_empty() && self.body.is_end_stream()
    }

    fn size_hint(&self) -> SizeHint {
        let (mut hint, rest) = (self.body.size_hint(), self.rest.len() as u64);
        if let Some(upper) = hint.upper() {
            hint.set_upper(upper + rest);
        }
        hint.set_lower(hint.lower() + rest);
        hint
    }
}

/// Notices a connection whose client takes nothing of the answers that are ready.
pub(super) struct Watch {
    progress: Arc<Progress>,
    limit: Duration,
    seen: u64,
    timer: Option<Pin<Box<Sleep>>>,
}

impl Watch {
    /// Ready once nothing was taken for too long.
    pub fn poll_stalled(&mut self, cx: &mut Context<'_>) -> Poll<()> {
        loop {
            if self.progress.open.load(Ordering::Relaxed) == 0 {
                self.timer = None;
                return Poll::Pending;
            }
            let taken = self.progress.taken.load(Ordering::Relaxed);
            if self.timer.is_none() || taken != self.seen {
                self.seen = taken;
                self.timer = Some(start(self.limit));
            }
            let Some(timer) = &mut self.timer else {
                return Poll::Pending;
            };
            ready!(timer.as_mut().poll(cx));
            if self.progress.taken.load(Ordering::Relaxed) == self.seen {
                return Poll::Ready(());
            }
        }
    }
}

#[expect(
    clippy::disallowed_methods,
    reason = "a client that does nothing must be given up on by the machine's clock"
)]
pub(super) fn start(limit: Duration) -> Pin<Box<Sleep>> {
    Box::pin(tokio::time::sleep(limit))
}
