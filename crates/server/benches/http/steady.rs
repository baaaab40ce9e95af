//! Load at a constant rate. Each request has a moment at which it is due, and what it takes counts from then: a server that
//! stands still for a moment is seen by all who come meanwhile, and not by those alone who wait already.

use std::{
    sync::{
        Arc, Mutex,
        atomic::{AtomicUsize, Ordering},
    },
    time::{Duration, Instant},
};

use http_body_util::BodyExt as _;
use hyper::client::conn::http1;
use hyper_util::rt::TokioIo;
use tokio::net::TcpStream;

use crate::ask::Ask;

/// Requests a second that this generator makes without being late itself.
pub(crate) const MOST: f64 = 5_000.0;

/// What a run took, in milliseconds, from the least to the most.
pub(crate) struct Steady {
    took: Vec<f64>,
    failed: usize,
    per_second: f64,
}

impl Steady {
    /// What all but `share` of the requests took at most.
    fn within(&self, share: f64) -> f64 {
        let last = self.took.len().saturating_sub(1);
        #[expect(
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            clippy::cast_precision_loss,
            reason = "an index among some thousands"
        )]
        let at = (last as f64 * share).round() as usize;
        self.took.get(at).copied().unwrap_or(f64::NAN)
    }

    /// Half and 99 of 100, at which rate, and what failed.
    pub(crate) fn shown(&self) -> String {
        let failed = match self.failed {
            0 => String::new(),
            failed => format!(" ({failed} failed)"),
        };
        let (half, most) = (self.within(0.5), self.within(0.99));
        format!("{half:.1} / {most:.1} at {:.0}/s{failed}", self.per_second)
    }
}

/// Asks so many times a second over some connections.
pub(crate) fn run(port: u16, ask: &Arc<Ask>, per_second: f64, seconds: usize, connections: u32) -> Steady {
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .expect("a runtime");
    runtime.block_on(async {
        let rota = Arc::new(Rota {
            next: AtomicUsize::new(0),
            begun: Instant::now(),
            gap: Duration::from_secs_f64(1.0 / per_second.max(1.0)),
            length: Duration::from_secs(seconds as u64),
            took: Mutex::default(),
            failed: AtomicUsize::new(0),
        });
        let askers: Vec<_> = (0..connections)
            .map(|_| tokio::spawn(ask_on(port, Arc::clone(ask), Arc::clone(&rota))))
            .collect();
        for asker in askers {
            asker.await.expect("an asker");
        }
        let mut took = std::mem::take(&mut *rota.took.lock().expect("the list"));
        took.sort_by(f64::total_cmp);
        Steady {
            took,
            per_second,
            failed: rota.failed.load(Ordering::Relaxed),
        }
    })
}

/// Which request is due when, and what those took that were made.
struct Rota {
    next: AtomicUsize,
    begun: Instant,
    gap: Duration,
    length: Duration,
    took: Mutex<Vec<f64>>,
    failed: AtomicUsize,
}

impl Rota {
    /// The moment of the next request; nothing after the last.
    fn next(&self) -> Option<Instant> {
        let number =
            u32::try_from(self.next.fetch_add(1, Ordering::Relaxed)).expect("fewer than four thousand million");
        let due = self.gap * number;
        (due < self.length).then(|| self.begun + due)
    }
}

async fn ask_on(port: u16, ask: Arc<Ask>, rota: Arc<Rota>) {
    let socket = TcpStream::connect(("127.0.0.1", port)).await.expect("a connection");
    socket.set_nodelay(true).expect("a socket");
    let (mut sender, connection) = http1::handshake(TokioIo::new(socket)).await.expect("HTTP");
    tokio::spawn(connection);
    while let Some(due) = rota.next() {
        let mut from = due;
        if Instant::now() < due {
            tokio::time::sleep_until(due.into()).await;
            // This one was free in time: that it woke up late is its own clock's doing.
            from = Instant::now();
        }
        let answered = async {
            let answer = sender.send_request(ask.request()).await?;
            let status = answer.status();
            answer.into_body().collect().await?;
            Ok::<_, hyper::Error>(status)
        };
        match answered.await {
            Ok(status) if status.is_success() || status == http::StatusCode::NOT_MODIFIED => {
                let took = from.elapsed().as_secs_f64() * 1000.0;
                rota.took.lock().expect("the list").push(took);
            }
            Ok(_) => drop(rota.failed.fetch_add(1, Ordering::Relaxed)),
            Err(_) => {
                rota.failed.fetch_add(1, Ordering::Relaxed);
                return;
            }
        }
    }
}
