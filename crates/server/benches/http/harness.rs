//! What every comparison needs: the two servers, the load generator, and the table.

use std::{
    fmt,
    io::{Read as _, Write as _},
    net::{TcpListener, TcpStream},
    path::{Path, PathBuf},
    process::{Child, Command, Stdio},
    sync::{
        Arc,
        atomic::{AtomicUsize, Ordering},
    },
    time::{Duration, Instant},
};

use accounts::{NewAccount, Role};
use platform::{Clock, Ctx, auth::password::Cost, id::RequestId};
use server::{app::App, settings::Given, wiring};

use crate::{ask::Ask, steady};

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

/// What is measured: a name, what is asked, and the file whose bytes the bare server answers.
pub(crate) struct Case {
    name: &'static str,
    target: f64,
    ask: Arc<Ask>,
    script: PathBuf,
    bytes: PathBuf,
    connections: u32,
}

impl Case {
    /// With the usual number of connections. Its files are written to a folder, under a number that no other case has: the same
    /// case for another server has another token.
    pub(crate) fn new(dir: &Path, name: &'static str, target: f64, ask: Ask, answer: &str) -> Self {
        static MADE: AtomicUsize = AtomicUsize::new(0);
        let number = MADE.fetch_add(1, Ordering::Relaxed);
        let file = |end: &str, content: &str| {
            let path = dir.join(format!("case-{number}.{end}"));
            std::fs::write(&path, content).expect("a file");
            path
        };
        Self {
            name,
            target,
            script: file("lua", &ask.script()),
            bytes: file("bytes", answer),
            ask: Arc::new(ask),
            connections: CONNECTIONS,
        }
    }

    pub(crate) fn over(self, connections: u32) -> Self {
        Self { connections, ..self }
    }
}

/// Drives two servers in turn, each with its case, after a second for both to warm up.
fn in_turn(first: (u16, &Case), second: (u16, &Case)) -> [Vec<Run>; 2] {
    let seconds = setting("BENCH_SECONDS", 3);
    let mut runs = [Vec::new(), Vec::new()];
    for (port, case) in [first, second] {
        load(port, case, 1);
    }
    for _ in 0..setting("BENCH_ROUNDS", 5) {
        for (runs, (port, case)) in runs.iter_mut().zip([first, second]) {
            runs.push(load(port, case, seconds));
        }
    }
    runs
}

/// Drives one server, and says how many times a second it answered and what 99 of 100 took.
pub(crate) fn drive(port: u16, case: &Case) -> String {
    load(port, case, 1);
    let runs: Vec<Run> = (0..setting("BENCH_ROUNDS", 5))
        .map(|_| load(port, case, setting("BENCH_SECONDS", 3)))
        .collect();
    let figures = Figures::of(&runs);
    format!(
        "{}{} | {:.1}",
        figures.speed,
        failed(figures.failed),
        figures.p99_ms.median
    )
}

/// Drives two programs in turn with what means the same to each, and prints a row: the first, the second, how many times the
/// first.
pub(crate) fn contest(name: &str, first: (u16, &Case), second: (u16, &Case)) {
    let [ours, theirs] = in_turn(first, second);
    let (ours, theirs) = (Figures::of(&ours), Figures::of(&theirs));
    println!(
        "| {name}{} | {} | {} | {:.1} | {:.1} | {:.1} |",
        failed(ours.failed || theirs.failed),
        ours.speed,
        theirs.speed,
        ours.speed.median / theirs.speed.median,
        ours.p99_ms.median,
        theirs.p99_ms.median,
    );
}

fn failed(any: bool) -> &'static str {
    if any { " (with failed requests)" } else { "" }
}

/// A server that was measured and still runs.
pub(crate) struct Measured {
    pub(crate) server: Running,
    pub(crate) port: u16,
}

/// Starts a server over a folder, says what it takes before its first request, and measures it: beside the bare one, or, if
/// `BENCH_AGAINST` names another program of Balai, beside that one over a copy of the folder.
pub(crate) fn measure(dir: &Path, name: &str, flags: &[&str], cases: impl Fn(u16) -> Vec<Case>) -> Measured {
    let against = std::env::var("BENCH_AGAINST").ok().map(PathBuf::from);
    let other = against.inspect(|_| {
        let copy = dir.join("against");
        std::fs::create_dir_all(&copy).expect("a folder");
        let copied = Command::new("cp").arg("-a").arg(dir.join("data")).arg(&copy).status();
        assert!(copied.expect("cp").success(), "no copy");
    });
    if let Some(program) = &other {
        let known = dir.join("known");
        forget_newer(program, &known, &dir.join("against"));
    }
    let port = free_port();
    let (server, ready) = start(dir, port, flags);
    let idle = memory_mib(server.id());
    println!("\n{name}: ready after {ready:?}; {idle:.1} MiB resident before the first request.\n");
    let own = cases(port);
    match other {
        None => table(port, &own),
        Some(program) => check(dir, &program, flags, (port, &own), cases),
    }
    println!("\n{:.1} MiB resident after the load.", memory_mib(server.id()));
    Measured { server, port }
}

/// Lets a program of an earlier revision serve a database of this one: it refuses one that knows of later migrations. What
/// they added stays and is in nobody's way, or its calls fail and this ends.
fn forget_newer(program: &Path, known: &Path, copy: &Path) {
    std::fs::create_dir_all(known).expect("a folder");
    let migrated = Command::new(program)
        .args(["migrate", "--data"])
        .arg(known.join("data"))
        .output();
    assert!(
        migrated.expect("the other program").status.success(),
        "the other program makes no database"
    );
    let database = rusqlite::Connection::open(copy.join("data/balai.db")).expect("the copy");
    let names = known.join("data/balai.db");
    let forgotten = database
        .execute("attach ?1 as known", [names.to_str().expect("a path")])
        .and_then(|_| {
            let later = "delete from main.migration where (module, version) not in (select module, version from known.migration)";
            database.execute(later, [])
        });
    println!(
        "The other program runs without {} later migrations.",
        forgotten.expect("the migrations")
    );
}

/// Drives this program and another one of Balai in turn, and says what moved: whose rounds lie apart.
fn check(dir: &Path, program: &Path, flags: &[&str], (port, own): (u16, &[Case]), cases: impl Fn(u16) -> Vec<Case>) {
    let second = free_port();
    let (_other, _) = start_program(program, &dir.join("against"), second, flags);
    println!("| call | this req/s | that req/s | change | this p99 ms | that p99 ms | |");
    println!("|---|---|---|---|---|---|---|");
    for (case, same) in own.iter().zip(&cases(second)) {
        let [this, that] = in_turn((port, case), (second, same));
        let (this, that) = (Figures::of(&this), Figures::of(&that));
        let verdict = if this.speed.least > that.speed.most {
            "faster"
        } else if this.speed.most < that.speed.least {
            "**slower**"
        } else {
            "within noise"
        };
        println!(
            "| {} | {} | {} | {:+.0} % | {:.1} | {:.1} | {verdict}{} |",
            case.name,
            this.speed,
            that.speed,
            (this.speed.median / that.speed.median - 1.0) * 100.0,
            this.p99_ms.median,
            that.p99_ms.median,
            failed(this.failed || that.failed),
        );
    }
}

/// Drives both servers in turn and prints a table.
fn table(port: u16, cases: &[Case]) {
    let (bare_port, seconds) = (free_port(), setting("BENCH_SECONDS", 3));
    println!(
        "| call | bare axum req/s | balai req/s | ratio | goal | bare p99 ms | balai p99 ms | at a constant rate: p50 / p99 ms |"
    );
    println!("|---|---|---|---|---|---|---|---|");
    for case in cases {
        let server = start_bare(bare_port, &case.bytes);
        let [bare, balai] = in_turn((bare_port, case), (port, case));
        drop(server);
        let (bare, balai) = (Figures::of(&bare), Figures::of(&balai));
        let rate = (balai.speed.median / 2.0).min(steady::MOST);
        let steady = steady::run(port, &case.ask, rate, seconds, case.connections);
        println!(
            "| {} | {} | {} | {:.2} | {:.2} | {:.1} | {:.1} [{:.1}-{:.1}]{} | {} |",
            case.name,
            bare.speed,
            balai.speed,
            balai.speed.median / bare.speed.median,
            case.target,
            bare.p99_ms.median,
            balai.p99_ms.median,
            balai.p99_ms.least,
            balai.p99_ms.most,
            failed(bare.failed || balai.failed),
            steady.shown(),
        );
    }
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

/// What several runs of one server say.
struct Figures {
    /// Answers a second.
    speed: Spread,
    p99_ms: Spread,
    failed: bool,
}

impl Figures {
    fn of(runs: &[Run]) -> Self {
        Self {
            speed: Spread::of(runs.iter().map(|run| run.per_second)),
            p99_ms: Spread::of(runs.iter().map(|run| run.p99_ms)),
            failed: runs.iter().any(|run| run.failed),
        }
    }
}

struct Spread {
    least: f64,
    median: f64,
    most: f64,
}

impl Spread {
    fn of(values: impl Iterator<Item = f64>) -> Self {
        let mut values: Vec<f64> = values.collect();
        values.sort_by(f64::total_cmp);
        Self {
            least: values[0],
            median: values[values.len() / 2],
            most: values[values.len() - 1],
        }
    }
}

/// Without decimals: `50922 [37253-52363]`.
impl fmt::Display for Spread {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:.0} [{:.0}-{:.0}]", self.median, self.least, self.most)
    }
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
    // Refusals are fast, and figures of nothing that anybody wants.
    assert!(!text.contains("Non-2xx"), "{} was refused: {text}", case.name);
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
        failed: text.contains("Socket errors"),
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
    pub(crate) fn of(child: Child) -> Self {
        Self(child)
    }

    /// Lets it end as an operator does.
    pub(crate) fn stop(mut self) {
        let told = Command::new("kill").args(["-TERM", &self.id().to_string()]).status();
        assert!(told.expect("kill").success(), "the server is gone already");
        self.0.wait().expect("its end");
    }

    /// Its process.
    pub(crate) fn id(&self) -> u32 {
        self.0.id()
    }
}

/// The server that this benchmark was built with.
const PROGRAM: &str = env!("CARGO_BIN_EXE_balai");

/// Starts it over a folder; answers how long it took until it was ready.
pub(crate) fn start(dir: &Path, port: u16, more: &[&str]) -> (Running, Duration) {
    start_program(Path::new(PROGRAM), dir, port, more)
}

fn start_program(program: &Path, dir: &Path, port: u16, more: &[&str]) -> (Running, Duration) {
    let log = std::fs::File::create(dir.join("server.log")).expect("a log");
    let started = Instant::now();
    let child = Command::new(program)
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
            "the server did not get ready: {}",
            std::fs::read_to_string(dir.join("server.log")).unwrap_or_default()
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
    let given = format!(r#"{{"username":"{username}","password":"{PASSWORD}"}}"#);
    let value: serde_json::Value =
        serde_json::from_str(&body(port, &Ask::post("/authentications", given))).expect("JSON");
    value["data"]["accessToken"].as_str().expect("a token").to_owned()
}

/// What something is answered, without the head.
pub(crate) fn body(port: u16, ask: &Ask) -> String {
    let answer = exchange(port, &ask.bytes()).expect("an answer");
    answer
        .split_once("\r\n\r\n")
        .map_or(String::new(), |(_, body)| body.to_owned())
}

/// The tag of an answer.
pub(crate) fn etag(port: u16, path: &str) -> String {
    let answer = try_get(port, path).expect("an answer");
    let tag = answer.lines().find_map(|line| line.strip_prefix("etag: "));
    tag.expect("an ETag").to_owned()
}

fn try_get(port: u16, path: &str) -> Option<String> {
    exchange(port, &Ask::get(path).bytes())
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
