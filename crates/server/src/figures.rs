//! Figures that are read when somebody asks for them: the process, the database, the outbox and the files. In the text form
//! of Prometheus, each with what it means.

use std::{
    cmp::Reverse,
    fmt::Write as _,
    sync::{Arc, Mutex, PoisonError},
    time::Duration,
};

use futures_util::TryStreamExt as _;
use platform::{Db, Error, Timestamp, events, media::Found, module::Job};

use crate::{
    disk::FreeRoom,
    media::MediaPlace,
    process::{Process, read_process},
    settings::Settings,
    wiring,
};

/// How often files are counted: it takes a look at each of them.
const COUNTED: Duration = Duration::from_mins(10);

/// How Prometheus reckons with a figure.
#[derive(Debug, Clone, Copy)]
enum Kind {
    /// It only grows.
    Counter,
    /// It goes up and down.
    Gauge,
}

/// One figure; left out as long as it is not known.
struct Figure {
    name: &'static str,
    kind: Kind,
    help: &'static str,
    value: Option<f64>,
}

fn gauge(name: &'static str, help: &'static str, value: Option<f64>) -> Figure {
    let kind = Kind::Gauge;
    Figure {
        name,
        kind,
        help,
        value,
    }
}

/// What somebody looks up now and then, since it takes long or is worth a warning.
#[derive(Clone, Default)]
pub(crate) struct LookedUp {
    files: FileCount,
    room: FreeRoom,
}

impl LookedUp {
    /// The work that looks.
    pub(crate) fn jobs(&self, settings: &Settings) -> Result<[Job; 2], Error> {
        Ok([self.files.job(settings.media_place()?), self.room.job(settings)])
    }

    /// Uploaded files, how many and their bytes, once somebody has counted.
    pub(crate) fn files(&self) -> Option<(u64, u64)> {
        self.files.known().map(|counted| counted.sum())
    }

    /// The same, module by module, with the largest files.
    pub(crate) fn counted(&self) -> Option<Counted> {
        self.files.known()
    }

    /// The bytes that were left where data is kept, once somebody has looked.
    pub(crate) fn free_room(&self) -> Option<u64> {
        self.room.known()
    }
}

/// The files, as they were when somebody last counted.
#[derive(Clone, Default)]
struct FileCount(Arc<Mutex<Option<Counted>>>);

/// What modules keep as files.
#[derive(Debug, Clone, Default)]
pub(crate) struct Counted {
    /// Each module's name, how many files it has, and their bytes.
    pub(crate) modules: Vec<(&'static str, u64, u64)>,
    /// The largest of all, with whose they are.
    pub(crate) largest: Vec<(&'static str, Found)>,
}

/// How many of the largest files are known.
const LARGEST: usize = 20;

impl Counted {
    /// How many files there are, and their bytes.
    fn sum(&self) -> (u64, u64) {
        let add = |sum: (u64, u64), (_, files, bytes): &(_, u64, u64)| (sum.0 + files, sum.1 + bytes);
        self.modules.iter().fold((0, 0), add)
    }

    async fn count(place: &MediaPlace) -> Result<Self, Error> {
        let mut counted = Self::default();
        for (module, kept) in wiring::modules_with_files() {
            let (mut files, mut bytes) = (0, 0);
            let store = place.store(&kept);
            let mut found = store.list();
            while let Some(file) = found.try_next().await? {
                files += 1;
                bytes += file.bytes;
                counted.meet(module, file);
            }
            counted.modules.push((module, files, bytes));
        }
        counted.shorten();
        Ok(counted)
    }

    /// Keeps a file if it may be one of the largest.
    fn meet(&mut self, module: &'static str, file: Found) {
        self.largest.push((module, file));
        if self.largest.len() >= LARGEST * 16 {
            self.shorten();
        }
    }

    fn shorten(&mut self) {
        self.largest.sort_by_key(|(_, file)| (Reverse(file.bytes), file.hash));
        self.largest.truncate(LARGEST);
    }
}

impl FileCount {
    /// The work that counts them.
    fn job(&self, place: MediaPlace) -> Job {
        let count = self.clone();
        Job {
            name: "server.count_files",
            every: COUNTED,
            run: Arc::new(move |_| {
                let (count, place) = (count.clone(), place.clone());
                Box::pin(async move { count.recount(&place).await })
            }),
        }
    }

    async fn recount(self, place: &MediaPlace) -> Result<(), Error> {
        let counted = Counted::count(place).await?;
        *self.0.lock().unwrap_or_else(PoisonError::into_inner) = Some(counted);
        Ok(())
    }

    fn known(&self) -> Option<Counted> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }
}

/// All of them as text. What the database cannot tell just now is left out.
pub(crate) async fn write_figures(db: &Db, looked_up: &LookedUp, now: Timestamp) -> String {
    let mut text = String::new();
    let all = of_process(&read_process());
    for figure in all
        .into_iter()
        .chain(of_database(db, now).await)
        .chain(of_files(looked_up))
    {
        write_figure(&mut text, &figure);
    }
    text
}

fn write_figure(text: &mut String, figure: &Figure) {
    let Some(value) = figure.value else { return };
    let Figure { name, help, .. } = figure;
    let kind = match figure.kind {
        Kind::Counter => "counter",
        Kind::Gauge => "gauge",
    };
    // Writing into a string cannot fail.
    let _ = writeln!(text, "# HELP {name} {help}\n# TYPE {name} {kind}\n{name} {value}");
}

fn of_process(process: &Process) -> Vec<Figure> {
    vec![
        Figure {
            name: "process_cpu_seconds_total",
            kind: Kind::Counter,
            help: "Processor time of the process in seconds.",
            value: process.cpu_seconds,
        },
        gauge(
            "process_resident_memory_bytes",
            "Memory of the process.",
            process.resident_bytes,
        ),
        gauge(
            "process_virtual_memory_bytes",
            "Address space of the process.",
            process.virtual_bytes,
        ),
        gauge("process_threads", "Threads of the process.", process.threads),
        gauge(
            "process_open_fds",
            "Open files and connections of the process.",
            process.open_files,
        ),
        gauge(
            "process_max_fds",
            "How many files the process may have open.",
            process.most_files,
        ),
        gauge(
            "process_start_time_seconds",
            "When the process started, in seconds since 1970.",
            process.started_at,
        ),
    ]
}

async fn of_database(db: &Db, now: Timestamp) -> Vec<Figure> {
    let bytes = db.bytes().await.ok().map(number);
    let backlog = events::read_backlog(db).await.ok();
    let lag = backlog.map(|backlog| backlog.oldest.map_or(0.0, |oldest| now.since(oldest).as_secs_f64()));
    let waiting = db.waiting();
    let sent = webhooks::read_backlog(db).await.ok();
    let sent = sent.map(|(waiting, dead)| (waiting.unsigned_abs(), dead.unsigned_abs()));
    let letters = mail::read_backlog(db).await.ok();
    let count = |of: fn(events::Backlog) -> u64| backlog.map(of).map(number);
    vec![
        gauge("balai_db_bytes", "Size of the database.", bytes),
        gauge(
            "balai_db_waiting_reads",
            "Reads that wait for a thread or a connection.",
            Some(number(waiting.reads as u64)),
        ),
        gauge(
            "balai_db_waiting_writes",
            "Writes that wait for the writer.",
            Some(number(waiting.writes as u64)),
        ),
        gauge(
            "balai_outbox_owed",
            "Deliveries of events that durable work still waits for.",
            count(|all| all.owed),
        ),
        gauge(
            "balai_outbox_dead",
            "Deliveries that were given up after many failures.",
            count(|all| all.dead),
        ),
        gauge(
            "balai_outbox_lag_seconds",
            "Age of the oldest delivery that is owed.",
            lag,
        ),
        gauge(
            "balai_webhooks_waiting",
            "Messages that wait for the receivers of webhooks.",
            sent.map(|(waiting, _)| number(waiting)),
        ),
        gauge(
            "balai_webhooks_dead",
            "Messages to webhooks that were given up.",
            sent.map(|(_, dead)| number(dead)),
        ),
        gauge(
            "balai_mail_waiting",
            "Letters that wait for the mail server.",
            letters.map(|letters| number(letters.waiting.unsigned_abs())),
        ),
        gauge(
            "balai_mail_given_up",
            "Letters that were given up within the last month.",
            letters.map(|letters| number(letters.given_up.unsigned_abs())),
        ),
    ]
}

fn of_files(looked_up: &LookedUp) -> Vec<Figure> {
    let known = looked_up.files();
    vec![
        gauge(
            "balai_disk_free_bytes",
            "Room that is left where data is kept, looked up every minute.",
            looked_up.room.known().map(number),
        ),
        gauge(
            "balai_media_files",
            "Uploaded files, counted every ten minutes.",
            known.map(|(files, _)| number(files)),
        ),
        gauge(
            "balai_media_bytes",
            "Size of the uploaded files, counted every ten minutes.",
            known.map(|(_, bytes)| number(bytes)),
        ),
    ]
}

#[expect(clippy::cast_precision_loss, reason = "Prometheus knows no other numbers")]
fn number(value: u64) -> f64 {
    value as f64
}
