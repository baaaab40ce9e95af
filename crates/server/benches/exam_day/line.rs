//! One browser's connection to the server, made again when it breaks.

use std::{io::Read as _, sync::Arc, time::Duration};

use bytes::Bytes;
use flate2::read::GzDecoder;
use http::{Method, Request, StatusCode, header};
use http_body_util::{BodyExt as _, Full};
use hyper::client::conn::http1::{self, SendRequest};
use hyper_util::rt::TokioIo;
use serde_json::Value;
use tokio::net::TcpStream;

/// Longest time for an answer.
const PATIENCE: Duration = Duration::from_secs(30);

/// Where servers listen that serve the same; whoever finds one shut tries the next.
#[derive(Debug, Clone)]
pub(crate) struct Doors {
    ports: Arc<[u16]>,
    at: usize,
}

impl Doors {
    /// Any of them first.
    pub(crate) fn of(ports: &Arc<[u16]>) -> Self {
        Self {
            ports: Arc::clone(ports),
            at: fastrand::usize(..ports.len()),
        }
    }

    pub(crate) fn port(&self) -> u16 {
        self.ports[self.at % self.ports.len()]
    }

    fn turn(&mut self) {
        self.at += 1;
    }
}

pub(crate) struct Line {
    pub(crate) doors: Doors,
    sender: Option<SendRequest<Full<Bytes>>>,
    /// The cookie line.
    pub(crate) cookies: String,
    /// What changes must show.
    pub(crate) token: String,
    /// Of the next body: its SHA-256, where the server asks for one.
    digest: String,
    /// Whether the next answer may come compressed.
    compressed: bool,
}

/// An answer.
pub(crate) struct Answer {
    pub(crate) status: StatusCode,
    pub(crate) cookies: Vec<String>,
    pub(crate) body: Bytes,
    /// How many bytes of the body came, before they were unpacked.
    pub(crate) received: usize,
}

impl Answer {
    pub(crate) fn json(&self) -> Value {
        serde_json::from_slice(&self.body).unwrap_or(Value::Null)
    }
}

impl Line {
    pub(crate) fn new(doors: Doors) -> Self {
        Self {
            doors,
            sender: None,
            cookies: String::new(),
            token: String::new(),
            digest: String::new(),
            compressed: false,
        }
    }

    /// Asks once; nothing if the connection broke or nothing came in time.
    pub(crate) async fn ask(&mut self, method: Method, path: &str, body: Option<(&str, Bytes)>) -> Option<Answer> {
        let asked = tokio::time::timeout(PATIENCE, self.exchange(method, path, body)).await;
        let answer = asked.ok().flatten();
        if answer.is_none() {
            self.sender = None;
            self.doors.turn();
        }
        answer
    }

    async fn exchange(&mut self, method: Method, path: &str, body: Option<(&str, Bytes)>) -> Option<Answer> {
        let (digest, compressed) = (std::mem::take(&mut self.digest), std::mem::take(&mut self.compressed));
        let mut request = Request::builder()
            .method(method)
            .uri(path)
            .header(header::HOST, "127.0.0.1")
            .header("x-xsrf-token", &self.token);
        if !digest.is_empty() {
            request = request.header("x-content-sha256", digest);
        }
        if compressed {
            request = request.header(header::ACCEPT_ENCODING, "gzip");
        }
        if !self.cookies.is_empty() {
            request = request.header(header::COOKIE, &self.cookies);
        }
        let content = match body {
            Some((kind, bytes)) => {
                request = request.header(header::CONTENT_TYPE, kind);
                bytes
            }
            None => Bytes::new(),
        };
        let request = request.body(Full::new(content)).ok()?;
        let answer = self.sender().await?.send_request(request).await.ok()?;
        let (head, body) = answer.into_parts();
        let cookies = head.headers.get_all(header::SET_COOKIE).iter();
        let body = body.collect().await.ok()?.to_bytes();
        let received = body.len();
        let is_packed = head.headers.contains_key(header::CONTENT_ENCODING);
        Some(Answer {
            status: head.status,
            cookies: cookies
                .filter_map(|line| Some(line.to_str().ok()?.split(';').next()?.to_owned()))
                .collect(),
            body: if is_packed { unpack(&body)?.into() } else { body },
            received,
        })
    }

    async fn sender(&mut self) -> Option<&mut SendRequest<Full<Bytes>>> {
        let is_good = match &mut self.sender {
            Some(sender) => sender.ready().await.is_ok(),
            None => false,
        };
        if !is_good {
            let socket = TcpStream::connect(("127.0.0.1", self.doors.port())).await.ok()?;
            socket.set_nodelay(true).ok()?;
            let (sender, connection) = http1::handshake(TokioIo::new(socket)).await.ok()?;
            tokio::spawn(connection);
            self.sender = Some(sender);
        }
        self.sender.as_mut()
    }

    pub(crate) async fn get(&mut self, path: &str) -> Option<Answer> {
        self.ask(Method::GET, path, None).await
    }

    /// The same, as a browser that takes gzip.
    pub(crate) async fn get_compressed(&mut self, path: &str) -> Option<Answer> {
        self.compressed = true;
        self.get(path).await
    }

    pub(crate) async fn send(&mut self, method: Method, path: &str, body: &Value) -> Option<Answer> {
        let bytes = Bytes::from(body.to_string());
        self.ask(method, path, Some(("application/json", bytes))).await
    }

    /// Sends a piece of a recording with its digest.
    pub(crate) async fn put_piece(&mut self, path: &str, piece: Bytes, digest: &str) -> Option<Answer> {
        digest.clone_into(&mut self.digest);
        self.ask(Method::PUT, path, Some(("application/octet-stream", piece)))
            .await
    }

    /// Logs in by a realm's routes; nothing if that was not possible.
    pub(crate) async fn log_in(&mut self, base: &str, body: &Value) -> Option<Answer> {
        self.cookies.clear();
        let csrf = self.get(&format!("{base}/auth/csrf-token")).await?;
        csrf.json()["csrfToken"].as_str()?.clone_into(&mut self.token);
        self.cookies = format!("x-xsrf-token={}", self.token);
        let answer = self.send(Method::POST, &format!("{base}/auth/login"), body).await?;
        if answer.status.is_success() {
            self.cookies = answer.cookies.join("; ");
            let csrf = answer
                .cookies
                .iter()
                .find_map(|line| line.strip_prefix("x-xsrf-token="));
            csrf?.clone_into(&mut self.token);
        }
        Some(answer)
    }
}

/// What gzip has packed.
pub(crate) fn unpack(bytes: &[u8]) -> Option<Vec<u8>> {
    let mut unpacked = Vec::new();
    GzDecoder::new(bytes).read_to_end(&mut unpacked).ok()?;
    Some(unpacked)
}
