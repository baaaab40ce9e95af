//! A PostgreSQL that dies in the middle of writes, and its standby that takes over: what was acknowledged is there, the rest failed
//! with a word, and no server was started again.

use std::{
    sync::{
        Arc, Mutex,
        atomic::{AtomicBool, Ordering},
    },
    time::{Duration, Instant},
};

use serde_json::json;
use testkit::DatabasePair;

use super::process::{Api, Home, LIMIT, Server, until};

/// Who writes at the same time.
const WRITERS: usize = 4;
/// Longest that a write may be without an answer: somebody waits for it.
const PATIENCE: Duration = Duration::from_secs(20);

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
    let Some(mut databases) = DatabasePair::start() else {
        return;
    };
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
