//! The HTTP path beside a bare axum server that answers the same bytes.
//!
//! `cargo bench -p server --bench http` starts the real binary (fsync, authorisation, validation, logging and metrics
//! on) over a data folder of its own, a bare server in a process of its own, and drives them in turn with `wrk` (Debian:
//! `apt-get install wrk`). It prints medians with their spread and the ratios of one run; it asserts nothing.
//!
//! Settings from the environment: `BENCH_DIR` (default: a temporary folder), `BENCH_PRODUCTS` (100000), `BENCH_ROUNDS`
//! (5), `BENCH_SECONDS` (3).

#![expect(
    clippy::expect_used,
    clippy::print_stdout,
    clippy::disallowed_methods,
    reason = "a benchmark stops at the first surprise"
)]

use std::{
    fmt::Write as _,
    io::{Read as _, Write as _},
    net::{TcpListener, TcpStream},
    path::{Path, PathBuf},
    process::{Child, Command, Stdio},
    time::{Duration, Instant},
};

use accounts::{NewAccount, Role};
use platform::{Clock, Ctx, auth::password::Cost, id::RequestId};
use server::{app::App, settings::Given, wiring};

/// Connections of the load generator.
const CONNECTIONS: u32 = 32;
const PASSWORD: &str = "bench-password";

/// A product as a client sends it: about 1 KB, with stored and inline parts.
fn product(number: usize, resources: &[String], impact: &str) -> String {
    format!(
        r#"{{"name":"Sambal Bawang {number}","image":["https://example.com/a{number}.png","https://example.com/b.png"],"price":{price},
"description":"Sambal bawang goreng dari dapur nomor {number}, dimasak pelan dengan minyak kelapa dan gula aren.",
"resources":["{r0}","{r1}",{{"name":"gula aren","location":{{"lat":-8.11,"lng":115.09,"name":"Buleleng, Bali"}},"description":"disadap pagi"}}],
"production":[{{"name":"kupas","description":"bawang dikupas dengan tangan"}},{{"name":"goreng","description":"api kecil, satu jam"}},{{"name":"kemas","description":"botol kaca"}}],
"impact":["{impact}"],"contribution":[1,3,5],"category":{category}}}"#,
        price = 10_000 + number % 50_000,
        r0 = resources[0],
        r1 = resources[1],
        category = number % 8 + 1,
    )
}

fn main() {
    let arguments: Vec<String> = std::env::args().collect();
    match arguments.get(1).map(String::as_str) {
        Some("--bare") => bare(&arguments[2], Path::new(&arguments[3])),
        // `cargo test --benches` only checks that it starts.
        Some("--test") => {}
        _ => compare(),
    }
}

fn setting(name: &str, default: usize) -> usize {
    std::env::var(name)
        .ok()
        .and_then(|text| text.parse().ok())
        .unwrap_or(default)
}

/// What is measured: a name, the wrk script, and the file whose bytes the bare server answers.
struct Case {
    name: &'static str,
    target: f64,
    script: PathBuf,
    bytes: PathBuf,
}

fn compare() {
    let kept;
    let dir = if let Ok(dir) = std::env::var("BENCH_DIR") {
        PathBuf::from(dir)
    } else {
        kept = tempfile::tempdir().expect("a temporary folder");
        kept.path().to_owned()
    };
    std::fs::create_dir_all(&dir).expect("the folder");
    describe_machine();
    let products = setting("BENCH_PRODUCTS", 100_000);
    let seeded = seed(&dir, products);
    let (port, bare_port) = (free_port(), free_port());
    let (server, ready) = start(&dir, port);
    let idle = memory_mib(server.0.id());
    println!("\nReady after {ready:?} on {products} products; {idle:.1} MiB resident before the first request.\n");
    let token = login(port);
    let cases = cases(&dir, port, &seeded, &token);
    let rounds = setting("BENCH_ROUNDS", 5);
    println!("| call | bare axum req/s | balai req/s | ratio | goal | bare p99 ms | balai p99 ms |");
    println!("|---|---|---|---|---|---|---|");
    for case in &cases {
        let bare = start_bare(bare_port, &case.bytes);
        let (mut theirs, mut ours) = (Vec::new(), Vec::new());
        load(bare_port, &case.script, 1);
        load(port, &case.script, 1);
        for _ in 0..rounds {
            theirs.push(load(bare_port, &case.script, setting("BENCH_SECONDS", 3)));
            ours.push(load(port, &case.script, setting("BENCH_SECONDS", 3)));
        }
        drop(bare);
        println!("{}", row(case, &theirs, &ours));
    }
    println!("\n{:.1} MiB resident after the load.", memory_mib(server.0.id()));
}

/// One run of the load generator.
struct Run {
    per_second: f64,
    p99_ms: f64,
    failed: bool,
}

fn row(case: &Case, theirs: &[Run], ours: &[Run]) -> String {
    let (bare, balai) = (spread(theirs, |r| r.per_second), spread(ours, |r| r.per_second));
    let (bare99, balai99) = (spread(theirs, |r| r.p99_ms), spread(ours, |r| r.p99_ms));
    let failed = if ours.iter().chain(theirs).any(|run| run.failed) {
        " (with failed requests)"
    } else {
        ""
    };
    format!(
        "| {} | {:.0} [{:.0}-{:.0}] | {:.0} [{:.0}-{:.0}] | {:.2} | {:.2} | {:.1} | {:.1} [{:.1}-{:.1}]{failed} |",
        case.name,
        bare.1,
        bare.0,
        bare.2,
        balai.1,
        balai.0,
        balai.2,
        balai.1 / bare.1,
        case.target,
        bare99.1,
        balai99.1,
        balai99.0,
        balai99.2
    )
}

/// Least, median, most.
fn spread(runs: &[Run], of: impl Fn(&Run) -> f64) -> (f64, f64, f64) {
    let mut values: Vec<f64> = runs.iter().map(of).collect();
    values.sort_by(f64::total_cmp);
    (values[0], values[values.len() / 2], values[values.len() - 1])
}

fn load(port: u16, script: &Path, seconds: usize) -> Run {
    let output = Command::new("wrk")
        .args([
            "-t1",
            &format!("-c{CONNECTIONS}"),
            &format!("-d{seconds}s"),
            "--latency",
            "-s",
        ])
        .arg(script)
        .arg(format!("http://127.0.0.1:{port}/"))
        .output()
        .expect("wrk runs (Debian: apt-get install wrk)");
    let text = String::from_utf8_lossy(&output.stdout).into_owned();
    let after = |label: &str| {
        text.lines()
            .find_map(|line| line.trim().strip_prefix(label))
            .map(|rest| rest.trim().to_owned())
    };
    let per_second = after("Requests/sec:").and_then(|n| n.parse().ok()).unwrap_or(0.0);
    let p99_ms = after("99%").map_or(f64::NAN, |text| milliseconds(&text));
    Run {
        per_second,
        p99_ms,
        failed: text.contains("Non-2xx") || text.contains("Socket errors"),
    }
}

fn milliseconds(text: &str) -> f64 {
    let number = |unit: &str| text.strip_suffix(unit).and_then(|n| n.parse::<f64>().ok());
    number("us")
        .map(|n| n / 1000.0)
        .or_else(|| number("ms"))
        .or_else(|| number("s").map(|n| n * 1000.0))
        .unwrap_or(f64::NAN)
}

/// What the load needs to know of the data.
struct Seeded {
    ids: Vec<String>,
    create: String,
}

/// Fills a database through the same use cases that clients call, in process.
fn seed(dir: &Path, products: usize) -> Seeded {
    let given = Given {
        data: Some(dir.join("data")),
        ..Given::default()
    };
    let settings = given.settle(wiring::MODULES).expect("settings");
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .build()
        .expect("a runtime");
    runtime.block_on(async {
        let app = App::open(&settings, Clock::system(), Cost::default(), None)
            .await
            .expect("an application");
        let ctx = Ctx::new(Clock::system(), RequestId::random());
        let new = NewAccount {
            username: "bench".into(),
            email: "bench@example.com".into(),
            password: PASSWORD.into(),
            fullname: "Bench".into(),
            image: None,
            role: Role::User,
        };
        app.wired.accounts.register(&ctx, new, None).await.expect("an account");
        let client = testkit::Client::new(app.stack.clone());
        let login = client
            .post(
                "/authentications",
                &serde_json::json!({"username": "bench", "password": PASSWORD}),
            )
            .await;
        let client = client.with_token(login.json()["data"]["accessToken"].as_str().expect("a token"));
        client
            .post(
                "/umkm",
                &serde_json::json!({"name": "Sambal Mamo", "location": "Buleleng, Bali"}),
            )
            .await
            .expect(201);
        let mut resources = Vec::new();
        for name in ["bawang", "cabai"] {
            let made = client
                .post(
                    "/resources",
                    &serde_json::json!({"name": name, "location": "Brebes, Jawa Tengah"}),
                )
                .await;
            resources.push(made.json()["data"]["resourceId"].as_str().expect("an id").to_owned());
        }
        let impact = client
            .post("/impacts", &serde_json::json!({"name": "hemat air", "icon": 1}))
            .await
            .json();
        let impact = impact["data"]["impactId"].as_str().expect("an id").to_owned();
        let ids = std::sync::Arc::new(std::sync::Mutex::new(Vec::with_capacity(products)));
        let workers: Vec<_> = (0..128)
            .map(|worker| {
                let (client, ids, resources, impact) = (client.clone(), ids.clone(), resources.clone(), impact.clone());
                tokio::spawn(async move {
                    for number in (worker..products).step_by(128) {
                        let body = product(number, &resources, &impact);
                        let made = client
                            .call_text(http::Method::POST, "/products", &body)
                            .await
                            .expect(201)
                            .json();
                        let id = made["data"]["productId"].as_str().expect("an id").to_owned();
                        ids.lock().expect("the list").push(id);
                    }
                })
            })
            .collect();
        for worker in workers {
            worker.await.expect("a worker");
        }
        app.db.close().await;
        let create = product(1, &resources, &impact);
        let ids = ids.lock().expect("the list").clone();
        Seeded { ids, create }
    })
}

fn cases(dir: &Path, port: u16, seeded: &Seeded, token: &str) -> Vec<Case> {
    let file = |name: &str, content: &str| {
        let path = dir.join(name);
        std::fs::write(&path, content).expect("a file");
        path
    };
    let hot = &seeded.ids[seeded.ids.len() / 2];
    let bytes = |name: &str, path: &str| file(name, &get(port, path));
    let script = |name: &str, path: &str| file(name, &format!("wrk.path = \"{path}\"\n"));
    let mut cold = String::from("local ids = {\n");
    for id in &seeded.ids {
        let _ = writeln!(cold, "\"{id}\",");
    }
    cold.push_str("}\nmath.randomseed(7)\nrequest = function()\n  return wrk.format(\"GET\", \"/products/\" .. ids[math.random(#ids)])\nend\n");
    let create = format!(
        "wrk.method = \"POST\"\nwrk.path = \"/products\"\nwrk.body = [=[{}]=]\nwrk.headers[\"Content-Type\"] = \"application/json\"\nwrk.headers[\"Authorization\"] = \"Bearer {token}\"\n",
        seeded.create
    );
    let created = r#"{"error":false,"status":"success","message":"Produk berhasil ditambahkan","data":{"productId":"product-3_PabLrYn6okMUwr"}}"#;
    vec![
        Case {
            name: "list of 25, hot",
            target: 0.75,
            script: script("list.lua", "/products?per_page=25"),
            bytes: bytes("list.json", "/products?per_page=25"),
        },
        Case {
            name: "detail, hot",
            target: 0.75,
            script: script("hot.lua", &format!("/products/{hot}")),
            bytes: bytes("hot.json", &format!("/products/{hot}")),
        },
        Case {
            name: "detail with its joins, cold",
            target: 0.4,
            script: file("cold.lua", &cold),
            bytes: bytes("cold.json", &format!("/products/{hot}")),
        },
        Case {
            name: "create, fsynced",
            target: 0.35,
            script: file("create.lua", &create),
            bytes: file("created.json", created),
        },
    ]
}

/// A process that ends with its owner.
struct Running(Child);

impl Drop for Running {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

/// Starts the real binary; answers how long it took until it was ready.
fn start(dir: &Path, port: u16) -> (Running, Duration) {
    let log = std::fs::File::create(dir.join("server.log")).expect("a log");
    let started = Instant::now();
    let child = Command::new(env!("CARGO_BIN_EXE_balai"))
        .args([
            "serve",
            "--listen",
            &format!("127.0.0.1:{port}"),
            "--cache-mib",
            "8",
            "--data",
        ])
        .arg(dir.join("data"))
        .stdout(Stdio::null())
        .stderr(log)
        .spawn()
        .expect("the binary");
    let running = Running(child);
    while !try_get(port, "/health/ready").is_some_and(|answer| answer.contains("\"ok\"")) {
        assert!(
            started.elapsed() < Duration::from_secs(30),
            "the server did not get ready"
        );
        std::thread::sleep(Duration::from_millis(2));
    }
    (running, started.elapsed())
}

fn start_bare(port: u16, bytes: &Path) -> Running {
    let child = Command::new(std::env::current_exe().expect("this program"))
        .args(["--bare", &port.to_string()])
        .arg(bytes)
        .spawn()
        .expect("the bare server");
    let started = Instant::now();
    while try_get(port, "/").is_none() {
        assert!(
            started.elapsed() < Duration::from_secs(10),
            "the bare server did not start"
        );
        std::thread::sleep(Duration::from_millis(5));
    }
    Running(child)
}

/// The bare server: axum, one handler that reads the body and answers fixed bytes.
fn bare(port: &str, bytes: &Path) {
    let body = bytes::Bytes::from(std::fs::read(bytes).expect("the bytes"));
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .build()
        .expect("a runtime");
    runtime.block_on(async {
        let answer = move |_: bytes::Bytes| {
            let body = body.clone();
            async move { ([(http::header::CONTENT_TYPE, "application/json; charset=utf-8")], body) }
        };
        let router = axum::Router::new().fallback(answer);
        let listener = tokio::net::TcpListener::bind(format!("127.0.0.1:{port}"))
            .await
            .expect("a port");
        axum::serve(listener, router).await.expect("serving");
    });
}

fn login(port: u16) -> String {
    let body = format!(r#"{{"username":"bench","password":"{PASSWORD}"}}"#);
    let request = format!(
        "POST /authentications HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: {}\r\nConnection: close\r\n\r\n{body}",
        body.len()
    );
    let answer = exchange(port, &request).expect("a login");
    let value: serde_json::Value =
        serde_json::from_str(answer.split("\r\n\r\n").nth(1).unwrap_or_default()).expect("JSON");
    value["data"]["accessToken"].as_str().expect("a token").to_owned()
}

fn get(port: u16, path: &str) -> String {
    let answer = try_get(port, path).expect("an answer");
    answer.split("\r\n\r\n").nth(1).unwrap_or_default().to_owned()
}

fn try_get(port: u16, path: &str) -> Option<String> {
    exchange(
        port,
        &format!("GET {path} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n"),
    )
}

fn exchange(port: u16, request: &str) -> Option<String> {
    let mut socket = TcpStream::connect(("127.0.0.1", port)).ok()?;
    socket.write_all(request.as_bytes()).ok()?;
    let mut answer = String::new();
    socket.read_to_string(&mut answer).ok()?;
    Some(answer)
}

fn free_port() -> u16 {
    TcpListener::bind("127.0.0.1:0")
        .and_then(|listener| listener.local_addr())
        .expect("a free port")
        .port()
}

fn memory_mib(pid: u32) -> f64 {
    let status = std::fs::read_to_string(format!("/proc/{pid}/status")).expect("the process");
    let kib = status.lines().find_map(|line| {
        line.strip_prefix("VmRSS:")?
            .trim()
            .strip_suffix(" kB")?
            .parse::<f64>()
            .ok()
    });
    kib.unwrap_or(f64::NAN) / 1024.0
}

fn describe_machine() {
    let cpu = std::fs::read_to_string("/proc/cpuinfo").unwrap_or_default();
    let model = cpu
        .lines()
        .find_map(|line| line.strip_prefix("model name"))
        .map_or("unknown", |rest| rest.trim_start_matches(['\t', ' ', ':']));
    let kernel = std::fs::read_to_string("/proc/sys/kernel/osrelease").unwrap_or_default();
    let cores = std::thread::available_parallelism().map_or(0, std::num::NonZero::get);
    println!(
        "{cores} cores of {model}, Linux {}; one wrk thread, {CONNECTIONS} connections.",
        kernel.trim()
    );
}
