//! An exam day: many people log in and start at once, answer for a while, some lose their network or reload, some stream
//! video, supervisors watch, and all hand in within a minute. At the end every acknowledged answer is compared with what the
//! server has.
//!
//! `cargo bench --profile dist -p server --bench exam_day` starts the real binary (fsync and all) over a data folder of its
//! own and plays the people beside it, on the same machine, over real connections. It prints what it measured; it asserts
//! nothing but that nothing was lost.
//!
//! Settings from the environment: `DAY_PEOPLE` (3000), `DAY_MINUTES` (10: how long they answer), `DAY_EVERY` (15: seconds
//! between two saves of somebody), `DAY_START_WITHIN` (10 s), `DAY_HAND_IN_WITHIN` (60 s), `DAY_VIDEO` (300: how many stream
//! 300 KB every ten seconds), `DAY_SUPERVISORS` (20), `DAY_KILLS` (0: how often the server is killed and started again),
//! `DAY_DATABASE` (empty: SQLite; else the address of a PostgreSQL database), `DAY_SERVERS` (1: how many share it, with a broker if
//! `nats-server` is there), `DAY_FAIL_OVER` (0; 1: a PostgreSQL of its own dies in the middle, and its standby takes over), `DAY_DIR`
//! (a temporary folder).
//!
//! How they get the paper: `DAY_TOGETHER` (0; 1: whoever has checked in waits for all others, and then all start within one
//! second), `DAY_PREFETCH` (0; 1: they fetch it sealed before they start, and need only its key then), `DAY_SHUFFLED` (0; 1: each
//! is asked in an order of their own). The line "start until read" is what is compared: from the request to start until the
//! questions are there.

#![expect(
    clippy::expect_used,
    clippy::panic,
    clippy::print_stdout,
    clippy::disallowed_methods,
    reason = "a benchmark stops at the first surprise"
)]

mod figures;
mod hall;
mod line;
mod paper;
mod person;
mod server;

use std::{
    path::PathBuf,
    sync::Arc,
    time::{Duration, Instant},
};

use figures::Figures;
use hall::Hall;
use person::Person;
use server::Server;
use testkit::DatabasePair;
use tokio::sync::Barrier;

/// How the day goes.
#[derive(Debug, Clone)]
pub(crate) struct Plan {
    pub(crate) people: usize,
    pub(crate) answering: Duration,
    pub(crate) every: Duration,
    pub(crate) start_within: Duration,
    pub(crate) hand_in_within: Duration,
    pub(crate) video: usize,
    pub(crate) supervisors: usize,
    pub(crate) kills: usize,
    pub(crate) database: String,
    /// How many servers share the database.
    pub(crate) servers: usize,
    /// Whether all wait for each other before they start.
    pub(crate) together: bool,
    /// Whether they fetch the paper sealed before they start.
    pub(crate) prefetch: bool,
    /// Whether each is asked in an order of their own.
    pub(crate) shuffled: bool,
}

fn setting(name: &str, default: f64) -> f64 {
    let text = std::env::var(name).ok();
    text.and_then(|text| text.parse().ok()).unwrap_or(default)
}

#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "counts that somebody typed"
)]
fn count(name: &str, default: usize) -> usize {
    let default = u32::try_from(default).unwrap_or(u32::MAX);
    setting(name, f64::from(default)) as usize
}

impl Plan {
    fn from_environment() -> Self {
        let seconds = |name, default| Duration::from_secs_f64(setting(name, default));
        Self {
            people: count("DAY_PEOPLE", 3_000),
            answering: seconds("DAY_MINUTES", 10.0) * 60,
            every: seconds("DAY_EVERY", 15.0),
            start_within: seconds("DAY_START_WITHIN", 10.0),
            hand_in_within: seconds("DAY_HAND_IN_WITHIN", 60.0),
            video: count("DAY_VIDEO", 300),
            supervisors: count("DAY_SUPERVISORS", 20),
            kills: count("DAY_KILLS", 0),
            database: std::env::var("DAY_DATABASE").unwrap_or_default(),
            servers: count("DAY_SERVERS", 1).max(1),
            together: count("DAY_TOGETHER", 0) > 0,
            prefetch: count("DAY_PREFETCH", 0) > 0,
            shuffled: count("DAY_SHUFFLED", 0) > 0,
        }
    }
}

fn main() {
    if std::env::args().any(|argument| argument == "--test") {
        // `cargo test --benches` only checks that it starts.
        return;
    }
    let mut plan = Plan::from_environment();
    let kept = tempfile::tempdir().expect("a temporary folder");
    let dir = std::env::var("DAY_DIR").map_or_else(|_| kept.path().to_owned(), PathBuf::from);
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .worker_threads(2)
        .enable_all()
        .build()
        .expect("a runtime");
    let databases = (count("DAY_FAIL_OVER", 0) > 0).then(|| DatabasePair::start().expect("PostgreSQL's programs"));
    if let Some(databases) = &databases {
        plan.database = databases.url();
    }
    runtime.block_on(play(plan, dir, databases));
}

async fn play(plan: Plan, dir: PathBuf, databases: Option<DatabasePair>) {
    println!(
        "{} people, a save each {:?} for {:?}, {} with video, {} supervisors, {} kills, {} servers, {}{}.",
        plan.people,
        plan.every,
        plan.answering,
        plan.video,
        plan.supervisors,
        plan.kills,
        plan.servers,
        if plan.database.is_empty() {
            "SQLite"
        } else {
            "PostgreSQL"
        },
        if databases.is_some() { " that fails over" } else { "" },
    );
    println!(
        "They start {}; the paper is {} and comes {}.",
        if plan.together { "all at once" } else { "as they come" },
        if plan.shuffled { "shuffled" } else { "the same for all" },
        if plan.prefetch {
            "sealed, ahead"
        } else {
            "after the start"
        },
    );
    let server = Arc::new(Server::start(&dir, &plan).await);
    let hall = Arc::new(Hall::fill(&server, &plan).await);
    let figures = Arc::new(Figures::default());
    let watching = hall.watch(&server, plan.supervisors, &figures);
    let began = Instant::now();
    let gathering = Arc::new(Barrier::new(plan.people));
    let people = (0..plan.people).map(|number| {
        let person = Person::new(number, &plan, server.clone(), hall.clone(), figures.clone());
        tokio::spawn(person.sit(began, gathering.clone()))
    });
    let people: Vec<_> = people.collect();
    let killing = tokio::spawn(server::kill_now_and_then(server.clone(), plan.clone()));
    let failing = databases.map(|databases| tokio::spawn(server::fail_over(databases, plan.clone())));
    let (mut lost, mut checked, mut unfinished) = (0, 0, 0);
    for person in people {
        match person.await {
            Ok(Some(told)) => {
                lost += told.lost;
                checked += told.checked;
            }
            _ => unfinished += 1,
        }
    }
    killing.abort();
    // The pair of databases stays until everything is compared.
    if let Some(failing) = failing {
        failing.abort();
    }
    watching.iter().for_each(tokio::task::JoinHandle::abort);
    figures.print(began.elapsed());
    println!("Largest memory of the server: {:.0} MiB.", server.largest_memory());
    println!(
        "{checked} acknowledged answers compared with what is stored, {lost} lost; {unfinished} people did not finish."
    );
    assert!(lost == 0, "acknowledged answers were lost");
}
