//! Clients that are slow on purpose, or too many.

use std::time::{Duration, Instant};

use super::{
    process::{Home, PASSWORD, Server},
    wire::{Came, Wire},
};

/// How long a head may take (20 s), a body (15 s), and as much again for a busy machine.
const HEAD: Duration = Duration::from_secs(40);
const BODY: Duration = Duration::from_secs(30);

const POST: &str =
    "POST /users HTTP/1.1\r\nhost: b\r\ncontent-type: application/json\r\ncontent-length: 100000\r\n\r\n";

/// Sends something small again and again until the server has had enough; answers what came back.
fn drip(wire: &mut Wire, drop: &str, limit: Duration) -> String {
    let start = Instant::now();
    while wire.wait(Duration::from_millis(300)) == Came::Nothing && wire.try_send(drop) {
        assert!(start.elapsed() < limit, "the connection is still open after {limit:?}");
    }
    if wire.unread().is_empty() {
        return String::new();
    }
    wire.rest()
}

/// Others are served meanwhile.
fn serves_others(server: &Server) {
    let start = Instant::now();
    server.anyone().get("/products").expect(200);
    let took = start.elapsed();
    assert!(took < Duration::from_secs(10), "{took:?}");
}

/// One test for all of them, because each only waits for most of its time.
#[test]
fn clients_that_are_slow_on_purpose_are_given_up_on_and_hold_nobody_up() {
    let home = Home::new();
    let server = home.serve(&[]);
    std::thread::scope(|scope| {
        scope.spawn(|| dripping_heads(&server));
        scope.spawn(|| dripping_body(&server));
        scope.spawn(|| nothing_to_go_by(&server));
        scope.spawn(|| silent_http_2(&server));
        scope.spawn(|| idle_after_an_answer(&server));
        scope.spawn(|| dripping_picture(&server));
        scope.spawn(|| dripping_uploads_of_exams(&home, &server));
        scope.spawn(answers_that_nobody_takes);
    });
    serves_others(&server);
}

fn dripping_heads(server: &Server) {
    let mut slow: Vec<_> = (0..30).map(|_| server.wire()).collect();
    for wire in &mut slow {
        wire.send("GET /health HTTP/1.1\r\nhost: b\r\n");
    }
    serves_others(server);
    let answer = drip(&mut slow[0], "x-drop: 1\r\n", HEAD);
    assert!(answer.is_empty() || answer.starts_with("HTTP/1.1 408"), "{answer}");
    for wire in &mut slow[1..] {
        wire.rest();
    }
}

fn dripping_body(server: &Server) {
    let mut slow = server.wire();
    slow.send(POST);
    serves_others(server);
    let answer = drip(&mut slow, " ", BODY);
    assert!(answer.starts_with("HTTP/1.1 408"), "{answer}");
    let body = answer.split_once("\r\n\r\n").unwrap().1;
    let json: serde_json::Value = serde_json::from_str(body).unwrap();
    assert_eq!(
        json,
        serde_json::json!({"error": true, "status": "fail", "message": "Isi permintaan terlalu lama diterima.", "data": null})
    );
}

/// Until enough bytes have come there is no way to know which HTTP it will be; that must not be a way to stay forever.
fn nothing_to_go_by(server: &Server) {
    let start = Instant::now();
    let (mut silent, mut begun, mut stuck) = (server.wire(), server.wire(), server.wire());
    begun.send("PRI * HTTP");
    stuck.send("PRI * HTTP/2.0\r\n\r\nSM\r\n");
    for wire in [&mut silent, &mut begun, &mut stuck] {
        wire.rest();
    }
    assert!(start.elapsed() < HEAD, "{:?}", start.elapsed());
}

/// Here the server asks whether anybody is there, and waits for as long again.
fn silent_http_2(server: &Server) {
    let mut wire = server.wire();
    wire.send("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n");
    wire.rest();
}

fn dripping_picture(server: &Server) {
    let (_, token) = server.producer("pelan");
    let mut wire = server.wire();
    wire.send(format!(
        "POST /upload/images HTTP/1.1\r\nhost: b\r\nauthorization: Bearer {token}\r\ncontent-length: 100000\r\n\
         content-type: multipart/form-data; boundary=x\r\n\r\n--x\r\n\
         content-disposition: form-data; name=\"data\"; filename=\"a.png\"\r\n\r\n\x7fPNG"
    ));
    // Little was announced, so it may take no longer than other bodies, whatever a photograph may.
    let answer = drip(&mut wire, ".", BODY);
    assert!(answer.starts_with("HTTP/1.1 408"), "{answer}");
}

/// Logs in to the exams; answers the head's lines that a change then has.
fn log_in_to_exams(home: &Home, server: &Server) -> String {
    let create = "admin create --realm assessment --username panitia --role 1";
    let create: Vec<&str> = create.split(' ').collect();
    home.run_with(&create, &format!("{PASSWORD}\n")).expect(0);
    let ask = |first: &str, more: &str, body: &str| {
        let mut wire = server.wire();
        let length = body.len();
        wire.send(format!(
            "{first} HTTP/1.1\r\nhost: localhost\r\nconnection: close\r\n{more}content-type: application/json\r\n\
             content-length: {length}\r\n\r\n{body}"
        ));
        wire.rest()
    };
    let csrf = |cookies: &str| {
        let answer = ask("GET /api/v1/auth/csrf-token", &format!("cookie: {cookies}\r\n"), "");
        let token = answer
            .split("\"csrfToken\":\"")
            .nth(1)
            .and_then(|rest| rest.split('"').next());
        let token = token.unwrap_or_else(|| panic!("{answer}"));
        let cookies = kept_cookies(cookies, &answer);
        (format!("cookie: {cookies}\r\nx-xsrf-token: {token}\r\n"), cookies)
    };
    let (head, cookies) = csrf("a=b");
    let login = format!("{{\"username\":\"panitia\",\"password\":\"{PASSWORD}\"}}");
    let answer = ask("POST /api/v1/auth/login", &head, &login);
    assert!(answer.starts_with("HTTP/1.1 200"), "{answer}");
    let (session, _) = csrf(&kept_cookies(&cookies, &answer));
    // Archives belong to a package.
    let made = ask("POST /api/v1/test-packages", &session, r#"{"title":"Quiz"}"#);
    assert!(made.starts_with("HTTP/1.1 201"), "{made}");
    session
}

/// What a browser would send after an answer.
fn kept_cookies(before: &str, head: &str) -> String {
    let set = head.lines().filter_map(|line| line.strip_prefix("set-cookie: "));
    let set = set.filter_map(|cookie| cookie.split(';').next());
    let mut kept: Vec<&str> = set.collect();
    let name = |cookie: &str| cookie.split('=').next().unwrap_or_default().to_owned();
    let new: Vec<String> = kept.iter().map(|cookie| name(cookie)).collect();
    kept.extend(before.split("; ").filter(|cookie| !new.contains(&name(cookie))));
    kept.join("; ")
}

/// Archives may take 90 minutes, but not a form that announces little.
fn dripping_uploads_of_exams(home: &Home, server: &Server) {
    let session = log_in_to_exams(home, server);
    std::thread::scope(|scope| {
        for path in [
            "audio",
            "audio/bulk",
            "test-packages/upload",
            "participants/upload-file",
        ] {
            let session = &session;
            scope.spawn(move || {
                let mut wire = server.wire();
                wire.send(format!(
                    "POST /api/v1/{path} HTTP/1.1\r\nhost: localhost\r\n{session}content-length: 60000\r\n\
                     content-type: multipart/form-data; boundary=x\r\n\r\n--x\r\n\
                     content-disposition: form-data; name=\"file\"; filename=\"Quiz.zip\"\r\n\r\nPK"
                ));
                let answer = drip(&mut wire, ".", BODY);
                assert!(answer.starts_with("HTTP/1.1 408"), "{path}: {answer}");
            });
        }
    });
}

/// Asks for far more than fits into any buffer, and reads nothing of it: the only seat must become free all the same.
fn answers_that_nobody_takes() {
    let home = Home::new();
    let server = home.serve(&["--max-connections", "1"]);
    let mut greedy = server.wire();
    let request = "GET /openapi.json HTTP/1.1\r\nhost: b\r\n\r\n";
    greedy.send(request.repeat(400));
    let mut next = server.wire();
    next.send("GET /health HTTP/1.1\r\nhost: b\r\n\r\n")
        .answer()
        .expect(200);
}

fn idle_after_an_answer(server: &Server) {
    let mut wire = server.wire();
    wire.send("GET /health HTTP/1.1\r\nhost: b\r\n\r\n")
        .answer()
        .expect(200);
    assert_eq!(wire.rest(), "");
}

#[test]
fn more_connections_than_allowed_wait_for_their_turn() {
    let home = Home::new();
    let server = home.serve(&["--max-connections", "4"]);
    let mut slow: Vec<_> = (0..4).map(|_| server.wire()).collect();
    for wire in &mut slow {
        wire.send("GET /health HTTP/1.1\r\nhost: b\r\n");
    }
    let mut next = server.wire();
    next.send("GET /health HTTP/1.1\r\nhost: b\r\n\r\n");
    assert_eq!(next.wait(Duration::from_secs(1)), Came::Nothing, "the fifth one waits");
    slow[0].send("\r\n").answer().expect(200);
    slow.remove(0);
    next.answer().expect(200);
    drop((slow, next));
    for _ in 0..20 {
        server.anyone().get("/health").expect(200);
    }
}

/// Whether anything came, or the connection is gone.
fn answered(wire: &mut Wire) -> bool {
    wire.wait(Duration::ZERO) != Came::Nothing || !wire.unread().is_empty()
}

#[test]
fn more_requests_than_allowed_are_told_to_try_again() {
    let home = Home::new();
    let server = home.serve(&["--max-requests", "1"]);
    let mut slow = server.wire();
    slow.send(POST);
    let busy = super::process::until("being busy", super::process::LIMIT, || {
        // Whoever asks here takes the only seat too, and the slow one may find it taken: then it is answered, and comes
        // again. The seat that is waited for is the slow one's, so an answer counts only while that is served.
        if answered(&mut slow) {
            slow = server.wire();
            slow.send(POST);
        }
        let answer = server.anyone().get("/products");
        (answer.status == 503 && !answered(&mut slow)).then_some(answer)
    });
    assert_eq!(busy.headers["retry-after"], "1");
    assert_eq!(busy.headers["content-type"], "application/json; charset=utf-8");
    assert_eq!(
        (busy.json()["status"].as_str(), busy.json()["message"].as_str()),
        (Some("error"), Some("Server sedang sibuk. Coba lagi sebentar."))
    );
    drop(slow);
    super::process::until("being free again", super::process::LIMIT, || {
        (server.anyone().get("/products").status == 200).then_some(())
    });
}
