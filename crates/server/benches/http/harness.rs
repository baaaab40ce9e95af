//! What every comparison needs: the two servers, the load generator, and the table.

use std::{
    io::{Read as _, Write as _},
    net::{TcpListener, TcpStream},
    path::{Path, PathBuf},
    process::{Child, Command, Stdio},
    time::{Duration, Instant},
};

use accounts::{NewAccount, Role};
use platform::{Clock, Ctx, auth::password::Cost, id::RequestId};
use server::{app::App, settings::Given, wiring};

/// Connections of the load generator, unless a case says otherwise.
pub(crate) const CONNECTIONS: u32 = 32;
/// What every account of a benchmark logs in with.
pub(crate) const PASSWORD: &str = "bench-password";

pub(crate) fn setting(name: &str, default: usize) -> usize {
    std::env::var(name)
        .ok()
        .and_then(|text| text.parse().ok())
        .unwrap_or(default)
}

/// What is measured: a name, the wrk script, and the file whose bytes the bare server answers.
pub(crate) struct Case {
    pub(crate) name: &'static str,
    pub(crate) target: f64,
    pub(crate) script: PathBuf,
    pub(crate) bytes: PathBuf,
    pub(crate) connections: u32,
}

impl Case {
    /// With the usual number of connections.
    pub(crate) fn new(name: &'static str, target: f64, script: PathBuf, bytes: PathBuf) -> Self {
        Self {
            name,
            target,
            script,
            bytes,
            connections: CONNECTIONS,
        }
    }
}

/// Drives both servers in turn and prints a table.
pub(crate) fn table(port: u16, cases: &[Case]) {
    let (bare_port, rounds, seconds) = (free_port(), setting("BENCH_ROUNDS", 5), setting("BENCH_SECONDS", 3));
    println!("| call | bare axum req/s | balai req/s | ratio | goal | bare p99 ms | balai p99 ms |");
    println!("|---|---|---|---|---|---|---|");
    for case in cases {
        let bare = start_bare(bare_port, &case.bytes);
        let (mut theirs, mut ours) = (Vec::new(), Vec::new());
        load(bare_port, case, 1);
        load(port, case, 1);
        for _ in 0..rounds {
            theirs.push(load(bare_port, case, seconds));
            ours.push(load(port, case, seconds));
        }
        drop(bare);
        println!("{}", row(case, &theirs, &ours));
    }
}

/// Writes a file and answers where.
pub(crate) fn file(dir: &Path, name: &str, content: &str) -> PathBuf {
    let path = dir.join(name);
    std::fs::write(&path, content).expect("a file");
    path
}

/// An application in process, for seeding, over the folder that the real binary will serve.
pub(crate) async fn open(dir: &Path, given: Given) -> App {
    let given = Given {
        data: Some(dir.join("data")),
        ..given
    };
    let settings = given.settle(wiring::MODULES).expect("settings");
    App::open(&settings, Clock::system(), Cost::cheap(), None)
        .await
        .expect("an application")
}

/// Makes an account.
pub(crate) async fn account(app: &App, username: &str, role: Role) {
    let ctx = Ctx::new(Clock::system(), RequestId::random());
    let new = NewAccount {
        username: username.to_owned(),
        email: format!("{username}@example.com"),
        password: PASSWORD.to_owned(),
        fullname: username.to_owned(),
        image: None,
        role,
    };
    app.wired.accounts.register(&ctx, new, None).await.expect("an account");
}

/// A client that is logged in.
pub(crate) async fn client(app: &App, username: &str) -> testkit::Client {
    let anyone = testkit::Client::new(app.stack.clone());
    let login = anyone
        .post(
            "/authentications",
            &serde_json::json!({"username": username, "password": PASSWORD}),
        )
        .await
        .expect(201);
    anyone.with_token(login.json()["data"]["accessToken"].as_str().expect("a token"))
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

fn load(port: u16, case: &Case, seconds: usize) -> Run {
    let output = Command::new("wrk")
        .args([
            "-t1",
            &format!("-c{}", case.connections),
            &format!("-d{seconds}s"),
            "--latency",
            "-s",
        ])
        .arg(&case.script)
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

/// A process that ends with its owner.
pub(crate) struct Running(Child);

impl Drop for Running {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

impl Running {
    /// Its process.
    pub(crate) fn id(&self) -> u32 {
        self.0.id()
    }
}

/// Starts the real binary; answers how long it took until it was ready.
pub(crate) fn start(dir: &Path, port: u16, more: &[&str]) -> (Running, Duration) {
    let log = std::fs::File::create(dir.join("server.log")).expect("a log");
    let started = Instant::now();
    let child = Command::new(env!("CARGO_BIN_EXE_balai"))
        .args(["serve", "--listen", &format!("127.0.0.1:{port}"), "--data"])
        .arg(dir.join("data"))
        .args(more)
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
pub(crate) fn bare(port: &str, bytes: &Path) {
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

pub(crate) fn login(port: u16, username: &str) -> String {
    let body = format!(r#"{{"username":"{username}","password":"{PASSWORD}"}}"#);
    let request = format!(
        "POST /authentications HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: {}\r\nConnection: close\r\n\r\n{body}",
        body.len()
    );
    let answer = exchange(port, &request).expect("a login");
    let value: serde_json::Value =
        serde_json::from_str(answer.split("\r\n\r\n").nth(1).unwrap_or_default()).expect("JSON");
    value["data"]["accessToken"].as_str().expect("a token").to_owned()
}

pub(crate) fn get(port: u16, path: &str) -> String {
    let answer = try_get(port, path).expect("an answer");
    answer.split("\r\n\r\n").nth(1).unwrap_or_default().to_owned()
}

fn try_get(port: u16, path: &str) -> Option<String> {
    exchange(
        port,
        &format!("GET {path} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n"),
    )
}

pub(crate) fn exchange(port: u16, request: &str) -> Option<String> {
    let mut socket = TcpStream::connect(("127.0.0.1", port)).ok()?;
    socket.write_all(request.as_bytes()).ok()?;
    let mut answer = String::new();
    socket.read_to_string(&mut answer).ok()?;
    Some(answer)
}

pub(crate) fn free_port() -> u16 {
    TcpListener::bind("127.0.0.1:0")
        .and_then(|listener| listener.local_addr())
        .expect("a free port")
        .port()
}

pub(crate) fn memory_mib(pid: u32) -> f64 {
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

pub(crate) fn describe_machine() {
    let cpu = std::fs::read_to_string("/proc/cpuinfo").unwrap_or_default();
    let model = cpu
        .lines()
        .find_map(|line| line.strip_prefix("model name"))
        .map_or("unknown", |rest| rest.trim_start_matches(['\t', ' ', ':']));
    let kernel = std::fs::read_to_string("/proc/sys/kernel/osrelease").unwrap_or_default();
    let cores = std::thread::available_parallelism().map_or(0, std::num::NonZero::get);
    println!(
        "{cores} cores of {model}, Linux {}; one wrk thread, {CONNECTIONS} connections; folder of the build: {}.",
        kernel.trim(),
        build_folder()
    );
}

/// What the profile's folder is called: `dist`, or `release` for every profile that has none of its own.
fn build_folder() -> String {
    let program = std::env::current_exe().unwrap_or_default();
    let folder = program.parent().and_then(Path::parent).and_then(Path::file_name);
    folder.unwrap_or_default().to_string_lossy().into_owned()
}
