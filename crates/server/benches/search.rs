//! Searching a large catalogue: `cargo bench --profile dist -p server --bench search`.
//!
//! Fills a catalogue through the same use cases that clients call and asks it 32 times at once, in process, with everything
//! but the socket: search of the documented API, the results page with its facets, and suggestions. No two searches in a
//! round are alike, so that none is answered from memory. Prints a Markdown table for SQLite and, where
//! `BALAI_TEST_POSTGRES_URL` names a server for tests, for PostgreSQL; it asserts nothing.
//!
//! Settings from the environment: `BENCH_PRODUCTS` (100000), `BENCH_SECONDS` (5), `BENCH_DIR` (a temporary folder).

#![expect(
    clippy::expect_used,
    clippy::print_stdout,
    clippy::disallowed_methods,
    reason = "a benchmark stops at the first surprise"
)]

use std::{
    path::{Path, PathBuf},
    sync::{
        Arc,
        atomic::{AtomicUsize, Ordering},
    },
    time::{Duration, Instant},
};

use accounts::{NewAccount, Role};
use platform::{Clock, Ctx, auth::password::Cost, id::RequestId};
use serde_json::json;
use server::{app::App, settings::Given, wiring};
use testkit::Client;

const CONNECTIONS: usize = 32;
const MAKERS: usize = 50;
const PASSWORD: &str = "bench-password";
const PLACES: [&str; 6] = [
    "Garut, Jawa Barat",
    "Ubud, Bali",
    "Takengon, Aceh",
    "Malang, Jatim",
    "Gowa, Sulsel",
    "Jogja",
];

fn setting(name: &str, default: usize) -> usize {
    std::env::var(name)
        .ok()
        .and_then(|text| text.parse().ok())
        .unwrap_or(default)
}

/// Numbers that are the same in every run.
struct Dice(u64);

impl Dice {
    fn below(&mut self, most: usize) -> usize {
        self.0 = self
            .0
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(self.0 >> 33).expect("a small number") % most
    }

    /// A word of five thousand, the first ones far more often than the last, as in people's texts.
    fn word(&mut self) -> String {
        let most = 1 + self.below(5000);
        spelled(self.below(most))
    }
}

/// A made word for a number: three syllables and an end.
fn spelled(number: usize) -> String {
    const BEGIN: [&str; 20] = [
        "sa", "ko", "ma", "te", "bi", "ra", "du", "ga", "ke", "pi", "lo", "nu", "ja", "se", "ti", "wa", "ba", "ce",
        "mu", "ru",
    ];
    let syllable = |at: usize| BEGIN[at % BEGIN.len()];
    format!(
        "{}{}{}{}",
        syllable(number),
        syllable(number / 20 + 7),
        syllable(number / 400 + 3),
        ["n", "l", "ng", "r"][number % 4]
    )
}

fn main() {
    if std::env::args().any(|argument| argument == "--test") {
        return;
    }
    let kept;
    let dir = if let Ok(dir) = std::env::var("BENCH_DIR") {
        PathBuf::from(dir)
    } else {
        kept = tempfile::tempdir().expect("a temporary folder");
        kept.path().to_owned()
    };
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .build()
        .expect("a runtime");
    runtime.block_on(async {
        println!("| engine | call | answers/s | median ms | p99 ms |\n|---|---|---|---|---|");
        measure("SQLite", &dir.join("sqlite"), None).await;
        if let Some(test) = testkit::TestDb::postgres().await {
            let platform::db::Location::Postgres(url) = &test.location else {
                return;
            };
            measure("PostgreSQL", &dir.join("postgres"), Some(url.clone())).await;
        }
    });
}

async fn measure(engine: &str, dir: &Path, database: Option<String>) {
    std::fs::create_dir_all(dir).expect("the folder");
    let given = Given {
        data: Some(dir.to_owned()),
        database,
        ..Given::default()
    };
    let settings = given.settle(wiring::MODULES).expect("settings");
    let app = Arc::new(
        App::open(&settings, Clock::system(), Cost::cheap(), None)
            .await
            .expect("an application"),
    );
    let started = Instant::now();
    fill(&app).await;
    let (filled, counting) = (started.elapsed(), Instant::now());
    for job in app
        .wired
        .modules
        .iter()
        .flat_map(|module| &module.jobs)
        .filter(|job| job.name == "trackmate.count_words")
    {
        (job.run)(Ctx::background(Clock::system()))
            .await
            .expect("the words counted");
    }
    println!(
        "| {engine} | filled in {filled:.0?}, words counted in {:.0?} | | | |",
        counting.elapsed()
    );
    for (name, path) in [
        ("search of the API", "/products/search/{}?per_page=25"),
        ("results page with facets", "/cari?q={}"),
        ("suggestions", "/cari/saran?q={}"),
    ] {
        drive(&app, engine, name, path).await;
    }
    app.db.close().await;
}

async fn fill(app: &Arc<App>) {
    let anyone = Client::new(app.stack.clone());
    let mut workers = Vec::new();
    for maker in 0..MAKERS {
        let username = format!("maker{maker}");
        let new = NewAccount {
            email: format!("{username}@example.com"),
            fullname: username.clone(),
            username: username.clone(),
            password: PASSWORD.to_owned(),
            image: None,
            role: Role::User,
        };
        let ctx = Ctx::new(Clock::system(), RequestId::random());
        app.wired.accounts.register(&ctx, new, None).await.expect("an account");
        let login = json!({"username": username, "password": PASSWORD});
        let login = anyone.post("/authentications", &login).await.expect(201).json();
        let client = anyone.with_token(login["data"]["accessToken"].as_str().expect("a token"));
        let place = PLACES[maker % PLACES.len()];
        let umkm = json!({"name": format!("Dapur {}", spelled(maker)), "location": {"name": place}});
        client.post("/umkm", &umkm).await.expect(201);
        workers.push(tokio::spawn(async move {
            let mut dice = Dice(u64::try_from(maker).expect("a number"));
            for number in (maker..setting("BENCH_PRODUCTS", 100_000)).step_by(MAKERS) {
                let text: Vec<String> = (0..15).map(|_| dice.word()).collect();
                let product = json!({
                    "name": format!("{} {} {}", dice.word(), dice.word(), dice.word()),
                    "price": 5000 + dice.below(400_000),
                    "category": 1 + number % 3,
                    "description": text.join(" "),
                });
                client.post("/products", &product).await.expect(201);
            }
        }));
    }
    for worker in workers {
        worker.await.expect("a worker");
    }
}

/// What is typed: half of it as it is spelled, a quarter begun, a quarter with a slip; in one or two words.
fn typed(dice: &mut Dice) -> String {
    let word = dice.word();
    let one = match dice.below(4) {
        0 => word[..word.len() - 1].to_owned(),
        1 => format!("{}{}", &word[..2], &word[3..]),
        _ => word,
    };
    if dice.below(2) == 0 {
        one
    } else {
        format!("{one}%20{}", dice.word())
    }
}

async fn drive(app: &Arc<App>, engine: &str, name: &str, path: &'static str) {
    let rounds = AtomicUsize::new(0);
    let rounds = Arc::new(rounds);
    let until = Instant::now() + Duration::from_secs(u64::try_from(setting("BENCH_SECONDS", 5)).expect("a number"));
    let started = Instant::now();
    let workers = (0..CONNECTIONS).map(|worker| {
        let (client, rounds) = (Client::new(app.stack.clone()), Arc::clone(&rounds));
        tokio::spawn(async move {
            let mut dice = Dice(u64::try_from(worker + 1000).expect("a number"));
            let mut taken = Vec::new();
            while Instant::now() < until {
                // What is behind the letters makes each address its own and finds nothing else.
                let words = format!(
                    "{}%20{}",
                    typed(&mut dice),
                    "-".repeat(rounds.fetch_add(1, Ordering::Relaxed) % 90)
                );
                let asked = Instant::now();
                client.get(&path.replace("{}", &words)).await.expect(200);
                taken.push(asked.elapsed());
            }
            taken
        })
    });
    let mut taken = Vec::new();
    for worker in workers.collect::<Vec<_>>() {
        taken.extend(worker.await.expect("a worker"));
    }
    taken.sort_unstable();
    let at = |share: usize| taken[(taken.len() - 1) * share / 100].as_secs_f64() * 1000.0;
    let per_second = f64::from(u32::try_from(taken.len()).expect("a number")) / started.elapsed().as_secs_f64();
    println!(
        "| {engine} | {name} | {per_second:.0} | {:.1} | {:.1} |",
        at(50),
        at(99)
    );
}
