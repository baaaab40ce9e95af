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

use super::stack::Stack;

/// Limits on connections.
#[derive(Debug, Clone, Copy)]
pub struct ConnectionLimits {
    /// Connections open at once.
    pub connections: usize,
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
    let builder = builder(limits.head);
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
        let connection = builder
            .serve_connection_with_upgrades(TokioIo::new(Bounded::new(socket, limits)), service(stack.clone(), peer))
            .into_owned();
        let watched = graceful.watch(connection);
        tokio::spawn(async move {
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
}

#[expect(
    clippy::disallowed_methods,
    reason = "a client that does nothing must be given up on by the machine's clock"
)]
fn timer(limit: Duration) -> Pin<Box<Sleep>> {
    Box::pin(tokio::time::sleep(limit))
}

impl Bounded {
    fn new(socket: TcpStream, limits: ConnectionLimits) -> Self {
        Self {
            socket,
            matched: 0,
            opening: Some(timer(limits.head)),
            stall: limits.stall,
            stalled: None,
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
        ready!(self.stalled.get_or_insert_with(|| timer(stall)).as_mut().poll(cx));
        Poll::Ready(Err(io::ErrorKind::TimedOut.into()))
    }
}

impl AsyncRead for Bounded {
    fn poll_read(mut self: Pin<&mut Self>, cx: &mut Context<'_>, buffer: &mut ReadBuf<'_>) -> Poll<io::Result<()>> {
        let before = buffer.filled().len();
        let read = Pin::new(&mut self.socket).poll_read(cx, buffer);
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

fn builder(head: Duration) -> auto::Builder<TokioExecutor> {
    let mut builder = auto::Builder::new(TokioExecutor::new());
    builder
        .http1()
        .timer(TokioTimer::new())
        .header_read_timeout(head)
        .max_buf_size(64 * 1024);
    builder
        .http2()
        .timer(TokioTimer::new())
        .max_concurrent_streams(100)
        .keep_alive_interval(head);
    builder
}

fn service(
    stack: Stack,
    peer: SocketAddr,
) -> impl hyper::service::Service<
    hyper::Request<hyper::body::Incoming>,
    Response = axum::response::Response,
    Error = Infallible,
    Future: Send,
> + Clone {
    let stack = Arc::new(stack);
    hyper::service::service_fn(move |request: hyper::Request<hyper::body::Incoming>| {
        let stack = Arc::clone(&stack);
        async move { Ok(stack.serve(request.map(Body::new), peer.ip()).await) }
    })
}
