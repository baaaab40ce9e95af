//! Open event streams: what each costs in memory, and how soon a message arrives.

use std::{
    sync::{
        Arc,
        atomic::{AtomicUsize, Ordering},
    },
    time::{Duration, Instant},
};

use tokio::{
    io::{AsyncReadExt as _, AsyncWriteExt as _},
    net::TcpStream,
    sync::mpsc,
};

use crate::harness::{Running, memory_mib, setting};

/// Until memory that was given back shows.
const SETTLES: Duration = Duration::from_secs(2);

/// Somebody who listens, somebody who talks to them, and where.
#[derive(Clone)]
pub(crate) struct Pair {
    pub(crate) listener: String,
    pub(crate) talker: String,
    pub(crate) thread: String,
}

/// Opens streams, sends messages one after another, and prints memory per stream and how long messages took.
pub(crate) fn measure(port: u16, server: &Running, pairs: &[Pair]) {
    let streams = setting("BENCH_STREAMS", 2000);
    // Whoever is written to must listen.
    let pairs = &pairs[..pairs.len().min(streams)];
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .build()
        .expect("a runtime");
    runtime.block_on(async {
        let (heard, mut arrivals) = mpsc::unbounded_channel();
        let open = Arc::new(AtomicUsize::new(0));
        // The first ones fill what earlier calls have left free.
        let first = streams / 2;
        let mut before = 0.0;
        for number in 0..streams {
            if number == first {
                tokio::time::sleep(SETTLES).await;
                before = memory_mib(server.id());
            }
            let token = pairs[number % pairs.len()].listener.clone();
            let socket = subscribe(port, &token).await;
            open.fetch_add(1, Ordering::SeqCst);
            tokio::spawn(listen(socket, heard.clone(), open.clone()));
        }
        tokio::time::sleep(SETTLES).await;
        let after = memory_mib(server.id());
        println!(
            "\n{} event streams: {:.1} KiB for each of the second half ({before:.1} MiB before, {after:.1} MiB with them).",
            open.load(Ordering::SeqCst),
            (after - before) * 1024.0 / f64::from(u32::try_from(streams - first).unwrap_or(1)),
        );
        let mut took: Vec<Duration> = Vec::new();
        let mut sender = TcpStream::connect(("127.0.0.1", port)).await.expect("a connection");
        for number in 0..2000_usize {
            let pair = &pairs[number % pairs.len()];
            let text = format!("bench-{number}-end");
            let sent = Instant::now();
            send(&mut sender, pair, &text).await;
            loop {
                let (at, arrived): (Instant, String) = arrivals.recv().await.expect("a stream");
                if arrived == text {
                    took.push(at.duration_since(sent));
                    break;
                }
            }
        }
        took.sort_unstable();
        let at = |share: usize| took[took.len() * share / 1000].as_secs_f64() * 1000.0;
        println!(
            "A message reached its receiver's stream after {:.2} ms (median), {:.2} ms (p99), {:.2} ms (most), with {streams} streams open.",
            at(500),
            at(990),
            at(999)
        );
    });
}

async fn subscribe(port: u16, token: &str) -> TcpStream {
    let mut socket = TcpStream::connect(("127.0.0.1", port)).await.expect("a connection");
    let request = format!(
        "GET /v1/conversationthreads/stream HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer {token}\r\nAccept: text/event-stream\r\n\r\n"
    );
    socket.write_all(request.as_bytes()).await.expect("a request");
    let mut head = [0_u8; 12];
    socket.read_exact(&mut head).await.expect("a status");
    assert_eq!(&head, b"HTTP/1.1 200", "a stream was refused");
    socket
}

async fn listen(mut socket: TcpStream, heard: mpsc::UnboundedSender<(Instant, String)>, open: Arc<AtomicUsize>) {
    let mut kept = String::new();
    let mut buffer = [0_u8; 4096];
    while let Ok(count @ 1..) = socket.read(&mut buffer).await {
        let at = Instant::now();
        kept.push_str(&String::from_utf8_lossy(&buffer[..count]));
        while let Some(end) = kept.find("-end") {
            if let Some(start) = kept[..end].rfind("bench-") {
                let _ = heard.send((at, kept[start..end + 4].to_owned()));
            }
            kept.drain(..end + 4);
        }
        if kept.len() > 65_536 {
            kept.clear();
        }
    }
    open.fetch_sub(1, Ordering::SeqCst);
}

async fn send(socket: &mut TcpStream, pair: &Pair, text: &str) {
    let body = format!(r#"{{"conversationThreadId":"{}","content":"{text}"}}"#, pair.thread);
    let request = format!(
        "POST /v1/conversationmessages HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer {}\r\nContent-Type: application/json\r\nContent-Length: {}\r\n\r\n{body}",
        pair.talker,
        body.len()
    );
    socket.write_all(request.as_bytes()).await.expect("a message");
    let mut answer = Vec::new();
    let mut buffer = [0_u8; 4096];
    loop {
        let count = socket.read(&mut buffer).await.expect("an answer");
        answer.extend_from_slice(&buffer[..count]);
        let text = String::from_utf8_lossy(&answer);
        let whole = text.split_once("\r\n\r\n").is_some_and(|(head, body)| {
            let length = head.lines().find_map(|line| {
                line.to_ascii_lowercase()
                    .strip_prefix("content-length: ")?
                    .parse::<usize>()
                    .ok()
            });
            length.is_some_and(|length| body.len() >= length)
        });
        if whole || count == 0 {
            assert!(text.starts_with("HTTP/1.1 201"), "{text}");
            return;
        }
    }
}
