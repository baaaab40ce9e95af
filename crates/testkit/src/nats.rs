//! A message broker of a test's own: what services say to each other there must not reach another test.

use std::{
    net::TcpListener,
    path::PathBuf,
    process::{Child, Command, Stdio},
    time::Duration,
};

use tempfile::TempDir;

/// A NATS server with `JetStream` on a port of its own; it ends with the test.
pub struct Nats {
    program: PathBuf,
    port: u16,
    kept: TempDir,
    server: Option<Child>,
}

impl Nats {
    /// Starts one, if `nats-server` is installed.
    ///
    /// # Panics
    /// If it is not although `BALAI_TEST_REQUIRE_SERVICES` asks for it, or if it does not start.
    #[expect(clippy::expect_used, reason = "a test without a broker cannot go on")]
    pub async fn start() -> Option<Self> {
        let program = find_program()?;
        let free = TcpListener::bind("127.0.0.1:0").and_then(|listener| listener.local_addr());
        let mut nats = Self {
            program,
            port: free.expect("a free port").port(),
            kept: tempfile::tempdir().expect("a folder for the broker"),
            server: None,
        };
        nats.resume().await;
        Some(nats)
    }

    /// Where it is.
    pub fn url(&self) -> String {
        format!("nats://127.0.0.1:{}", self.port)
    }

    /// Ends it as a failing machine would; what it kept stays.
    pub fn kill(&mut self) {
        if let Some(mut server) = self.server.take() {
            // It may be gone already.
            let _ = server.kill();
            let _ = server.wait();
        }
    }

    /// Starts it again where it was.
    ///
    /// # Panics
    /// If it does not start.
    #[expect(clippy::expect_used, reason = "a test without a broker cannot go on")]
    #[expect(clippy::disallowed_methods, reason = "another program starts by the machine's time")]
    pub async fn resume(&mut self) {
        let started = Command::new(&self.program)
            .args([
                "--addr",
                "127.0.0.1",
                "--port",
                &self.port.to_string(),
                "--jetstream",
                "--store_dir",
            ])
            .arg(self.kept.path())
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn();
        self.server = Some(started.expect("a broker that starts"));
        for _ in 0..200 {
            if tokio::net::TcpStream::connect(("127.0.0.1", self.port)).await.is_ok() {
                return;
            }
            tokio::time::sleep(Duration::from_millis(25)).await;
        }
        unreachable!("the broker did not start within five seconds");
    }
}

impl Drop for Nats {
    fn drop(&mut self) {
        self.kill();
    }
}

#[expect(
    clippy::disallowed_methods,
    clippy::print_stderr,
    reason = "tests are told by the environment what they may use"
)]
fn find_program() -> Option<PathBuf> {
    let path = std::env::var_os("PATH").unwrap_or_default();
    let folders = std::env::split_paths(&path).chain(["/usr/sbin".into(), "/usr/local/sbin".into()]);
    let found = folders
        .map(|folder| folder.join("nats-server"))
        .find(|file| file.is_file());
    assert!(
        found.is_some() || std::env::var("BALAI_TEST_REQUIRE_SERVICES").is_err(),
        "nats-server is not installed: `scripts/services start` installs it as root on Debian"
    );
    if found.is_none() {
        eprintln!("not run with a broker: nats-server is not installed");
    }
    found
}
