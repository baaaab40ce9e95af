//! The program in a folder of its own: run to its end, or serving until the test is over.

use std::{
    fs::File,
    io::Write as _,
    net::{SocketAddr, TcpListener},
    path::{Path, PathBuf},
    process::{Child, Command, ExitStatus, Stdio},
    time::{Duration, Instant},
};

use serde_json::{Value, json};
use tempfile::TempDir;

use super::wire::Wire;

/// Far longer than anything takes on a busy machine: only something that hangs gets here.
pub(super) const LIMIT: Duration = Duration::from_secs(60);

/// Asks again and again until there is an answer; fails the test when there is none within the limit.
#[expect(
    clippy::disallowed_methods,
    reason = "another process tells nobody what it is doing: it has to be asked"
)]
pub(super) fn until<T>(what: &str, limit: Duration, mut ask: impl FnMut() -> Option<T>) -> T {
    let start = Instant::now();
    loop {
        if let Some(answer) = ask() {
            return answer;
        }
        assert!(start.elapsed() < limit, "{what}: not within {limit:?}");
        std::thread::sleep(Duration::from_millis(15));
    }
}

/// A number below another one, different each time.
pub(super) fn random(below: u64) -> u64 {
    use std::hash::{BuildHasher as _, RandomState};
    RandomState::new().hash_one(0) % below
}

/// A port that nobody listens on. Somebody else may be quicker to take it: whoever starts something there tries again.
pub(super) fn free_address() -> SocketAddr {
    TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap()
}

/// A folder in which the program runs.
pub(super) struct Home {
    dir: TempDir,
}

/// What a run of the program left behind.
#[derive(Debug)]
pub(super) struct Ran {
    pub(super) code: Option<i32>,
    pub(super) out: String,
    pub(super) err: String,
}

impl Ran {
    /// It ended with this exit code.
    #[track_caller]
    pub(super) fn expect(self, code: i32) -> Self {
        assert_eq!(self.code, Some(code), "{self:#?}");
        self
    }

    /// Standard error says this.
    #[track_caller]
    pub(super) fn complains(&self, about: &str) -> &Self {
        assert!(self.err.contains(about), "{about:?} is not in {self:#?}");
        self
    }

    /// Standard output says this.
    #[track_caller]
    pub(super) fn says(&self, what: &str) -> &Self {
        assert!(self.out.contains(what), "{what:?} is not in {self:#?}");
        self
    }
}

impl Home {
    pub(super) fn new() -> Self {
        Self {
            dir: tempfile::tempdir().unwrap(),
        }
    }

    pub(super) fn path(&self) -> &Path {
        self.dir.path()
    }

    /// Where the program keeps everything unless it is told otherwise.
    pub(super) fn data(&self) -> PathBuf {
        self.path().join("data")
    }

    /// The program with arguments, in this folder and without any settings of whoever runs the tests.
    pub(super) fn command(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_balai"));
        command.args(arguments).current_dir(self.path()).env_clear();
        command
    }

    /// Runs it to its end.
    pub(super) fn run(&self, arguments: &[&str]) -> Ran {
        self.finish(self.command(arguments), "")
    }

    /// Runs it to its end with something on standard input.
    pub(super) fn run_with(&self, arguments: &[&str], input: &str) -> Ran {
        self.finish(self.command(arguments), input)
    }

    /// Runs a command to its end.
    pub(super) fn finish(&self, mut command: Command, input: &str) -> Ran {
        let (out, err) = (self.log("out"), self.log("err"));
        let mut process = Process(
            command
                .stdin(Stdio::piped())
                .stdout(File::create(&out).unwrap())
                .stderr(File::create(&err).unwrap())
                .spawn()
                .unwrap(),
        );
        let mut stdin = process.0.stdin.take().unwrap();
        // A program that does not read it may have ended already.
        let _ = stdin.write_all(input.as_bytes());
        drop(stdin);
        Ran {
            code: process.ended(LIMIT).code(),
            out: std::fs::read_to_string(out).unwrap(),
            err: std::fs::read_to_string(err).unwrap(),
        }
    }

    fn log(&self, name: &str) -> PathBuf {
        let number = random(u64::MAX);
        self.path().join(format!("{name}-{number}.log"))
    }

    /// Serves until the test is over.
    pub(super) fn serve(&self, more: &[&str]) -> Server {
        self.serve_as(more, |_| {})
    }

    /// The same, with something done to the command first.
    pub(super) fn serve_as(&self, more: &[&str], adapt: impl Fn(&mut Command)) -> Server {
        for _ in 0..5 {
            if let Some(server) = self.try_serve(more, &adapt) {
                return server;
            }
        }
        panic!("no port stayed free for long enough to serve on it");
    }

    /// `None` if somebody else took the port first.
    fn try_serve(&self, more: &[&str], adapt: &impl Fn(&mut Command)) -> Option<Server> {
        let addr = free_address();
        let (out, err) = (self.log("out"), self.log("err"));
        let mut command = self.command(&["serve", "--listen", &addr.to_string()]);
        adapt(&mut command);
        let child = command
            .args(more)
            .stdin(Stdio::null())
            .stdout(File::create(&out).unwrap())
            .stderr(File::create(&err).unwrap())
            .spawn()
            .unwrap();
        let mut server = Server {
            process: Process(child),
            addr,
            out,
            err,
        };
        until("serving", LIMIT, || {
            if let Some(status) = server.process.0.try_wait().unwrap() {
                assert!(server.err().contains("cannot listen on"), "{status}: {}", server.err());
                return Some(None);
            }
            let announced = server.out().contains("serves") && server.out().contains("data folder");
            (announced && server.is_ready()).then_some(Some(()))
        })?;
        Some(server)
    }
}

/// A process that does not outlive the test.
pub(super) struct Process(pub(super) Child);

impl Process {
    /// Waits for its end.
    pub(super) fn ended(&mut self, limit: Duration) -> ExitStatus {
        until("the end of the process", limit, || self.0.try_wait().unwrap())
    }
}

impl Drop for Process {
    fn drop(&mut self) {
        // It may have ended by itself: then there is nothing to kill.
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

/// A serving process.
pub(super) struct Server {
    pub(super) process: Process,
    pub(super) addr: SocketAddr,
    out: PathBuf,
    err: PathBuf,
}

impl Server {
    /// What it printed so far.
    pub(super) fn out(&self) -> String {
        std::fs::read_to_string(&self.out).unwrap()
    }

    /// What it logged so far.
    pub(super) fn err(&self) -> String {
        std::fs::read_to_string(&self.err).unwrap()
    }

    /// Whether it can do its work.
    pub(super) fn is_ready(&self) -> bool {
        self.anyone()
            .try_call("GET", "/health/ready", None)
            .is_ok_and(|answer| answer.status == 200)
    }

    /// A client that has not logged in.
    pub(super) fn anyone(&self) -> Api {
        Api::new(self.addr, None)
    }

    /// A client with an access token.
    pub(super) fn with(&self, token: &str) -> Api {
        Api::new(self.addr, Some(token.to_owned()))
    }

    /// A bare connection.
    pub(super) fn wire(&self) -> Wire {
        Wire::to(self.addr)
    }

    /// Registers somebody with a UMKM and logs in; answers the client and the access token.
    pub(super) fn producer(&self, username: &str) -> (Api, String) {
        let anyone = self.anyone();
        anyone.post("/users", &json!({"username": username, "email": format!("{username}@example.com"), "password": PASSWORD, "fullname": "Ibu Tumini"})).expect(201);
        let token = self.login("/authentications", username, PASSWORD).token();
        let client = self.with(&token);
        client
            .post("/umkm", &json!({"name": format!("UMKM {username}")}))
            .expect(201);
        (client, token)
    }

    /// Tries to log in.
    pub(super) fn login(&self, path: &str, username: &str, password: &str) -> Answer {
        self.anyone()
            .post(path, &json!({"username": username, "password": password}))
    }

    /// Sends a signal by its short name.
    pub(super) fn signal(&self, name: &str) {
        let sent = Command::new("kill")
            .args([format!("-{name}"), self.process.0.id().to_string()])
            .status();
        assert!(sent.unwrap().success(), "the signal {name} could not be sent");
    }
}

/// What people of these tests log in with.
pub(super) const PASSWORD: &str = "rahasia-Tumini-77";

/// Speaks JSON with a server, on connections of its own.
#[derive(Clone)]
pub(super) struct Api {
    agent: ureq::Agent,
    addr: SocketAddr,
    token: Option<String>,
}

/// An answer, read to its end.
#[derive(Debug)]
pub(super) struct Answer {
    pub(super) status: u16,
    pub(super) headers: http::HeaderMap,
    pub(super) text: String,
}

impl Api {
    pub(super) fn new(addr: SocketAddr, token: Option<String>) -> Self {
        let config = ureq::Agent::config_builder()
            .http_status_as_error(false)
            .timeout_global(Some(LIMIT))
            .build();
        Self {
            agent: config.into(),
            addr,
            token,
        }
    }

    #[track_caller]
    pub(super) fn get(&self, path: &str) -> Answer {
        self.try_call("GET", path, None).unwrap()
    }

    #[track_caller]
    pub(super) fn post(&self, path: &str, body: &Value) -> Answer {
        self.try_call("POST", path, Some(body)).unwrap()
    }

    /// An error if there was no whole answer.
    pub(super) fn try_call(&self, method: &str, path: &str, body: Option<&Value>) -> Result<Answer, ureq::Error> {
        let mut request = http::Request::builder()
            .method(method)
            .uri(format!("http://{}{path}", self.addr));
        if let Some(token) = &self.token {
            request = request.header("authorization", format!("Bearer {token}"));
        }
        let request = match body {
            Some(_) => request.header("content-type", "application/json"),
            None => request,
        };
        let mut response = match body {
            Some(body) => self.agent.run(request.body(body.to_string()).unwrap())?,
            None => self.agent.run(request.body(()).unwrap())?,
        };
        Ok(Answer {
            status: response.status().as_u16(),
            headers: response.headers().clone(),
            text: response.body_mut().read_to_string()?,
        })
    }
}

impl Answer {
    #[track_caller]
    pub(super) fn expect(self, status: u16) -> Self {
        assert_eq!(self.status, status, "{self:#?}");
        self
    }

    #[track_caller]
    pub(super) fn json(&self) -> Value {
        serde_json::from_str(&self.text).unwrap_or_else(|error| panic!("{error}: {self:#?}"))
    }

    /// The access token of a good login.
    #[track_caller]
    pub(super) fn token(self) -> String {
        let json = self.expect(201).json();
        json["data"]["accessToken"].as_str().unwrap().to_owned()
    }
}
