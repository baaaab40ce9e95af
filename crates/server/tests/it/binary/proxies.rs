//! Behind a real proxy that is set up by the very blocks that the operators' page shows.
//!
//! Only addresses and certificates are other ones. What is asked for goes wrong behind a proxy that is set up as most are:
//! sockets, streams, large uploads, secure cookies, and who the client is.

use std::{
    fmt::Write as _,
    fs,
    net::SocketAddr,
    path::Path,
    process::{Command, Stdio},
};

use serde_json::json;

use super::process::{Home, LIMIT, Process, Ran, Server, free_address, until};
use super::wire::{Came, Wire};

const EXAM_PASSWORD: &str = "rahasia-Panitia-77";

/// The block of a language in the operators' page.
fn block(language: &str) -> String {
    let page = include_str!("../../../../../docs/OPERATIONS.md");
    let start = format!("```{language}\n");
    let mut blocks = page.split(&start).skip(1);
    let block = blocks.next().and_then(|rest| rest.split("```").next());
    block.unwrap_or_else(|| panic!("no block of {language}")).to_owned()
}

/// Replaces what must be there, once.
#[track_caller]
fn replaced(text: &str, from: &str, to: &str) -> String {
    assert_eq!(text.matches(from).count(), 1, "{from:?} in {text}");
    text.replace(from, to)
}

/// Whether programs are there; says what is missing, and fails where tests may skip nothing.
#[expect(
    clippy::disallowed_methods,
    reason = "tests are told by the environment what they may skip"
)]
fn are_installed(programs: &[&str], may_miss: bool) -> bool {
    let missing: Vec<_> = programs
        .iter()
        .filter(|name| testkit::programs::find(name).is_none())
        .collect();
    let required = std::env::var("BALAI_TEST_REQUIRE_SERVICES").is_ok() && !may_miss;
    assert!(missing.is_empty() || !required, "not installed: {missing:?}");
    if !missing.is_empty() {
        println!("SKIPPED: not installed: {missing:?}");
    }
    missing.is_empty()
}

/// A proxy before a server; one address by TLS, and one without, on which a test can look at bytes.
struct Proxied {
    home: Home,
    server: Server,
    _proxy: Process,
    tls: SocketAddr,
    plain: SocketAddr,
}

/// Serves behind a proxy that is made by `start`.
fn proxied(start: impl Fn(&Home, &Server, SocketAddr, SocketAddr) -> Command) -> Proxied {
    let home = Home::new();
    let server = home.serve(&["--trusted-proxy", "127.0.0.1"]);
    let (tls, plain) = (free_address(), free_address());
    let log = fs::File::create(home.path().join("proxy.log")).unwrap();
    let mut command = start(&home, &server, tls, plain);
    command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(log);
    let mut proxy = Process(command.spawn().unwrap());
    until("the proxy", LIMIT, || {
        let said = || fs::read_to_string(home.path().join("proxy.log")).unwrap();
        assert!(proxy.0.try_wait().unwrap().is_none(), "{}", said());
        let listens = |addr| std::net::TcpStream::connect(addr).is_ok();
        (listens(tls) && listens(plain)).then_some(())
    });
    Proxied {
        home,
        server,
        _proxy: proxy,
        tls,
        plain,
    }
}

/// A certificate for `balai.example.org` that nobody trusts.
fn make_certificate(home: &Home) {
    let mut openssl = Command::new("openssl");
    openssl.current_dir(home.path());
    openssl.args("req -x509 -newkey rsa:2048 -nodes -days 2 -keyout balai.key -out balai.pem".split(' '));
    openssl.args([
        "-subj",
        "/CN=balai.example.org",
        "-addext",
        "subjectAltName=DNS:balai.example.org",
    ]);
    home.finish(openssl, "").expect(0);
}

fn nginx(home: &Home, server: &Server, tls: SocketAddr, plain: SocketAddr) -> Command {
    make_certificate(home);
    let path = |name: &str| home.path().join(name).display().to_string();
    let shown = block("nginx");
    let shown = replaced(&shown, "listen 443 ssl;", &format!("listen {tls} ssl; listen {plain};"));
    let shown = replaced(&shown, "/etc/ssl/balai.pem", &path("balai.pem"));
    let shown = replaced(&shown, "/etc/ssl/balai.key", &path("balai.key"));
    let shown = replaced(&shown, "http://127.0.0.1:8080", &format!("http://{}", server.addr));
    let mut config = format!(
        "daemon off; master_process off; pid {}; error_log stderr;\n",
        path("pid")
    );
    config += "events {}\nhttp {\naccess_log off;\n";
    for kept in ["client_body", "proxy", "fastcgi", "uwsgi", "scgi"] {
        writeln!(config, "{kept}_temp_path {};", path(kept)).unwrap();
    }
    fs::write(home.path().join("nginx.conf"), config + &shown + "}\n").unwrap();
    let program = if Path::new("/usr/sbin/nginx").exists() {
        "/usr/sbin/nginx"
    } else {
        "nginx"
    };
    let mut command = Command::new(program);
    command.args(["-e", "stderr", "-c", &path("nginx.conf"), "-p", &path("")]);
    command
}

fn caddy(home: &Home, server: &Server, tls: SocketAddr, plain: SocketAddr) -> Command {
    make_certificate(home);
    let shown = block("caddy");
    let own = replaced(&shown, "127.0.0.1:8080", &server.addr.to_string());
    // A site by TLS with the certificate that is there, and the same without TLS.
    let site = |address: String, more: &str| own.replacen("balai.example.org {", &format!("{address} {{\n{more}"), 1);
    let by_tls = site(
        format!("https://balai.example.org:{}", tls.port()),
        "tls balai.pem balai.key\n",
    );
    let bare = site(format!("http://balai.example.org:{}", plain.port()), "");
    let global = "{\nadmin off\nauto_https off\n}\n";
    fs::write(home.path().join("Caddyfile"), format!("{global}{by_tls}{bare}")).unwrap();
    let mut command = Command::new("caddy");
    command.args(["run", "--config", "Caddyfile", "--adapter", "caddyfile"]);
    command.current_dir(home.path()).env("HOME", home.path());
    command
}

impl Proxied {
    /// Asks by TLS, as a browser with a jar of cookies would.
    fn curl(&self, path: &str, arguments: &[&str]) -> Ran {
        let port = self.tls.port();
        let mut curl = Command::new("curl");
        curl.current_dir(self.home.path()).env("NO_PROXY", "*");
        curl.args(["-sS", "--cacert", "balai.pem", "-b", "jar", "-c", "jar"]);
        curl.args(["--resolve", &format!("balai.example.org:{port}:127.0.0.1")]);
        curl.args(arguments)
            .arg(format!("https://balai.example.org:{port}{path}"));
        self.home.finish(curl, "").expect(0)
    }

    /// A token against forged requests, asked for as a page of the server would.
    fn csrf(&self) -> String {
        let answer: serde_json::Value = serde_json::from_str(&self.curl("/api/v1/auth/csrf-token", &[]).out).unwrap();
        format!("X-XSRF-TOKEN: {}", answer["csrfToken"].as_str().unwrap())
    }

    fn origin(&self) -> String {
        format!("Origin: https://balai.example.org:{}", self.tls.port())
    }

    /// A change of exams, made as a page of the server would.
    fn change(&self, path: &str, more: &[&str]) -> Ran {
        let (csrf, origin) = (self.csrf(), self.origin());
        let named = ["-H", &csrf, "-H", &origin, "-w", "\n%{http_code}"];
        self.curl(path, &[&named, more].concat())
    }

    /// A stream or a socket of somebody who has just joined, by bare bytes.
    fn listens(&self, path: &str, name: &str, more: &str) -> Wire {
        let (_, token) = self.server.producer(name);
        let mut wire = Wire::to(self.plain);
        wire.send(format!(
            "GET {path} HTTP/1.1\r\nhost: balai.example.org:{}\r\nauthorization: Bearer {token}\r\n{more}\r\n",
            self.plain.port()
        ));
        wire
    }
}

/// Waits until what came holds a text, while the connection stays open.
fn hears(wire: &mut Wire, text: &str) {
    let heard = |wire: &Wire| String::from_utf8_lossy(wire.unread()).into_owned();
    while !heard(wire).contains(text) {
        let came = wire.wait(LIMIT);
        assert_eq!(came, Came::Bytes, "after {:?}", heard(wire));
    }
}

/// What has to go through any proxy that the page shows.
fn check_everything_goes_through(proxied: &Proxied) {
    // Exams log in: the cookie is secure because the proxy says that it speaks TLS, and the origin is the host's.
    let create = [
        "admin",
        "create",
        "--realm",
        "assessment",
        "--username",
        "panitia",
        "--role",
        "1",
    ];
    proxied.home.run_with(&create, &format!("{EXAM_PASSWORD}\n")).expect(0);
    let login = json!({"username": "panitia", "password": EXAM_PASSWORD}).to_string();
    let json = ["-H", "Content-Type: application/json", "-d", &login];
    proxied.change("/api/v1/auth/login", &json).says("\n200");
    let jar = fs::read_to_string(proxied.home.path().join("jar")).unwrap();
    let session = jar.lines().find(|line| line.contains("adm-token")).unwrap();
    assert_eq!(session.split('\t').nth(3), Some("TRUE"), "secure: {session}");
    proxied.curl("/api/v1/auth/check", &[]).says("true");

    // A large upload reaches the server, which says what is wrong with it.
    let large = proxied.home.path().join("large.zip");
    fs::write(&large, vec![7; 40 << 20]).unwrap();
    for version in ["--http2", "--http1.1", "--http1.1", "--http1.1"] {
        let refused = proxied.change("/api/v1/audio/bulk", &[version, "-F", "file=@large.zip"]);
        refused.says("{\"message\"").says("\n400");
    }

    // A socket opens, and a stream is heard while it stays open.
    let upgrade = "connection: Upgrade\r\nupgrade: websocket\r\nsec-websocket-version: 13\r\nsec-websocket-key: \
                   dGhlIHNhbXBsZSBub25jZQ==\r\n";
    let mut socket = proxied.listens("/v1/conversationthreads/socket", "tumini", upgrade);
    let opened = socket.head();
    assert!(opened.line.contains(" 101 "), "{opened:#?}");
    hears(&mut socket, r#""event":"ready""#);
    let mut stream = proxied.listens("/v1/conversationthreads/stream", "sutini", "");
    let opened = stream.head().expect(200);
    assert!(opened.head.contains("text/event-stream"), "{opened:#?}");
    hears(&mut stream, "retry: ");

    // What comes through the proxy is no call of this machine, whatever it says of itself.
    let asked = ["-H", "X-Forwarded-For: 6.6.6.6", "-w", "\n%{http_code}"];
    proxied.curl("/metrics", &asked).says("\n404");
    let log = proxied.server.err();
    assert!(!log.contains("ip=6.6.6.6"), "{log}");
}

#[test]
fn everything_goes_through_nginx_as_the_page_sets_it_up() {
    if are_installed(&["nginx", "openssl", "curl"], false) {
        check_everything_goes_through(&proxied(nginx));
    }
}

#[test]
fn everything_goes_through_caddy_as_the_page_sets_it_up() {
    if are_installed(&["caddy", "openssl", "curl"], true) {
        check_everything_goes_through(&proxied(caddy));
    }
}
