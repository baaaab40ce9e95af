//! Other people's programs that tests start: where they are, and what becomes of tests that miss one.

use std::path::PathBuf;

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
