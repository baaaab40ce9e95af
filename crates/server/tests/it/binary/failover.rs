//! A PostgreSQL that dies in the middle of writes, and its standby that takes over: what was acknowledged is there, the rest failed
//! with a word, and no server was started again.

use std::{
    fs::{self, File},
    net::SocketAddr,
    path::{Path, PathBuf},
    process::{Command, Stdio},
    sync::{
        Arc, Mutex,
        atomic::{AtomicBool, Ordering},
    },
    time::{Duration, Instant},
};

use serde_json::json;
use testkit::programs;

use super::process::{Api, Home, LIMIT, Process, Server, free_address, until};

/// Who writes at the same time.
const WRITERS: usize = 4;
/// Longest that a write may be without an answer: somebody waits for it.
const PATIENCE: Duration = Duration::from_secs(20);

/// The folder of PostgreSQL's programs, the newest if there are several; some distributions keep them out of `PATH`.
fn find_programs() -> Option<PathBuf> {
    let versions = fs::read_dir("/usr/lib/postgresql").into_iter().flatten().flatten();
    let folders = versions.map(|version| version.path().join("bin"));
    let mut all: Vec<PathBuf> = folders.filter(|folder| folder.join("pg_basebackup").exists()).collect();
    all.sort();
    let found = all
        .pop()
        .or_else(|| Some(programs::find("pg_basebackup")?.parent()?.to_owned()));
    if found.is_none() {
        programs::require("pg_basebackup");
    }
    found
}

/// PostgreSQL does not run as root.
fn command(program: &Path) -> Command {
    let is_root = fs::metadata("/proc/self").is_ok_and(|own| std::os::unix::fs::MetadataExt::uid(&own) == 0);
    let mut command = if is_root {
        let mut command = Command::new("setpriv");
        command
            .args(["--reuid=postgres", "--regid=postgres", "--init-groups", "--"])
            .arg(program);
        command
    } else {
        Command::new(program)
    };
    command.stdin(Stdio::null()).current_dir("/");
    command
}

/// A PostgreSQL of this test.
struct Postgres {
    programs: PathBuf,
    data: PathBuf,
    addr: SocketAddr,
    process: Option<Process>,
}

impl Postgres {
    fn at(programs: &Path, folder: &Path, name: &str) -> Self {
        Self {
            programs: programs.to_owned(),
            data: folder.join(name),
            addr: free_address(),
            process: None,
        }
    }

    fn run(&self, program: &str, arguments: &[&str]) {
        let done = command(&self.programs.join(program)).args(arguments).output().unwrap();
        assert!(
            done.status.success(),
            "{program}: {}",
            String::from_utf8_lossy(&done.stderr)
        );
    }

    fn configure(&self, more: &str) {
        let port = self.addr.port();
        let text = format!(
            "listen_addresses = '127.0.0.1'\nport = {port}\nunix_socket_directories = ''\nfsync = off\nwal_level = replica\n\
             max_wal_senders = 4\nwal_retrieve_retry_interval = 100ms\nhot_standby = on\n{more}\n"
        );
        fs::write(self.data.join("postgresql.conf"), text).unwrap();
    }

    fn start(&mut self) {
        let log = File::create(self.data.with_extension("log")).unwrap();
        let mut command = command(&self.programs.join("postgres"));
        command.arg("-D").arg(&self.data).stdout(Stdio::null()).stderr(log);
        self.process = Some(Process(command.spawn().unwrap()));
        until("a database", LIMIT, || {
            self.ask("select 1").filter(|answer| answer == "1")
        });
    }

    /// What a statement answers, by the database's owner of everything.
    fn ask(&self, statement: &str) -> Option<String> {
        let port = self.addr.port().to_string();
        let done = command(&self.programs.join("psql"))
            .args([
                "-XqtA",
                "-h",
                "127.0.0.1",
                "-p",
                &port,
                "-U",
                "postgres",
                "-d",
                "postgres",
                "-c",
                statement,
            ])
            .output()
            .unwrap();
        done.status
            .success()
            .then(|| String::from_utf8_lossy(&done.stdout).trim().to_owned())
    }
}

/// A primary whose commits wait for its standby.
pub(super) struct Pair {
    primary: Postgres,
    standby: Postgres,
    _folder: tempfile::TempDir,
}

impl Pair {
    /// Starts both, if PostgreSQL's programs are there.
    pub(super) fn start() -> Option<Self> {
        let programs = find_programs()?;
        let folder = tempfile::Builder::new().prefix("balai-failover-").tempdir().unwrap();
        // Whoever runs PostgreSQL has to get in.
        let open = std::os::unix::fs::PermissionsExt::from_mode(0o777);
        fs::set_permissions(folder.path(), open).unwrap();
        let (primary, standby) = pair(&programs, folder.path());
        Some(Self {
            primary,
            standby,
            _folder: folder,
        })
    }

    /// Where to write, whichever of the two takes it.
    pub(super) fn url(&self) -> String {
        let (one, other) = (self.primary.addr, self.standby.addr);
        format!("postgres://balai@{one},{other}/balai?target_session_attrs=read-write")
    }

    /// The primary dies, and the other takes over.
    pub(super) fn fail_over(&mut self) {
        self.primary.process = None;
        let promoted = self.standby.data.to_str().unwrap();
        self.standby.run("pg_ctl", &["promote", "-D", promoted]);
    }
}

fn pair(programs: &Path, folder: &Path) -> (Postgres, Postgres) {
    let mut primary = Postgres::at(programs, folder, "primary");
    primary.run(
        "initdb",
        &[
            "-D",
            primary.data.to_str().unwrap(),
            "--username=postgres",
            "--auth=trust",
            "--encoding=UTF8",
            "--no-sync",
        ],
    );
    let open = "host all all 127.0.0.1/32 trust\nhost replication all 127.0.0.1/32 trust\n";
    fs::write(primary.data.join("pg_hba.conf"), open).unwrap();
    primary.configure("");
    primary.start();
    primary.ask("create role balai login").unwrap();
    primary.ask("create database balai owner balai").unwrap();
    let mut standby = Postgres::at(programs, folder, "standby");
    let (port, data) = (
        primary.addr.port().to_string(),
        standby.data.to_str().unwrap().to_owned(),
    );
    standby.run(
        "pg_basebackup",
        &[
            "-h",
            "127.0.0.1",
            "-p",
            &port,
            "-U",
            "postgres",
            "-D",
            &data,
            "-R",
            "-X",
            "stream",
            "-c",
            "fast",
        ],
    );
    standby.configure("");
    standby.start();
    primary.ask("alter system set synchronous_standby_names = '*'").unwrap();
    primary.ask("select pg_reload_conf()").unwrap();
    until("a standby that is waited for", LIMIT, || {
        primary
            .ask("select count(*) from pg_stat_replication where sync_state = 'sync'")
            .filter(|count| count == "1")
    });
    (primary, standby)
}

/// What a writer was told.
#[derive(Default)]
struct Told {
    /// Products that were acknowledged, and when.
    kept: Vec<(String, Instant)>,
    refused: usize,
    slowest: Duration,
}

fn write_until(stop: &AtomicBool, api: &Api, told: &Mutex<Told>, writer: usize) {
    for number in 0.. {
        if stop.load(Ordering::Relaxed) {
            return;
        }
        let body = json!({"name": format!("Kopi {writer}-{number}"), "price": 1000, "category": 1});
        let begun = Instant::now();
        let answer = api
            .try_call("POST", "/products", Some(&body))
            .expect("an answer, whatever it says");
        let mut told = told.lock().unwrap();
        told.slowest = told.slowest.max(begun.elapsed());
        match answer.status {
            201 => {
                let id = answer.json()["data"]["productId"].as_str().unwrap().to_owned();
                told.kept.push((id, Instant::now()));
            }
            503 => told.refused += 1,
            other => panic!("{other}: {answer:?}"),
        }
    }
}

fn count(told: &Mutex<Told>) -> usize {
    told.lock().unwrap().kept.len()
}

#[test]
fn a_standby_takes_over_and_nothing_acknowledged_is_lost() {
    let Some(mut databases) = Pair::start() else { return };
    let url = databases.url();
    let home = Home::new();
    let server: Server = home.serve(&["--database", &url]);
    let (api, _) = server.producer("rina");
    let told: Vec<Arc<Mutex<Told>>> = (0..WRITERS).map(|_| Arc::default()).collect();
    let stop = AtomicBool::new(false);
    std::thread::scope(|scope| {
        for (writer, told) in told.iter().enumerate() {
            let (stop, api) = (&stop, api.clone());
            scope.spawn(move || write_until(stop, &api, told, writer));
        }
        let all = |least: usize| told.iter().all(|told| count(told) >= least).then_some(());
        until("writes", LIMIT, || all(20));
        databases.fail_over();
        let before: Vec<usize> = told.iter().map(|told| count(told)).collect();
        let go_on = || {
            told.iter()
                .zip(&before)
                .all(|(told, before)| count(told) >= before + 20)
                .then_some(())
        };
        until("writes at the other one", LIMIT, go_on);
        stop.store(true, Ordering::Relaxed);
    });
    let mut kept = 0;
    for told in &told {
        let told = told.lock().unwrap();
        assert!(told.slowest < PATIENCE, "somebody waited for {:?}", told.slowest);
        for (id, _) in &told.kept {
            api.get(&format!("/products/{id}")).expect(200);
        }
        kept += told.kept.len();
    }
    let refused: usize = told.iter().map(|told| told.lock().unwrap().refused).sum();
    let kept_at = told.iter().flat_map(|told| told.lock().unwrap().kept.clone());
    let mut moments: Vec<Instant> = kept_at.map(|(_, at)| at).collect();
    moments.sort_unstable();
    let gaps = moments.windows(2).map(|pair| pair[1].duration_since(pair[0]));
    println!(
        "{kept} kept, {refused} refused; nobody was served for {:?}",
        gaps.max().unwrap()
    );
    assert!(server.is_ready());
}
