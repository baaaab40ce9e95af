//! The first start: a server that nobody can administer says how somebody can.

use super::process::{Home, LIMIT, until};

const INVITES: &str = "Nobody can administer this server yet.";

/// What stands behind the link's `#kode=`.
fn code(out: &str) -> &str {
    let (_, rest) = out.split_once("/ujian/mulai#kode=").unwrap();
    rest.split_whitespace().next().unwrap()
}

#[test]
fn a_server_without_administrators_prints_a_link_until_there_is_one() {
    let home = Home::new();
    let server = home.serve(&["--public-url", "http://ujian.example.org/"]);
    let out = until("the invitation", LIMIT, || {
        server.out().contains("or the server stops").then(|| server.out())
    });
    assert!(
        out.contains(INVITES) && out.contains("http://ujian.example.org/ujian/mulai#kode="),
        "{out}"
    );
    let first = code(&out).to_owned();
    assert_eq!(first.len(), 24, "{out}");
    assert!(!server.err().contains(&first), "the log keeps no code");
    drop(server);
    // Another start has another code, and none once somebody administers.
    let again = home.serve(&[]);
    let out = until("the invitation", LIMIT, || {
        again.out().contains("#kode=").then(|| again.out())
    });
    assert_ne!(code(&out), first);
    drop(again);
    let create = [
        "admin",
        "create",
        "--realm",
        "assessment",
        "--username",
        "ketua",
        "--role",
        "1",
    ];
    home.run_with(&create, "rahasia-1\n").expect(0);
    let quiet = home.serve(&[]);
    assert!(!quiet.out().contains(INVITES), "{}", quiet.out());
}
