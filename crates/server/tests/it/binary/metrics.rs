//! Figures for operators: from this machine, or on a listener of their own.

use std::collections::BTreeSet;

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

/// The names of figures that lines with `start` are about.
fn named<'a>(page: &'a str, start: &str) -> BTreeSet<&'a str> {
    let lines = page.lines().filter_map(|line| line.strip_prefix(start));
    lines.filter_map(|line| line.split([' ', '{']).next()).collect()
}

#[test]
fn each_figure_says_what_it_means_and_how_it_is_reckoned_with() {
    let home = Home::new();
    let server = home.serve(&[]);
    server.producer("tumini");
    let page = until("counting the files", LIMIT, || {
        let page = server.anyone().get("/metrics").expect(200).text;
        page.contains("balai_media_bytes ").then_some(page)
    });
    let (helped, typed) = (named(&page, "# HELP "), named(&page, "# TYPE "));
    assert_eq!(helped, typed);
    for wanted in [
        "balai_db_bytes",
        "balai_db_group_size",
        "balai_db_waiting_reads",
        "balai_db_waiting_writes",
        "balai_http_connections",
        "balai_http_request_seconds",
        "balai_http_requests_in_flight",
        "balai_http_requests_total",
        "balai_mail_given_up",
        "balai_mail_waiting",
        "balai_media_files",
        "balai_outbox_dead",
        "balai_outbox_lag_seconds",
        "balai_outbox_owed",
        "balai_disk_free_bytes",
        "balai_webhooks_dead",
        "balai_webhooks_waiting",
        "process_cpu_seconds_total",
        "process_max_fds",
        "process_open_fds",
        "process_resident_memory_bytes",
        "process_start_time_seconds",
    ] {
        assert!(typed.contains(wanted), "{wanted} is not in {page}");
    }
    for line in page.lines().filter(|line| !line.starts_with('#') && !line.is_empty()) {
        let name = line.split([' ', '{']).next().unwrap();
        let parts = ["_bucket", "_sum", "_count"]
            .iter()
            .find_map(|part| name.strip_suffix(part));
        assert!(
            typed.contains(name) || parts.is_some_and(|name| typed.contains(name)),
            "{line}"
        );
        assert!(line.rsplit(' ').next().unwrap().parse::<f64>().is_ok(), "{line}");
    }
    // The one that asks is on its way, too.
    assert!(page.contains("\nbalai_http_requests_in_flight 1\n"), "{page}");
}

#[test]
fn the_page_stays_small_when_every_route_has_been_called() {
    let home = Home::new();
    let server = home.serve(&["--log-level", "error"]);
    let openapi = server.anyone().get("/openapi.json").expect(200).json();
    let mut called = 0;
    for (path, routes) in openapi["paths"].as_object().unwrap() {
        for method in routes.as_object().unwrap().keys().filter(|name| *name != "parameters") {
            let path = path.replace(['{', '}'], "");
            let mut wire = server.wire();
            let request = format!(
                "{} {path} HTTP/1.1\r\nhost: b\r\ncontent-length: 0\r\nconnection: close\r\n\r\n",
                method.to_uppercase()
            );
            // A live stream would never end: its head is enough.
            wire.send(request).head();
            called += 1;
        }
    }
    assert!(called > 150, "{called} routes");
    let page = server.anyone().get("/metrics").expect(200).text;
    assert!(page.len() < 60_000, "{} bytes after {called} routes", page.len());
    let lines = page
        .lines()
        .filter(|line| line.starts_with("balai_http_requests_total{"));
    assert!(lines.count() > 150, "{page}");
}
