//! Exams over plain HTTP from other machines: said at the start, by the doctor and in the server's health, never kept quiet.

use serde_json::json;

use super::process::{Home, LIMIT, until};

/// An address that is no loopback one, for a server that listens on loopback all the same.
const LAN: [&str; 2] = ["--public-url", "http://sekolah.lan:8080"];

#[test]
fn a_server_on_a_network_without_certificates_says_that_exams_need_https() {
    let home = Home::new();
    let server = home.serve(&LAN);
    let told = until("the warning", LIMIT, || {
        server.out().contains("WARNING").then(|| server.out())
    });
    assert!(told.contains("exams need HTTPS or localhost"), "{told}");
    let health = server.anyone().get("/health").expect(200).json();
    assert_eq!(health["data"]["warnings"][0]["code"], json!("exams.need_https"));
    let said = health["data"]["warnings"][0]["id"].as_str().unwrap();
    assert!(said.contains("Ujian memerlukan HTTPS atau localhost"), "{said}");
    home.run(&[&["doctor"], &LAN[..]].concat())
        .expect(0)
        .says("note  exams        exams need HTTPS or localhost");
}

#[test]
fn a_classroom_without_certificates_is_warned_of_for_as_long_as_it_lasts() {
    let home = Home::new();
    let classroom = [&LAN[..], &["--insecure-lan"]].concat();
    let server = home.serve(&classroom);
    until("the warning in the log", LIMIT, || {
        server.err().contains("--insecure-lan is on").then_some(())
    });
    assert!(
        server.out().contains("WARNING      --insecure-lan is on"),
        "{}",
        server.out()
    );
    let health = server.anyone().get("/health").expect(200).json();
    assert_eq!(health["data"]["warnings"][0]["code"], json!("exams.insecure_lan"));
    home.run(&[&["doctor"], &classroom[..]].concat())
        .expect(0)
        .says("note  exams        --insecure-lan is on");
    let mut https = home.command(&["serve", "--public-url", "https://balai.example.org"]);
    https.env("BALAI_INSECURE_LAN", "true");
    home.finish(https, "").expect(1).complains("leave out one of the two");
    drop(server);
    let quiet = home.serve(&[]);
    assert!(!quiet.out().contains("WARNING"), "{}", quiet.out());
    assert_eq!(
        quiet.anyone().get("/health").expect(200).json()["data"].get("warnings"),
        None
    );
}
