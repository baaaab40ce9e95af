//! A storm of messages over three servers while one after another of what they stand on fails: what was acknowledged is told to
//! each stream once, and how long it takes until messages go as before.

use std::{
    collections::{BTreeMap, BTreeSet},
    path::Path,
    sync::{
        Arc, Mutex,
        atomic::{AtomicBool, Ordering},
    },
    time::{Duration, Instant},
};

use bytes::Bytes;
use http::{Request, StatusCode};
use http_body_util::{BodyExt as _, Full};
use hyper::{body::Incoming, client::conn::http1};
use hyper_util::rt::TokioIo;
use testkit::{DatabasePair, Nats};
use tokio::net::TcpStream;

use crate::{
    cluster::{Servers, start_nginx},
    harness::{free_port, setting},
    services,
    streams::Pair,
};

/// Messages a second, sent by so many at a time.
const PER_SECOND: usize = 100;
const TALKERS: usize = 8;
/// Seconds of the storm, and when what happens.
const LASTS: u64 = 45;
const KILLED: u64 = 10;
const STOPPED: u64 = 15;
const BACK: u64 = 18;
const BROKER_AWAY: u64 = 22;
const BROKER_BACK: u64 = 25;
const DATABASE_DIES: u64 = 32;
/// How long one try may take before it is given up and made again.
const PATIENCE: Duration = Duration::from_secs(10);

/// What was sent: when it was due, how long it took to be acknowledged, and when it was.
#[derive(Clone, Copy)]
struct Sent {
    due: Duration,
    took: Duration,
}

/// What all of it was.
struct Storm {
    front: u16,
    began: Instant,
    over: AtomicBool,
    sent: Mutex<BTreeMap<usize, Sent>>,
}

/// What one stream was told, in order.
type Told = Arc<Mutex<Vec<usize>>>;

pub(crate) fn compare(dir: &Path, nginx: &Path) {
    let Some(mut databases) = DatabasePair::start() else {
        return;
    };
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .build()
        .expect("a runtime");
    let Some(mut nats) = runtime.block_on(Nats::start()) else {
        return;
    };
    let dir = dir.join("storm");
    std::fs::create_dir_all(&dir).expect("a folder");
    let seeded = services::seed(&dir, services::over(&databases.url()), 10, 10);
    let keys = dir.join("data/keys.json");
    let shared = [databases.url(), nats.url(), keys.to_str().expect("a path").to_owned()];
    let mut servers = Servers::start(&dir, 3, &shared);
    let front = free_port();
    let _proxy = start_nginx(nginx, &dir.join("nginx"), front, &servers.ports());
    std::thread::sleep(Duration::from_secs(2));
    let pairs = seeded.pairs(front);
    let storm = Arc::new(Storm {
        front,
        began: Instant::now(),
        over: AtomicBool::new(false),
        sent: Mutex::default(),
    });
    let told: Vec<(usize, Told)> = (0..setting("BENCH_STREAMS", 2000))
        .map(|number| (number % pairs.len(), Told::default()))
        .collect();
    for (pair, told) in &told {
        runtime.spawn(listen(
            Arc::clone(&storm),
            pairs[*pair].listener.clone(),
            Arc::clone(told),
        ));
    }
    // Streams first: what is sent before one is open is told to it as well, but later.
    std::thread::sleep(Duration::from_secs(5));
    let storm_began = storm.began.elapsed();
    let talkers: Vec<_> = (0..TALKERS)
        .map(|talker| runtime.spawn(talk(Arc::clone(&storm), pairs.clone(), talker, storm_began)))
        .collect();
    let at = |second: u64| {
        let moment = storm.began + storm_began + Duration::from_secs(second);
        std::thread::sleep(moment.saturating_duration_since(Instant::now()));
    };
    at(KILLED);
    servers.kill(1);
    at(STOPPED);
    servers.stop(2);
    at(BACK);
    servers.revive(1);
    servers.revive(2);
    at(BROKER_AWAY);
    nats.kill();
    at(BROKER_BACK);
    runtime.block_on(nats.resume());
    at(DATABASE_DIES);
    databases.fail_over();
    for talker in talkers {
        runtime.block_on(talker).expect("a talker");
    }
    let settled = Instant::now();
    let sent = storm.sent.lock().expect("what was sent").clone();
    let missing = || {
        told.iter()
            .map(|(pair, told)| unheard(&sent, pairs.len(), *pair, told).len())
            .sum::<usize>()
    };
    while missing() > 0 && settled.elapsed() < Duration::from_secs(30) {
        std::thread::sleep(Duration::from_millis(200));
    }
    storm.over.store(true, Ordering::Relaxed);
    let doubles: usize = told.iter().map(|(_, told)| doubled(told)).sum();
    println!(
        "\n{} messages acknowledged in {LASTS} s over {} streams; {} of what each should have been told is missing, {doubles} were told twice.",
        sent.len(),
        told.len(),
        missing(),
    );
    report(&sent, storm_began);
}

/// What was acknowledged to a listener and not told to a stream of theirs.
fn unheard(sent: &BTreeMap<usize, Sent>, pairs: usize, pair: usize, told: &Told) -> Vec<usize> {
    let told: BTreeSet<usize> = told.lock().expect("what was told").iter().copied().collect();
    let own = sent.keys().filter(|number| *number % pairs == pair);
    own.filter(|number| !told.contains(number)).copied().collect()
}

fn doubled(told: &Told) -> usize {
    let told = told.lock().expect("what was told");
    told.len() - told.iter().collect::<BTreeSet<_>>().len()
}

/// What acknowledgements took in each second, and how long after each fault they took as long as before.
fn report(sent: &BTreeMap<usize, Sent>, began: Duration) {
    let mut seconds: BTreeMap<u64, Vec<Duration>> = BTreeMap::new();
    for sent in sent.values() {
        let second = sent.due.saturating_sub(began).as_secs();
        seconds.entry(second).or_default().push(sent.took);
    }
    let most = |second: u64| {
        let took = seconds.get(&second)?;
        let mut took = took.clone();
        took.sort_unstable();
        took.get((took.len() * 99 / 100).min(took.len() - 1)).copied()
    };
    let quiet: Vec<Duration> = (2..KILLED).filter_map(most).collect();
    let usual = quiet
        .iter()
        .max()
        .copied()
        .unwrap_or_default()
        .max(Duration::from_millis(20));
    println!("Before anything fails, 99 of 100 are acknowledged within {usual:.0?}.");
    for (what, from, until) in [
        ("a server is killed", KILLED, STOPPED),
        ("another is stopped", STOPPED, BACK),
        ("both come back", BACK, BROKER_AWAY),
        ("the broker is gone", BROKER_AWAY, BROKER_BACK),
        ("the broker is back", BROKER_BACK, DATABASE_DIES),
        ("the database's standby takes over", DATABASE_DIES, LASTS),
    ] {
        let worst = (from..until).filter_map(most).max().unwrap_or_default();
        let last = (from..until).rfind(|second| most(*second).is_some_and(|took| took > usual * 2));
        let again = last.map_or(0, |last| last + 1 - from);
        println!("{what}: {worst:.0?} at most (99 of 100 of a second), as usual again after {again} s.");
    }
}

async fn connect(port: u16) -> Option<http1::SendRequest<Full<Bytes>>> {
    let socket = TcpStream::connect(("127.0.0.1", port)).await.ok()?;
    let (sender, connection) = http1::handshake(TokioIo::new(socket)).await.ok()?;
    tokio::spawn(connection);
    Some(sender)
}

async fn talk(storm: Arc<Storm>, pairs: Vec<Pair>, talker: usize, began: Duration) {
    let all = PER_SECOND * usize::try_from(LASTS).expect("some seconds");
    let mut sender = None;
    for number in (talker..all).step_by(TALKERS) {
        let due = began
            + Duration::from_secs(1) * u32::try_from(number).expect("few") / u32::try_from(PER_SECOND).expect("few");
        tokio::time::sleep((storm.began + due).saturating_duration_since(Instant::now())).await;
        let pair = &pairs[number % pairs.len()];
        while !send(&mut sender, storm.front, pair, number).await {
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
        let took = storm.began.elapsed().saturating_sub(due);
        storm
            .sent
            .lock()
            .expect("what was sent")
            .insert(number, Sent { due, took });
    }
}

/// Whether a message was acknowledged; a later try of the same is known by its name.
async fn send(sender: &mut Option<http1::SendRequest<Full<Bytes>>>, port: u16, pair: &Pair, number: usize) -> bool {
    let mut ready = match sender.take() {
        Some(sender) if !sender.is_closed() => sender,
        _ => match connect(port).await {
            Some(sender) => sender,
            None => return false,
        },
    };
    let body = format!(
        r#"{{"conversationThreadId":"{}","content":"storm-{number}","clientMessageId":"storm-{number}"}}"#,
        pair.thread
    );
    let request = Request::post("/v1/conversationmessages")
        .header("host", "localhost")
        .header("authorization", format!("Bearer {}", pair.talker))
        .header("content-type", "application/json")
        .body(Full::new(Bytes::from(body)))
        .expect("a request");
    let asked = async {
        ready.ready().await.ok()?;
        let response = ready.send_request(request).await.ok()?;
        let status = response.status();
        response.into_body().collect().await.ok()?;
        Some(status)
    };
    let status = tokio::time::timeout(PATIENCE, asked).await.ok().flatten();
    if status.is_some() {
        *sender = Some(ready);
    }
    match status {
        Some(StatusCode::CREATED | StatusCode::OK) => true,
        None => false,
        Some(status) => {
            assert!(status.is_server_error(), "a message was refused: {status}");
            false
        }
    }
}

/// Listens until it is over, and goes on at another server where it was.
async fn listen(storm: Arc<Storm>, token: String, told: Told) {
    let mut last = String::from("0");
    while !storm.over.load(Ordering::Relaxed) {
        if let Some(body) = subscribe(storm.front, &token, &last).await {
            hear(body, &mut last, &told).await;
        }
        tokio::time::sleep(Duration::from_millis(fastrand::u64(20..200))).await;
    }
}

async fn subscribe(port: u16, token: &str, last: &str) -> Option<Incoming> {
    let mut sender = connect(port).await?;
    let request = Request::get("/v1/conversationthreads/stream")
        .header("host", "localhost")
        .header("authorization", format!("Bearer {token}"))
        .header("accept", "text/event-stream")
        .header("last-event-id", last)
        .body(Full::new(Bytes::new()))
        .expect("a request");
    let response = sender.send_request(request).await.ok()?;
    (response.status() == StatusCode::OK).then(|| response.into_body())
}

async fn hear(mut body: Incoming, last: &mut String, told: &Told) {
    let (mut kept, mut event) = (String::new(), String::new());
    while let Some(Ok(frame)) = body.frame().await {
        let Ok(data) = frame.into_data() else { continue };
        kept.push_str(&String::from_utf8_lossy(&data));
        while let Some(end) = kept.find('\n') {
            let line: String = kept.drain(..=end).collect();
            let line = line.trim_end();
            if let Some(id) = line.strip_prefix("id: ") {
                id.clone_into(last);
            } else if let Some(name) = line.strip_prefix("event: ") {
                name.clone_into(&mut event);
            } else if event == "message-created"
                && let Some((_, rest)) = line.split_once("storm-")
            {
                let digits: String = rest.chars().take_while(char::is_ascii_digit).collect();
                if let Ok(number) = digits.parse() {
                    told.lock().expect("what was told").push(number);
                }
            }
        }
    }
}
