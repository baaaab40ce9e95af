//! A bucket of a test's own that speaks S3.

use std::{net::TcpListener, path::PathBuf, process::Command};

use tempfile::TempDir;

use crate::programs::{self, Listening};

const NAME: &str = "balai";

/// A bucket: that of a server of its own, which ends with the test, or a folder of the one that `BALAI_TEST_S3_URL` names.
pub struct Bucket {
    /// The key that opens it, and its secret.
    pub keys: (String, String),
    url: String,
    port: u16,
    program: PathBuf,
    kept: TempDir,
    server: Option<Listening>,
}

impl Bucket {
    /// Makes one, if there is a server for it.
    ///
    /// # Panics
    /// If there is none although `BALAI_TEST_REQUIRE_SERVICES` asks for it, or if it does not start.
    #[expect(clippy::expect_used, reason = "a test without a bucket cannot go on")]
    #[expect(
        clippy::disallowed_methods,
        reason = "tests are told by the environment what they may use"
    )]
    pub async fn start() -> Option<Self> {
        let kept = tempfile::tempdir().expect("a folder for the bucket");
        if let Ok(url) = std::env::var("BALAI_TEST_S3_URL") {
            let (place, query) = url.split_once('?').unwrap_or((&url, ""));
            let folder = kept.path().file_name().map(|name| name.to_string_lossy().into_owned());
            let key = |name| std::env::var(name).expect("the keys of BALAI_TEST_S3_URL");
            return Some(Self {
                keys: (key("AWS_ACCESS_KEY_ID"), key("AWS_SECRET_ACCESS_KEY")),
                url: format!("{}/{}?{query}", place.trim_end_matches('/'), folder.unwrap_or_default()),
                port: 0,
                program: PathBuf::new(),
                kept,
                server: None,
            });
        }
        let program = programs::require("s3s-fs")?;
        std::fs::create_dir(kept.path().join(NAME)).expect("a folder for the bucket");
        let free = TcpListener::bind("127.0.0.1:0").and_then(|listener| listener.local_addr());
        let port = free.expect("a free port").port();
        let mut bucket = Self {
            keys: ("balai-test".to_owned(), "not a secret at all".to_owned()),
            url: format!("s3://{NAME}/of/tests?endpoint=http://127.0.0.1:{port}"),
            port,
            program,
            kept,
            server: None,
        };
        bucket.resume().await;
        Some(bucket)
    }

    /// Where it is, as settings say it.
    pub fn url(&self) -> &str {
        &self.url
    }

    /// Whether it can be ended and started again: somebody else's cannot.
    pub fn is_own(&self) -> bool {
        self.port != 0
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
            .args(["--host", "127.0.0.1", "--port", &self.port.to_string()])
            .args(["--access-key", &self.keys.0, "--secret-key", &self.keys.1])
            .arg(self.kept.path());
        self.server = Some(Listening::start(&mut command, self.port).await);
    }
}
