//! The command line: what it prints, where it writes, and how it says no.

use std::{os::unix::fs::PermissionsExt, process::Stdio};

use serde_json::{Value, json};

use super::process::{Home, LIMIT, PASSWORD, free_address, until};

/// The value after a label in lines such as `  password     demo-1a2b  (…)`.
fn printed<'a>(out: &'a str, label: &str) -> &'a str {
    let mut lines = out.lines();
    let rest = lines.find_map(|line| line.trim_start().strip_prefix(label));
    rest.and_then(|rest| rest.split_whitespace().next())
        .unwrap_or_else(|| panic!("no {label} in {out}"))
}

fn mode(path: &std::path::Path) -> u32 {
    std::fs::metadata(path).unwrap().permissions().mode() & 0o777
}

#[test]
fn a_demo_prints_a_password_that_logs_in_and_is_filled_in_only_once() {
    let home = Home::new();
    let server = home.serve(&["--demo", "--log-level", "warn"]);
    let out = server.out();
    let (owner, password) = (printed(&out, "log in as"), printed(&out, "password"));
    let token = server.login("/authentications", owner, password).token();
    server.with(&token).get("/umkm/profile").expect(200);
    server
        .login("/admin/authentications", "demo.admin", password)
        .expect(201);
    server.login("/admin/authentications", owner, password).expect(403);
    let products = server.anyone().get("/products").expect(200).json();
    assert!(products["count"].as_i64().unwrap() >= 20, "{products}");
    let picture = products["data"]["products"][0]["image"].to_string();
    assert!(picture.contains(&format!("http://{}/", server.addr)), "{picture}");
    drop(server);

    assert_eq!(mode(&home.data()), 0o700);
    assert_eq!(mode(&home.data().join("keys.json")), 0o600);
    let again = home.serve(&["--demo", "--log-level", "warn"]);
    assert!(
        again.out().contains("The demo data is there already"),
        "{}",
        again.out()
    );
    home.run(&["demo"]).expect(0).says("there already");
    let renewed = home.run(&["demo", "--password"]).expect(0);
    let renewed = printed(&renewed.out, "password").to_owned();
    again.login("/authentications", owner, password).expect(401);
    again.login("/authentications", owner, &renewed).expect(201);
    drop(again);
    let other = home.path().join("other");
    home.run(&["demo", "--data", other.to_str().unwrap()])
        .expect(0)
        .says("demo-");
    let strange = home.path().join("strange");
    let strange = strange.to_str().unwrap();
    let create = [
        "admin",
        "create",
        "--username",
        "kepala",
        "--email",
        "k@x.id",
        "--role",
        "admin",
        "--data",
        strange,
    ];
    home.run_with(&create, "rahasia1\n").expect(0);
    let refused = home.run(&["demo", "--data", strange]).expect(1);
    refused.complains("the database is not empty").complains("--data");
    home.run(&["demo", "--password", "--data", strange])
        .expect(1)
        .complains("there is no demo data");
    let elsewhere = home.serve(&["--data", other.to_str().unwrap()]);
    let count = elsewhere.anyone().get("/products").expect(200).json()["count"].clone();
    assert_eq!(count, products["count"]);
}

#[test]
fn a_database_file_is_served_by_one_server_at_a_time_and_read_by_no_other_user() {
    let home = Home::new();
    let (data, file) = (home.data(), home.data().join("balai.db"));
    std::fs::create_dir(&data).unwrap();
    std::fs::set_permissions(&data, PermissionsExt::from_mode(0o755)).unwrap();
    std::fs::write(&file, "").unwrap();
    std::fs::set_permissions(&file, PermissionsExt::from_mode(0o644)).unwrap();
    let server = home.serve(&[]);
    assert_eq!((mode(&data), mode(&file)), (0o700, 0o600));
    home.run(&["serve", "--listen", "127.0.0.1:0"])
        .expect(1)
        .complains("another Balai")
        .complains("--data");
    server.anyone().get("/products").expect(200);
    drop(server);
    home.serve(&[]).anyone().get("/products").expect(200);
}

#[test]
fn a_reader_of_completions_that_goes_away_is_no_failure() {
    let home = Home::new();
    let mut command = home.command(&["completions", "bash"]);
    let mut process = command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    drop(process.stdout.take());
    let ended = process.wait_with_output().unwrap();
    assert!(ended.status.success(), "{}", String::from_utf8_lossy(&ended.stderr));
}

#[test]
fn flags_win_over_the_environment_and_that_over_the_file() {
    let home = Home::new();
    let file = home.path().join("balai.toml");
    std::fs::write(
        &file,
        "cache_mib = 1\ntimeout_seconds = 2\ndrain_seconds = 3\ndata = \"kept\"\n",
    )
    .unwrap();
    let mut command = home.command(&["config", "--cache-mib", "10"]);
    command
        .env("BALAI_CONFIG", &file)
        .env("BALAI_CACHE_MIB", "100")
        .env("BALAI_TIMEOUT_SECONDS", "200");
    let ran = home.finish(command, "").expect(0);
    ran.says("cache_mib = 10\n")
        .says("timeout_seconds = 200\n")
        .says("drain_seconds = 3\n");
    ran.says("data = \"kept\"")
        .says("database = \"sqlite:kept/balai.db\"")
        .says("keys = \"kept/keys.json\"");
    assert!(!home.path().join("kept").exists(), "printing settings makes no folder");

    // What is printed is a settings file that says the same again.
    let echoed = home.path().join("echoed.toml");
    std::fs::write(&echoed, &ran.out).unwrap();
    let again = home.run(&["config", "--config", echoed.to_str().unwrap()]).expect(0);
    assert_eq!(again.out, ran.out);
}

#[test]
fn printed_settings_hide_secrets_wherever_they_came_from() {
    let home = Home::new();
    let url = "postgres://balai:sangat-rahasia@db.example:5432/balai?sslmode=require";
    let file = home.path().join("balai.toml");
    std::fs::write(&file, format!("database = {url:?}\n")).unwrap();
    let mut by_environment = home.command(&["config"]);
    by_environment.env("BALAI_DATABASE_URL", url);
    let mut help = home.command(&["serve", "--help"]);
    help.env("BALAI_DATABASE_URL", url);
    for ran in [
        home.run(&["config", "--database", url]),
        home.run(&["config", "--config", file.to_str().unwrap()]),
        home.finish(by_environment, ""),
        home.finish(help, ""),
    ] {
        let ran = ran.expect(0);
        assert!(
            !ran.out.contains("sangat-rahasia") && !ran.err.contains("sangat-rahasia"),
            "{ran:#?}"
        );
    }
}

#[test]
fn a_wrong_settings_file_is_refused_with_what_is_wrong() {
    let home = Home::new();
    let file = home.path().join("balai.toml");
    let path = file.to_str().unwrap();
    let config = || home.run(&["config", "--config", path]).expect(1);
    config().complains(path).complains("No such file");
    std::fs::write(&file, "cahce_mib = 5\n").unwrap();
    config().complains("cahce_mib").complains(path).complains("cache_mib");
    std::fs::write(&file, "cache_mib = \"five\"\n").unwrap();
    config().complains("cache_mib").complains("line 1");
    std::fs::write(&file, "cache_mib = \n").unwrap();
    config().complains("line 1");
}

#[test]
fn a_wrong_command_line_is_refused_with_exit_code_2() {
    let home = Home::new();
    home.run(&["serve", "--cahce-mib", "5"])
        .expect(2)
        .complains("--cahce-mib")
        .complains("--cache-mib");
    home.run(&["serve", "--cache-mib", "0"])
        .expect(2)
        .complains("--cache-mib");
    home.run(&["serve", "--listen", "nowhere"])
        .expect(2)
        .complains("--listen");
    home.run(&["serve", "--log", "xml"]).expect(2).complains("json");
    home.run(&["dance"]).expect(2).complains("dance");
    home.run(&[]).expect(2).complains("Usage");
    home.run(&["--help"]).expect(0).says("serve").says("doctor");
    home.run(&["--version"]).expect(0).says("balai ");
    assert!(!home.data().exists());
}

#[test]
fn settings_that_fit_nothing_are_refused_with_what_would_fit() {
    let home = Home::new();
    home.run(&["serve", "--module", "nope"])
        .expect(1)
        .complains("no module named nope")
        .complains("trackmate");
    home.run(&["serve", "--database", "mysql://x"])
        .expect(1)
        .complains("postgres://")
        .complains("sqlite:");
    home.run(&["serve", "--public-url", "balai.example"])
        .expect(1)
        .complains("https://");
    home.run(&["serve", "--log-level", "in=fo=x", "--listen", "127.0.0.1:0"])
        .expect(1)
        .complains("in=fo=x");
}

#[test]
fn a_port_in_use_is_refused_with_what_to_do() {
    let home = Home::new();
    let taken = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let addr = taken.local_addr().unwrap().to_string();
    home.run(&["serve", "--listen", &addr])
        .expect(1)
        .complains(&addr)
        .complains("stop that program, or choose another with --listen");
    home.run(&["serve", "--listen", "192.0.2.1:80"])
        .expect(1)
        .complains("no such address");
    home.run(&["doctor", "--listen", &addr])
        .says(&addr)
        .says("choose another with --listen");
}

#[test]
fn a_folder_that_cannot_be_used_is_refused_with_what_to_do() {
    let home = Home::new();
    let file = home.path().join("a-file");
    std::fs::write(&file, "kept").unwrap();
    for path in [file.clone(), file.join("below")] {
        let path = path.to_str().unwrap();
        home.run(&["serve", "--listen", "127.0.0.1:0", "--data", path])
            .expect(1)
            .complains(path)
            .complains("--data");
    }
    home.run(&["doctor", "--data", file.to_str().unwrap()])
        .expect(1)
        .says("BAD")
        .says("name another one with --data");
    assert_eq!(std::fs::read_to_string(&file).unwrap(), "kept");

    let other = home.path().join("other.db");
    std::fs::write(&other, "this is no database ".repeat(100)).unwrap();
    let url = format!("sqlite:{}", other.display());
    home.run(&["serve", "--listen", "127.0.0.1:0", "--database", &url])
        .expect(1)
        .complains("other.db");
    home.run(&["doctor", "--database", &url])
        .expect(1)
        .says("BAD   database");
}

#[test]
fn the_doctor_finds_a_folder_that_was_used_whole() {
    let home = Home::new();
    home.run(&["doctor"]).expect(0).says("the first start makes it");
    assert!(!home.data().exists(), "it only looks");
    home.run(&["migrate"])
        .expect(0)
        .says("ran trackmate/")
        .says("is up to date");
    home.run(&["migrate"]).expect(0).says("(0 migrations ran)");
    home.run(&["admin", "rotate-keys"]).expect(0);
    let good = home.run(&["doctor"]).expect(0);
    good.says("whole and up to date")
        .says("writable and private")
        .says("keys, ");

    std::fs::set_permissions(home.data(), PermissionsExt::from_mode(0o755)).unwrap();
    home.run(&["doctor"]).expect(0).says("note").says("chmod 700");
    std::fs::set_permissions(home.data().join("keys.json"), PermissionsExt::from_mode(0o644)).unwrap();
    home.run(&["doctor"])
        .expect(1)
        .says("BAD   secret keys")
        .says("chmod 600");
    home.run(&["serve", "--listen", "127.0.0.1:0"])
        .expect(1)
        .complains("chmod 600");
}

#[test]
fn a_server_can_be_asked_whether_it_is_well() {
    let home = Home::new();
    let nobody = free_address().to_string();
    home.run(&["health", "--listen", &nobody])
        .expect(1)
        .complains(&format!("http://{nobody}/health"))
        .complains("cannot be asked");
    for wrong in ["https://127.0.0.1/health", "127.0.0.1:8080", "nowhere at all"] {
        home.run(&["health", "--url", wrong])
            .expect(1)
            .complains("http://127.0.0.1:8080/health");
    }
    assert!(!home.data().exists(), "it only asks");

    let server = home.serve(&[]);
    let addr = server.addr.to_string();
    home.run(&["health", "--listen", &addr]).expect(0).says("is well");
    let everywhere = format!("0.0.0.0:{}", server.addr.port());
    home.run(&["health", "--listen", &everywhere]).expect(0).says(&addr);
    let ready = format!("http://{addr}/health/ready");
    home.run(&["health", "--url", &ready]).expect(0).says(&ready);
    let nowhere = format!("http://{addr}/nowhere");
    home.run(&["health", "--url", &nowhere]).expect(1).complains("404");
}

#[test]
fn something_that_never_answers_is_not_well() {
    let home = Home::new();
    let silent = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let addr = silent.local_addr().unwrap().to_string();
    home.run(&["health", "--listen", &addr])
        .expect(1)
        .complains("does not answer within 5 seconds");
}

#[test]
fn documents_and_completions_are_printed() {
    let home = Home::new();
    let document: Value = serde_json::from_str(&home.run(&["openapi"]).expect(0).out).unwrap();
    assert!(document["openapi"].as_str().unwrap().starts_with("3."), "{document}");
    assert!(document["paths"]["/products"]["get"].is_object(), "{document}");
    for shell in ["bash", "zsh", "fish"] {
        home.run(&["completions", shell]).expect(0).says("balai").says("doctor");
    }
    assert!(!home.data().exists());
}

/// Everything secret that a session of a client has to do with; none of it may be logged.
fn secret_session(server: &super::process::Server) -> Vec<String> {
    let (client, token) = server.producer("tumini");
    let pair = server.login("/authentications", "tumini", PASSWORD).expect(201).json();
    let refresh = pair["data"]["refreshToken"].as_str().unwrap().to_owned();
    server
        .login("/authentications", "tumini", "salah-rahasia-1")
        .expect(401);
    server
        .login("/authentications", "rahasia-sebagai-nama", "x")
        .expect(401);
    client.get("/products?page=1&kunci=rahasia-di-query").expect(200);
    client.get("/products?page=rahasia-halaman").expect(400);
    client.get("/nowhere?token=rahasia-di-alamat").expect(404);
    server.with("rahasia.bukan.token").get("/users/profile").expect(401);
    let anyone = server.anyone();
    let with = json!({"refreshToken": refresh});
    anyone
        .try_call("PUT", "/authentications", Some(&with))
        .unwrap()
        .expect(200);
    let wrong = json!({"refreshToken": "rahasia-refresh"});
    anyone
        .try_call("PUT", "/authentications", Some(&wrong))
        .unwrap()
        .expect(400);
    anyone
        .post(
            "/users",
            &json!({"username": "x", "password": "rahasia-kolom", "rahasia": 1}),
        )
        .expect(400);
    let signature = |token: &str| token.rsplit('.').next().unwrap().to_owned();
    let other = pair["data"]["accessToken"].as_str().unwrap();
    vec![
        "rahasia".to_owned(),
        PASSWORD.to_owned(),
        signature(&token),
        signature(other),
        refresh,
    ]
}

fn log_without_secrets(more: &[&str]) -> String {
    let home = Home::new();
    let mut server = home.serve(more);
    let secrets = secret_session(&server);
    server.signal("TERM");
    assert_eq!(server.process.ended(LIMIT).code(), Some(0));
    let (log, out) = (server.err(), server.out());
    assert!(log.contains("/nowhere") && log.contains("/users/profile"), "{log}");
    for secret in secrets {
        assert!(!log.contains(&secret) && !out.contains(&secret), "{secret}: {log}");
    }
    log
}

#[test]
fn the_log_has_a_line_per_request_and_no_secrets() {
    let log = log_without_secrets(&[]);
    let requests = log.lines().filter(|line| line.contains("balai::request")).count();
    assert!(requests > 10, "{log}");
}

#[test]
fn the_log_holds_no_secrets_even_when_everything_is_logged() {
    log_without_secrets(&["--log-level", "trace"]);
}

#[test]
fn the_log_for_programs_is_one_json_object_per_line() {
    let log = log_without_secrets(&["--log", "json"]);
    let lines: Vec<Value> = log
        .lines()
        .map(|line| serde_json::from_str(line).unwrap_or_else(|error| panic!("{error}: {line}")))
        .collect();
    let missed = lines.iter().find(|line| line["path"] == "/nowhere").unwrap();
    assert_eq!(
        (&missed["status"], &missed["method"], &missed["code"], &missed["ip"]),
        (
            &json!(404),
            &json!("GET"),
            &json!("request.no_route"),
            &json!("127.0.0.1")
        )
    );
}

#[test]
fn it_serves_on_several_addresses() {
    let home = Home::new();
    let second = free_address();
    let server = home.serve(&["--listen", &second.to_string()]);
    let there = super::process::Api::new(second, None);
    until("the second address", LIMIT, || {
        there.try_call("GET", "/health", None).ok()
    })
    .expect(200);
    assert!(server.out().contains(&format!("http://{second}")));
}
