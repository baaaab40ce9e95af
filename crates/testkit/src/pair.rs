//! A PostgreSQL and its standby, for whoever tries what becomes of writes when one dies.
#![expect(clippy::expect_used, reason = "a test without its databases cannot go on")]

use std::{
    fs::{self, File},
    net::{SocketAddr, TcpListener},
    path::{Path, PathBuf},
    process::{Child, Command, Stdio},
    time::{Duration, Instant},
};

use crate::programs;

/// Longest wait for a program that starts.
const LIMIT: Duration = Duration::from_secs(60);

#[expect(clippy::disallowed_methods, reason = "another program starts by the machine's time")]
fn until<T>(what: &str, mut ask: impl FnMut() -> Option<T>) -> T {
    let start = Instant::now();
    loop {
        if let Some(answer) = ask() {
            return answer;
        }
        assert!(start.elapsed() < LIMIT, "{what}: not within {LIMIT:?}");
        std::thread::sleep(Duration::from_millis(15));
    }
}

fn free_address() -> SocketAddr {
    let free = TcpListener::bind("127.0.0.1:0").and_then(|listener| listener.local_addr());
    free.expect("a free port")
}

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
    process: Option<Child>,
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
        let done = command(&self.programs.join(program))
            .args(arguments)
            .output()
            .expect("what a pair of databases needs");
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
        fs::write(self.data.join("postgresql.conf"), text).expect("what a pair of databases needs");
    }

    fn start(&mut self) {
        let log = File::create(self.data.with_extension("log")).expect("what a pair of databases needs");
        let mut command = command(&self.programs.join("postgres"));
        command.arg("-D").arg(&self.data).stdout(Stdio::null()).stderr(log);
        self.process = Some(command.spawn().expect("what a pair of databases needs"));
        until("a database", || self.ask("select 1").filter(|answer| answer == "1"));
    }

    fn kill(&mut self) {
        if let Some(mut process) = self.process.take() {
            // It may be gone already.
            let _ = process.kill();
            let _ = process.wait();
        }
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
            .expect("what a pair of databases needs");
        done.status
            .success()
            .then(|| String::from_utf8_lossy(&done.stdout).trim().to_owned())
    }
}

impl Drop for Postgres {
    fn drop(&mut self) {
        self.kill();
    }
}

/// A primary whose commits wait for its standby.
pub struct DatabasePair {
    primary: Postgres,
    standby: Postgres,
    _folder: tempfile::TempDir,
}

impl DatabasePair {
    /// Starts both, if PostgreSQL's programs are there. Blocks.
    ///
    /// # Panics
    /// If they are not although `BALAI_TEST_REQUIRE_SERVICES` asks for it, or if one does not start.
    pub fn start() -> Option<Self> {
        let programs = find_programs()?;
        let folder = tempfile::Builder::new()
            .prefix("balai-failover-")
            .tempdir()
            .expect("what a pair of databases needs");
        // Whoever runs PostgreSQL has to get in.
        let open = std::os::unix::fs::PermissionsExt::from_mode(0o777);
        fs::set_permissions(folder.path(), open).expect("what a pair of databases needs");
        let (primary, standby) = pair(&programs, folder.path());
        Some(Self {
            primary,
            standby,
            _folder: folder,
        })
    }

    /// Where to write, whichever of the two takes it.
    pub fn url(&self) -> String {
        let (one, other) = (self.primary.addr, self.standby.addr);
        format!("postgres://balai@{one},{other}/balai?target_session_attrs=read-write")
    }

    /// The primary dies, and the other takes over. Blocks.
    ///
    /// # Panics
    /// If it does not.
    pub fn fail_over(&mut self) {
        self.primary.kill();
        let promoted = self.standby.data.to_str().expect("what a pair of databases needs");
        self.standby.run("pg_ctl", &["promote", "-D", promoted]);
    }
}

fn pair(programs: &Path, folder: &Path) -> (Postgres, Postgres) {
    let mut primary = Postgres::at(programs, folder, "primary");
    primary.run(
        "initdb",
        &[
            "-D",
            primary.data.to_str().expect("what a pair of databases needs"),
            "--username=postgres",
            "--auth=trust",
            "--encoding=UTF8",
            "--no-sync",
        ],
    );
    let open = "host all all 127.0.0.1/32 trust\nhost replication all 127.0.0.1/32 trust\n";
    fs::write(primary.data.join("pg_hba.conf"), open).expect("what a pair of databases needs");
    primary.configure("");
    primary.start();
    primary
        .ask("create role balai login")
        .expect("what a pair of databases needs");
    primary
        .ask("create database balai owner balai")
        .expect("what a pair of databases needs");
    let mut standby = Postgres::at(programs, folder, "standby");
    let (port, data) = (
        primary.addr.port().to_string(),
        standby
            .data
            .to_str()
            .expect("what a pair of databases needs")
            .to_owned(),
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
    primary
        .ask("alter system set synchronous_standby_names = '*'")
        .expect("what a pair of databases needs");
    primary
        .ask("select pg_reload_conf()")
        .expect("what a pair of databases needs");
    until("a standby that is waited for", || {
        primary
            .ask("select count(*) from pg_stat_replication where sync_state = 'sync'")
            .filter(|count| count == "1")
    });
    (primary, standby)
}
