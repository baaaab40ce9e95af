//! The database layer beside plain rusqlite, in one run on one machine: `cargo bench -p server --bench db`.
//!
//! Prints a Markdown table. Both sides use the same SQLite, settings, statements and row type; rounds of the sides
//! alternate, and medians are compared. `… --bench db -- storm` writes and reads for 30 seconds instead and reports how
//! large the log and the memory grew. `-- insert` (or any part of a case's name) limits the table to these cases.
//! `BENCH_DIR` chooses the disk; the default is the system's folder for temporary files.

#![expect(clippy::print_stdout, reason = "a benchmark prints its results")]

#[path = "db/measure.rs"]
mod measure;
#[path = "db/ours.rs"]
mod ours;
#[path = "db/raw.rs"]
mod raw;
#[path = "db/report.rs"]
mod report;
#[path = "db/storm.rs"]
mod storm;
#[path = "db/thing.rs"]
mod thing;

use std::{
    path::{Path, PathBuf},
    sync::{
        Arc,
        atomic::{AtomicU64, Ordering},
    },
    time::Duration,
};

use measure::{Sample, drive};
use ours::Ours;
use raw::{RawReads, RawWrites};
use thing::{ROWS, Thing};

/// Whatever goes wrong ends the benchmark with a message.
pub(crate) type Outcome<T> = Result<T, Box<dyn std::error::Error + Send + Sync>>;

const ROUNDS: usize = 5;
const WARM_UP: Duration = Duration::from_millis(200);
const WINDOW: Duration = Duration::from_secs(1);

/// What is measured.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Case {
    PointPool,
    PointInline,
    ListPool,
    ListInline,
    Insert,
}

const CASES: [Case; 5] = [
    Case::PointPool,
    Case::PointInline,
    Case::ListPool,
    Case::ListInline,
    Case::Insert,
];

impl Case {
    /// Its name in the table.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::PointPool => "point read, reader threads",
            Self::PointInline => "point read, inline",
            Self::ListPool => "list of 25, reader threads",
            Self::ListInline => "list of 25, inline",
            Self::Insert => "insert, synced, grouped",
        }
    }

    fn tasks(self) -> &'static [u64] {
        if self == Self::Insert { &[1, 32, 64] } else { &[1, 64] }
    }

    fn sides(self) -> &'static [Side] {
        if self == Self::Insert {
            &[Side::Ours, Side::Raw, Side::RawSingle]
        } else {
            &[Side::Ours, Side::Raw]
        }
    }
}

/// Who does it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Side {
    Ours,
    Raw,
    /// Inserts only: a commit for each.
    RawSingle,
}

/// All samples of one line of the table.
pub(crate) struct Line {
    pub(crate) case: Case,
    pub(crate) tasks: u64,
    pub(crate) samples: Vec<(Side, Sample)>,
}

struct Bench {
    dir: PathBuf,
    ours: Ours,
    raw: RawReads,
}

impl Bench {
    async fn open(dir: &Path) -> Outcome<Self> {
        let path = dir.join("read.db");
        thing::create(&path, ROWS)?;
        Ok(Self {
            dir: dir.to_owned(),
            ours: Ours::open(&path).await?,
            raw: RawReads::open(&path)?,
        })
    }

    /// Rounds of the sides alternate, and every other round runs backwards, so that no side always has the same
    /// neighbour.
    async fn line(&self, case: Case, tasks: u64) -> Outcome<Line> {
        let mut samples = Vec::new();
        for round in 0..ROUNDS {
            let mut sides = case.sides().to_vec();
            if round % 2 == 1 {
                sides.reverse();
            }
            for side in sides {
                samples.push((side, self.sample(case, side, tasks).await?));
            }
        }
        Ok(Line { case, tasks, samples })
    }

    async fn sample(&self, case: Case, side: Side, tasks: u64) -> Outcome<Sample> {
        macro_rules! read {
            ($side:expr, $method:ident) => {{
                let side = $side.clone();
                drive(tasks, WARM_UP, WINDOW, move |random| {
                    let side = side.clone();
                    async move {
                        std::hint::black_box(side.$method(random % ROWS).await?);
                        Ok(())
                    }
                })
                .await
            }};
        }
        match (case, side) {
            (Case::PointPool, Side::Ours) => read!(self.ours, point),
            (Case::PointPool, _) => read!(self.raw, point),
            (Case::PointInline, Side::Ours) => read!(self.ours, point_inline),
            (Case::PointInline, _) => read!(self.raw, point_inline),
            (Case::ListPool, Side::Ours) => read!(self.ours, list),
            (Case::ListPool, _) => read!(self.raw, list),
            (Case::ListInline, Side::Ours) => read!(self.ours, list_inline),
            (Case::ListInline, _) => read!(self.raw, list_inline),
            (Case::Insert, Side::Ours) => self.insert_ours(tasks).await,
            (Case::Insert, Side::Raw) => self.insert_raw(tasks, 256).await,
            (Case::Insert, Side::RawSingle) => self.insert_raw(tasks, 1).await,
        }
    }

    /// Every round starts with an empty file, so that no side pays for what the other stored.
    async fn insert_ours(&self, tasks: u64) -> Outcome<Sample> {
        let path = self.empty_file()?;
        let ours = Ours::open(&path).await?;
        let (handle, number) = (ours.clone(), Arc::new(AtomicU64::new(0)));
        let sample = drive(tasks, WARM_UP, WINDOW, move |_| {
            let (handle, thing) = (handle.clone(), Thing::new(number.fetch_add(1, Ordering::Relaxed)));
            async move { handle.insert(thing).await }
        })
        .await;
        ours.close().await;
        sample
    }

    async fn insert_raw(&self, tasks: u64, group: usize) -> Outcome<Sample> {
        let path = self.empty_file()?;
        let raw = RawWrites::open(&path, group)?;
        let (handle, number) = (raw.handle(), Arc::new(AtomicU64::new(0)));
        let sample = drive(tasks, WARM_UP, WINDOW, move |_| {
            let (handle, thing) = (handle.clone(), Thing::new(number.fetch_add(1, Ordering::Relaxed)));
            async move { handle.insert(thing).await }
        })
        .await;
        raw.close()?;
        sample
    }

    fn empty_file(&self) -> Outcome<PathBuf> {
        let path = self.dir.join("write.db");
        for suffix in ["", "-wal", "-shm"] {
            let file = self.dir.join(format!("write.db{suffix}"));
            if file.exists() {
                std::fs::remove_file(file)?;
            }
        }
        thing::create(&path, 0)?;
        Ok(path)
    }
}

#[expect(clippy::disallowed_methods, reason = "whoever runs the benchmark chooses the disk")]
fn folder() -> Outcome<tempfile::TempDir> {
    let builder = tempfile::Builder::new().prefix("balai-bench-").to_owned();
    Ok(match std::env::var("BENCH_DIR") {
        Ok(dir) => builder.tempdir_in(dir)?,
        Err(_) => builder.tempdir()?,
    })
}

async fn run(wanted: &[String]) -> Outcome<()> {
    let dir = folder()?;
    if wanted.iter().any(|word| word == "storm") {
        return storm::run(dir.path()).await;
    }
    println!("{}\n", report::machine(dir.path())?);
    let bench = Bench::open(dir.path()).await?;
    println!("{}", report::HEAD);
    let mut lines = Vec::new();
    for case in CASES
        .into_iter()
        .filter(|case| wanted.is_empty() || wanted.iter().any(|word| case.name().contains(word)))
    {
        for tasks in case.tasks() {
            let line = bench.line(case, *tasks).await?;
            println!("{}", report::line(&line));
            lines.push(line);
        }
    }
    println!("\n{}", report::verdict(&lines));
    bench.ours.close().await;
    Ok(())
}

fn main() -> Outcome<()> {
    // Cargo says `--bench`; everything else chooses cases.
    let wanted: Vec<_> = std::env::args().skip(1).filter(|word| !word.starts_with('-')).collect();
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .worker_threads(2)
        .enable_all()
        .build()?;
    runtime.block_on(async move { tokio::spawn(async move { run(&wanted).await }).await? })
}
