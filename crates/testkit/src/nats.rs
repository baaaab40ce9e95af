//! A message broker of a test's own: what services say to each other there must not reach another test.

use std::{net::TcpListener, path::PathBuf, process::Command};

use tempfile::TempDir;

use crate::programs::{self, Listening};

/// A NATS server with `JetStream` on a port of its own; it ends with the test.
pub struct Nats {
    program: PathBuf,
    port: u16,
    kept: TempDir,
    /// Who may ask: a user and a password.
    guard: Option<(&'static str, &'static str)>,
    server: Option<Listening>,
}

impl Nats {
    /// Starts one, if `nats-server` is installed.
    ///
    /// # Panics
    /// If it is not although `BALAI_TEST_REQUIRE_SERVICES` asks for it, or if it does not start.
    pub async fn start() -> Option<Self> {
        Self::start_for(None).await
    }

    /// The same for one user with a password; its address names both.
    ///
    /// # Panics
    /// As [`Nats::start`].
    pub async fn start_guarded(user: &'static str, password: &'static str) -> Option<Self> {
        Self::start_for(Some((user, password))).await
    }

    #[expect(clippy::expect_used, reason = "a test without a broker cannot go on")]
    async fn start_for(guard: Option<(&'static str, &'static str)>) -> Option<Self> {
        let program = programs::require("nats-server")?;
        let free = TcpListener::bind("127.0.0.1:0").and_then(|listener| listener.local_addr());
        let mut nats = Self {
            program,
            port: free.expect("a free port").port(),
            kept: tempfile::tempdir().expect("a folder for the broker"),
            guard,
            server: None,
        };
        nats.resume().await;
        Some(nats)
    }

    /// Where it is.
    pub fn url(&self) -> String {
        let asker = self.guard.map(|(user, password)| format!("{user}:{password}@"));
        format!("nats://{}127.0.0.1:{}", asker.unwrap_or_default(), self.port)
    }

    /// Ends it as a failing machine would; what it kept stays.
    pub fn kill(&mut self) {
        self.server = None;
    }

    /// Starts it again where it was.
    ///
    /// # Panics
    /// If it does not start.
    pub async fn resume(&mut self) {
        let mut command = Command::new(&self.program);
        command
            .args([
                "--addr",
                "127.0.0.1",
                "--port",
                &self.port.to_string(),
                "--jetstream",
                "--store_dir",
            ])
            .arg(self.kept.path())
            .args(
                self.guard
                    .iter()
                    .flat_map(|(user, password)| ["--user", user, "--pass", password]),
            );
        self.server = Some(Listening::start(&mut command, self.port).await);
    }
}
