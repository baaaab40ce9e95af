//! A mail server of a test's own, which speaks as much of SMTP as it takes to be handed letters.

use std::{
    collections::HashMap,
    sync::{Arc, Mutex, PoisonError},
};

use tokio::{
    io::{AsyncBufReadExt as _, AsyncWriteExt as _, BufReader},
    net::{TcpListener, TcpStream},
    task::JoinHandle,
};

/// A letter as it arrived.
#[derive(Debug, Clone)]
pub struct Arrived {
    pub from: String,
    pub to: String,
    /// Head and body, with soft line breaks undone.
    pub text: String,
}

#[derive(Default)]
struct State {
    arrived: Vec<Arrived>,
    /// Addresses whose letters are refused, with which code.
    refused: HashMap<String, u16>,
}

/// A server on a port of its own; it ends with the test.
pub struct Smtp {
    port: u16,
    state: Arc<Mutex<State>>,
    task: Option<JoinHandle<()>>,
}

impl Smtp {
    /// Starts one.
    ///
    /// # Panics
    /// If there is no free port.
    pub async fn start() -> Self {
        let mut server = Self {
            port: 0,
            state: Arc::default(),
            task: None,
        };
        server.resume().await;
        server
    }

    /// Where it is, as a setting names it.
    pub fn url(&self) -> String {
        format!("smtp://127.0.0.1:{}?tls=none", self.port)
    }

    /// Ends it; nobody is connected to any more.
    pub async fn stop(&mut self) {
        if let Some(task) = self.task.take() {
            task.abort();
            let _ = task.await;
        }
    }

    /// Starts it where it was.
    ///
    /// # Panics
    /// If the port is taken.
    #[expect(clippy::expect_used, reason = "a test without its server cannot go on")]
    pub async fn resume(&mut self) {
        let listener = TcpListener::bind(("127.0.0.1", self.port)).await.expect("a free port");
        self.port = listener.local_addr().expect("an address").port();
        let state = self.state.clone();
        self.task = Some(tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                let _ = converse(stream, &state).await;
            }
        }));
    }

    /// Letters to an address are refused with a code from now on; 0 takes them again.
    pub fn refuse(&self, address: &str, code: u16) {
        let mut state = self.state.lock().unwrap_or_else(PoisonError::into_inner);
        state.refused.insert(address.to_owned(), code);
    }

    /// What has arrived, the first one first.
    pub fn arrived(&self) -> Vec<Arrived> {
        let state = self.state.lock().unwrap_or_else(PoisonError::into_inner);
        state.arrived.clone()
    }

    /// The last letter to an address.
    ///
    /// # Panics
    /// If there is none.
    #[expect(clippy::expect_used, reason = "a test without its letter cannot go on")]
    pub fn last_to(&self, address: &str) -> Arrived {
        let arrived = self.arrived();
        arrived
            .into_iter()
            .rfind(|letter| letter.to == address)
            .expect("a letter")
    }
}

impl Drop for Smtp {
    fn drop(&mut self) {
        if let Some(task) = self.task.take() {
            task.abort();
        }
    }
}

/// The address of `MAIL FROM:<…>`.
fn address_of(line: &str) -> String {
    let inner = line.split_once('<').and_then(|(_, rest)| rest.split_once('>'));
    inner.map_or("", |(address, _)| address).to_owned()
}

async fn converse(stream: TcpStream, state: &Mutex<State>) -> std::io::Result<()> {
    let mut stream = BufReader::new(stream);
    stream.write_all(b"220 testkit\r\n").await?;
    let (mut from, mut to) = (String::new(), String::new());
    loop {
        let mut line = String::new();
        if stream.read_line(&mut line).await? == 0 {
            return Ok(());
        }
        let verb = line.get(..4).unwrap_or_default().to_ascii_uppercase();
        let answer = match verb.as_str() {
            "MAIL" => {
                from = address_of(&line);
                "250 ok".to_owned()
            }
            "RCPT" => {
                to = address_of(&line);
                let code = {
                    let state = state.lock().unwrap_or_else(PoisonError::into_inner);
                    state.refused.get(&to).copied().unwrap_or(0)
                };
                if code == 0 {
                    "250 ok".to_owned()
                } else {
                    format!("{code} no such mailbox here")
                }
            }
            "DATA" => {
                stream.write_all(b"354 go on\r\n").await?;
                let text = read_text(&mut stream).await?;
                let mut state = state.lock().unwrap_or_else(PoisonError::into_inner);
                let (from, to) = (from.clone(), to.clone());
                state.arrived.push(Arrived { from, to, text });
                "250 taken".to_owned()
            }
            "QUIT" => {
                stream.write_all(b"221 bye\r\n").await?;
                return Ok(());
            }
            _ => "250 ok".to_owned(),
        };
        stream.write_all(format!("{answer}\r\n").as_bytes()).await?;
    }
}

async fn read_text(stream: &mut BufReader<TcpStream>) -> std::io::Result<String> {
    let mut text = String::new();
    loop {
        let mut line = String::new();
        if stream.read_line(&mut line).await? == 0 || line == ".\r\n" {
            let parts = text.split("\r\n--").map(|part| {
                if part.contains("quoted-printable") {
                    unquoted(part)
                } else {
                    part.to_owned()
                }
            });
            return Ok(parts.collect::<Vec<_>>().join("\r\n--"));
        }
        text.push_str(line.strip_prefix('.').unwrap_or(&line));
    }
}

/// A text without the marks of quoted-printable.
fn unquoted(text: &str) -> String {
    let text = text.replace("=\r\n", "");
    let (bytes, mut out, mut at) = (text.as_bytes(), Vec::new(), 0);
    while let Some(&byte) = bytes.get(at) {
        let hex = text.get(at + 1..at + 3).filter(|_| byte == b'=');
        if let Some(code) = hex.and_then(|hex| u8::from_str_radix(hex, 16).ok()) {
            out.push(code);
            at += 3;
        } else {
            out.push(byte);
            at += 1;
        }
    }
    String::from_utf8_lossy(&out).into_owned()
}
