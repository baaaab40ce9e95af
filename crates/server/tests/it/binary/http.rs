//! Less usual HTTP, spoken byte by byte.

use super::process::{Home, PASSWORD, Server};

fn served() -> (Home, Server) {
    let home = Home::new();
    let server = home.serve(&["--log-level", "warn"]);
    (home, server)
}

const REGISTER: &str = r#"{"username":"kilat","email":"kilat@example.com","password":"123user","fullname":"Bu Kilat"}"#;

#[test]
fn pipelined_requests_are_answered_in_order() {
    let (_home, server) = served();
    let mut wire = server.wire();
    wire.send("GET /health HTTP/1.1\r\nhost: b\r\n\r\nGET /products HTTP/1.1\r\nhost: b\r\n\r\nGET /nowhere HTTP/1.1\r\nhost: b\r\nconnection: close\r\n\r\n");
    assert_eq!(wire.answer().expect(200).json()["data"]["status"], "ok");
    assert_eq!(wire.answer().expect(200).json()["count"], 0);
    assert_eq!(wire.answer().expect(404).json()["status"], "fail");
    assert_eq!(wire.rest(), "");
}

#[test]
fn head_answers_the_head_of_get_and_no_body() {
    let (_home, server) = served();
    let mut wire = server.wire();
    let get = wire
        .send("GET /products HTTP/1.1\r\nhost: b\r\n\r\n")
        .answer()
        .expect(200);
    let head = wire
        .send("HEAD /products HTTP/1.1\r\nhost: b\r\n\r\n")
        .head()
        .expect(200);
    let stable = |text: &str| {
        let lines = text
            .lines()
            .filter(|line| !line.starts_with("date:") && !line.starts_with("x-request-id:"));
        lines.map(str::to_owned).collect::<std::collections::BTreeSet<_>>()
    };
    assert_eq!(stable(&head.head), stable(&get.head));
    // What comes next is the next answer, not a body.
    wire.send("GET /health HTTP/1.1\r\nhost: b\r\n\r\n")
        .answer()
        .expect(200);
}

#[test]
fn a_preflight_is_answered_for_every_origin() {
    let (_home, server) = served();
    let mut wire = server.wire();
    let answer = wire
        .send("OPTIONS /products HTTP/1.1\r\nhost: b\r\norigin: https://app.example\r\naccess-control-request-method: PUT\r\naccess-control-request-headers: authorization\r\n\r\n")
        .answer()
        .expect(204);
    for line in [
        "access-control-allow-origin: *",
        "access-control-allow-methods: get, head, post, put, patch, delete, options",
        "access-control-max-age: 86400",
    ] {
        assert!(answer.head.lines().any(|have| have == line), "{line}: {answer:#?}");
    }
    assert!(
        answer
            .head
            .contains("access-control-allow-headers: authorization, content-type")
    );
}

#[test]
fn http_1_0_is_answered_and_closed() {
    let (_home, server) = served();
    let mut wire = server.wire();
    let answer = wire.send("GET /health HTTP/1.0\r\n\r\n").answer().expect(200);
    assert!(answer.line.starts_with("HTTP/1.0"), "{answer:#?}");
    assert_eq!(wire.rest(), "");
}

#[test]
fn a_client_that_asks_first_is_told_to_go_on() {
    let (_home, server) = served();
    let mut wire = server.wire();
    let head = format!(
        "POST /users HTTP/1.1\r\nhost: b\r\ncontent-length: {}\r\nexpect: 100-continue\r\n\r\n",
        REGISTER.len()
    );
    wire.send(head).head().expect(100);
    wire.send(REGISTER).answer().expect(201);
    server.login("/authentications", "kilat", "123user").expect(201);
}

#[test]
fn a_body_in_chunks_is_put_together() {
    let (_home, server) = served();
    let mut wire = server.wire();
    wire.send(
        "POST /users HTTP/1.1\r\nhost: b\r\ncontent-type: application/json\r\ntransfer-encoding: chunked\r\n\r\n",
    );
    for chunk in REGISTER.as_bytes().chunks(7) {
        wire.send(format!("{:x}\r\n", chunk.len())).send(chunk).send("\r\n");
    }
    wire.send("0\r\n\r\n").answer().expect(201);
    // Too much of it is refused as soon as it is too much, without an announced length to go by.
    let mut wire = server.wire();
    wire.send(
        "POST /users HTTP/1.1\r\nhost: b\r\ncontent-type: application/json\r\ntransfer-encoding: chunked\r\n\r\n",
    );
    let chunk = format!("8000\r\n{}\r\n", " ".repeat(0x8000));
    for _ in 0..9 {
        if !wire.try_send(&chunk) {
            break;
        }
    }
    assert_eq!(wire.answer().expect(413).json()["status"], "fail");
}

/// Two readings of one request are how requests are smuggled past a proxy: it must be refused.
#[test]
fn a_request_with_two_lengths_is_refused() {
    let (_home, server) = served();
    for head in [
        "content-length: 5\r\ncontent-length: 6\r\n",
        "transfer-encoding: gzip\r\n",
        "content-length: +5\r\n",
    ] {
        let mut wire = server.wire();
        wire.send(format!(
            "POST /users HTTP/1.1\r\nhost: b\r\n{head}\r\nhelloGET /health HTTP/1.1\r\nhost: b\r\n\r\n"
        ));
        let all = wire.rest();
        assert!(all.starts_with("HTTP/1.1 400"), "{head:?}: {all}");
        assert_eq!(all.matches("HTTP/1.1").count(), 1, "{head:?}: {all}");
    }
    assert!(server.is_ready());
}

#[test]
fn heads_that_are_too_long_are_refused_without_harm() {
    let (_home, server) = served();
    let long = "a".repeat(70_000);
    for request in [
        format!("GET /{long} HTTP/1.1\r\nhost: b\r\n\r\n"),
        format!("GET /health HTTP/1.1\r\nhost: b\r\nx-long: {long}\r\n\r\n"),
        format!("GET /health HTTP/1.1\r\nhost: b\r\n{}\r\n", "x-many: 1\r\n".repeat(500)),
    ] {
        let mut wire = server.wire();
        // The server may close before it has read everything.
        wire.try_send(&request);
        let all = wire.rest();
        assert!(
            all.is_empty() || all.starts_with("HTTP/1.1 431") || all.starts_with("HTTP/1.1 414"),
            "{all}"
        );
        assert!(server.is_ready());
    }
    let mut wire = server.wire();
    let fits = format!(
        "GET /health HTTP/1.1\r\nhost: b\r\nx-long: {}\r\n\r\n",
        "a".repeat(8_000)
    );
    wire.send(fits).answer().expect(200);
}

#[test]
fn garbage_does_no_harm() {
    let (_home, mut server) = served();
    let noise: Vec<u8> = (0..20_000_u32)
        .map(|n| (n.wrapping_mul(2_654_435_761) >> 24) as u8)
        .collect();
    let tls = b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03".repeat(40);
    let preface = b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".to_vec();
    let requests = [
        noise.clone(),
        tls,
        [preface, noise].concat(),
        b"\0".repeat(1_000),
        b"\r\n".repeat(1_000),
        b"GET / HTTP/9.9\r\n\r\n".to_vec(),
        b"GET http://[::1 HTTP/1.1\r\nhost: b\r\n\r\n".to_vec(),
        b"GET /%ff%00%zz HTTP/1.1\r\nhost: b\r\nconnection: close\r\n\r\n".to_vec(),
        b"GET /products/%00?per_page=-1&page=99999999999999999999 HTTP/1.1\r\nhost: \xff\r\nconnection: close\r\n\r\n"
            .to_vec(),
        b"CONNECT evil.example:443 HTTP/1.1\r\nhost: b\r\n\r\n".to_vec(),
    ];
    for request in requests {
        let mut wire = server.wire();
        wire.try_send(&request);
        wire.finish_sending();
        let all = wire.rest();
        assert!(!all.contains(" 500 ") && !all.contains(" 200 "), "{all}");
    }
    assert!(server.is_ready());
    assert_eq!(server.process.0.try_wait().unwrap(), None);
    assert_eq!(server.err(), "", "nothing to log at the level of warnings");
    server.producer("masih.bisa");
    server.login("/authentications", "masih.bisa", PASSWORD).expect(201);
}
