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

use testkit::{DatabasePair, Nats};

use crate::{Plan, line::Doors};

/// What administrators log in with.
pub(crate) const PASSWORD: &str = "exam-day-password";

pub(crate) struct Server {
    ports: Arc<[u16]>,
    dir: PathBuf,
    database: String,
    /// The broker by which several hear of each other.
    nats: Option<Nats>,
    children: Mutex<Vec<Child>>,
    /// Kilobytes, over all processes.
    largest: Mutex<f64>,
}

impl Drop for Server {
    fn drop(&mut self) {
        for child in self.children.lock().unwrap_or_else(PoisonError::into_inner).iter_mut() {
            let _ = child.kill();
            let _ = child.wait();
        }
    }
}

impl Server {
    /// Makes an administrator and a supervisor, and starts as many as the plan says.
    pub(crate) async fn start(dir: &Path, plan: &Plan) -> Self {
        make_administrators(dir, &plan.database);
        let free = || {
            let listener = std::net::TcpListener::bind("127.0.0.1:0").expect("a free port");
            listener.local_addr().expect("an address").port()
        };
        let server = Self {
            ports: (0..plan.servers).map(|_| free()).collect(),
            dir: dir.to_owned(),
            database: plan.database.clone(),
            nats: if plan.servers > 1 { Nats::start().await } else { None },
            children: Mutex::default(),
            largest: Mutex::new(0.0),
        };
        let children = (0..plan.servers).map(|number| server.run(number)).collect();
        *server.children.lock().unwrap_or_else(PoisonError::into_inner) = children;
        server
    }

    /// Where to come in.
    pub(crate) fn doors(&self) -> Doors {
        Doors::of(&self.ports)
    }

    /// Ends a process at once, as a power cut does, and starts it again.
    fn kill(&self, number: usize) {
        self.note_memory();
        let mut children = self.children.lock().unwrap_or_else(PoisonError::into_inner);
        let number = number % children.len();
        children[number].kill().expect("a process to kill");
        children[number].wait().expect("its end");
        children[number] = self.run(number);
    }

    fn run(&self, number: usize) -> Child {
        let log = std::fs::OpenOptions::new()
            .create(true)
            .append(true)
            .open(self.dir.join(format!("server-{number}.log")));
        let mut command = Command::new(env!("CARGO_BIN_EXE_balai"));
        let (data, own) = (self.dir.join("data"), self.dir.join(format!("data-{number}")));
        command
            .args(["serve", "--module", "assessment", "--listen"])
            .arg(format!("127.0.0.1:{}", self.ports[number]))
            .arg("--data")
            .arg(if number == 0 { &data } else { &own })
            .arg("--keys")
            .arg(data.join("keys.json"))
            .arg("--media")
            .arg(data.join("media"))
            .stdout(Stdio::null())
            .stderr(log.expect("a log"));
        if !self.database.is_empty() {
            command.args(["--database", &self.database]);
        }
        if let Some(nats) = &self.nats {
            command.args(["--nats", &nats.url()]);
        }
        command.spawn().expect("the binary")
    }

    fn note_memory(&self) {
        let children = self.children.lock().unwrap_or_else(PoisonError::into_inner);
        for child in children.iter() {
            let status = std::fs::read_to_string(format!("/proc/{}/status", child.id())).unwrap_or_default();
            let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
            let kib = line
                .and_then(|line| line.trim().strip_suffix(" kB")?.trim().parse().ok())
                .unwrap_or(0.0);
            let mut largest = self.largest.lock().unwrap_or_else(PoisonError::into_inner);
            *largest = largest.max(kib);
        }
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

/// Kills a server as often as the plan says, one after another, spread over the time of answering.
pub(crate) async fn kill_now_and_then(server: Arc<Server>, plan: Plan) {
    let Ok(kills) = u32::try_from(plan.kills) else { return };
    for number in 0..plan.kills {
        tokio::time::sleep(plan.answering / (kills + 1)).await;
        let server = server.clone();
        tokio::task::spawn_blocking(move || server.kill(number))
            .await
            .expect("a kill");
    }
    // What is left of the day passes without.
    tokio::time::sleep(Duration::MAX).await;
}

/// Lets the database's standby take over in the middle of answering; keeps both until the end.
pub(crate) async fn fail_over(mut databases: DatabasePair, plan: Plan) {
    tokio::time::sleep(plan.answering / 2).await;
    let taken_over = tokio::task::spawn_blocking(move || {
        databases.fail_over();
        databases
    });
    let _kept = taken_over.await.expect("a standby that takes over");
    tokio::time::sleep(Duration::MAX).await;
}
