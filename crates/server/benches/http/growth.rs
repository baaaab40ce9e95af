//! Growth: whether pages stay as fast, and memory as small, with a thousand times as many rows.
//!
//! The same calls over two data folders. Rows are made through the same use cases that clients call, some hundred of each
//! kind, and copied within the database until there are enough. Answers come from the database: those that the server keeps
//! in memory are asked for under another address each time.

mod data;

use std::{
    path::Path,
    time::{Duration, Instant},
};

use http_body_util::BodyExt as _;
use hyper::client::conn::http1;
use hyper_util::rt::TokioIo;
use serde_json::Value;
use tokio::net::TcpStream;

use self::data::{Seeded, seed};
use crate::{
    ask::Ask,
    exams,
    harness::{free_port, login, memory_mib, setting, start},
};

/// Requests of a call that are not counted.
const WARM_UP: usize = 50;
/// Requests of a call that are counted.
const COUNTED: usize = 500;
/// Rows of a page; as many products have the rare word, and as many threads are in the inbox.
const PAGE: usize = 25;
/// How many times as long a page of the large folder may take.
const GOAL: f64 = 1.5;
/// A word that [`PAGE`] products have.
const RARE: &str = "kecombrang";

pub(crate) fn compare(dir: &Path) {
    let sizes = [
        setting("BENCH_GROWTH_SMALL", 1_000),
        setting("BENCH_GROWTH_LARGE", 1_000_000),
    ];
    let [small, large] = sizes.map(|size| measure(&dir.join(size.to_string()), size));
    let [few, many] = sizes.map(with_commas);
    println!("\n| call | {few} rows: median / p99 ms | {many} rows: median / p99 ms | times | goal |");
    println!("|---|---|---|---|---|");
    for ((name, before), (_, after)) in small.calls.iter().zip(&large.calls) {
        println!(
            "| {name} | {:.2} / {:.2} | {:.2} / {:.2} | {:.2} | {GOAL:.1} |",
            before.median_ms,
            before.p99_ms,
            after.median_ms,
            after.p99_ms,
            after.median_ms / before.median_ms,
        );
    }
    println!(
        "\nResident before the first request and after all of them: {:.1} and {:.1} MiB with {few} rows, {:.1} and {:.1} MiB \
         with {many}.",
        small.idle_mib, small.used_mib, large.idle_mib, large.used_mib,
    );
}

/// `1000000` as `1,000,000`.
fn with_commas(number: usize) -> String {
    let digits = number.to_string();
    let mut text = String::new();
    for (index, digit) in digits.chars().enumerate() {
        if index > 0 && (digits.len() - index).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}

/// What a server took over a folder of one size.
struct Measured {
    idle_mib: f64,
    used_mib: f64,
    calls: Vec<(&'static str, Took)>,
}

fn measure(dir: &Path, size: usize) -> Measured {
    std::fs::create_dir_all(dir).expect("a folder");
    let seeded = seed(dir, size);
    let port = free_port();
    let (server, _) = start(dir, port, &["--cache-mib", "8", "--access-minutes", "1440"]);
    wait_until_idle(server.id());
    let idle_mib = memory_mib(server.id());
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .expect("a runtime");
    let calls = calls(port, &seeded)
        .iter()
        .map(|call| (call.name, runtime.block_on(call.time(port))))
        .collect();
    Measured {
        idle_mib,
        used_mib: memory_mib(server.id()),
        calls,
    }
}

/// Waits until a server has done what it does in the background after its start: it counts the words of the catalogue.
fn wait_until_idle(pid: u32) {
    /// Hundredths of a second.
    const LITTLE: u64 = 3;
    let begun = Instant::now();
    let mut before = busy(pid);
    loop {
        std::thread::sleep(Duration::from_secs(2));
        let now = busy(pid);
        if now - before <= LITTLE {
            return;
        }
        before = now;
        assert!(begun.elapsed() < Duration::from_secs(1200), "the server does not rest");
    }
}

/// What a process has used of the processor, in hundredths of a second.
fn busy(pid: u32) -> u64 {
    let text = std::fs::read_to_string(format!("/proc/{pid}/stat")).expect("the process");
    // The name, which may have anything in it, is in brackets.
    let (_, fields) = text.rsplit_once(')').expect("its figures");
    let times = fields.split_whitespace().skip(11).take(2);
    times.filter_map(|ticks| ticks.parse::<u64>().ok()).sum()
}

/// A call, and what every answer to it must have.
struct Call {
    name: &'static str,
    /// Each is asked for once.
    targets: Vec<String>,
    header: Option<(&'static str, String)>,
    /// Where in the answer its rows are, as a JSON pointer; an object counts as one.
    place: &'static str,
    rows: usize,
}

impl Call {
    /// Asks for everything over one connection, one after another.
    async fn time(&self, port: u16) -> Took {
        let socket = TcpStream::connect(("127.0.0.1", port)).await.expect("a connection");
        socket.set_nodelay(true).expect("a socket");
        let (mut sender, connection) = http1::handshake(TokioIo::new(socket)).await.expect("HTTP");
        tokio::spawn(connection);
        let mut took = Vec::new();
        for target in &self.targets {
            let request = self.ask(target).request();
            sender.ready().await.expect("the connection");
            let started = Instant::now();
            let answer = sender.send_request(request).await.expect("an answer");
            let status = answer.status();
            let content = answer.into_body().collect().await.expect("a body").to_bytes();
            took.push(started.elapsed());
            self.check(status, &content);
        }
        Took::of(took.split_off(WARM_UP))
    }

    fn ask(&self, target: &str) -> Ask {
        let ask = Ask::get(target);
        let Some((name, value)) = &self.header else {
            return ask;
        };
        ask.with(name, value)
    }

    /// An empty page would be fast.
    fn check(&self, status: http::StatusCode, content: &[u8]) {
        let text = String::from_utf8_lossy(content);
        assert_eq!(status, http::StatusCode::OK, "{}: {text}", self.name);
        let answer: Value = serde_json::from_slice(content).expect("JSON");
        let rows = match answer.pointer(self.place) {
            Some(Value::Array(rows)) => rows.len(),
            Some(Value::Object(_)) => 1,
            _ => 0,
        };
        assert_eq!(rows, self.rows, "{}: {text}", self.name);
    }
}

/// What answers took until all of them was read.
struct Took {
    median_ms: f64,
    p99_ms: f64,
}

impl Took {
    fn of(mut took: Vec<Duration>) -> Self {
        took.sort_unstable();
        let within = |percent: usize| took[(took.len() - 1) * percent / 100].as_secs_f64() * 1000.0;
        Self {
            median_ms: within(50),
            p99_ms: within(99),
        }
    }
}

fn calls(port: u16, seeded: &Seeded) -> Vec<Call> {
    let bearer = || Some(("authorization", format!("Bearer {}", login(port, "bench"))));
    vec![
        Call {
            name: "list of the 25 newest products",
            targets: numbered("/products?per_page=25&x="),
            header: None,
            place: "/data/products",
            rows: PAGE,
        },
        Call {
            name: "one product with its joins",
            targets: seeded.products.iter().map(|id| format!("/products/{id}")).collect(),
            header: None,
            place: "/data/product",
            rows: 1,
        },
        Call {
            name: "search of a word that 25 products have",
            targets: numbered(&format!("/products/search/{RARE}?per_page=25&x=")),
            header: None,
            place: "/data/products",
            rows: PAGE,
        },
        Call {
            name: "inbox of 25 threads",
            targets: numbered("/v1/conversationthreads?pageRowCount=25&requestId="),
            header: bearer(),
            place: "/conversationThreads",
            rows: PAGE,
        },
        Call {
            name: "newest 25 messages of a long thread",
            targets: numbered(&format!(
                "/v1/listconversationmessages/{}?limit=25&requestId=",
                seeded.thread
            )),
            header: bearer(),
            place: "/conversationMessages",
            rows: PAGE,
        },
        Call {
            name: "25 results of a sitting of 100",
            targets: numbered(&format!(
                "/api/v1/events/{}/results?limit=25&offset=50&requestId=",
                seeded.sitting
            )),
            header: Some(("cookie", exams::login(port))),
            place: "/data",
            rows: PAGE,
        },
    ]
}

/// As many addresses as a call asks for. They differ in a parameter at the end that changes nothing in what is answered.
fn numbered(target: &str) -> Vec<String> {
    (0..WARM_UP + COUNTED)
        .map(|number| format!("{target}{number}"))
        .collect()
}
