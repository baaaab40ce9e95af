//! Being told to stop: what was accepted is finished, nothing new is, and nobody can hold the end up.

use std::{net::TcpStream, time::Duration};

use super::{
    process::{Home, LIMIT, PASSWORD, Server, until},
    wire::Wire,
};

/// A registration of which half has been sent, and the other half: the server can only answer it when that has come. It is
/// certain that the server is at it, because it has asked for the body.
fn registration(server: &Server) -> (Wire, String) {
    let body = format!(
        r#"{{"username":"lambat","email":"lambat@example.com","password":"{PASSWORD}","fullname":"Pak Lambat"}}"#
    );
    let (first, second) = body.split_at(body.len() / 2);
    let mut wire = server.wire();
    wire.send(format!(
        "POST /users HTTP/1.1\r\nhost: balai\r\ncontent-type: application/json\r\ncontent-length: {}\r\n\
         expect: 100-continue\r\n\r\n",
        body.len()
    ));
    let asked = wire.head();
    assert!(asked.line.starts_with("HTTP/1.1 100"), "{asked:?}");
    wire.send(first);
    (wire, second.to_owned())
}

fn refuses_connections(server: &Server) -> bool {
    TcpStream::connect_timeout(&server.addr, Duration::from_secs(1)).is_err()
}

#[test]
fn a_request_under_way_is_answered_after_sigterm_while_new_connections_are_refused() {
    let home = Home::new();
    let mut server = home.serve(&[]);
    let (mut slow, second) = registration(&server);
    let mut idle = server.wire();
    idle.send("GET /health HTTP/1.1\r\nhost: balai\r\n\r\n")
        .answer()
        .expect(200);

    server.signal("TERM");
    until("refusing connections", LIMIT, || {
        refuses_connections(&server).then_some(())
    });
    assert_eq!(idle.rest(), "", "an idle connection is closed");
    assert_eq!(
        server.process.0.try_wait().unwrap(),
        None,
        "it waits for the slow request"
    );
    let answer = slow.send(second).answer().expect(201);
    assert_eq!(answer.json()["status"], "success");
    assert_eq!(slow.rest(), "");
    assert_eq!(server.process.ended(LIMIT).code(), Some(0));
    assert!(server.out().ends_with("Stopped.\n"), "{}", server.out());

    // It was really stored, and nothing is left beside the database file.
    assert!(!home.data().join("balai.db-wal").exists() && !home.data().join("balai.db-shm").exists());
    let server = home.serve(&[]);
    server.login("/authentications", "lambat", PASSWORD).expect(201);
}

#[test]
fn ctrl_c_stops_like_sigterm() {
    let home = Home::new();
    let mut server = home.serve(&[]);
    server.signal("INT");
    assert_eq!(server.process.ended(LIMIT).code(), Some(0));
}

#[test]
fn a_second_signal_stops_at_once() {
    let home = Home::new();
    let mut server = home.serve(&["--drain-seconds", "3600"]);
    let _slow = registration(&server);
    server.signal("TERM");
    until("refusing connections", LIMIT, || {
        refuses_connections(&server).then_some(())
    });
    assert_eq!(server.process.0.try_wait().unwrap(), None);
    server.signal("TERM");
    assert_eq!(server.process.ended(Duration::from_secs(10)).code(), Some(130));
}

#[test]
fn a_request_that_never_finishes_is_cut_off_after_the_limit() {
    let home = Home::new();
    let mut server = home.serve(&["--drain-seconds", "1"]);
    let (mut head, mut silent) = (server.wire(), server.wire());
    let (mut body, _second) = registration(&server);
    head.send("GET /health HTTP/1.1\r\nhost: ba");
    server.signal("TERM");
    // Less than the time after which the slow body would have been given up on anyway.
    assert_eq!(server.process.ended(Duration::from_secs(10)).code(), Some(0));
    assert!(server.err().contains("cut off"), "{}", server.err());
    body.rest();
    head.rest();
    silent.rest();
}

/// Slow clients must not be able to keep the process alive by taking every connection.
#[test]
fn it_stops_although_every_connection_is_taken() {
    let home = Home::new();
    let mut server = home.serve(&["--max-connections", "2", "--drain-seconds", "1"]);
    let mut taken = [server.wire(), server.wire(), server.wire()];
    for wire in &mut taken {
        wire.send("GET /health HTTP/1.1\r\nhost: ba");
    }
    server.signal("TERM");
    assert_eq!(server.process.ended(Duration::from_secs(10)).code(), Some(0));
}
