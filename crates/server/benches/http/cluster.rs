//! One, two and three servers over one PostgreSQL with a broker, behind nginx: what each more costs and brings on one machine, whose
//! processors they share.

use std::{
    path::{Path, PathBuf},
    process::{Command, Stdio},
    time::{Duration, Instant},
};

use platform::db::Location;
use testkit::{Nats, TestDb, programs};

use crate::{
    ask::Ask,
    harness::{Case, Running, drive, free_port, memory_mib, start},
    services, storm, streams,
};

/// Until servers have heard of each other.
const SETTLES: Duration = Duration::from_secs(2);

pub(crate) fn compare(dir: &Path) {
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .build()
        .expect("a runtime");
    let found = (
        runtime.block_on(TestDb::postgres()),
        runtime.block_on(Nats::start()),
        programs::find("nginx"),
    );
    let (Some(test), Some(nats), Some(nginx)) = found else {
        println!(
            "\nSeveral servers are not measured: that takes PostgreSQL (`scripts/services start`), nats-server and nginx."
        );
        return;
    };
    let Location::Postgres(url) = &test.location else {
        unreachable!("a PostgreSQL")
    };
    let seeded = services::seed(dir, services::over(url), 1_000, 10_000);
    let keys = dir.join("data/keys.json");
    for count in 1..=3 {
        let shared = [url.clone(), nats.url(), keys.to_str().expect("a path").to_owned()];
        let servers = Servers::start(dir, count, &shared);
        let front = free_port();
        let _proxy = start_nginx(&nginx, &dir.join(format!("nginx-{count}")), front, &servers.ports());
        std::thread::sleep(SETTLES);
        let listing = Ask::get(format!("/v1/listings/{}", seeded.listing()));
        let listing = Case::new(dir, "one listing", 0.0, listing, "");
        let message = Case::new(dir, "send a message", 0.0, seeded.messages(front), "").over(64);
        println!("\n| servers | one listing req/s | p99 ms | messages/s | p99 ms |\n|---|---|---|---|---|");
        println!("| {count} | {} | {} |", drive(front, &listing), drive(front, &message));
        let first = servers.running().next().expect("a server");
        streams::measure(front, first, &seeded.pairs(front));
        let memory = servers
            .running()
            .map(|server| format!("{:.0}", memory_mib(server.id())));
        println!("Resident after it: {} MiB.", memory.collect::<Vec<_>>().join(", "));
    }
    drop(test);
    storm::compare(dir, &nginx);
}

/// Servers over one database, with the keys of all and folders of their own.
pub(crate) struct Servers {
    folders: Vec<PathBuf>,
    flags: Vec<String>,
    ports: Vec<u16>,
    running: Vec<Option<Running>>,
}

impl Servers {
    /// Starts so many over a database, a broker and keys.
    pub(crate) fn start(dir: &Path, count: usize, [database, nats, keys]: &[String; 3]) -> Self {
        let flags = [
            ("--database", database.as_str()),
            ("--nats", nats),
            ("--keys", keys),
            ("--messages-per-minute", "100000000"),
            ("--access-minutes", "1440"),
            ("--trusted-proxy", "127.0.0.1"),
            ("--postgres-connections", "12"),
        ];
        let flags = flags
            .into_iter()
            .flat_map(|(name, value)| [name.to_owned(), value.to_owned()]);
        let mut servers = Self {
            folders: (0..count)
                .map(|number| dir.join(format!("server-{count}-{number}")))
                .collect(),
            flags: flags.collect(),
            ports: (0..count).map(|_| free_port()).collect(),
            running: (0..count).map(|_| None).collect(),
        };
        for number in 0..count {
            servers.revive(number);
        }
        servers
    }

    pub(crate) fn ports(&self) -> Vec<u16> {
        self.ports.clone()
    }

    /// Those that run.
    fn running(&self) -> impl Iterator<Item = &Running> {
        self.running.iter().flatten()
    }

    /// Ends one as a power cut would.
    pub(crate) fn kill(&mut self, number: usize) {
        self.running[number] = None;
    }

    /// Ends one as an operator does.
    pub(crate) fn stop(&mut self, number: usize) {
        if let Some(server) = self.running[number].take() {
            server.stop();
        }
    }

    /// Starts one where it was.
    pub(crate) fn revive(&mut self, number: usize) {
        std::fs::create_dir_all(&self.folders[number]).expect("a folder");
        let flags: Vec<&str> = self.flags.iter().map(String::as_str).collect();
        self.running[number] = Some(start(&self.folders[number], self.ports[number], &flags).0);
    }
}

pub(crate) fn start_nginx(program: &Path, home: &Path, front: u16, ports: &[u16]) -> Running {
    std::fs::create_dir_all(home).expect("a folder");
    let servers: Vec<String> = ports.iter().map(|port| format!("server 127.0.0.1:{port};")).collect();
    let servers = servers.join(" ");
    let shown = home.display();
    let kept = ["client_body", "proxy", "fastcgi", "uwsgi", "scgi"];
    let kept = kept.map(|kept| format!("{kept}_temp_path {shown}/{kept};")).join(" ");
    let text = format!(
        "daemon off; master_process off; pid {shown}/pid; error_log {shown}/log;\n\
         events {{ worker_connections 8192; }}\n\
         http {{ access_log off; {kept}\n\
         upstream balai {{ least_conn; keepalive 64; {servers}}}\n\
         server {{ listen 127.0.0.1:{front}; keepalive_requests 1000000; location / {{ proxy_pass http://balai; proxy_http_version 1.1;\n\
         proxy_set_header Connection ''; proxy_set_header X-Forwarded-For $remote_addr; proxy_buffering off; proxy_read_timeout 1h; }} }} }}\n"
    );
    let conf = home.join("conf");
    std::fs::write(&conf, text).expect("a file");
    let child = Command::new(program)
        .arg("-e")
        .arg(home.join("log"))
        .arg("-p")
        .arg(home)
        .arg("-c")
        .arg(&conf)
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .expect("nginx");
    let (proxy, started) = (Running::of(child), Instant::now());
    while std::net::TcpStream::connect(("127.0.0.1", front)).is_err() {
        assert!(
            started.elapsed() < Duration::from_secs(10),
            "nginx did not start; see {shown}/log"
        );
        std::thread::sleep(Duration::from_millis(20));
    }
    proxy
}
