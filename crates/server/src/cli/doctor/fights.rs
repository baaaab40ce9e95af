//! Settings that are good each for itself and together do what nobody wants.

use platform::db::Location;

use super::Verdict;
use crate::settings::Settings;

/// Every pair that fights, in one line.
pub(super) fn fights(settings: &Settings) -> Verdict {
    let found: Vec<&str> = RULES
        .iter()
        .filter(|(holds, _)| holds(settings))
        .map(|(_, said)| *said)
        .collect();
    if found.is_empty() {
        return Verdict::Good("none stands in the way of another".to_owned());
    }
    Verdict::Odd(found.join("; "))
}

/// Whether it holds, and what to do then.
type Rule = (fn(&Settings) -> bool, &'static str);

const RULES: &[Rule] = &[
    (
        |of| of.https() && of.trusted_proxy.is_empty(),
        "public_url is https, so a proxy stands in front, but trusted_proxy names none: every client counts as that proxy",
    ),
    (
        |of| of.https() && of.trusted_proxy.iter().all(std::net::IpAddr::is_loopback) && listens_elsewhere(of),
        "public_url is https, but other machines can reach `listen` directly over plain HTTP: listen on 127.0.0.1",
    ),
    (
        |of| !of.trusted_proxy.is_empty() && of.public_url == format!("http://{}", of.listen[0]),
        "trusted_proxy names a proxy, but public_url is the server's own address: set it to the address that people use",
    ),
    (
        |of| of.https() && of.allow_origin.iter().any(platform::http::Origin::is_plain),
        "allow_origin names a page that comes over plain HTTP, where others can change it: name its https:// address",
    ),
    (
        |of| of.insecure_lan && !of.serves(&assessment::MANIFEST),
        "insecure_lan is for exams, but the module assessment does not run: leave it out",
    ),
    (
        |of| of.metrics_listen.is_some_and(|addr| of.listen.contains(&addr)),
        "metrics_listen is one of the addresses in `listen`: give the figures a port of their own",
    ),
    (
        |of| of.metrics_public && of.metrics_listen.is_some(),
        "metrics_public shows everybody what metrics_listen keeps for operators: leave out one of the two",
    ),
    (
        |of| of.access_minutes > of.refresh_days.saturating_mul(24 * 60),
        "access_minutes is longer than refresh_days: no session lasts longer than its refresh token",
    ),
    (
        |of| matches!(&of.database, Location::Postgres(url) if is_plain_and_far(url)),
        "the database is on another machine and its URL asks for no TLS: end it with ?sslmode=require",
    ),
];

fn listens_elsewhere(settings: &Settings) -> bool {
    settings.listen.iter().any(|addr| !addr.ip().is_loopback())
}

/// Whether a database on another machine is spoken to without TLS.
fn is_plain_and_far(url: &str) -> bool {
    let rest = url.split_once("://").map_or(url, |(_, rest)| rest);
    let authority = rest.split(['/', '?']).next().unwrap_or_default();
    let host = authority.rsplit_once('@').map_or(authority, |(_, host)| host);
    let near = ["localhost", "127.", "[::1]"];
    !url.contains("sslmode=require") && !host.is_empty() && !near.iter().any(|near| host.starts_with(near))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{settings::Given, wiring::MODULES};

    fn said(file: &str) -> String {
        let given: Given = toml::from_str(file).unwrap();
        match fights(&given.settle(MODULES).unwrap()) {
            Verdict::Good(_) => String::new(),
            Verdict::Odd(said) | Verdict::Bad(said) => said,
        }
    }

    #[test]
    fn settings_that_fit_are_left_in_peace() {
        for file in [
            "",
            "public_url = \"https://a.example\"\ntrusted_proxy = \"127.0.0.1\"",
            "public_url = \"https://a.example\"\ntrusted_proxy = \"10.0.0.1\"\nlisten = \"10.0.0.2:80\"",
            "database = \"postgres://u:p@db.example/d?sslmode=require\"",
            "database = \"postgres://u:p@localhost:5432/d\"",
        ] {
            assert_eq!(said(file), "", "{file}");
        }
    }

    #[test]
    fn settings_that_fight_are_named_with_what_to_do() {
        for (file, part) in [
            ("public_url = \"https://a.example\"", "trusted_proxy names none"),
            (
                "public_url = \"https://a.example\"\ntrusted_proxy = \"127.0.0.1\"\nlisten = \"0.0.0.0:80\"",
                "listen on 127.0.0.1",
            ),
            ("trusted_proxy = \"127.0.0.1\"", "the server's own address"),
            (
                "public_url = \"https://a.example\"\ntrusted_proxy = \"127.0.0.1\"\nallow_origin = \"http://b.example\"",
                "allow_origin",
            ),
            ("insecure_lan = true\nmodule = \"trackmate\"", "insecure_lan"),
            ("metrics_listen = \"127.0.0.1:8080\"", "a port of their own"),
            (
                "metrics_listen = \"127.0.0.1:9090\"\nmetrics_public = true",
                "metrics_public",
            ),
            ("access_minutes = 1440\nrefresh_days = 1\n", ""),
            ("database = \"postgres://u:p@db.example/d\"", "sslmode=require"),
        ] {
            assert!(said(file).contains(part), "{file}: {}", said(file));
        }
    }
}
