//! Other people's programs that tests start: where they are, and what becomes of tests that miss one.

use std::{
    path::PathBuf,
    process::{Child, Command, Stdio},
    time::Duration,
};

/// Where a program is: among those of this user, and of the machine.
pub fn find(name: &str) -> Option<PathBuf> {
    let path = std::env::var_os("PATH").unwrap_or_default();
    let more = std::env::var_os("BALAI_TEST_PROGRAMS").map(PathBuf::from);
    let folders = std::env::split_paths(&path).chain(["/usr/sbin".into(), "/usr/local/sbin".into()]);
    let mut files = folders.chain(more).map(|folder| folder.join(name));
    files.find(|file| file.is_file())
}

/// The same for a program without which a test is skipped, which is said.
///
/// # Panics
/// If it is not there although `BALAI_TEST_REQUIRE_SERVICES` asks for it.
#[expect(
    clippy::disallowed_methods,
    clippy::print_stderr,
    reason = "tests are told by the environment what they may skip"
)]
pub fn require(name: &str) -> Option<PathBuf> {
    let found = find(name);
    assert!(
        found.is_some() || std::env::var("BALAI_TEST_REQUIRE_SERVICES").is_err(),
        "{name} is not installed: `eval \"$(scripts/services start)\"` installs it where it can"
    );
    if found.is_none() {
        eprintln!("SKIPPED: {name} is not installed");
    }
    found
}

/// A program that listens on a port of this machine; it ends with its owner, as a failing machine would.
pub(crate) struct Listening(Child);

impl Listening {
    /// Starts it, and waits until it listens.
    ///
    /// # Panics
    /// If it does not start.
    #[expect(clippy::expect_used, reason = "a test without what it stands on cannot go on")]
    #[expect(clippy::disallowed_methods, reason = "another program starts by the machine's time")]
    pub(crate) async fn start(command: &mut Command, port: u16) -> Self {
        let quiet = command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
        let started = Self(quiet.spawn().expect("a program that starts"));
        for _ in 0..200 {
            if tokio::net::TcpStream::connect(("127.0.0.1", port)).await.is_ok() {
                return started;
            }
            tokio::time::sleep(Duration::from_millis(25)).await;
        }
        unreachable!("{command:?} did not listen within five seconds");
    }
}

impl Drop for Listening {
    fn drop(&mut self) {
        // It may be gone already.
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}
