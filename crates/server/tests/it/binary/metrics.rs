//! Figures for operators: from this machine, or on a listener of their own.

use super::process::{Home, LIMIT, Server, free_address, until};

fn metrics(server: &Server, more: &str) -> super::wire::RawAnswer {
    let mut wire = server.wire();
    wire.send(format!(
        "GET /metrics HTTP/1.1\r\nhost: b\r\n{more}connection: close\r\n\r\n"
    ))
    .answer()
}

#[test]
fn figures_are_told_on_this_machine_and_not_through_a_proxy() {
    let home = Home::new();
    let server = home.serve(&[]);
    server.anyone().get("/products").expect(200);
    server.anyone().get("/nowhere").expect(404);
    let told = metrics(&server, "").expect(200);
    let counted = r#"balai_http_requests_total{method="GET",route="/products",status="2xx"} 1"#;
    assert!(told.body.lines().any(|line| line == counted), "{}", told.body);
    assert!(
        told.body.contains("balai_http_request_seconds_bucket{"),
        "{}",
        told.body
    );
    for through in [
        "x-forwarded-for: 127.0.0.1\r\n",
        "forwarded: for=127.0.0.1\r\n",
        "X-Forwarded-For: ::1\r\n",
    ] {
        assert!(!metrics(&server, through).expect(404).body.contains("balai_http"));
    }
}

#[test]
fn figures_are_told_to_everybody_if_the_settings_say_so() {
    let home = Home::new();
    let server = home.serve(&["--metrics-public"]);
    assert!(
        metrics(&server, "x-forwarded-for: 203.0.113.9\r\n")
            .expect(200)
            .body
            .contains("balai_http")
    );
}

#[test]
fn a_listener_of_their_own_tells_figures_and_health_and_nothing_else() {
    let home = Home::new();
    let addr = free_address();
    let server = home.serve(&["--metrics-listen", &addr.to_string()]);
    assert!(server.out().contains(&format!("http://{addr}/metrics")));
    let operators = super::process::Api::new(addr, None);
    server.anyone().get("/products").expect(200);
    until("counting", LIMIT, || {
        let told = operators.get("/metrics").expect(200);
        told.text.contains(r#"route="/products",status="2xx"} 1"#).then_some(())
    });
    operators.get("/health/ready").expect(200);
    operators.get("/products").expect(404);
    let mut wire = super::wire::Wire::to(addr);
    wire.send("GET /metrics HTTP/1.1\r\nhost: b\r\nx-forwarded-for: 10.0.0.9\r\n\r\n")
        .answer()
        .expect(200);
}
