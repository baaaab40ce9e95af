//! Listening: connections with time and number limits, and a stop that cuts no accepted request.

use std::{
    convert::Infallible,
    io,
    net::SocketAddr,
    pin::Pin,
    sync::Arc,
    task::{Context, Poll, ready},
    time::Duration,
};

use axum::body::Body;
use futures_util::future::BoxFuture;
use http::Version;
use hyper_util::{
    rt::{TokioExecutor, TokioIo, TokioTimer},
    server::{conn::auto, graceful::GracefulShutdown},
};
use tokio::{
    io::{AsyncRead, AsyncWrite, ReadBuf},
    net::{TcpListener, TcpStream},
    sync::{OwnedSemaphorePermit, Semaphore, watch},
    time::Sleep,
};

use super::{
    alarm::Alarm,
    sending::{Sending, Watch, start},
    stack::Stack,
};
use crate::telemetry::Level;

/// Limits on connections.
#[derive(Debug, Clone, Copy)]
pub struct ConnectionLimits {
    /// Connections open at once.
    pub connections: usize,
    /// Answers on their way at once on one connection of HTTP/2; more requests wait.
    pub answers: usize,
    /// Longest time for a request's head to arrive, and longest idle time of a kept connection.
    pub head: Duration,
    /// Longest time in which a client takes nothing of an answer that is ready for it. Longer than the others: the
    /// system only tells of progress when a good part of its own buffer has gone out, which takes slow networks a while.
    pub stall: Duration,
    /// Longest time for open requests to finish after a stop was asked for.
    pub drain: Duration,
}

impl Default for ConnectionLimits {
    fn default() -> Self {
        Self {
            connections: 10_000,
            answers: 16,
            head: Duration::from_secs(20),
            stall: Duration::from_secs(30),
            drain: Duration::from_secs(20),
        }
    }
}

/// Serves until `stop` turns true, then finishes what was accepted.
pub fn serve(
    listener: TcpListener,
    stack: Stack,
    limits: ConnectionLimits,
    stop: watch::Receiver<bool>,
) -> BoxFuture<'static, ()> {
    // Boxed here, so that connections of both protocols are compiled in this crate and not in whoever calls it.
    Box::pin(serve_until(listener, stack, limits, stop))
}

#[expect(clippy::disallowed_methods, reason = "the limit on draining is the machine's time")]
async fn serve_until(listener: TcpListener, stack: Stack, limits: ConnectionLimits, mut stop: watch::Receiver<bool>) {
    let seats = Arc::new(Semaphore::new(limits.connections));
    let graceful = GracefulShutdown::new();
    let open = Level::of_connections();
    while !*stop.borrow() {
        let accepted = tokio::select! {
            accepted = accept(&listener, &seats) => accepted,
            // Also while every seat is taken: slow clients must not keep the process from ending.
            _ = stop.changed() => break,
        };
        let (seat, socket, peer) = match accepted {
            Ok(accepted) => accepted,
            Err(error) => {
                // Usually "too many open files": wait for some to close instead of spinning.
                tracing::warn!(%error, "a connection could not be accepted");
                tokio::time::sleep(Duration::from_millis(50)).await;
                continue;
            }
        };
        let _ = socket.set_nodelay(true);
        let sending = Sending::new(limits.answers);
        let bounded = Bounded::new(socket, limits, sending.watch(limits.stall));
        let connection = builder(limits.head)
            .serve_connection_with_upgrades(TokioIo::new(bounded), service(stack.clone(), peer, sending))
            .into_owned();
        let watched = graceful.watch(connection);
        let counted = open.enter();
        tokio::spawn(async move {
            let _counted = counted;
            if let Err(error) = watched.await {
                tracing::debug!(error, "a connection ended early");
            }
            drop(seat);
        });
    }
    drop(listener);
    tokio::select! {
        () = graceful.shutdown() => {}
        () = tokio::time::sleep(limits.drain) => {
            tracing::warn!("some requests did not finish within the limit for stopping and were cut off");
        }
    }
}

/// The next connection, once there is a seat for it.
async fn accept(
    listener: &TcpListener,
    seats: &Arc<Semaphore>,
) -> io::Result<(OwnedSemaphorePermit, TcpStream, SocketAddr)> {
    let seat = Arc::clone(seats).acquire_owned().await.map_err(io::Error::other)?;
    let (socket, peer) = listener.accept().await?;
    Ok((seat, socket, peer))
}

/// How HTTP/2 begins; no request of HTTP/1 does.
const PREFACE: &[u8; 24] = b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n";

/// A connection that has a time to show which HTTP it speaks, and to take each part of an answer.
///
/// The server that finds the version out has no limit of its own, and those of each version begin only then; and nothing
/// limits a client that asks and never reads. Without these two, such clients would keep their seats forever.
struct Bounded {
    socket: TcpStream,
    /// Bytes that came and were those of the preface.
    matched: usize,
    /// Gone as soon as the version is known.
    opening: Option<Pin<Box<Sleep>>>,
    stall: Duration,
    /// Since the client stopped taking what is ready for it.
    stalled: Option<Pin<Box<Sleep>>>,
    /// A client of HTTP/2 reads what it likes and takes no answers.
    watch: Watch,
}

impl Bounded {
    fn new(socket: TcpStream, limits: ConnectionLimits, watch: Watch) -> Self {
        Self {
            socket,
            matched: 0,
            opening: Some(start(limits.head)),
            stall: limits.stall,
            stalled: None,
            watch,
        }
    }

    fn heard(&mut self, bytes: &[u8]) {
        let expected = &PREFACE[self.matched..];
        let same = bytes.iter().zip(expected).take_while(|(a, b)| a == b).count();
        self.matched += same;
        if same < bytes.len() || self.matched == PREFACE.len() {
            self.opening = None;
        }
    }

    /// A write as it went, unless nothing could be written for too long.
    fn written(&mut self, cx: &mut Context<'_>, written: Poll<io::Result<usize>>) -> Poll<io::Result<usize>> {
        if written.is_ready() {
            self.stalled = None;
            return written;
        }
        let stall = self.stall;
        ready!(self.stalled.get_or_insert_with(|| start(stall)).as_mut().poll(cx));
        Poll::Ready(Err(io::ErrorKind::TimedOut.into()))
    }
}

impl AsyncRead for Bounded {
    fn poll_read(mut self: Pin<&mut Self>, cx: &mut Context<'_>, buffer: &mut ReadBuf<'_>) -> Poll<io::Result<()>> {
        let before = buffer.filled().len();
        let read = Pin::new(&mut self.socket).poll_read(cx, buffer);
        if read.is_pending() && self.watch.poll_stalled(cx).is_ready() {
            return Poll::Ready(Err(io::ErrorKind::TimedOut.into()));
        }
        let Some(opening) = &mut self.opening else {
            return read;
        };
        if read.is_pending() {
            ready!(opening.as_mut().poll(cx));
            return Poll::Ready(Err(io::ErrorKind::TimedOut.into()));
        }
        self.heard(&buffer.filled()[before..]);
        read
    }
}

impl AsyncWrite for Bounded {
    fn poll_write(mut self: Pin<&mut Self>, cx: &mut Context<'_>, bytes: &[u8]) -> Poll<io::Result<usize>> {
        let written = Pin::new(&mut self.socket).poll_write(cx, bytes);
        self.written(cx, written)
    }

    fn poll_write_vectored(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        bytes: &[io::IoSlice<'_>],
    ) -> Poll<io::Result<usize>> {
        let written = Pin::new(&mut self.socket).poll_write_vectored(cx, bytes);
        self.written(cx, written)
    }

    fn is_write_vectored(&self) -> bool {
        self.socket.is_write_vectored()
    }

    fn poll_flush(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.socket).poll_flush(cx)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.socket).poll_shutdown(cx)
    }
}

/// How a connection is served; one builder for each, because each has a timer.
fn builder(head: Duration) -> auto::Builder<TokioExecutor> {
    let mut builder = auto::Builder::new(TokioExecutor::new());
    builder
        .http1()
        .timer(Alarm::default())
        .header_read_timeout(head)
        .max_buf_size(64 * 1024);
    builder
        .http2()
        .timer(TokioTimer::new())
        .max_concurrent_streams(100)
        .max_send_buf_size(64 * 1024)
        .keep_alive_interval(head);
    builder
}

fn service(
    stack: Stack,
    peer: SocketAddr,
    sending: Sending,
) -> impl hyper::service::Service<
    hyper::Request<hyper::body::Incoming>,
    Response = axum::response::Response,
    Error = Infallible,
    Future: Send,
> + Clone {
    let shared = Arc::new((stack, sending));
    hyper::service::service_fn(move |request: hyper::Request<hyper::body::Incoming>| {
        let shared = Arc::clone(&shared);
        async move {
            let (stack, sending) = &*shared;
            if request.version() != Version::HTTP_2 {
                return Ok(stack.serve(request.map(Body::new), peer.ip()).await);
            }
            let place = sending.place().await;
            let response = stack.serve(request.map(Body::new), peer.ip()).await;
            Ok(sending.send(response, place))
        }
    })
}

#[cfg(test)]
mod tests {
    use std::sync::atomic::{AtomicUsize, Ordering};

    use axum::Router;
    use bytes::Bytes;
    use futures_util::{StreamExt as _, stream::FuturesUnordered};
    use http::Request;

    use super::*;

    const LONG: usize = 1 << 20;

    /// A server whose answers are long; how many of them were made; and its end.
    async fn serve_long(limits: ConnectionLimits) -> (SocketAddr, Arc<AtomicUsize>, watch::Sender<bool>) {
        let made = Arc::new(AtomicUsize::new(0));
        let count = Arc::clone(&made);
        let router = Router::new().fallback(async move || {
            count.fetch_add(1, Ordering::Relaxed);
            vec![b'x'; LONG]
        });
        let stack = Stack::new(router, Router::new(), 1000, Vec::new());
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        let (stop, stopped) = watch::channel(false);
        tokio::spawn(serve(listener, stack, limits, stopped));
        (address, made, stop)
    }

    type Connecting = (
        h2::client::SendRequest<Bytes>,
        tokio::task::JoinHandle<Result<(), h2::Error>>,
    );

    async fn connect(address: SocketAddr, window: u32) -> Connecting {
        let socket = TcpStream::connect(address).await.unwrap();
        let mut builder = h2::client::Builder::new();
        let (client, connection) = builder.initial_window_size(window).handshake(socket).await.unwrap();
        (client.ready().await.unwrap(), tokio::spawn(connection))
    }

    fn ask(client: &mut h2::client::SendRequest<Bytes>) -> h2::client::ResponseFuture {
        let request = Request::get("http://a/").body(()).unwrap();
        client.send_request(request, true).unwrap().0
    }

    #[tokio::test]
    async fn who_opens_no_window_pins_few_answers_and_is_given_up_on() {
        let limits = ConnectionLimits {
            stall: Duration::from_millis(300),
            ..ConnectionLimits::default()
        };
        let (address, made, _stop) = serve_long(limits).await;
        let (mut client, connection) = connect(address, 0).await;
        let asked: Vec<_> = (0..60).map(|_| ask(&mut client)).collect();
        // A head comes only for what has a place.
        let mut heads: FuturesUnordered<_> = asked.into_iter().collect();
        let mut answers = Vec::new();
        for _ in 0..limits.answers {
            answers.push(heads.next().await.unwrap().unwrap());
        }
        assert_eq!(made.load(Ordering::Relaxed), limits.answers);
        // Whether it ends with an error is the client's to say.
        let _ended = connection.await.unwrap();
    }

    #[tokio::test]
    async fn who_takes_a_little_at_a_time_gets_everything() {
        let limits = ConnectionLimits {
            stall: Duration::from_millis(500),
            ..ConnectionLimits::default()
        };
        let (address, made, _stop) = serve_long(limits).await;
        let (mut client, _connection) = connect(address, 64 * 1024).await;
        let asked: Vec<_> = (0..20).map(|_| ask(&mut client)).collect();
        let read = asked.into_iter().map(async |answer| {
            let mut body = answer.await.unwrap().into_body();
            let mut length = 0;
            while let Some(piece) = body.data().await {
                let piece = piece.unwrap().len();
                body.flow_control().release_capacity(piece).unwrap();
                length += piece;
            }
            length
        });
        assert_eq!(futures_util::future::join_all(read).await, [LONG; 20]);
        assert_eq!(made.load(Ordering::Relaxed), 20);
    }
}
