//! A PostgreSQL that does not let us in: the operator is told why and what to do, and no password.

use super::process::{Home, free_address};

/// The server for tests with another user, database or end; `None` if there is no server.
fn url(user: &str, database: &str) -> Option<String> {
    let own = testkit::postgres_url()?;
    let host = own.split('@').nth(1).and_then(|rest| rest.split('/').next()).unwrap();
    Some(format!("postgres://{user}@{host}/{database}"))
}

/// Starts and asks the doctor with a database that cannot be used.
fn check(url: &str, part: &str) {
    let home = Home::new();
    let ran = home.run(&["migrate", "--database", url]).expect(1);
    let doctor = home.run(&["doctor", "--database", url]).expect(1);
    assert!(ran.err.contains(part), "{part:?} is not in {ran:#?}");
    assert!(
        doctor.out.contains("BAD   database") && doctor.out.contains(part),
        "{part:?} is not in {doctor:#?}"
    );
    for said in [&ran.err, &ran.out, &doctor.err, &doctor.out] {
        assert!(!said.contains("rahasia"), "{said}");
    }
}

#[test]
fn a_postgres_that_cannot_be_reached_is_explained() {
    let nobody = free_address();
    check(
        &format!("postgres://balai:rahasia@{nobody}/balai"),
        "takes no connections: check whether PostgreSQL runs",
    );
    check(
        "postgres://balai:rahasia@balai.invalid/balai",
        "cannot be found: check the host's name",
    );
    check(
        "postgres://balai:@rahasia@balai.invalid/balai",
        "There is an `@` within the password",
    );
}

#[test]
fn what_postgres_itself_refuses_is_explained() {
    let Some(missing) = url("balai:rahasia", "no_such_database") else {
        return;
    };
    check(&missing, "has no database no_such_database: make it with");
    let stranger = url("nobody_here:rahasia", "balai").unwrap();
    check(&stranger, "does not let the user nobody_here in");
    let tls = url("balai:rahasia", "balai").unwrap() + "?sslmode=require";
    check(&tls, "speaks no TLS");
}
