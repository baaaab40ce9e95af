//! The server: a process of its own, killed and started again where the plan says so.

use std::{
    path::{Path, PathBuf},
    process::{Child, Command, Stdio},
    sync::{Arc, Mutex, PoisonError},
    time::Duration,
};

use assessment::{NewAdmin, Role};
use platform::{Clock, Ctx, auth::password::Cost, id::RequestId};
use server::{app::App, settings::Given, wiring};

use crate::Plan;

/// What administrators log in with.
pub(crate) const PASSWORD: &str = "exam-day-password";

pub(crate) struct Server {
    pub(crate) port: u16,
    dir: PathBuf,
    database: String,
    child: Mutex<Child>,
    /// Kilobytes, over all processes.
    largest: Mutex<f64>,
}

impl Drop for Server {
    fn drop(&mut self) {
        let mut child = self.child.lock().unwrap_or_else(PoisonError::into_inner);
        let _ = child.kill();
        let _ = child.wait();
    }
}

impl Server {
    /// Makes an administrator and a supervisor, and starts.
    pub(crate) fn start(dir: &Path, database: &str) -> Self {
        make_administrators(dir, database);
        let listener = std::net::TcpListener::bind("127.0.0.1:0").expect("a free port");
        let port = listener.local_addr().expect("an address").port();
        drop(listener);
        let child = run(dir, database, port);
        Self {
            port,
            dir: dir.to_owned(),
            database: database.to_owned(),
            child: Mutex::new(child),
            largest: Mutex::new(0.0),
        }
    }

    /// Ends the process at once, as a power cut does, and starts it again.
    fn kill(&self) {
        self.note_memory();
        let mut child = self.child.lock().unwrap_or_else(PoisonError::into_inner);
        child.kill().expect("a process to kill");
        child.wait().expect("its end");
        *child = run(&self.dir, &self.database, self.port);
    }

    fn note_memory(&self) {
        let id = self.child.lock().unwrap_or_else(PoisonError::into_inner).id();
        let status = std::fs::read_to_string(format!("/proc/{id}/status")).unwrap_or_default();
        let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
        let kib = line
            .and_then(|line| line.trim().strip_suffix(" kB")?.trim().parse().ok())
            .unwrap_or(0.0);
        let mut largest = self.largest.lock().unwrap_or_else(PoisonError::into_inner);
        *largest = largest.max(kib);
    }

    /// MiB.
    pub(crate) fn largest_memory(&self) -> f64 {
        self.note_memory();
        *self.largest.lock().unwrap_or_else(PoisonError::into_inner) / 1024.0
    }
}

fn make_administrators(dir: &Path, database: &str) {
    let dir = dir.to_owned();
    let given = Given {
        data: Some(dir.join("data")),
        database: Some(database.to_owned()).filter(|address| !address.is_empty()),
        ..Given::default()
    };
    let make = move || {
        let runtime = tokio::runtime::Runtime::new().expect("a runtime");
        runtime.block_on(async {
            let settings = given.settle(wiring::MODULES).expect("settings");
            let app = App::open(&settings, Clock::system(), Cost::cheap(), None)
                .await
                .expect("an application");
            for role in [Role::Administrator, Role::Proctor] {
                let new = NewAdmin {
                    username: role.name().to_owned(),
                    role_id: role.id(),
                    password: PASSWORD.to_owned(),
                };
                let ctx = Ctx::new(Clock::system(), RequestId::random());
                app.wired
                    .assessment
                    .create_admin(&ctx, None, new, None)
                    .await
                    .expect("an administrator");
            }
            app.db.close().await;
        });
    };
    std::thread::spawn(make).join().expect("administrators");
}

fn run(dir: &Path, database: &str, port: u16) -> Child {
    let log = std::fs::OpenOptions::new()
        .create(true)
        .append(true)
        .open(dir.join("server.log"));
    let mut command = Command::new(env!("CARGO_BIN_EXE_balai"));
    command
        .args([
            "serve",
            "--module",
            "assessment",
            "--listen",
            &format!("127.0.0.1:{port}"),
            "--data",
        ])
        .arg(dir.join("data"))
        .stdout(Stdio::null())
        .stderr(log.expect("a log"));
    if !database.is_empty() {
        command.args(["--database", database]);
    }
    command.spawn().expect("the binary")
}

/// Kills the server as often as the plan says, spread over the time of answering.
pub(crate) async fn kill_now_and_then(server: Arc<Server>, plan: Plan) {
    let Ok(kills) = u32::try_from(plan.kills) else { return };
    for _ in 0..kills {
        tokio::time::sleep(plan.answering / (kills + 1)).await;
        let server = server.clone();
        tokio::task::spawn_blocking(move || server.kill())
            .await
            .expect("a kill");
    }
    // What is left of the day passes without.
    tokio::time::sleep(Duration::MAX).await;
}
